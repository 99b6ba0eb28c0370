# Was um jede Nachricht herum steht
mail-until = Gültig für ein einziges Mal, bis { $moment }.
mail-copy-link = Wenn die Schaltfläche nichts tut, kopieren Sie diese Adresse in Ihren Browser:
mail-account = Konto
mail-time = Wann
mail-place = Wo
mail-codes-left = Übrige Wiederherstellungscodes
mail-sent-by = Gesendet von { $brand }, wo diese Adresse zu einem Konto gehört.
mail-sent-once = Gesendet von { $brand }, weil dort jemand diese Adresse angegeben hat.

# Zeigt, dass der Versand klappt
mail-test-subject = E-Mail von { $brand } funktioniert
mail-test-title = E-Mail funktioniert
mail-test-text = Diese Nachricht hat „signet mail test“ auf demselben Weg gesendet, auf dem { $brand } jede Nachricht sendet.
mail-test-note = Es ist nichts zu tun.

# Ein Link zum Setzen eines Passworts
mail-password-link-subject = Neues Passwort für { $brand } wählen
mail-password-link-title = Neues Passwort wählen
mail-password-link-text = Mit diesem Link setzen Sie das Passwort Ihres Kontos bei { $brand }. Überall sonst werden Sie abgemeldet.
mail-password-link-button = Passwort setzen
mail-password-link-note = Wenn Sie das nicht erwartet haben, können Sie es ignorieren. Ohne diesen Link kann niemand das Passwort setzen; geben Sie ihn nicht weiter.

# A link for somebody who forgot the password
mail-password-recovery-subject = Neues Passwort für { $brand } wählen
mail-password-recovery-title = Passwort vergessen?
mail-password-recovery-text = Jemand hat für Ihr Konto bei { $brand } ein neues Passwort angefordert. Mit diesem Link wählen Sie es. Überall sonst werden Sie abgemeldet.
mail-password-recovery-button = Neues Passwort wählen
mail-password-recovery-note = Wenn Sie das nicht waren, ignorieren Sie diese E-Mail: Ihr Passwort bleibt, wie es ist. Ohne diesen Link kann niemand ein anderes setzen; geben Sie ihn nicht weiter.

# Das Passwort wurde gesetzt oder geändert
mail-password-changed-subject = Ihr Passwort bei { $brand } wurde geändert
mail-password-changed-title = Ihr Passwort wurde geändert
mail-password-changed-text = Das Passwort Ihres Kontos bei { $brand } wurde gerade gesetzt. Wo Sie angemeldet waren, müssen Sie sich vielleicht neu anmelden.
mail-password-changed-note = Wenn Sie das nicht waren, wenden Sie sich sofort an die Betreiber von { $brand }: Jemand anders hat vielleicht Ihr Konto.

mail-factor-added-subject = Ihrem { $brand }-Konto wurde eine Authenticator-App hinzugefügt
mail-factor-added-title = Eine Authenticator-App wurde hinzugefügt
mail-factor-added-text = Von nun an wird nach einem Code dieser App gefragt, wenn Sie sich bei { $brand } anmelden.
mail-factor-added-note = Wenn Sie es nicht waren, setzen Sie ein neues Passwort und sagen Sie es sofort den Betreibern von { $brand }: Jemand anderes hat vielleicht Ihr Konto.

mail-factor-removed-subject = Von Ihrem { $brand }-Konto wurde eine Authenticator-App entfernt
mail-factor-removed-title = Eine Authenticator-App wurde entfernt
mail-factor-removed-text = Codes dieser App gelten bei { $brand } nicht mehr. Ihre Kontoseite zeigt, welche Apps noch da sind.
mail-factor-removed-note = Wenn Sie es nicht waren, setzen Sie ein neues Passwort und sagen Sie es sofort den Betreibern von { $brand }: Jemand anderes hat vielleicht Ihr Konto.

# Der Betreiber nahm alle weiteren Faktoren weg
mail-factors-reset-subject = Der zweite Schritt Ihres { $brand }-Kontos wurde zurückgesetzt
mail-factors-reset-title = Ihr zweiter Schritt wurde zurückgesetzt
mail-factors-reset-text = Die Betreiber von { $brand } haben Ihre Authenticator-Apps und Wiederherstellungscodes entfernt. Bis Sie wieder eine App einrichten, genügt das Passwort. Sie wurden überall abgemeldet.
mail-factors-reset-note = Wenn Sie nicht darum gebeten haben, sagen Sie es den Betreibern von { $brand }.

mail-recovery-codes-made-subject = Neue Wiederherstellungscodes für Ihr { $brand }-Konto
mail-recovery-codes-made-title = Neue Wiederherstellungscodes wurden erstellt
mail-recovery-codes-made-text = Die Wiederherstellungscodes Ihres { $brand }-Kontos wurden ersetzt. Die alten gelten nicht mehr.
mail-recovery-codes-made-note = Wenn Sie es nicht waren, setzen Sie ein neues Passwort und sagen Sie es sofort den Betreibern von { $brand }: Jemand anderes hat vielleicht Ihr Konto.

mail-recovery-code-used-subject = Ein Wiederherstellungscode Ihres { $brand }-Kontos wurde benutzt
mail-recovery-code-used-title = Ein Wiederherstellungscode wurde benutzt
mail-recovery-code-used-text = Jemand hat sich mit einem der Wiederherstellungscodes in Ihrem { $brand }-Konto angemeldet. Der Code gilt nicht mehr; wie viele übrig sind, steht unten.
mail-recovery-code-used-note = Wenn Sie es nicht waren, setzen Sie ein neues Passwort und sagen Sie es sofort den Betreibern von { $brand }: Jemand anderes hat vielleicht Ihr Konto.

# Eine Sitzung endete, weil sich jemand in einem Browser mehr angemeldet hat, als erlaubt ist
mail-session-limit-subject = Sie wurden bei { $brand } in Ihrem ältesten Browser abgemeldet
mail-session-limit-title = Sie wurden in einem Browser abgemeldet
mail-session-limit-text = Sie haben sich bei { $brand } in einem weiteren Browser angemeldet. Das sind nun so viele, dass Sie in dem abgemeldet wurden, in dem Ihre Anmeldung am längsten zurückliegt.
mail-session-limit-note = Wenn nicht Sie sich angemeldet haben, ändern Sie Ihr Passwort: Jemand anderes kennt es vielleicht. Ihre Kontoseite zeigt, wo Sie angemeldet sind.

# Ein Link zum Anmelden
mail-sign-in-link-subject = Bei { $brand } anmelden
mail-sign-in-link-title = Bei { $brand } anmelden
mail-sign-in-link-text = Dieser Link meldet Sie an, ohne Passwort.
mail-sign-in-link-button = Anmelden
mail-sign-in-link-note = Wenn Sie ihn nicht angefordert haben, ignorieren Sie diese Nachricht, und geben Sie den Link nicht weiter.

# Ein Code und ein Link zum Anmelden
mail-sign-in-code-subject = Ihr Code zum Anmelden bei { $brand }
mail-sign-in-code-title = Bei { $brand } anmelden
mail-sign-in-code-text = Geben Sie diesen Code auf der Seite ein, die danach fragt, oder öffnen Sie den Link.
mail-sign-in-code-button = Den Link öffnen
mail-sign-in-code-note = Falls Sie nicht darum gebeten haben, beachten Sie diese E-Mail nicht. Nennen Sie niemandem den Code: Wer ihn hat, meldet sich als Sie an, und { $brand } fragt nie danach.

# Ein Code und ein Link, die eine Adresse nachweisen
mail-sign-up-code-subject = Ihr Code für { $brand }
mail-sign-up-code-title = Ist das Ihre Adresse?
mail-sign-up-code-text = Jemand legt mit dieser Adresse ein Konto bei { $brand } an. Geben Sie diesen Code auf der Seite ein, die danach fragt, oder öffnen Sie den Link.
mail-sign-up-code-button = Den Link öffnen
mail-sign-up-code-note = Falls Sie es nicht waren, beachten Sie diese E-Mail nicht: Ohne den Code entsteht kein Konto. Nennen Sie ihn niemandem.

# Dasselbe für eine Adresse, die ein Konto hat
mail-sign-up-known-subject = Sie haben schon ein Konto bei { $brand }
mail-sign-up-known-title = Sie haben schon ein Konto
mail-sign-up-known-text = Jemand wollte mit dieser Adresse ein Konto bei { $brand } anlegen, und es gibt schon eines. Falls Sie es waren: Dieser Code meldet Sie auf der Seite an, die danach fragt, der Link ebenso.
mail-sign-up-known-button = Anmelden
mail-sign-up-known-note = Falls Sie es nicht waren, beachten Sie diese E-Mail nicht. Nennen Sie niemandem den Code: Wer ihn hat, meldet sich als Sie an.

# Dasselbe, wo niemand durch eine E-Mail angemeldet wird
mail-sign-up-exists-subject = Sie haben schon ein Konto bei { $brand }
mail-sign-up-exists-title = Sie haben schon ein Konto
mail-sign-up-exists-text = Jemand wollte mit dieser Adresse ein Konto bei { $brand } anlegen, und es gibt schon eines. Es wurde nichts geändert. Falls Sie es waren, melden Sie sich in Ihrem Konto an.
mail-sign-up-exists-button = Anmelden
mail-sign-up-exists-note = Falls Sie es nicht waren, beachten Sie diese E-Mail nicht: Durch sie kommt niemand in Ihr Konto.

# Ein Link für den ersten Administrator
mail-setup-link-subject = { $brand } einrichten
mail-setup-link-title = { $brand } einrichten
mail-setup-link-text = Mit diesem Link legen Sie das Konto an, das { $brand } als erstes verwaltet.
mail-setup-link-button = Beginnen
mail-setup-link-note = Wer diesen Link hat, kann die Installation übernehmen: Geben Sie ihn nicht weiter.

# Die Nachrichten auf der Maschine eines Entwicklers
dev-mail-title = Posteingang für die Entwicklung
dev-mail-lead = Nachrichten, die gesendet worden wären. Nur diese Maschine sieht sie; sie sind fort, wenn der Server anhält.
dev-mail-list = Nachrichten
dev-mail-none = Noch keine Nachricht.
dev-mail-to = An
dev-mail-link = Link der Nachricht öffnen
dev-mail-html = Die Nachricht als HTML
dev-mail-text = Die Nachricht als reiner Text
dev-mail-back = Alle Nachrichten
dev-mail-again = Noch einmal nachsehen

mail-passkey-added-subject = Ihrem Konto bei { $brand } wurde ein Passkey hinzugefügt
mail-passkey-added-title = Ein Passkey wurde hinzugefügt
mail-passkey-added-text = Mit einem neuen Passkey kann man sich ab jetzt in Ihrem Konto bei { $brand } anmelden, ohne Passwort.
mail-passkey-added-note = Wenn Sie das nicht waren, entfernen Sie ihn unter „So melden Sie sich an“, setzen Sie ein neues Passwort, und wenden Sie sich sofort an die Betreiber von { $brand }.

mail-passkey-removed-subject = Aus Ihrem Konto bei { $brand } wurde ein Passkey entfernt
mail-passkey-removed-title = Ein Passkey wurde entfernt
mail-passkey-removed-text = Einer der Passkeys Ihres Kontos bei { $brand } meldet nicht mehr an.
mail-passkey-removed-note = Wenn Sie das nicht waren, wenden Sie sich sofort an die Betreiber von { $brand }: Jemand anders hat vielleicht Ihr Konto.

mail-welcome-subject = Willkommen bei { $brand }
mail-welcome-title = Willkommen
mail-welcome-text = Ihre Adresse ist bestätigt, und Ihr Konto ist bereit. Auf Ihrer Kontoseite sehen Sie, wo Sie angemeldet sind, und richten einen Passkey oder einen zweiten Schritt ein.
mail-welcome-button = Ihr Konto
mail-welcome-note = Wenn Sie dieses Konto nicht angelegt haben, wählen Sie dort ein neues Passwort, oder sagen Sie es den Betreibern von { $brand }.

# Code und Link, die die Adresse eines Kontos bestätigen
mail-verify-code-subject = Ihr Code für { $brand }
mail-verify-code-title = Ist das Ihre Adresse?
mail-verify-code-text = { $brand } möchte wissen, dass die Adresse Ihres Kontos Ihnen gehört. Geben Sie diesen Code auf der Seite ein, die danach fragt, oder öffnen Sie den Link.
mail-verify-code-button = Link öffnen
mail-verify-code-note = Wenn Sie nicht darum gebeten haben, können Sie diese E-Mail ignorieren. Nennen Sie niemandem den Code.

# Another address for an account
mail-address-change-code-subject = Ihr Code für { $brand }
mail-address-change-code-title = Ist das Ihre neue Adresse?
mail-address-change-code-text = Jemand, der bei { $brand } angemeldet ist, möchte diese Adresse für sein Konto. Falls Sie das sind: Geben Sie diesen Code auf der Seite ein, die danach fragt, oder öffnen Sie den Link.
mail-address-change-code-button = Link öffnen
mail-address-change-code-note = Wenn Sie das nicht waren, können Sie diese E-Mail ignorieren: Ohne den Code ändert sich nichts. Nennen Sie ihn niemandem.
mail-address-change-old-subject = Die Adresse Ihres Kontos bei { $brand } soll geändert werden
mail-address-change-old-title = Möchten Sie eine andere Adresse?
mail-address-change-old-text = Jemand, der in Ihrem Konto bei { $brand } angemeldet ist, hat eine andere E-Mail-Adresse verlangt. Falls Sie das sind: Geben Sie diesen Code auf der Seite ein, die danach fragt.
mail-address-change-old-note = Wenn Sie das nicht waren, nennen Sie niemandem den Code: Ohne ihn bleibt die Adresse. Melden Sie sich an, brechen Sie die Änderung ab, und wählen Sie ein anderes Passwort.
mail-address-change-asked-subject = Die Adresse Ihres Kontos bei { $brand } soll geändert werden
mail-address-change-asked-title = Ihre Adresse soll geändert werden
mail-address-change-asked-text = Jemand, der in Ihrem Konto bei { $brand } angemeldet ist, hat eine andere E-Mail-Adresse verlangt. Sie gilt, sobald gezeigt ist, dass sie ihm gehört.
mail-address-change-asked-note = Wenn Sie das nicht waren, melden Sie sich an, brechen Sie die Änderung ab, wählen Sie ein anderes Passwort, und wenden Sie sich an die Betreiber von { $brand }.
mail-address-known-subject = Jemand wollte Ihre Adresse bei { $brand }
mail-address-known-title = Jemand wollte Ihre Adresse
mail-address-known-text = Jemand, der in einem anderen Konto bei { $brand } angemeldet ist, wollte diese Adresse haben. Sie gehört zu Ihrem Konto und bleibt dort.
mail-address-known-note = Sie müssen nichts tun. Falls Sie das waren, melden Sie sich mit dieser Adresse an.
mail-address-changed-subject = Die Adresse Ihres Kontos bei { $brand } wurde geändert
mail-address-changed-title = Ihre Adresse wurde geändert
mail-address-changed-text = Ihr Konto bei { $brand } hat jetzt eine andere E-Mail-Adresse. Mit dieser meldet sich dort niemand mehr an. Wenn Sie das nicht waren, holen Sie sie mit diesem Link zurück: Alle werden abgemeldet, und Sie wählen ein neues Passwort.
mail-address-changed-button = Das war ich nicht: zurückholen
mail-address-changed-note = Wenn Sie es waren, müssen Sie nichts tun. Wer den Link hat, kann das Konto übernehmen: Geben Sie ihn nicht weiter.
mail-address-taken-back-subject = Die frühere Adresse Ihres Kontos bei { $brand } ist zurück
mail-address-taken-back-title = Die frühere Adresse ist zurück
mail-address-taken-back-text = Mit einem Link, der an die frühere Adresse Ihres Kontos bei { $brand } ging, wurde diese zurückgeholt, und alle wurden abgemeldet. Ihre Adresse gehört nicht mehr zu dem Konto.
mail-address-taken-back-note = Wenn Sie das nicht waren, liest jemand anderes jenes Postfach. Wenden Sie sich sofort an die Betreiber von { $brand }.

# Ein Link, mit dem jemand ein Konto anlegt
mail-invitation-subject = Sie sind zu { $brand } eingeladen
mail-invitation-title = Sie sind eingeladen
mail-invitation-text = Wer { $brand } betreibt, lädt Sie ein, mit dieser Adresse ein Konto anzulegen.
mail-invitation-button = Konto anlegen
mail-invitation-note = Wenn Sie keines möchten, können Sie diese E-Mail ignorieren. Wer den Link hat, kann das Konto an Ihrer Stelle anlegen: geben Sie ihn nicht weiter.

mail-wallet-added-subject = Ihrem Konto bei { $brand } wurde eine Wallet hinzugefügt
mail-wallet-added-title = Eine Wallet wurde hinzugefügt
mail-wallet-added-text = Mit einer neuen Ethereum-Wallet kann man sich ab jetzt in Ihrem Konto bei { $brand } anmelden, ohne Passwort.
mail-wallet-added-note = Wenn Sie das nicht waren, entfernen Sie sie unter „So melden Sie sich an“, setzen Sie ein neues Passwort, und wenden Sie sich sofort an die Betreiber von { $brand }.

mail-wallet-removed-subject = Aus Ihrem Konto bei { $brand } wurde eine Wallet entfernt
mail-wallet-removed-title = Eine Wallet wurde entfernt
mail-wallet-removed-text = Eine der Wallets Ihres Kontos bei { $brand } meldet nicht mehr an.
mail-wallet-removed-note = Wenn Sie das nicht waren, wenden Sie sich sofort an die Betreiber von { $brand }: Jemand anders hat vielleicht Ihr Konto.

# Another provider was connected
mail-identity-linked-subject = Mit Ihrem Konto bei { $brand } wurde ein weiterer Anmeldeweg verbunden
mail-identity-linked-title = Ein weiterer Anmeldeweg wurde verbunden
mail-identity-linked-text = Ab jetzt kann man sich in Ihrem Konto bei { $brand } mit einem Konto eines anderen Anbieters anmelden.
mail-identity-linked-note = Wenn Sie das nicht waren, trennen Sie es unter „So melden Sie sich an“, setzen Sie ein neues Passwort, und wenden Sie sich sofort an die Betreiber von { $brand }.

# Another provider was disconnected
mail-identity-unlinked-subject = Von Ihrem Konto bei { $brand } wurde ein Anmeldeweg getrennt
mail-identity-unlinked-title = Ein Anmeldeweg wurde getrennt
mail-identity-unlinked-text = Eines Ihrer Konten bei anderen Anbietern meldet nicht mehr in Ihrem Konto bei { $brand } an.
mail-identity-unlinked-note = Wenn Sie das nicht waren, wenden Sie sich sofort an die Betreiber von { $brand }: Jemand anders hat vielleicht Ihr Konto.

# Was eingerichtet war, bevor jemand anders die Adresse bestätigt hat, ist entfernt
mail-credentials-forgotten-subject = Frühere Anmeldewege Ihres Kontos bei { $brand } wurden entfernt
mail-credentials-forgotten-title = Frühere Anmeldewege wurden entfernt
mail-credentials-forgotten-text = Die Adresse dieses Kontos wurde zum ersten Mal bestätigt. Was vorher in dem Konto anmeldete, kann jemand anders eingerichtet haben und wurde deshalb entfernt: Passwort, zweiter Schritt, Passkeys und verbundene Konten. Alle anderen wurden abgemeldet.
mail-credentials-forgotten-note = Wenn Sie es selbst eingerichtet hatten, können Sie das auf Ihrer Kontoseite wieder tun. Wenn Sie die Adresse nicht bestätigt haben, wenden Sie sich sofort an die Betreiber von { $brand }.

# Ein Konto wird gelöscht
mail-account-leaving-subject = Ihr { $brand }-Konto wird gelöscht
mail-account-leaving-title = Ihr Konto wird gelöscht
mail-account-leaving-text = Sie haben darum gebeten; daher sind Sie überall abgemeldet, und Apps haben keinen Zugriff mehr. Bis zu der Zeit unten können Sie das Konto mit diesem Link behalten, oder indem Sie sich anmelden.
mail-account-leaving-button = Mein Konto behalten
mail-account-leaving-note = Waren Sie es nicht, behalten Sie das Konto mit dem Link und ändern dann Ihr Passwort: jemand anderes kennt es vielleicht.
mail-account-kept-subject = Ihr { $brand }-Konto bleibt
mail-account-kept-title = Ihr Konto bleibt
mail-account-kept-text = Ihr { $brand }-Konto sollte gelöscht werden und wird es nun nicht. Melden Sie sich an, um es zu nutzen.
mail-account-kept-note = Wollten nicht Sie es behalten, kennt jemand anderes vielleicht Ihr Passwort oder liest Ihre Mail. Sagen Sie es dem Betreiber von { $brand }.
mail-account-erased-subject = Ihr { $brand }-Konto ist gelöscht
mail-account-erased-title = Ihr Konto ist gelöscht
mail-account-erased-text = Ihr { $brand }-Konto und alles, was über Sie gespeichert war, ist gelöscht. Dies ist die letzte Mail darüber.
mail-account-erased-note = Es lässt sich nicht zurückholen. Wollten nicht Sie das, sagen Sie es dem Betreiber von { $brand }.
