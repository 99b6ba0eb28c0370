# What an app may do to the account
scope-account-read = See everything about your account
scope-account-read-value = Your profile and addresses, where you are signed in, how you sign in, which apps have access, and what happened
scope-account-write = Change your profile
scope-account-write-value = Your name, birthday, language and what else you say of yourself
scope-account-security = Change how you sign in
scope-account-security-value = Your password, passkeys, wallets, authenticator apps, connected accounts, e-mail address and phone number, after you have signed in again; sign you out, and remove apps
