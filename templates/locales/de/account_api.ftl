# Was eine App am Konto tun darf
scope-account-read = Alles über Ihr Konto sehen
scope-account-read-value = Ihr Profil und Ihre Adressen, wo Sie angemeldet sind, wie Sie sich anmelden, welche Apps Zugriff haben und was geschehen ist
scope-account-write = Ihr Profil ändern
scope-account-write-value = Ihren Namen, Geburtstag, Ihre Sprache und was Sie sonst über sich sagen
scope-account-security = Ändern, wie Sie sich anmelden
scope-account-security-value = Ihr Passwort, Ihre Passkeys, Wallets und Authenticator-Apps, verbundene Konten, E-Mail-Adresse und Telefonnummer, nachdem Sie sich neu angemeldet haben; Sie abmelden und Apps entfernen
