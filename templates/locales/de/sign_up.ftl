# Ein Konto anlegen
sign-up-question = Noch kein Konto?
sign-up-way = Eines anlegen
sign-up-known = Sie haben schon eines?
sign-up-title = Ihr Konto bei { $brand } anlegen
sign-up-client-title = Ein Konto für { $client } anlegen
sign-up-lead = Wir senden einen Code an Ihre Adresse, damit niemand sonst sie verwendet.
sign-up-email-label = E-Mail-Adresse
sign-up-email-invalid-title = Das ist keine E-Mail-Adresse.
sign-up-email-invalid-text = Schreiben Sie sie vollständig, zum Beispiel ada@example.com.
sign-up-domain-refused-title = Mit dieser Adresse kann kein Konto angelegt werden.
sign-up-domain-refused-text = Nehmen Sie eine andere, oder fragen Sie, wer diesen Dienst betreibt.
sign-up-link-title = Als { $person } weitermachen?
sign-up-elsewhere-title = Haben Sie gerade ein Konto angelegt?
sign-up-elsewhere-lead = Jemand möchte in einem anderen Browser mit dieser Adresse ein Konto bei { $brand } anlegen.
sign-up-details-title = Fast fertig
sign-up-details-lead = { $email } gehört Ihnen.
sign-up-name-label = Wie heißen Sie?
sign-up-name-missing = Schreiben Sie, wie Sie heißen.
sign-up-optional = wenn Sie möchten
sign-up-password-hint = { $count ->
    [one] Mindestens ein Zeichen. Ohne Passwort melden Sie sich per E-Mail an.
   *[other] Mindestens { $count } Zeichen. Ohne Passwort melden Sie sich per E-Mail an.
}
sign-up-button = Konto anlegen
mail-wait-lead-new = Eine E-Mail mit einem Code und einem Link ist an { $email } unterwegs. Beide gelten einmal, zehn Minuten lang.
