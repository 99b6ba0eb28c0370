# Einladungen
invitation-title = Sie sind zu { $brand } eingeladen
invitation-lead = Mit diesem Link legen Sie das Konto für { $email } an.
invitation-known-title = Sie haben schon ein Konto
invitation-known-lead = Es gibt ein Konto mit { $email }. Melden Sie sich dort an.
sign-up-details-lead-invited = Ihr Konto hat die Adresse { $email }.
sign-up-given-name-label = Vorname
sign-up-family-name-label = Nachname
sign-up-entry-missing = Bitte ausfüllen.
sign-up-entry-invalid = Das passt hier nicht.
sign-up-lines-hint = Eines in jeder Zeile.
sign-up-disposable-title = Diese Adresse hält nur kurze Zeit.
sign-up-disposable-text = Nehmen Sie eine, die Ihnen bleibt: über sie kommen Sie wieder in Ihr Konto.
