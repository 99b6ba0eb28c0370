# Making an account
sign-up-question = Pas encore de compte ?
sign-up-way = Créer un compte
sign-up-known = Vous en avez déjà un ?
sign-up-title = Créer votre compte { $brand }
sign-up-client-title = Créer un compte pour { $client }
sign-up-lead = Nous envoyons un code à votre adresse, afin que personne d’autre ne puisse l’utiliser.
sign-up-email-label = Adresse e-mail
sign-up-email-invalid-title = Ceci n’est pas une adresse e-mail.
sign-up-email-invalid-text = Saisissez-la en entier, par exemple ada@example.com.
sign-up-domain-refused-title = Aucun compte ne peut être créé avec cette adresse.
sign-up-domain-refused-text = Prenez-en une autre, ou adressez-vous aux responsables de ce service.
sign-up-link-title = Continuer en tant que { $person } ?
sign-up-elsewhere-title = Venez-vous de créer un compte ?
sign-up-elsewhere-lead = Quelqu’un veut créer un compte { $brand } avec cette adresse, dans un autre navigateur.
sign-up-details-title = C’est presque terminé
sign-up-details-lead = { $email } vous appartient.
sign-up-name-label = Comment vous appelez-vous ?
sign-up-name-missing = Indiquez comment vous vous appelez.
sign-up-optional = facultatif
sign-up-password-hint = { $count ->
    [one] Au moins { $count } caractère. Sans mot de passe, vous vous connectez par e-mail.
   *[other] Au moins { $count } caractères. Sans mot de passe, vous vous connectez par e-mail.
}
sign-up-button = Créer le compte
mail-wait-lead-new = Un e-mail avec un code et un lien est en route vers { $email }. Les deux fonctionnent une seule fois, pendant dix minutes.
