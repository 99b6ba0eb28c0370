# Whether somebody who signed in with a password wants a passkey.
suggest-passkey-title = La prossima volta accedi più in fretta
suggest-passkey-lead = Con una passkey, su questo dispositivo bastano l’impronta digitale, il volto o il blocco schermo. Non si può indovinare e nessuna pagina falsa può chiedertela.
suggest-passkey-later = Non ora
suggest-passkey-never = Non chiedere più
suggest-passkey-failed = Non ha funzionato. Riprova o continua senza passkey.
new-passkey-not-allowed-title = Qui le passkey di questo tipo non sono accettate.
new-passkey-not-allowed-text = Usa una delle chiavi di sicurezza che ti sono state consegnate oppure rivolgiti a chi gestisce questo servizio.

# About how hard a new password is to guess, while it is typed.
password-strength-weak = Facile da indovinare. Allungala o usa più parole.
password-strength-fair = Potrebbe essere più difficile da indovinare.
password-strength-good = Difficile da indovinare.
password-strength-strong = Molto difficile da indovinare.
