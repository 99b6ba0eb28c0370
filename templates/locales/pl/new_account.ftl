# Invitations
invitation-title = Zaproszenie do { $brand }
invitation-lead = Ten link służy do utworzenia konta z adresem { $email }.
invitation-known-title = Masz już konto
invitation-known-lead = Istnieje już konto z adresem { $email }. Zaloguj się na nie.
sign-up-details-lead-invited = Twoje konto ma adres { $email }.
sign-up-given-name-label = Imię
sign-up-family-name-label = Nazwisko
sign-up-entry-missing = Wypełnij to pole.
sign-up-entry-invalid = Ta wartość tu nie pasuje.
sign-up-lines-hint = Po jednej pozycji w wierszu.
sign-up-disposable-title = Ten adres działa tylko przez pewien czas.
sign-up-disposable-text = Użyj takiego, który pozostanie Twój: to Twoja droga powrotna do konta.
