# Ob jemand, der sich mit einem Passwort angemeldet hat, einen Passkey möchte.
suggest-passkey-title = Nächstes Mal schneller anmelden
suggest-passkey-lead = Mit einem Passkey genügt auf diesem Gerät Ihr Fingerabdruck, Ihr Gesicht oder die Displaysperre. Niemand kann ihn erraten, und keine gefälschte Seite kann nach ihm fragen.
suggest-passkey-later = Jetzt nicht
suggest-passkey-never = Nicht mehr fragen
suggest-passkey-failed = Das hat nicht geklappt. Versuchen Sie es noch einmal, oder machen Sie ohne Passkey weiter.
new-passkey-not-allowed-title = Passkeys dieser Art werden hier nicht angenommen.
new-passkey-not-allowed-text = Verwenden Sie einen der Sicherheitsschlüssel, die Sie bekommen haben, oder fragen Sie, wer diesen Dienst betreibt.

# Wie schwer ein neues Passwort ungefähr zu erraten ist, während es getippt wird.
password-strength-weak = Leicht zu erraten. Machen Sie es länger, oder nehmen Sie mehrere Wörter.
password-strength-fair = Könnte schwerer zu erraten sein.
password-strength-good = Schwer zu erraten.
password-strength-strong = Sehr schwer zu erraten.
