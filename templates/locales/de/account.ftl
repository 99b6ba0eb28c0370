# Die Seiten des eigenen Kontos
moment-local = { $day }. { $month } { $year }, { $time } Uhr
account-nav-overview = Übersicht
account-nav-profile = Ihr Profil
account-nav-preferences = Einstellungen
profile-title = Ihr Profil
profile-names = Wie Sie heißen
profile-names-lead = Apps, die Ihr Profil sehen dürfen, sehen dies, wenn sie das nächste Mal nachsehen.
profile-whole-name = Name, wie er angezeigt wird
profile-whole-name-hint = Leer gelassen, wird er aus Vor- und Nachname gebildet.
profile-name-invalid = Nehmen Sie lesbare Zeichen, höchstens 100.
profile-save = Speichern
profile-names-saved = Gespeichert.
profile-picture-lead = Aus der Mitte wird ein Quadrat ausgeschnitten. Wo und wann es aufgenommen wurde, wird nicht behalten.
profile-picture-file = Datei
profile-picture-hint = PNG, JPEG oder WebP, höchstens 8 MB.
profile-picture-save = Dieses Bild nehmen
profile-picture-saved = Sie haben ein neues Bild.
profile-picture-remove = Entfernen
profile-picture-remove-hint = Wer seine Adresse hat, sieht es nicht mehr. Apps und Browser haben vielleicht eine Kopie.
profile-picture-removed = Das Bild ist entfernt.
profile-picture-missing = Wählen Sie zuerst eine Datei.
profile-picture-unreadable = Diese Datei ist kein Bild, das sich lesen lässt. Nehmen Sie eine PNG-, JPEG- oder WebP-Datei.
profile-picture-too-large = Dieses Bild ist zu groß. Nehmen Sie eines mit höchstens 8 MB und 25 Megapixeln.
profile-picture-busy = Gerade senden andere Bilder. Versuchen Sie es in einigen Sekunden noch einmal.
profile-username-lead = Sie melden sich damit an, und Apps zeigen ihn vielleicht. Der alte ist danach für andere frei.
profile-username-save = Benutzernamen ändern
profile-username-saved = Ihr Benutzername ist geändert. Melden Sie sich von nun an mit ihm an.
profile-username-fixed = Hier lässt er sich nicht ändern. Fragen Sie, wer diesen Dienst betreibt.
preferences-title = Einstellungen
preferences-saved = Gespeichert.
preferences-as-browser = Wie der Browser es will
preferences-locale-hint = Für Seiten und Mails. Apps können sie erfahren.
preferences-no-zone = Weltzeit (UTC)
preferences-zoneinfo-hint = Zeiten auf diesen Seiten stehen in ihr. Apps können sie erfahren.
preferences-theme = Farben
preferences-theme-system = Wie das Gerät es will
preferences-theme-light = Hell
preferences-theme-dark = Dunkel
next-step = Ein nächster Schritt
next-passkey = Mit einem Passkey melden Sie sich mit Fingerabdruck, Gesicht oder PIN an. Keine falsche Seite kann ihn stehlen.
next-passkey-button = Passkey erstellen
next-factor = Ihr Passwort allein öffnet das Konto. Verlangen Sie einen zweiten Schritt, damit ein gestohlenes Passwort nicht genügt.
next-factor-button = Zweiten Schritt hinzufügen
next-codes = Es sind nur noch wenige Wiederherstellungscodes übrig. Ohne einen kämen Sie nicht hinein, wenn Sie Ihr Telefon verlieren.
next-codes-button = Neue Codes erstellen
next-nothing = Ihr Konto ist gut geschützt. Es gibt nichts zu tun.

# What is kept, and the end of it
account-nav-data = Ihre Daten
data-title = Ihre Daten
data-take = Zum Mitnehmen
data-take-lead = Eine Datei in JSON mit allem, was über Sie gespeichert ist: Profil, Browser, Apps, Passkeys, Organisationen, und was in Ihrem Konto geschah. Passwörter und Geheimnisse stehen nicht darin.
data-take-button = Herunterladen
data-end = Konto löschen
data-end-at-once = Das Konto und alles, was über Sie gespeichert ist, wird sofort gelöscht. Niemand kann es zurückholen.
data-end-lead = { $days ->
    [one] Sie werden überall abgemeldet, und Apps verlieren sofort den Zugriff. Einen Tag lang können Sie es sich anders überlegen. Dann wird das Konto mit allem, was über Sie gespeichert ist, gelöscht, und niemand kann es zurückholen.
   *[other] Sie werden überall abgemeldet, und Apps verlieren sofort den Zugriff. { $days } Tage lang können Sie es sich anders überlegen. Dann wird das Konto mit allem, was über Sie gespeichert ist, gelöscht, und niemand kann es zurückholen.
}
data-confirmation = Geben Sie { $username } ein, wenn Sie es wirklich wollen
data-end-button = Mein Konto löschen
data-confirmation-wrong = Das ist nicht Ihr Benutzername. Nichts wurde gelöscht.
data-last-administrator = Sie verwalten diesen Dienst als Einzige. Machen Sie zuerst jemand anderen dazu; dann können Sie gehen.
left-title = Ihr Konto wird gelöscht
left-at-once-title = Ihr Konto ist gelöscht
left-at-once-lead = Über Sie ist hier nichts mehr gespeichert.
left-lead = { $days ->
    [one] Sie sind überall abgemeldet. Bis morgen können Sie das Konto behalten: melden Sie sich an, oder öffnen Sie den Link in der Mail, die wir Ihnen gesendet haben.
   *[other] Sie sind überall abgemeldet. { $days } Tage lang können Sie das Konto behalten: melden Sie sich an, oder öffnen Sie den Link in der Mail, die wir Ihnen gesendet haben.
}
left-keep = Anmelden und behalten
keep-title = Konto behalten?
keep-lead = Es wird gelöscht: { $moment }. Bis dahin ist niemand angemeldet.
keep-button = Mein Konto behalten
keep-not = Löschen lassen
kept-title = Ihr Konto bleibt
kept-lead = Melden Sie sich an, um es zu nutzen. Wollten nicht Sie es löschen lassen, ändern Sie Ihr Passwort.
