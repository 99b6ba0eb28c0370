# Words that several pages share
error-prefix = Error: { $title }
footer-support = Help
footer-privacy = { $name } privacy
footer-terms = { $name } terms
back-to-client = Back to { $client }
back-to-app = Back to the app
start-again-client = Start again at { $client }
start-again = Start again
to-your-account = Go to your account
go-on = Continue
cancel = Cancel
cancel-to-client = Cancel and go back to { $client }
use-another-account = Use another account
form-problems = Some answers need another look.
command-label = Command
skip-to-content = Skip to content
nav-label = Sections
username-label = E-mail or user name
password-label = Password
password-show = Show password
sign-in-button = Sign in

# Sign in
sign-in-client-title = Sign in to { $client }
sign-in-client-lead = with your { $brand } account
sign-in-own-title = Sign in to { $brand }
sign-in-again-title = Is it still you?
sign-in-again-lead = { $client } asks you to enter your password again.
sign-in-forgot = Forgot your password?
sign-in-change-name = Use another name
remember-label = Keep me signed in on this device
sign-in-wrong-title = That name and password do not match.
sign-in-wrong-text = Check both, then try again.
sign-in-too-many-title = There were too many attempts.
sign-in-too-many-text = { $minutes ->
    [one] To protect the account, please wait one minute. Then try again.
   *[other] To protect the account, please wait { $minutes } minutes. Then try again.
}
sign-in-busy-title = Many people are signing in right now.
sign-in-busy-text = Your password was not checked. Wait a few seconds, then try again.
sign-in-expired-form-title = This page was open for a long time.
sign-in-expired-form-text = Nothing was sent. Enter your password once more.
sign-in-ended-title = Your session has ended.
sign-in-ended-text = You were signed out meanwhile, here or from somewhere else. Nothing was changed. Sign in to go on.
sign-in-took-long-title = It took a while.
sign-in-took-long-text = Please sign in once more.

# Sign in by a link
link-title = Sign in as { $person }?
link-lead = This link works once.

# A link to set a password
password-link-title = Choose a new password
password-link-lead = This link works once. You will be signed out everywhere else.
password-link-label = New password
password-link-button = Set the password
password-set-title = Your password is set
password-set-lead = You sign in as { $username }. Wherever you were signed in before, you are signed out.
password-set-client = Go on to { $client }

# A password was forgotten
forgot-title = Forgot your password?
forgot-lead = We send a link to the e-mail address of your account. With it you choose a new password.
forgot-button = Send the link
forgot-back = Back to sign-in
forgot-no-name = Enter your e-mail address or your user name.
forgot-too-many = { $minutes ->
    [one] Too many links were asked for from here. Please wait one minute.
   *[other] Too many links were asked for from here. Please wait { $minutes } minutes.
}
recovery-requested-title = Look in your mailbox
recovery-requested-lead = If { $name } belongs to an account with a confirmed address, a mail is on its way to it.
recovery-requested-link = { $minutes ->
    [one] The link in it works once, for one minute. Only the newest link works.
   *[other] The link in it works once, for { $minutes } minutes. Only the newest link works.
}
recovery-requested-nothing = Nothing there after a few minutes? Look among the unwanted mail, and check how you wrote the name.
recovery-requested-again = Ask again

# Account chooser
chooser-title = Which account?
chooser-lead = to use with { $client }
chooser-asks-password = Asks for the password again

# Consent
consent-short-title = Allow { $client }?
consent-title = Allow { $client } to use your account?
consent-allow = Allow
consent-deny = Not now
consent-resources = Use these services in your name
consent-organization = For which organization?
consent-organizations-more = You belong to more organizations than the { $count } that stand here. If the one you need is missing, ask whoever invited you to it.
consent-return-host = You go back to { $host }.
consent-return-device = You go back to { $client } on this device.
consent-take-back = You can take this back at any time.
scope-openid = Recognize you when you come back
scope-openid-value = Nothing else about you
scope-profile = See who you are
scope-email = See your e-mail address
scope-phone = See your phone number
scope-address = See your postal address
scope-organizations = See your organizations and your roles in them
scope-organizations-more = { $count ->
    [one] one more
   *[other] { $count } more
}
scope-groups = See your groups
scope-roles = See your roles
scope-offline = Keep access when you are away
scope-offline-value = Until you remove it under Authorized apps
scope-nothing-yet = Nothing is stored here yet
scope-everything = { $count ->
    [one] One detail
   *[other] All { $count } details
}
fact-confirmed = Confirmed
fact-not-confirmed = Not confirmed
fact-yes = Yes
fact-no = No
fact-with-state = { $value } · { $state }
fact-organization = { $name } ({ $roles })
fact-vouched = From { $source }, who vouches for it
fact-roles-chosen-here = Those in the organization that you choose below
fact-chosen-here = The one that you choose below
consent-claim-name = See your full name
consent-claim-given-name = See your given name
consent-claim-family-name = See your family name
consent-claim-middle-name = See your middle name
consent-claim-nickname = See your nickname
consent-claim-preferred-username = See your user name
consent-claim-profile = See the address of your profile page
consent-claim-picture = See your picture
consent-claim-website = See the address of your website
consent-claim-gender = See your gender
consent-claim-birthdate = See your date of birth
consent-claim-zoneinfo = See your time zone
consent-claim-locale = See your language
consent-claim-updated-at = See when your profile last changed
consent-claim-email = See your e-mail address
consent-claim-email-verified = See whether your e-mail address was checked
consent-claim-phone-number = See your phone number
consent-claim-phone-number-verified = See whether your phone number was checked
consent-claim-address = See your postal address
consent-claim-organizations = See your organizations and your roles in them
claim-organizations-truncated = More organizations than are told
consent-claim-organizations-truncated = See whether you have more organizations than are told
claim-org-id = You act for
consent-claim-org-id = See which organization you act for
consent-claim-groups = See your groups
consent-claim-roles = See your roles
consent-claim-other = See what is called “{ $claim }” about you
scope-own-words = In the words of { $client }
scope-unusual = Few apps ask for this
scope-usual = Many apps ask for this

# Going on with what was allowed before
confirm-title = Continue to { $client }?
confirm-lead = An app on this device asks in the name of { $client }. Continue only if you have just started this there.
confirm-offline = { $client } keeps access when you are away.

# Before the browser goes on
leaving-refused = What the app asked for could not be answered. If you continue, the app is told why. Nothing is wrong with your account.
leaving-signed-out = Nobody is signed in here now.
leaving-stranger = This app registered itself here, and nobody has checked it. Go on only if you know this address:
leaving-app = An app on this device takes over at this address:

# Sign out
logout-title = Do you want to sign out?
logout-lead-client = { $client } sent you here.
logout-lead = This signs you out of { $brand } in this browser.
logout-lead-several = More than one account is signed in to { $brand } in this browser.
logout-which = Which account?
logout-all = All accounts in this browser
logout-confirm = Sign out
logout-stay = Stay signed in
logout-no-way-back = We cannot take you back to the app: something in its request is not in order.
signing-out-title = Signing you out
signing-out-lead = You are signed out of { $brand }. We are telling the apps you used.
signing-out-continue = Continue
signed-out-title = You are signed out
signed-out-lead = Nobody can use your { $brand } account in this browser now.
signed-out-others = Another account is still signed in in this browser.
signed-out-account = Show that account
signed-out-again = Sign in again

# Errors
error-developer = For the developer
error-developer-client = For the developer of { $client }
error-return-address-title = An app sent an address that we do not know
error-return-address-client-title = { $client } sent an address that we do not know
error-return-address-text = So we stopped before sending anything there. Nothing is wrong with your account. Whoever runs the app can put it right.
error-client-title = We do not know the app that sent you here
error-client-text = So we did not ask you to sign in. Nothing is wrong with your account. Whoever runs the app can put it right.
error-request-title = The app asked for something that is not possible
error-request-client-title = { $client } asked for something that is not possible
error-request-text = So we stopped. Nothing is wrong with your account. Whoever runs the app can put it right.
error-expired-title = This sign-in is no longer open
error-expired-client-title = The sign-in for { $client } is no longer open
error-expired-text = It waited too long. Go back to the app and start again.
error-finished-title = This sign-in has been answered
error-finished-client-title = The sign-in for { $client } has been answered
error-finished-text = You can close this page or go back to the app. To do it differently, start again from there.
error-other-browser-title = This sign-in was begun in another browser
error-other-browser-text = It can only be finished there. To sign in here, go back to the app and start again.
error-unknown-browser-title = This browser does not know this sign-in
error-unknown-browser-text = It was begun in another browser, or this one keeps no cookies of this address. Finish it there, or allow cookies and start again from the app.
error-cookie-title = Your browser did not send our cookie
error-cookie-text = Without it we cannot tell that it is still you. Allow cookies for this address, then start again from the app.
error-form-title = That form did not come from this site
error-form-text = So nothing was changed. Open the page again and repeat what you did.
error-link-title = This link has been used or is too old
error-link-text = Such a link works once and not for long. Ask for a new one.
error-invitation-title = That took too long
error-invitation-text = Open the link of your invitation once more.
error-session-title = That browser is signed out already
error-session-text = Its sign-in has ended meanwhile. Nothing else was changed.
error-signed-out-title = This account is no longer signed in here
error-signed-out-text = It was signed out meanwhile, here or from somewhere else. Nothing was passed on.
error-forbidden-title = Your account may not do this
error-forbidden-text = Somebody who looks after this site can give you permission.
error-not-found-title = There is no page here
error-not-found-text = The address may be mistyped, or the page has moved.
error-too-many-title = That was a lot in a short time
error-too-many-text = Please wait a minute, then try again.
error-busy-title = We are very busy at the moment
error-busy-text = Nothing was lost. Wait a few seconds, then try again.
error-unavailable-title = We cannot answer at the moment
error-unavailable-text = What you did last may not have been saved. Wait a few seconds, then try again.
error-internal-title = Something broke on our side
error-internal-text = It is not your fault, and it has been noted. Try again in a moment.

# First administrator
setup-title = Make the first account
setup-lead = It looks after { $brand }. You can add others later.
setup-username-label = User name
setup-email-label = E-mail address
setup-password-again-label = Password again
setup-password-hint = { $count ->
    [one] At least one character. A few words that do not belong together are good.
   *[other] At least { $count } characters. A few words that do not belong together are good.
}
setup-button = Make the account
setup-username-invalid = Enter a user name without spaces.
setup-username-taken = Somebody has this user name already.
setup-email-invalid = Enter an e-mail address, such as ada@example.com.
setup-email-taken = Somebody uses this e-mail address already.
setup-password-short = { $count ->
    [one] The password needs at least one character.
   *[other] The password needs at least { $count } characters.
}
setup-password-long = This password is too long.
setup-password-common = This password is easy to guess. Choose another one.
setup-passwords-differ = The two passwords differ.
password-holds-username = Leave your user name out of the password.
password-holds-email = Leave your e-mail address out of the password.
password-holds-service = The password is little more than our own name.
password-repetition = The password repeats a few characters.
password-sequence = The password is a run of neighboring characters or keys.
password-breached = This password stands in a list of stolen ones. Choose another one, here and wherever else you use it.
password-no-lower = The password needs a small letter.
password-no-upper = The password needs a capital letter.
password-no-digit = The password needs a digit.
password-no-symbol = The password needs a character that is neither a letter nor a digit.
password-rule-lower = A small letter
password-rule-upper = A capital letter
password-rule-digit = A digit
password-rule-symbol = A character that is neither a letter nor a digit
password-rule-names = Without your user name or e-mail address
password-rules-kept = It keeps every rule that can be seen here.
setup-done-title = Your account is ready
setup-done-lead = You sign in as { $username }.
setup-done-next = Now connect an app. Run this where Signet runs:
setup-used-title = The first account has been made
setup-used-text = This link worked once and is no longer needed.
setup-used-next = More accounts are made with this command:
setup-expired-title = This setup link is too old
setup-expired-text = Nothing was changed.
setup-expired-next = This command prints a new one:

# Account
account-title = Your { $brand } account
account-others = Also signed in to this browser
account-about = About you
account-about-empty = Nothing is stored about you besides your user name.
account-sessions = Where you are signed in
account-sessions-empty = Browsers in which you are signed in would stand here.
account-apps = Authorized apps
account-apps-empty = Apps that you allow to use your account would stand here.
account-nav-sessions = Browsers
account-nav-apps = Apps
account-sign-out = Sign out
account-this-one = This browser
account-browser-unknown = Unknown browser
account-last-used = Last used { $moment }
account-signed-in-on = Signed in { $moment }
account-signed-in-from = Signed in { $moment } from { $place }
place-city = { $city }, { $country }
account-allowed-since = Allowed on { $moment }
account-end-session = Sign out
account-end-others = Sign out all others
account-end-others-hint = Leaves you signed in here alone.
account-sign-out-everywhere = Sign out everywhere
account-sign-out-everywhere-hint = Ends all of these, and tells the apps. Apps that you allowed to act while you are away keep that until you remove them below.
account-remove-app = Remove access
account-open-app = Open
account-session-ended = That browser is signed out.
account-session-named = That browser has its new name.
account-session-name-refused = This name cannot be used: at most 60 characters, none of them hidden.
account-others-ended = The other browsers are signed out.
account-app-removed = { $app } can no longer use your account.
account-signed-in = You are signed in as { $person }.
claim-sub = Identifier
claim-name = Name
claim-given-name = First name
claim-family-name = Last name
claim-middle-name = Middle name
claim-nickname = Nickname
claim-preferred-username = User name
claim-profile = Profile page
claim-picture = Picture
claim-website = Website
claim-email = E-mail address
claim-email-verified = E-mail confirmed
claim-gender = Gender
claim-birthdate = Date of birth
claim-zoneinfo = Time zone
claim-locale = Language
claim-phone-number = Phone number
claim-phone-number-verified = Phone number confirmed
claim-address = Postal address
claim-updated-at = Last changed
claim-organizations = Organizations
claim-groups = Groups
claim-roles = Roles

# Front door
landing-lead = One account for all your apps.
landing-signed-in = You are signed in as
landing-account = Sign in to your account
landing-playground = Try a sign-in step by step
landing-developers = For developers:
landing-discovery = Discovery document
landing-docs = Documentation

# On the way back
form-post-title = Back to { $client }
form-post-lead = This page goes on by itself; if it does not, press the button.
form-post-again-title = One moment
form-post-button = Continue

# Time
moment = { $day } { $month } { $year }, { $time } UTC
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

# A further factor at sign-in
factor-title = Enter the code from your app
factor-lead = Open your authenticator app. The code changes every thirty seconds.
factor-label = Six-digit code
factor-recovery-title = Enter a recovery code
factor-recovery-lead = One of the ten codes that you kept. Each works once.
factor-recovery-label = Recovery code
factor-use-app = Use the app instead
factor-use-recovery = I do not have the app here
factor-wrong-title = That code is not right.
factor-wrong-text = Look at the app again, and check that the clock of your phone is right.
factor-recovery-wrong-text = Check it letter by letter. A code that was used before does not work again.
factor-used-title = That code was used already.
factor-used-text = Wait for the next one, then enter it.
factor-too-many-title = There were too many attempts.
factor-too-many-text = { $minutes ->
    [one] To protect the account, please wait one minute. Then try again.
   *[other] To protect the account, please wait { $minutes } minutes. Then try again.
}

# How one signs in
security-title = How you sign in
security-apps = Authenticator apps
security-apps-none = With an app on your phone, a stolen password is not enough to sign in as you. Setting it up takes a minute.
security-apps-lead = You are asked for a code from the app when you sign in.
security-app = App { $number }
security-added = Added { $moment }
security-remove = Remove
security-set-up = Set up an app
security-add = Add another app
security-codes = Recovery codes
security-codes-left = { $count ->
    [one] One code is left.
   *[other] { $count } codes are left.
}
security-codes-few = { $count ->
    [0] No code is left. Without the app or a passkey you could not sign in. Make new ones now.
    [one] Only one code is left. Make new ones soon.
   *[other] Only { $count } codes are left. Make new ones soon.
}
security-codes-hint = New codes replace the old ones.
security-codes-new = Make new codes
security-app-added = The app is set up. From now on you are asked for its code.
security-app-removed = The app is removed. Its codes do not work any more.
security-password-lead = When you change it, you are signed out everywhere but here.
security-password-change = Change the password
security-password-changed = Your password is changed. Wherever else you were signed in, you are signed out.
new-password-lead = You stay signed in here, and are signed out everywhere else.
new-app-title = Set up an authenticator app
new-app-lead = Scan this with the app on your phone, then enter the code that it shows.
new-app-picture = A square code for the camera of your phone
new-app-by-hand = I cannot scan it
new-app-by-hand-lead = Enter this key in the app. It makes codes by time, of six digits.
new-app-confirm = Confirm
codes-title = Keep these recovery codes
codes-lead = Each of them signs you in once, in place of the app or the passkey. They are shown only now.
codes-hint = Print them, or put them into a password manager: somewhere other than your phone.
codes-kept = I have kept them
account-nav-security = How you sign in

# Passkeys
passkey-sign-in = Sign in with a passkey
passkey-cancelled = No passkey was chosen. Try again, or sign in with your password.
passkey-failed = That did not work. Try again, or sign in with your password.
passkey-expired-title = That took too long.
passkey-expired-text = Nothing was changed. Try again with your passkey.
passkey-unknown-title = This passkey does not belong to any account here.
passkey-unknown-text = It may have been removed. Sign in another way, and delete it on your device.
passkey-wrong-title = This passkey could not be used.
passkey-wrong-text = Try again, or sign in with your password.
passkeys-title = Passkeys
passkeys-one = Passkey
passkeys-none = Sign in with your fingerprint, your face or your screen lock instead of a password. A passkey cannot be guessed, and no false page can ask for it.
passkeys-lead = You sign in with one of them alone. Nothing else is asked.
passkeys-on-one-device = On one device only
passkeys-not-copied = Not backed up yet
passkeys-copied = Backed up by its provider
passkeys-rename = Rename
passkeys-name = Name
passkeys-save = Save
passkeys-create = Create a passkey
passkeys-add = Add another passkey
passkeys-last = This is your only way to sign in, so it cannot be removed.
passkeys-added = The passkey is added. You can sign in with it from now on.
passkeys-renamed = The passkey has its new name.
passkeys-removed = The passkey is removed. It does not sign you in any more. Delete it on your device, too.
new-passkey-title = Create a passkey
new-passkey-lead = Your device asks for your fingerprint, your face or your screen lock. It never tells us any of them.
new-passkey-button = Create a passkey
new-passkey-cancelled = No passkey was made. Try again whenever you like.
new-passkey-known = This device has a passkey for your account already.
new-passkey-unsupported = This browser cannot make passkeys. Try another one, or another device.
new-passkey-no-script = Passkeys need JavaScript, which is off in this browser. You can go on signing in with your password.
new-passkey-expired-title = That took too long.
new-passkey-expired-text = No passkey was added. Try again.
new-passkey-refused-title = The passkey was not added.
new-passkey-refused-text = It belongs to an account already, or your device did not check that it is you. Try again, or use another device.
passkeys-not-asked = Your password alone still signs you in.
passkeys-asked = After your password you are asked for a passkey.
passkeys-ask = Ask for a passkey after it
passkeys-ask-no-more = Stop asking
factor-passkey-title = Confirm with your passkey
factor-passkey-lead = Your password was right. Now use one of your passkeys.
factor-passkey-button = Use a passkey
factor-passkey-cancelled = No passkey was used. Try again.
factor-passkey-failed = That did not work. Try again.
factor-passkey-wrong-text = Try again, or choose another way.
factor-passkey-no-script = Passkeys need JavaScript, which is off in this browser. You can use a recovery code instead.
factor-use-passkey = Use a passkey instead
factor-no-passkey = I do not have the passkey here
factor-without = Go on without this step

# A further factor is set up on the way
enrol-now = Your account needs a second step beside the password. Set it up now to go on.
enrol-soon = Your account needs a second step beside the password by { $moment }. Set it up now, or another time.
enrol-later = Not now
factor-trust = { $days ->
    [one] Do not ask again on this device for one day
   *[other] Do not ask again on this device for { $days } days
}
