# Making an account
sign-up-question = No account yet?
sign-up-way = Create one
sign-up-known = You have one already?
sign-up-title = Create your { $brand } account
sign-up-client-title = Create an account for { $client }
sign-up-lead = We send a code to your address, so that nobody else can use it.
sign-up-email-label = E-mail address
sign-up-email-invalid-title = This is no e-mail address.
sign-up-email-invalid-text = Write it in full, such as ada@example.com.
sign-up-domain-refused-title = No account can be made with this address.
sign-up-domain-refused-text = Take another one, or ask whoever runs this service.
sign-up-link-title = Go on as { $person }?
sign-up-elsewhere-title = Did you just create an account?
sign-up-elsewhere-lead = Somebody wants to create a { $brand } account with this address, in another browser.
sign-up-details-title = Almost done
sign-up-details-lead = { $email } is yours.
sign-up-name-label = What are you called?
sign-up-name-missing = Say what you are called.
sign-up-optional = if you like
sign-up-password-hint = { $count ->
    [one] At least one character. Without one you sign in by e-mail.
   *[other] At least { $count } characters. Without one you sign in by e-mail.
}
sign-up-button = Create the account
mail-wait-lead-new = A mail with a code and a link is on its way to { $email }. Both work once, for ten minutes.
