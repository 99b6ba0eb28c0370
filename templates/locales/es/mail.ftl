# What stands around every mail
mail-until = Funciona una sola vez, hasta el { $moment }.
mail-copy-link = Si el botón no hace nada, copia esta dirección en tu navegador:
mail-account = Cuenta
mail-time = Cuándo
mail-place = Dónde
mail-codes-left = Códigos de recuperación restantes
mail-sent-by = Enviado por { $brand }, donde esta dirección pertenece a una cuenta.
mail-sent-once = Enviado por { $brand } porque alguien indicó allí esta dirección.

# Shows that mail works
mail-test-subject = El correo de { $brand } funciona
mail-test-title = El correo funciona
mail-test-text = Este mensaje lo ha enviado “signet mail test”, de la misma forma en que se envían todos los mensajes de { $brand }.
mail-test-note = No tienes que hacer nada.

# A link to set a password
mail-password-link-subject = Elige una contraseña nueva para { $brand }
mail-password-link-title = Elige una contraseña nueva
mail-password-link-text = Con este enlace estableces la contraseña de tu cuenta de { $brand }. Se cerrará tu sesión en todos los demás lugares.
mail-password-link-button = Establecer la contraseña
mail-password-link-note = Si no esperabas este mensaje, puedes ignorarlo. Nadie puede establecer la contraseña sin este enlace, así que no lo compartas.

# A link for somebody who forgot the password
mail-password-recovery-subject = Elige una contraseña nueva para { $brand }
mail-password-recovery-title = ¿Olvidaste la contraseña?
mail-password-recovery-text = Alguien pidió una contraseña nueva para tu cuenta de { $brand }. Con este enlace la eliges. Se cerrará tu sesión en todos los demás lugares.
mail-password-recovery-button = Elegir una contraseña nueva
mail-password-recovery-note = Si no fuiste tú, ignora este mensaje: tu contraseña sigue siendo la misma. Nadie puede establecer otra sin este enlace, así que no lo compartas.

# The password was set or changed
mail-password-changed-subject = Tu contraseña de { $brand } ha cambiado
mail-password-changed-title = Tu contraseña ha cambiado
mail-password-changed-text = La contraseña de tu cuenta de { $brand } se acaba de establecer. Es posible que tengas que volver a iniciar sesión donde la tuvieras abierta.
mail-password-changed-note = Si no fuiste tú, avisa de inmediato a los responsables de { $brand }: puede que otra persona tenga acceso a tu cuenta.

mail-factor-added-subject = Se ha añadido una app de autenticación a tu cuenta de { $brand }
mail-factor-added-title = Se ha añadido una app de autenticación
mail-factor-added-text = A partir de ahora se te pide un código de esta app al iniciar sesión en { $brand }.
mail-factor-added-note = Si no fuiste tú, establece una contraseña nueva y avisa de inmediato a los responsables de { $brand }: puede que otra persona tenga acceso a tu cuenta.

mail-factor-removed-subject = Se ha quitado una app de autenticación de tu cuenta de { $brand }
mail-factor-removed-title = Se ha quitado una app de autenticación
mail-factor-removed-text = Los códigos de esta app ya no sirven para iniciar sesión en { $brand }. En la página de tu cuenta puedes ver qué apps quedan.
mail-factor-removed-note = Si no fuiste tú, establece una contraseña nueva y avisa de inmediato a los responsables de { $brand }: puede que otra persona tenga acceso a tu cuenta.

# The operator took all further factors away
mail-factors-reset-subject = Se ha restablecido el segundo paso de tu cuenta de { $brand }
mail-factors-reset-title = Se ha restablecido tu segundo paso
mail-factors-reset-text = Los responsables de { $brand } han quitado tus apps de autenticación y tus códigos de recuperación. Para iniciar sesión basta la contraseña hasta que vuelvas a configurar una app. Se ha cerrado tu sesión en todas partes.
mail-factors-reset-note = Si no lo pediste, avisa a los responsables de { $brand }.

mail-recovery-codes-made-subject = Códigos de recuperación nuevos para tu cuenta de { $brand }
mail-recovery-codes-made-title = Se han creado códigos de recuperación nuevos
mail-recovery-codes-made-text = Se han sustituido los códigos de recuperación de tu cuenta de { $brand }. Los anteriores ya no funcionan.
mail-recovery-codes-made-note = Si no fuiste tú, establece una contraseña nueva y avisa de inmediato a los responsables de { $brand }: puede que otra persona tenga acceso a tu cuenta.

mail-recovery-code-used-subject = Se ha usado un código de recuperación de tu cuenta de { $brand }
mail-recovery-code-used-title = Se ha usado un código de recuperación
mail-recovery-code-used-text = Se ha iniciado sesión en tu cuenta de { $brand } con uno de sus códigos de recuperación. Ya no funciona; abajo se indica cuántos quedan.
mail-recovery-code-used-note = Si no fuiste tú, establece una contraseña nueva y avisa de inmediato a los responsables de { $brand }: puede que otra persona tenga acceso a tu cuenta.

# A session was ended by a sign-in in one browser more than is allowed
mail-session-limit-subject = Se ha cerrado tu sesión de { $brand } más antigua
mail-session-limit-title = Se ha cerrado tu sesión en un navegador
mail-session-limit-text = Iniciaste sesión en { $brand } en otro navegador. Ahora tienes tantas sesiones abiertas que se ha cerrado la más antigua.
mail-session-limit-note = Si no fuiste tú quien inició sesión, cambia tu contraseña: puede que otra persona la sepa. En la página de tu cuenta puedes ver dónde tienes la sesión abierta.

# A link to sign in
mail-sign-in-link-subject = Inicia sesión en { $brand }
mail-sign-in-link-title = Inicia sesión en { $brand }
mail-sign-in-link-text = Con este enlace inicias sesión, sin contraseña.
mail-sign-in-link-button = Iniciar sesión
mail-sign-in-link-note = Si no lo pediste, ignora este mensaje y no compartas el enlace.

# A code and a link to sign in
mail-sign-in-code-subject = Tu código para iniciar sesión en { $brand }
mail-sign-in-code-title = Inicia sesión en { $brand }
mail-sign-in-code-text = Escribe este código en la página que te lo pidió o abre el enlace.
mail-sign-in-code-button = Abrir el enlace
mail-sign-in-code-note = Si no lo pediste, ignora este mensaje. No le digas el código a nadie: quien lo tenga puede iniciar sesión en tu nombre, y { $brand } nunca te lo pide.

# A code and a link to prove an address
mail-sign-up-code-subject = Tu código para { $brand }
mail-sign-up-code-title = ¿Es esta tu dirección?
mail-sign-up-code-text = Alguien está creando una cuenta de { $brand } con esta dirección. Escribe este código en la página que te lo pidió o abre el enlace.
mail-sign-up-code-button = Abrir el enlace
mail-sign-up-code-note = Si no fuiste tú, ignora este mensaje: sin el código no se crea ninguna cuenta. No se lo digas a nadie.

# The same for an address that has an account
mail-sign-up-known-subject = Ya tienes una cuenta de { $brand }
mail-sign-up-known-title = Ya tienes una cuenta
mail-sign-up-known-text = Alguien quiso crear una cuenta de { $brand } con esta dirección, que ya tiene una. Si fuiste tú, con este código inicias sesión en la página que te lo pidió; con el enlace, también.
mail-sign-up-known-button = Iniciar sesión
mail-sign-up-known-note = Si no fuiste tú, ignora este mensaje. No le digas el código a nadie: quien lo tenga puede iniciar sesión en tu nombre.

# The same where no mail signs anybody in
mail-sign-up-exists-subject = Ya tienes una cuenta de { $brand }
mail-sign-up-exists-title = Ya tienes una cuenta
mail-sign-up-exists-text = Alguien quiso crear una cuenta de { $brand } con esta dirección, que ya tiene una. No se ha cambiado nada. Si fuiste tú, inicia sesión en tu cuenta.
mail-sign-up-exists-button = Iniciar sesión
mail-sign-up-exists-note = Si no fuiste tú, ignora este mensaje: con él nadie entra en tu cuenta.

# A link to make the first administrator
mail-setup-link-subject = Configura { $brand }
mail-setup-link-title = Configura { $brand }
mail-setup-link-text = Con este enlace creas la primera cuenta de administración de { $brand }.
mail-setup-link-button = Empezar
mail-setup-link-note = Quien tenga este enlace puede hacerse con el control de la instalación: no lo compartas.

# The mails of a developer's machine
dev-mail-title = Bandeja de entrada de desarrollo
dev-mail-lead = Mensajes que se habrían enviado. Solo los ve esta máquina; desaparecen cuando se detiene el servidor.
dev-mail-list = Mensajes
dev-mail-none = Aún no hay mensajes.
dev-mail-to = Para
dev-mail-link = Abrir el enlace del mensaje
dev-mail-html = El mensaje en HTML
dev-mail-text = El mensaje en texto sin formato
dev-mail-back = Todos los mensajes
dev-mail-again = Volver a mirar

mail-passkey-added-subject = Se ha añadido una llave de acceso a tu cuenta de { $brand }
mail-passkey-added-title = Se ha añadido una llave de acceso
mail-passkey-added-text = A partir de ahora se puede iniciar sesión en tu cuenta de { $brand } con una llave de acceso nueva, sin contraseña.
mail-passkey-added-note = Si no fuiste tú, quítala en “Cómo inicias sesión”, establece una contraseña nueva y avisa de inmediato a los responsables de { $brand }.

mail-passkey-removed-subject = Se ha quitado una llave de acceso de tu cuenta de { $brand }
mail-passkey-removed-title = Se ha quitado una llave de acceso
mail-passkey-removed-text = Una de las llaves de acceso de tu cuenta de { $brand } ya no sirve para iniciar sesión.
mail-passkey-removed-note = Si no fuiste tú, avisa de inmediato a los responsables de { $brand }: puede que otra persona tenga acceso a tu cuenta.

# An account is to be erased
mail-account-leaving-subject = Tu cuenta de { $brand } se va a borrar
mail-account-leaving-title = Tu cuenta se va a borrar
mail-account-leaving-text = Lo pediste, así que se ha cerrado tu sesión en todas partes y las apps han perdido el acceso. Hasta el momento indicado abajo puedes conservar la cuenta con este enlace o iniciando sesión.
mail-account-leaving-button = Conservar mi cuenta
mail-account-leaving-note = Si no fuiste tú, conserva la cuenta con el enlace y después cambia tu contraseña: puede que otra persona la sepa.
mail-account-kept-subject = Tu cuenta de { $brand } se conserva
mail-account-kept-title = Tu cuenta se conserva
mail-account-kept-text = Tu cuenta de { $brand } se iba a borrar y ya no. Inicia sesión para usarla.
mail-account-kept-note = Si no fuiste tú quien quiso conservarla, puede que otra persona sepa tu contraseña o lea tu correo. Avisa a los responsables de { $brand }.
mail-account-erased-subject = Tu cuenta de { $brand } se ha borrado
mail-account-erased-title = Tu cuenta se ha borrado
mail-account-erased-text = Se han borrado tu cuenta de { $brand } y todo lo que se guardaba sobre ti. Este es el último mensaje sobre ella.
mail-account-erased-note = No se puede recuperar. Si no fuiste tú quien quiso borrarla, avisa a los responsables de { $brand }.

mail-wallet-added-subject = Se ha añadido una billetera a tu cuenta de { $brand }
mail-wallet-added-title = Se ha añadido una billetera
mail-wallet-added-text = A partir de ahora se puede iniciar sesión en tu cuenta de { $brand } con una billetera de Ethereum nueva, sin contraseña.
mail-wallet-added-note = Si no fuiste tú, quítala en “Cómo inicias sesión”, establece una contraseña nueva y avisa de inmediato a los responsables de { $brand }.

mail-wallet-removed-subject = Se ha quitado una billetera de tu cuenta de { $brand }
mail-wallet-removed-title = Se ha quitado una billetera
mail-wallet-removed-text = Una de las billeteras de tu cuenta de { $brand } ya no sirve para iniciar sesión.
mail-wallet-removed-note = Si no fuiste tú, avisa de inmediato a los responsables de { $brand }: puede que otra persona tenga acceso a tu cuenta.

# Another provider was connected
mail-identity-linked-subject = Se ha conectado otra forma de iniciar sesión a tu cuenta de { $brand }
mail-identity-linked-title = Se ha conectado otra forma de iniciar sesión
mail-identity-linked-text = A partir de ahora se puede iniciar sesión en tu cuenta de { $brand } con una cuenta de otro proveedor.
mail-identity-linked-note = Si no fuiste tú, desconéctala en “Cómo inicias sesión”, establece una contraseña nueva y avisa de inmediato a los responsables de { $brand }.

# Another provider was disconnected
mail-identity-unlinked-subject = Se ha desconectado una forma de iniciar sesión de tu cuenta de { $brand }
mail-identity-unlinked-title = Se ha desconectado una forma de iniciar sesión
mail-identity-unlinked-text = Una de tus cuentas de otros proveedores ya no sirve para iniciar sesión en tu cuenta de { $brand }.
mail-identity-unlinked-note = Si no fuiste tú, avisa de inmediato a los responsables de { $brand }: puede que otra persona tenga acceso a tu cuenta.

# What was set up before the address was proven by somebody else is gone
mail-credentials-forgotten-subject = Se han eliminado las formas anteriores de iniciar sesión en tu cuenta de { $brand }
mail-credentials-forgotten-title = Se han eliminado las formas anteriores de iniciar sesión
mail-credentials-forgotten-text = La dirección de esta cuenta se ha confirmado por primera vez. Lo que antes permitía iniciar sesión pudo haberlo configurado otra persona, así que se ha eliminado: contraseña, segundo paso, llaves de acceso y cuentas vinculadas. Se han cerrado todas las demás sesiones.
mail-credentials-forgotten-note = Si lo habías configurado tú, puedes volver a hacerlo en la página de tu cuenta. Si no confirmaste la dirección, avisa de inmediato a los responsables de { $brand }.

mail-welcome-subject = Te damos la bienvenida a { $brand }
mail-welcome-title = Te damos la bienvenida
mail-welcome-text = Tu dirección está confirmada y tu cuenta está lista. En la página de tu cuenta ves dónde tienes sesiones abiertas y configuras una llave de acceso o un segundo paso.
mail-welcome-button = Tu cuenta
mail-welcome-note = Si no has creado esta cuenta, elige allí una contraseña nueva o avisa a los responsables de { $brand }.

# A code and a link to prove the address of an account
mail-verify-code-subject = Tu código para { $brand }
mail-verify-code-title = ¿Es esta tu dirección?
mail-verify-code-text = { $brand } quiere saber si la dirección de tu cuenta es tuya. Escribe este código en la página que te lo pidió o abre el enlace.
mail-verify-code-button = Abrir el enlace
mail-verify-code-note = Si no lo pediste, ignora este mensaje y no le digas el código a nadie.

# Another address for an account
mail-address-change-code-subject = Tu código para { $brand }
mail-address-change-code-title = ¿Es esta tu nueva dirección?
mail-address-change-code-text = Alguien que tiene la sesión abierta en { $brand } quiere que esta sea la dirección de su cuenta. Si eres tú, escribe este código en la página que te lo pidió o abre el enlace.
mail-address-change-code-button = Abrir el enlace
mail-address-change-code-note = Si no fuiste tú, ignora este mensaje: sin el código no cambia nada. No se lo digas a nadie.
mail-address-change-old-subject = Se quiere cambiar la dirección de tu cuenta de { $brand }
mail-address-change-old-title = ¿Quieres otra dirección?
mail-address-change-old-text = Alguien que tiene la sesión abierta en tu cuenta de { $brand } pidió otra dirección de correo. Si fuiste tú, escribe este código en la página que te lo pidió.
mail-address-change-old-note = Si no fuiste tú, no le digas el código a nadie: sin él la dirección no cambia. Inicia sesión, cancela el cambio y elige otra contraseña.
mail-address-change-asked-subject = Se quiere cambiar la dirección de tu cuenta de { $brand }
mail-address-change-asked-title = Se quiere cambiar tu dirección
mail-address-change-asked-text = Alguien que tiene la sesión abierta en tu cuenta de { $brand } pidió otra dirección de correo. Vale cuando haya demostrado que es suya.
mail-address-change-asked-note = Si no fuiste tú, inicia sesión, cancela el cambio, elige otra contraseña y avisa a los responsables de { $brand }.
mail-address-known-subject = Alguien quiso tu dirección en { $brand }
mail-address-known-title = Alguien quiso tu dirección
mail-address-known-text = Alguien que tiene la sesión abierta en otra cuenta de { $brand } quiso tener esta dirección. Pertenece a tu cuenta y sigue en ella.
mail-address-known-note = No hace falta hacer nada. Si fuiste tú, inicia sesión con esta dirección.
mail-address-changed-subject = La dirección de tu cuenta de { $brand } ha cambiado
mail-address-changed-title = Tu dirección ha cambiado
mail-address-changed-text = Tu cuenta de { $brand } tiene ahora otra dirección de correo. Con esta ya no se inicia sesión. Si no fuiste tú, recupérala con este enlace: se cierran todas las sesiones y eliges una contraseña nueva.
mail-address-changed-button = No fui yo: recuperarla
mail-address-changed-note = Si fuiste tú, no hace falta hacer nada. Quien tenga el enlace puede quedarse con la cuenta: no lo compartas.
mail-address-taken-back-subject = La dirección anterior de tu cuenta de { $brand } ha vuelto
mail-address-taken-back-title = La dirección anterior ha vuelto
mail-address-taken-back-text = Con un enlace que fue a la dirección anterior de tu cuenta de { $brand } se recuperó esa dirección, y se cerraron todas las sesiones. Esta dirección ya no pertenece a la cuenta.
mail-address-taken-back-note = Si no fuiste tú, otra persona lee ese buzón. Avisa de inmediato a los responsables de { $brand }.

# A link with which somebody makes an account
mail-invitation-subject = Invitación a { $brand }
mail-invitation-title = Tienes una invitación
mail-invitation-text = Los responsables de { $brand } te invitan a crear una cuenta con esta dirección.
mail-invitation-button = Crear la cuenta
mail-invitation-note = Si no la quieres, ignora este mensaje. Quien tenga el enlace puede crear la cuenta en tu lugar, así que no lo compartas.
