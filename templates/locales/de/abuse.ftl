# Grenzen, und eine Rechnung, die der Browser nach Fehlversuchen löst
too-many-wait = { $minutes ->
    [one] Bitte warten Sie eine Minute und versuchen Sie es dann noch einmal.
   *[other] Bitte warten Sie { $minutes } Minuten und versuchen Sie es dann noch einmal.
}
sign-up-too-many-title = Von hier kamen schon viele Anfragen.
sign-in-work-title = Einen Moment, bitte.
sign-in-work-text = Es gab Fehlversuche, deshalb wurde Ihr Passwort noch nicht geprüft. Geben Sie es noch einmal ein.
work-no-script = { $seconds ->
    [one] Warten Sie eine Sekunde, bevor Sie fortfahren.
   *[other] Warten Sie { $seconds } Sekunden, bevor Sie fortfahren.
}
work-begun = Ihr Browser löst währenddessen eine kurze Rechnung.
work-wait = Einen Moment: Ihr Browser ist gleich fertig.
work-done = Sie können fortfahren.
