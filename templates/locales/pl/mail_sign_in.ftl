# Signing in by a code or a link that is mailed
mail-sign-in-way = Wyślij mi kod e-mailem
mail-ask-title = Zaloguj się przez e-mail
mail-ask-lead = Wyślemy kod i link na adres Twojego konta.
mail-ask-button = Wyślij kod
mail-use-password = Użyj zamiast tego hasła
mail-wait-title = Sprawdź pocztę
mail-wait-lead = Jeśli istnieje konto { $name }, wiadomość z kodem i linkiem jest już w drodze. Kod i link działają tylko raz, przez dziesięć minut.
mail-wait-elsewhere = Link jest otwarty w innej przeglądarce? Naciśnij tam tę liczbę, a potem przejdź dalej tutaj:
mail-wait-continue = Liczba jest już naciśnięta
mail-wait-again = Wyślij kolejną wiadomość
mail-wait-other = Użyj innego adresu
mail-wrong-title = Ten kod jest nieprawidłowy.
mail-wrong-text = Wpisz kod z najnowszej wiadomości. Kody ze starszych wiadomości już nie działają.
mail-used-up-title = Było zbyt wiele prób z tym kodem.
mail-used-up-text = Użyj linku z wiadomości lub poproś o kolejną.
mail-over-title = Ten kod już nie działa.
mail-over-text = Został użyty albo minęło dziesięć minut. Poproś o kolejną wiadomość.
mail-not-yet-title = Liczba nie została jeszcze naciśnięta.
mail-not-yet-text = Otwórz link z wiadomości i naciśnij liczbę, którą tu widać, lub wpisz kod.
mail-too-many-title = Wysłano już wiele wiadomości.
mail-too-many-text = { $minutes ->
    [one] Sprawdź pocztę lub poczekaj minutę.
    [few] Sprawdź pocztę lub poczekaj { $minutes } minuty.
    [many] Sprawdź pocztę lub poczekaj { $minutes } minut.
   *[other] Sprawdź pocztę lub poczekaj { $minutes } minuty.
}
mail-link-lead-client = Ten link działa tylko raz i prowadzi dalej do aplikacji { $client }.
mail-elsewhere-title = Czy to Ty właśnie się logujesz?
mail-elsewhere-lead-client = Ktoś chce zalogować się do aplikacji { $client } w innej przeglądarce. Tutaj nikt nie zostanie zalogowany.
mail-elsewhere-lead = Ktoś chce zalogować się na konto { $brand } w innej przeglądarce. Tutaj nikt nie zostanie zalogowany.
mail-elsewhere-browser = Przeglądarka
mail-elsewhere-network = Sieć
mail-elsewhere-unknown = Nieznana
mail-elsewhere-choose = Naciśnij liczbę, którą tam widać. Jeśli nie widać żadnej albo ktoś podał Ci liczbę, to nie Ty się logujesz.
mail-elsewhere-refuse = To nie ja
mail-approved-title = Wróć do drugiej przeglądarki
mail-approved-lead = Dalszy ciąg jest tam. Możesz zamknąć tę stronę.
mail-refused-title = Nikt nie został zalogowany
mail-refused-lead = Kod i link z tej wiadomości już nie działają. Jeśli to jednak Ty, poproś o kolejną wiadomość.
