# Making an account
sign-up-question = Non hai ancora un account?
sign-up-way = Creane uno
sign-up-known = Ne hai già uno?
sign-up-title = Crea il tuo account { $brand }
sign-up-client-title = Crea un account per { $client }
sign-up-lead = Invieremo un codice al tuo indirizzo, così nessun altro potrà usarlo.
sign-up-email-label = Indirizzo email
sign-up-email-invalid-title = Questo non è un indirizzo email.
sign-up-email-invalid-text = Scrivilo per intero, ad esempio ada@example.com.
sign-up-domain-refused-title = Con questo indirizzo non si può creare un account.
sign-up-domain-refused-text = Usane un altro oppure rivolgiti a chi gestisce questo servizio.
sign-up-link-title = Vuoi continuare come { $person }?
sign-up-elsewhere-title = Stai creando un account?
sign-up-elsewhere-lead = Qualcuno vuole creare un account { $brand } con questo indirizzo, in un altro browser.
sign-up-details-title = Quasi fatto
sign-up-details-lead = { $email } è tuo.
sign-up-name-label = Come ti chiami?
sign-up-name-missing = Scrivi come ti chiami.
sign-up-optional = se vuoi
sign-up-password-hint = { $count ->
    [one] Almeno un carattere. Senza password accedi tramite email.
   *[other] Almeno { $count } caratteri. Senza password accedi tramite email.
}
sign-up-button = Crea l’account
mail-wait-lead-new = Un’email con un codice e un link è in arrivo a { $email }. Entrambi funzionano una sola volta, per dieci minuti.
