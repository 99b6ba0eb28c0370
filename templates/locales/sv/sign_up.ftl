# Making an account
sign-up-question = Har du inget konto?
sign-up-way = Skapa ett
sign-up-known = Har du redan ett konto?
sign-up-title = Skapa ditt konto hos { $brand }
sign-up-client-title = Skapa ett konto för { $client }
sign-up-lead = Vi skickar en kod till din adress så att ingen annan kan använda den.
sign-up-email-label = E-postadress
sign-up-email-invalid-title = Det här är ingen e-postadress.
sign-up-email-invalid-text = Skriv hela adressen, till exempel ada@example.com.
sign-up-domain-refused-title = Det går inte att skapa ett konto med den här adressen.
sign-up-domain-refused-text = Använd en annan adress eller fråga dem som driver tjänsten.
sign-up-link-title = Vill du fortsätta som { $person }?
sign-up-elsewhere-title = Höll du just på att skapa ett konto?
sign-up-elsewhere-lead = Någon vill skapa ett konto hos { $brand } med den här adressen, i en annan webbläsare.
sign-up-details-title = Nästan klart
sign-up-details-lead = { $email } är din.
sign-up-name-label = Vad heter du?
sign-up-name-missing = Ange vad du heter.
sign-up-optional = valfritt
sign-up-password-hint = { $count ->
    [one] Minst ett tecken. Utan lösenord loggar du in via e-post.
   *[other] Minst { $count } tecken. Utan lösenord loggar du in via e-post.
}
sign-up-button = Skapa konto
mail-wait-lead-new = Ett mejl med en kod och en länk är på väg till { $email }. Båda fungerar en gång, i tio minuter.
