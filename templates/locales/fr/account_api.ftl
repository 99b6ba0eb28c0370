# What an app may do to the account
scope-account-read = Voir tout ce qui concerne votre compte
scope-account-read-value = Votre profil et vos adresses, où vous avez une session ouverte, comment vous vous connectez, quelles applications ont accès, et ce qui s’est passé
scope-account-write = Modifier votre profil
scope-account-write-value = Votre nom, votre date de naissance, votre langue et ce que vous indiquez d’autre à votre sujet
scope-account-security = Modifier vos méthodes de connexion
scope-account-security-value = Votre mot de passe, vos clés d’accès, portefeuilles et applications d’authentification, vos comptes associés, votre adresse e-mail et votre numéro de téléphone, après une nouvelle connexion ; fermer vos sessions et supprimer des applications
