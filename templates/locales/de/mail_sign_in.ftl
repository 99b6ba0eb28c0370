# Anmelden mit einem Code oder Link per E-Mail
mail-sign-in-way = Code per E-Mail senden
mail-ask-title = Per E-Mail anmelden
mail-ask-lead = Wir senden einen Code und einen Link an die Adresse Ihres Kontos.
mail-ask-button = Code senden
mail-use-password = Stattdessen ein Passwort verwenden
mail-wait-title = Sehen Sie in Ihr Postfach
mail-wait-lead = Falls es ein Konto für { $name } gibt, ist eine E-Mail mit einem Code und einem Link unterwegs. Beide gelten einmal, zehn Minuten lang.
mail-wait-elsewhere = Den Link in einem anderen Browser geöffnet? Drücken Sie dort diese Zahl, dann geht es hier weiter:
mail-wait-continue = Ich habe die Zahl gedrückt
mail-wait-again = Noch eine E-Mail senden
mail-wait-other = Eine andere Adresse verwenden
mail-wrong-title = Dieser Code stimmt nicht.
mail-wrong-text = Nehmen Sie den Code aus der neuesten E-Mail. Codes aus älteren gelten nicht mehr.
mail-used-up-title = Dieser Code wurde zu oft versucht.
mail-used-up-text = Verwenden Sie den Link in der E-Mail, oder lassen Sie noch eine senden.
mail-over-title = Dieser Code gilt nicht mehr.
mail-over-text = Er wurde benutzt, oder zehn Minuten sind vorbei. Lassen Sie noch eine E-Mail senden.
mail-not-yet-title = Die Zahl wurde noch nicht gedrückt.
mail-not-yet-text = Öffnen Sie den Link in der E-Mail und drücken Sie die Zahl, die hier steht, oder geben Sie den Code ein.
mail-too-many-title = Es wurden schon viele E-Mails gesendet.
mail-too-many-text = { $minutes ->
    [one] Sehen Sie in Ihr Postfach, oder warten Sie eine Minute.
   *[other] Sehen Sie in Ihr Postfach, oder warten Sie { $minutes } Minuten.
}
mail-link-lead-client = Dieser Link gilt einmal, und es geht weiter zu { $client }.
mail-elsewhere-title = Wollten Sie sich gerade anmelden?
mail-elsewhere-lead-client = Jemand möchte sich in einem anderen Browser bei { $client } anmelden. Hier wird niemand angemeldet.
mail-elsewhere-lead = Jemand möchte sich in einem anderen Browser bei { $brand } anmelden. Hier wird niemand angemeldet.
mail-elsewhere-browser = Browser
mail-elsewhere-network = Netz
mail-elsewhere-unknown = Unbekannt
mail-elsewhere-choose = Drücken Sie die Zahl, die dort steht. Wenn Sie keine sehen oder jemand Ihnen eine genannt hat, meldet sich jemand anderes an.
mail-elsewhere-refuse = Das war ich nicht
mail-approved-title = Gehen Sie zum anderen Browser zurück
mail-approved-lead = Dort geht es weiter. Diese Seite können Sie schließen.
mail-refused-title = Es wurde niemand angemeldet
mail-refused-lead = Code und Link dieser E-Mail gelten nicht mehr. Falls Sie es waren, lassen Sie noch eine senden.
