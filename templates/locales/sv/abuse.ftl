# Limits, and a calculation that the browser does after failures
too-many-wait = { $minutes ->
    [one] Vänta en minut och försök sedan igen.
   *[other] Vänta { $minutes } minuter och försök sedan igen.
}
sign-up-too-many-title = Härifrån har redan mycket begärts.
sign-in-work-title = Ett ögonblick.
sign-in-work-text = Det har funnits misslyckade försök, så ditt lösenord har inte kontrollerats än. Ange det en gång till.
work-no-script = { $seconds ->
    [one] Vänta en sekund innan du fortsätter.
   *[other] Vänta { $seconds } sekunder innan du fortsätter.
}
work-begun = Under tiden gör din webbläsare en kort beräkning.
work-wait = Ett ögonblick: din webbläsare är nästan klar med beräkningen.
work-done = Du kan fortsätta.
