# Signing in by a code or a link that is mailed
mail-sign-in-way = E-mail me een code
mail-ask-title = Inloggen via e-mail
mail-ask-lead = We sturen een code en een link naar het adres van je account.
mail-ask-button = Code versturen
mail-use-password = In plaats daarvan een wachtwoord gebruiken
mail-wait-title = Kijk in je mailbox
mail-wait-lead = Als er een account is voor { $name }, is er een e-mail met een code en een link onderweg. Beide werken één keer, tien minuten lang.
mail-wait-elsewhere = Heb je de link in een andere browser geopend? Druk daar op dit getal en ga dan hier verder:
mail-wait-continue = Ik heb op het getal gedrukt
mail-wait-again = Nog een e-mail versturen
mail-wait-other = Een ander adres gebruiken
mail-wrong-title = Die code klopt niet.
mail-wrong-text = Neem de code uit de nieuwste e-mail. Codes uit oudere e-mails werken niet meer.
mail-used-up-title = Die code is te vaak geprobeerd.
mail-used-up-text = Gebruik de link in de e-mail of laat nog een e-mail versturen.
mail-over-title = Die code werkt niet meer.
mail-over-text = De code is al gebruikt of de tien minuten zijn voorbij. Laat nog een e-mail versturen.
mail-not-yet-title = Er is nog niet op het getal gedrukt.
mail-not-yet-text = Open de link in de e-mail en druk op het getal dat hier staat, of vul de code in.
mail-too-many-title = Er zijn al veel e-mails verstuurd.
mail-too-many-text = { $minutes ->
    [one] Kijk in je mailbox of wacht één minuut.
   *[other] Kijk in je mailbox of wacht { $minutes } minuten.
}
mail-link-lead-client = Deze link werkt één keer, en daarna ga je verder naar { $client }.
mail-elsewhere-title = Wilde je net inloggen?
mail-elsewhere-lead-client = Iemand wil in een andere browser inloggen bij { $client }. Hier wordt niemand ingelogd.
mail-elsewhere-lead = Iemand wil in een andere browser inloggen bij { $brand }. Hier wordt niemand ingelogd.
mail-elsewhere-browser = Browser
mail-elsewhere-network = Netwerk
mail-elsewhere-unknown = Onbekend
mail-elsewhere-choose = Druk op het getal dat daar te zien is. Zie je er geen, of heeft iemand je een getal verteld, dan ben jij het niet die inlogt.
mail-elsewhere-refuse = Dat was ik niet
mail-approved-title = Ga terug naar de andere browser
mail-approved-lead = Daar gaat het verder. Je kunt deze pagina sluiten.
mail-refused-title = Er is niemand ingelogd
mail-refused-lead = De code en de link van deze e-mail werken niet meer. Was jij het wel, vraag dan een nieuwe e-mail aan.
