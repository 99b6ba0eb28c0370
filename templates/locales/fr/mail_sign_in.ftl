# Signing in by a code or a link that is mailed
mail-sign-in-way = Recevoir un code par e-mail
mail-ask-title = Se connecter par e-mail
mail-ask-lead = Nous envoyons un code et un lien à l’adresse de votre compte.
mail-ask-button = Envoyer le code
mail-use-password = Utiliser plutôt un mot de passe
mail-wait-title = Consultez votre messagerie
mail-wait-lead = S’il existe un compte pour { $name }, un e-mail avec un code et un lien est en route. Les deux fonctionnent une seule fois, pendant dix minutes.
mail-wait-elsewhere = Vous avez ouvert le lien dans un autre navigateur ? Appuyez là-bas sur ce nombre, puis continuez ici :
mail-wait-continue = J’ai appuyé sur le nombre
mail-wait-again = Envoyer un autre e-mail
mail-wait-other = Utiliser une autre adresse
mail-wrong-title = Ce code n’est pas correct.
mail-wrong-text = Prenez le code de l’e-mail le plus récent. Les codes des e-mails précédents ne fonctionnent plus.
mail-used-up-title = Ce code a été essayé trop de fois.
mail-used-up-text = Utilisez le lien de l’e-mail, ou demandez un autre e-mail.
mail-over-title = Ce code ne fonctionne plus.
mail-over-text = Il a été utilisé, ou dix minutes se sont écoulées. Demandez un autre e-mail.
mail-not-yet-title = Vous n’avez pas encore appuyé sur le nombre.
mail-not-yet-text = Ouvrez le lien de l’e-mail et appuyez sur le nombre affiché ici, ou saisissez le code.
mail-too-many-title = De nombreux e-mails ont déjà été envoyés.
mail-too-many-text = { $minutes ->
    [one] Consultez votre messagerie, ou patientez { $minutes } minute.
   *[other] Consultez votre messagerie, ou patientez { $minutes } minutes.
}
mail-link-lead-client = Ce lien ne fonctionne qu’une fois ; vous continuerez vers { $client }.
mail-elsewhere-title = Venez-vous de demander à vous connecter ?
mail-elsewhere-lead-client = Quelqu’un veut se connecter à { $client } dans un autre navigateur. Aucune session ne sera ouverte ici.
mail-elsewhere-lead = Quelqu’un veut se connecter à { $brand } dans un autre navigateur. Aucune session ne sera ouverte ici.
mail-elsewhere-browser = Navigateur
mail-elsewhere-network = Réseau
mail-elsewhere-unknown = Inconnu
mail-elsewhere-choose = Appuyez sur le nombre affiché là-bas. Si vous n’en voyez aucun, ou si quelqu’un vous en a indiqué un, ce n’est pas vous qui vous connectez.
mail-elsewhere-refuse = Ce n’était pas moi
mail-approved-title = Revenez à l’autre navigateur
mail-approved-lead = La suite se passe là-bas. Vous pouvez fermer cette page.
mail-refused-title = Aucune connexion n’a eu lieu
mail-refused-lead = Le code et le lien de cet e-mail ne fonctionnent plus. Si c’était vous, demandez un autre e-mail.
