# Telephone numbers, and codes by text message
phone-title = Twój numer telefonu
phone-lead = Wysyłamy na Twój numer kod SMS-em, aby sprawdzić, czy należy do Ciebie. Numer należy do jednego konta: tego, które potwierdziło go ostatnio.
phone-is-proven = Potwierdzony: należy do Ciebie.
phone-is-unproven = Jeszcze niepotwierdzony.
phone-add = Dodaj numer
phone-change = Potwierdź go lub użyj innego numeru
phone-hint = Ze znakiem plus i numerem kierunkowym kraju, na przykład +48 22 123 45 67.
phone-send = Wyślij mi kod SMS-em
phone-code-title = Wpisz kod
phone-code-lead = Wysłaliśmy kod na numer { $number }. Działa tylko raz, przez dziesięć minut.
phone-code-submit = Potwierdź numer
phone-code-again = Wyślij kolejny SMS
phone-remove = Usuń numer
phone-remove-hint = Aplikacje już go nie otrzymują i podczas logowania nie są na niego wysyłane kody.
phone-invalid = To nie jest numer telefonu ze znakiem plus i numerem kierunkowym kraju.
phone-country = Do tego kraju nie są wysyłane SMS-y.
phone-newest = Użyj kodu z najnowszego SMS-a. Kody ze starszych już nie działają.
phone-used-up = Ten kod wpisano zbyt wiele razy.
phone-over = Ten kod już nie działa.
phone-another = Poproś o kolejny SMS.
phone-too-many = Wysłano już wiele SMS-ów.
phone-wait = { $minutes ->
    [one] Poczekaj minutę.
    [few] Poczekaj { $minutes } minuty.
    [many] Poczekaj { $minutes } minut.
   *[other] Poczekaj { $minutes } minuty.
}
phone-proven = Numer został potwierdzony.
phone-removed = Numer został usunięty.
phone-factor = Kody SMS
phone-factor-on = Podczas logowania po haśle można wysłać kod na Twój numer.
phone-factor-off = Po haśle można wysłać kod na Twój numer. Aplikacja lub klucz dostępu są bezpieczniejsze: SMS-y mogą zostać po drodze odczytane przez innych.
phone-factor-turn-on = Pytaj mnie o kod
phone-factor-turn-off = Nie wysyłaj mi kodów
phone-factor-is-on = Od teraz podczas logowania trzeba podać kod. Można go wysłać na Twój numer.
phone-factor-is-off = Podczas logowania nie są już wysyłane kody.
factor-text-title = Wpisz kod z SMS-a
factor-text-lead = Został wysłany na Twój numer kończący się na { $ending }. Działa tylko raz, przez dziesięć minut.
factor-text-offer-title = Potwierdź telefonem
factor-text-offer-lead = Hasło było prawidłowe. Teraz poproś o kod na swój numer kończący się na { $ending }.
factor-no-phone = Nie mam tu telefonu
sms-test = SMS-y z usługi { $brand } działają.
sms-phone-code = { $code } to Twój kod do potwierdzenia numeru w usłudze { $brand }. Traci ważność za dziesięć minut. Nie podawaj go nikomu.
sms-factor-code = { $code } to Twój kod logowania do usługi { $brand }. Traci ważność za dziesięć minut. Nie podawaj go nikomu.
sms-phone-changed = Ten numer nie należy już do Twojego konta { $brand }. Jeśli to nie Ty, zaloguj się i od razu sprawdź swoje konto.
mail-phone-changed-subject = Zmieniono numer telefonu Twojego konta { $brand }
mail-phone-changed-title = Zmieniono numer telefonu
mail-phone-changed-text = Do konta dodano numer telefonu lub go usunięto. Numer jest usuwany także wtedy, gdy ktoś inny potwierdzi, że teraz należy do niego. Na stronie konta widać, jak jest teraz.
mail-phone-changed-note = Jeśli to nie Ty, ustaw nowe hasło i natychmiast powiadom administratora usługi { $brand }: ktoś inny może mieć dostęp do Twojego konta.
mail-phone-factor-subject = Włączono lub wyłączono kody SMS w usłudze { $brand }
mail-phone-factor-title = Kody SMS: nastąpiła zmiana
mail-phone-factor-text = Na stronie konta widać, czy podczas logowania jest wysyłany kod.
mail-phone-factor-note = Jeśli to nie Ty, ustaw nowe hasło i natychmiast powiadom administratora usługi { $brand }: ktoś inny może mieć dostęp do Twojego konta.
dev-mail-texts = SMS-y
