# The pages of one's own account
moment-local = { $day } { $month } { $year }, { $time }
account-nav-overview = Overview
account-nav-profile = Your profile
account-nav-preferences = Preferences
profile-title = Your profile
profile-names = What you are called
profile-names-lead = Apps that you allow to see your profile see this, the next time they look.
profile-whole-name = Name, as it is shown
profile-whole-name-hint = Leave it empty to make it of first and last name.
profile-name-invalid = Use letters that people can read, at most 100 of them.
profile-save = Save
profile-names-saved = Saved.
profile-picture-lead = A square is cut out of the middle. Where and when it was taken is not kept.
profile-picture-file = File
profile-picture-hint = PNG, JPEG or WebP, at most 8 MB.
profile-picture-save = Use this picture
profile-picture-saved = You have a new picture.
profile-picture-remove = Remove
profile-picture-remove-hint = Whoever has its address sees it no more. Apps and browsers may keep a copy.
profile-picture-removed = The picture is gone.
profile-picture-missing = Choose a file first.
profile-picture-unreadable = This file is no picture that can be read. Take a PNG, JPEG or WebP file.
profile-picture-too-large = This picture is too large. Take one of at most 8 MB and 25 megapixels.
profile-picture-busy = Others are sending pictures at this moment. Try again in a few seconds.
profile-username-lead = You sign in with it, and apps may show it. The old one is free for others from then on.
profile-username-save = Change the user name
profile-username-saved = Your user name is changed. Sign in with it from now on.
profile-username-fixed = It cannot be changed here. Ask whoever runs this service.
preferences-title = Preferences
preferences-saved = Saved.
preferences-as-browser = As the browser wants it
preferences-locale-hint = For pages and mails. Apps may be told.
preferences-no-zone = Universal time (UTC)
preferences-zoneinfo-hint = Times on these pages are told by its clocks. Apps may be told.
preferences-theme = Colors
preferences-theme-system = As the device wants them
preferences-theme-light = Light
preferences-theme-dark = Dark
next-step = One next step
next-passkey = With a passkey you sign in by fingerprint, face or PIN. Nobody can steal it from you by a false page.
next-passkey-button = Create a passkey
next-factor = Your password alone opens the account. Ask for a second step, so that a stolen password is not enough.
next-factor-button = Add a second step
next-codes = Few recovery codes are left. Without one, losing your phone would keep you out.
next-codes-button = Make new codes
next-nothing = Your account is well protected. There is nothing to do.

# What is kept, and the end of it
account-nav-data = Your data
data-title = Your data
data-take = Take it with you
data-take-lead = One file in JSON with all that is kept about you: profile, browsers, apps, passkeys, organizations, and what happened in your account. Passwords and secrets are not in it.
data-take-button = Download
data-end = Erase the account
data-end-at-once = The account and all that is kept about you is erased at once. Nobody can bring it back.
data-end-lead = { $days ->
    [one] You are signed out everywhere, and apps lose their access at once. For one day you can change your mind. Then the account and all that is kept about you is erased, and nobody can bring it back.
   *[other] You are signed out everywhere, and apps lose their access at once. For { $days } days you can change your mind. Then the account and all that is kept about you is erased, and nobody can bring it back.
}
data-confirmation = Type { $username } to say that you mean it
data-end-button = Erase my account
data-confirmation-wrong = That is not your user name. Nothing was erased.
data-last-administrator = You are the last administrator. Make somebody else one first; then you can go.
left-title = Your account is going to be erased
left-at-once-title = Your account is erased
left-at-once-lead = Nothing is kept about you here any more.
left-lead = { $days ->
    [one] You are signed out everywhere. Until tomorrow you can keep the account: sign in, or open the link in the mail that we sent you.
   *[other] You are signed out everywhere. For { $days } days you can keep the account: sign in, or open the link in the mail that we sent you.
}
left-keep = Sign in to keep it
keep-title = Keep your account?
keep-lead = It is going to be erased: { $moment }. Until then nobody is signed in to it.
keep-button = Keep my account
keep-not = Let it go
kept-title = Your account stays
kept-lead = Sign in to use it. If it was not you who wanted it erased, change your password.
