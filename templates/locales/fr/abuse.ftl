# Limits, and a calculation that the browser does after failures
too-many-wait = { $minutes ->
    [one] Veuillez patienter { $minutes } minute, puis réessayez.
   *[other] Veuillez patienter { $minutes } minutes, puis réessayez.
}
sign-up-too-many-title = Beaucoup de demandes ont déjà été faites depuis ici.
sign-in-work-title = Un instant, s’il vous plaît.
sign-in-work-text = Des tentatives ont échoué ; votre mot de passe n’a donc pas encore été vérifié. Saisissez-le à nouveau.
work-no-script = { $seconds ->
    [one] Patientez { $seconds } seconde avant de continuer.
   *[other] Patientez { $seconds } secondes avant de continuer.
}
work-begun = Pendant ce temps, votre navigateur effectue un petit calcul.
work-wait = Un instant : votre navigateur a presque terminé son calcul.
work-done = Vous pouvez continuer.
