# Making an account
sign-up-question = Nie masz jeszcze konta?
sign-up-way = Utwórz je
sign-up-known = Masz już konto?
sign-up-title = Utwórz konto { $brand }
sign-up-client-title = Utwórz konto do aplikacji { $client }
sign-up-lead = Wyślemy kod na Twój adres, aby nikt inny nie mógł go użyć.
sign-up-email-label = Adres e-mail
sign-up-email-invalid-title = To nie jest adres e-mail.
sign-up-email-invalid-text = Wpisz go w całości, na przykład ada@example.com.
sign-up-domain-refused-title = Z tym adresem nie można utworzyć konta.
sign-up-domain-refused-text = Użyj innego lub zapytaj administratora tej usługi.
sign-up-link-title = Przejść dalej jako { $person }?
sign-up-elsewhere-title = Czy to Ty tworzysz właśnie konto?
sign-up-elsewhere-lead = Ktoś chce utworzyć konto { $brand } z tym adresem w innej przeglądarce.
sign-up-details-title = Prawie gotowe
sign-up-details-lead = Adres { $email } należy do Ciebie.
sign-up-name-label = Jak się nazywasz?
sign-up-name-missing = Podaj, jak się nazywasz.
sign-up-optional = opcjonalnie
sign-up-password-hint = { $count ->
    [one] Co najmniej jeden znak. Bez hasła logujesz się przez e-mail.
    [few] Co najmniej { $count } znaki. Bez hasła logujesz się przez e-mail.
    [many] Co najmniej { $count } znaków. Bez hasła logujesz się przez e-mail.
   *[other] Co najmniej { $count } znaku. Bez hasła logujesz się przez e-mail.
}
sign-up-button = Utwórz konto
mail-wait-lead-new = Wiadomość z kodem i linkiem jest już w drodze na adres { $email }. Kod i link działają tylko raz, przez dziesięć minut.
