# What stands around every mail
mail-until = Valable une seule fois, jusqu’au { $moment }.
mail-copy-link = Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur :
mail-account = Compte
mail-time = Date
mail-place = Lieu
mail-codes-left = Codes de récupération restants
mail-sent-by = Envoyé par { $brand }, où cette adresse est associée à un compte.
mail-sent-once = Envoyé par { $brand }, car quelqu’un y a indiqué cette adresse.

# Shows that mail works
mail-test-subject = Les e-mails de { $brand } fonctionnent
mail-test-title = Les e-mails fonctionnent
mail-test-text = Cet e-mail a été envoyé par « signet mail test », comme le sont tous les e-mails de { $brand }.
mail-test-note = Vous n’avez rien à faire.

# A link to set a password
mail-password-link-subject = Choisissez un nouveau mot de passe pour { $brand }
mail-password-link-title = Choisissez un nouveau mot de passe
mail-password-link-text = Ce lien vous permet de définir le mot de passe de votre compte { $brand }. Vos sessions seront fermées partout ailleurs.
mail-password-link-button = Définir le mot de passe
mail-password-link-note = Si vous ne vous attendiez pas à cet e-mail, vous pouvez l’ignorer. Personne ne peut définir le mot de passe sans ce lien : ne le transmettez pas.

# A link for somebody who forgot the password
mail-password-recovery-subject = Choisissez un nouveau mot de passe pour { $brand }
mail-password-recovery-title = Mot de passe oublié ?
mail-password-recovery-text = Quelqu’un a demandé un nouveau mot de passe pour votre compte { $brand }. Ce lien vous permet d’en choisir un. Vos sessions seront fermées partout ailleurs.
mail-password-recovery-button = Choisir un nouveau mot de passe
mail-password-recovery-note = Si ce n’était pas vous, ignorez cet e-mail : votre mot de passe reste inchangé. Personne ne peut en définir un autre sans ce lien : ne le transmettez pas.

# The password was set or changed
mail-password-changed-subject = Votre mot de passe { $brand } a été modifié
mail-password-changed-title = Votre mot de passe a été modifié
mail-password-changed-text = Le mot de passe de votre compte { $brand } vient d’être défini. Là où vous aviez une session ouverte, vous devrez peut-être vous reconnecter.
mail-password-changed-note = Si ce n’était pas vous, prévenez immédiatement les responsables de { $brand } : quelqu’un d’autre a peut-être accès à votre compte.

mail-factor-added-subject = Une application d’authentification a été ajoutée à votre compte { $brand }
mail-factor-added-title = Une application d’authentification a été ajoutée
mail-factor-added-text = Désormais, un code de cette application vous est demandé lorsque vous vous connectez à { $brand }.
mail-factor-added-note = Si ce n’était pas vous, définissez un nouveau mot de passe et prévenez immédiatement les responsables de { $brand } : quelqu’un d’autre a peut-être accès à votre compte.

mail-factor-removed-subject = Une application d’authentification a été supprimée de votre compte { $brand }
mail-factor-removed-title = Une application d’authentification a été supprimée
mail-factor-removed-text = Les codes de cette application ne permettent plus de vous connecter à { $brand }. La page de votre compte indique les applications qui restent.
mail-factor-removed-note = Si ce n’était pas vous, définissez un nouveau mot de passe et prévenez immédiatement les responsables de { $brand } : quelqu’un d’autre a peut-être accès à votre compte.

# The operator took all further factors away
mail-factors-reset-subject = La deuxième étape de votre compte { $brand } a été réinitialisée
mail-factors-reset-title = Votre deuxième étape a été réinitialisée
mail-factors-reset-text = Les responsables de { $brand } ont supprimé vos applications d’authentification et vos codes de récupération. Le mot de passe seul suffit pour vous connecter jusqu’à ce que vous configuriez à nouveau une application. Vous avez été déconnecté partout.
mail-factors-reset-note = Si vous ne l’avez pas demandé, prévenez les responsables de { $brand }.

mail-recovery-codes-made-subject = De nouveaux codes de récupération pour votre compte { $brand }
mail-recovery-codes-made-title = De nouveaux codes de récupération ont été créés
mail-recovery-codes-made-text = Les codes de récupération de votre compte { $brand } ont été remplacés. Les anciens ne fonctionnent plus.
mail-recovery-codes-made-note = Si ce n’était pas vous, définissez un nouveau mot de passe et prévenez immédiatement les responsables de { $brand } : quelqu’un d’autre a peut-être accès à votre compte.

mail-recovery-code-used-subject = Un code de récupération de votre compte { $brand } a été utilisé
mail-recovery-code-used-title = Un code de récupération a été utilisé
mail-recovery-code-used-text = Quelqu’un s’est connecté à votre compte { $brand } avec l’un de ses codes de récupération. Il ne fonctionne plus ; le nombre de codes restants figure ci-dessous.
mail-recovery-code-used-note = Si ce n’était pas vous, définissez un nouveau mot de passe et prévenez immédiatement les responsables de { $brand } : quelqu’un d’autre a peut-être accès à votre compte.

# A session was ended by a sign-in in one browser more than is allowed
mail-session-limit-subject = Votre session { $brand } la plus ancienne a été fermée
mail-session-limit-title = Votre session a été fermée dans un navigateur
mail-session-limit-text = Vous vous êtes connecté à { $brand } dans un autre navigateur. Vous avez maintenant tant de sessions ouvertes que la plus ancienne a été fermée.
mail-session-limit-note = Si cette connexion n’était pas de vous, modifiez votre mot de passe : quelqu’un d’autre le connaît peut-être. La page de votre compte indique où vous avez une session ouverte.

# A link to sign in
mail-sign-in-link-subject = Se connecter à { $brand }
mail-sign-in-link-title = Se connecter à { $brand }
mail-sign-in-link-text = Ce lien vous connecte, sans mot de passe.
mail-sign-in-link-button = Se connecter
mail-sign-in-link-note = Si vous ne l’avez pas demandé, ignorez cet e-mail et ne transmettez pas le lien.

# A code and a link to sign in
mail-sign-in-code-subject = Votre code pour vous connecter à { $brand }
mail-sign-in-code-title = Se connecter à { $brand }
mail-sign-in-code-text = Saisissez ce code sur la page qui le demande, ou ouvrez le lien.
mail-sign-in-code-button = Ouvrir le lien
mail-sign-in-code-note = Si vous ne l’avez pas demandé, ignorez cet e-mail. Ne communiquez le code à personne : qui le possède peut se connecter à votre place, et { $brand } ne vous le demandera jamais.

# A code and a link to prove an address
mail-sign-up-code-subject = Votre code pour { $brand }
mail-sign-up-code-title = Est-ce votre adresse ?
mail-sign-up-code-text = Quelqu’un crée un compte { $brand } avec cette adresse. Saisissez ce code sur la page qui le demande, ou ouvrez le lien.
mail-sign-up-code-button = Ouvrir le lien
mail-sign-up-code-note = Si ce n’était pas vous, ignorez cet e-mail : sans le code, aucun compte n’est créé. Ne le communiquez à personne.

# The same for an address that has an account
mail-sign-up-known-subject = Vous avez déjà un compte { $brand }
mail-sign-up-known-title = Vous avez déjà un compte
mail-sign-up-known-text = Quelqu’un a voulu créer un compte { $brand } avec cette adresse, qui en a déjà un. Si c’était vous, ce code vous connecte sur la page qui le demande ; le lien aussi.
mail-sign-up-known-button = Se connecter
mail-sign-up-known-note = Si ce n’était pas vous, ignorez cet e-mail. Ne communiquez le code à personne : qui le possède peut se connecter à votre place.

# The same where no mail signs anybody in
mail-sign-up-exists-subject = Vous avez déjà un compte { $brand }
mail-sign-up-exists-title = Vous avez déjà un compte
mail-sign-up-exists-text = Quelqu’un a voulu créer un compte { $brand } avec cette adresse, qui en a déjà un. Rien n’a été modifié. Si c’était vous, connectez-vous à votre compte.
mail-sign-up-exists-button = Se connecter
mail-sign-up-exists-note = Si ce n’était pas vous, ignorez cet e-mail : il ne donne accès à votre compte à personne.

# A link to make the first administrator
mail-setup-link-subject = Configurer { $brand }
mail-setup-link-title = Configurer { $brand }
mail-setup-link-text = Avec ce lien, vous créez le premier compte d’administration de { $brand }.
mail-setup-link-button = Commencer
mail-setup-link-note = Qui possède ce lien peut prendre le contrôle de l’installation : ne le transmettez pas.

# The mails of a developer's machine
dev-mail-title = Boîte de réception de développement
dev-mail-lead = Les e-mails qui auraient été envoyés. Seule cette machine les voit ; ils disparaissent à l’arrêt du serveur.
dev-mail-list = E-mails
dev-mail-none = Pas encore d’e-mail.
dev-mail-to = À
dev-mail-link = Ouvrir le lien de l’e-mail
dev-mail-html = L’e-mail en HTML
dev-mail-text = L’e-mail en texte brut
dev-mail-back = Tous les e-mails
dev-mail-again = Vérifier à nouveau

mail-passkey-added-subject = Une clé d’accès a été ajoutée à votre compte { $brand }
mail-passkey-added-title = Une clé d’accès a été ajoutée
mail-passkey-added-text = Une nouvelle clé d’accès permet désormais de se connecter à votre compte { $brand }, sans mot de passe.
mail-passkey-added-note = Si ce n’était pas vous, supprimez-la dans « Méthodes de connexion », définissez un nouveau mot de passe et prévenez immédiatement les responsables de { $brand }.

mail-passkey-removed-subject = Une clé d’accès a été supprimée de votre compte { $brand }
mail-passkey-removed-title = Une clé d’accès a été supprimée
mail-passkey-removed-text = L’une des clés d’accès de votre compte { $brand } ne permet plus de se connecter.
mail-passkey-removed-note = Si ce n’était pas vous, prévenez immédiatement les responsables de { $brand } : quelqu’un d’autre a peut-être accès à votre compte.

# An account is to be erased
mail-account-leaving-subject = Votre compte { $brand } va être effacé
mail-account-leaving-title = Votre compte va être effacé
mail-account-leaving-text = Vous l’avez demandé : vos sessions sont donc fermées partout et les applications ont perdu leur accès. Jusqu’à la date ci-dessous, vous pouvez conserver le compte avec ce lien, ou en vous connectant.
mail-account-leaving-button = Conserver mon compte
mail-account-leaving-note = Si ce n’était pas vous, conservez le compte avec le lien, puis modifiez votre mot de passe : quelqu’un d’autre le connaît peut-être.
mail-account-kept-subject = Votre compte { $brand } est conservé
mail-account-kept-title = Votre compte est conservé
mail-account-kept-text = Votre compte { $brand } allait être effacé ; il ne l’est plus. Connectez-vous pour l’utiliser.
mail-account-kept-note = Si ce n’est pas vous qui avez voulu le conserver, quelqu’un d’autre connaît peut-être votre mot de passe ou lit vos e-mails. Prévenez les responsables de { $brand }.
mail-account-erased-subject = Votre compte { $brand } est effacé
mail-account-erased-title = Votre compte est effacé
mail-account-erased-text = Votre compte { $brand } et tout ce qui était conservé à votre sujet sont effacés. Ceci est le dernier e-mail à ce propos.
mail-account-erased-note = Il ne peut pas être rétabli. Si ce n’est pas vous qui l’avez voulu, prévenez les responsables de { $brand }.

mail-wallet-added-subject = Un portefeuille a été ajouté à votre compte { $brand }
mail-wallet-added-title = Un portefeuille a été ajouté
mail-wallet-added-text = Un nouveau portefeuille Ethereum permet désormais de se connecter à votre compte { $brand }, sans mot de passe.
mail-wallet-added-note = Si ce n’était pas vous, supprimez-le dans « Méthodes de connexion », définissez un nouveau mot de passe et prévenez immédiatement les responsables de { $brand }.

mail-wallet-removed-subject = Un portefeuille a été supprimé de votre compte { $brand }
mail-wallet-removed-title = Un portefeuille a été supprimé
mail-wallet-removed-text = L’un des portefeuilles de votre compte { $brand } ne permet plus de se connecter.
mail-wallet-removed-note = Si ce n’était pas vous, prévenez immédiatement les responsables de { $brand } : quelqu’un d’autre a peut-être accès à votre compte.

# Another provider was connected
mail-identity-linked-subject = Un autre moyen de connexion a été associé à votre compte { $brand }
mail-identity-linked-title = Un autre moyen de connexion a été associé
mail-identity-linked-text = Un compte d’un autre fournisseur permet désormais de se connecter à votre compte { $brand }.
mail-identity-linked-note = Si ce n’était pas vous, dissociez-le dans « Méthodes de connexion », définissez un nouveau mot de passe et prévenez immédiatement les responsables de { $brand }.

# Another provider was disconnected
mail-identity-unlinked-subject = Un moyen de connexion a été dissocié de votre compte { $brand }
mail-identity-unlinked-title = Un moyen de connexion a été dissocié
mail-identity-unlinked-text = L’un de vos comptes d’autres fournisseurs ne permet plus de se connecter à votre compte { $brand }.
mail-identity-unlinked-note = Si ce n’était pas vous, prévenez immédiatement les responsables de { $brand } : quelqu’un d’autre a peut-être accès à votre compte.

# What was set up before the address was proven by somebody else is gone
mail-credentials-forgotten-subject = Les anciens moyens de connexion à votre compte { $brand } ont été supprimés
mail-credentials-forgotten-title = Les anciens moyens de connexion ont été supprimés
mail-credentials-forgotten-text = L’adresse de ce compte a été confirmée pour la première fois. Ce qui permettait auparavant de s’y connecter a pu être mis en place par quelqu’un d’autre et a donc été supprimé : mot de passe, deuxième étape, clés d’accès et comptes associés. Toutes les autres sessions ont été fermées.
mail-credentials-forgotten-note = Si vous les aviez mis en place vous-même, vous pouvez le refaire sur la page de votre compte. Si vous n’avez pas confirmé l’adresse, prévenez immédiatement les responsables de { $brand }.

mail-welcome-subject = Bienvenue chez { $brand }
mail-welcome-title = Bienvenue
mail-welcome-text = Votre adresse est confirmée et votre compte est prêt. Sur la page de votre compte, vous voyez où vous êtes connecté et vous configurez une clé d’accès ou une deuxième étape.
mail-welcome-button = Votre compte
mail-welcome-note = Si vous n’avez pas créé ce compte, choisissez-y un nouveau mot de passe ou prévenez les responsables de { $brand }.

# A code and a link to prove the address of an account
mail-verify-code-subject = Votre code pour { $brand }
mail-verify-code-title = Est-ce votre adresse ?
mail-verify-code-text = { $brand } souhaite s’assurer que l’adresse de votre compte vous appartient. Saisissez ce code sur la page qui le demande, ou ouvrez le lien.
mail-verify-code-button = Ouvrir le lien
mail-verify-code-note = Si vous ne l’avez pas demandé, ignorez cet e-mail et ne communiquez le code à personne.

# Another address for an account
mail-address-change-code-subject = Votre code pour { $brand }
mail-address-change-code-title = Est-ce votre nouvelle adresse ?
mail-address-change-code-text = Une personne connectée à { $brand } veut utiliser cette adresse pour son compte. Si c’est vous, saisissez ce code sur la page qui le demande, ou ouvrez le lien.
mail-address-change-code-button = Ouvrir le lien
mail-address-change-code-note = Si ce n’était pas vous, ignorez cet e-mail : sans le code, rien ne change. Ne le communiquez à personne.
mail-address-change-old-subject = L’adresse de votre compte { $brand } va être modifiée
mail-address-change-old-title = Voulez-vous une autre adresse ?
mail-address-change-old-text = Une personne connectée à votre compte { $brand } a demandé une autre adresse e-mail. Si c’était vous, saisissez ce code sur la page qui le demande.
mail-address-change-old-note = Si ce n’était pas vous, ne communiquez le code à personne : sans lui, l’adresse reste. Connectez-vous, annulez la modification et choisissez un autre mot de passe.
mail-address-change-asked-subject = L’adresse de votre compte { $brand } va être modifiée
mail-address-change-asked-title = Votre adresse va être modifiée
mail-address-change-asked-text = Une personne connectée à votre compte { $brand } a demandé une autre adresse e-mail. Elle comptera dès qu’il sera montré qu’elle lui appartient.
mail-address-change-asked-note = Si ce n’était pas vous, connectez-vous, annulez la modification, choisissez un autre mot de passe et prévenez les responsables de { $brand }.
mail-address-known-subject = Quelqu’un a voulu votre adresse sur { $brand }
mail-address-known-title = Quelqu’un a voulu votre adresse
mail-address-known-text = Une personne connectée à un autre compte { $brand } a voulu utiliser cette adresse. Elle appartient à votre compte et y reste.
mail-address-known-note = Vous n’avez rien à faire. Si c’était vous, connectez-vous avec cette adresse.
mail-address-changed-subject = L’adresse de votre compte { $brand } a été modifiée
mail-address-changed-title = Votre adresse a été modifiée
mail-address-changed-text = Votre compte { $brand } a maintenant une autre adresse e-mail. Celle-ci ne permet plus de s’y connecter. Si ce n’était pas vous, reprenez-la avec ce lien : toutes les sessions sont fermées et vous choisissez un nouveau mot de passe.
mail-address-changed-button = Ce n’était pas moi : la reprendre
mail-address-changed-note = Si c’était vous, vous n’avez rien à faire. Qui possède le lien peut prendre le compte : ne le transmettez pas.
mail-address-taken-back-subject = L’ancienne adresse de votre compte { $brand } est de retour
mail-address-taken-back-title = L’ancienne adresse est de retour
mail-address-taken-back-text = Avec un lien envoyé à l’ancienne adresse de votre compte { $brand }, celle-ci a été reprise et toutes les sessions ont été fermées. La présente adresse n’appartient plus au compte.
mail-address-taken-back-note = Si ce n’était pas vous, quelqu’un d’autre lit cette boîte. Prévenez immédiatement les responsables de { $brand }.

# A link with which somebody makes an account
mail-invitation-subject = Invitation à rejoindre { $brand }
mail-invitation-title = Une invitation pour vous
mail-invitation-text = Les responsables de { $brand } vous invitent à créer un compte avec cette adresse.
mail-invitation-button = Créer le compte
mail-invitation-note = Si vous n’en voulez pas, ignorez cet e-mail. Qui possède le lien peut créer le compte à votre place : ne le transmettez pas.
