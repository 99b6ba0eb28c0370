# Words that several pages share
error-prefix = Fel: { $title }
footer-support = Hjälp
footer-privacy = Integritet hos { $name }
footer-terms = Villkor för { $name }
back-to-client = Tillbaka till { $client }
back-to-app = Tillbaka till appen
start-again-client = Börja om i { $client }
start-again = Börja om
to-your-account = Gå till ditt konto
go-on = Fortsätt
cancel = Avbryt
cancel-to-client = Avbryt och gå tillbaka till { $client }
use-another-account = Använd ett annat konto
form-problems = Några uppgifter behöver ses över.
command-label = Kommando
skip-to-content = Hoppa till innehållet
nav-label = Avsnitt
username-label = E-postadress eller användarnamn
password-label = Lösenord
password-show = Visa lösenord
sign-in-button = Logga in

# Sign in
sign-in-client-title = Logga in på { $client }
sign-in-client-lead = med ditt konto hos { $brand }
sign-in-own-title = Logga in på { $brand }
sign-in-again-title = Är det fortfarande du?
sign-in-again-lead = { $client } ber dig ange lösenordet igen.
sign-in-forgot = Har du glömt lösenordet?
sign-in-change-name = Använd ett annat namn
remember-label = Håll mig inloggad på den här enheten
sign-in-wrong-title = Namnet och lösenordet stämmer inte överens.
sign-in-wrong-text = Kontrollera båda och försök igen.
sign-in-too-many-title = Det blev för många försök.
sign-in-too-many-text = { $minutes ->
    [one] För att skydda kontot behöver du vänta en minut. Försök sedan igen.
   *[other] För att skydda kontot behöver du vänta { $minutes } minuter. Försök sedan igen.
}
sign-in-busy-title = Många loggar in just nu.
sign-in-busy-text = Ditt lösenord kontrollerades inte. Vänta några sekunder och försök igen.
sign-in-expired-form-title = Sidan har varit öppen länge.
sign-in-expired-form-text = Inget har skickats. Ange lösenordet en gång till.
sign-in-ended-title = Din session har avslutats.
sign-in-ended-text = Du har loggats ut under tiden, här eller någon annanstans. Inget har ändrats. Logga in för att fortsätta.
sign-in-took-long-title = Det har gått en stund.
sign-in-took-long-text = Logga in en gång till.

# Sign in by a link
link-title = Vill du logga in som { $person }?
link-lead = Länken fungerar en gång.

# A link to set a password
password-link-title = Välj ett nytt lösenord
password-link-lead = Länken fungerar en gång. Du loggas ut på alla andra ställen.
password-link-label = Nytt lösenord
password-link-button = Spara lösenordet
password-set-title = Ditt lösenord har sparats
password-set-lead = Du loggar in som { $username }. Där du var inloggad tidigare är du nu utloggad.
password-set-client = Fortsätt till { $client }

# A password was forgotten
forgot-title = Har du glömt lösenordet?
forgot-lead = Vi skickar en länk till e-postadressen för ditt konto. Med den väljer du ett nytt lösenord.
forgot-button = Skicka länken
forgot-back = Tillbaka till inloggningen
forgot-no-name = Ange din e-postadress eller ditt användarnamn.
forgot-too-many = { $minutes ->
    [one] För många länkar har begärts härifrån. Vänta en minut.
   *[other] För många länkar har begärts härifrån. Vänta { $minutes } minuter.
}
recovery-requested-title = Titta i din inkorg
recovery-requested-lead = Om { $name } hör till ett konto med en bekräftad adress är ett mejl på väg dit.
recovery-requested-link = { $minutes ->
    [one] Länken i mejlet fungerar en gång, i en minut. Bara den senaste länken fungerar.
   *[other] Länken i mejlet fungerar en gång, i { $minutes } minuter. Bara den senaste länken fungerar.
}
recovery-requested-nothing = Har inget kommit efter några minuter? Titta i skräpposten och kontrollera hur du skrev namnet.
recovery-requested-again = Begär en ny länk

# Account chooser
chooser-title = Vilket konto?
chooser-lead = för { $client }
chooser-asks-password = Lösenordet krävs igen

# Consent
consent-short-title = Tillåta { $client }?
consent-title = Vill du låta { $client } använda ditt konto?
consent-allow = Tillåt
consent-deny = Inte nu
consent-resources = Använda de här tjänsterna i ditt namn
consent-organization = För vilken organisation?
consent-organizations-more = Du tillhör fler organisationer än de { $count } som visas här. Om den du behöver saknas kan du fråga den som bjöd in dig.
consent-return-host = Du kommer tillbaka till { $host }.
consent-return-device = Du kommer tillbaka till { $client } på den här enheten.
consent-take-back = Du kan återkalla detta när som helst.
scope-openid = Känna igen dig när du kommer tillbaka
scope-openid-value = Inget annat om dig
scope-profile = Se vem du är
scope-email = Se din e-postadress
scope-phone = Se ditt telefonnummer
scope-address = Se din postadress
scope-organizations = Se dina organisationer och dina roller i dem
scope-organizations-more = { $count ->
    [one] en till
   *[other] { $count } till
}
scope-groups = Se dina grupper
scope-roles = Se dina roller
scope-offline = Behålla åtkomsten när du är borta
scope-offline-value = Tills du tar bort den under Godkända appar
scope-nothing-yet = Inget är sparat här än
scope-everything = { $count ->
    [one] En uppgift
   *[other] Alla { $count } uppgifter
}
fact-confirmed = Bekräftad
fact-not-confirmed = Inte bekräftad
fact-yes = Ja
fact-no = Nej
fact-with-state = { $value } · { $state }
fact-organization = { $name } ({ $roles })
fact-vouched = Från { $source }, som går i god för uppgiften
fact-roles-chosen-here = De i organisationen som du väljer nedan
fact-chosen-here = Den som du väljer nedan
consent-claim-name = Se ditt fullständiga namn
consent-claim-given-name = Se ditt förnamn
consent-claim-family-name = Se ditt efternamn
consent-claim-middle-name = Se ditt mellannamn
consent-claim-nickname = Se ditt smeknamn
consent-claim-preferred-username = Se ditt användarnamn
consent-claim-profile = Se adressen till din profilsida
consent-claim-picture = Se din bild
consent-claim-website = Se adressen till din webbplats
consent-claim-gender = Se ditt kön
consent-claim-birthdate = Se ditt födelsedatum
consent-claim-zoneinfo = Se din tidszon
consent-claim-locale = Se ditt språk
consent-claim-updated-at = Se när din profil senast ändrades
consent-claim-email = Se din e-postadress
consent-claim-email-verified = Se om din e-postadress har kontrollerats
consent-claim-phone-number = Se ditt telefonnummer
consent-claim-phone-number-verified = Se om ditt telefonnummer har kontrollerats
consent-claim-address = Se din postadress
consent-claim-organizations = Se dina organisationer och dina roller i dem
claim-organizations-truncated = Fler organisationer än som anges
consent-claim-organizations-truncated = Se om du har fler organisationer än som anges
claim-org-id = Du företräder
consent-claim-org-id = Se vilken organisation du företräder
consent-claim-groups = Se dina grupper
consent-claim-roles = Se dina roller
consent-claim-other = Se uppgiften ”{ $claim }” om dig
scope-own-words = Formulerat av { $client }
scope-unusual = Få appar ber om detta
scope-usual = Många appar ber om detta

# Going on with what was allowed before
confirm-title = Vill du fortsätta till { $client }?
confirm-lead = En app på den här enheten uppger att den är { $client }. Fortsätt bara om du just har startat detta där.
confirm-offline = { $client } behåller åtkomsten när du är borta.

# Before the browser goes on
leaving-refused = Det gick inte att besvara appens begäran. Om du fortsätter får appen veta varför. Det är inget fel på ditt konto.
leaving-signed-out = Ingen är inloggad här nu.
leaving-stranger = Den här appen har registrerat sig själv här, och ingen har granskat den. Fortsätt bara om du känner igen adressen:
leaving-app = En app på den här enheten tar över på den här adressen:

# Sign out
logout-title = Vill du logga ut?
logout-lead-client = { $client } skickade dig hit.
logout-lead = Du loggas ut från { $brand } i den här webbläsaren.
logout-lead-several = Mer än ett konto är inloggat på { $brand } i den här webbläsaren.
logout-which = Vilket konto?
logout-all = Alla konton i den här webbläsaren
logout-confirm = Logga ut
logout-stay = Fortsätt vara inloggad
logout-no-way-back = Vi kan inte ta dig tillbaka till appen: något är fel i dess begäran.
signing-out-title = Du loggas ut
signing-out-lead = Du är utloggad från { $brand }. Vi meddelar apparna som du har använt.
signing-out-continue = Fortsätt
signed-out-title = Du är utloggad
signed-out-lead = Ingen kan använda ditt konto hos { $brand } i den här webbläsaren nu.
signed-out-others = Ett annat konto är fortfarande inloggat i den här webbläsaren.
signed-out-account = Visa det kontot
signed-out-again = Logga in igen

# Errors
error-developer = För utvecklaren
error-developer-client = För utvecklaren av { $client }
error-return-address-title = En app skickade en adress som vi inte känner till
error-return-address-client-title = { $client } skickade en adress som vi inte känner till
error-return-address-text = Därför stannade vi innan något skickades dit. Det är inget fel på ditt konto. De som driver appen kan rätta till det.
error-client-title = Vi känner inte till appen som skickade dig hit
error-client-text = Därför bad vi dig inte att logga in. Det är inget fel på ditt konto. De som driver appen kan rätta till det.
error-request-title = Appen bad om något som inte är möjligt
error-request-client-title = { $client } bad om något som inte är möjligt
error-request-text = Därför stannade vi. Det är inget fel på ditt konto. De som driver appen kan rätta till det.
error-expired-title = Den här inloggningen är inte längre öppen
error-expired-client-title = Inloggningen på { $client } är inte längre öppen
error-expired-text = Det dröjde för länge. Gå tillbaka till appen och börja om.
error-finished-title = Den här inloggningen har redan besvarats
error-finished-client-title = Inloggningen på { $client } har redan besvarats
error-finished-text = Du kan stänga sidan eller gå tillbaka till appen. Om du vill göra på ett annat sätt börjar du om därifrån.
error-other-browser-title = Den här inloggningen påbörjades i en annan webbläsare
error-other-browser-text = Den kan bara slutföras där. Om du vill logga in här går du tillbaka till appen och börjar om.
error-unknown-browser-title = Den här webbläsaren känner inte till inloggningen
error-unknown-browser-text = Den påbörjades i en annan webbläsare, eller så sparar den här inga cookies för den här adressen. Slutför inloggningen där, eller tillåt cookies och börja om från appen.
error-cookie-title = Din webbläsare skickade inte vår cookie
error-cookie-text = Utan den kan vi inte veta att det fortfarande är du. Tillåt cookies för den här adressen och börja sedan om från appen.
error-form-title = Formuläret kom inte från den här webbplatsen
error-form-text = Därför har inget ändrats. Öppna sidan igen och upprepa det du gjorde.
error-link-title = Länken har använts eller är för gammal
error-link-text = En sådan länk fungerar en gång och inte länge. Begär en ny.
error-invitation-title = Det tog för lång tid
error-invitation-text = Öppna länken i din inbjudan en gång till.
error-session-title = Den webbläsaren är redan utloggad
error-session-text = Inloggningen där har avslutats under tiden. Inget annat har ändrats.
error-signed-out-title = Kontot är inte längre inloggat här
error-signed-out-text = Det har loggats ut under tiden, här eller någon annanstans. Inget har skickats vidare.
error-forbidden-title = Ditt konto har inte behörighet till detta
error-forbidden-text = Den som administrerar webbplatsen kan ge dig behörighet.
error-not-found-title = Det finns ingen sida här
error-not-found-text = Adressen kan vara felskriven, eller så har sidan flyttats.
error-too-many-title = Det var mycket på kort tid
error-too-many-text = Vänta en minut och försök sedan igen.
error-busy-title = Det är hög belastning just nu
error-busy-text = Inget har gått förlorat. Vänta några sekunder och försök igen.
error-unavailable-title = Vi kan inte svara just nu
error-unavailable-text = Det du gjorde senast kanske inte har sparats. Vänta några sekunder och försök igen.
error-internal-title = Något gick sönder hos oss
error-internal-text = Det är inte ditt fel, och det har noterats. Försök igen om en stund.

# First administrator
setup-title = Skapa det första kontot
setup-lead = Det administrerar { $brand }. Du kan lägga till fler senare.
setup-username-label = Användarnamn
setup-email-label = E-postadress
setup-password-again-label = Upprepa lösenordet
setup-password-hint = { $count ->
    [one] Minst ett tecken. Några ord som inte hör ihop fungerar bra.
   *[other] Minst { $count } tecken. Några ord som inte hör ihop fungerar bra.
}
setup-button = Skapa konto
setup-username-invalid = Ange ett användarnamn utan mellanslag.
setup-username-taken = Någon har redan det här användarnamnet.
setup-email-invalid = Ange en e-postadress, till exempel ada@example.com.
setup-email-taken = Någon använder redan den här e-postadressen.
setup-password-short = { $count ->
    [one] Lösenordet måste ha minst ett tecken.
   *[other] Lösenordet måste ha minst { $count } tecken.
}
setup-password-long = Lösenordet är för långt.
setup-password-common = Lösenordet är lätt att gissa. Välj ett annat.
setup-passwords-differ = Lösenorden är inte likadana.
password-holds-username = Lösenordet får inte innehålla ditt användarnamn.
password-holds-email = Lösenordet får inte innehålla din e-postadress.
password-holds-service = Lösenordet är knappt mer än vårt eget namn.
password-repetition = Lösenordet upprepar några få tecken.
password-sequence = Lösenordet är en följd av tecken eller tangenter som ligger bredvid varandra.
password-breached = Lösenordet finns i en lista över stulna lösenord. Välj ett annat, här och överallt där du använder det.
password-no-lower = Lösenordet behöver en liten bokstav.
password-no-upper = Lösenordet behöver en stor bokstav.
password-no-digit = Lösenordet behöver en siffra.
password-no-symbol = Lösenordet behöver ett tecken som varken är en bokstav eller en siffra.
password-rule-lower = En liten bokstav
password-rule-upper = En stor bokstav
password-rule-digit = En siffra
password-rule-symbol = Ett tecken som varken är en bokstav eller en siffra
password-rule-names = Utan ditt användarnamn eller din e-postadress
password-rules-kept = Alla regler som kan kontrolleras här är uppfyllda.
setup-done-title = Ditt konto är klart
setup-done-lead = Du loggar in som { $username }.
setup-done-next = Anslut nu en app. Kör detta där Signet körs:
setup-used-title = Det första kontot har skapats
setup-used-text = Länken fungerade en gång och behövs inte längre.
setup-used-next = Fler konton skapas med det här kommandot:
setup-expired-title = Konfigurationslänken är för gammal
setup-expired-text = Inget har ändrats.
setup-expired-next = Det här kommandot skriver ut en ny:

# Account
account-title = Ditt konto hos { $brand }
account-others = Också inloggade i den här webbläsaren
account-about = Om dig
account-about-empty = Inget är sparat om dig utöver ditt användarnamn.
account-sessions = Där du är inloggad
account-sessions-empty = Här visas webbläsare där du är inloggad.
account-apps = Godkända appar
account-apps-empty = Här visas appar som du låter använda ditt konto.
account-nav-sessions = Webbläsare
account-nav-apps = Appar
account-sign-out = Logga ut
account-this-one = Den här webbläsaren
account-browser-unknown = Okänd webbläsare
account-last-used = Senast använd { $moment }
account-signed-in-on = Inloggad { $moment }
account-signed-in-from = Inloggad { $moment } från { $place }
place-city = { $city }, { $country }
account-allowed-since = Godkänd { $moment }
account-end-session = Logga ut
account-end-others = Logga ut alla andra
account-end-others-hint = Du är då bara inloggad här.
account-sign-out-everywhere = Logga ut överallt
account-sign-out-everywhere-hint = Avslutar alla dessa och meddelar apparna. Appar som du har låtit arbeta när du är borta får fortsätta med det tills du tar bort dem nedan.
account-remove-app = Ta bort åtkomst
account-open-app = Öppna
account-session-ended = Den webbläsaren är utloggad.
account-session-named = Den webbläsaren har fått sitt nya namn.
account-session-name-refused = Det namnet går inte att använda: högst 60 tecken, inga dolda.
account-others-ended = De andra webbläsarna är utloggade.
account-app-removed = { $app } kan inte längre använda ditt konto.
account-signed-in = Du är inloggad som { $person }.
claim-sub = Identifierare
claim-name = Namn
claim-given-name = Förnamn
claim-family-name = Efternamn
claim-middle-name = Mellannamn
claim-nickname = Smeknamn
claim-preferred-username = Användarnamn
claim-profile = Profilsida
claim-picture = Bild
claim-website = Webbplats
claim-email = E-postadress
claim-email-verified = E-postadress bekräftad
claim-gender = Kön
claim-birthdate = Födelsedatum
claim-zoneinfo = Tidszon
claim-locale = Språk
claim-phone-number = Telefonnummer
claim-phone-number-verified = Telefonnummer bekräftat
claim-address = Postadress
claim-updated-at = Senast ändrad
claim-organizations = Organisationer
claim-groups = Grupper
claim-roles = Roller

# Front door
landing-lead = Ett konto för alla dina appar.
landing-signed-in = Du är inloggad som
landing-account = Logga in på ditt konto
landing-playground = Prova en inloggning steg för steg
landing-developers = För utvecklare:
landing-discovery = Discovery-dokument
landing-docs = Dokumentation

# On the way back
form-post-title = Tillbaka till { $client }
form-post-lead = Sidan går vidare av sig själv. Om den inte gör det trycker du på knappen.
form-post-again-title = Ett ögonblick
form-post-button = Fortsätt

# Time
moment = { $day } { $month } { $year } kl. { $time } UTC
month-1 = januari
month-2 = februari
month-3 = mars
month-4 = april
month-5 = maj
month-6 = juni
month-7 = juli
month-8 = augusti
month-9 = september
month-10 = oktober
month-11 = november
month-12 = december

# A further factor at sign-in
factor-title = Ange koden från din app
factor-lead = Öppna autentiseringsappen. Koden byts var trettionde sekund.
factor-label = Sexsiffrig kod
factor-recovery-title = Ange en återställningskod
factor-recovery-lead = En av de tio koder som du har sparat. Varje kod fungerar en gång.
factor-recovery-label = Återställningskod
factor-use-app = Använd appen i stället
factor-use-recovery = Jag har inte appen här
factor-wrong-title = Koden stämmer inte.
factor-wrong-text = Titta i appen igen och kontrollera att klockan i telefonen går rätt.
factor-recovery-wrong-text = Kontrollera den tecken för tecken. En kod som redan har använts fungerar inte igen.
factor-used-title = Koden har redan använts.
factor-used-text = Vänta på nästa kod och ange den.
factor-too-many-title = Det blev för många försök.
factor-too-many-text = { $minutes ->
    [one] För att skydda kontot behöver du vänta en minut. Försök sedan igen.
   *[other] För att skydda kontot behöver du vänta { $minutes } minuter. Försök sedan igen.
}

# How one signs in
security-title = Så loggar du in
security-apps = Autentiseringsappar
security-apps-none = Med en app i telefonen räcker det inte att stjäla ditt lösenord för att logga in som du. Det tar en minut att konfigurera den.
security-apps-lead = När du loggar in ombeds du ange en kod från appen.
security-app = App { $number }
security-added = Tillagd { $moment }
security-remove = Ta bort
security-set-up = Konfigurera en app
security-add = Lägg till en app till
security-codes = Återställningskoder
security-codes-left = { $count ->
    [one] En kod återstår.
   *[other] { $count } koder återstår.
}
security-codes-few = { $count ->
    [0] Ingen kod återstår. Utan appen eller en nyckel skulle du inte kunna logga in. Skapa nya nu.
    [one] Bara en kod återstår. Skapa nya snart.
   *[other] Bara { $count } koder återstår. Skapa nya snart.
}
security-codes-hint = Nya koder ersätter de gamla.
security-codes-new = Skapa nya koder
security-app-added = Appen är konfigurerad. Från och med nu ombeds du ange dess kod.
security-app-removed = Appen har tagits bort. Dess koder fungerar inte längre.
security-password-lead = När du byter lösenord loggas du ut överallt utom här.
security-password-change = Byt lösenord
security-password-changed = Ditt lösenord har ändrats. Du har loggats ut på alla andra ställen där du var inloggad.
new-password-lead = Du förblir inloggad här och loggas ut på alla andra ställen.
new-app-title = Konfigurera en autentiseringsapp
new-app-lead = Skanna detta med appen i telefonen och ange sedan koden som den visar.
new-app-picture = En QR-kod för telefonens kamera
new-app-by-hand = Jag kan inte skanna den
new-app-by-hand-lead = Ange den här konfigurationsnyckeln i appen. Koderna är tidsbaserade och har sex siffror.
new-app-confirm = Bekräfta
codes-title = Spara de här återställningskoderna
codes-lead = Med var och en av dem kan du logga in en gång, i stället för med appen eller nyckeln. De visas bara nu.
codes-hint = Skriv ut dem eller lägg dem i en lösenordshanterare: någon annanstans än i telefonen.
codes-kept = Jag har sparat dem
account-nav-security = Så loggar du in

# Passkeys
passkey-sign-in = Logga in med en nyckel
passkey-cancelled = Ingen nyckel valdes. Försök igen eller logga in med lösenordet.
passkey-failed = Det fungerade inte. Försök igen eller logga in med lösenordet.
passkey-expired-title = Det tog för lång tid.
passkey-expired-text = Inget har ändrats. Försök igen med din nyckel.
passkey-unknown-title = Nyckeln hör inte till något konto här.
passkey-unknown-text = Den kan ha tagits bort. Logga in på ett annat sätt och radera den på din enhet.
passkey-wrong-title = Det gick inte att använda nyckeln.
passkey-wrong-text = Försök igen eller logga in med lösenordet.
passkeys-title = Nycklar (passkeys)
passkeys-one = Nyckel
passkeys-none = Logga in med fingeravtryck, ansikte eller skärmlås i stället för ett lösenord. En nyckel går inte att gissa, och ingen falsk sida kan be om den.
passkeys-lead = Det räcker med en av dem för att logga in. Inget annat behövs.
passkeys-on-one-device = Bara på en enhet
passkeys-not-copied = Inte säkerhetskopierad än
passkeys-copied = Säkerhetskopierad av leverantören
passkeys-rename = Byt namn
passkeys-name = Namn
passkeys-save = Spara
passkeys-create = Skapa en nyckel
passkeys-add = Lägg till en nyckel till
passkeys-last = Det här är ditt enda sätt att logga in, så nyckeln kan inte tas bort.
passkeys-added = Nyckeln har lagts till. Från och med nu kan du logga in med den.
passkeys-renamed = Nyckeln har fått sitt nya namn.
passkeys-removed = Nyckeln har tagits bort. Du kan inte längre logga in med den. Radera den på din enhet också.
new-passkey-title = Skapa en nyckel
new-passkey-lead = Din enhet ber om fingeravtryck, ansikte eller skärmlås. Den lämnar aldrig ut något av detta till oss.
new-passkey-button = Skapa en nyckel
new-passkey-cancelled = Ingen nyckel skapades. Försök igen när du vill.
new-passkey-known = Den här enheten har redan en nyckel för ditt konto.
new-passkey-unsupported = Den här webbläsaren kan inte skapa nycklar. Prova en annan webbläsare eller en annan enhet.
new-passkey-no-script = Nycklar kräver JavaScript, som är avstängt i den här webbläsaren. Du kan fortsätta logga in med lösenordet.
new-passkey-expired-title = Det tog för lång tid.
new-passkey-expired-text = Ingen nyckel lades till. Försök igen.
new-passkey-refused-title = Nyckeln lades inte till.
new-passkey-refused-text = Den hör redan till ett konto, eller så kontrollerade enheten inte att det är du. Försök igen eller använd en annan enhet.
passkeys-not-asked = Det räcker fortfarande med lösenordet för att logga in.
passkeys-asked = Efter lösenordet ombeds du använda en nyckel.
passkeys-ask = Be om en nyckel efter lösenordet
passkeys-ask-no-more = Sluta fråga
factor-passkey-title = Bekräfta med din nyckel
factor-passkey-lead = Lösenordet var rätt. Använd nu en av dina nycklar.
factor-passkey-button = Använd en nyckel
factor-passkey-cancelled = Ingen nyckel användes. Försök igen.
factor-passkey-failed = Det fungerade inte. Försök igen.
factor-passkey-wrong-text = Försök igen eller välj ett annat sätt.
factor-passkey-no-script = Nycklar kräver JavaScript, som är avstängt i den här webbläsaren. Du kan använda en återställningskod i stället.
factor-use-passkey = Använd en nyckel i stället
factor-no-passkey = Jag har inte nyckeln här
factor-without = Fortsätt utan det här steget

# A further factor is set up on the way
enrol-now = Ditt konto behöver ett andra steg utöver lösenordet. Konfigurera det nu för att fortsätta.
enrol-soon = Ditt konto behöver ett andra steg utöver lösenordet senast { $moment }. Konfigurera det nu eller en annan gång.
enrol-later = Inte nu
factor-trust = { $days ->
    [one] Fråga inte igen på den här enheten under en dag
   *[other] Fråga inte igen på den här enheten under { $days } dagar
}
