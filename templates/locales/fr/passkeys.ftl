# Whether somebody who signed in with a password wants a passkey.
suggest-passkey-title = Connectez-vous plus vite la prochaine fois
suggest-passkey-lead = Avec une clé d’accès, votre empreinte digitale, votre visage ou le verrouillage de votre écran suffit sur cet appareil. Elle ne peut pas être devinée, et aucune fausse page ne peut la demander.
suggest-passkey-later = Pas maintenant
suggest-passkey-never = Ne plus demander
suggest-passkey-failed = Cela n’a pas fonctionné. Réessayez, ou continuez sans clé d’accès.
new-passkey-not-allowed-title = Les clés d’accès de ce type ne sont pas acceptées ici.
new-passkey-not-allowed-text = Utilisez l’une des clés de sécurité qui vous ont été remises, ou adressez-vous aux responsables de ce service.

# About how hard a new password is to guess, while it is typed.
password-strength-weak = Facile à deviner. Allongez-le, ou utilisez plusieurs mots.
password-strength-fair = Pourrait être plus difficile à deviner.
password-strength-good = Difficile à deviner.
password-strength-strong = Très difficile à deviner.
