# What stands around every mail
mail-until = Fungerar en gång, till { $moment }.
mail-copy-link = Om inget händer när du trycker på knappen kopierar du den här adressen till webbläsaren:
mail-account = Konto
mail-time = Tidpunkt
mail-place = Plats
mail-codes-left = Återstående återställningskoder
mail-sent-by = Skickat av { $brand }, där den här adressen hör till ett konto.
mail-sent-once = Skickat av { $brand } eftersom någon angav den här adressen där.

# Shows that mail works
mail-test-subject = Mejlen från { $brand } fungerar
mail-test-title = Mejlen fungerar
mail-test-text = Det här mejlet skickades med ”signet mail test”, på samma sätt som alla mejl från { $brand }.
mail-test-note = Du behöver inte göra något.

# A link to set a password
mail-password-link-subject = Välj ett nytt lösenord för { $brand }
mail-password-link-title = Välj ett nytt lösenord
mail-password-link-text = Med den här länken väljer du lösenord för ditt konto hos { $brand }. Du loggas ut på alla andra ställen.
mail-password-link-button = Välj lösenord
mail-password-link-note = Om du inte väntade dig det här mejlet kan du bortse från det. Ingen kan välja lösenordet utan länken, så skicka den inte vidare.

# A link for somebody who forgot the password
mail-password-recovery-subject = Välj ett nytt lösenord för { $brand }
mail-password-recovery-title = Har du glömt lösenordet?
mail-password-recovery-text = Någon har begärt ett nytt lösenord för ditt konto hos { $brand }. Med den här länken väljer du ett. Du loggas ut på alla andra ställen.
mail-password-recovery-button = Välj ett nytt lösenord
mail-password-recovery-note = Om det inte var du kan du bortse från mejlet: ditt lösenord ändras inte. Ingen kan välja ett annat utan länken, så skicka den inte vidare.

# The password was set or changed
mail-password-changed-subject = Ditt lösenord hos { $brand } har ändrats
mail-password-changed-title = Ditt lösenord har ändrats
mail-password-changed-text = Lösenordet för ditt konto hos { $brand } har just ändrats. Där du var inloggad kan du behöva logga in igen.
mail-password-changed-note = Om det inte var du ska du genast kontakta dem som driver { $brand }: någon annan kan ha tagit över ditt konto.

mail-factor-added-subject = En autentiseringsapp har lagts till i ditt konto hos { $brand }
mail-factor-added-title = En autentiseringsapp har lagts till
mail-factor-added-text = Från och med nu behövs en kod från appen när du loggar in på { $brand }.
mail-factor-added-note = Om det inte var du ska du välja ett nytt lösenord och genast kontakta dem som driver { $brand }: någon annan kan ha tagit över ditt konto.

mail-factor-removed-subject = En autentiseringsapp har tagits bort från ditt konto hos { $brand }
mail-factor-removed-title = En autentiseringsapp har tagits bort
mail-factor-removed-text = Det går inte längre att logga in på { $brand } med koder från appen. På din kontosida ser du vilka appar som finns kvar.
mail-factor-removed-note = Om det inte var du ska du välja ett nytt lösenord och genast kontakta dem som driver { $brand }: någon annan kan ha tagit över ditt konto.

# The operator took all further factors away
mail-factors-reset-subject = Det andra steget för ditt konto hos { $brand } har nollställts
mail-factors-reset-title = Det andra steget har nollställts
mail-factors-reset-text = De som driver { $brand } har tagit bort dina autentiseringsappar och återställningskoder. Det räcker med lösenordet för att logga in tills du konfigurerar en app igen. Du har loggats ut överallt.
mail-factors-reset-note = Om du inte har bett om det ska du kontakta dem som driver { $brand }.

mail-recovery-codes-made-subject = Nya återställningskoder för ditt konto hos { $brand }
mail-recovery-codes-made-title = Nya återställningskoder har skapats
mail-recovery-codes-made-text = Återställningskoderna för ditt konto hos { $brand } har ersatts. De gamla fungerar inte längre.
mail-recovery-codes-made-note = Om det inte var du ska du välja ett nytt lösenord och genast kontakta dem som driver { $brand }: någon annan kan ha tagit över ditt konto.

mail-recovery-code-used-subject = En återställningskod för ditt konto hos { $brand } har använts
mail-recovery-code-used-title = En återställningskod har använts
mail-recovery-code-used-text = Någon loggade in på ditt konto hos { $brand } med en av återställningskoderna. Den fungerar inte längre; hur många som är kvar står nedan.
mail-recovery-code-used-note = Om det inte var du ska du välja ett nytt lösenord och genast kontakta dem som driver { $brand }: någon annan kan ha tagit över ditt konto.

# A session was ended by a sign-in in one browser more than is allowed
mail-session-limit-subject = Du har loggats ut från { $brand } där du varit inloggad längst
mail-session-limit-title = Du har loggats ut i en webbläsare
mail-session-limit-text = Du loggade in på { $brand } i ännu en webbläsare. Nu är du inloggad i så många att du har loggats ut i den där det var längst sedan du loggade in.
mail-session-limit-note = Om det inte var du som loggade in ska du byta lösenord: någon annan kan känna till det. På din kontosida ser du var du är inloggad.

# A link to sign in
mail-sign-in-link-subject = Logga in på { $brand }
mail-sign-in-link-title = Logga in på { $brand }
mail-sign-in-link-text = Med den här länken loggar du in utan lösenord.
mail-sign-in-link-button = Logga in
mail-sign-in-link-note = Om du inte har bett om den kan du bortse från mejlet. Skicka inte länken vidare.

# A code and a link to sign in
mail-sign-in-code-subject = Din kod för att logga in på { $brand }
mail-sign-in-code-title = Logga in på { $brand }
mail-sign-in-code-text = Ange koden på sidan som bad om den, eller öppna länken.
mail-sign-in-code-button = Öppna länken
mail-sign-in-code-note = Om du inte har bett om den kan du bortse från mejlet. Ge inte koden till någon: den som har den loggar in som du, och { $brand } ber dig aldrig om den.

# A code and a link to prove an address
mail-sign-up-code-subject = Din kod för { $brand }
mail-sign-up-code-title = Är det här din adress?
mail-sign-up-code-text = Någon håller på att skapa ett konto hos { $brand } med den här adressen. Ange koden på sidan som bad om den, eller öppna länken.
mail-sign-up-code-button = Öppna länken
mail-sign-up-code-note = Om det inte var du kan du bortse från mejlet: utan koden skapas inget konto. Ge den inte till någon.

# The same for an address that has an account
mail-sign-up-known-subject = Du har redan ett konto hos { $brand }
mail-sign-up-known-title = Du har redan ett konto
mail-sign-up-known-text = Någon ville skapa ett konto hos { $brand } med den här adressen, som redan har ett. Om det var du loggar koden in dig på sidan som bad om den. Det gör även länken.
mail-sign-up-known-button = Logga in
mail-sign-up-known-note = Om det inte var du kan du bortse från mejlet. Ge inte koden till någon: den som har den loggar in som du.

# The same where no mail signs anybody in
mail-sign-up-exists-subject = Du har redan ett konto hos { $brand }
mail-sign-up-exists-title = Du har redan ett konto
mail-sign-up-exists-text = Någon ville skapa ett konto hos { $brand } med den här adressen, som redan har ett. Inget har ändrats. Om det var du loggar du in på ditt konto.
mail-sign-up-exists-button = Logga in
mail-sign-up-exists-note = Om det inte var du kan du bortse från mejlet: ingen kommer in på ditt konto genom det.

# A link to make the first administrator
mail-setup-link-subject = Konfigurera { $brand }
mail-setup-link-title = Konfigurera { $brand }
mail-setup-link-text = Med den här länken blir du den första administratören för { $brand }.
mail-setup-link-button = Börja
mail-setup-link-note = Den som har länken kan ta över installationen: skicka den inte vidare.

# The mails of a developer's machine
dev-mail-title = Inkorg för utveckling
dev-mail-lead = Mejl som skulle ha skickats. De syns bara på den här datorn och försvinner när servern stoppas.
dev-mail-list = Mejl
dev-mail-none = Inga mejl än.
dev-mail-to = Till
dev-mail-link = Öppna länken i mejlet
dev-mail-html = Mejlet som HTML
dev-mail-text = Mejlet som oformaterad text
dev-mail-back = Alla mejl
dev-mail-again = Uppdatera

mail-passkey-added-subject = En nyckel har lagts till i ditt konto hos { $brand }
mail-passkey-added-title = En nyckel har lagts till
mail-passkey-added-text = Från och med nu går det att logga in på ditt konto hos { $brand } med en ny nyckel (passkey), utan lösenord.
mail-passkey-added-note = Om det inte var du ska du ta bort den under ”Så loggar du in”, välja ett nytt lösenord och genast kontakta dem som driver { $brand }.

mail-passkey-removed-subject = En nyckel har tagits bort från ditt konto hos { $brand }
mail-passkey-removed-title = En nyckel har tagits bort
mail-passkey-removed-text = Det går inte längre att logga in med en av nycklarna (passkeys) för ditt konto hos { $brand }.
mail-passkey-removed-note = Om det inte var du ska du genast kontakta dem som driver { $brand }: någon annan kan ha tagit över ditt konto.

# An account is to be erased
mail-account-leaving-subject = Ditt konto hos { $brand } kommer att raderas
mail-account-leaving-title = Ditt konto kommer att raderas
mail-account-leaving-text = Du bad om det, så du har loggats ut överallt och appar har förlorat sin åtkomst. Fram till tiden nedan kan du behålla kontot med den här länken eller genom att logga in.
mail-account-leaving-button = Behåll mitt konto
mail-account-leaving-note = Om det inte var du ska du behålla kontot med länken och sedan byta lösenord: någon annan kan känna till det.
mail-account-kept-subject = Ditt konto hos { $brand } finns kvar
mail-account-kept-title = Ditt konto finns kvar
mail-account-kept-text = Ditt konto hos { $brand } skulle raderas, men det ska det inte längre. Logga in för att använda det.
mail-account-kept-note = Om det inte var du som ville behålla det kan någon annan känna till ditt lösenord eller läsa din e-post. Kontakta dem som driver { $brand }.
mail-account-erased-subject = Ditt konto hos { $brand } har raderats
mail-account-erased-title = Ditt konto har raderats
mail-account-erased-text = Ditt konto hos { $brand } och allt som sparades om dig har raderats. Det här är det sista mejlet om det.
mail-account-erased-note = Det går inte att återställa. Om det inte var du som ville det ska du kontakta dem som driver { $brand }.

mail-wallet-added-subject = En plånbok har lagts till i ditt konto hos { $brand }
mail-wallet-added-title = En plånbok har lagts till
mail-wallet-added-text = Från och med nu går det att logga in på ditt konto hos { $brand } med en ny Ethereum-plånbok, utan lösenord.
mail-wallet-added-note = Om det inte var du ska du ta bort den under ”Så loggar du in”, välja ett nytt lösenord och genast kontakta dem som driver { $brand }.

mail-wallet-removed-subject = En plånbok har tagits bort från ditt konto hos { $brand }
mail-wallet-removed-title = En plånbok har tagits bort
mail-wallet-removed-text = Det går inte längre att logga in med en av plånböckerna för ditt konto hos { $brand }.
mail-wallet-removed-note = Om det inte var du ska du genast kontakta dem som driver { $brand }: någon annan kan ha tagit över ditt konto.

# Another provider was connected
mail-identity-linked-subject = Ett annat sätt att logga in har kopplats till ditt konto hos { $brand }
mail-identity-linked-title = Ett annat sätt att logga in har kopplats
mail-identity-linked-text = Från och med nu går det att logga in på ditt konto hos { $brand } med ett konto hos en annan leverantör.
mail-identity-linked-note = Om det inte var du ska du koppla bort det under ”Så loggar du in”, välja ett nytt lösenord och genast kontakta dem som driver { $brand }.

# Another provider was disconnected
mail-identity-unlinked-subject = Ett sätt att logga in har kopplats bort från ditt konto hos { $brand }
mail-identity-unlinked-title = Ett sätt att logga in har kopplats bort
mail-identity-unlinked-text = Det går inte längre att logga in på ditt konto hos { $brand } med ett av dina konton hos andra leverantörer.
mail-identity-unlinked-note = Om det inte var du ska du genast kontakta dem som driver { $brand }: någon annan kan ha tagit över ditt konto.

# What was set up before the address was proven by somebody else is gone
mail-credentials-forgotten-subject = Tidigare sätt att logga in på ditt konto hos { $brand } har tagits bort
mail-credentials-forgotten-title = Tidigare sätt att logga in har tagits bort
mail-credentials-forgotten-text = Kontots adress har bekräftats för första gången. Det som tidigare loggade in på kontot kan ha lagts till av någon annan och har därför tagits bort: lösenord, andra steg, nycklar och kopplade konton. Alla andra har loggats ut.
mail-credentials-forgotten-note = Om du hade lagt till det själv kan du göra det igen på din kontosida. Om du inte har bekräftat adressen ska du genast kontakta dem som driver { $brand }.

mail-welcome-subject = Välkommen till { $brand }
mail-welcome-title = Välkommen
mail-welcome-text = Din adress är bekräftad och ditt konto är klart. På din kontosida ser du var du är inloggad, och där lägger du till en nyckel eller ett andra steg.
mail-welcome-button = Ditt konto
mail-welcome-note = Om du inte har skapat kontot väljer du ett nytt lösenord där, eller kontaktar dem som driver { $brand }.

# A code and a link to prove the address of an account
mail-verify-code-subject = Din kod för { $brand }
mail-verify-code-title = Är det här din adress?
mail-verify-code-text = { $brand } vill veta att adressen för ditt konto är din. Ange koden på sidan som bad om den, eller öppna länken.
mail-verify-code-button = Öppna länken
mail-verify-code-note = Om du inte har bett om den kan du bortse från mejlet. Ge inte koden till någon.

# Another address for an account
mail-address-change-code-subject = Din kod för { $brand }
mail-address-change-code-title = Är det här din nya adress?
mail-address-change-code-text = Någon som är inloggad på { $brand } vill ha den här adressen för sitt konto. Om det var du anger du koden på sidan som bad om den, eller öppnar länken.
mail-address-change-code-button = Öppna länken
mail-address-change-code-note = Om det inte var du kan du bortse från mejlet: utan koden ändras ingenting. Ge den inte till någon.
mail-address-change-old-subject = Adressen för ditt konto hos { $brand } ska bytas
mail-address-change-old-title = Vill du ha en annan adress?
mail-address-change-old-text = Någon som är inloggad på ditt konto hos { $brand } bad om en annan e-postadress. Om det var du anger du koden på sidan som bad om den.
mail-address-change-old-note = Om det inte var du ska du inte ge koden till någon: utan den blir adressen kvar. Logga in, avbryt bytet och välj ett annat lösenord.
mail-address-change-asked-subject = Adressen för ditt konto hos { $brand } ska bytas
mail-address-change-asked-title = Din adress ska bytas
mail-address-change-asked-text = Någon som är inloggad på ditt konto hos { $brand } bad om en annan e-postadress. Den gäller när personen har visat att den är hens.
mail-address-change-asked-note = Om det inte var du ska du logga in, avbryta bytet, välja ett annat lösenord och kontakta dem som driver { $brand }.
mail-address-known-subject = Någon ville ha din adress hos { $brand }
mail-address-known-title = Någon ville ha din adress
mail-address-known-text = Någon som är inloggad på ett annat konto hos { $brand } ville ha den här adressen. Den hör till ditt konto och blir kvar där.
mail-address-known-note = Du behöver inte göra något. Om det var du loggar du in med den här adressen.
mail-address-changed-subject = Adressen för ditt konto hos { $brand } är bytt
mail-address-changed-title = Din adress är bytt
mail-address-changed-text = Ditt konto hos { $brand } har nu en annan e-postadress. Med den här loggar man inte längre in. Om det inte var du tar du tillbaka den med länken: alla loggas ut och du väljer ett nytt lösenord.
mail-address-changed-button = Det var inte jag: ta tillbaka den
mail-address-changed-note = Om det var du behöver du inte göra något. Den som har länken kan ta över kontot, så ge den inte vidare.
mail-address-taken-back-subject = Den förra adressen för ditt konto hos { $brand } är tillbaka
mail-address-taken-back-title = Den förra adressen är tillbaka
mail-address-taken-back-text = Med en länk som skickades till den förra adressen för ditt konto hos { $brand } togs den tillbaka, och alla loggades ut. Den här adressen hör inte längre till kontot.
mail-address-taken-back-note = Om det inte var du läser någon annan mejlen där. Kontakta genast dem som driver { $brand }.

# A link with which somebody makes an account
mail-invitation-subject = Du är inbjuden till { $brand }
mail-invitation-title = Du är inbjuden
mail-invitation-text = De som driver { $brand } bjuder in dig att skapa ett konto med den här adressen.
mail-invitation-button = Skapa konto
mail-invitation-note = Om du inte vill ha något kan du bortse från mejlet. Den som har länken kan skapa kontot i ditt ställe, så skicka den inte vidare.
