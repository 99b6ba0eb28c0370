# Making an account
sign-up-question = Nog geen account?
sign-up-way = Maak er een
sign-up-known = Heb je er al een?
sign-up-title = Maak je account bij { $brand }
sign-up-client-title = Maak een account voor { $client }
sign-up-lead = We sturen een code naar je adres, zodat niemand anders het kan gebruiken.
sign-up-email-label = E-mailadres
sign-up-email-invalid-title = Dit is geen e-mailadres.
sign-up-email-invalid-text = Schrijf het voluit, zoals ada@example.com.
sign-up-domain-refused-title = Met dit adres kan geen account worden gemaakt.
sign-up-domain-refused-text = Neem een ander adres of vraag het aan de beheerder van deze dienst.
sign-up-link-title = Doorgaan als { $person }?
sign-up-elsewhere-title = Heb je net een account gemaakt?
sign-up-elsewhere-lead = Iemand wil in een andere browser met dit adres een account bij { $brand } maken.
sign-up-details-title = Bijna klaar
sign-up-details-lead = { $email } is van jou.
sign-up-name-label = Hoe heet je?
sign-up-name-missing = Vul in hoe je heet.
sign-up-optional = optioneel
sign-up-password-hint = { $count ->
    [one] Minstens één teken. Zonder wachtwoord log je in via e-mail.
   *[other] Minstens { $count } tekens. Zonder wachtwoord log je in via e-mail.
}
sign-up-button = Account maken
mail-wait-lead-new = Er is een e-mail met een code en een link onderweg naar { $email }. Beide werken één keer, tien minuten lang.
