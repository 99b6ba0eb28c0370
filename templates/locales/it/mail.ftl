# What stands around every mail
mail-until = Funziona una sola volta. Scadenza: { $moment }.
mail-copy-link = Se il pulsante non funziona, copia questo indirizzo nel browser:
mail-account = Account
mail-time = Quando
mail-place = Dove
mail-codes-left = Codici di recupero rimasti
mail-sent-by = Inviata da { $brand }, dove questo indirizzo appartiene a un account.
mail-sent-once = Inviata da { $brand } perché lì qualcuno ha indicato questo indirizzo.

# Shows that mail works
mail-test-subject = Le email di { $brand } funzionano
mail-test-title = Le email funzionano
mail-test-text = Questa email è stata inviata da “signet mail test”, nello stesso modo in cui viene inviata ogni email di { $brand }.
mail-test-note = Non occorre fare nulla.

# A link to set a password
mail-password-link-subject = Scegli una nuova password per { $brand }
mail-password-link-title = Scegli una nuova password
mail-password-link-text = Con questo link imposti la password del tuo account { $brand }. Tutte le altre sessioni verranno chiuse.
mail-password-link-button = Imposta la password
mail-password-link-note = Se non te lo aspettavi, puoi ignorare questa email. Senza questo link nessuno può impostare la password, quindi non darlo a nessuno.

# A link for somebody who forgot the password
mail-password-recovery-subject = Scegli una nuova password per { $brand }
mail-password-recovery-title = Password dimenticata?
mail-password-recovery-text = Qualcuno ha chiesto una nuova password per il tuo account { $brand }. Con questo link ne scegli una. Tutte le altre sessioni verranno chiuse.
mail-password-recovery-button = Scegli una nuova password
mail-password-recovery-note = Se la richiesta non è tua, ignora questa email: la password resta com’è. Senza questo link nessuno può impostarne un’altra, quindi non darlo a nessuno.

# The password was set or changed
mail-password-changed-subject = La password del tuo account { $brand } è stata cambiata
mail-password-changed-title = La tua password è stata cambiata
mail-password-changed-text = La password del tuo account { $brand } è appena stata impostata. Dove avevi effettuato l’accesso, potresti dover accedere di nuovo.
mail-password-changed-note = Se non hai fatto tu questa modifica, avvisa subito chi gestisce { $brand }: qualcun altro potrebbe avere accesso al tuo account.

mail-factor-added-subject = Un’app di autenticazione è stata aggiunta al tuo account { $brand }
mail-factor-added-title = È stata aggiunta un’app di autenticazione
mail-factor-added-text = D’ora in poi, quando accedi a { $brand }, ti verrà chiesto un codice di questa app.
mail-factor-added-note = Se non hai fatto tu questa modifica, imposta una nuova password e avvisa subito chi gestisce { $brand }: qualcun altro potrebbe avere accesso al tuo account.

mail-factor-removed-subject = Un’app di autenticazione è stata rimossa dal tuo account { $brand }
mail-factor-removed-title = È stata rimossa un’app di autenticazione
mail-factor-removed-text = I codici di questa app non permettono più di accedere a { $brand }. La pagina del tuo account mostra quali app restano.
mail-factor-removed-note = Se non hai fatto tu questa modifica, imposta una nuova password e avvisa subito chi gestisce { $brand }: qualcun altro potrebbe avere accesso al tuo account.

# The operator took all further factors away
mail-factors-reset-subject = Il secondo passaggio del tuo account { $brand } è stato reimpostato
mail-factors-reset-title = Il tuo secondo passaggio è stato reimpostato
mail-factors-reset-text = Chi gestisce { $brand } ha rimosso le tue app di autenticazione e i tuoi codici di recupero. Finché non configuri di nuovo un’app, per accedere basta la password. Sei stato disconnesso ovunque.
mail-factors-reset-note = Se non l’hai chiesto tu, avvisa chi gestisce { $brand }.

mail-recovery-codes-made-subject = Nuovi codici di recupero per il tuo account { $brand }
mail-recovery-codes-made-title = Sono stati creati nuovi codici di recupero
mail-recovery-codes-made-text = I codici di recupero del tuo account { $brand } sono stati sostituiti. Quelli vecchi non funzionano più.
mail-recovery-codes-made-note = Se non hai fatto tu questa modifica, imposta una nuova password e avvisa subito chi gestisce { $brand }: qualcun altro potrebbe avere accesso al tuo account.

mail-recovery-code-used-subject = È stato usato un codice di recupero del tuo account { $brand }
mail-recovery-code-used-title = È stato usato un codice di recupero
mail-recovery-code-used-text = È stato effettuato un accesso al tuo account { $brand } con uno dei codici di recupero. Quel codice non funziona più; qui sotto è indicato quanti ne restano.
mail-recovery-code-used-note = Se non hai usato tu il codice, imposta una nuova password e avvisa subito chi gestisce { $brand }: qualcun altro potrebbe avere accesso al tuo account.

# A session was ended by a sign-in in one browser more than is allowed
mail-session-limit-subject = { $brand }: disconnesso il browser con l’accesso meno recente
mail-session-limit-title = Uno dei tuoi browser è stato disconnesso
mail-session-limit-text = Hai effettuato l’accesso a { $brand } in un altro browser. Ora i browser connessi sono così tanti che è stato disconnesso quello in cui hai effettuato l’accesso da più tempo.
mail-session-limit-note = Se non hai effettuato tu l’accesso, cambia la password: qualcun altro potrebbe conoscerla. La pagina del tuo account mostra dove hai effettuato l’accesso.

# A link to sign in
mail-sign-in-link-subject = Accedi a { $brand }
mail-sign-in-link-title = Accedi a { $brand }
mail-sign-in-link-text = Questo link ti permette di accedere senza password.
mail-sign-in-link-button = Accedi
mail-sign-in-link-note = Se non l’hai chiesto tu, ignora questa email e non dare il link a nessuno.

# A code and a link to sign in
mail-sign-in-code-subject = Il tuo codice per accedere a { $brand }
mail-sign-in-code-title = Accedi a { $brand }
mail-sign-in-code-text = Inserisci questo codice nella pagina che lo ha chiesto, oppure apri il link.
mail-sign-in-code-button = Apri il link
mail-sign-in-code-note = Se non l’hai chiesto tu, ignora questa email. Non dire il codice a nessuno: chi lo ha accede al tuo posto, e { $brand } non te lo chiede mai.

# A code and a link to prove an address
mail-sign-up-code-subject = Il tuo codice per { $brand }
mail-sign-up-code-title = Questo indirizzo è tuo?
mail-sign-up-code-text = Qualcuno sta creando un account { $brand } con questo indirizzo. Inserisci questo codice nella pagina che lo ha chiesto, oppure apri il link.
mail-sign-up-code-button = Apri il link
mail-sign-up-code-note = Se la richiesta non è tua, ignora questa email: senza il codice non viene creato nessun account. Non dirlo a nessuno.

# The same for an address that has an account
mail-sign-up-known-subject = Hai già un account { $brand }
mail-sign-up-known-title = Hai già un account
mail-sign-up-known-text = Qualcuno voleva creare un account { $brand } con questo indirizzo, che ne ha già uno. Se la richiesta è tua, questo codice ti permette di accedere nella pagina che lo ha chiesto; lo stesso fa il link.
mail-sign-up-known-button = Accedi
mail-sign-up-known-note = Se la richiesta non è tua, ignora questa email. Non dire il codice a nessuno: chi lo ha accede al tuo posto.

# The same where no mail signs anybody in
mail-sign-up-exists-subject = Hai già un account { $brand }
mail-sign-up-exists-title = Hai già un account
mail-sign-up-exists-text = Qualcuno voleva creare un account { $brand } con questo indirizzo, che ne ha già uno. Non è stato modificato nulla. Se la richiesta è tua, accedi al tuo account.
mail-sign-up-exists-button = Accedi
mail-sign-up-exists-note = Se la richiesta non è tua, ignora questa email: non dà a nessuno l’accesso al tuo account.

# A link to make the first administrator
mail-setup-link-subject = Configura { $brand }
mail-setup-link-title = Configura { $brand }
mail-setup-link-text = Con questo link crei il primo account che amministra { $brand }.
mail-setup-link-button = Inizia
mail-setup-link-note = Chi ha questo link può assumere il controllo dell’installazione: non darlo a nessuno.

# The mails of a developer's machine
dev-mail-title = Posta in arrivo per lo sviluppo
dev-mail-lead = Email che sarebbero state inviate. Le vede solo questo computer; spariscono quando il server si ferma.
dev-mail-list = Email
dev-mail-none = Ancora nessuna email.
dev-mail-to = A
dev-mail-link = Apri il link dell’email
dev-mail-html = L’email in HTML
dev-mail-text = L’email in testo semplice
dev-mail-back = Tutte le email
dev-mail-again = Controlla di nuovo

mail-passkey-added-subject = Una passkey è stata aggiunta al tuo account { $brand }
mail-passkey-added-title = È stata aggiunta una passkey
mail-passkey-added-text = D’ora in poi è possibile accedere al tuo account { $brand } con una nuova passkey, senza password.
mail-passkey-added-note = Se non hai fatto tu questa modifica, rimuovi la passkey in “Come accedi”, imposta una nuova password e avvisa subito chi gestisce { $brand }.

mail-passkey-removed-subject = Una passkey è stata rimossa dal tuo account { $brand }
mail-passkey-removed-title = È stata rimossa una passkey
mail-passkey-removed-text = Una delle passkey del tuo account { $brand } non permette più di accedere.
mail-passkey-removed-note = Se non hai fatto tu questa modifica, avvisa subito chi gestisce { $brand }: qualcun altro potrebbe avere accesso al tuo account.

# An account is to be erased
mail-account-leaving-subject = Il tuo account { $brand } sta per essere cancellato
mail-account-leaving-title = Il tuo account sta per essere cancellato
mail-account-leaving-text = L’hai chiesto tu: tutte le sessioni sono state chiuse e le app hanno perso l’accesso. Fino al momento indicato sotto puoi conservare l’account con questo link, oppure accedendo.
mail-account-leaving-button = Conserva il mio account
mail-account-leaving-note = Se non l’hai chiesto tu, conserva l’account con il link e poi cambia la password: qualcun altro potrebbe conoscerla.
mail-account-kept-subject = Il tuo account { $brand } resta
mail-account-kept-title = Il tuo account resta
mail-account-kept-text = Il tuo account { $brand } stava per essere cancellato, ma non lo sarà più. Accedi per usarlo.
mail-account-kept-note = Se non hai voluto tu conservarlo, qualcun altro potrebbe conoscere la tua password o leggere la tua posta. Avvisa chi gestisce { $brand }.
mail-account-erased-subject = Il tuo account { $brand } è stato cancellato
mail-account-erased-title = Il tuo account è stato cancellato
mail-account-erased-text = Il tuo account { $brand } e tutto ciò che era conservato su di te sono stati cancellati. Questa è l’ultima email che lo riguarda.
mail-account-erased-note = Non può essere ripristinato. Se non l’hai voluto tu, avvisa chi gestisce { $brand }.

mail-wallet-added-subject = Un wallet è stato aggiunto al tuo account { $brand }
mail-wallet-added-title = È stato aggiunto un wallet
mail-wallet-added-text = D’ora in poi è possibile accedere al tuo account { $brand } con un nuovo wallet Ethereum, senza password.
mail-wallet-added-note = Se non hai fatto tu questa modifica, rimuovi il wallet in “Come accedi”, imposta una nuova password e avvisa subito chi gestisce { $brand }.

mail-wallet-removed-subject = Un wallet è stato rimosso dal tuo account { $brand }
mail-wallet-removed-title = È stato rimosso un wallet
mail-wallet-removed-text = Uno dei wallet del tuo account { $brand } non permette più di accedere.
mail-wallet-removed-note = Se non hai fatto tu questa modifica, avvisa subito chi gestisce { $brand }: qualcun altro potrebbe avere accesso al tuo account.

# Another provider was connected
mail-identity-linked-subject = Un altro modo di accedere è stato collegato al tuo account { $brand }
mail-identity-linked-title = È stato collegato un altro modo di accedere
mail-identity-linked-text = D’ora in poi è possibile accedere al tuo account { $brand } con un account di un altro fornitore.
mail-identity-linked-note = Se non hai fatto tu questa modifica, scollegalo in “Come accedi”, imposta una nuova password e avvisa subito chi gestisce { $brand }.

# Another provider was disconnected
mail-identity-unlinked-subject = Un modo di accedere è stato scollegato dal tuo account { $brand }
mail-identity-unlinked-title = È stato scollegato un modo di accedere
mail-identity-unlinked-text = Uno dei tuoi account di altri fornitori non permette più di accedere al tuo account { $brand }.
mail-identity-unlinked-note = Se non hai fatto tu questa modifica, avvisa subito chi gestisce { $brand }: qualcun altro potrebbe avere accesso al tuo account.

# What was set up before the address was proven by somebody else is gone
mail-credentials-forgotten-subject = I modi precedenti di accedere al tuo account { $brand } sono stati rimossi
mail-credentials-forgotten-title = I modi precedenti di accedere sono stati rimossi
mail-credentials-forgotten-text = L’indirizzo di questo account è stato confermato per la prima volta. Ciò che prima permetteva di accedere potrebbe essere stato impostato da qualcun altro ed è stato quindi rimosso: password, secondo passaggio, passkey e account collegati. Tutte le altre sessioni sono state chiuse.
mail-credentials-forgotten-note = Se li avevi impostati tu, puoi farlo di nuovo nella pagina del tuo account. Se non hai confermato l’indirizzo, avvisa subito chi gestisce { $brand }.

mail-welcome-subject = Ti diamo il benvenuto su { $brand }
mail-welcome-title = Ti diamo il benvenuto
mail-welcome-text = Il tuo indirizzo è confermato e il tuo account è pronto. Nella pagina del tuo account vedi dove hai effettuato l’accesso e configuri una passkey o un secondo passaggio.
mail-welcome-button = Il tuo account
mail-welcome-note = Se non hai creato questo account, scegli lì una nuova password o avvisa chi gestisce { $brand }.

# A code and a link to prove the address of an account
mail-verify-code-subject = Il tuo codice per { $brand }
mail-verify-code-title = Questo indirizzo è tuo?
mail-verify-code-text = { $brand } vuole sapere se l’indirizzo del tuo account è tuo. Inserisci questo codice nella pagina che lo ha chiesto, oppure apri il link.
mail-verify-code-button = Apri il link
mail-verify-code-note = Se non l’hai chiesto tu, ignora questa email e non dire il codice a nessuno.

# Another address for an account
mail-address-change-code-subject = Il tuo codice per { $brand }
mail-address-change-code-title = È questo il tuo nuovo indirizzo?
mail-address-change-code-text = Qualcuno che ha effettuato l’accesso a { $brand } vuole questo indirizzo per il suo account. Se la richiesta è tua, inserisci questo codice nella pagina che lo ha chiesto, oppure apri il link.
mail-address-change-code-button = Apri il link
mail-address-change-code-note = Se la richiesta non è tua, ignora questa email: senza il codice non cambia nulla. Non dirlo a nessuno.
mail-address-change-old-subject = L’indirizzo del tuo account { $brand } sta per cambiare
mail-address-change-old-title = Vuoi un altro indirizzo?
mail-address-change-old-text = Qualcuno che ha effettuato l’accesso al tuo account { $brand } ha chiesto un altro indirizzo email. Se la richiesta è tua, inserisci questo codice nella pagina che lo ha chiesto.
mail-address-change-old-note = Se la richiesta non è tua, non dire il codice a nessuno: senza, l’indirizzo resta. Accedi, annulla la modifica e scegli un’altra password.
mail-address-change-asked-subject = L’indirizzo del tuo account { $brand } sta per cambiare
mail-address-change-asked-title = Il tuo indirizzo sta per cambiare
mail-address-change-asked-text = Qualcuno che ha effettuato l’accesso al tuo account { $brand } ha chiesto un altro indirizzo email. Vale quando avrà dimostrato che è suo.
mail-address-change-asked-note = Se la richiesta non è tua, accedi, annulla la modifica, scegli un’altra password e avvisa chi gestisce { $brand }.
mail-address-known-subject = Qualcuno voleva il tuo indirizzo su { $brand }
mail-address-known-title = Qualcuno voleva il tuo indirizzo
mail-address-known-text = Qualcuno che ha effettuato l’accesso a un altro account { $brand } voleva questo indirizzo. Appartiene al tuo account e resta lì.
mail-address-known-note = Non devi fare nulla. Se la richiesta è tua, accedi con questo indirizzo.
mail-address-changed-subject = L’indirizzo del tuo account { $brand } è cambiato
mail-address-changed-title = Il tuo indirizzo è cambiato
mail-address-changed-text = Il tuo account { $brand } ha ora un altro indirizzo email. Con questo non si accede più. Se non hai fatto tu questa modifica, riprendilo con questo link: tutte le sessioni vengono chiuse e scegli una nuova password.
mail-address-changed-button = Non sono stato io: riprendilo
mail-address-changed-note = Se hai fatto tu la modifica, non devi fare nulla. Chi ha il link può prendersi l’account: non passarlo ad altri.
mail-address-taken-back-subject = L’indirizzo precedente del tuo account { $brand } è tornato
mail-address-taken-back-title = L’indirizzo precedente è tornato
mail-address-taken-back-text = Con un link inviato all’indirizzo precedente del tuo account { $brand }, quell’indirizzo è stato ripreso e tutte le sessioni sono state chiuse. Questo indirizzo non appartiene più all’account.
mail-address-taken-back-note = Se non hai fatto tu questa modifica, qualcun altro legge quella casella. Avvisa subito chi gestisce { $brand }.

# A link with which somebody makes an account
mail-invitation-subject = Invito a { $brand }
mail-invitation-title = Hai ricevuto un invito
mail-invitation-text = Chi gestisce { $brand } ti invita a creare un account con questo indirizzo.
mail-invitation-button = Crea l’account
mail-invitation-note = Se non ne vuoi uno, ignora questa email. Chi ha il link può creare l’account al tuo posto, quindi non darlo a nessuno.
