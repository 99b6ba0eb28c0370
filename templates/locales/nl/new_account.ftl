# Invitations
invitation-title = Je bent uitgenodigd voor { $brand }
invitation-lead = Met deze link maak je het account van { $email }.
invitation-known-title = Je hebt al een account
invitation-known-lead = Er is al een account met { $email }. Log daarop in.
sign-up-details-lead-invited = Je account heeft het adres { $email }.
sign-up-given-name-label = Voornaam
sign-up-family-name-label = Achternaam
sign-up-entry-missing = Vul dit in.
sign-up-entry-invalid = Dit past hier niet.
sign-up-lines-hint = Eén per regel.
sign-up-disposable-title = Dit adres bestaat maar korte tijd.
sign-up-disposable-text = Neem er een dat van jou blijft: zo kom je weer bij je account.
