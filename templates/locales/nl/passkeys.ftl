# Whether somebody who signed in with a password wants a passkey.
suggest-passkey-title = Log de volgende keer sneller in
suggest-passkey-lead = Met een passkey zijn je vingerafdruk, je gezicht of je schermvergrendeling genoeg op dit apparaat. Een passkey is niet te raden en geen valse pagina kan erom vragen.
suggest-passkey-later = Niet nu
suggest-passkey-never = Niet meer vragen
suggest-passkey-failed = Dat is niet gelukt. Probeer het opnieuw of ga door zonder passkey.
new-passkey-not-allowed-title = Passkeys van deze soort worden hier niet geaccepteerd.
new-passkey-not-allowed-text = Gebruik een van de beveiligingssleutels die je hebt gekregen of vraag het aan de beheerder van deze dienst.

# About how hard a new password is to guess, while it is typed.
password-strength-weak = Makkelijk te raden. Maak het langer of gebruik meerdere woorden.
password-strength-fair = Kan moeilijker te raden.
password-strength-good = Moeilijk te raden.
password-strength-strong = Heel moeilijk te raden.
