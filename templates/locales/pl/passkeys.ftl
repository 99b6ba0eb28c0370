# Whether somebody who signed in with a password wants a passkey.
suggest-passkey-title = Następnym razem zaloguj się szybciej
suggest-passkey-lead = Z kluczem dostępu na tym urządzeniu wystarczy odcisk palca, twarz lub blokada ekranu. Nie da się go odgadnąć i żadna fałszywa strona nie może o niego poprosić.
suggest-passkey-later = Nie teraz
suggest-passkey-never = Nie pytaj ponownie
suggest-passkey-failed = To się nie udało. Spróbuj ponownie lub przejdź dalej bez klucza dostępu.
new-passkey-not-allowed-title = Klucze dostępu tego rodzaju nie są tu akceptowane.
new-passkey-not-allowed-text = Użyj jednego z otrzymanych kluczy bezpieczeństwa lub zapytaj administratora tej usługi.

# About how hard a new password is to guess, while it is typed.
password-strength-weak = Łatwe do odgadnięcia. Wydłuż je lub użyj kilku słów.
password-strength-fair = Mogłoby być trudniejsze do odgadnięcia.
password-strength-good = Trudne do odgadnięcia.
password-strength-strong = Bardzo trudne do odgadnięcia.
