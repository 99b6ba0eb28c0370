# Words that several pages share
error-prefix = Errore: { $title }
footer-support = Assistenza
footer-privacy = Privacy di { $name }
footer-terms = Termini di { $name }
back-to-client = Torna a { $client }
back-to-app = Torna all’app
start-again-client = Ricomincia da { $client }
start-again = Ricomincia
to-your-account = Vai al tuo account
go-on = Continua
cancel = Annulla
cancel-to-client = Annulla e torna a { $client }
use-another-account = Usa un altro account
form-problems = Alcune risposte sono da ricontrollare.
command-label = Comando
skip-to-content = Vai al contenuto
nav-label = Sezioni
username-label = Email o nome utente
password-label = Password
password-show = Mostra password
sign-in-button = Accedi

# Sign in
sign-in-client-title = Accedi a { $client }
sign-in-client-lead = con il tuo account { $brand }
sign-in-own-title = Accedi a { $brand }
sign-in-again-title = Sei ancora tu?
sign-in-again-lead = { $client } ti chiede di inserire di nuovo la password.
sign-in-forgot = Password dimenticata?
sign-in-change-name = Usa un altro nome
remember-label = Mantieni l’accesso su questo dispositivo
sign-in-wrong-title = Nome e password non corrispondono.
sign-in-wrong-text = Controlla entrambi, poi riprova.
sign-in-too-many-title = I tentativi sono stati troppi.
sign-in-too-many-text = { $minutes ->
    [one] Per proteggere l’account, attendi un minuto. Poi riprova.
   *[other] Per proteggere l’account, attendi { $minutes } minuti. Poi riprova.
}
sign-in-busy-title = Molte persone stanno accedendo in questo momento.
sign-in-busy-text = La password non è stata verificata. Attendi qualche secondo, poi riprova.
sign-in-expired-form-title = Questa pagina è rimasta aperta a lungo.
sign-in-expired-form-text = Non è stato inviato nulla. Inserisci di nuovo la password.
sign-in-ended-title = La sessione è terminata.
sign-in-ended-text = Nel frattempo è stata chiusa, da qui o da un’altra parte. Non è cambiato nulla. Accedi per continuare.
sign-in-took-long-title = È passato un po’ di tempo.
sign-in-took-long-text = Accedi di nuovo.

# Sign in by a link
link-title = Vuoi accedere come { $person }?
link-lead = Questo link funziona una sola volta.

# A link to set a password
password-link-title = Scegli una nuova password
password-link-lead = Questo link funziona una sola volta. Tutte le altre sessioni verranno chiuse.
password-link-label = Nuova password
password-link-button = Imposta la password
password-set-title = La password è impostata
password-set-lead = Per accedere usa { $username }. Tutte le sessioni precedenti sono state chiuse.
password-set-client = Continua su { $client }

# A password was forgotten
forgot-title = Password dimenticata?
forgot-lead = Invieremo un link all’indirizzo email del tuo account. Ti servirà per scegliere una nuova password.
forgot-button = Invia il link
forgot-back = Torna all’accesso
forgot-no-name = Inserisci l’indirizzo email o il nome utente.
forgot-too-many = { $minutes ->
    [one] Da qui sono stati richiesti troppi link. Attendi un minuto.
   *[other] Da qui sono stati richiesti troppi link. Attendi { $minutes } minuti.
}
recovery-requested-title = Controlla la posta
recovery-requested-lead = Se { $name } appartiene a un account con un indirizzo confermato, un’email è in arrivo a quell’indirizzo.
recovery-requested-link = { $minutes ->
    [one] Il link che contiene funziona una sola volta, per un minuto. È valido solo il link più recente.
   *[other] Il link che contiene funziona una sola volta, per { $minutes } minuti. È valido solo il link più recente.
}
recovery-requested-nothing = Dopo qualche minuto non è arrivato nulla? Guarda nella posta indesiderata e controlla come hai scritto il nome.
recovery-requested-again = Richiedi di nuovo

# Account chooser
chooser-title = Quale account?
chooser-lead = da usare con { $client }
chooser-asks-password = Richiede di nuovo la password

# Consent
consent-short-title = Vuoi autorizzare { $client }?
consent-title = Vuoi consentire a { $client } di usare il tuo account?
consent-allow = Consenti
consent-deny = Non ora
consent-resources = Usare questi servizi a tuo nome
consent-organization = Per quale organizzazione?
consent-organizations-more = Fai parte di più organizzazioni delle { $count } elencate qui. Se manca quella che ti serve, rivolgiti a chi ti ha mandato l’invito.
consent-return-host = Tornerai a { $host }.
consent-return-device = Tornerai a { $client } su questo dispositivo.
consent-take-back = Puoi revocare il consenso in qualsiasi momento.
scope-openid = Riconoscerti quando torni
scope-openid-value = Nient’altro su di te
scope-profile = Vedere chi sei
scope-email = Vedere il tuo indirizzo email
scope-phone = Vedere il tuo numero di telefono
scope-address = Vedere il tuo indirizzo postale
scope-organizations = Vedere le tue organizzazioni e i tuoi ruoli al loro interno
scope-organizations-more = { $count ->
    [one] un’altra
   *[other] altre { $count }
}
scope-groups = Vedere i tuoi gruppi
scope-roles = Vedere i tuoi ruoli
scope-offline = Mantenere l’accesso quando non ci sei
scope-offline-value = Finché non lo rimuovi in “App autorizzate”
scope-nothing-yet = Qui non è ancora salvato nulla
scope-everything = { $count ->
    [one] Un dettaglio
   *[other] Tutti e { $count } i dettagli
}
fact-confirmed = Confermato
fact-not-confirmed = Non confermato
fact-yes = Sì
fact-no = No
fact-with-state = { $value } · { $state }
fact-organization = { $name } ({ $roles })
fact-vouched = Da { $source }, che se ne fa garante
fact-roles-chosen-here = Quelli nell’organizzazione che scegli qui sotto
fact-chosen-here = Quella che scegli qui sotto
consent-claim-name = Vedere il tuo nome completo
consent-claim-given-name = Vedere il tuo nome
consent-claim-family-name = Vedere il tuo cognome
consent-claim-middle-name = Vedere il tuo secondo nome
consent-claim-nickname = Vedere il tuo soprannome
consent-claim-preferred-username = Vedere il tuo nome utente
consent-claim-profile = Vedere l’indirizzo della tua pagina del profilo
consent-claim-picture = Vedere la tua immagine
consent-claim-website = Vedere l’indirizzo del tuo sito web
consent-claim-gender = Vedere il tuo genere
consent-claim-birthdate = Vedere la tua data di nascita
consent-claim-zoneinfo = Vedere il tuo fuso orario
consent-claim-locale = Vedere la tua lingua
consent-claim-updated-at = Vedere quando il tuo profilo è stato modificato l’ultima volta
consent-claim-email = Vedere il tuo indirizzo email
consent-claim-email-verified = Vedere se il tuo indirizzo email è stato verificato
consent-claim-phone-number = Vedere il tuo numero di telefono
consent-claim-phone-number-verified = Vedere se il tuo numero di telefono è stato verificato
consent-claim-address = Vedere il tuo indirizzo postale
consent-claim-organizations = Vedere le tue organizzazioni e i tuoi ruoli al loro interno
claim-organizations-truncated = Più organizzazioni di quelle indicate
consent-claim-organizations-truncated = Vedere se hai più organizzazioni di quelle indicate
claim-org-id = Agisci per conto di
consent-claim-org-id = Vedere per conto di quale organizzazione agisci
consent-claim-groups = Vedere i tuoi gruppi
consent-claim-roles = Vedere i tuoi ruoli
consent-claim-other = Vedere ciò che su di te è indicato come “{ $claim }”
scope-own-words = Con le parole di { $client }
scope-unusual = Poche app lo chiedono
scope-usual = Molte app lo chiedono

# Going on with what was allowed before
confirm-title = Vuoi continuare su { $client }?
confirm-lead = Un’app su questo dispositivo fa una richiesta a nome di { $client }. Continua solo se l’hai appena avviata da lì.
confirm-offline = { $client } mantiene l’accesso quando non ci sei.

# Before the browser goes on
leaving-refused = Non è stato possibile rispondere alla richiesta dell’app. Se continui, l’app ne conoscerà il motivo. Il tuo account è in ordine.
leaving-signed-out = Ora qui non è connesso nessun account.
leaving-stranger = Questa app si è registrata qui da sola e nessuno l’ha verificata. Continua solo se conosci questo indirizzo:
leaving-app = Un’app su questo dispositivo prosegue a questo indirizzo:

# Sign out
logout-title = Vuoi uscire?
logout-lead-client = La richiesta arriva da { $client }.
logout-lead = Uscirai da { $brand } in questo browser.
logout-lead-several = In questo browser sono connessi più account { $brand }.
logout-which = Quale account?
logout-all = Tutti gli account in questo browser
logout-confirm = Esci
logout-stay = Mantieni l’accesso
logout-no-way-back = Non possiamo riportarti all’app: nella sua richiesta c’è qualcosa che non va.
signing-out-title = Disconnessione in corso
signing-out-lead = Il tuo account { $brand } è disconnesso. Stiamo avvisando le app che hai usato.
signing-out-continue = Continua
signed-out-title = Disconnessione effettuata
signed-out-lead = Ora nessuno può usare il tuo account { $brand } in questo browser.
signed-out-others = Un altro account è ancora connesso in questo browser.
signed-out-account = Mostra quell’account
signed-out-again = Accedi di nuovo

# Errors
error-developer = Per chi sviluppa l’app
error-developer-client = Per chi sviluppa { $client }
error-return-address-title = Un’app ha inviato un indirizzo che non conosciamo
error-return-address-client-title = { $client } ha inviato un indirizzo che non conosciamo
error-return-address-text = Per questo ci siamo fermati prima di inviare qualcosa a quell’indirizzo. Il tuo account è in ordine. Chi gestisce l’app può risolvere il problema.
error-client-title = Non conosciamo l’app da cui arrivi
error-client-text = Per questo non ti abbiamo chiesto di accedere. Il tuo account è in ordine. Chi gestisce l’app può risolvere il problema.
error-request-title = L’app ha chiesto qualcosa che non è possibile
error-request-client-title = { $client } ha chiesto qualcosa che non è possibile
error-request-text = Per questo ci siamo fermati. Il tuo account è in ordine. Chi gestisce l’app può risolvere il problema.
error-expired-title = Questa richiesta di accesso non è più aperta
error-expired-client-title = La richiesta di accesso a { $client } non è più aperta
error-expired-text = È rimasta in attesa troppo a lungo. Torna all’app e ricomincia.
error-finished-title = Questa richiesta di accesso è già conclusa
error-finished-client-title = La richiesta di accesso a { $client } è già conclusa
error-finished-text = Puoi chiudere questa pagina o tornare all’app. Per fare diversamente, ricomincia da lì.
error-other-browser-title = Questo accesso è iniziato in un altro browser
error-other-browser-text = Può essere completato solo lì. Per accedere qui, torna all’app e ricomincia.
error-unknown-browser-title = Questo browser non riconosce questo accesso
error-unknown-browser-text = È iniziato in un altro browser, oppure questo non conserva i cookie di questo indirizzo. Completalo lì, oppure consenti i cookie e ricomincia dall’app.
error-cookie-title = Il browser non ha inviato il nostro cookie
error-cookie-text = Senza il cookie non possiamo sapere se sei ancora tu. Consenti i cookie per questo indirizzo, poi ricomincia dall’app.
error-form-title = Questo modulo non proviene da questo sito
error-form-text = Per questo non è stato modificato nulla. Apri di nuovo la pagina e ripeti l’operazione.
error-link-title = Questo link è già stato usato o è troppo vecchio
error-link-text = Un link di questo tipo funziona una sola volta e per poco tempo. Richiedine uno nuovo.
error-invitation-title = È passato troppo tempo
error-invitation-text = Apri di nuovo il link del tuo invito.
error-session-title = Quel browser è già disconnesso
error-session-text = Nel frattempo il suo accesso è terminato. Non è cambiato nient’altro.
error-signed-out-title = Questo account non è più connesso qui
error-signed-out-text = Nel frattempo è stato disconnesso, da qui o da un’altra parte. Non è stato trasmesso nulla.
error-forbidden-title = Il tuo account non è autorizzato a farlo
error-forbidden-text = Chi amministra questo sito può darti l’autorizzazione.
error-not-found-title = Qui non c’è nessuna pagina
error-not-found-text = Forse l’indirizzo è scritto male o la pagina è stata spostata.
error-too-many-title = Troppe richieste in poco tempo
error-too-many-text = Attendi un minuto, poi riprova.
error-busy-title = In questo momento le richieste sono moltissime
error-busy-text = Non è andato perso nulla. Attendi qualche secondo, poi riprova.
error-unavailable-title = Al momento non possiamo rispondere
error-unavailable-text = L’ultima operazione potrebbe non essere stata salvata. Attendi qualche secondo, poi riprova.
error-internal-title = Qualcosa non ha funzionato da parte nostra
error-internal-text = Non dipende da te, e il problema è stato registrato. Riprova tra poco.

# First administrator
setup-title = Crea il primo account
setup-lead = Con questo account si amministra { $brand }. Potrai aggiungerne altri in seguito.
setup-username-label = Nome utente
setup-email-label = Indirizzo email
setup-password-again-label = Ripeti la password
setup-password-hint = { $count ->
    [one] Almeno un carattere. Vanno bene alcune parole senza legame tra loro.
   *[other] Almeno { $count } caratteri. Vanno bene alcune parole senza legame tra loro.
}
setup-button = Crea l’account
setup-username-invalid = Inserisci un nome utente senza spazi.
setup-username-taken = Questo nome utente è già in uso.
setup-email-invalid = Inserisci un indirizzo email, ad esempio ada@example.com.
setup-email-taken = Questo indirizzo email è già in uso.
setup-password-short = { $count ->
    [one] La password deve avere almeno un carattere.
   *[other] La password deve avere almeno { $count } caratteri.
}
setup-password-long = Questa password è troppo lunga.
setup-password-common = Questa password è facile da indovinare. Scegline un’altra.
setup-passwords-differ = Le due password sono diverse.
password-holds-username = Non mettere il nome utente nella password.
password-holds-email = Non mettere l’indirizzo email nella password.
password-holds-service = La password è poco più del nostro nome.
password-repetition = La password ripete pochi caratteri.
password-sequence = La password è una sequenza di caratteri o tasti vicini.
password-breached = Questa password compare in un elenco di password rubate. Scegline un’altra, qui e ovunque la usi.
password-no-lower = La password deve contenere una lettera minuscola.
password-no-upper = La password deve contenere una lettera maiuscola.
password-no-digit = La password deve contenere una cifra.
password-no-symbol = La password deve contenere un carattere che non sia né una lettera né una cifra.
password-rule-lower = Una lettera minuscola
password-rule-upper = Una lettera maiuscola
password-rule-digit = Una cifra
password-rule-symbol = Un carattere che non sia né una lettera né una cifra
password-rule-names = Senza il nome utente o l’indirizzo email
password-rules-kept = Rispetta tutte le regole verificabili qui.
setup-done-title = Il tuo account è pronto
setup-done-lead = Per accedere usa { $username }.
setup-done-next = Ora collega un’app. Esegui questo comando dove è in esecuzione Signet:
setup-used-title = Il primo account è già stato creato
setup-used-text = Questo link ha funzionato una volta e non serve più.
setup-used-next = Altri account si creano con questo comando:
setup-expired-title = Questo link di configurazione è troppo vecchio
setup-expired-text = Non è stato modificato nulla.
setup-expired-next = Questo comando ne genera uno nuovo:

# Account
account-title = Il tuo account { $brand }
account-others = Altri account connessi in questo browser
account-about = Informazioni su di te
account-about-empty = Oltre al nome utente, su di te non è salvato nulla.
account-sessions = Dove hai effettuato l’accesso
account-sessions-empty = Qui compaiono i browser in cui hai effettuato l’accesso.
account-apps = App autorizzate
account-apps-empty = Qui compaiono le app a cui consenti di usare il tuo account.
account-nav-sessions = Browser
account-nav-apps = App
account-sign-out = Esci
account-this-one = Questo browser
account-browser-unknown = Browser sconosciuto
account-last-used = Ultimo utilizzo: { $moment }
account-signed-in-on = Accesso: { $moment }
account-signed-in-from = Accesso: { $moment } da { $place }
place-city = { $city }, { $country }
account-allowed-since = Autorizzata: { $moment }
account-end-session = Disconnetti
account-end-others = Disconnetti tutti gli altri
account-end-others-hint = L’accesso resta attivo solo qui.
account-sign-out-everywhere = Esci ovunque
account-sign-out-everywhere-hint = Chiude tutte queste sessioni e avvisa le app. Le app che hai autorizzato ad agire in tua assenza potranno continuare a farlo finché non le rimuovi qui sotto.
account-remove-app = Rimuovi l’accesso
account-open-app = Apri
account-session-ended = Quel browser è stato disconnesso.
account-session-named = Quel browser ha il suo nuovo nome.
account-session-name-refused = Questo nome non può essere usato: al massimo 60 caratteri, nessuno dei quali nascosto.
account-others-ended = Gli altri browser sono stati disconnessi.
account-app-removed = { $app } non può più usare il tuo account.
account-signed-in = Hai effettuato l’accesso come { $person }.
claim-sub = Identificativo
claim-name = Nome completo
claim-given-name = Nome
claim-family-name = Cognome
claim-middle-name = Secondo nome
claim-nickname = Soprannome
claim-preferred-username = Nome utente
claim-profile = Pagina del profilo
claim-picture = Immagine
claim-website = Sito web
claim-email = Indirizzo email
claim-email-verified = Email confermata
claim-gender = Genere
claim-birthdate = Data di nascita
claim-zoneinfo = Fuso orario
claim-locale = Lingua
claim-phone-number = Numero di telefono
claim-phone-number-verified = Numero di telefono confermato
claim-address = Indirizzo postale
claim-updated-at = Ultima modifica
claim-organizations = Organizzazioni
claim-groups = Gruppi
claim-roles = Ruoli

# Front door
landing-lead = Un solo account per tutte le tue app.
landing-signed-in = Hai effettuato l’accesso come
landing-account = Accedi al tuo account
landing-playground = Prova un accesso passo dopo passo
landing-developers = Per chi sviluppa:
landing-discovery = Documento di discovery
landing-docs = Documentazione

# On the way back
form-post-title = Ritorno a { $client }
form-post-lead = Questa pagina prosegue da sola; se non succede, premi il pulsante.
form-post-again-title = Un momento
form-post-button = Continua

# Time
moment = { $day ->
    [1] 1º
   *[other] { $day }
} { $month } { $year }, ore { $time } UTC
month-1 = gennaio
month-2 = febbraio
month-3 = marzo
month-4 = aprile
month-5 = maggio
month-6 = giugno
month-7 = luglio
month-8 = agosto
month-9 = settembre
month-10 = ottobre
month-11 = novembre
month-12 = dicembre

# A further factor at sign-in
factor-title = Inserisci il codice dell’app
factor-lead = Apri l’app di autenticazione. Il codice cambia ogni trenta secondi.
factor-label = Codice a sei cifre
factor-recovery-title = Inserisci un codice di recupero
factor-recovery-lead = Uno dei dieci codici che hai conservato. Ognuno funziona una sola volta.
factor-recovery-label = Codice di recupero
factor-use-app = Usa invece l’app
factor-use-recovery = Non ho l’app con me
factor-wrong-title = Il codice non è corretto.
factor-wrong-text = Guarda di nuovo nell’app e controlla che l’orologio del telefono sia giusto.
factor-recovery-wrong-text = Controllalo lettera per lettera. Un codice già usato non funziona di nuovo.
factor-used-title = Questo codice è già stato usato.
factor-used-text = Attendi il prossimo, poi inseriscilo.
factor-too-many-title = I tentativi sono stati troppi.
factor-too-many-text = { $minutes ->
    [one] Per proteggere l’account, attendi un minuto. Poi riprova.
   *[other] Per proteggere l’account, attendi { $minutes } minuti. Poi riprova.
}

# How one signs in
security-title = Come accedi
security-apps = App di autenticazione
security-apps-none = Con un’app sul telefono, una password rubata non basta per accedere al tuo posto. La configurazione richiede un minuto.
security-apps-lead = Quando accedi ti viene chiesto un codice dell’app.
security-app = App { $number }
security-added = Aggiunta: { $moment }
security-remove = Rimuovi
security-set-up = Configura un’app
security-add = Aggiungi un’altra app
security-codes = Codici di recupero
security-codes-left = { $count ->
    [one] Resta un codice.
   *[other] Restano { $count } codici.
}
security-codes-few = { $count ->
    [0] Non resta nessun codice. Senza l’app o una passkey non potresti accedere. Creane subito di nuovi.
    [one] Resta un solo codice. Creane presto di nuovi.
   *[other] Restano solo { $count } codici. Creane presto di nuovi.
}
security-codes-hint = I nuovi codici sostituiscono quelli vecchi.
security-codes-new = Crea nuovi codici
security-app-added = L’app è configurata. D’ora in poi ti verrà chiesto il suo codice.
security-app-removed = L’app è stata rimossa. I suoi codici non funzionano più.
security-password-lead = Se la cambi, tutte le sessioni tranne questa verranno chiuse.
security-password-change = Cambia la password
security-password-changed = La password è stata cambiata. Tutte le altre sessioni sono state chiuse.
new-password-lead = L’accesso resta attivo qui; tutte le altre sessioni verranno chiuse.
new-app-title = Configura un’app di autenticazione
new-app-lead = Scansiona questo codice QR con l’app sul telefono, poi inserisci il codice che mostra.
new-app-picture = Un codice QR per la fotocamera del telefono
new-app-by-hand = Non riesco a scansionarlo
new-app-by-hand-lead = Inserisci questa chiave nell’app. L’app genera codici a tempo, di sei cifre.
new-app-confirm = Conferma
codes-title = Conserva questi codici di recupero
codes-lead = Ognuno ti permette di accedere una sola volta, al posto dell’app o della passkey. Vengono mostrati solo ora.
codes-hint = Stampali o salvali in un gestore di password: in un posto diverso dal telefono.
codes-kept = Li ho conservati
account-nav-security = Come accedi

# Passkeys
passkey-sign-in = Accedi con una passkey
passkey-cancelled = Non è stata scelta nessuna passkey. Riprova o accedi con la password.
passkey-failed = Non ha funzionato. Riprova o accedi con la password.
passkey-expired-title = È passato troppo tempo.
passkey-expired-text = Non è stato modificato nulla. Riprova con la passkey.
passkey-unknown-title = Questa passkey non appartiene a nessun account di questo servizio.
passkey-unknown-text = Forse è stata rimossa. Accedi in un altro modo ed eliminala dal dispositivo.
passkey-wrong-title = Non è stato possibile usare questa passkey.
passkey-wrong-text = Riprova o accedi con la password.
passkeys-title = Passkey
passkeys-one = Passkey
passkeys-none = Accedi con l’impronta digitale, il volto o il blocco schermo invece che con una password. Una passkey non si può indovinare e nessuna pagina falsa può chiedertela.
passkeys-lead = Ne basta una per accedere. Non viene chiesto altro.
passkeys-on-one-device = Solo su un dispositivo
passkeys-not-copied = Backup non ancora eseguito
passkeys-copied = Backup eseguito dal suo fornitore
passkeys-rename = Rinomina
passkeys-name = Nome
passkeys-save = Salva
passkeys-create = Crea una passkey
passkeys-add = Aggiungi un’altra passkey
passkeys-last = È il tuo unico modo per accedere, quindi non può essere rimossa.
passkeys-added = La passkey è stata aggiunta. D’ora in poi puoi usarla per accedere.
passkeys-renamed = La passkey ha il suo nuovo nome.
passkeys-removed = La passkey è stata rimossa. Non permette più di accedere. Eliminala anche dal dispositivo.
new-passkey-title = Crea una passkey
new-passkey-lead = Il dispositivo ti chiede l’impronta digitale, il volto o il blocco schermo. Non ci comunica mai nulla di tutto questo.
new-passkey-button = Crea una passkey
new-passkey-cancelled = Non è stata creata nessuna passkey. Riprova quando vuoi.
new-passkey-known = Questo dispositivo ha già una passkey per il tuo account.
new-passkey-unsupported = Questo browser non può creare passkey. Prova con un altro browser o un altro dispositivo.
new-passkey-no-script = Le passkey richiedono JavaScript, che in questo browser è disattivato. Puoi continuare ad accedere con la password.
new-passkey-expired-title = È passato troppo tempo.
new-passkey-expired-text = Non è stata aggiunta nessuna passkey. Riprova.
new-passkey-refused-title = La passkey non è stata aggiunta.
new-passkey-refused-text = Appartiene già a un account, oppure il dispositivo non ha verificato la tua identità. Riprova o usa un altro dispositivo.
passkeys-not-asked = La sola password basta ancora per accedere.
passkeys-asked = Dopo la password ti viene chiesta una passkey.
passkeys-ask = Chiedi una passkey dopo la password
passkeys-ask-no-more = Non chiederla più
factor-passkey-title = Conferma con la passkey
factor-passkey-lead = La password è corretta. Ora usa una delle tue passkey.
factor-passkey-button = Usa una passkey
factor-passkey-cancelled = Non è stata usata nessuna passkey. Riprova.
factor-passkey-failed = Non ha funzionato. Riprova.
factor-passkey-wrong-text = Riprova o scegli un altro modo.
factor-passkey-no-script = Le passkey richiedono JavaScript, che in questo browser è disattivato. Puoi usare invece un codice di recupero.
factor-use-passkey = Usa invece una passkey
factor-no-passkey = Non ho la passkey con me
factor-without = Continua senza questo passaggio

# A further factor is set up on the way
enrol-now = Oltre alla password, il tuo account richiede un secondo passaggio. Configuralo ora per continuare.
enrol-soon = Oltre alla password, il tuo account richiederà un secondo passaggio. Scadenza: { $moment }. Configuralo ora o in un altro momento.
enrol-later = Non ora
factor-trust = { $days ->
    [one] Non chiedere più su questo dispositivo per un giorno
   *[other] Non chiedere più su questo dispositivo per { $days } giorni
}
