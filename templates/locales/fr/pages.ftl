# Words that several pages share
error-prefix = Erreur : { $title }
footer-support = Aide
footer-privacy = Confidentialité – { $name }
footer-terms = Conditions – { $name }
back-to-client = Retour à { $client }
back-to-app = Retour à l’application
start-again-client = Recommencer depuis { $client }
start-again = Recommencer
to-your-account = Accéder à votre compte
go-on = Continuer
cancel = Annuler
cancel-to-client = Annuler et revenir à { $client }
use-another-account = Utiliser un autre compte
form-problems = Certaines réponses sont à revoir.
command-label = Commande
skip-to-content = Aller au contenu
nav-label = Rubriques
username-label = E-mail ou nom d’utilisateur
password-label = Mot de passe
password-show = Afficher le mot de passe
sign-in-button = Se connecter

# Sign in
sign-in-client-title = Se connecter à { $client }
sign-in-client-lead = avec votre compte { $brand }
sign-in-own-title = Se connecter à { $brand }
sign-in-again-title = Est-ce toujours vous ?
sign-in-again-lead = { $client } vous demande de saisir à nouveau votre mot de passe.
sign-in-forgot = Mot de passe oublié ?
sign-in-change-name = Utiliser un autre nom
remember-label = Rester connecté sur cet appareil
sign-in-wrong-title = Ce nom et ce mot de passe ne correspondent pas.
sign-in-wrong-text = Vérifiez les deux, puis réessayez.
sign-in-too-many-title = Il y a eu trop de tentatives.
sign-in-too-many-text = { $minutes ->
    [one] Pour protéger le compte, veuillez patienter { $minutes } minute. Réessayez ensuite.
   *[other] Pour protéger le compte, veuillez patienter { $minutes } minutes. Réessayez ensuite.
}
sign-in-busy-title = De nombreuses personnes se connectent en ce moment.
sign-in-busy-text = Votre mot de passe n’a pas été vérifié. Patientez quelques secondes, puis réessayez.
sign-in-expired-form-title = Cette page est restée ouverte longtemps.
sign-in-expired-form-text = Rien n’a été envoyé. Saisissez à nouveau votre mot de passe.
sign-in-ended-title = Votre session est terminée.
sign-in-ended-text = Elle a été fermée entre-temps, ici ou ailleurs. Rien n’a été modifié. Connectez-vous pour continuer.
sign-in-took-long-title = Cela a pris un moment.
sign-in-took-long-text = Veuillez vous connecter à nouveau.

# Sign in by a link
link-title = Se connecter en tant que { $person } ?
link-lead = Ce lien ne fonctionne qu’une fois.

# A link to set a password
password-link-title = Choisissez un nouveau mot de passe
password-link-lead = Ce lien ne fonctionne qu’une fois. Vos sessions seront fermées partout ailleurs.
password-link-label = Nouveau mot de passe
password-link-button = Définir le mot de passe
password-set-title = Votre mot de passe est défini
password-set-lead = Vous vous connectez en tant que { $username }. Vos autres sessions ont été fermées.
password-set-client = Continuer vers { $client }

# A password was forgotten
forgot-title = Mot de passe oublié ?
forgot-lead = Nous envoyons un lien à l’adresse e-mail de votre compte. Il vous permet de choisir un nouveau mot de passe.
forgot-button = Envoyer le lien
forgot-back = Retour à la connexion
forgot-no-name = Saisissez votre adresse e-mail ou votre nom d’utilisateur.
forgot-too-many = { $minutes ->
    [one] Trop de liens ont été demandés depuis ici. Veuillez patienter { $minutes } minute.
   *[other] Trop de liens ont été demandés depuis ici. Veuillez patienter { $minutes } minutes.
}
recovery-requested-title = Consultez votre messagerie
recovery-requested-lead = Si { $name } correspond à un compte dont l’adresse est confirmée, un e-mail est en route vers cette adresse.
recovery-requested-link = { $minutes ->
    [one] Le lien qu’il contient fonctionne une seule fois, pendant { $minutes } minute. Seul le lien le plus récent fonctionne.
   *[other] Le lien qu’il contient fonctionne une seule fois, pendant { $minutes } minutes. Seul le lien le plus récent fonctionne.
}
recovery-requested-nothing = Rien au bout de quelques minutes ? Regardez dans les courriers indésirables et vérifiez l’orthographe du nom.
recovery-requested-again = Demander un autre lien

# Account chooser
chooser-title = Quel compte ?
chooser-lead = à utiliser avec { $client }
chooser-asks-password = Redemande le mot de passe

# Consent
consent-short-title = Autoriser { $client } ?
consent-title = Autoriser { $client } à utiliser votre compte ?
consent-allow = Autoriser
consent-deny = Pas maintenant
consent-resources = Utiliser ces services en votre nom
consent-organization = Pour quelle organisation ?
consent-organizations-more = Vous faites partie de plus d’organisations que les { $count } affichées ici. S’il manque celle qu’il vous faut, adressez-vous à la personne qui vous y a invité.
consent-return-host = Vous reviendrez sur { $host }.
consent-return-device = Vous reviendrez à { $client } sur cet appareil.
consent-take-back = Vous pouvez revenir sur ce choix à tout moment.
scope-openid = Vous reconnaître lorsque vous revenez
scope-openid-value = Rien d’autre à votre sujet
scope-profile = Voir qui vous êtes
scope-email = Voir votre adresse e-mail
scope-phone = Voir votre numéro de téléphone
scope-address = Voir votre adresse postale
scope-organizations = Voir vos organisations et les rôles que vous y avez
scope-organizations-more = { $count ->
    [one] { $count } autre
   *[other] { $count } autres
}
scope-groups = Voir vos groupes
scope-roles = Voir vos rôles
scope-offline = Conserver l’accès en votre absence
scope-offline-value = Jusqu’à ce que vous le supprimiez dans « Applications autorisées »
scope-nothing-yet = Rien n’est encore enregistré ici
scope-everything = { $count ->
    [one] { $count } information
   *[other] Les { $count } informations
}
fact-confirmed = Confirmé
fact-not-confirmed = Non confirmé
fact-yes = Oui
fact-no = Non
fact-with-state = { $value } · { $state }
fact-organization = { $name } ({ $roles })
fact-vouched = De { $source }, qui s’en porte garant
fact-roles-chosen-here = Ceux que vous avez dans l’organisation choisie ci-dessous
fact-chosen-here = Celle que vous choisissez ci-dessous
consent-claim-name = Voir votre nom complet
consent-claim-given-name = Voir votre prénom
consent-claim-family-name = Voir votre nom de famille
consent-claim-middle-name = Voir votre deuxième prénom
consent-claim-nickname = Voir votre surnom
consent-claim-preferred-username = Voir votre nom d’utilisateur
consent-claim-profile = Voir l’adresse de votre page de profil
consent-claim-picture = Voir votre photo
consent-claim-website = Voir l’adresse de votre site web
consent-claim-gender = Voir votre genre
consent-claim-birthdate = Voir votre date de naissance
consent-claim-zoneinfo = Voir votre fuseau horaire
consent-claim-locale = Voir votre langue
consent-claim-updated-at = Voir quand votre profil a été modifié pour la dernière fois
consent-claim-email = Voir votre adresse e-mail
consent-claim-email-verified = Voir si votre adresse e-mail a été vérifiée
consent-claim-phone-number = Voir votre numéro de téléphone
consent-claim-phone-number-verified = Voir si votre numéro de téléphone a été vérifié
consent-claim-address = Voir votre adresse postale
consent-claim-organizations = Voir vos organisations et les rôles que vous y avez
claim-organizations-truncated = D’autres organisations que celles indiquées
consent-claim-organizations-truncated = Voir si vous avez d’autres organisations que celles indiquées
claim-org-id = Vous agissez pour
consent-claim-org-id = Voir pour quelle organisation vous agissez
consent-claim-groups = Voir vos groupes
consent-claim-roles = Voir vos rôles
consent-claim-other = Voir ce qui est enregistré à votre sujet sous « { $claim } »
scope-own-words = Formulé par { $client }
scope-unusual = Peu d’applications demandent ceci
scope-usual = Beaucoup d’applications demandent ceci

# Going on with what was allowed before
confirm-title = Continuer vers { $client } ?
confirm-lead = Une application de cet appareil fait cette demande au nom de { $client }. Ne continuez que si vous venez de le demander dans cette application.
confirm-offline = { $client } conserve l’accès en votre absence.

# Before the browser goes on
leaving-refused = La demande de l’application n’a pas pu aboutir. Si vous continuez, l’application en saura la raison. Votre compte n’est pas en cause.
leaving-signed-out = Plus aucune session n’est ouverte ici.
leaving-stranger = Cette application s’est enregistrée elle-même ici, et personne ne l’a vérifiée. Ne continuez que si vous connaissez cette adresse :
leaving-app = Une application de cet appareil prend le relais à cette adresse :

# Sign out
logout-title = Voulez-vous vous déconnecter ?
logout-lead-client = Vous arrivez de { $client }.
logout-lead = Vous vous déconnecterez de { $brand } dans ce navigateur.
logout-lead-several = Plusieurs comptes { $brand } ont une session ouverte dans ce navigateur.
logout-which = Quel compte ?
logout-all = Tous les comptes de ce navigateur
logout-confirm = Se déconnecter
logout-stay = Rester connecté
logout-no-way-back = Nous ne pouvons pas vous ramener à l’application : quelque chose ne va pas dans sa demande.
signing-out-title = Déconnexion en cours
signing-out-lead = Votre session { $brand } est fermée. Nous prévenons les applications que vous avez utilisées.
signing-out-continue = Continuer
signed-out-title = Vous êtes déconnecté
signed-out-lead = Plus personne ne peut utiliser votre compte { $brand } dans ce navigateur.
signed-out-others = Un autre compte a encore une session ouverte dans ce navigateur.
signed-out-account = Afficher ce compte
signed-out-again = Se reconnecter

# Errors
error-developer = Pour l’équipe de développement
error-developer-client = Pour l’équipe de développement de { $client }
error-return-address-title = Une application a envoyé une adresse que nous ne connaissons pas
error-return-address-client-title = { $client } a envoyé une adresse que nous ne connaissons pas
error-return-address-text = Nous nous sommes donc arrêtés avant d’y envoyer quoi que ce soit. Votre compte n’est pas en cause. Les responsables de l’application peuvent corriger cela.
error-client-title = Nous ne connaissons pas l’application qui vous a envoyé ici
error-client-text = Nous ne vous avons donc pas demandé de vous connecter. Votre compte n’est pas en cause. Les responsables de l’application peuvent corriger cela.
error-request-title = L’application a demandé quelque chose d’impossible
error-request-client-title = { $client } a demandé quelque chose d’impossible
error-request-text = Nous nous sommes donc arrêtés. Votre compte n’est pas en cause. Les responsables de l’application peuvent corriger cela.
error-expired-title = Cette demande de connexion n’est plus valable
error-expired-client-title = La demande de connexion à { $client } n’est plus valable
error-expired-text = Elle a attendu trop longtemps. Revenez à l’application et recommencez.
error-finished-title = Cette demande de connexion a déjà été traitée
error-finished-client-title = La demande de connexion à { $client } a déjà été traitée
error-finished-text = Vous pouvez fermer cette page ou revenir à l’application. Pour faire autrement, recommencez depuis celle-ci.
error-other-browser-title = Cette connexion a été commencée dans un autre navigateur
error-other-browser-text = Elle ne peut se terminer que là-bas. Pour vous connecter ici, revenez à l’application et recommencez.
error-unknown-browser-title = Ce navigateur ne connaît pas cette connexion
error-unknown-browser-text = Elle a été commencée dans un autre navigateur, ou celui-ci ne conserve pas les cookies de cette adresse. Terminez-la là-bas, ou autorisez les cookies et recommencez depuis l’application.
error-cookie-title = Votre navigateur n’a pas envoyé notre cookie
error-cookie-text = Sans lui, nous ne pouvons pas savoir que c’est toujours vous. Autorisez les cookies pour cette adresse, puis recommencez depuis l’application.
error-form-title = Ce formulaire ne venait pas de ce site
error-form-text = Rien n’a donc été modifié. Rouvrez la page et recommencez l’opération.
error-link-title = Ce lien a déjà servi ou est trop ancien
error-link-text = Un tel lien fonctionne une seule fois, et peu de temps. Demandez-en un nouveau.
error-invitation-title = Cela a pris trop de temps
error-invitation-text = Ouvrez de nouveau le lien de votre invitation.
error-session-title = La session de ce navigateur est déjà fermée
error-session-text = Elle a pris fin entre-temps. Rien d’autre n’a été modifié.
error-signed-out-title = Ce compte n’a plus de session ouverte ici
error-signed-out-text = Elle a été fermée entre-temps, ici ou ailleurs. Rien n’a été transmis.
error-forbidden-title = Votre compte n’y est pas autorisé
error-forbidden-text = Une personne qui administre ce site peut vous donner l’autorisation.
error-not-found-title = Il n’y a pas de page ici
error-not-found-text = L’adresse est peut-être mal saisie, ou la page a été déplacée.
error-too-many-title = Trop de demandes en peu de temps
error-too-many-text = Veuillez patienter une minute, puis réessayez.
error-busy-title = Nous sommes très sollicités en ce moment
error-busy-text = Rien n’a été perdu. Patientez quelques secondes, puis réessayez.
error-unavailable-title = Nous ne pouvons pas répondre pour le moment
error-unavailable-text = Votre dernière action n’a peut-être pas été enregistrée. Patientez quelques secondes, puis réessayez.
error-internal-title = Une erreur s’est produite de notre côté
error-internal-text = Vous n’y êtes pour rien, et elle a été consignée. Réessayez dans un instant.

# First administrator
setup-title = Créer le premier compte
setup-lead = Il administre { $brand }. Vous pourrez en ajouter d’autres plus tard.
setup-username-label = Nom d’utilisateur
setup-email-label = Adresse e-mail
setup-password-again-label = Confirmer le mot de passe
setup-password-hint = { $count ->
    [one] Au moins { $count } caractère. Quelques mots sans rapport entre eux conviennent bien.
   *[other] Au moins { $count } caractères. Quelques mots sans rapport entre eux conviennent bien.
}
setup-button = Créer le compte
setup-username-invalid = Saisissez un nom d’utilisateur sans espaces.
setup-username-taken = Ce nom d’utilisateur est déjà pris.
setup-email-invalid = Saisissez une adresse e-mail, par exemple ada@example.com.
setup-email-taken = Cette adresse e-mail est déjà utilisée.
setup-password-short = { $count ->
    [one] Le mot de passe doit comporter au moins { $count } caractère.
   *[other] Le mot de passe doit comporter au moins { $count } caractères.
}
setup-password-long = Ce mot de passe est trop long.
setup-password-common = Ce mot de passe est facile à deviner. Choisissez-en un autre.
setup-passwords-differ = Les deux mots de passe sont différents.
password-holds-username = N’incluez pas votre nom d’utilisateur dans le mot de passe.
password-holds-email = N’incluez pas votre adresse e-mail dans le mot de passe.
password-holds-service = Ce mot de passe n’est guère plus que notre propre nom.
password-repetition = Le mot de passe répète quelques caractères.
password-sequence = Le mot de passe est une suite de caractères ou de touches voisines.
password-breached = Ce mot de passe figure dans une liste de mots de passe volés. Choisissez-en un autre, ici et partout où vous l’utilisez.
password-no-lower = Le mot de passe doit comporter une lettre minuscule.
password-no-upper = Le mot de passe doit comporter une lettre majuscule.
password-no-digit = Le mot de passe doit comporter un chiffre.
password-no-symbol = Le mot de passe doit comporter un caractère qui n’est ni une lettre ni un chiffre.
password-rule-lower = Une lettre minuscule
password-rule-upper = Une lettre majuscule
password-rule-digit = Un chiffre
password-rule-symbol = Un caractère qui n’est ni une lettre ni un chiffre
password-rule-names = Sans votre nom d’utilisateur ni votre adresse e-mail
password-rules-kept = Il respecte toutes les règles vérifiables ici.
setup-done-title = Votre compte est prêt
setup-done-lead = Vous vous connectez en tant que { $username }.
setup-done-next = Connectez maintenant une application. Exécutez ceci là où Signet s’exécute :
setup-used-title = Le premier compte a été créé
setup-used-text = Ce lien a servi une fois et n’est plus nécessaire.
setup-used-next = Cette commande crée d’autres comptes :
setup-expired-title = Ce lien de configuration est trop ancien
setup-expired-text = Rien n’a été modifié.
setup-expired-next = Cette commande en affiche un nouveau :

# Account
account-title = Votre compte { $brand }
account-others = Autres sessions ouvertes dans ce navigateur
account-about = À propos de vous
account-about-empty = Rien n’est enregistré à votre sujet, hormis votre nom d’utilisateur.
account-sessions = Vos sessions
account-sessions-empty = Les navigateurs dans lesquels vous avez une session apparaîtraient ici.
account-apps = Applications autorisées
account-apps-empty = Les applications que vous autorisez à utiliser votre compte apparaîtraient ici.
account-nav-sessions = Navigateurs
account-nav-apps = Applications
account-sign-out = Se déconnecter
account-this-one = Ce navigateur
account-browser-unknown = Navigateur inconnu
account-last-used = Dernière utilisation : { $moment }
account-signed-in-on = Connexion : { $moment }
account-signed-in-from = Connexion : { $moment } depuis { $place }
place-city = { $city }, { $country }
account-allowed-since = Autorisée le { $moment }
account-end-session = Déconnecter
account-end-others = Fermer toutes les autres sessions
account-end-others-hint = Vous ne restez connecté qu’ici.
account-sign-out-everywhere = Se déconnecter partout
account-sign-out-everywhere-hint = Ferme toutes ces sessions et prévient les applications. Les applications que vous avez autorisées à agir en votre absence gardent ce droit jusqu’à ce que vous les supprimiez ci-dessous.
account-remove-app = Supprimer l’accès
account-open-app = Ouvrir
account-session-ended = La session de ce navigateur est fermée.
account-session-named = Ce navigateur a son nouveau nom.
account-session-name-refused = Ce nom ne peut pas être utilisé : 60 caractères au plus, aucun d’eux caché.
account-others-ended = Les sessions des autres navigateurs sont fermées.
account-app-removed = { $app } ne peut plus utiliser votre compte.
account-signed-in = Vous êtes connecté en tant que { $person }.
claim-sub = Identifiant
claim-name = Nom
claim-given-name = Prénom
claim-family-name = Nom de famille
claim-middle-name = Deuxième prénom
claim-nickname = Surnom
claim-preferred-username = Nom d’utilisateur
claim-profile = Page de profil
claim-picture = Photo
claim-website = Site web
claim-email = Adresse e-mail
claim-email-verified = E-mail confirmé
claim-gender = Genre
claim-birthdate = Date de naissance
claim-zoneinfo = Fuseau horaire
claim-locale = Langue
claim-phone-number = Numéro de téléphone
claim-phone-number-verified = Numéro de téléphone confirmé
claim-address = Adresse postale
claim-updated-at = Dernière modification
claim-organizations = Organisations
claim-groups = Groupes
claim-roles = Rôles

# Front door
landing-lead = Un seul compte pour toutes vos applications.
landing-signed-in = Vous êtes connecté en tant que
landing-account = Se connecter à votre compte
landing-playground = Essayer une connexion pas à pas
landing-developers = Pour les développeurs :
landing-discovery = Document de découverte
landing-docs = Documentation

# On the way back
form-post-title = Retour à { $client }
form-post-lead = Cette page continue d’elle-même ; sinon, appuyez sur le bouton.
form-post-again-title = Un instant
form-post-button = Continuer

# Time
moment = { $day ->
    [1] 1er
   *[other] { $day }
} { $month } { $year } à { $time } UTC
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre

# A further factor at sign-in
factor-title = Saisissez le code de votre application
factor-lead = Ouvrez votre application d’authentification. Le code change toutes les trente secondes.
factor-label = Code à six chiffres
factor-recovery-title = Saisissez un code de récupération
factor-recovery-lead = L’un des dix codes que vous avez conservés. Chacun fonctionne une seule fois.
factor-recovery-label = Code de récupération
factor-use-app = Utiliser plutôt l’application
factor-use-recovery = Je n’ai pas l’application sous la main
factor-wrong-title = Ce code n’est pas correct.
factor-wrong-text = Regardez à nouveau dans l’application, et vérifiez que l’horloge de votre téléphone est à l’heure.
factor-recovery-wrong-text = Vérifiez-le lettre par lettre. Un code déjà utilisé ne fonctionne plus.
factor-used-title = Ce code a déjà été utilisé.
factor-used-text = Attendez le suivant, puis saisissez-le.
factor-too-many-title = Il y a eu trop de tentatives.
factor-too-many-text = { $minutes ->
    [one] Pour protéger le compte, veuillez patienter { $minutes } minute. Réessayez ensuite.
   *[other] Pour protéger le compte, veuillez patienter { $minutes } minutes. Réessayez ensuite.
}

# How one signs in
security-title = Méthodes de connexion
security-apps = Applications d’authentification
security-apps-none = Avec une application sur votre téléphone, un mot de passe volé ne suffit pas pour se connecter à votre place. La configurer prend une minute.
security-apps-lead = À la connexion, un code de l’application vous est demandé.
security-app = Application { $number }
security-added = Ajout : { $moment }
security-remove = Supprimer
security-set-up = Configurer une application
security-add = Ajouter une autre application
security-codes = Codes de récupération
security-codes-left = { $count ->
    [one] Il reste { $count } code.
   *[other] Il reste { $count } codes.
}
security-codes-few = { $count ->
    [0] Il ne reste aucun code. Sans l’application ni clé d’accès, vous ne pourriez pas vous connecter. Créez-en de nouveaux maintenant.
    [one] Il ne reste que { $count } code. Créez-en bientôt de nouveaux.
   *[other] Il ne reste que { $count } codes. Créez-en bientôt de nouveaux.
}
security-codes-hint = Les nouveaux codes remplacent les anciens.
security-codes-new = Créer de nouveaux codes
security-app-added = L’application est configurée. Son code vous sera désormais demandé.
security-app-removed = L’application est supprimée. Ses codes ne fonctionnent plus.
security-password-lead = Si vous le modifiez, vos sessions seront fermées partout sauf ici.
security-password-change = Modifier le mot de passe
security-password-changed = Votre mot de passe est modifié. Vos sessions ont été fermées partout ailleurs.
new-password-lead = Votre session reste ouverte ici et sera fermée partout ailleurs.
new-app-title = Configurer une application d’authentification
new-app-lead = Scannez ceci avec l’application de votre téléphone, puis saisissez le code qu’elle affiche.
new-app-picture = Un code carré pour l’appareil photo de votre téléphone
new-app-by-hand = Je ne peux pas le scanner
new-app-by-hand-lead = Saisissez cette clé dans l’application. Elle produit des codes à six chiffres basés sur l’heure.
new-app-confirm = Confirmer
codes-title = Conservez ces codes de récupération
codes-lead = Chacun permet de vous connecter une fois, à la place de l’application ou de la clé d’accès. Ils ne sont affichés que maintenant.
codes-hint = Imprimez-les ou placez-les dans un gestionnaire de mots de passe : ailleurs que sur votre téléphone.
codes-kept = Je les ai conservés
account-nav-security = Méthodes de connexion

# Passkeys
passkey-sign-in = Se connecter avec une clé d’accès
passkey-cancelled = Aucune clé d’accès n’a été choisie. Réessayez, ou connectez-vous avec votre mot de passe.
passkey-failed = Cela n’a pas fonctionné. Réessayez, ou connectez-vous avec votre mot de passe.
passkey-expired-title = Cela a pris trop de temps.
passkey-expired-text = Rien n’a été modifié. Réessayez avec votre clé d’accès.
passkey-unknown-title = Cette clé d’accès ne correspond à aucun compte ici.
passkey-unknown-text = Elle a peut-être été supprimée. Connectez-vous autrement, et supprimez-la de votre appareil.
passkey-wrong-title = Cette clé d’accès n’a pas pu être utilisée.
passkey-wrong-text = Réessayez, ou connectez-vous avec votre mot de passe.
passkeys-title = Clés d’accès
passkeys-one = Clé d’accès
passkeys-none = Connectez-vous avec votre empreinte digitale, votre visage ou le verrouillage de votre écran au lieu d’un mot de passe. Une clé d’accès ne peut pas être devinée, et aucune fausse page ne peut la demander.
passkeys-lead = Une seule suffit pour vous connecter. Rien d’autre n’est demandé.
passkeys-on-one-device = Sur un seul appareil
passkeys-not-copied = Pas encore sauvegardée
passkeys-copied = Sauvegardée par son fournisseur
passkeys-rename = Renommer
passkeys-name = Nom
passkeys-save = Enregistrer
passkeys-create = Créer une clé d’accès
passkeys-add = Ajouter une autre clé d’accès
passkeys-last = C’est votre seul moyen de vous connecter : elle ne peut donc pas être supprimée.
passkeys-added = La clé d’accès est ajoutée. Vous pouvez désormais vous connecter avec elle.
passkeys-renamed = La clé d’accès a son nouveau nom.
passkeys-removed = La clé d’accès est supprimée. Elle ne permet plus de vous connecter. Supprimez-la aussi de votre appareil.
new-passkey-title = Créer une clé d’accès
new-passkey-lead = Votre appareil vous demande votre empreinte digitale, votre visage ou le verrouillage de votre écran. Il ne nous en transmet rien.
new-passkey-button = Créer une clé d’accès
new-passkey-cancelled = Aucune clé d’accès n’a été créée. Réessayez quand vous voulez.
new-passkey-known = Cet appareil a déjà une clé d’accès pour votre compte.
new-passkey-unsupported = Ce navigateur ne peut pas créer de clés d’accès. Essayez-en un autre, ou un autre appareil.
new-passkey-no-script = Les clés d’accès nécessitent JavaScript, qui est désactivé dans ce navigateur. Vous pouvez continuer à vous connecter avec votre mot de passe.
new-passkey-expired-title = Cela a pris trop de temps.
new-passkey-expired-text = Aucune clé d’accès n’a été ajoutée. Réessayez.
new-passkey-refused-title = La clé d’accès n’a pas été ajoutée.
new-passkey-refused-text = Elle appartient déjà à un compte, ou votre appareil n’a pas vérifié que c’est bien vous. Réessayez, ou utilisez un autre appareil.
passkeys-not-asked = Votre mot de passe seul suffit encore pour vous connecter.
passkeys-asked = Après votre mot de passe, une clé d’accès vous est demandée.
passkeys-ask = Demander ensuite une clé d’accès
passkeys-ask-no-more = Ne plus demander
factor-passkey-title = Confirmez avec votre clé d’accès
factor-passkey-lead = Votre mot de passe est correct. Utilisez maintenant l’une de vos clés d’accès.
factor-passkey-button = Utiliser une clé d’accès
factor-passkey-cancelled = Aucune clé d’accès n’a été utilisée. Réessayez.
factor-passkey-failed = Cela n’a pas fonctionné. Réessayez.
factor-passkey-wrong-text = Réessayez, ou choisissez un autre moyen.
factor-passkey-no-script = Les clés d’accès nécessitent JavaScript, qui est désactivé dans ce navigateur. Vous pouvez utiliser à la place un code de récupération.
factor-use-passkey = Utiliser plutôt une clé d’accès
factor-no-passkey = Je n’ai pas la clé d’accès sous la main
factor-without = Continuer sans cette étape

# A further factor is set up on the way
enrol-now = Votre compte a besoin d’une deuxième étape en plus du mot de passe. Configurez-la maintenant pour continuer.
enrol-soon = Votre compte aura besoin d’une deuxième étape en plus du mot de passe au plus tard le { $moment }. Configurez-la maintenant ou une autre fois.
enrol-later = Pas maintenant
factor-trust = { $days ->
    [one] Ne plus demander sur cet appareil pendant { $days } jour
   *[other] Ne plus demander sur cet appareil pendant { $days } jours
}
