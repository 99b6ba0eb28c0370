# Invitations
invitation-title = Invitation à rejoindre { $brand }
invitation-lead = Avec ce lien, vous créez le compte de { $email }.
invitation-known-title = Vous avez déjà un compte
invitation-known-lead = Il existe un compte avec { $email }. Connectez-vous à celui-ci.
sign-up-details-lead-invited = Votre compte a l’adresse { $email }.
sign-up-given-name-label = Prénom
sign-up-family-name-label = Nom de famille
sign-up-entry-missing = Remplissez ce champ.
sign-up-entry-invalid = Cette valeur ne convient pas ici.
sign-up-lines-hint = Une entrée par ligne.
sign-up-disposable-title = Cette adresse ne dure qu’un temps.
sign-up-disposable-text = Prenez-en une qui reste à vous : c’est elle qui vous ramène à votre compte.
