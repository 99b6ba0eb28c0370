# Invitations
invitation-title = Invito a { $brand }
invitation-lead = Con questo link crei l’account di { $email }.
invitation-known-title = Hai già un account
invitation-known-lead = Esiste già un account con { $email }. Accedi con quello.
sign-up-details-lead-invited = Il tuo account ha l’indirizzo { $email }.
sign-up-given-name-label = Nome
sign-up-family-name-label = Cognome
sign-up-entry-missing = Compila questo campo.
sign-up-entry-invalid = Questo valore qui non va bene.
sign-up-lines-hint = Uno per riga.
sign-up-disposable-title = Questo indirizzo dura solo per un po’.
sign-up-disposable-text = Usane uno che resti tuo: è la via per tornare al tuo account.
