# Signing in by a code or a link that is mailed
mail-sign-in-way = Få en kod via e-post
mail-ask-title = Logga in via e-post
mail-ask-lead = Vi skickar en kod och en länk till adressen för ditt konto.
mail-ask-button = Skicka koden
mail-use-password = Använd ett lösenord i stället
mail-wait-title = Titta i din inkorg
mail-wait-lead = Om det finns ett konto för { $name } är ett mejl med en kod och en länk på väg. Båda fungerar en gång, i tio minuter.
mail-wait-elsewhere = Öppnade du länken i en annan webbläsare? Tryck på det här numret där och fortsätt sedan här:
mail-wait-continue = Jag har tryckt på numret
mail-wait-again = Skicka ett nytt mejl
mail-wait-other = Använd en annan adress
mail-wrong-title = Koden stämmer inte.
mail-wrong-text = Använd koden i det senaste mejlet. Koder i äldre mejl fungerar inte längre.
mail-used-up-title = Koden har provats för många gånger.
mail-used-up-text = Använd länken i mejlet eller begär ett nytt mejl.
mail-over-title = Koden fungerar inte längre.
mail-over-text = Den har använts, eller så har det gått tio minuter. Begär ett nytt mejl.
mail-not-yet-title = Ingen har tryckt på numret än.
mail-not-yet-text = Öppna länken i mejlet och tryck på numret som visas här, eller ange koden.
mail-too-many-title = Många mejl har redan skickats.
mail-too-many-text = { $minutes ->
    [one] Titta i din inkorg eller vänta en minut.
   *[other] Titta i din inkorg eller vänta { $minutes } minuter.
}
mail-link-lead-client = Länken fungerar en gång, och du fortsätter till { $client }.
mail-elsewhere-title = Bad du just om att få logga in?
mail-elsewhere-lead-client = Någon vill logga in på { $client } i en annan webbläsare. Ingen loggas in här.
mail-elsewhere-lead = Någon vill logga in på { $brand } i en annan webbläsare. Ingen loggas in här.
mail-elsewhere-browser = Webbläsare
mail-elsewhere-network = Nätverk
mail-elsewhere-unknown = Okänd
mail-elsewhere-choose = Tryck på numret som visas där. Om du inte ser något nummer, eller om någon har sagt ett till dig, är det inte du som loggar in.
mail-elsewhere-refuse = Det var inte jag
mail-approved-title = Gå tillbaka till den andra webbläsaren
mail-approved-lead = Det fortsätter där. Du kan stänga den här sidan.
mail-refused-title = Ingen loggades in
mail-refused-lead = Koden och länken i mejlet fungerar inte längre. Om det var du kan du begära ett nytt mejl.
