# What an app may do to the account
scope-account-read = Alles over je account zien
scope-account-read-value = Je profiel en adressen, waar je bent ingelogd, hoe je inlogt, welke apps toegang hebben en wat er is gebeurd
scope-account-write = Je profiel wijzigen
scope-account-write-value = Je naam, geboortedatum, taal en wat je verder over jezelf vertelt
scope-account-security = Wijzigen hoe je inlogt
scope-account-security-value = Je wachtwoord, passkeys, wallets en authenticator-apps, gekoppelde accounts, e-mailadres en telefoonnummer, nadat je opnieuw hebt ingelogd; je uitloggen en apps verwijderen
