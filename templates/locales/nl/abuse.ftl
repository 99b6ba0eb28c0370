# Limits, and a calculation that the browser does after failures
too-many-wait = { $minutes ->
    [one] Wacht één minuut en probeer het dan opnieuw.
   *[other] Wacht { $minutes } minuten en probeer het dan opnieuw.
}
sign-up-too-many-title = Er is vanaf hier al veel aangevraagd.
sign-in-work-title = Een ogenblik.
sign-in-work-text = Er zijn mislukte pogingen geweest, dus je wachtwoord is nog niet gecontroleerd. Vul het nog een keer in.
work-no-script = { $seconds ->
    [one] Wacht één seconde voordat je doorgaat.
   *[other] Wacht { $seconds } seconden voordat je doorgaat.
}
work-begun = Je browser maakt intussen een korte berekening.
work-wait = Een ogenblik: je browser is bijna klaar met rekenen.
work-done = Je kunt doorgaan.
