# Invitations
invitation-title = You are invited to { $brand }
invitation-lead = With this link you create the account of { $email }.
invitation-known-title = You have an account already
invitation-known-lead = There is an account with { $email }. Sign in to it.
sign-up-details-lead-invited = Your account has the address { $email }.
sign-up-given-name-label = Given name
sign-up-family-name-label = Family name
sign-up-entry-missing = Fill this in.
sign-up-entry-invalid = This does not fit here.
sign-up-lines-hint = One on each line.
sign-up-disposable-title = This address lasts only for a while.
sign-up-disposable-text = Take one that stays yours: it is your way back into the account.
