# The pages of one's own account
moment-local = { $day } { $month } { $year } kl. { $time }
account-nav-overview = Översikt
account-nav-profile = Din profil
account-nav-preferences = Inställningar
profile-title = Din profil
profile-names = Vad du heter
profile-names-lead = Appar som får se din profil ser det här nästa gång de tittar.
profile-whole-name = Namn, så som det visas
profile-whole-name-hint = Lämna tomt för att bilda det av förnamn och efternamn.
profile-name-invalid = Använd läsbara tecken, högst 100.
profile-save = Spara
profile-names-saved = Sparat.
profile-picture-lead = En kvadrat skärs ut ur mitten. Var och när bilden togs sparas inte.
profile-picture-file = Fil
profile-picture-hint = PNG, JPEG eller WebP, högst 8 MB.
profile-picture-save = Använd den här bilden
profile-picture-saved = Du har en ny bild.
profile-picture-remove = Ta bort
profile-picture-remove-hint = Den som har bildens adress ser den inte längre. Appar och webbläsare kan ha kvar en kopia.
profile-picture-removed = Bilden har tagits bort.
profile-picture-missing = Välj en fil först.
profile-picture-unreadable = Filen är ingen läsbar bild. Använd en PNG-, JPEG- eller WebP-fil.
profile-picture-too-large = Bilden är för stor. Använd en på högst 8 MB och 25 megapixel.
profile-picture-busy = Andra skickar bilder just nu. Försök igen om några sekunder.
profile-username-lead = Du loggar in med det, och appar kan visa det. Det gamla blir sedan ledigt för andra.
profile-username-save = Byt användarnamn
profile-username-saved = Ditt användarnamn har ändrats. Logga in med det från och med nu.
profile-username-fixed = Det kan inte ändras här. Fråga dem som driver tjänsten.
preferences-title = Inställningar
preferences-saved = Sparat.
preferences-as-browser = Som webbläsaren anger
preferences-locale-hint = För sidor och mejl. Appar kan få veta det.
preferences-no-zone = Universell tid (UTC)
preferences-zoneinfo-hint = Tiderna på de här sidorna följer zonen. Appar kan få veta det.
preferences-theme = Färger
preferences-theme-system = Som enheten anger
preferences-theme-light = Ljusa
preferences-theme-dark = Mörka
next-step = Ett nästa steg
next-passkey = Med en nyckel (passkey) loggar du in med fingeravtryck, ansikte eller pinkod. Ingen kan stjäla den med en falsk sida.
next-passkey-button = Skapa en nyckel
next-factor = Det räcker med ditt lösenord för att öppna kontot. Begär ett andra steg, så att ett stulet lösenord inte räcker.
next-factor-button = Lägg till ett andra steg
next-codes = Det finns få återställningskoder kvar. Utan någon skulle du bli utelåst om du förlorar telefonen.
next-codes-button = Skapa nya koder
next-nothing = Ditt konto är väl skyddat. Du behöver inte göra något.

# What is kept, and the end of it
account-nav-data = Dina uppgifter
data-title = Dina uppgifter
data-take = Ta dem med dig
data-take-lead = En JSON-fil med allt som sparas om dig: profil, webbläsare, appar, nycklar, organisationer och vad som har hänt i ditt konto. Lösenord och hemligheter finns inte med.
data-take-button = Ladda ned
data-end = Radera kontot
data-end-at-once = Kontot och allt som sparas om dig raderas genast. Ingen kan återställa det.
data-end-lead = { $days ->
    [one] Du loggas ut överallt, och appar förlorar genast sin åtkomst. Du har en dag på dig att ångra dig. Sedan raderas kontot och allt som sparas om dig, och ingen kan återställa det.
   *[other] Du loggas ut överallt, och appar förlorar genast sin åtkomst. Du har { $days } dagar på dig att ångra dig. Sedan raderas kontot och allt som sparas om dig, och ingen kan återställa det.
}
data-confirmation = Skriv { $username } för att bekräfta
data-end-button = Radera mitt konto
data-confirmation-wrong = Det är inte ditt användarnamn. Inget har raderats.
data-last-administrator = Du är den sista administratören. Gör först någon annan till administratör; sedan kan du lämna.
left-title = Ditt konto kommer att raderas
left-at-once-title = Ditt konto har raderats
left-at-once-lead = Inget sparas längre om dig här.
left-lead = { $days ->
    [one] Du har loggats ut överallt. Till i morgon kan du behålla kontot: logga in eller öppna länken i mejlet som vi skickade till dig.
   *[other] Du har loggats ut överallt. I { $days } dagar kan du behålla kontot: logga in eller öppna länken i mejlet som vi skickade till dig.
}
left-keep = Logga in för att behålla det
keep-title = Vill du behålla ditt konto?
keep-lead = Det kommer att raderas: { $moment }. Till dess är ingen inloggad på det.
keep-button = Behåll mitt konto
keep-not = Låt det raderas
kept-title = Ditt konto finns kvar
kept-lead = Logga in för att använda det. Om det inte var du som ville radera det ska du byta lösenord.
