# The pages of one's own account
moment-local = { $day ->
    [1] 1er
   *[other] { $day }
} { $month } { $year } à { $time }
account-nav-overview = Vue d’ensemble
account-nav-profile = Votre profil
account-nav-preferences = Préférences
profile-title = Votre profil
profile-names = Comment vous vous appelez
profile-names-lead = Les applications que vous autorisez à voir votre profil le verront à leur prochaine consultation.
profile-whole-name = Nom, tel qu’il est affiché
profile-whole-name-hint = Laissez ce champ vide pour le composer du prénom et du nom de famille.
profile-name-invalid = Utilisez des caractères lisibles, 100 au maximum.
profile-save = Enregistrer
profile-names-saved = Enregistré.
profile-picture-lead = Un carré est découpé au milieu. Le lieu et la date de la prise de vue ne sont pas conservés.
profile-picture-file = Fichier
profile-picture-hint = PNG, JPEG ou WebP, 8 Mo au maximum.
profile-picture-save = Utiliser cette photo
profile-picture-saved = Vous avez une nouvelle photo.
profile-picture-remove = Supprimer
profile-picture-remove-hint = Qui connaît son adresse ne la verra plus. Des applications et des navigateurs peuvent en garder une copie.
profile-picture-removed = La photo est supprimée.
profile-picture-missing = Choisissez d’abord un fichier.
profile-picture-unreadable = Ce fichier n’est pas une image lisible. Prenez un fichier PNG, JPEG ou WebP.
profile-picture-too-large = Cette image est trop grande. Prenez-en une de 8 Mo et 25 mégapixels au maximum.
profile-picture-busy = D’autres personnes envoient des images en ce moment. Réessayez dans quelques secondes.
profile-username-lead = Il vous sert à vous connecter, et les applications peuvent l’afficher. L’ancien devient disponible pour d’autres.
profile-username-save = Modifier le nom d’utilisateur
profile-username-saved = Votre nom d’utilisateur est modifié. Utilisez-le désormais pour vous connecter.
profile-username-fixed = Il ne peut pas être modifié ici. Adressez-vous aux responsables de ce service.
preferences-title = Préférences
preferences-saved = Enregistré.
preferences-as-browser = Selon le navigateur
preferences-locale-hint = Pour les pages et les e-mails. Les applications peuvent en être informées.
preferences-no-zone = Temps universel (UTC)
preferences-zoneinfo-hint = Les heures de ces pages sont indiquées dans ce fuseau. Les applications peuvent en être informées.
preferences-theme = Couleurs
preferences-theme-system = Selon l’appareil
preferences-theme-light = Claires
preferences-theme-dark = Sombres
next-step = Une étape suivante
next-passkey = Avec une clé d’accès, vous vous connectez par empreinte digitale, visage ou code PIN. Personne ne peut vous la voler par une fausse page.
next-passkey-button = Créer une clé d’accès
next-factor = Votre mot de passe seul ouvre le compte. Demandez une deuxième étape, pour qu’un mot de passe volé ne suffise pas.
next-factor-button = Ajouter une deuxième étape
next-codes = Il reste peu de codes de récupération. Sans code, la perte de votre téléphone vous bloquerait l’accès.
next-codes-button = Créer de nouveaux codes
next-nothing = Votre compte est bien protégé. Vous n’avez rien à faire.

# What is kept, and the end of it
account-nav-data = Vos données
data-title = Vos données
data-take = Les emporter
data-take-lead = Un fichier JSON avec tout ce qui est conservé à votre sujet : profil, navigateurs, applications, clés d’accès, organisations, et ce qui s’est passé dans votre compte. Il ne contient ni mots de passe ni secrets.
data-take-button = Télécharger
data-end = Effacer le compte
data-end-at-once = Le compte et tout ce qui est conservé à votre sujet sont effacés immédiatement. Personne ne peut les rétablir.
data-end-lead = { $days ->
    [one] Vos sessions sont fermées partout et les applications perdent immédiatement leur accès. Pendant { $days } jour, vous pouvez changer d’avis. Ensuite, le compte et tout ce qui est conservé à votre sujet sont effacés, et personne ne peut les rétablir.
   *[other] Vos sessions sont fermées partout et les applications perdent immédiatement leur accès. Pendant { $days } jours, vous pouvez changer d’avis. Ensuite, le compte et tout ce qui est conservé à votre sujet sont effacés, et personne ne peut les rétablir.
}
data-confirmation = Saisissez { $username } pour confirmer
data-end-button = Effacer mon compte
data-confirmation-wrong = Ce n’est pas votre nom d’utilisateur. Rien n’a été effacé.
data-last-administrator = Ce compte est le dernier à administrer ce service. Donnez d’abord ce rôle à quelqu’un d’autre ; vous pourrez ensuite partir.
left-title = Votre compte va être effacé
left-at-once-title = Votre compte est effacé
left-at-once-lead = Plus rien n’est conservé ici à votre sujet.
left-lead = { $days ->
    [one] Vos sessions sont fermées partout. Pendant { $days } jour, vous pouvez conserver le compte : connectez-vous, ou ouvrez le lien de l’e-mail que nous vous avons envoyé.
   *[other] Vos sessions sont fermées partout. Pendant { $days } jours, vous pouvez conserver le compte : connectez-vous, ou ouvrez le lien de l’e-mail que nous vous avons envoyé.
}
left-keep = Se connecter pour le conserver
keep-title = Conserver votre compte ?
keep-lead = Il va être effacé : { $moment }. D’ici là, personne n’y a de session ouverte.
keep-button = Conserver mon compte
keep-not = Le laisser s’effacer
kept-title = Votre compte est conservé
kept-lead = Connectez-vous pour l’utiliser. Si vous n’avez pas demandé son effacement, modifiez votre mot de passe.
