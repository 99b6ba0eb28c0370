# Signing in by a code or a link that is mailed
mail-sign-in-way = Inviami un codice via email
mail-ask-title = Accedi tramite email
mail-ask-lead = Invieremo un codice e un link all’indirizzo del tuo account.
mail-ask-button = Invia il codice
mail-use-password = Usa invece una password
mail-wait-title = Controlla la posta
mail-wait-lead = Se esiste un account per { $name }, è in arrivo un’email con un codice e un link. Entrambi funzionano una sola volta, per dieci minuti.
mail-wait-elsewhere = Hai aperto il link in un altro browser? Premi lì questo numero, poi continua qui:
mail-wait-continue = Ho premuto il numero
mail-wait-again = Invia un’altra email
mail-wait-other = Usa un altro indirizzo
mail-wrong-title = Il codice non è corretto.
mail-wrong-text = Usa il codice dell’email più recente. I codici delle email precedenti non funzionano più.
mail-used-up-title = Questo codice è stato provato troppe volte.
mail-used-up-text = Usa il link nell’email oppure richiedi un’altra email.
mail-over-title = Questo codice non funziona più.
mail-over-text = È già stato usato, oppure sono passati dieci minuti. Richiedi un’altra email.
mail-not-yet-title = Il numero non è ancora stato premuto.
mail-not-yet-text = Apri il link nell’email e premi il numero indicato qui, oppure inserisci il codice.
mail-too-many-title = Sono già state inviate molte email.
mail-too-many-text = { $minutes ->
    [one] Controlla la posta oppure attendi un minuto.
   *[other] Controlla la posta oppure attendi { $minutes } minuti.
}
mail-link-lead-client = Questo link funziona una sola volta, poi continui su { $client }.
mail-elsewhere-title = Hai appena chiesto di accedere?
mail-elsewhere-lead-client = Qualcuno vuole accedere a { $client } in un altro browser. Qui non viene effettuato nessun accesso.
mail-elsewhere-lead = Qualcuno vuole accedere a { $brand } in un altro browser. Qui non viene effettuato nessun accesso.
mail-elsewhere-browser = Browser
mail-elsewhere-network = Rete
mail-elsewhere-unknown = Sconosciuto
mail-elsewhere-choose = Premi il numero mostrato nell’altro browser. Se non ne vedi nessuno o se qualcuno te ne ha detto uno, non sei tu ad accedere.
mail-elsewhere-refuse = Non ero io
mail-approved-title = Torna all’altro browser
mail-approved-lead = Si prosegue da lì. Puoi chiudere questa pagina.
mail-refused-title = Non è stato effettuato nessun accesso
mail-refused-lead = Il codice e il link di questa email non funzionano più. Se la richiesta era tua, fatti inviare un’altra email.
