# What an app may do to the account
scope-account-read = Se allt om ditt konto
scope-account-read-value = Din profil och dina adresser, var du är inloggad, hur du loggar in, vilka appar som har åtkomst och vad som har hänt
scope-account-write = Ändra din profil
scope-account-write-value = Ditt namn, födelsedatum, språk och annat som du berättar om dig själv
scope-account-security = Ändra hur du loggar in
scope-account-security-value = Ditt lösenord, dina nycklar, plånböcker och autentiseringsappar, anslutna konton, e-postadress och telefonnummer, efter att du har loggat in igen; logga ut dig och ta bort appar
