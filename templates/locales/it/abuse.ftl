# Limits, and a calculation that the browser does after failures
too-many-wait = { $minutes ->
    [one] Attendi un minuto, poi riprova.
   *[other] Attendi { $minutes } minuti, poi riprova.
}
sign-up-too-many-title = Da qui sono già arrivate molte richieste.
sign-in-work-title = Un momento.
sign-in-work-text = Ci sono stati tentativi non riusciti, quindi la password non è stata ancora verificata. Inseriscila di nuovo.
work-no-script = { $seconds ->
    [one] Attendi un secondo prima di continuare.
   *[other] Attendi { $seconds } secondi prima di continuare.
}
work-begun = Intanto il browser esegue un breve calcolo.
work-wait = Un momento: il browser ha quasi finito il calcolo.
work-done = Puoi continuare.
