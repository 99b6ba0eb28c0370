# Signing in by a code or a link that is mailed
mail-sign-in-way = E-mail me a code
mail-ask-title = Sign in by e-mail
mail-ask-lead = We send a code and a link to the address of your account.
mail-ask-button = Send the code
mail-use-password = Use a password instead
mail-wait-title = Look into your mailbox
mail-wait-lead = If there is an account for { $name }, a mail with a code and a link is on its way. Both work once, for ten minutes.
mail-wait-elsewhere = Opened the link in another browser? Press this number there, then continue here:
mail-wait-continue = I have pressed the number
mail-wait-again = Send another mail
mail-wait-other = Use another address
mail-wrong-title = That code is not right.
mail-wrong-text = Take the code from the newest mail. Codes of older mails do not work any more.
mail-used-up-title = That code was tried too often.
mail-used-up-text = Use the link in the mail, or have another mail sent.
mail-over-title = That code does not work any more.
mail-over-text = It was used, or ten minutes have passed. Have another mail sent.
mail-not-yet-title = The number has not been pressed yet.
mail-not-yet-text = Open the link in the mail and press the number that stands here, or enter the code.
mail-too-many-title = Many mails were sent already.
mail-too-many-text = { $minutes ->
    [one] Look into your mailbox, or wait a minute.
   *[other] Look into your mailbox, or wait { $minutes } minutes.
}
mail-link-lead-client = This link works once, and you go on to { $client }.
mail-elsewhere-title = Did you just ask to sign in?
mail-elsewhere-lead-client = Somebody wants to sign in to { $client } in another browser. Nobody is signed in here.
mail-elsewhere-lead = Somebody wants to sign in to { $brand } in another browser. Nobody is signed in here.
mail-elsewhere-browser = Browser
mail-elsewhere-network = Network
mail-elsewhere-unknown = Unknown
mail-elsewhere-choose = Press the number that is shown there. If you see none, or somebody told you one, it is not you who signs in.
mail-elsewhere-refuse = It was not me
mail-approved-title = Go back to the other browser
mail-approved-lead = It goes on there. You can close this page.
mail-refused-title = Nobody was signed in
mail-refused-lead = The code and the link of this mail do not work any more. If it was you, ask for another mail.
