# The pages of one's own account
moment-local = { $day } { $month } { $year }, { $time }
account-nav-overview = Przegląd
account-nav-profile = Twój profil
account-nav-preferences = Preferencje
profile-title = Twój profil
profile-names = Jak się nazywasz
profile-names-lead = Aplikacje, którym pozwalasz widzieć profil, zobaczą to, gdy następnym razem do niego zajrzą.
profile-whole-name = Imię i nazwisko, tak jak są wyświetlane
profile-whole-name-hint = Zostaw puste, aby połączyć imię i nazwisko.
profile-name-invalid = Użyj czytelnych znaków, najwyżej 100.
profile-save = Zapisz
profile-names-saved = Zapisano.
profile-picture-lead = Ze środka zostanie wycięty kwadrat. Miejsce i czas zrobienia zdjęcia nie są zachowywane.
profile-picture-file = Plik
profile-picture-hint = PNG, JPEG lub WebP, najwyżej 8 MB.
profile-picture-save = Użyj tego zdjęcia
profile-picture-saved = Masz nowe zdjęcie.
profile-picture-remove = Usuń
profile-picture-remove-hint = Kto zna jego adres, już go nie zobaczy. Aplikacje i przeglądarki mogą zachować kopię.
profile-picture-removed = Zdjęcie zostało usunięte.
profile-picture-missing = Najpierw wybierz plik.
profile-picture-unreadable = Tego pliku nie można odczytać jako obrazu. Użyj pliku PNG, JPEG lub WebP.
profile-picture-too-large = Ten obraz jest zbyt duży. Użyj takiego, który ma najwyżej 8 MB i 25 megapikseli.
profile-picture-busy = W tej chwili inni wysyłają obrazy. Spróbuj ponownie za kilka sekund.
profile-username-lead = Służy do logowania, a aplikacje mogą ją wyświetlać. Dotychczasowa będzie od tej pory dostępna dla innych.
profile-username-save = Zmień nazwę użytkownika
profile-username-saved = Nazwa użytkownika została zmieniona. Od teraz loguj się nową nazwą.
profile-username-fixed = Tutaj nie można jej zmienić. Zapytaj administratora tej usługi.
preferences-title = Preferencje
preferences-saved = Zapisano.
preferences-as-browser = Zgodnie z przeglądarką
preferences-locale-hint = Dla stron i wiadomości. Aplikacje mogą się o tym dowiedzieć.
preferences-no-zone = Czas uniwersalny (UTC)
preferences-zoneinfo-hint = Według niej podawane są godziny na tych stronach. Aplikacje mogą się o tym dowiedzieć.
preferences-theme = Kolory
preferences-theme-system = Zgodnie z urządzeniem
preferences-theme-light = Jasne
preferences-theme-dark = Ciemne
next-step = Jeden następny krok
next-passkey = Kluczem dostępu zalogujesz się za pomocą odcisku palca, twarzy lub kodu PIN. Nikt nie ukradnie Ci go fałszywą stroną.
next-passkey-button = Utwórz klucz dostępu
next-factor = Samo hasło otwiera konto. Włącz drugi krok, aby skradzione hasło nie wystarczyło.
next-factor-button = Dodaj drugi krok
next-codes = Pozostało mało kodów odzyskiwania. Bez kodu utrata telefonu odetnie Ci dostęp.
next-codes-button = Utwórz nowe kody
next-nothing = Twoje konto jest dobrze chronione. Nie musisz nic robić.

# What is kept, and the end of it
account-nav-data = Twoje dane
data-title = Twoje dane
data-take = Zabierz je ze sobą
data-take-lead = Jeden plik JSON ze wszystkim, co jest o Tobie przechowywane: profil, przeglądarki, aplikacje, klucze dostępu, organizacje i to, co działo się na koncie. Nie zawiera haseł ani sekretów.
data-take-button = Pobierz
data-end = Usuń konto
data-end-at-once = Konto i wszystko, co jest o Tobie przechowywane, zostanie od razu usunięte. Nikt nie może tego przywrócić.
data-end-lead = { $days ->
    [one] Wszystkie sesje zostaną zakończone, a aplikacje od razu stracą dostęp. Przez jeden dzień możesz zmienić zdanie. Potem konto i wszystko, co jest o Tobie przechowywane, zostanie usunięte i nikt nie może tego przywrócić.
    [few] Wszystkie sesje zostaną zakończone, a aplikacje od razu stracą dostęp. Przez { $days } dni możesz zmienić zdanie. Potem konto i wszystko, co jest o Tobie przechowywane, zostanie usunięte i nikt nie może tego przywrócić.
    [many] Wszystkie sesje zostaną zakończone, a aplikacje od razu stracą dostęp. Przez { $days } dni możesz zmienić zdanie. Potem konto i wszystko, co jest o Tobie przechowywane, zostanie usunięte i nikt nie może tego przywrócić.
   *[other] Wszystkie sesje zostaną zakończone, a aplikacje od razu stracą dostęp. Przez { $days } dnia możesz zmienić zdanie. Potem konto i wszystko, co jest o Tobie przechowywane, zostanie usunięte i nikt nie może tego przywrócić.
}
data-confirmation = Wpisz { $username }, aby potwierdzić
data-end-button = Usuń moje konto
data-confirmation-wrong = To nie jest Twoja nazwa użytkownika. Nic nie zostało usunięte.
data-last-administrator = To ostatnie konto administratora. Najpierw nadaj te uprawnienia komuś innemu; potem możesz odejść.
left-title = Twoje konto zostanie usunięte
left-at-once-title = Twoje konto zostało usunięte
left-at-once-lead = Nic o Tobie nie jest już tu przechowywane.
left-lead = { $days ->
    [one] Wszystkie sesje zostały zakończone. Do jutra możesz zachować konto: zaloguj się lub otwórz link z wiadomości, którą wysłaliśmy.
    [few] Wszystkie sesje zostały zakończone. Przez { $days } dni możesz zachować konto: zaloguj się lub otwórz link z wiadomości, którą wysłaliśmy.
    [many] Wszystkie sesje zostały zakończone. Przez { $days } dni możesz zachować konto: zaloguj się lub otwórz link z wiadomości, którą wysłaliśmy.
   *[other] Wszystkie sesje zostały zakończone. Przez { $days } dnia możesz zachować konto: zaloguj się lub otwórz link z wiadomości, którą wysłaliśmy.
}
left-keep = Zaloguj się, aby je zachować
keep-title = Zachować konto?
keep-lead = Zostanie usunięte: { $moment }. Do tego czasu nikt nie jest na nie zalogowany.
keep-button = Zachowaj moje konto
keep-not = Pozwól je usunąć
kept-title = Twoje konto pozostaje
kept-lead = Zaloguj się, aby go używać. Jeśli to nie Ty chcesz je usunąć, zmień hasło.
