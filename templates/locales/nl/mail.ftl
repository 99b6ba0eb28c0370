# What stands around every mail
mail-until = Dit werkt één keer, tot { $moment }.
mail-copy-link = Doet de knop niets, kopieer dan dit adres naar je browser:
mail-account = Account
mail-time = Wanneer
mail-place = Waar
mail-codes-left = Resterende herstelcodes
mail-sent-by = Verstuurd door { $brand }, waar dit adres bij een account hoort.
mail-sent-once = Verstuurd door { $brand } omdat iemand daar dit adres heeft opgegeven.

# Shows that mail works
mail-test-subject = E-mail van { $brand } werkt
mail-test-title = E-mail werkt
mail-test-text = Deze e-mail is verstuurd door ‘signet mail test’, op dezelfde manier als elke e-mail van { $brand }.
mail-test-note = Je hoeft niets te doen.

# A link to set a password
mail-password-link-subject = Kies een nieuw wachtwoord voor { $brand }
mail-password-link-title = Kies een nieuw wachtwoord
mail-password-link-text = Met deze link stel je het wachtwoord van je account bij { $brand } in. Overal elders word je uitgelogd.
mail-password-link-button = Wachtwoord instellen
mail-password-link-note = Verwachtte je dit niet, dan kun je deze e-mail negeren. Zonder deze link kan niemand het wachtwoord instellen, dus geef de link niet door.

# A link for somebody who forgot the password
mail-password-recovery-subject = Kies een nieuw wachtwoord voor { $brand }
mail-password-recovery-title = Wachtwoord vergeten?
mail-password-recovery-text = Iemand heeft een nieuw wachtwoord aangevraagd voor je account bij { $brand }. Met deze link kies je er een. Overal elders word je uitgelogd.
mail-password-recovery-button = Kies een nieuw wachtwoord
mail-password-recovery-note = Was jij dit niet, negeer deze e-mail dan: je wachtwoord blijft zoals het is. Zonder deze link kan niemand een ander instellen, dus geef de link niet door.

# The password was set or changed
mail-password-changed-subject = Je wachtwoord van { $brand } is gewijzigd
mail-password-changed-title = Je wachtwoord is gewijzigd
mail-password-changed-text = Het wachtwoord van je account bij { $brand } is zojuist ingesteld. Waar je was ingelogd, moet je misschien opnieuw inloggen.
mail-password-changed-note = Was jij dit niet, laat het dan meteen weten aan de beheerder van { $brand }: iemand anders heeft misschien toegang tot je account.

mail-factor-added-subject = Er is een authenticator-app toegevoegd aan je account bij { $brand }
mail-factor-added-title = Er is een authenticator-app toegevoegd
mail-factor-added-text = Vanaf nu wordt om een code uit deze app gevraagd als je inlogt bij { $brand }.
mail-factor-added-note = Was jij dit niet, stel dan een nieuw wachtwoord in en laat het meteen weten aan de beheerder van { $brand }: iemand anders heeft misschien toegang tot je account.

mail-factor-removed-subject = Er is een authenticator-app verwijderd uit je account bij { $brand }
mail-factor-removed-title = Er is een authenticator-app verwijderd
mail-factor-removed-text = Met codes uit deze app kun je niet meer inloggen bij { $brand }. Op je accountpagina zie je welke apps er nog zijn.
mail-factor-removed-note = Was jij dit niet, stel dan een nieuw wachtwoord in en laat het meteen weten aan de beheerder van { $brand }: iemand anders heeft misschien toegang tot je account.

# The operator took all further factors away
mail-factors-reset-subject = De tweede stap van je account bij { $brand } is gereset
mail-factors-reset-title = Je tweede stap is gereset
mail-factors-reset-text = De beheerder van { $brand } heeft je authenticator-apps en herstelcodes verwijderd. Tot je weer een app instelt, is het wachtwoord genoeg om in te loggen. Je bent overal uitgelogd.
mail-factors-reset-note = Heb je hier niet om gevraagd, laat het dan weten aan de beheerder van { $brand }.

mail-recovery-codes-made-subject = Nieuwe herstelcodes voor je account bij { $brand }
mail-recovery-codes-made-title = Er zijn nieuwe herstelcodes gemaakt
mail-recovery-codes-made-text = De herstelcodes van je account bij { $brand } zijn vervangen. De oude werken niet meer.
mail-recovery-codes-made-note = Was jij dit niet, stel dan een nieuw wachtwoord in en laat het meteen weten aan de beheerder van { $brand }: iemand anders heeft misschien toegang tot je account.

mail-recovery-code-used-subject = Er is een herstelcode van je account bij { $brand } gebruikt
mail-recovery-code-used-title = Er is een herstelcode gebruikt
mail-recovery-code-used-text = Er is bij je account bij { $brand } ingelogd met een van de herstelcodes. Die werkt niet meer; hieronder staat hoeveel er nog over zijn.
mail-recovery-code-used-note = Was jij dit niet, stel dan een nieuw wachtwoord in en laat het meteen weten aan de beheerder van { $brand }: iemand anders heeft misschien toegang tot je account.

# A session was ended by a sign-in in one browser more than is allowed
mail-session-limit-subject = Je bent bij { $brand } uitgelogd in je oudste browser
mail-session-limit-title = Je bent in één browser uitgelogd
mail-session-limit-text = Je hebt in nog een browser ingelogd bij { $brand }. Je bent nu in zo veel browsers ingelogd dat je bent uitgelogd in de browser waarin je het langst geleden hebt ingelogd.
mail-session-limit-note = Heb jij niet ingelogd, wijzig dan je wachtwoord: iemand anders kent het misschien. Op je accountpagina zie je waar je bent ingelogd.

# A link to sign in
mail-sign-in-link-subject = Inloggen bij { $brand }
mail-sign-in-link-title = Inloggen bij { $brand }
mail-sign-in-link-text = Met deze link log je in, zonder wachtwoord.
mail-sign-in-link-button = Inloggen
mail-sign-in-link-note = Heb je hier niet om gevraagd, negeer deze e-mail dan en geef de link niet door.

# A code and a link to sign in
mail-sign-in-code-subject = Je code om in te loggen bij { $brand }
mail-sign-in-code-title = Inloggen bij { $brand }
mail-sign-in-code-text = Vul deze code in op de pagina die erom vroeg, of open de link.
mail-sign-in-code-button = De link openen
mail-sign-in-code-note = Heb je hier niet om gevraagd, negeer deze e-mail dan. Vertel niemand de code: wie die heeft, logt in als jou, en { $brand } vraagt er nooit om.

# A code and a link to prove an address
mail-sign-up-code-subject = Je code voor { $brand }
mail-sign-up-code-title = Is dit jouw adres?
mail-sign-up-code-text = Iemand maakt met dit adres een account bij { $brand }. Vul deze code in op de pagina die erom vroeg, of open de link.
mail-sign-up-code-button = De link openen
mail-sign-up-code-note = Was jij dit niet, negeer deze e-mail dan: zonder de code komt er geen account. Vertel de code aan niemand.

# The same for an address that has an account
mail-sign-up-known-subject = Je hebt al een account bij { $brand }
mail-sign-up-known-title = Je hebt al een account
mail-sign-up-known-text = Iemand wilde met dit adres een account bij { $brand } maken, maar bij dat adres hoort er al een. Was jij dit, dan log je met deze code in op de pagina die erom vroeg. Dat kan ook met de link.
mail-sign-up-known-button = Inloggen
mail-sign-up-known-note = Was jij dit niet, negeer deze e-mail dan. Vertel niemand de code: wie die heeft, logt in als jou.

# The same where no mail signs anybody in
mail-sign-up-exists-subject = Je hebt al een account bij { $brand }
mail-sign-up-exists-title = Je hebt al een account
mail-sign-up-exists-text = Iemand wilde met dit adres een account bij { $brand } maken, maar bij dat adres hoort er al een. Er is niets veranderd. Was jij dit, log dan in op je account.
mail-sign-up-exists-button = Inloggen
mail-sign-up-exists-note = Was jij dit niet, negeer deze e-mail dan: hiermee komt niemand in je account.

# A link to make the first administrator
mail-setup-link-subject = { $brand } instellen
mail-setup-link-title = { $brand } instellen
mail-setup-link-text = Met deze link word je de eerste beheerder van { $brand }.
mail-setup-link-button = Beginnen
mail-setup-link-note = Wie deze link heeft, kan de installatie overnemen: geef de link niet door.

# The mails of a developer's machine
dev-mail-title = Mailbox voor ontwikkeling
dev-mail-lead = E-mails die zouden zijn verstuurd. Alleen deze computer ziet ze. Ze zijn weg zodra de server stopt.
dev-mail-list = E-mails
dev-mail-none = Nog geen e-mail.
dev-mail-to = Aan
dev-mail-link = De link uit de e-mail openen
dev-mail-html = De e-mail als HTML
dev-mail-text = De e-mail als platte tekst
dev-mail-back = Alle e-mails
dev-mail-again = Opnieuw kijken

mail-passkey-added-subject = Er is een passkey toegevoegd aan je account bij { $brand }
mail-passkey-added-title = Er is een passkey toegevoegd
mail-passkey-added-text = Vanaf nu kan met een nieuwe passkey worden ingelogd op je account bij { $brand }, zonder wachtwoord.
mail-passkey-added-note = Was jij dit niet, verwijder de passkey dan bij ‘Hoe je inlogt’, stel een nieuw wachtwoord in en laat het meteen weten aan de beheerder van { $brand }.

mail-passkey-removed-subject = Er is een passkey verwijderd uit je account bij { $brand }
mail-passkey-removed-title = Er is een passkey verwijderd
mail-passkey-removed-text = Met een van de passkeys van je account bij { $brand } kan niet meer worden ingelogd.
mail-passkey-removed-note = Was jij dit niet, laat het dan meteen weten aan de beheerder van { $brand }: iemand anders heeft misschien toegang tot je account.

# An account is to be erased
mail-account-leaving-subject = Je account bij { $brand } wordt gewist
mail-account-leaving-title = Je account wordt gewist
mail-account-leaving-text = Je hebt erom gevraagd, dus je bent overal uitgelogd en apps hebben hun toegang verloren. Tot het tijdstip hieronder kun je het account met deze link behouden, of door in te loggen.
mail-account-leaving-button = Mijn account behouden
mail-account-leaving-note = Was jij dit niet, behoud het account dan met de link en wijzig daarna je wachtwoord: iemand anders kent het misschien.
mail-account-kept-subject = Je account bij { $brand } blijft bestaan
mail-account-kept-title = Je account blijft bestaan
mail-account-kept-text = Je account bij { $brand } zou worden gewist, maar dat gaat niet door. Log in om het te gebruiken.
mail-account-kept-note = Wilde jij het niet behouden, dan kent iemand anders misschien je wachtwoord of leest die je e-mail. Laat het weten aan de beheerder van { $brand }.
mail-account-erased-subject = Je account bij { $brand } is gewist
mail-account-erased-title = Je account is gewist
mail-account-erased-text = Je account bij { $brand } en alles wat over je werd bewaard, zijn gewist. Dit is de laatste e-mail erover.
mail-account-erased-note = Het kan niet worden teruggehaald. Wilde jij dit niet, laat het dan weten aan de beheerder van { $brand }.

mail-wallet-added-subject = Er is een wallet toegevoegd aan je account bij { $brand }
mail-wallet-added-title = Er is een wallet toegevoegd
mail-wallet-added-text = Vanaf nu kan met een nieuwe Ethereum-wallet worden ingelogd op je account bij { $brand }, zonder wachtwoord.
mail-wallet-added-note = Was jij dit niet, verwijder de wallet dan bij ‘Hoe je inlogt’, stel een nieuw wachtwoord in en laat het meteen weten aan de beheerder van { $brand }.

mail-wallet-removed-subject = Er is een wallet verwijderd uit je account bij { $brand }
mail-wallet-removed-title = Er is een wallet verwijderd
mail-wallet-removed-text = Met een van de wallets van je account bij { $brand } kan niet meer worden ingelogd.
mail-wallet-removed-note = Was jij dit niet, laat het dan meteen weten aan de beheerder van { $brand }: iemand anders heeft misschien toegang tot je account.

# Another provider was connected
mail-identity-linked-subject = Er is een andere manier om in te loggen gekoppeld aan je account bij { $brand }
mail-identity-linked-title = Er is een andere manier om in te loggen gekoppeld
mail-identity-linked-text = Vanaf nu kan met een account bij een andere aanbieder worden ingelogd op je account bij { $brand }.
mail-identity-linked-note = Was jij dit niet, ontkoppel het dan bij ‘Hoe je inlogt’, stel een nieuw wachtwoord in en laat het meteen weten aan de beheerder van { $brand }.

# Another provider was disconnected
mail-identity-unlinked-subject = Er is een manier om in te loggen losgekoppeld van je account bij { $brand }
mail-identity-unlinked-title = Er is een manier om in te loggen losgekoppeld
mail-identity-unlinked-text = Met een van je accounts bij andere aanbieders kan niet meer worden ingelogd op je account bij { $brand }.
mail-identity-unlinked-note = Was jij dit niet, laat het dan meteen weten aan de beheerder van { $brand }: iemand anders heeft misschien toegang tot je account.

# What was set up before the address was proven by somebody else is gone
mail-credentials-forgotten-subject = Eerdere manieren om in te loggen op je account bij { $brand } zijn verwijderd
mail-credentials-forgotten-title = Eerdere manieren om in te loggen zijn verwijderd
mail-credentials-forgotten-text = Het adres van dit account is voor het eerst bevestigd. Wat daarvoor toegang gaf, kan door iemand anders zijn ingesteld en is daarom verwijderd: wachtwoord, tweede stap, passkeys en gekoppelde accounts. Alle anderen zijn uitgelogd.
mail-credentials-forgotten-note = Had je het zelf ingesteld, dan kun je dat opnieuw doen op je accountpagina. Heb je het adres niet bevestigd, laat het dan meteen weten aan de beheerder van { $brand }.

mail-welcome-subject = Welkom bij { $brand }
mail-welcome-title = Welkom
mail-welcome-text = Je adres is bevestigd en je account is klaar. Op je accountpagina zie je waar je bent ingelogd en stel je een passkey of een tweede stap in.
mail-welcome-button = Je account
mail-welcome-note = Heb je dit account niet gemaakt, kies daar dan een nieuw wachtwoord of laat het weten aan de beheerder van { $brand }.

# A code and a link to prove the address of an account
mail-verify-code-subject = Je code voor { $brand }
mail-verify-code-title = Is dit jouw adres?
mail-verify-code-text = { $brand } wil weten of het adres van je account van jou is. Vul deze code in op de pagina die erom vroeg, of open de link.
mail-verify-code-button = De link openen
mail-verify-code-note = Heb je hier niet om gevraagd, negeer deze e-mail dan en vertel niemand de code.

# Another address for an account
mail-address-change-code-subject = Je code voor { $brand }
mail-address-change-code-title = Is dit je nieuwe adres?
mail-address-change-code-text = Iemand die bij { $brand } is ingelogd, wil dit adres voor zijn account. Ben jij dat, vul deze code dan in op de pagina die erom vroeg, of open de link.
mail-address-change-code-button = De link openen
mail-address-change-code-note = Was jij dit niet, negeer deze e-mail dan: zonder de code verandert er niets. Vertel die aan niemand.
mail-address-change-old-subject = Het adres van je account bij { $brand } wordt gewijzigd
mail-address-change-old-title = Wil je een ander adres?
mail-address-change-old-text = Iemand die in je account bij { $brand } is ingelogd, vroeg om een ander e-mailadres. Was jij dit, vul deze code dan in op de pagina die erom vroeg.
mail-address-change-old-note = Was jij dit niet, vertel dan niemand de code: zonder die code blijft het adres. Log in, stop de wijziging en kies een ander wachtwoord.
mail-address-change-asked-subject = Het adres van je account bij { $brand } wordt gewijzigd
mail-address-change-asked-title = Je adres wordt gewijzigd
mail-address-change-asked-text = Iemand die in je account bij { $brand } is ingelogd, vroeg om een ander e-mailadres. Het telt zodra is gebleken dat het van diegene is.
mail-address-change-asked-note = Was jij dit niet, log dan in, stop de wijziging, kies een ander wachtwoord en laat het weten aan de beheerder van { $brand }.
mail-address-known-subject = Iemand wilde jouw adres bij { $brand }
mail-address-known-title = Iemand wilde jouw adres
mail-address-known-text = Iemand die in een ander account bij { $brand } is ingelogd, wilde dit adres hebben. Het hoort bij jouw account en blijft daar.
mail-address-known-note = Je hoeft niets te doen. Was jij dit, log dan in met dit adres.
mail-address-changed-subject = Het adres van je account bij { $brand } is gewijzigd
mail-address-changed-title = Je adres is gewijzigd
mail-address-changed-text = Je account bij { $brand } heeft nu een ander e-mailadres. Met dit adres log je daar niet meer in. Was jij dit niet, haal het dan terug met deze link: iedereen wordt uitgelogd en je kiest een nieuw wachtwoord.
mail-address-changed-button = Dit was ik niet: terughalen
mail-address-changed-note = Was jij dit, dan hoef je niets te doen. Wie de link heeft, kan het account overnemen: geef hem niet door.
mail-address-taken-back-subject = Het vorige adres van je account bij { $brand } is terug
mail-address-taken-back-title = Het vorige adres is terug
mail-address-taken-back-text = Met een link die naar het vorige adres van je account bij { $brand } ging, is dat adres teruggehaald, en iedereen is uitgelogd. Dit adres hoort niet meer bij het account.
mail-address-taken-back-note = Was jij dit niet, dan leest iemand anders die mailbox. Laat het meteen weten aan de beheerder van { $brand }.

# A link with which somebody makes an account
mail-invitation-subject = Je bent uitgenodigd voor { $brand }
mail-invitation-title = Je bent uitgenodigd
mail-invitation-text = De beheerder van { $brand } nodigt je uit om met dit adres een account te maken.
mail-invitation-button = Account maken
mail-invitation-note = Wil je er geen, negeer deze e-mail dan. Wie de link heeft, kan het account in jouw plaats maken, dus geef de link niet door.
