# Invitations
invitation-title = Du är inbjuden till { $brand }
invitation-lead = Med den här länken skapar du kontot för { $email }.
invitation-known-title = Du har redan ett konto
invitation-known-lead = Det finns redan ett konto med { $email }. Logga in på det.
sign-up-details-lead-invited = Ditt konto har adressen { $email }.
sign-up-given-name-label = Förnamn
sign-up-family-name-label = Efternamn
sign-up-entry-missing = Fyll i det här.
sign-up-entry-invalid = Det här passar inte här.
sign-up-lines-hint = En på varje rad.
sign-up-disposable-title = Den här adressen gäller bara en kort tid.
sign-up-disposable-text = Använd en som förblir din: den är din väg tillbaka till kontot.
