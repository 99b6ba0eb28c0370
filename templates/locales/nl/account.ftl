# The pages of one's own account
moment-local = { $day } { $month } { $year } om { $time }
account-nav-overview = Overzicht
account-nav-profile = Je profiel
account-nav-preferences = Voorkeuren
profile-title = Je profiel
profile-names = Hoe je heet
profile-names-lead = Apps die je profiel mogen zien, zien dit de volgende keer dat ze kijken.
profile-whole-name = Naam, zoals die wordt getoond
profile-whole-name-hint = Laat dit leeg om de naam uit voornaam en achternaam te vormen.
profile-name-invalid = Gebruik leesbare tekens, hoogstens 100.
profile-save = Opslaan
profile-names-saved = Opgeslagen.
profile-picture-lead = Uit het midden wordt een vierkant gesneden. Waar en wanneer de foto is gemaakt, wordt niet bewaard.
profile-picture-file = Bestand
profile-picture-hint = PNG, JPEG of WebP, hoogstens 8 MB.
profile-picture-save = Deze foto gebruiken
profile-picture-saved = Je hebt een nieuwe foto.
profile-picture-remove = Verwijderen
profile-picture-remove-hint = Wie het adres ervan heeft, ziet de foto niet meer. Apps en browsers kunnen een kopie bewaren.
profile-picture-removed = De foto is verwijderd.
profile-picture-missing = Kies eerst een bestand.
profile-picture-unreadable = Dit bestand is geen leesbare afbeelding. Neem een PNG-, JPEG- of WebP-bestand.
profile-picture-too-large = Deze afbeelding is te groot. Neem er een van hoogstens 8 MB en 25 megapixels.
profile-picture-busy = Anderen versturen op dit moment afbeeldingen. Probeer het over een paar seconden opnieuw.
profile-username-lead = Je logt ermee in, en apps kunnen hem tonen. De oude is vanaf dan vrij voor anderen.
profile-username-save = De gebruikersnaam wijzigen
profile-username-saved = Je gebruikersnaam is gewijzigd. Log er vanaf nu mee in.
profile-username-fixed = Die kan hier niet worden gewijzigd. Vraag het aan de beheerder van deze dienst.
preferences-title = Voorkeuren
preferences-saved = Opgeslagen.
preferences-as-browser = Zoals de browser aangeeft
preferences-locale-hint = Voor pagina’s en e-mails. Apps kunnen dit te zien krijgen.
preferences-no-zone = Wereldtijd (UTC)
preferences-zoneinfo-hint = De tijden op deze pagina’s volgen deze zone. Apps kunnen dit te zien krijgen.
preferences-theme = Kleuren
preferences-theme-system = Zoals het apparaat aangeeft
preferences-theme-light = Licht
preferences-theme-dark = Donker
next-step = Een volgende stap
next-passkey = Met een passkey log je in met vingerafdruk, gezicht of pincode. Niemand kan die met een valse pagina van je stelen.
next-passkey-button = Een passkey maken
next-factor = Je wachtwoord alleen opent het account. Vraag om een tweede stap, zodat een gestolen wachtwoord niet genoeg is.
next-factor-button = Een tweede stap toevoegen
next-codes = Er zijn weinig herstelcodes over. Zonder zo’n code kom je er niet meer in als je je telefoon verliest.
next-codes-button = Nieuwe codes maken
next-nothing = Je account is goed beveiligd. Je hoeft niets te doen.

# What is kept, and the end of it
account-nav-data = Je gegevens
data-title = Je gegevens
data-take = Neem ze mee
data-take-lead = Eén JSON-bestand met alles wat over je wordt bewaard: profiel, browsers, apps, passkeys, organisaties en wat er in je account is gebeurd. Wachtwoorden en geheimen staan er niet in.
data-take-button = Downloaden
data-end = Het account wissen
data-end-at-once = Het account en alles wat over je wordt bewaard, worden meteen gewist. Niemand kan ze terughalen.
data-end-lead = { $days ->
    [one] Je wordt overal uitgelogd en apps verliezen meteen hun toegang. Je hebt één dag om je te bedenken. Daarna worden het account en alles wat over je wordt bewaard gewist, en niemand kan ze terughalen.
   *[other] Je wordt overal uitgelogd en apps verliezen meteen hun toegang. Je hebt { $days } dagen om je te bedenken. Daarna worden het account en alles wat over je wordt bewaard gewist, en niemand kan ze terughalen.
}
data-confirmation = Typ { $username } om te bevestigen
data-end-button = Mijn account wissen
data-confirmation-wrong = Dat is niet je gebruikersnaam. Er is niets gewist.
data-last-administrator = Je bent de laatste beheerder. Maak eerst iemand anders beheerder; daarna kun je gaan.
left-title = Je account wordt gewist
left-at-once-title = Je account is gewist
left-at-once-lead = Er wordt hier niets meer over je bewaard.
left-lead = { $days ->
    [one] Je bent overal uitgelogd. Tot morgen kun je het account behouden: log in, of open de link in de e-mail die we je hebben gestuurd.
   *[other] Je bent overal uitgelogd. Je kunt het account nog { $days } dagen behouden: log in, of open de link in de e-mail die we je hebben gestuurd.
}
left-keep = Inloggen om het te behouden
keep-title = Je account behouden?
keep-lead = Het wordt gewist: { $moment }. Tot dan is er niemand mee ingelogd.
keep-button = Mijn account behouden
keep-not = Laten wissen
kept-title = Je account blijft bestaan
kept-lead = Log in om het te gebruiken. Wilde jij het niet laten wissen, wijzig dan je wachtwoord.
