# Whether somebody who signed in with a password wants a passkey.
suggest-passkey-title = Sign in faster next time
suggest-passkey-lead = With a passkey, your fingerprint, your face or your screen lock is enough on this device. It cannot be guessed, and no false page can ask for it.
suggest-passkey-later = Not now
suggest-passkey-never = Do not ask again
suggest-passkey-failed = That did not work. Try again, or go on without a passkey.
new-passkey-not-allowed-title = Passkeys of this kind are not accepted here.
new-passkey-not-allowed-text = Use one of the security keys that were handed out to you, or ask whoever runs this service.

# About how hard a new password is to guess, while it is typed.
password-strength-weak = Easy to guess. Make it longer, or use several words.
password-strength-fair = Could be harder to guess.
password-strength-good = Hard to guess.
password-strength-strong = Very hard to guess.
