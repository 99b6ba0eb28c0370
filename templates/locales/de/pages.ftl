# Words that several pages share
error-prefix = Fehler: { $title }
footer-support = Hilfe
footer-privacy = Datenschutz bei { $name }
footer-terms = Bedingungen von { $name }
back-to-client = Zurück zu { $client }
back-to-app = Zurück zur App
start-again-client = Bei { $client } von vorn beginnen
start-again = Von vorn beginnen
to-your-account = Zu Ihrem Konto
go-on = Weiter
cancel = Abbrechen
cancel-to-client = Abbrechen und zurück zu { $client }
use-another-account = Anderes Konto verwenden
form-problems = Einige Angaben brauchen noch einen Blick.
command-label = Befehl
skip-to-content = Zum Inhalt springen
nav-label = Abschnitte
username-label = E-Mail oder Benutzername
password-label = Passwort
password-show = Passwort anzeigen
sign-in-button = Anmelden

# Sign in
sign-in-client-title = Bei { $client } anmelden
sign-in-client-lead = mit Ihrem Konto bei { $brand }
sign-in-own-title = Bei { $brand } anmelden
sign-in-again-title = Sind Sie es noch?
sign-in-again-lead = { $client } bittet Sie, Ihr Passwort noch einmal einzugeben.
sign-in-forgot = Passwort vergessen?
sign-in-change-name = Anderen Namen verwenden
remember-label = Auf diesem Gerät angemeldet bleiben
sign-in-wrong-title = Name und Passwort passen nicht zusammen.
sign-in-wrong-text = Prüfen Sie beides und versuchen Sie es noch einmal.
sign-in-too-many-title = Das waren zu viele Versuche.
sign-in-too-many-text = { $minutes ->
    [one] Zum Schutz des Kontos warten Sie bitte eine Minute. Versuchen Sie es dann noch einmal.
   *[other] Zum Schutz des Kontos warten Sie bitte { $minutes } Minuten. Versuchen Sie es dann noch einmal.
}
sign-in-busy-title = Gerade melden sich sehr viele Menschen an.
sign-in-busy-text = Ihr Passwort wurde nicht geprüft. Warten Sie einige Sekunden und versuchen Sie es noch einmal.
sign-in-expired-form-title = Diese Seite war lange offen.
sign-in-expired-form-text = Es wurde nichts gesendet. Geben Sie Ihr Passwort noch einmal ein.
sign-in-ended-title = Ihre Sitzung ist beendet.
sign-in-ended-text = Sie wurden inzwischen abgemeldet, hier oder anderswo. Es wurde nichts geändert. Melden Sie sich an, um fortzufahren.
sign-in-took-long-title = Das hat eine Weile gedauert.
sign-in-took-long-text = Melden Sie sich bitte noch einmal an.

# Sign in by a link
link-title = Als { $person } anmelden?
link-lead = Dieser Link gilt nur einmal.

# A link to set a password
password-link-title = Neues Passwort wählen
password-link-lead = Dieser Link gilt nur einmal. Überall sonst werden Sie abgemeldet.
password-link-label = Neues Passwort
password-link-button = Passwort festlegen
password-set-title = Ihr Passwort ist festgelegt
password-set-lead = Sie melden sich als { $username } an. Wo Sie vorher angemeldet waren, sind Sie jetzt abgemeldet.
password-set-client = Weiter zu { $client }

# A password was forgotten
forgot-title = Passwort vergessen?
forgot-lead = Wir senden einen Link an die E-Mail-Adresse Ihres Kontos. Damit wählen Sie ein neues Passwort.
forgot-button = Link senden
forgot-back = Zurück zur Anmeldung
forgot-no-name = Geben Sie Ihre E-Mail-Adresse oder Ihren Benutzernamen ein.
forgot-too-many = { $minutes ->
    [one] Von hier wurden zu viele Links angefordert. Bitte warten Sie eine Minute.
   *[other] Von hier wurden zu viele Links angefordert. Bitte warten Sie { $minutes } Minuten.
}
recovery-requested-title = Sehen Sie in Ihr Postfach
recovery-requested-lead = Wenn { $name } zu einem Konto mit bestätigter Adresse gehört, ist eine E-Mail dorthin unterwegs.
recovery-requested-link = { $minutes ->
    [one] Der Link darin gilt einmal und eine Minute lang. Nur der neueste Link gilt.
   *[other] Der Link darin gilt einmal und { $minutes } Minuten lang. Nur der neueste Link gilt.
}
recovery-requested-nothing = Nach ein paar Minuten noch nichts da? Sehen Sie bei den unerwünschten E-Mails nach, und prüfen Sie, wie Sie den Namen geschrieben haben.
recovery-requested-again = Noch einmal anfordern

# Account chooser
chooser-title = Welches Konto?
chooser-lead = für { $client }
chooser-asks-password = Fragt noch einmal nach dem Passwort

# Consent
consent-short-title = { $client } erlauben?
consent-title = Darf { $client } Ihr Konto verwenden?
consent-allow = Erlauben
consent-deny = Jetzt nicht
consent-resources = Diese Dienste in Ihrem Namen verwenden
consent-organization = Für welche Organisation?
consent-organizations-more = Sie gehören zu mehr Organisationen als den { $count }, die hier stehen. Fehlt die, die Sie brauchen, fragen Sie, wer Sie dorthin eingeladen hat.
consent-return-host = Danach geht es zurück zu { $host }.
consent-return-device = Danach geht es zurück zu { $client } auf diesem Gerät.
consent-take-back = Sie können das jederzeit zurücknehmen.
scope-openid = Sie wiedererkennen, wenn Sie zurückkommen
scope-openid-value = Sonst nichts über Sie
scope-profile = Sehen, wer Sie sind
scope-email = Ihre E-Mail-Adresse sehen
scope-phone = Ihre Telefonnummer sehen
scope-address = Ihre Postanschrift sehen
scope-organizations = Ihre Organisationen und Ihre Rollen darin sehen
scope-organizations-more = { $count ->
    [one] eine weitere
   *[other] { $count } weitere
}
scope-groups = Ihre Gruppen sehen
scope-roles = Ihre Rollen sehen
scope-offline = Den Zugriff behalten, wenn Sie nicht da sind
scope-offline-value = Bis Sie ihn unter „Erlaubte Apps“ entfernen
scope-nothing-yet = Hier ist noch nichts gespeichert
scope-everything = { $count ->
    [one] Eine Angabe
   *[other] Alle { $count } Angaben
}
fact-confirmed = Bestätigt
fact-not-confirmed = Nicht bestätigt
fact-yes = Ja
fact-no = Nein
fact-with-state = { $value } · { $state }
fact-organization = { $name } ({ $roles })
fact-vouched = Von { $source }, dort verbürgt
fact-roles-chosen-here = Die in der Organisation, die Sie unten wählen
fact-chosen-here = Die Sie unten wählen
consent-claim-name = Ihren vollen Namen sehen
consent-claim-given-name = Ihren Vornamen sehen
consent-claim-family-name = Ihren Nachnamen sehen
consent-claim-middle-name = Ihren zweiten Vornamen sehen
consent-claim-nickname = Ihren Spitznamen sehen
consent-claim-preferred-username = Ihren Benutzernamen sehen
consent-claim-profile = Die Adresse Ihrer Profilseite sehen
consent-claim-picture = Ihr Bild sehen
consent-claim-website = Die Adresse Ihrer Website sehen
consent-claim-gender = Ihr Geschlecht sehen
consent-claim-birthdate = Ihr Geburtsdatum sehen
consent-claim-zoneinfo = Ihre Zeitzone sehen
consent-claim-locale = Ihre Sprache sehen
consent-claim-updated-at = Sehen, wann Ihr Profil zuletzt geändert wurde
consent-claim-email = Ihre E-Mail-Adresse sehen
consent-claim-email-verified = Sehen, ob Ihre E-Mail-Adresse geprüft ist
consent-claim-phone-number = Ihre Telefonnummer sehen
consent-claim-phone-number-verified = Sehen, ob Ihre Telefonnummer geprüft ist
consent-claim-address = Ihre Postanschrift sehen
consent-claim-organizations = Ihre Organisationen und Ihre Rollen darin sehen
claim-organizations-truncated = Weitere Organisationen, die nicht genannt werden
consent-claim-organizations-truncated = Sehen, ob Sie mehr Organisationen haben, als genannt werden
claim-org-id = Sie handeln für
consent-claim-org-id = Sehen, für welche Organisation Sie handeln
consent-claim-groups = Ihre Gruppen sehen
consent-claim-roles = Ihre Rollen sehen
consent-claim-other = Sehen, was über Sie unter „{ $claim }“ bekannt ist
scope-own-words = In den Worten von { $client }
scope-unusual = Das verlangen nur wenige Apps
scope-usual = Das verlangen viele Apps

# Going on with what was allowed before
confirm-title = Weiter zu { $client }?
confirm-lead = Eine App auf diesem Gerät fragt im Namen von { $client }. Machen Sie nur weiter, wenn Sie das dort gerade begonnen haben.
confirm-offline = { $client } behält den Zugriff, wenn Sie nicht da sind.

# Before the browser goes on
leaving-refused = Die Anfrage der App ließ sich so nicht beantworten. Wenn Sie weitergehen, erfährt die App den Grund. Mit Ihrem Konto ist alles in Ordnung.
leaving-signed-out = Hier ist jetzt niemand angemeldet.
leaving-stranger = Diese App hat sich hier selbst eingetragen, und niemand hat sie geprüft. Gehen Sie nur weiter, wenn Sie diese Adresse kennen:
leaving-app = Eine App auf diesem Gerät übernimmt bei dieser Adresse:

# Sign out
logout-title = Möchten Sie sich abmelden?
logout-lead-client = { $client } hat Sie hierher geschickt.
logout-lead = Damit melden Sie sich in diesem Browser bei { $brand } ab.
logout-lead-several = In diesem Browser ist mehr als ein Konto bei { $brand } angemeldet.
logout-which = Welches Konto?
logout-all = Alle Konten in diesem Browser
logout-confirm = Abmelden
logout-stay = Angemeldet bleiben
logout-no-way-back = Wir können Sie nicht zur App zurückbringen: An ihrer Anfrage stimmt etwas nicht.
signing-out-title = Sie werden abgemeldet
signing-out-lead = Bei { $brand } sind Sie abgemeldet. Wir sagen es noch den Apps, die Sie benutzt haben.
signing-out-continue = Weiter
signed-out-title = Sie sind abgemeldet
signed-out-lead = In diesem Browser kann jetzt niemand Ihr Konto bei { $brand } verwenden.
signed-out-others = Ein anderes Konto ist in diesem Browser noch angemeldet.
signed-out-account = Dieses Konto zeigen
signed-out-again = Wieder anmelden

# Errors
error-developer = Für die Entwicklung der App
error-developer-client = Für die Entwicklung von { $client }
error-return-address-title = Eine App hat eine Adresse geschickt, die wir nicht kennen
error-return-address-client-title = { $client } hat eine Adresse geschickt, die wir nicht kennen
error-return-address-text = Deshalb haben wir angehalten, bevor etwas dorthin ging. Mit Ihrem Konto ist alles in Ordnung. Wer die App betreibt, kann das beheben.
error-client-title = Wir kennen die App nicht, die Sie hierher geschickt hat
error-client-text = Deshalb haben wir Sie nicht nach einer Anmeldung gefragt. Mit Ihrem Konto ist alles in Ordnung. Wer die App betreibt, kann das beheben.
error-request-title = Die App hat etwas verlangt, das nicht möglich ist
error-request-client-title = { $client } hat etwas verlangt, das nicht möglich ist
error-request-text = Deshalb haben wir angehalten. Mit Ihrem Konto ist alles in Ordnung. Wer die App betreibt, kann das beheben.
error-expired-title = Diese Anmeldung ist nicht mehr offen
error-expired-client-title = Die Anmeldung für { $client } ist nicht mehr offen
error-expired-text = Sie hat zu lange gewartet. Gehen Sie zurück zur App und beginnen Sie von vorn.
error-finished-title = Diese Anmeldung ist schon beantwortet
error-finished-client-title = Die Anmeldung bei { $client } ist schon beantwortet
error-finished-text = Sie können diese Seite schließen oder zur App zurückgehen. Soll es anders sein, beginnen Sie dort von vorn.
error-other-browser-title = Diese Anmeldung wurde in einem anderen Browser begonnen
error-other-browser-text = Nur dort lässt sie sich abschließen. Um sich hier anzumelden, gehen Sie zur App zurück und beginnen Sie von vorn.
error-unknown-browser-title = Dieser Browser kennt diese Anmeldung nicht
error-unknown-browser-text = Sie wurde in einem anderen Browser begonnen, oder dieser behält keine Cookies dieser Adresse. Schließen Sie sie dort ab, oder erlauben Sie Cookies und beginnen Sie in der App von vorn.
error-cookie-title = Ihr Browser hat unser Cookie nicht geschickt
error-cookie-text = Ohne das Cookie wissen wir nicht, ob Sie es noch sind. Erlauben Sie Cookies für diese Adresse und beginnen Sie in der App von vorn.
error-form-title = Dieses Formular kam nicht von unserer Seite
error-form-text = Deshalb wurde nichts geändert. Öffnen Sie die Seite neu und wiederholen Sie den Schritt.
error-link-title = Dieser Link ist verbraucht oder zu alt
error-link-text = Ein solcher Link gilt einmal und nicht lange. Fordern Sie einen neuen an.
error-invitation-title = Das hat zu lange gedauert
error-invitation-text = Öffnen Sie den Link Ihrer Einladung noch einmal.
error-session-title = Jener Browser ist schon abgemeldet
error-session-text = Seine Anmeldung ist inzwischen zu Ende. Sonst wurde nichts geändert.
error-signed-out-title = Dieses Konto ist hier nicht mehr angemeldet
error-signed-out-text = Es wurde inzwischen abgemeldet, hier oder anderswo. Es wurde nichts weitergegeben.
error-forbidden-title = Ihr Konto darf das nicht
error-forbidden-text = Wer diese Seite verwaltet, kann Ihnen die Erlaubnis geben.
error-not-found-title = Hier gibt es keine Seite
error-not-found-text = Vielleicht ist die Adresse vertippt oder die Seite umgezogen.
error-too-many-title = Das war viel in kurzer Zeit
error-too-many-text = Warten Sie bitte eine Minute und versuchen Sie es dann noch einmal.
error-busy-title = Gerade ist sehr viel los
error-busy-text = Es ging nichts verloren. Warten Sie einige Sekunden und versuchen Sie es noch einmal.
error-unavailable-title = Wir können gerade nicht antworten
error-unavailable-text = Was Sie zuletzt getan haben, ist vielleicht nicht gespeichert. Warten Sie einige Sekunden und versuchen Sie es noch einmal.
error-internal-title = Bei uns ist etwas kaputtgegangen
error-internal-text = Es liegt nicht an Ihnen und ist vermerkt. Versuchen Sie es gleich noch einmal.

# First administrator
setup-title = Das erste Konto anlegen
setup-lead = Es verwaltet { $brand }. Weitere können später dazukommen.
setup-username-label = Benutzername
setup-email-label = E-Mail-Adresse
setup-password-again-label = Passwort wiederholen
setup-password-hint = { $count ->
    [one] Mindestens ein Zeichen. Gut sind einige Wörter, die nicht zusammengehören.
   *[other] Mindestens { $count } Zeichen. Gut sind einige Wörter, die nicht zusammengehören.
}
setup-button = Konto anlegen
setup-username-invalid = Geben Sie einen Benutzernamen ohne Leerzeichen ein.
setup-username-taken = Diesen Benutzernamen hat schon jemand.
setup-email-invalid = Geben Sie eine E-Mail-Adresse ein, zum Beispiel ada@example.com.
setup-email-taken = Diese E-Mail-Adresse verwendet schon jemand.
setup-password-short = { $count ->
    [one] Das Passwort braucht mindestens ein Zeichen.
   *[other] Das Passwort braucht mindestens { $count } Zeichen.
}
setup-password-long = Dieses Passwort ist zu lang.
setup-password-common = Dieses Passwort ist leicht zu erraten. Wählen Sie ein anderes.
setup-passwords-differ = Die beiden Passwörter sind verschieden.
password-holds-username = Lassen Sie Ihren Benutzernamen aus dem Passwort weg.
password-holds-email = Lassen Sie Ihre E-Mail-Adresse aus dem Passwort weg.
password-holds-service = Das Passwort ist kaum mehr als unser eigener Name.
password-repetition = Das Passwort wiederholt nur wenige Zeichen.
password-sequence = Das Passwort ist eine Folge benachbarter Zeichen oder Tasten.
password-breached = Dieses Passwort steht in einer Liste gestohlener Passwörter. Wählen Sie ein anderes, hier und überall, wo Sie es verwenden.
password-no-lower = Das Passwort braucht einen Kleinbuchstaben.
password-no-upper = Das Passwort braucht einen Großbuchstaben.
password-no-digit = Das Passwort braucht eine Ziffer.
password-no-symbol = Das Passwort braucht ein Zeichen, das weder Buchstabe noch Ziffer ist.
password-rule-lower = Ein Kleinbuchstabe
password-rule-upper = Ein Großbuchstabe
password-rule-digit = Eine Ziffer
password-rule-symbol = Ein Zeichen, das weder Buchstabe noch Ziffer ist
password-rule-names = Ohne Ihren Benutzernamen oder Ihre E-Mail-Adresse
password-rules-kept = Alle Regeln, die sich hier prüfen lassen, sind erfüllt.
setup-done-title = Ihr Konto ist bereit
setup-done-lead = Sie melden sich als { $username } an.
setup-done-next = Verbinden Sie jetzt eine App. Dieser Befehl läuft dort, wo Signet läuft:
setup-used-title = Das erste Konto ist angelegt
setup-used-text = Dieser Link galt einmal und wird nicht mehr gebraucht.
setup-used-next = Weitere Konten legt dieser Befehl an:
setup-expired-title = Dieser Einrichtungslink ist zu alt
setup-expired-text = Es wurde nichts geändert.
setup-expired-next = Dieser Befehl gibt einen neuen aus:

# Account
account-title = Ihr Konto bei { $brand }
account-others = Auch in diesem Browser angemeldet
account-about = Über Sie
account-about-empty = Außer Ihrem Benutzernamen ist nichts über Sie gespeichert.
account-sessions = Wo Sie angemeldet sind
account-sessions-empty = Hier stünden die Browser, in denen Sie angemeldet sind.
account-apps = Erlaubte Apps
account-apps-empty = Hier stünden die Apps, denen Sie erlauben, Ihr Konto zu verwenden.
account-nav-sessions = Browser
account-nav-apps = Apps
account-sign-out = Abmelden
account-this-one = Dieser Browser
account-browser-unknown = Unbekannter Browser
account-last-used = Zuletzt benutzt: { $moment }
account-signed-in-on = Angemeldet: { $moment }
account-signed-in-from = Angemeldet: { $moment } von { $place }
place-city = { $city }, { $country }
account-allowed-since = Erlaubt am { $moment }
account-end-session = Abmelden
account-end-others = Alle anderen abmelden
account-end-others-hint = Sie bleiben nur hier angemeldet.
account-sign-out-everywhere = Überall abmelden
account-sign-out-everywhere-hint = Beendet alle diese Anmeldungen und sagt es den Apps. Apps, denen Sie erlaubt haben, in Ihrer Abwesenheit zu handeln, dürfen das, bis Sie sie unten entfernen.
account-remove-app = Zugriff entfernen
account-open-app = Öffnen
account-session-ended = Jener Browser ist abgemeldet.
account-session-named = Jener Browser hat seinen neuen Namen.
account-session-name-refused = Dieser Name geht nicht: höchstens 60 Zeichen, keines davon unsichtbar.
account-others-ended = Die anderen Browser sind abgemeldet.
account-app-removed = { $app } kann Ihr Konto nicht mehr verwenden.
account-signed-in = Sie sind als { $person } angemeldet.
claim-sub = Kennung
claim-name = Name
claim-given-name = Vorname
claim-family-name = Nachname
claim-middle-name = Weitere Vornamen
claim-nickname = Spitzname
claim-preferred-username = Benutzername
claim-profile = Profilseite
claim-picture = Bild
claim-website = Website
claim-email = E-Mail-Adresse
claim-email-verified = E-Mail bestätigt
claim-gender = Geschlecht
claim-birthdate = Geburtsdatum
claim-zoneinfo = Zeitzone
claim-locale = Sprache
claim-phone-number = Telefonnummer
claim-phone-number-verified = Telefonnummer bestätigt
claim-address = Postanschrift
claim-updated-at = Zuletzt geändert
claim-organizations = Organisationen
claim-groups = Gruppen
claim-roles = Rollen

# Front door
landing-lead = Ein Konto für alle Ihre Apps.
landing-signed-in = Sie sind angemeldet als
landing-account = Bei Ihrem Konto anmelden
landing-playground = Eine Anmeldung Schritt für Schritt ausprobieren
landing-developers = Für Entwickler:
landing-discovery = Discovery-Dokument
landing-docs = Dokumentation

# On the way back
form-post-title = Zurück zu { $client }
form-post-lead = Diese Seite geht von selbst weiter; wenn nicht, drücken Sie die Schaltfläche.
form-post-again-title = Einen Augenblick
form-post-button = Weiter

# Time
moment = { $day }. { $month } { $year }, { $time } Uhr (UTC)
month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember

# A further factor at sign-in
factor-title = Geben Sie den Code aus Ihrer App ein
factor-lead = Öffnen Sie Ihre Authenticator-App. Der Code wechselt alle dreißig Sekunden.
factor-label = Sechsstelliger Code
factor-recovery-title = Geben Sie einen Wiederherstellungscode ein
factor-recovery-lead = Einen der zehn Codes, die Sie aufbewahrt haben. Jeder gilt einmal.
factor-recovery-label = Wiederherstellungscode
factor-use-app = Stattdessen die App verwenden
factor-use-recovery = Ich habe die App nicht hier
factor-wrong-title = Dieser Code stimmt nicht.
factor-wrong-text = Sehen Sie noch einmal in der App nach, und prüfen Sie, ob die Uhr Ihres Telefons richtig geht.
factor-recovery-wrong-text = Prüfen Sie ihn Buchstabe für Buchstabe. Ein schon benutzter Code gilt nicht noch einmal.
factor-used-title = Dieser Code wurde schon benutzt.
factor-used-text = Warten Sie auf den nächsten, und geben Sie ihn ein.
factor-too-many-title = Es gab zu viele Versuche.
factor-too-many-text = { $minutes ->
    [one] Zum Schutz des Kontos warten Sie bitte eine Minute. Versuchen Sie es dann noch einmal.
   *[other] Zum Schutz des Kontos warten Sie bitte { $minutes } Minuten. Versuchen Sie es dann noch einmal.
}

# How one signs in
security-title = So melden Sie sich an
security-apps = Authenticator-Apps
security-apps-none = Mit einer App auf Ihrem Telefon genügt ein gestohlenes Passwort nicht, um sich als Sie anzumelden. Das Einrichten dauert eine Minute.
security-apps-lead = Beim Anmelden werden Sie nach einem Code aus der App gefragt.
security-app = App { $number }
security-added = Hinzugefügt am { $moment }
security-remove = Entfernen
security-set-up = App einrichten
security-add = Weitere App hinzufügen
security-codes = Wiederherstellungscodes
security-codes-left = { $count ->
    [one] Ein Code ist übrig.
   *[other] { $count } Codes sind übrig.
}
security-codes-few = { $count ->
    [0] Kein Code ist übrig. Ohne die App oder einen Passkey könnten Sie sich nicht anmelden. Erstellen Sie jetzt neue.
    [one] Nur ein Code ist übrig. Erstellen Sie bald neue.
   *[other] Nur { $count } Codes sind übrig. Erstellen Sie bald neue.
}
security-codes-hint = Neue Codes ersetzen die alten.
security-codes-new = Neue Codes erstellen
security-app-added = Die App ist eingerichtet. Ab jetzt werden Sie nach ihrem Code gefragt.
security-app-removed = Die App ist entfernt. Ihre Codes gelten nicht mehr.
security-password-lead = Wenn Sie es ändern, werden Sie überall außer hier abgemeldet.
security-password-change = Passwort ändern
security-password-changed = Ihr Passwort ist geändert. Überall sonst sind Sie jetzt abgemeldet.
new-password-lead = Hier bleiben Sie angemeldet, überall sonst werden Sie abgemeldet.
new-app-title = Authenticator-App einrichten
new-app-lead = Scannen Sie dies mit der App auf Ihrem Telefon, und geben Sie den Code ein, den sie zeigt.
new-app-picture = Ein quadratischer Code für die Kamera Ihres Telefons
new-app-by-hand = Ich kann ihn nicht scannen
new-app-by-hand-lead = Geben Sie diesen Schlüssel in der App ein. Sie erzeugt zeitbasierte Codes mit sechs Ziffern.
new-app-confirm = Bestätigen
codes-title = Bewahren Sie diese Codes auf
codes-lead = Jeder von ihnen meldet Sie einmal an, anstelle der App oder des Passkeys. Sie werden nur jetzt gezeigt.
codes-hint = Drucken Sie sie aus, oder legen Sie sie in einen Passwort-Manager: nicht nur auf Ihr Telefon.
codes-kept = Ich habe sie aufbewahrt
account-nav-security = Anmeldung

# Passkeys
passkey-sign-in = Mit Passkey anmelden
passkey-cancelled = Es wurde kein Passkey gewählt. Versuchen Sie es noch einmal, oder melden Sie sich mit Ihrem Passwort an.
passkey-failed = Das hat nicht geklappt. Versuchen Sie es noch einmal, oder melden Sie sich mit Ihrem Passwort an.
passkey-expired-title = Das hat zu lange gedauert.
passkey-expired-text = Nichts wurde geändert. Versuchen Sie es noch einmal mit Ihrem Passkey.
passkey-unknown-title = Dieser Passkey gehört hier zu keinem Konto.
passkey-unknown-text = Vielleicht wurde er entfernt. Melden Sie sich anders an, und löschen Sie ihn auf Ihrem Gerät.
passkey-wrong-title = Dieser Passkey konnte nicht verwendet werden.
passkey-wrong-text = Versuchen Sie es noch einmal, oder melden Sie sich mit Ihrem Passwort an.
passkeys-title = Passkeys
passkeys-one = Passkey
passkeys-none = Melden Sie sich mit Fingerabdruck, Gesicht oder Displaysperre an statt mit einem Passwort. Einen Passkey kann niemand erraten, und keine gefälschte Seite kann nach ihm fragen.
passkeys-lead = Mit einem von ihnen allein melden Sie sich an. Nach mehr wird nicht gefragt.
passkeys-on-one-device = Nur auf einem Gerät
passkeys-not-copied = Noch nicht gesichert
passkeys-copied = Beim Anbieter gesichert
passkeys-rename = Umbenennen
passkeys-name = Name
passkeys-save = Speichern
passkeys-create = Passkey erstellen
passkeys-add = Weiteren Passkey hinzufügen
passkeys-last = Nur so können Sie sich anmelden, deshalb lässt er sich nicht entfernen.
passkeys-added = Der Passkey ist hinzugefügt. Ab jetzt können Sie sich mit ihm anmelden.
passkeys-renamed = Der Passkey hat seinen neuen Namen.
passkeys-removed = Der Passkey ist entfernt. Mit ihm melden Sie sich nicht mehr an. Löschen Sie ihn auch auf Ihrem Gerät.
new-passkey-title = Passkey erstellen
new-passkey-lead = Ihr Gerät fragt nach Fingerabdruck, Gesicht oder Displaysperre. Nichts davon erfahren wir.
new-passkey-button = Passkey erstellen
new-passkey-cancelled = Es wurde kein Passkey erstellt. Versuchen Sie es noch einmal, wann Sie möchten.
new-passkey-known = Dieses Gerät hat schon einen Passkey für Ihr Konto.
new-passkey-unsupported = Dieser Browser kann keine Passkeys erstellen. Versuchen Sie es mit einem anderen Browser oder Gerät.
new-passkey-no-script = Passkeys brauchen JavaScript, das in diesem Browser ausgeschaltet ist. Sie können sich weiter mit Ihrem Passwort anmelden.
new-passkey-expired-title = Das hat zu lange gedauert.
new-passkey-expired-text = Es wurde kein Passkey hinzugefügt. Versuchen Sie es noch einmal.
new-passkey-refused-title = Der Passkey wurde nicht hinzugefügt.
new-passkey-refused-text = Er gehört schon zu einem Konto, oder Ihr Gerät hat nicht geprüft, dass Sie es sind. Versuchen Sie es noch einmal, oder nehmen Sie ein anderes Gerät.
passkeys-not-asked = Mit Ihrem Passwort allein können Sie sich weiter anmelden.
passkeys-asked = Nach Ihrem Passwort werden Sie nach einem Passkey gefragt.
passkeys-ask = Danach nach einem Passkey fragen
passkeys-ask-no-more = Nicht mehr fragen
factor-passkey-title = Mit Ihrem Passkey bestätigen
factor-passkey-lead = Ihr Passwort war richtig. Verwenden Sie jetzt einen Ihrer Passkeys.
factor-passkey-button = Passkey verwenden
factor-passkey-cancelled = Es wurde kein Passkey verwendet. Versuchen Sie es noch einmal.
factor-passkey-failed = Das hat nicht geklappt. Versuchen Sie es noch einmal.
factor-passkey-wrong-text = Versuchen Sie es noch einmal, oder wählen Sie einen anderen Weg.
factor-passkey-no-script = Passkeys brauchen JavaScript, das in diesem Browser ausgeschaltet ist. Sie können stattdessen einen Wiederherstellungscode verwenden.
factor-use-passkey = Stattdessen einen Passkey verwenden
factor-no-passkey = Ich habe den Passkey nicht hier
factor-without = Ohne diesen Schritt fortfahren

# Ein weiterer Faktor wird unterwegs eingerichtet
enrol-now = Ihr Konto braucht neben dem Passwort einen zweiten Schritt. Richten Sie ihn jetzt ein, um fortzufahren.
enrol-soon = Ihr Konto braucht bis { $moment } neben dem Passwort einen zweiten Schritt. Richten Sie ihn jetzt oder ein andermal ein.
enrol-later = Nicht jetzt
factor-trust = { $days ->
    [one] Auf diesem Gerät einen Tag lang nicht mehr fragen
   *[other] Auf diesem Gerät { $days } Tage lang nicht mehr fragen
}
