# Words that several pages share
error-prefix = Fout: { $title }
footer-support = Hulp
footer-privacy = Privacy van { $name }
footer-terms = Voorwaarden van { $name }
back-to-client = Terug naar { $client }
back-to-app = Terug naar de app
start-again-client = Opnieuw beginnen bij { $client }
start-again = Opnieuw beginnen
to-your-account = Naar je account
go-on = Doorgaan
cancel = Annuleren
cancel-to-client = Annuleren en terug naar { $client }
use-another-account = Een ander account gebruiken
form-problems = Kijk nog eens naar een paar antwoorden.
command-label = Opdracht
skip-to-content = Naar de inhoud
nav-label = Onderdelen
username-label = E-mailadres of gebruikersnaam
password-label = Wachtwoord
password-show = Wachtwoord tonen
sign-in-button = Inloggen

# Sign in
sign-in-client-title = Inloggen bij { $client }
sign-in-client-lead = met je account bij { $brand }
sign-in-own-title = Inloggen bij { $brand }
sign-in-again-title = Ben jij het nog?
sign-in-again-lead = { $client } vraagt je om je wachtwoord nog een keer in te vullen.
sign-in-forgot = Wachtwoord vergeten?
sign-in-change-name = Een andere naam gebruiken
remember-label = Ingelogd blijven op dit apparaat
sign-in-wrong-title = Naam en wachtwoord horen niet bij elkaar.
sign-in-wrong-text = Controleer allebei en probeer het opnieuw.
sign-in-too-many-title = Er waren te veel pogingen.
sign-in-too-many-text = { $minutes ->
    [one] Wacht één minuut om het account te beschermen. Probeer het daarna opnieuw.
   *[other] Wacht { $minutes } minuten om het account te beschermen. Probeer het daarna opnieuw.
}
sign-in-busy-title = Er loggen op dit moment veel mensen in.
sign-in-busy-text = Je wachtwoord is niet gecontroleerd. Wacht een paar seconden en probeer het opnieuw.
sign-in-expired-form-title = Deze pagina heeft lang opengestaan.
sign-in-expired-form-text = Er is niets verzonden. Vul je wachtwoord nog een keer in.
sign-in-ended-title = Je sessie is beëindigd.
sign-in-ended-text = Je bent intussen uitgelogd, hier of ergens anders. Er is niets gewijzigd. Log in om door te gaan.
sign-in-took-long-title = Het heeft even geduurd.
sign-in-took-long-text = Log nog een keer in.

# Sign in by a link
link-title = Inloggen als { $person }?
link-lead = Deze link werkt één keer.

# A link to set a password
password-link-title = Kies een nieuw wachtwoord
password-link-lead = Deze link werkt één keer. Overal elders word je uitgelogd.
password-link-label = Nieuw wachtwoord
password-link-button = Wachtwoord instellen
password-set-title = Je wachtwoord is ingesteld
password-set-lead = Je logt in als { $username }. Waar je eerder was ingelogd, ben je nu uitgelogd.
password-set-client = Verder naar { $client }

# A password was forgotten
forgot-title = Wachtwoord vergeten?
forgot-lead = We sturen een link naar het e-mailadres van je account. Daarmee kies je een nieuw wachtwoord.
forgot-button = Link versturen
forgot-back = Terug naar inloggen
forgot-no-name = Vul je e-mailadres of je gebruikersnaam in.
forgot-too-many = { $minutes ->
    [one] Er zijn hiervandaan te veel links aangevraagd. Wacht één minuut.
   *[other] Er zijn hiervandaan te veel links aangevraagd. Wacht { $minutes } minuten.
}
recovery-requested-title = Kijk in je mailbox
recovery-requested-lead = Als { $name } bij een account met een bevestigd adres hoort, is er een e-mail naar dat adres onderweg.
recovery-requested-link = { $minutes ->
    [one] De link daarin werkt één keer, één minuut lang. Alleen de nieuwste link werkt.
   *[other] De link daarin werkt één keer, { $minutes } minuten lang. Alleen de nieuwste link werkt.
}
recovery-requested-nothing = Na een paar minuten nog niets? Kijk bij de ongewenste e-mail en controleer hoe je de naam hebt geschreven.
recovery-requested-again = Opnieuw aanvragen

# Account chooser
chooser-title = Welk account?
chooser-lead = om te gebruiken met { $client }
chooser-asks-password = Vraagt opnieuw om het wachtwoord

# Consent
consent-short-title = { $client } toestaan?
consent-title = Mag { $client } je account gebruiken?
consent-allow = Toestaan
consent-deny = Niet nu
consent-resources = Deze diensten namens jou gebruiken
consent-organization = Voor welke organisatie?
consent-organizations-more = Je hoort bij meer organisaties dan de { $count } die hier staan. Ontbreekt degene die je nodig hebt, vraag het dan aan wie je daarvoor heeft uitgenodigd.
consent-return-host = Je gaat terug naar { $host }.
consent-return-device = Je gaat terug naar { $client } op dit apparaat.
consent-take-back = Je kunt dit altijd weer intrekken.
scope-openid = Je herkennen als je terugkomt
scope-openid-value = Verder niets over jou
scope-profile = Zien wie je bent
scope-email = Je e-mailadres zien
scope-phone = Je telefoonnummer zien
scope-address = Je postadres zien
scope-organizations = Je organisaties en je rollen daarin zien
scope-organizations-more = { $count ->
    [one] nog één
   *[other] nog { $count }
}
scope-groups = Je groepen zien
scope-roles = Je rollen zien
scope-offline = Toegang houden als je er niet bent
scope-offline-value = Tot je die verwijdert bij ‘Apps met toegang’
scope-nothing-yet = Hier is nog niets opgeslagen
scope-everything = { $count ->
    [one] Eén gegeven
   *[other] Alle { $count } gegevens
}
fact-confirmed = Bevestigd
fact-not-confirmed = Niet bevestigd
fact-yes = Ja
fact-no = Nee
fact-with-state = { $value } · { $state }
fact-organization = { $name } ({ $roles })
fact-vouched = Van { $source }, die ervoor instaat
fact-roles-chosen-here = Die in de organisatie die je hieronder kiest
fact-chosen-here = Die je hieronder kiest
consent-claim-name = Je volledige naam zien
consent-claim-given-name = Je voornaam zien
consent-claim-family-name = Je achternaam zien
consent-claim-middle-name = Je tweede voornaam zien
consent-claim-nickname = Je bijnaam zien
consent-claim-preferred-username = Je gebruikersnaam zien
consent-claim-profile = Het adres van je profielpagina zien
consent-claim-picture = Je foto zien
consent-claim-website = Het adres van je website zien
consent-claim-gender = Je geslacht zien
consent-claim-birthdate = Je geboortedatum zien
consent-claim-zoneinfo = Je tijdzone zien
consent-claim-locale = Je taal zien
consent-claim-updated-at = Zien wanneer je profiel voor het laatst is gewijzigd
consent-claim-email = Je e-mailadres zien
consent-claim-email-verified = Zien of je e-mailadres is gecontroleerd
consent-claim-phone-number = Je telefoonnummer zien
consent-claim-phone-number-verified = Zien of je telefoonnummer is gecontroleerd
consent-claim-address = Je postadres zien
consent-claim-organizations = Je organisaties en je rollen daarin zien
claim-organizations-truncated = Meer organisaties dan er zijn genoemd
consent-claim-organizations-truncated = Zien of je meer organisaties hebt dan er zijn genoemd
claim-org-id = Je handelt namens
consent-claim-org-id = Zien namens welke organisatie je handelt
consent-claim-groups = Je groepen zien
consent-claim-roles = Je rollen zien
consent-claim-other = Zien wat er over jou onder ‘{ $claim }’ bekend is
scope-own-words = In de woorden van { $client }
scope-unusual = Weinig apps vragen dit
scope-usual = Veel apps vragen dit

# Going on with what was allowed before
confirm-title = Doorgaan naar { $client }?
confirm-lead = Een app op dit apparaat vraagt dit namens { $client }. Ga alleen door als je dit daar net zelf bent begonnen.
confirm-offline = { $client } houdt toegang als je er niet bent.

# Before the browser goes on
leaving-refused = Het verzoek van de app kon niet worden beantwoord. Als je doorgaat, krijgt de app te horen waarom. Met je account is alles in orde.
leaving-signed-out = Hier is nu niemand ingelogd.
leaving-stranger = Deze app heeft zichzelf hier geregistreerd en niemand heeft de app gecontroleerd. Ga alleen door als je dit adres kent:
leaving-app = Een app op dit apparaat gaat verder op dit adres:

# Sign out
logout-title = Wil je uitloggen?
logout-lead-client = { $client } heeft je hierheen gestuurd.
logout-lead = Hiermee log je in deze browser uit bij { $brand }.
logout-lead-several = In deze browser is meer dan één account ingelogd bij { $brand }.
logout-which = Welk account?
logout-all = Alle accounts in deze browser
logout-confirm = Uitloggen
logout-stay = Ingelogd blijven
logout-no-way-back = We kunnen je niet terugbrengen naar de app: er klopt iets niet in het verzoek van de app.
signing-out-title = Je wordt uitgelogd
signing-out-lead = Je bent uitgelogd bij { $brand }. We laten het de apps weten die je hebt gebruikt.
signing-out-continue = Doorgaan
signed-out-title = Je bent uitgelogd
signed-out-lead = Niemand kan nu in deze browser je account bij { $brand } gebruiken.
signed-out-others = Er is in deze browser nog een ander account ingelogd.
signed-out-account = Dat account tonen
signed-out-again = Opnieuw inloggen

# Errors
error-developer = Voor de ontwikkelaar
error-developer-client = Voor de ontwikkelaar van { $client }
error-return-address-title = Een app heeft een adres gestuurd dat we niet kennen
error-return-address-client-title = { $client } heeft een adres gestuurd dat we niet kennen
error-return-address-text = Daarom zijn we gestopt voordat er iets naartoe ging. Met je account is alles in orde. De beheerder van de app kan dit oplossen.
error-client-title = We kennen de app niet die je hierheen heeft gestuurd
error-client-text = Daarom hebben we je niet gevraagd om in te loggen. Met je account is alles in orde. De beheerder van de app kan dit oplossen.
error-request-title = De app heeft iets gevraagd wat niet mogelijk is
error-request-client-title = { $client } heeft iets gevraagd wat niet mogelijk is
error-request-text = Daarom zijn we gestopt. Met je account is alles in orde. De beheerder van de app kan dit oplossen.
error-expired-title = Deze inlogpoging is niet meer open
error-expired-client-title = De inlogpoging voor { $client } is niet meer open
error-expired-text = Het heeft te lang geduurd. Ga terug naar de app en begin opnieuw.
error-finished-title = Deze inlogpoging is al beantwoord
error-finished-client-title = De inlogpoging voor { $client } is al beantwoord
error-finished-text = Je kunt deze pagina sluiten of teruggaan naar de app. Wil je het anders doen, begin daar dan opnieuw.
error-other-browser-title = Deze inlogpoging is in een andere browser begonnen
error-other-browser-text = Alleen daar kan die worden afgerond. Wil je hier inloggen, ga dan terug naar de app en begin opnieuw.
error-unknown-browser-title = Deze browser kent deze inlogpoging niet
error-unknown-browser-text = Die is in een andere browser begonnen, of deze browser bewaart geen cookies van dit adres. Rond het daar af, of sta cookies toe en begin opnieuw vanuit de app.
error-cookie-title = Je browser heeft onze cookie niet gestuurd
error-cookie-text = Zonder die cookie weten we niet of jij het nog bent. Sta cookies toe voor dit adres en begin opnieuw vanuit de app.
error-form-title = Dat formulier kwam niet van deze site
error-form-text = Daarom is er niets gewijzigd. Open de pagina opnieuw en herhaal wat je deed.
error-link-title = Deze link is al gebruikt of te oud
error-link-text = Zo’n link werkt één keer en niet lang. Vraag een nieuwe aan.
error-invitation-title = Dat duurde te lang
error-invitation-text = Open de link van je uitnodiging nog een keer.
error-session-title = Die browser is al uitgelogd
error-session-text = De sessie daar is intussen beëindigd. Verder is er niets gewijzigd.
error-signed-out-title = Dit account is hier niet meer ingelogd
error-signed-out-text = Het is intussen uitgelogd, hier of ergens anders. Er is niets doorgegeven.
error-forbidden-title = Je account mag dit niet
error-forbidden-text = Een beheerder van deze site kan je toestemming geven.
error-not-found-title = Hier is geen pagina
error-not-found-text = Misschien zit er een typefout in het adres of is de pagina verplaatst.
error-too-many-title = Dat was veel in korte tijd
error-too-many-text = Wacht een minuut en probeer het opnieuw.
error-busy-title = Het is op dit moment erg druk
error-busy-text = Er is niets verloren gegaan. Wacht een paar seconden en probeer het opnieuw.
error-unavailable-title = We kunnen op dit moment niet antwoorden
error-unavailable-text = Wat je het laatst deed, is misschien niet opgeslagen. Wacht een paar seconden en probeer het opnieuw.
error-internal-title = Er is bij ons iets misgegaan
error-internal-text = Het ligt niet aan jou en het is vastgelegd. Probeer het zo opnieuw.

# First administrator
setup-title = Maak het eerste account
setup-lead = Dit account beheert { $brand }. Je kunt er later meer toevoegen.
setup-username-label = Gebruikersnaam
setup-email-label = E-mailadres
setup-password-again-label = Herhaal het wachtwoord
setup-password-hint = { $count ->
    [one] Minstens één teken. Een paar woorden die niet bij elkaar horen zijn een goede keuze.
   *[other] Minstens { $count } tekens. Een paar woorden die niet bij elkaar horen zijn een goede keuze.
}
setup-button = Account maken
setup-username-invalid = Vul een gebruikersnaam zonder spaties in.
setup-username-taken = Iemand heeft deze gebruikersnaam al.
setup-email-invalid = Vul een e-mailadres in, zoals ada@example.com.
setup-email-taken = Iemand gebruikt dit e-mailadres al.
setup-password-short = { $count ->
    [one] Het wachtwoord moet minstens één teken hebben.
   *[other] Het wachtwoord moet minstens { $count } tekens hebben.
}
setup-password-long = Dit wachtwoord is te lang.
setup-password-common = Dit wachtwoord is makkelijk te raden. Kies een ander.
setup-passwords-differ = De twee wachtwoorden zijn verschillend.
password-holds-username = Laat je gebruikersnaam weg uit het wachtwoord.
password-holds-email = Laat je e-mailadres weg uit het wachtwoord.
password-holds-service = Het wachtwoord is weinig meer dan onze eigen naam.
password-repetition = Het wachtwoord herhaalt een paar tekens.
password-sequence = Het wachtwoord is een reeks opeenvolgende tekens of toetsen.
password-breached = Dit wachtwoord staat in een lijst met gestolen wachtwoorden. Kies een ander, hier en overal waar je het gebruikt.
password-no-lower = Het wachtwoord moet een kleine letter bevatten.
password-no-upper = Het wachtwoord moet een hoofdletter bevatten.
password-no-digit = Het wachtwoord moet een cijfer bevatten.
password-no-symbol = Het wachtwoord moet een teken bevatten dat geen letter en geen cijfer is.
password-rule-lower = Een kleine letter
password-rule-upper = Een hoofdletter
password-rule-digit = Een cijfer
password-rule-symbol = Een teken dat geen letter en geen cijfer is
password-rule-names = Zonder je gebruikersnaam of e-mailadres
password-rules-kept = Het voldoet aan alle regels die hier te controleren zijn.
setup-done-title = Je account is klaar
setup-done-lead = Je logt in als { $username }.
setup-done-next = Koppel nu een app. Voer dit uit waar Signet draait:
setup-used-title = Het eerste account is al gemaakt
setup-used-text = Deze link werkte één keer en is niet meer nodig.
setup-used-next = Meer accounts maak je met deze opdracht:
setup-expired-title = Deze installatielink is te oud
setup-expired-text = Er is niets gewijzigd.
setup-expired-next = Deze opdracht geeft een nieuwe:

# Account
account-title = Je account bij { $brand }
account-others = Ook ingelogd in deze browser
account-about = Over jou
account-about-empty = Behalve je gebruikersnaam is er niets over jou opgeslagen.
account-sessions = Waar je bent ingelogd
account-sessions-empty = Hier komen de browsers te staan waarin je bent ingelogd.
account-apps = Apps met toegang
account-apps-empty = Hier komen de apps te staan die je account mogen gebruiken.
account-nav-sessions = Browsers
account-nav-apps = Apps
account-sign-out = Uitloggen
account-this-one = Deze browser
account-browser-unknown = Onbekende browser
account-last-used = Laatst gebruikt: { $moment }
account-signed-in-on = Ingelogd: { $moment }
account-signed-in-from = Ingelogd: { $moment } vanaf { $place }
place-city = { $city }, { $country }
account-allowed-since = Toegestaan op { $moment }
account-end-session = Uitloggen
account-end-others = Alle andere uitloggen
account-end-others-hint = Je blijft alleen hier ingelogd.
account-sign-out-everywhere = Overal uitloggen
account-sign-out-everywhere-hint = Beëindigt al deze sessies en laat het de apps weten. Apps die van jou ook mogen handelen als je er niet bent, houden dat recht tot je ze hieronder verwijdert.
account-remove-app = Toegang verwijderen
account-open-app = Openen
account-session-ended = Die browser is uitgelogd.
account-session-named = Die browser heeft zijn nieuwe naam.
account-session-name-refused = Deze naam kan niet: hoogstens 60 tekens, geen daarvan verborgen.
account-others-ended = De andere browsers zijn uitgelogd.
account-app-removed = { $app } kan je account niet meer gebruiken.
account-signed-in = Je bent ingelogd als { $person }.
claim-sub = Identificatie
claim-name = Naam
claim-given-name = Voornaam
claim-family-name = Achternaam
claim-middle-name = Tweede voornaam
claim-nickname = Bijnaam
claim-preferred-username = Gebruikersnaam
claim-profile = Profielpagina
claim-picture = Foto
claim-website = Website
claim-email = E-mailadres
claim-email-verified = E-mailadres bevestigd
claim-gender = Geslacht
claim-birthdate = Geboortedatum
claim-zoneinfo = Tijdzone
claim-locale = Taal
claim-phone-number = Telefoonnummer
claim-phone-number-verified = Telefoonnummer bevestigd
claim-address = Postadres
claim-updated-at = Laatst gewijzigd
claim-organizations = Organisaties
claim-groups = Groepen
claim-roles = Rollen

# Front door
landing-lead = Eén account voor al je apps.
landing-signed-in = Je bent ingelogd als
landing-account = Inloggen op je account
landing-playground = Stap voor stap inloggen uitproberen
landing-developers = Voor ontwikkelaars:
landing-discovery = Discovery-document
landing-docs = Documentatie

# On the way back
form-post-title = Terug naar { $client }
form-post-lead = Deze pagina gaat vanzelf verder. Gebeurt dat niet, druk dan op de knop.
form-post-again-title = Een ogenblik
form-post-button = Doorgaan

# Time
moment = { $day } { $month } { $year } om { $time } UTC
month-1 = januari
month-2 = februari
month-3 = maart
month-4 = april
month-5 = mei
month-6 = juni
month-7 = juli
month-8 = augustus
month-9 = september
month-10 = oktober
month-11 = november
month-12 = december

# A further factor at sign-in
factor-title = Vul de code uit je app in
factor-lead = Open je authenticator-app. De code verandert elke dertig seconden.
factor-label = Code van zes cijfers
factor-recovery-title = Vul een herstelcode in
factor-recovery-lead = Een van de tien codes die je hebt bewaard. Elke code werkt één keer.
factor-recovery-label = Herstelcode
factor-use-app = In plaats daarvan de app gebruiken
factor-use-recovery = Ik heb de app niet bij me
factor-wrong-title = Die code klopt niet.
factor-wrong-text = Kijk nog eens in de app en controleer of de klok van je telefoon goed staat.
factor-recovery-wrong-text = Controleer de code letter voor letter. Een code die al is gebruikt, werkt niet nog een keer.
factor-used-title = Die code is al gebruikt.
factor-used-text = Wacht op de volgende en vul die in.
factor-too-many-title = Er waren te veel pogingen.
factor-too-many-text = { $minutes ->
    [one] Wacht één minuut om het account te beschermen. Probeer het daarna opnieuw.
   *[other] Wacht { $minutes } minuten om het account te beschermen. Probeer het daarna opnieuw.
}

# How one signs in
security-title = Hoe je inlogt
security-apps = Authenticator-apps
security-apps-none = Met een app op je telefoon is een gestolen wachtwoord niet genoeg om als jou in te loggen. Instellen duurt een minuut.
security-apps-lead = Bij het inloggen wordt je om een code uit de app gevraagd.
security-app = App { $number }
security-added = Toegevoegd op { $moment }
security-remove = Verwijderen
security-set-up = Een app instellen
security-add = Nog een app toevoegen
security-codes = Herstelcodes
security-codes-left = { $count ->
    [one] Er is nog één code over.
   *[other] Er zijn nog { $count } codes over.
}
security-codes-few = { $count ->
    [0] Er is geen code meer over. Zonder de app of een passkey zou je niet kunnen inloggen. Maak nu nieuwe codes.
    [one] Er is nog maar één code over. Maak snel nieuwe codes.
   *[other] Er zijn nog maar { $count } codes over. Maak snel nieuwe codes.
}
security-codes-hint = Nieuwe codes vervangen de oude.
security-codes-new = Nieuwe codes maken
security-app-added = De app is ingesteld. Vanaf nu wordt je om de code uit de app gevraagd.
security-app-removed = De app is verwijderd. De codes uit die app werken niet meer.
security-password-lead = Als je het wijzigt, word je overal uitgelogd behalve hier.
security-password-change = Wachtwoord wijzigen
security-password-changed = Je wachtwoord is gewijzigd. Overal elders waar je was ingelogd, ben je uitgelogd.
new-password-lead = Je blijft hier ingelogd en wordt overal elders uitgelogd.
new-app-title = Een authenticator-app instellen
new-app-lead = Scan deze QR-code met de app op je telefoon en vul de code in die de app laat zien.
new-app-picture = Een QR-code voor de camera van je telefoon
new-app-by-hand = Ik kan de QR-code niet scannen
new-app-by-hand-lead = Vul deze sleutel in de app in. De codes zijn gebaseerd op tijd en hebben zes cijfers.
new-app-confirm = Bevestigen
codes-title = Bewaar deze herstelcodes
codes-lead = Met elke code kun je één keer inloggen, in plaats van met de app of de passkey. Je ziet ze alleen nu.
codes-hint = Druk ze af of zet ze in een wachtwoordmanager: ergens anders dan op je telefoon.
codes-kept = Ik heb ze bewaard
account-nav-security = Hoe je inlogt

# Passkeys
passkey-sign-in = Inloggen met een passkey
passkey-cancelled = Er is geen passkey gekozen. Probeer het opnieuw of log in met je wachtwoord.
passkey-failed = Dat is niet gelukt. Probeer het opnieuw of log in met je wachtwoord.
passkey-expired-title = Dat duurde te lang.
passkey-expired-text = Er is niets gewijzigd. Probeer het opnieuw met je passkey.
passkey-unknown-title = Deze passkey hoort hier bij geen enkel account.
passkey-unknown-text = Misschien is die verwijderd. Log op een andere manier in en verwijder de passkey van je apparaat.
passkey-wrong-title = Deze passkey kon niet worden gebruikt.
passkey-wrong-text = Probeer het opnieuw of log in met je wachtwoord.
passkeys-title = Passkeys
passkeys-one = Passkey
passkeys-none = Log in met je vingerafdruk, je gezicht of je schermvergrendeling in plaats van een wachtwoord. Een passkey is niet te raden en geen valse pagina kan erom vragen.
passkeys-lead = Met een van deze passkeys log je in. Verder wordt er niets gevraagd.
passkeys-on-one-device = Alleen op één apparaat
passkeys-not-copied = Nog geen back-up gemaakt
passkeys-copied = Back-up bij de aanbieder
passkeys-rename = Naam wijzigen
passkeys-name = Naam
passkeys-save = Opslaan
passkeys-create = Een passkey maken
passkeys-add = Nog een passkey toevoegen
passkeys-last = Dit is je enige manier om in te loggen, dus deze passkey kan niet worden verwijderd.
passkeys-added = De passkey is toegevoegd. Je kunt er vanaf nu mee inloggen.
passkeys-renamed = De passkey heeft zijn nieuwe naam.
passkeys-removed = De passkey is verwijderd. Je kunt er niet meer mee inloggen. Verwijder de passkey ook van je apparaat.
new-passkey-title = Een passkey maken
new-passkey-lead = Je apparaat vraagt om je vingerafdruk, je gezicht of je schermvergrendeling. Wij krijgen daar niets van te zien.
new-passkey-button = Een passkey maken
new-passkey-cancelled = Er is geen passkey gemaakt. Probeer het opnieuw wanneer je wilt.
new-passkey-known = Dit apparaat heeft al een passkey voor je account.
new-passkey-unsupported = Deze browser kan geen passkeys maken. Probeer een andere browser of een ander apparaat.
new-passkey-no-script = Passkeys hebben JavaScript nodig, en dat staat uit in deze browser. Je kunt blijven inloggen met je wachtwoord.
new-passkey-expired-title = Dat duurde te lang.
new-passkey-expired-text = Er is geen passkey toegevoegd. Probeer het opnieuw.
new-passkey-refused-title = De passkey is niet toegevoegd.
new-passkey-refused-text = Die hoort al bij een account, of je apparaat heeft niet gecontroleerd of jij het bent. Probeer het opnieuw of gebruik een ander apparaat.
passkeys-not-asked = Met alleen je wachtwoord kun je nog steeds inloggen.
passkeys-asked = Na je wachtwoord wordt je om een passkey gevraagd.
passkeys-ask = Daarna om een passkey vragen
passkeys-ask-no-more = Niet meer vragen
factor-passkey-title = Bevestig met je passkey
factor-passkey-lead = Je wachtwoord was juist. Gebruik nu een van je passkeys.
factor-passkey-button = Een passkey gebruiken
factor-passkey-cancelled = Er is geen passkey gebruikt. Probeer het opnieuw.
factor-passkey-failed = Dat is niet gelukt. Probeer het opnieuw.
factor-passkey-wrong-text = Probeer het opnieuw of kies een andere manier.
factor-passkey-no-script = Passkeys hebben JavaScript nodig, en dat staat uit in deze browser. Je kunt in plaats daarvan een herstelcode gebruiken.
factor-use-passkey = In plaats daarvan een passkey gebruiken
factor-no-passkey = Ik heb de passkey niet bij me
factor-without = Doorgaan zonder deze stap

# A further factor is set up on the way
enrol-now = Je account heeft naast het wachtwoord een tweede stap nodig. Stel die nu in om door te gaan.
enrol-soon = Je account heeft naast het wachtwoord een tweede stap nodig, uiterlijk { $moment }. Stel die nu in of een andere keer.
enrol-later = Niet nu
factor-trust = { $days ->
    [one] Eén dag lang niet meer vragen op dit apparaat
   *[other] { $days } dagen lang niet meer vragen op dit apparaat
}
