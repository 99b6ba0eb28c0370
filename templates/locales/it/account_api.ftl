# What an app may do to the account
scope-account-read = Vedere tutto sul tuo account
scope-account-read-value = Il tuo profilo e i tuoi indirizzi, dove hai effettuato l’accesso, come accedi, quali app hanno accesso e ciò che è successo
scope-account-write = Modificare il tuo profilo
scope-account-write-value = Il tuo nome, la data di nascita, la lingua e ciò che racconti di te
scope-account-security = Modificare il modo in cui accedi
scope-account-security-value = La password, le passkey, i wallet e le app di autenticazione, gli account collegati, l’indirizzo email e il numero di telefono, dopo un nuovo accesso; chiudere le tue sessioni e rimuovere app
