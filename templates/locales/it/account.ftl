# The pages of one's own account
moment-local = { $day ->
    [1] 1º
   *[other] { $day }
} { $month } { $year }, ore { $time }
account-nav-overview = Panoramica
account-nav-profile = Il tuo profilo
account-nav-preferences = Preferenze
profile-title = Il tuo profilo
profile-names = Come ti chiami
profile-names-lead = Le app a cui consenti di vedere il profilo lo vedranno alla prossima consultazione.
profile-whole-name = Nome, come viene mostrato
profile-whole-name-hint = Lascia vuoto per comporlo da nome e cognome.
profile-name-invalid = Usa caratteri leggibili, al massimo 100.
profile-save = Salva
profile-names-saved = Salvato.
profile-picture-lead = Dal centro viene ritagliato un quadrato. Il luogo e il momento dello scatto non vengono conservati.
profile-picture-file = File
profile-picture-hint = PNG, JPEG o WebP, al massimo 8 MB.
profile-picture-save = Usa questa immagine
profile-picture-saved = Hai una nuova immagine.
profile-picture-remove = Rimuovi
profile-picture-remove-hint = Chi ne ha l’indirizzo non la vedrà più. App e browser possono conservarne una copia.
profile-picture-removed = L’immagine è stata rimossa.
profile-picture-missing = Scegli prima un file.
profile-picture-unreadable = Questo file non è un’immagine leggibile. Usa un file PNG, JPEG o WebP.
profile-picture-too-large = Questa immagine è troppo grande. Usane una di al massimo 8 MB e 25 megapixel.
profile-picture-busy = In questo momento altre persone stanno inviando immagini. Riprova tra qualche secondo.
profile-username-lead = Ti serve per accedere, e le app possono mostrarlo. Quello vecchio diventa disponibile per altri.
profile-username-save = Cambia il nome utente
profile-username-saved = Il nome utente è stato cambiato. D’ora in poi usalo per accedere.
profile-username-fixed = Qui non può essere cambiato. Rivolgiti a chi gestisce questo servizio.
preferences-title = Preferenze
preferences-saved = Salvato.
preferences-as-browser = Come indica il browser
preferences-locale-hint = Per pagine ed email. Può essere comunicata alle app.
preferences-no-zone = Tempo universale (UTC)
preferences-zoneinfo-hint = Gli orari di queste pagine seguono questo fuso. Può essere comunicato alle app.
preferences-theme = Colori
preferences-theme-system = Come indica il dispositivo
preferences-theme-light = Chiari
preferences-theme-dark = Scuri
next-step = Un prossimo passo
next-passkey = Con una passkey accedi con l’impronta digitale, il volto o un PIN. Nessuno può rubartela con una pagina falsa.
next-passkey-button = Crea una passkey
next-factor = La sola password apre l’account. Richiedi un secondo passaggio, così una password rubata non basta.
next-factor-button = Aggiungi un secondo passaggio
next-codes = Restano pochi codici di recupero. Senza, perdendo il telefono non potresti più accedere.
next-codes-button = Crea nuovi codici
next-nothing = Il tuo account è ben protetto. Non devi fare nulla.

# What is kept, and the end of it
account-nav-data = I tuoi dati
data-title = I tuoi dati
data-take = Portali con te
data-take-lead = Un file JSON con tutto ciò che è conservato su di te: profilo, browser, app, passkey, organizzazioni e ciò che è successo nel tuo account. Non contiene password né segreti.
data-take-button = Scarica
data-end = Cancella l’account
data-end-at-once = L’account e tutto ciò che è conservato su di te vengono cancellati subito. Nessuno può ripristinarli.
data-end-lead = { $days ->
    [one] Tutte le sessioni vengono chiuse e le app perdono subito l’accesso. Per un giorno puoi cambiare idea. Poi l’account e tutto ciò che è conservato su di te vengono cancellati, e nessuno può ripristinarli.
   *[other] Tutte le sessioni vengono chiuse e le app perdono subito l’accesso. Per { $days } giorni puoi cambiare idea. Poi l’account e tutto ciò che è conservato su di te vengono cancellati, e nessuno può ripristinarli.
}
data-confirmation = Scrivi { $username } per confermare
data-end-button = Cancella il mio account
data-confirmation-wrong = Non è il tuo nome utente. Non è stato cancellato nulla.
data-last-administrator = Questo è l’ultimo account che amministra il servizio. Dai prima questo ruolo a qualcun altro; poi potrai andartene.
left-title = Il tuo account sta per essere cancellato
left-at-once-title = Il tuo account è stato cancellato
left-at-once-lead = Qui non è più conservato nulla su di te.
left-lead = { $days ->
    [one] Tutte le sessioni sono state chiuse. Fino a domani puoi conservare l’account: accedi, oppure apri il link nell’email che ti abbiamo inviato.
   *[other] Tutte le sessioni sono state chiuse. Per { $days } giorni puoi conservare l’account: accedi, oppure apri il link nell’email che ti abbiamo inviato.
}
left-keep = Accedi per conservarlo
keep-title = Vuoi conservare il tuo account?
keep-lead = Sta per essere cancellato: { $moment }. Fino ad allora nessuno è connesso con questo account.
keep-button = Conserva il mio account
keep-not = Lascia che venga cancellato
kept-title = Il tuo account resta
kept-lead = Accedi per usarlo. Se non hai chiesto tu di cancellarlo, cambia la password.
