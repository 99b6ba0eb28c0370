# Limits, and a calculation that the browser does after failures
too-many-wait = { $minutes ->
    [one] Poczekaj minutę i spróbuj ponownie.
    [few] Poczekaj { $minutes } minuty i spróbuj ponownie.
    [many] Poczekaj { $minutes } minut i spróbuj ponownie.
   *[other] Poczekaj { $minutes } minuty i spróbuj ponownie.
}
sign-up-too-many-title = Z tego miejsca wysłano już wiele próśb.
sign-in-work-title = Chwileczkę.
sign-in-work-text = Były nieudane próby, więc hasło nie zostało jeszcze sprawdzone. Wpisz je jeszcze raz.
work-no-script = { $seconds ->
    [one] Poczekaj sekundę, zanim przejdziesz dalej.
    [few] Poczekaj { $seconds } sekundy, zanim przejdziesz dalej.
    [many] Poczekaj { $seconds } sekund, zanim przejdziesz dalej.
   *[other] Poczekaj { $seconds } sekundy, zanim przejdziesz dalej.
}
work-begun = Przeglądarka wykonuje w tym czasie krótkie obliczenie.
work-wait = Chwileczkę: przeglądarka prawie skończyła obliczenie.
work-done = Możesz przejść dalej.
