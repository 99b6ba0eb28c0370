# What stands around every mail
mail-until = It works once, until { $moment }.
mail-copy-link = If the button does nothing, copy this address into your browser:
mail-account = Account
mail-time = When
mail-place = Where
mail-codes-left = Recovery codes left
mail-sent-by = Sent by { $brand }, where this address belongs to an account.
mail-sent-once = Sent by { $brand } because somebody there gave this address.

# Shows that mail works
mail-test-subject = Mail from { $brand } works
mail-test-title = Mail works
mail-test-text = This mail was sent by “signet mail test”, the way every mail of { $brand } is sent.
mail-test-note = Nothing needs to be done.

# A link to set a password
mail-password-link-subject = Choose a new password for { $brand }
mail-password-link-title = Choose a new password
mail-password-link-text = With this link you set the password of your { $brand } account. You will be signed out everywhere else.
mail-password-link-button = Set the password
mail-password-link-note = If you did not expect this, you can ignore it. Nobody can set the password without this link, so do not pass it on.

# A link for somebody who forgot the password
mail-password-recovery-subject = Choose a new password for { $brand }
mail-password-recovery-title = Forgot your password?
mail-password-recovery-text = Somebody asked for a new password for your { $brand } account. With this link you choose one. You will be signed out everywhere else.
mail-password-recovery-button = Choose a new password
mail-password-recovery-note = If it was not you, ignore this mail: your password stays as it is. Nobody can set another one without this link, so do not pass it on.

# The password was set or changed
mail-password-changed-subject = Your { $brand } password was changed
mail-password-changed-title = Your password was changed
mail-password-changed-text = The password of your { $brand } account has just been set. Wherever you were signed in, you may have to sign in again.
mail-password-changed-note = If it was not you, tell whoever runs { $brand } at once: somebody else may have your account.

mail-factor-added-subject = An authenticator app was added to your { $brand } account
mail-factor-added-title = An authenticator app was added
mail-factor-added-text = From now on a code of this app is asked for when you sign in to { $brand }.
mail-factor-added-note = If it was not you, set a new password and tell whoever runs { $brand } at once: somebody else may have your account.

mail-factor-removed-subject = An authenticator app was removed from your { $brand } account
mail-factor-removed-title = An authenticator app was removed
mail-factor-removed-text = Codes of this app no longer sign you in to { $brand }. Your account page shows which apps are left.
mail-factor-removed-note = If it was not you, set a new password and tell whoever runs { $brand } at once: somebody else may have your account.

# The operator took all further factors away
mail-factors-reset-subject = The second step of your { $brand } account was reset
mail-factors-reset-title = Your second step was reset
mail-factors-reset-text = Whoever runs { $brand } has taken your authenticator apps and recovery codes away. The password alone signs you in until you set up an app again. You were signed out everywhere.
mail-factors-reset-note = If you did not ask for it, tell whoever runs { $brand }.

mail-recovery-codes-made-subject = New recovery codes for your { $brand } account
mail-recovery-codes-made-title = New recovery codes were made
mail-recovery-codes-made-text = The recovery codes of your { $brand } account have been replaced. The old ones no longer work.
mail-recovery-codes-made-note = If it was not you, set a new password and tell whoever runs { $brand } at once: somebody else may have your account.

mail-recovery-code-used-subject = A recovery code of your { $brand } account was used
mail-recovery-code-used-title = A recovery code was used
mail-recovery-code-used-text = Somebody signed in to your { $brand } account with one of its recovery codes. It works no more; below stands how many are left.
mail-recovery-code-used-note = If it was not you, set a new password and tell whoever runs { $brand } at once: somebody else may have your account.

# A session was ended by a sign-in in one browser more than is allowed
mail-session-limit-subject = You were signed out of { $brand } in your oldest browser
mail-session-limit-title = You were signed out in one browser
mail-session-limit-text = You signed in to { $brand } in another browser. You are signed in in so many now that you were signed out in the one where you signed in longest ago.
mail-session-limit-note = If it was not you who signed in, change your password: somebody else may know it. Your account page shows where you are signed in.

# A link to sign in
mail-sign-in-link-subject = Sign in to { $brand }
mail-sign-in-link-title = Sign in to { $brand }
mail-sign-in-link-text = This link signs you in, without a password.
mail-sign-in-link-button = Sign in
mail-sign-in-link-note = If you did not ask for it, ignore this mail, and do not pass the link on.

# A code and a link to sign in
mail-sign-in-code-subject = Your code to sign in to { $brand }
mail-sign-in-code-title = Sign in to { $brand }
mail-sign-in-code-text = Enter this code on the page that asked for it, or open the link.
mail-sign-in-code-button = Open the link
mail-sign-in-code-note = If you did not ask for it, ignore this mail. Tell nobody the code: whoever has it signs in as you, and { $brand } never asks for it.

# A code and a link to prove an address
mail-sign-up-code-subject = Your code for { $brand }
mail-sign-up-code-title = Is this your address?
mail-sign-up-code-text = Somebody is creating a { $brand } account with this address. Enter this code on the page that asked for it, or open the link.
mail-sign-up-code-button = Open the link
mail-sign-up-code-note = If it was not you, ignore this mail: without the code there is no account. Tell it nobody.

# The same for an address that has an account
mail-sign-up-known-subject = You have a { $brand } account already
mail-sign-up-known-title = You have an account already
mail-sign-up-known-text = Somebody wanted to create a { $brand } account with this address, which has one. If it was you, this code signs you in on the page that asked for it; so does the link.
mail-sign-up-known-button = Sign in
mail-sign-up-known-note = If it was not you, ignore this mail. Tell nobody the code: whoever has it signs in as you.

# The same where no mail signs anybody in
mail-sign-up-exists-subject = You have a { $brand } account already
mail-sign-up-exists-title = You have an account already
mail-sign-up-exists-text = Somebody wanted to create a { $brand } account with this address, which has one already. Nothing was changed. If it was you, sign in to your account.
mail-sign-up-exists-button = Sign in
mail-sign-up-exists-note = If it was not you, ignore this mail: nobody gets into your account by it.

# A link to make the first administrator
mail-setup-link-subject = Set up { $brand }
mail-setup-link-title = Set up { $brand }
mail-setup-link-text = With this link you become the first administrator of { $brand }.
mail-setup-link-button = Begin
mail-setup-link-note = Whoever has this link can take over the installation: do not pass it on.

# The mails of a developer's machine
dev-mail-title = Development inbox
dev-mail-lead = Mails that would have been sent. Only this machine sees them; they are gone when the server stops.
dev-mail-list = Mails
dev-mail-none = No mail yet.
dev-mail-to = To
dev-mail-link = Open the link of the mail
dev-mail-html = The mail as HTML
dev-mail-text = The mail as plain text
dev-mail-back = All mails
dev-mail-again = Look again

mail-passkey-added-subject = A passkey was added to your { $brand } account
mail-passkey-added-title = A passkey was added
mail-passkey-added-text = With a new passkey one can sign in to your { $brand } account from now on, without a password.
mail-passkey-added-note = If it was not you, remove it under “How you sign in”, set a new password, and tell whoever runs { $brand } at once.

mail-passkey-removed-subject = A passkey was removed from your { $brand } account
mail-passkey-removed-title = A passkey was removed
mail-passkey-removed-text = One of the passkeys of your { $brand } account does not sign in any more.
mail-passkey-removed-note = If it was not you, tell whoever runs { $brand } at once: somebody else may have your account.

mail-welcome-subject = Welcome to { $brand }
mail-welcome-title = Welcome
mail-welcome-text = Your address is confirmed, and your account is ready. On your account page you see where you are signed in, and you set up a passkey or a second step.
mail-welcome-button = Your account
mail-welcome-note = If you did not make this account, choose a new password there, or tell whoever runs { $brand }.

# A code and a link to prove the address of an account
mail-verify-code-subject = Your code for { $brand }
mail-verify-code-title = Is this your address?
mail-verify-code-text = { $brand } wants to know that the address of your account is yours. Enter this code on the page that asked for it, or open the link.
mail-verify-code-button = Open the link
mail-verify-code-note = If you did not ask for it, ignore this mail, and tell nobody the code.

# Another address for an account
mail-address-change-code-subject = Your code for { $brand }
mail-address-change-code-title = Is this your new address?
mail-address-change-code-text = Somebody who is signed in to { $brand } wants this to be the address of their account. If it was you, enter this code on the page that asked for it, or open the link.
mail-address-change-code-button = Open the link
mail-address-change-code-note = If it was not you, ignore this mail: without the code nothing changes. Tell it nobody.
mail-address-change-old-subject = The address of your { $brand } account is to be changed
mail-address-change-old-title = Do you want another address?
mail-address-change-old-text = Somebody who is signed in to your { $brand } account asked for another e-mail address. If it was you, enter this code on the page that asked for it.
mail-address-change-old-note = If it was not you, tell nobody the code: without it the address stays. Sign in, stop the change, and choose another password.
mail-address-change-asked-subject = The address of your { $brand } account is to be changed
mail-address-change-asked-title = Your address is to be changed
mail-address-change-asked-text = Somebody who is signed in to your { $brand } account asked for another e-mail address. It counts once they have shown that it is theirs.
mail-address-change-asked-note = If it was not you, sign in, stop the change, choose another password, and tell whoever runs { $brand }.
mail-address-known-subject = Somebody wanted your address at { $brand }
mail-address-known-title = Somebody wanted your address
mail-address-known-text = Somebody who is signed in to another { $brand } account asked to have this address. It belongs to your account and stays there.
mail-address-known-note = Nothing needs to be done. If it was you, sign in with this address.
mail-address-changed-subject = The address of your { $brand } account was changed
mail-address-changed-title = Your address was changed
mail-address-changed-text = Your { $brand } account has another e-mail address now. This one no longer signs in there. If it was not you, take it back with this link: everybody is signed out, and you choose a new password.
mail-address-changed-button = This was not me: take it back
mail-address-changed-note = If it was you, nothing needs to be done. Whoever has the link can take the account, so do not pass it on.
mail-address-taken-back-subject = The former address of your { $brand } account is back
mail-address-taken-back-title = The former address is back
mail-address-taken-back-text = With a link that went to the former address of your { $brand } account, that address was taken back, and everybody was signed out. This address does not belong to the account any more.
mail-address-taken-back-note = If it was not you, somebody else reads that mailbox. Tell whoever runs { $brand } at once.

# A link with which somebody makes an account
mail-invitation-subject = You are invited to { $brand }
mail-invitation-title = You are invited
mail-invitation-text = Whoever runs { $brand } invites you to make an account with this address.
mail-invitation-button = Create the account
mail-invitation-note = If you do not want one, ignore this mail. Whoever has the link can make the account in your place, so do not pass it on.

mail-wallet-added-subject = A wallet was added to your { $brand } account
mail-wallet-added-title = A wallet was added
mail-wallet-added-text = With a new Ethereum wallet one can sign in to your { $brand } account from now on, without a password.
mail-wallet-added-note = If it was not you, remove it under “How you sign in”, set a new password, and tell whoever runs { $brand } at once.

mail-wallet-removed-subject = A wallet was removed from your { $brand } account
mail-wallet-removed-title = A wallet was removed
mail-wallet-removed-text = One of the wallets of your { $brand } account does not sign in any more.
mail-wallet-removed-note = If it was not you, tell whoever runs { $brand } at once: somebody else may have your account.

# Another provider was connected
mail-identity-linked-subject = Another way to sign in was connected to your { $brand } account
mail-identity-linked-title = Another way to sign in was connected
mail-identity-linked-text = From now on one can sign in to your { $brand } account with an account at another provider.
mail-identity-linked-note = If it was not you, disconnect it under “How you sign in”, set a new password, and tell whoever runs { $brand } at once.

# Another provider was disconnected
mail-identity-unlinked-subject = A way to sign in was disconnected from your { $brand } account
mail-identity-unlinked-title = A way to sign in was disconnected
mail-identity-unlinked-text = One of your accounts at other providers does not sign in to your { $brand } account any more.
mail-identity-unlinked-note = If it was not you, tell whoever runs { $brand } at once: somebody else may have your account.

# What was set up before the address was proven by somebody else is gone
mail-credentials-forgotten-subject = Earlier ways to sign in to your { $brand } account are gone
mail-credentials-forgotten-title = Earlier ways to sign in are gone
mail-credentials-forgotten-text = The address of this account was confirmed for the first time. Whatever signed somebody in to it before may have been set up by somebody else, so it was removed: password, second step, passkeys and linked accounts. Everybody else was signed out.
mail-credentials-forgotten-note = If you had set it up yourself, you can do so again on your account page. If you did not confirm the address, tell whoever runs { $brand } at once.

# An account is to be erased
mail-account-leaving-subject = Your { $brand } account is going to be erased
mail-account-leaving-title = Your account is going to be erased
mail-account-leaving-text = You asked for it, so you are signed out everywhere and apps have lost their access. Until the time below you can keep the account with this link, or by signing in.
mail-account-leaving-button = Keep my account
mail-account-leaving-note = If it was not you, keep the account with the link, and change your password then: somebody else may know it.
mail-account-kept-subject = Your { $brand } account stays
mail-account-kept-title = Your account stays
mail-account-kept-text = Your { $brand } account was going to be erased, and is not any more. Sign in to use it.
mail-account-kept-note = If it was not you who wanted to keep it, somebody else may know your password or read your mail. Tell whoever runs { $brand }.
mail-account-erased-subject = Your { $brand } account is erased
mail-account-erased-title = Your account is erased
mail-account-erased-text = Your { $brand } account and all that was kept about you is erased. This is the last mail about it.
mail-account-erased-note = It cannot be brought back. If it was not you who wanted that, tell whoever runs { $brand }.
