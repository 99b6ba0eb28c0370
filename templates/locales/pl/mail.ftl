# What stands around every mail
mail-until = Działa tylko raz, do { $moment }.
mail-copy-link = Jeśli przycisk nie działa, skopiuj ten adres do przeglądarki:
mail-account = Konto
mail-time = Kiedy
mail-place = Miejsce
mail-codes-left = Pozostałe kody odzyskiwania
mail-sent-by = Nadawca: { $brand }. Ten adres należy tam do konta.
mail-sent-once = Nadawca: { $brand }. Ktoś podał tam ten adres.

# Shows that mail works
mail-test-subject = Poczta z { $brand } działa
mail-test-title = Poczta działa
mail-test-text = Tę wiadomość wysłało polecenie „signet mail test”, w taki sam sposób jak każdą wiadomość z { $brand }.
mail-test-note = Nie trzeba nic robić.

# A link to set a password
mail-password-link-subject = Wybierz nowe hasło do konta { $brand }
mail-password-link-title = Wybierz nowe hasło
mail-password-link-text = Ten link służy do ustawienia hasła do Twojego konta { $brand }. Wszystkie inne sesje zostaną zakończone.
mail-password-link-button = Ustaw hasło
mail-password-link-note = Jeśli ta wiadomość jest nieoczekiwana, możesz ją zignorować. Bez tego linku nikt nie ustawi hasła, dlatego nie przekazuj go nikomu.

# A link for somebody who forgot the password
mail-password-recovery-subject = Wybierz nowe hasło do konta { $brand }
mail-password-recovery-title = Nie pamiętasz hasła?
mail-password-recovery-text = Ktoś poprosił o nowe hasło do Twojego konta { $brand }. Możesz je wybrać za pomocą tego linku. Wszystkie inne sesje zostaną zakończone.
mail-password-recovery-button = Wybierz nowe hasło
mail-password-recovery-note = Jeśli to nie Ty, zignoruj tę wiadomość: hasło pozostanie bez zmian. Bez tego linku nikt nie ustawi innego, dlatego nie przekazuj go nikomu.

# The password was set or changed
mail-password-changed-subject = Hasło do Twojego konta { $brand } zostało zmienione
mail-password-changed-title = Twoje hasło zostało zmienione
mail-password-changed-text = Hasło do Twojego konta { $brand } zostało właśnie ustawione. Na innych urządzeniach i w innych przeglądarkach może być konieczne ponowne zalogowanie się.
mail-password-changed-note = Jeśli to nie Ty, natychmiast powiadom administratora usługi { $brand }: ktoś inny może mieć dostęp do Twojego konta.

mail-factor-added-subject = Do Twojego konta { $brand } dodano aplikację uwierzytelniającą
mail-factor-added-title = Dodano aplikację uwierzytelniającą
mail-factor-added-text = Od teraz podczas logowania na konto { $brand } trzeba podać kod z tej aplikacji.
mail-factor-added-note = Jeśli to nie Ty, ustaw nowe hasło i natychmiast powiadom administratora usługi { $brand }: ktoś inny może mieć dostęp do Twojego konta.

mail-factor-removed-subject = Z Twojego konta { $brand } usunięto aplikację uwierzytelniającą
mail-factor-removed-title = Usunięto aplikację uwierzytelniającą
mail-factor-removed-text = Kody z tej aplikacji nie pozwalają już zalogować się na konto { $brand }. Na stronie konta widać, które aplikacje pozostały.
mail-factor-removed-note = Jeśli to nie Ty, ustaw nowe hasło i natychmiast powiadom administratora usługi { $brand }: ktoś inny może mieć dostęp do Twojego konta.

# The operator took all further factors away
mail-factors-reset-subject = Drugi krok logowania na Twoje konto { $brand } został zresetowany
mail-factors-reset-title = Twój drugi krok logowania został zresetowany
mail-factors-reset-text = Administrator usługi { $brand } usunął Twoje aplikacje uwierzytelniające i kody odzyskiwania. Do czasu ponownego skonfigurowania aplikacji do zalogowania wystarczy samo hasło. Nastąpiło wylogowanie ze wszystkich urządzeń.
mail-factors-reset-note = Jeśli nie było takiej prośby z Twojej strony, powiadom administratora usługi { $brand }.

mail-recovery-codes-made-subject = Nowe kody odzyskiwania do Twojego konta { $brand }
mail-recovery-codes-made-title = Utworzono nowe kody odzyskiwania
mail-recovery-codes-made-text = Kody odzyskiwania do Twojego konta { $brand } zostały zastąpione. Stare już nie działają.
mail-recovery-codes-made-note = Jeśli to nie Ty, ustaw nowe hasło i natychmiast powiadom administratora usługi { $brand }: ktoś inny może mieć dostęp do Twojego konta.

mail-recovery-code-used-subject = Użyto kodu odzyskiwania Twojego konta { $brand }
mail-recovery-code-used-title = Użyto kodu odzyskiwania
mail-recovery-code-used-text = Na Twoje konto { $brand } zalogowano się przy użyciu jednego z kodów odzyskiwania. Ten kod już nie działa; poniżej podano, ile kodów pozostało.
mail-recovery-code-used-note = Jeśli to nie Ty, ustaw nowe hasło i natychmiast powiadom administratora usługi { $brand }: ktoś inny może mieć dostęp do Twojego konta.

# A session was ended by a sign-in in one browser more than is allowed
mail-session-limit-subject = Wylogowano z konta { $brand } w przeglądarce z najstarszą sesją
mail-session-limit-title = Wylogowano w jednej z przeglądarek
mail-session-limit-text = Na Twoje konto { $brand } zalogowano się w kolejnej przeglądarce. Sesji jest teraz tak dużo, że zakończono najstarszą z nich.
mail-session-limit-note = Jeśli to nie Ty, zmień hasło: ktoś inny może je znać. Na stronie konta widać Twoje aktywne sesje.

# A link to sign in
mail-sign-in-link-subject = Zaloguj się na konto { $brand }
mail-sign-in-link-title = Zaloguj się na konto { $brand }
mail-sign-in-link-text = Ten link pozwala zalogować się bez hasła.
mail-sign-in-link-button = Zaloguj się
mail-sign-in-link-note = Jeśli nie było takiej prośby z Twojej strony, zignoruj tę wiadomość i nie przekazuj nikomu linku.

# A code and a link to sign in
mail-sign-in-code-subject = Twój kod do logowania na konto { $brand }
mail-sign-in-code-title = Zaloguj się na konto { $brand }
mail-sign-in-code-text = Wpisz ten kod na stronie, która o niego poprosiła, lub otwórz link.
mail-sign-in-code-button = Otwórz link
mail-sign-in-code-note = Jeśli nie było takiej prośby z Twojej strony, zignoruj tę wiadomość. Nie podawaj nikomu kodu: kto go ma, zaloguje się na Twoje konto, a { $brand } nigdy o niego nie pyta.

# A code and a link to prove an address
mail-sign-up-code-subject = Twój kod do konta { $brand }
mail-sign-up-code-title = Czy to Twój adres?
mail-sign-up-code-text = Ktoś tworzy konto { $brand } z tym adresem. Wpisz ten kod na stronie, która o niego poprosiła, lub otwórz link.
mail-sign-up-code-button = Otwórz link
mail-sign-up-code-note = Jeśli to nie Ty, zignoruj tę wiadomość: bez kodu konto nie powstanie. Nie podawaj go nikomu.

# The same for an address that has an account
mail-sign-up-known-subject = Masz już konto { $brand }
mail-sign-up-known-title = Masz już konto
mail-sign-up-known-text = Ktoś próbował utworzyć konto { $brand } z tym adresem, ale takie konto już istnieje. Jeśli to Ty, ten kod pozwoli zalogować się na stronie, która o niego poprosiła; link także.
mail-sign-up-known-button = Zaloguj się
mail-sign-up-known-note = Jeśli to nie Ty, zignoruj tę wiadomość. Nie podawaj nikomu kodu: kto go ma, zaloguje się na Twoje konto.

# The same where no mail signs anybody in
mail-sign-up-exists-subject = Masz już konto { $brand }
mail-sign-up-exists-title = Masz już konto
mail-sign-up-exists-text = Ktoś próbował utworzyć konto { $brand } z tym adresem, ale takie konto już istnieje. Niczego nie zmieniono. Jeśli to Ty, zaloguj się na swoje konto.
mail-sign-up-exists-button = Zaloguj się
mail-sign-up-exists-note = Jeśli to nie Ty, zignoruj tę wiadomość: nikt nie dostanie się przez nią na Twoje konto.

# A link to make the first administrator
mail-setup-link-subject = Skonfiguruj { $brand }
mail-setup-link-title = Skonfiguruj { $brand }
mail-setup-link-text = Ten link służy do utworzenia pierwszego konta administratora usługi { $brand }.
mail-setup-link-button = Rozpocznij
mail-setup-link-note = Kto ma ten link, może przejąć instalację: nie przekazuj go nikomu.

# The mails of a developer's machine
dev-mail-title = Skrzynka odbiorcza dla programistów
dev-mail-lead = Wiadomości, które zostałyby wysłane. Widzi je tylko ten komputer; znikną po zatrzymaniu serwera.
dev-mail-list = Wiadomości
dev-mail-none = Nie ma jeszcze wiadomości.
dev-mail-to = Do
dev-mail-link = Otwórz link z wiadomości
dev-mail-html = Wiadomość jako HTML
dev-mail-text = Wiadomość jako zwykły tekst
dev-mail-back = Wszystkie wiadomości
dev-mail-again = Sprawdź ponownie

mail-passkey-added-subject = Do Twojego konta { $brand } dodano klucz dostępu
mail-passkey-added-title = Dodano klucz dostępu
mail-passkey-added-text = Od teraz na Twoje konto { $brand } można zalogować się nowym kluczem dostępu, bez hasła.
mail-passkey-added-note = Jeśli to nie Ty, usuń go w sekcji „Sposoby logowania”, ustaw nowe hasło i natychmiast powiadom administratora usługi { $brand }.

mail-passkey-removed-subject = Z Twojego konta { $brand } usunięto klucz dostępu
mail-passkey-removed-title = Usunięto klucz dostępu
mail-passkey-removed-text = Jednym z kluczy dostępu do Twojego konta { $brand } nie można się już zalogować.
mail-passkey-removed-note = Jeśli to nie Ty, natychmiast powiadom administratora usługi { $brand }: ktoś inny może mieć dostęp do Twojego konta.

# An account is to be erased
mail-account-leaving-subject = Twoje konto { $brand } zostanie usunięte
mail-account-leaving-title = Twoje konto zostanie usunięte
mail-account-leaving-text = Zgodnie z Twoją prośbą wszystkie sesje zostały zakończone, a aplikacje straciły dostęp. Do podanej niżej chwili możesz zachować konto za pomocą tego linku lub logując się.
mail-account-leaving-button = Zachowaj moje konto
mail-account-leaving-note = Jeśli to nie Ty, zachowaj konto za pomocą linku, a potem zmień hasło: ktoś inny może je znać.
mail-account-kept-subject = Twoje konto { $brand } pozostaje
mail-account-kept-title = Twoje konto pozostaje
mail-account-kept-text = Twoje konto { $brand } miało zostać usunięte, ale tak się nie stanie. Zaloguj się, aby go używać.
mail-account-kept-note = Jeśli to nie Ty chcesz je zachować, ktoś inny może znać Twoje hasło lub czytać Twoją pocztę. Powiadom administratora usługi { $brand }.
mail-account-erased-subject = Twoje konto { $brand } zostało usunięte
mail-account-erased-title = Twoje konto zostało usunięte
mail-account-erased-text = Twoje konto { $brand } i wszystko, co było o Tobie przechowywane, zostało usunięte. To ostatnia wiadomość na ten temat.
mail-account-erased-note = Nie można go przywrócić. Jeśli to nie była Twoja decyzja, powiadom administratora usługi { $brand }.

mail-wallet-added-subject = Do Twojego konta { $brand } dodano portfel
mail-wallet-added-title = Dodano portfel
mail-wallet-added-text = Od teraz na Twoje konto { $brand } można zalogować się nowym portfelem Ethereum, bez hasła.
mail-wallet-added-note = Jeśli to nie Ty, usuń go w sekcji „Sposoby logowania”, ustaw nowe hasło i natychmiast powiadom administratora usługi { $brand }.

mail-wallet-removed-subject = Z Twojego konta { $brand } usunięto portfel
mail-wallet-removed-title = Usunięto portfel
mail-wallet-removed-text = Jednym z portfeli Twojego konta { $brand } nie można się już zalogować.
mail-wallet-removed-note = Jeśli to nie Ty, natychmiast powiadom administratora usługi { $brand }: ktoś inny może mieć dostęp do Twojego konta.

# Another provider was connected
mail-identity-linked-subject = Z Twoim kontem { $brand } połączono inny sposób logowania
mail-identity-linked-title = Połączono inny sposób logowania
mail-identity-linked-text = Od teraz na Twoje konto { $brand } można zalogować się kontem innego dostawcy.
mail-identity-linked-note = Jeśli to nie Ty, odłącz je w sekcji „Sposoby logowania”, ustaw nowe hasło i natychmiast powiadom administratora usługi { $brand }.

# Another provider was disconnected
mail-identity-unlinked-subject = Od Twojego konta { $brand } odłączono sposób logowania
mail-identity-unlinked-title = Odłączono sposób logowania
mail-identity-unlinked-text = Jednym z Twoich kont u innych dostawców nie można się już zalogować na Twoje konto { $brand }.
mail-identity-unlinked-note = Jeśli to nie Ty, natychmiast powiadom administratora usługi { $brand }: ktoś inny może mieć dostęp do Twojego konta.

# What was set up before the address was proven by somebody else is gone
mail-credentials-forgotten-subject = Usunięto wcześniejsze sposoby logowania na Twoje konto { $brand }
mail-credentials-forgotten-title = Usunięto wcześniejsze sposoby logowania
mail-credentials-forgotten-text = Adres tego konta potwierdzono po raz pierwszy. To, co wcześniej pozwalało się zalogować, mógł ustawić ktoś inny, dlatego zostało usunięte: hasło, drugi krok, klucze dostępu i połączone konta. Wszystkie inne sesje zakończono.
mail-credentials-forgotten-note = Jeśli to Ty je ustawiłeś lub ustawiłaś, możesz zrobić to ponownie na stronie swojego konta. Jeśli adres potwierdził ktoś inny, natychmiast powiadom administratora usługi { $brand }.

mail-welcome-subject = Witamy w { $brand }
mail-welcome-title = Witamy
mail-welcome-text = Twój adres jest potwierdzony, a konto gotowe. Na stronie konta widzisz swoje aktywne sesje i możesz ustawić klucz dostępu lub drugi krok.
mail-welcome-button = Twoje konto
mail-welcome-note = Jeśli to konto nie zostało założone przez Ciebie, ustaw tam nowe hasło lub powiadom administratora usługi { $brand }.

# A code and a link to prove the address of an account
mail-verify-code-subject = Twój kod do { $brand }
mail-verify-code-title = Czy to Twój adres?
mail-verify-code-text = Usługa { $brand } chce się upewnić, że adres Twojego konta należy do Ciebie. Wpisz ten kod na stronie, która o niego poprosiła, lub otwórz link.
mail-verify-code-button = Otwórz link
mail-verify-code-note = Jeśli to nie Ty o niego prosisz, zignoruj tę wiadomość i nie podawaj nikomu kodu.

# Another address for an account
mail-address-change-code-subject = Twój kod do { $brand }
mail-address-change-code-title = Czy to Twój nowy adres?
mail-address-change-code-text = Osoba zalogowana w usłudze { $brand } chce, aby był to adres jej konta. Jeśli to Ty, wpisz ten kod na stronie, która o niego poprosiła, lub otwórz link.
mail-address-change-code-button = Otwórz link
mail-address-change-code-note = Jeśli to nie Ty, zignoruj tę wiadomość: bez kodu nic się nie zmieni. Nie podawaj go nikomu.
mail-address-change-old-subject = Adres Twojego konta { $brand } ma zostać zmieniony
mail-address-change-old-title = Chcesz mieć inny adres?
mail-address-change-old-text = Osoba zalogowana na Twoje konto { $brand } poprosiła o inny adres e-mail. Jeśli to Ty, wpisz ten kod na stronie, która o niego poprosiła.
mail-address-change-old-note = Jeśli to nie Ty, nie podawaj nikomu kodu: bez niego adres się nie zmieni. Zaloguj się, przerwij zmianę i wybierz inne hasło.
mail-address-change-asked-subject = Adres Twojego konta { $brand } ma zostać zmieniony
mail-address-change-asked-title = Twój adres ma zostać zmieniony
mail-address-change-asked-text = Osoba zalogowana na Twoje konto { $brand } poprosiła o inny adres e-mail. Zacznie obowiązywać, gdy pokaże, że do niej należy.
mail-address-change-asked-note = Jeśli to nie Ty, zaloguj się, przerwij zmianę, wybierz inne hasło i powiadom administratora usługi { $brand }.
mail-address-known-subject = Ktoś chciał mieć Twój adres w { $brand }
mail-address-known-title = Ktoś chciał mieć Twój adres
mail-address-known-text = Osoba zalogowana na inne konto { $brand } chciała mieć ten adres. Należy on do Twojego konta i przy nim pozostaje.
mail-address-known-note = Nie trzeba nic robić. Jeśli to Ty, zaloguj się tym adresem.
mail-address-changed-subject = Adres Twojego konta { $brand } został zmieniony
mail-address-changed-title = Twój adres został zmieniony
mail-address-changed-text = Twoje konto { $brand } ma teraz inny adres e-mail. Tym adresem nie można się już logować. Jeśli to nie Ty, odzyskaj go tym linkiem: wszyscy zostaną wylogowani, a Ty wybierzesz nowe hasło.
mail-address-changed-button = To nie ja: odzyskaj adres
mail-address-changed-note = Jeśli to Ty, nie trzeba nic robić. Kto ma ten link, może przejąć konto: nie przekazuj go nikomu.
mail-address-taken-back-subject = Poprzedni adres Twojego konta { $brand } powrócił
mail-address-taken-back-title = Poprzedni adres powrócił
mail-address-taken-back-text = Linkiem wysłanym na poprzedni adres Twojego konta { $brand } odzyskano tamten adres i wszystkich wylogowano. Ten adres nie należy już do konta.
mail-address-taken-back-note = Jeśli to nie Ty, tamtą skrzynkę czyta ktoś inny. Natychmiast powiadom administratora usługi { $brand }.

# A link with which somebody makes an account
mail-invitation-subject = Zaproszenie do { $brand }
mail-invitation-title = Masz zaproszenie
mail-invitation-text = Administrator usługi { $brand } zaprasza Cię do utworzenia konta z tym adresem.
mail-invitation-button = Utwórz konto
mail-invitation-note = Jeśli go nie chcesz, zignoruj tę wiadomość. Kto ma ten link, może utworzyć konto zamiast Ciebie, więc nie przekazuj go nikomu.
