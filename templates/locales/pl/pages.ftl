# Words that several pages share
error-prefix = Błąd: { $title }
footer-support = Pomoc
footer-privacy = Prywatność: { $name }
footer-terms = Warunki: { $name }
back-to-client = Wróć do aplikacji { $client }
back-to-app = Wróć do aplikacji
start-again-client = Zacznij od nowa w aplikacji { $client }
start-again = Zacznij od nowa
to-your-account = Przejdź do swojego konta
go-on = Dalej
cancel = Anuluj
cancel-to-client = Anuluj i wróć do aplikacji { $client }
use-another-account = Użyj innego konta
form-problems = Niektóre odpowiedzi wymagają poprawy.
command-label = Polecenie
skip-to-content = Przejdź do treści
nav-label = Sekcje
username-label = Adres e-mail lub nazwa użytkownika
password-label = Hasło
password-show = Pokaż hasło
sign-in-button = Zaloguj się

# Sign in
sign-in-client-title = Zaloguj się do aplikacji { $client }
sign-in-client-lead = za pomocą konta { $brand }
sign-in-own-title = Zaloguj się na konto { $brand }
sign-in-again-title = Czy to nadal Ty?
sign-in-again-lead = Aplikacja { $client } prosi o ponowne wpisanie hasła.
sign-in-forgot = Nie pamiętasz hasła?
sign-in-change-name = Użyj innej nazwy
remember-label = Nie wylogowuj mnie na tym urządzeniu
sign-in-wrong-title = Ta nazwa i to hasło nie pasują do siebie.
sign-in-wrong-text = Sprawdź jedno i drugie, potem spróbuj ponownie.
sign-in-too-many-title = Było zbyt wiele prób.
sign-in-too-many-text = { $minutes ->
    [one] Aby chronić konto, poczekaj minutę. Potem spróbuj ponownie.
    [few] Aby chronić konto, poczekaj { $minutes } minuty. Potem spróbuj ponownie.
    [many] Aby chronić konto, poczekaj { $minutes } minut. Potem spróbuj ponownie.
   *[other] Aby chronić konto, poczekaj { $minutes } minuty. Potem spróbuj ponownie.
}
sign-in-busy-title = W tej chwili loguje się bardzo wiele osób.
sign-in-busy-text = Hasło nie zostało sprawdzone. Poczekaj kilka sekund i spróbuj ponownie.
sign-in-expired-form-title = Ta strona była długo otwarta.
sign-in-expired-form-text = Nic nie zostało wysłane. Wpisz hasło jeszcze raz.
sign-in-ended-title = Sesja została zakończona.
sign-in-ended-text = W międzyczasie nastąpiło wylogowanie, tutaj lub w innym miejscu. Nic się nie zmieniło. Zaloguj się, aby kontynuować.
sign-in-took-long-title = Minęła dłuższa chwila.
sign-in-took-long-text = Zaloguj się jeszcze raz.

# Sign in by a link
link-title = Zalogować się jako { $person }?
link-lead = Ten link działa tylko raz.

# A link to set a password
password-link-title = Wybierz nowe hasło
password-link-lead = Ten link działa tylko raz. Wszystkie inne sesje zostaną zakończone.
password-link-label = Nowe hasło
password-link-button = Ustaw hasło
password-set-title = Hasło jest ustawione
password-set-lead = Logujesz się jako { $username }. Wszystkie wcześniejsze sesje zostały zakończone.
password-set-client = Przejdź do aplikacji { $client }

# A password was forgotten
forgot-title = Nie pamiętasz hasła?
forgot-lead = Wyślemy link na adres e-mail Twojego konta. Za jego pomocą wybierzesz nowe hasło.
forgot-button = Wyślij link
forgot-back = Wróć do logowania
forgot-no-name = Wpisz adres e-mail lub nazwę użytkownika.
forgot-too-many = { $minutes ->
    [one] Z tego miejsca wysłano zbyt wiele próśb o link. Poczekaj minutę.
    [few] Z tego miejsca wysłano zbyt wiele próśb o link. Poczekaj { $minutes } minuty.
    [many] Z tego miejsca wysłano zbyt wiele próśb o link. Poczekaj { $minutes } minut.
   *[other] Z tego miejsca wysłano zbyt wiele próśb o link. Poczekaj { $minutes } minuty.
}
recovery-requested-title = Sprawdź pocztę
recovery-requested-lead = Jeśli { $name } należy do konta z potwierdzonym adresem, wiadomość na ten adres jest już w drodze.
recovery-requested-link = { $minutes ->
    [one] Zawarty w niej link działa tylko raz, przez minutę. Działa tylko najnowszy link.
    [few] Zawarty w niej link działa tylko raz, przez { $minutes } minuty. Działa tylko najnowszy link.
    [many] Zawarty w niej link działa tylko raz, przez { $minutes } minut. Działa tylko najnowszy link.
   *[other] Zawarty w niej link działa tylko raz, przez { $minutes } minuty. Działa tylko najnowszy link.
}
recovery-requested-nothing = Po kilku minutach nadal nic nie ma? Zajrzyj do folderu ze spamem i sprawdź pisownię nazwy.
recovery-requested-again = Poproś ponownie

# Account chooser
chooser-title = Które konto?
chooser-lead = do użycia z aplikacją { $client }
chooser-asks-password = Wymaga ponownego wpisania hasła

# Consent
consent-short-title = Zezwolić aplikacji { $client }?
consent-title = Zezwolić aplikacji { $client } na używanie Twojego konta?
consent-allow = Zezwól
consent-deny = Nie teraz
consent-resources = Używanie tych usług w Twoim imieniu
consent-organization = Dla której organizacji?
consent-organizations-more = Należysz do większej liczby organizacji niż te, które tu widać ({ $count }). Jeśli brakuje potrzebnej, zapytaj osobę, od której masz do niej zaproszenie.
consent-return-host = Wrócisz do { $host }.
consent-return-device = Wrócisz do aplikacji { $client } na tym urządzeniu.
consent-take-back = Możesz to cofnąć w dowolnym momencie.
scope-openid = Rozpoznawanie Cię, gdy wracasz
scope-openid-value = Nic więcej o Tobie
scope-profile = Sprawdzanie, kim jesteś
scope-email = Wyświetlanie Twojego adresu e-mail
scope-phone = Wyświetlanie Twojego numeru telefonu
scope-address = Wyświetlanie Twojego adresu pocztowego
scope-organizations = Wyświetlanie Twoich organizacji i Twoich ról w nich
scope-organizations-more = { $count ->
    [one] jeszcze jedna
    [few] jeszcze { $count }
    [many] jeszcze { $count }
   *[other] jeszcze { $count }
}
scope-groups = Wyświetlanie Twoich grup
scope-roles = Wyświetlanie Twoich ról
scope-offline = Zachowanie dostępu pod Twoją nieobecność
scope-offline-value = Do czasu usunięcia go w sekcji „Aplikacje z dostępem”
scope-nothing-yet = Nic tu jeszcze nie zapisano
scope-everything = { $count ->
    [one] Jedna informacja
    [few] Wszystkie informacje: { $count }
    [many] Wszystkie informacje: { $count }
   *[other] Wszystkie informacje: { $count }
}
fact-confirmed = Potwierdzono
fact-not-confirmed = Nie potwierdzono
fact-yes = Tak
fact-no = Nie
fact-with-state = { $value } · { $state }
fact-organization = { $name } ({ $roles })
fact-vouched = Źródło, które za to ręczy: { $source }
fact-roles-chosen-here = Te z organizacji wybranej poniżej
fact-chosen-here = Ta wybrana poniżej
consent-claim-name = Wyświetlanie Twojego imienia i nazwiska
consent-claim-given-name = Wyświetlanie Twojego imienia
consent-claim-family-name = Wyświetlanie Twojego nazwiska
consent-claim-middle-name = Wyświetlanie Twojego drugiego imienia
consent-claim-nickname = Wyświetlanie Twojego pseudonimu
consent-claim-preferred-username = Wyświetlanie Twojej nazwy użytkownika
consent-claim-profile = Wyświetlanie adresu strony Twojego profilu
consent-claim-picture = Wyświetlanie Twojego zdjęcia
consent-claim-website = Wyświetlanie adresu Twojej strony internetowej
consent-claim-gender = Wyświetlanie Twojej płci
consent-claim-birthdate = Wyświetlanie Twojej daty urodzenia
consent-claim-zoneinfo = Wyświetlanie Twojej strefy czasowej
consent-claim-locale = Wyświetlanie Twojego języka
consent-claim-updated-at = Sprawdzanie, kiedy ostatnio zmienił się Twój profil
consent-claim-email = Wyświetlanie Twojego adresu e-mail
consent-claim-email-verified = Sprawdzanie, czy Twój adres e-mail został zweryfikowany
consent-claim-phone-number = Wyświetlanie Twojego numeru telefonu
consent-claim-phone-number-verified = Sprawdzanie, czy Twój numer telefonu został zweryfikowany
consent-claim-address = Wyświetlanie Twojego adresu pocztowego
consent-claim-organizations = Wyświetlanie Twoich organizacji i Twoich ról w nich
claim-organizations-truncated = Więcej organizacji, niż podano
consent-claim-organizations-truncated = Sprawdzanie, czy masz więcej organizacji, niż podano
claim-org-id = Działasz w imieniu organizacji
consent-claim-org-id = Sprawdzanie, w imieniu której organizacji działasz
consent-claim-groups = Wyświetlanie Twoich grup
consent-claim-roles = Wyświetlanie Twoich ról
consent-claim-other = Wyświetlanie informacji o Tobie o nazwie „{ $claim }”
scope-own-words = Słowami aplikacji { $client }
scope-unusual = Niewiele aplikacji o to prosi
scope-usual = Wiele aplikacji o to prosi

# Going on with what was allowed before
confirm-title = Przejść do aplikacji { $client }?
confirm-lead = Aplikacja na tym urządzeniu prosi o to w imieniu aplikacji { $client }. Przejdź dalej tylko wtedy, gdy przed chwilą rozpoczęto to tam na Twoje życzenie.
confirm-offline = Aplikacja { $client } zachowuje dostęp pod Twoją nieobecność.

# Before the browser goes on
leaving-refused = Na prośbę aplikacji nie można było odpowiedzieć. Jeśli przejdziesz dalej, aplikacja dowie się dlaczego. Z Twoim kontem wszystko jest w porządku.
leaving-signed-out = Nikt nie jest tu teraz zalogowany.
leaving-stranger = Ta aplikacja zarejestrowała się tu sama i nikt jej nie sprawdził. Przejdź dalej tylko wtedy, gdy znasz ten adres:
leaving-app = Dalsze kroki przejmuje aplikacja na tym urządzeniu pod tym adresem:

# Sign out
logout-title = Czy chcesz się wylogować?
logout-lead-client = Prośba o wylogowanie pochodzi z aplikacji { $client }.
logout-lead = Nastąpi wylogowanie z konta { $brand } w tej przeglądarce.
logout-lead-several = W tej przeglądarce jest zalogowane więcej niż jedno konto { $brand }.
logout-which = Które konto?
logout-all = Wszystkie konta w tej przeglądarce
logout-confirm = Wyloguj się
logout-stay = Nie wylogowuj
logout-no-way-back = Powrót do aplikacji jest niemożliwy: w jej prośbie coś jest nie tak.
signing-out-title = Trwa wylogowywanie
signing-out-lead = Wylogowano z konta { $brand }. Powiadamiamy jeszcze używane aplikacje.
signing-out-continue = Dalej
signed-out-title = Wylogowano
signed-out-lead = Teraz nikt nie może używać Twojego konta { $brand } w tej przeglądarce.
signed-out-others = W tej przeglądarce jest nadal zalogowane inne konto.
signed-out-account = Pokaż to konto
signed-out-again = Zaloguj się ponownie

# Errors
error-developer = Dla twórców aplikacji
error-developer-client = Dla twórców aplikacji { $client }
error-return-address-title = Aplikacja podała adres, którego nie znamy
error-return-address-client-title = Aplikacja { $client } podała adres, którego nie znamy
error-return-address-text = Dlatego nic tam nie zostało wysłane. Z Twoim kontem wszystko jest w porządku. Problem może rozwiązać administrator aplikacji.
error-client-title = Nie znamy aplikacji, z której nastąpiło przekierowanie
error-client-text = Dlatego nie prosimy o zalogowanie się. Z Twoim kontem wszystko jest w porządku. Problem może rozwiązać administrator aplikacji.
error-request-title = Aplikacja poprosiła o coś, co nie jest możliwe
error-request-client-title = Aplikacja { $client } poprosiła o coś, co nie jest możliwe
error-request-text = Dlatego operacja została przerwana. Z Twoim kontem wszystko jest w porządku. Problem może rozwiązać administrator aplikacji.
error-expired-title = To logowanie nie jest już aktywne
error-expired-client-title = Logowanie do aplikacji { $client } nie jest już aktywne
error-expired-text = Minęło zbyt wiele czasu. Wróć do aplikacji i zacznij od nowa.
error-finished-title = To logowanie jest już zakończone
error-finished-client-title = Logowanie do aplikacji { $client } jest już zakończone
error-finished-text = Możesz zamknąć tę stronę lub wrócić do aplikacji. Aby zrobić to inaczej, zacznij tam od nowa.
error-other-browser-title = To logowanie rozpoczęto w innej przeglądarce
error-other-browser-text = Można je dokończyć tylko tam. Aby zalogować się tutaj, wróć do aplikacji i zacznij od nowa.
error-unknown-browser-title = Ta przeglądarka nie zna tego logowania
error-unknown-browser-text = Rozpoczęto je w innej przeglądarce albo ta nie zachowuje plików cookie tego adresu. Dokończ je tam albo zezwól na pliki cookie i zacznij od nowa w aplikacji.
error-cookie-title = Przeglądarka nie wysłała naszego pliku cookie
error-cookie-text = Bez niego nie wiemy, czy to nadal Ty. Zezwól na pliki cookie dla tego adresu i zacznij od nowa w aplikacji.
error-form-title = Ten formularz nie pochodzi z tej witryny
error-form-text = Dlatego nic nie zostało zmienione. Otwórz stronę ponownie i powtórz czynność.
error-link-title = Ten link został już użyty lub jest zbyt stary
error-link-text = Taki link działa tylko raz i przez krótki czas. Poproś o nowy.
error-invitation-title = Trwało to zbyt długo
error-invitation-text = Otwórz jeszcze raz link z zaproszenia.
error-session-title = Tamta przeglądarka jest już wylogowana
error-session-text = Jej sesja zakończyła się w międzyczasie. Nic więcej się nie zmieniło.
error-signed-out-title = To konto nie jest już tutaj zalogowane
error-signed-out-text = Zostało w międzyczasie wylogowane, tutaj lub w innym miejscu. Nic nie zostało przekazane.
error-forbidden-title = Twoje konto nie ma do tego uprawnień
error-forbidden-text = Uprawnienia może nadać administrator tej witryny.
error-not-found-title = Nie ma tu żadnej strony
error-not-found-text = Być może w adresie jest literówka albo strona została przeniesiona.
error-too-many-title = To było dużo w krótkim czasie
error-too-many-text = Poczekaj minutę i spróbuj ponownie.
error-busy-title = W tej chwili mamy bardzo duży ruch
error-busy-text = Nic nie przepadło. Poczekaj kilka sekund i spróbuj ponownie.
error-unavailable-title = W tej chwili nie możemy odpowiedzieć
error-unavailable-text = Ostatnia czynność mogła nie zostać zapisana. Poczekaj kilka sekund i spróbuj ponownie.
error-internal-title = Coś zepsuło się po naszej stronie
error-internal-text = To nie Twoja wina, a problem został odnotowany. Spróbuj ponownie za chwilę.

# First administrator
setup-title = Utwórz pierwsze konto
setup-lead = Służy ono do zarządzania usługą { $brand }. Kolejne można dodać później.
setup-username-label = Nazwa użytkownika
setup-email-label = Adres e-mail
setup-password-again-label = Powtórz hasło
setup-password-hint = { $count ->
    [one] Co najmniej jeden znak. Dobre jest kilka słów, które nie są ze sobą związane.
    [few] Co najmniej { $count } znaki. Dobre jest kilka słów, które nie są ze sobą związane.
    [many] Co najmniej { $count } znaków. Dobre jest kilka słów, które nie są ze sobą związane.
   *[other] Co najmniej { $count } znaku. Dobre jest kilka słów, które nie są ze sobą związane.
}
setup-button = Utwórz konto
setup-username-invalid = Wpisz nazwę użytkownika bez spacji.
setup-username-taken = Ta nazwa użytkownika jest już zajęta.
setup-email-invalid = Wpisz adres e-mail, na przykład ada@example.com.
setup-email-taken = Ten adres e-mail jest już używany.
setup-password-short = { $count ->
    [one] Hasło musi mieć co najmniej jeden znak.
    [few] Hasło musi mieć co najmniej { $count } znaki.
    [many] Hasło musi mieć co najmniej { $count } znaków.
   *[other] Hasło musi mieć co najmniej { $count } znaku.
}
setup-password-long = To hasło jest zbyt długie.
setup-password-common = To hasło łatwo odgadnąć. Wybierz inne.
setup-passwords-differ = Hasła różnią się od siebie.
password-holds-username = Usuń z hasła nazwę użytkownika.
password-holds-email = Usuń z hasła adres e-mail.
password-holds-service = Hasło to niewiele więcej niż nasza własna nazwa.
password-repetition = W haśle powtarza się kilka tych samych znaków.
password-sequence = Hasło to ciąg sąsiednich znaków lub klawiszy.
password-breached = To hasło znajduje się na liście skradzionych haseł. Wybierz inne, tutaj i wszędzie tam, gdzie go używasz.
password-no-lower = Hasło musi zawierać małą literę.
password-no-upper = Hasło musi zawierać wielką literę.
password-no-digit = Hasło musi zawierać cyfrę.
password-no-symbol = Hasło musi zawierać znak, który nie jest ani literą, ani cyfrą.
password-rule-lower = Mała litera
password-rule-upper = Wielka litera
password-rule-digit = Cyfra
password-rule-symbol = Znak, który nie jest ani literą, ani cyfrą
password-rule-names = Bez nazwy użytkownika i adresu e-mail
password-rules-kept = Spełnia wszystkie zasady, które można tu sprawdzić.
setup-done-title = Twoje konto jest gotowe
setup-done-lead = Logujesz się jako { $username }.
setup-done-next = Teraz podłącz aplikację. Uruchom to polecenie tam, gdzie działa Signet:
setup-used-title = Pierwsze konto zostało już utworzone
setup-used-text = Ten link zadziałał raz i nie jest już potrzebny.
setup-used-next = Kolejne konta tworzy to polecenie:
setup-expired-title = Ten link konfiguracyjny jest zbyt stary
setup-expired-text = Nic nie zostało zmienione.
setup-expired-next = To polecenie wypisze nowy:

# Account
account-title = Twoje konto { $brand }
account-others = Inne konta zalogowane w tej przeglądarce
account-about = Informacje o Tobie
account-about-empty = Oprócz nazwy użytkownika nie zapisano żadnych informacji o Tobie.
account-sessions = Twoje aktywne sesje
account-sessions-empty = Tutaj pojawią się przeglądarki z Twoimi aktywnymi sesjami.
account-apps = Aplikacje z dostępem
account-apps-empty = Tutaj pojawią się aplikacje, którym zezwolisz na używanie konta.
account-nav-sessions = Przeglądarki
account-nav-apps = Aplikacje
account-sign-out = Wyloguj się
account-this-one = Ta przeglądarka
account-browser-unknown = Nieznana przeglądarka
account-last-used = Ostatnie użycie: { $moment }
account-signed-in-on = Logowanie: { $moment }
account-signed-in-from = Logowanie: { $moment }, miejsce: { $place }
place-city = { $city }, { $country }
account-allowed-since = Data zezwolenia: { $moment }
account-end-session = Wyloguj
account-end-others = Wyloguj wszystkie inne
account-end-others-hint = Pozostanie tylko sesja w tej przeglądarce.
account-sign-out-everywhere = Wyloguj się wszędzie
account-sign-out-everywhere-hint = Kończy wszystkie te sesje i powiadamia aplikacje. Aplikacje, które mogą działać pod Twoją nieobecność, zachowają to prawo, dopóki nie usuniesz ich poniżej.
account-remove-app = Usuń dostęp
account-open-app = Otwórz
account-session-ended = Tamta przeglądarka została wylogowana.
account-session-named = Tamta przeglądarka ma nową nazwę.
account-session-name-refused = Tej nazwy nie można użyć: najwyżej 60 znaków, żaden nie może być ukryty.
account-others-ended = Pozostałe przeglądarki zostały wylogowane.
account-app-removed = Aplikacja { $app } nie może już używać Twojego konta.
account-signed-in = Zalogowano jako { $person }.
claim-sub = Identyfikator
claim-name = Imię i nazwisko
claim-given-name = Imię
claim-family-name = Nazwisko
claim-middle-name = Drugie imię
claim-nickname = Pseudonim
claim-preferred-username = Nazwa użytkownika
claim-profile = Strona profilu
claim-picture = Zdjęcie
claim-website = Strona internetowa
claim-email = Adres e-mail
claim-email-verified = Adres e-mail potwierdzony
claim-gender = Płeć
claim-birthdate = Data urodzenia
claim-zoneinfo = Strefa czasowa
claim-locale = Język
claim-phone-number = Numer telefonu
claim-phone-number-verified = Numer telefonu potwierdzony
claim-address = Adres pocztowy
claim-updated-at = Ostatnia zmiana
claim-organizations = Organizacje
claim-groups = Grupy
claim-roles = Role

# Front door
landing-lead = Jedno konto do wszystkich aplikacji.
landing-signed-in = Zalogowano jako
landing-account = Zaloguj się na swoje konto
landing-playground = Wypróbuj logowanie krok po kroku
landing-developers = Dla programistów:
landing-discovery = Dokument discovery
landing-docs = Dokumentacja

# On the way back
form-post-title = Powrót do aplikacji { $client }
form-post-lead = Ta strona sama przejdzie dalej; jeśli tak się nie stanie, naciśnij przycisk.
form-post-again-title = Chwileczkę
form-post-button = Dalej

# Time
moment = { $day } { $month } { $year }, { $time } UTC
month-1 = stycznia
month-2 = lutego
month-3 = marca
month-4 = kwietnia
month-5 = maja
month-6 = czerwca
month-7 = lipca
month-8 = sierpnia
month-9 = września
month-10 = października
month-11 = listopada
month-12 = grudnia

# A further factor at sign-in
factor-title = Wpisz kod z aplikacji
factor-lead = Otwórz aplikację uwierzytelniającą. Kod zmienia się co trzydzieści sekund.
factor-label = Sześciocyfrowy kod
factor-recovery-title = Wpisz kod odzyskiwania
factor-recovery-lead = Jeden z dziesięciu zachowanych kodów. Każdy działa tylko raz.
factor-recovery-label = Kod odzyskiwania
factor-use-app = Użyj zamiast tego aplikacji
factor-use-recovery = Nie mam tu aplikacji
factor-wrong-title = Ten kod jest nieprawidłowy.
factor-wrong-text = Zajrzyj jeszcze raz do aplikacji i sprawdź, czy zegar w telefonie jest dobrze ustawiony.
factor-recovery-wrong-text = Sprawdź go litera po literze. Raz użyty kod nie zadziała ponownie.
factor-used-title = Ten kod został już użyty.
factor-used-text = Poczekaj na następny i go wpisz.
factor-too-many-title = Było zbyt wiele prób.
factor-too-many-text = { $minutes ->
    [one] Aby chronić konto, poczekaj minutę. Potem spróbuj ponownie.
    [few] Aby chronić konto, poczekaj { $minutes } minuty. Potem spróbuj ponownie.
    [many] Aby chronić konto, poczekaj { $minutes } minut. Potem spróbuj ponownie.
   *[other] Aby chronić konto, poczekaj { $minutes } minuty. Potem spróbuj ponownie.
}

# How one signs in
security-title = Sposoby logowania
security-apps = Aplikacje uwierzytelniające
security-apps-none = Z aplikacją w telefonie skradzione hasło nie wystarczy, aby zalogować się na Twoje konto. Konfiguracja zajmuje minutę.
security-apps-lead = Podczas logowania trzeba podać kod z aplikacji.
security-app = Aplikacja { $number }
security-added = Dodano: { $moment }
security-remove = Usuń
security-set-up = Skonfiguruj aplikację
security-add = Dodaj kolejną aplikację
security-codes = Kody odzyskiwania
security-codes-left = { $count ->
    [one] Pozostał jeden kod.
    [few] Pozostały { $count } kody.
    [many] Pozostało { $count } kodów.
   *[other] Pozostało { $count } kodu.
}
security-codes-few = { $count ->
    [0] Nie pozostał żaden kod. Bez aplikacji lub klucza dostępu nie będzie można się zalogować. Utwórz teraz nowe.
    [one] Pozostał tylko jeden kod. Utwórz wkrótce nowe.
    [few] Pozostały tylko { $count } kody. Utwórz wkrótce nowe.
    [many] Pozostało tylko { $count } kodów. Utwórz wkrótce nowe.
   *[other] Pozostało tylko { $count } kodu. Utwórz wkrótce nowe.
}
security-codes-hint = Nowe kody zastępują stare.
security-codes-new = Utwórz nowe kody
security-app-added = Aplikacja jest skonfigurowana. Od teraz trzeba będzie podać jej kod.
security-app-removed = Aplikacja została usunięta. Jej kody już nie działają.
security-password-lead = Zmiana hasła kończy wszystkie sesje oprócz tej.
security-password-change = Zmień hasło
security-password-changed = Hasło zostało zmienione. Wszystkie inne sesje zostały zakończone.
new-password-lead = Ta sesja pozostanie, wszystkie inne zostaną zakończone.
new-app-title = Skonfiguruj aplikację uwierzytelniającą
new-app-lead = Zeskanuj ten kod QR aplikacją w telefonie, a potem wpisz kod, który się w niej pojawi.
new-app-picture = Kod QR dla aparatu w telefonie
new-app-by-hand = Nie mogę go zeskanować
new-app-by-hand-lead = Wpisz ten klucz w aplikacji. Tworzy ona kody zależne od czasu, złożone z sześciu cyfr.
new-app-confirm = Potwierdź
codes-title = Zachowaj te kody odzyskiwania
codes-lead = Każdy z nich pozwala zalogować się jeden raz, zamiast aplikacji lub klucza dostępu. Są widoczne tylko teraz.
codes-hint = Wydrukuj je lub zapisz w menedżerze haseł: gdzie indziej niż w telefonie.
codes-kept = Mam je zapisane
account-nav-security = Sposoby logowania

# Passkeys
passkey-sign-in = Zaloguj się kluczem dostępu
passkey-cancelled = Nie wybrano klucza dostępu. Spróbuj ponownie lub zaloguj się hasłem.
passkey-failed = To się nie udało. Spróbuj ponownie lub zaloguj się hasłem.
passkey-expired-title = Trwało to zbyt długo.
passkey-expired-text = Nic nie zostało zmienione. Spróbuj ponownie użyć klucza dostępu.
passkey-unknown-title = Ten klucz dostępu nie należy tu do żadnego konta.
passkey-unknown-text = Być może został usunięty. Zaloguj się w inny sposób i usuń go z urządzenia.
passkey-wrong-title = Nie można było użyć tego klucza dostępu.
passkey-wrong-text = Spróbuj ponownie lub zaloguj się hasłem.
passkeys-title = Klucze dostępu
passkeys-one = Klucz dostępu
passkeys-none = Zamiast hasła użyj do logowania odcisku palca, twarzy lub blokady ekranu. Klucza dostępu nie da się odgadnąć i żadna fałszywa strona nie może o niego poprosić.
passkeys-lead = Do zalogowania wystarczy jeden z nich. Nic więcej nie jest wymagane.
passkeys-on-one-device = Tylko na jednym urządzeniu
passkeys-not-copied = Jeszcze bez kopii zapasowej
passkeys-copied = Kopia zapasowa u dostawcy
passkeys-rename = Zmień nazwę
passkeys-name = Nazwa
passkeys-save = Zapisz
passkeys-create = Utwórz klucz dostępu
passkeys-add = Dodaj kolejny klucz dostępu
passkeys-last = To Twój jedyny sposób logowania, więc nie można go usunąć.
passkeys-added = Klucz dostępu został dodany. Od teraz można się nim logować.
passkeys-renamed = Klucz dostępu ma nową nazwę.
passkeys-removed = Klucz dostępu został usunięty. Nie można się już nim logować. Usuń go także z urządzenia.
new-passkey-title = Utwórz klucz dostępu
new-passkey-lead = Urządzenie poprosi o odcisk palca, twarz lub blokadę ekranu. Nigdy nam ich nie przekazuje.
new-passkey-button = Utwórz klucz dostępu
new-passkey-cancelled = Nie utworzono klucza dostępu. Możesz spróbować ponownie w każdej chwili.
new-passkey-known = To urządzenie ma już klucz dostępu do Twojego konta.
new-passkey-unsupported = Ta przeglądarka nie może tworzyć kluczy dostępu. Spróbuj w innej lub na innym urządzeniu.
new-passkey-no-script = Klucze dostępu wymagają JavaScriptu, który jest wyłączony w tej przeglądarce. Nadal możesz logować się hasłem.
new-passkey-expired-title = Trwało to zbyt długo.
new-passkey-expired-text = Nie dodano klucza dostępu. Spróbuj ponownie.
new-passkey-refused-title = Klucz dostępu nie został dodany.
new-passkey-refused-text = Należy już do jakiegoś konta albo urządzenie nie sprawdziło, czy to Ty. Spróbuj ponownie lub użyj innego urządzenia.
passkeys-not-asked = Do zalogowania nadal wystarczy samo hasło.
passkeys-asked = Po haśle trzeba użyć klucza dostępu.
passkeys-ask = Wymagaj po haśle klucza dostępu
passkeys-ask-no-more = Nie wymagaj więcej
factor-passkey-title = Potwierdź kluczem dostępu
factor-passkey-lead = Hasło było prawidłowe. Teraz użyj jednego ze swoich kluczy dostępu.
factor-passkey-button = Użyj klucza dostępu
factor-passkey-cancelled = Nie użyto klucza dostępu. Spróbuj ponownie.
factor-passkey-failed = To się nie udało. Spróbuj ponownie.
factor-passkey-wrong-text = Spróbuj ponownie lub wybierz inny sposób.
factor-passkey-no-script = Klucze dostępu wymagają JavaScriptu, który jest wyłączony w tej przeglądarce. Zamiast tego możesz użyć kodu odzyskiwania.
factor-use-passkey = Użyj zamiast tego klucza dostępu
factor-no-passkey = Nie mam tu klucza dostępu
factor-without = Kontynuuj bez tego kroku

# A further factor is set up on the way
enrol-now = Twoje konto wymaga oprócz hasła drugiego kroku. Skonfiguruj go teraz, aby przejść dalej.
enrol-soon = Twoje konto będzie wymagać oprócz hasła drugiego kroku. Termin: { $moment }. Skonfiguruj go teraz lub innym razem.
enrol-later = Nie teraz
factor-trust = { $days ->
    [one] Nie pytaj ponownie na tym urządzeniu przez jeden dzień
    [few] Nie pytaj ponownie na tym urządzeniu przez { $days } dni
    [many] Nie pytaj ponownie na tym urządzeniu przez { $days } dni
   *[other] Nie pytaj ponownie na tym urządzeniu przez { $days } dnia
}
