# Whether somebody who signed in with a password wants a passkey.
suggest-passkey-title = Logga in snabbare nästa gång
suggest-passkey-lead = Med en nyckel (passkey) räcker det med fingeravtryck, ansikte eller skärmlås på den här enheten. Den går inte att gissa, och ingen falsk sida kan be om den.
suggest-passkey-later = Inte nu
suggest-passkey-never = Fråga inte igen
suggest-passkey-failed = Det fungerade inte. Försök igen eller fortsätt utan nyckel.
new-passkey-not-allowed-title = Nycklar av det här slaget godtas inte här.
new-passkey-not-allowed-text = Använd en av de säkerhetsnycklar som du har fått eller fråga dem som driver tjänsten.

# About how hard a new password is to guess, while it is typed.
password-strength-weak = Lätt att gissa. Gör det längre eller använd flera ord.
password-strength-fair = Kunde vara svårare att gissa.
password-strength-good = Svårt att gissa.
password-strength-strong = Mycket svårt att gissa.
