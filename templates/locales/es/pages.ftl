# Words that several pages share
error-prefix = Error: { $title }
footer-support = Ayuda
footer-privacy = Privacidad de { $name }
footer-terms = Condiciones de { $name }
back-to-client = Volver a { $client }
back-to-app = Volver a la app
start-again-client = Empezar de nuevo en { $client }
start-again = Empezar de nuevo
to-your-account = Ir a tu cuenta
go-on = Continuar
cancel = Cancelar
cancel-to-client = Cancelar y volver a { $client }
use-another-account = Usar otra cuenta
form-problems = Hay respuestas que debes revisar.
command-label = Comando
skip-to-content = Ir al contenido
nav-label = Secciones
username-label = Correo electrónico o nombre de usuario
password-label = Contraseña
password-show = Mostrar contraseña
sign-in-button = Iniciar sesión

# Sign in
sign-in-client-title = Inicia sesión en { $client }
sign-in-client-lead = con tu cuenta de { $brand }
sign-in-own-title = Inicia sesión en { $brand }
sign-in-again-title = ¿Sigues siendo tú?
sign-in-again-lead = { $client } te pide que escribas de nuevo tu contraseña.
sign-in-forgot = ¿Olvidaste la contraseña?
sign-in-change-name = Usar otro nombre
remember-label = Mantener la sesión iniciada en este dispositivo
sign-in-wrong-title = El nombre y la contraseña no coinciden.
sign-in-wrong-text = Comprueba ambos e inténtalo de nuevo.
sign-in-too-many-title = Ha habido demasiados intentos.
sign-in-too-many-text = { $minutes ->
    [one] Para proteger la cuenta, espera un minuto. Después, inténtalo de nuevo.
   *[other] Para proteger la cuenta, espera { $minutes } minutos. Después, inténtalo de nuevo.
}
sign-in-busy-title = Mucha gente está iniciando sesión en este momento.
sign-in-busy-text = No se ha comprobado tu contraseña. Espera unos segundos e inténtalo de nuevo.
sign-in-expired-form-title = Esta página ha estado abierta mucho tiempo.
sign-in-expired-form-text = No se ha enviado nada. Escribe de nuevo tu contraseña.
sign-in-ended-title = Tu sesión ha terminado.
sign-in-ended-text = Entretanto se cerró tu sesión, aquí o en otro lugar. No se ha cambiado nada. Inicia sesión para continuar.
sign-in-took-long-title = Ha pasado un rato.
sign-in-took-long-text = Inicia sesión de nuevo.

# Sign in by a link
link-title = ¿Iniciar sesión como { $person }?
link-lead = Este enlace funciona una sola vez.

# A link to set a password
password-link-title = Elige una contraseña nueva
password-link-lead = Este enlace funciona una sola vez. Se cerrará tu sesión en todos los demás lugares.
password-link-label = Contraseña nueva
password-link-button = Establecer la contraseña
password-set-title = Tu contraseña está establecida
password-set-lead = Inicias sesión como { $username }. Se ha cerrado tu sesión donde la tuvieras abierta antes.
password-set-client = Continuar a { $client }

# A password was forgotten
forgot-title = ¿Olvidaste la contraseña?
forgot-lead = Enviamos un enlace a la dirección de correo de tu cuenta. Con él eliges una contraseña nueva.
forgot-button = Enviar el enlace
forgot-back = Volver al inicio de sesión
forgot-no-name = Escribe tu dirección de correo o tu nombre de usuario.
forgot-too-many = { $minutes ->
    [one] Se han pedido demasiados enlaces desde aquí. Espera un minuto.
   *[other] Se han pedido demasiados enlaces desde aquí. Espera { $minutes } minutos.
}
recovery-requested-title = Revisa tu correo
recovery-requested-lead = Si { $name } pertenece a una cuenta con una dirección confirmada, le hemos enviado un mensaje.
recovery-requested-link = { $minutes ->
    [one] El enlace que contiene funciona una sola vez, durante un minuto. Solo funciona el enlace más reciente.
   *[other] El enlace que contiene funciona una sola vez, durante { $minutes } minutos. Solo funciona el enlace más reciente.
}
recovery-requested-nothing = ¿No llega nada después de unos minutos? Mira en el correo no deseado y comprueba cómo escribiste el nombre.
recovery-requested-again = Pedir otro enlace

# Account chooser
chooser-title = ¿Qué cuenta?
chooser-lead = para usarla con { $client }
chooser-asks-password = Vuelve a pedir la contraseña

# Consent
consent-short-title = ¿Dar acceso a { $client }?
consent-title = ¿Permitir que { $client } use tu cuenta?
consent-allow = Permitir
consent-deny = Ahora no
consent-resources = Usar estos servicios en tu nombre
consent-organization = ¿Para qué organización?
consent-organizations-more = Perteneces a más organizaciones que las { $count } que aparecen aquí. Si falta la que necesitas, pregunta a quien te invitó a ella.
consent-return-host = Volverás a { $host }.
consent-return-device = Volverás a { $client } en este dispositivo.
consent-take-back = Puedes retirar el permiso en cualquier momento.
scope-openid = Reconocerte cuando vuelvas
scope-openid-value = Nada más sobre ti
scope-profile = Ver quién eres
scope-email = Ver tu dirección de correo
scope-phone = Ver tu número de teléfono
scope-address = Ver tu dirección postal
scope-organizations = Ver tus organizaciones y tus roles en ellas
scope-organizations-more = { $count ->
    [one] una más
   *[other] { $count } más
}
scope-groups = Ver tus grupos
scope-roles = Ver tus roles
scope-offline = Mantener el acceso cuando no estés
scope-offline-value = Hasta que lo quites en “Apps autorizadas”
scope-nothing-yet = Aquí aún no hay nada guardado
scope-everything = { $count ->
    [one] Un dato
   *[other] Los { $count } datos
}
fact-confirmed = Confirmado
fact-not-confirmed = Sin confirmar
fact-yes = Sí
fact-no = No
fact-with-state = { $value } · { $state }
fact-organization = { $name } ({ $roles })
fact-vouched = De { $source }, que responde de ello
fact-roles-chosen-here = Los que tienes en la organización que elijas abajo
fact-chosen-here = La que elijas abajo
consent-claim-name = Ver tu nombre completo
consent-claim-given-name = Ver tu nombre de pila
consent-claim-family-name = Ver tus apellidos
consent-claim-middle-name = Ver tu segundo nombre
consent-claim-nickname = Ver tu apodo
consent-claim-preferred-username = Ver tu nombre de usuario
consent-claim-profile = Ver la dirección de tu página de perfil
consent-claim-picture = Ver tu foto
consent-claim-website = Ver la dirección de tu sitio web
consent-claim-gender = Ver tu género
consent-claim-birthdate = Ver tu fecha de nacimiento
consent-claim-zoneinfo = Ver tu zona horaria
consent-claim-locale = Ver tu idioma
consent-claim-updated-at = Ver cuándo cambió tu perfil por última vez
consent-claim-email = Ver tu dirección de correo
consent-claim-email-verified = Ver si tu dirección de correo está comprobada
consent-claim-phone-number = Ver tu número de teléfono
consent-claim-phone-number-verified = Ver si tu número de teléfono está comprobado
consent-claim-address = Ver tu dirección postal
consent-claim-organizations = Ver tus organizaciones y tus roles en ellas
claim-organizations-truncated = Más organizaciones de las indicadas
consent-claim-organizations-truncated = Ver si tienes más organizaciones de las indicadas
claim-org-id = Actúas en nombre de
consent-claim-org-id = Ver en nombre de qué organización actúas
consent-claim-groups = Ver tus grupos
consent-claim-roles = Ver tus roles
consent-claim-other = Ver lo que hay guardado sobre ti como “{ $claim }”
scope-own-words = En palabras de { $client }
scope-unusual = Pocas apps piden esto
scope-usual = Muchas apps piden esto

# Going on with what was allowed before
confirm-title = ¿Continuar a { $client }?
confirm-lead = Una app de este dispositivo lo pide en nombre de { $client }. Continúa solo si acabas de empezarlo allí.
confirm-offline = { $client } mantiene el acceso cuando no estás.

# Before the browser goes on
leaving-refused = No se pudo atender lo que pidió la app. Si continúas, la app sabrá por qué. Tu cuenta no tiene ningún problema.
leaving-signed-out = Ya no hay ninguna sesión abierta aquí.
leaving-stranger = Esta app se registró aquí por su cuenta y nadie la ha comprobado. Continúa solo si conoces esta dirección:
leaving-app = Una app de este dispositivo sigue a partir de esta dirección:

# Sign out
logout-title = ¿Quieres cerrar sesión?
logout-lead-client = { $client } te ha traído aquí.
logout-lead = Cerrarás tu sesión de { $brand } en este navegador.
logout-lead-several = Hay más de una cuenta de { $brand } con sesión abierta en este navegador.
logout-which = ¿Qué cuenta?
logout-all = Todas las cuentas de este navegador
logout-confirm = Cerrar sesión
logout-stay = Mantener la sesión abierta
logout-no-way-back = No podemos llevarte de vuelta a la app: hay algo incorrecto en lo que pidió.
signing-out-title = Cerrando tu sesión
signing-out-lead = Se ha cerrado tu sesión de { $brand }. Estamos avisando a las apps que usaste.
signing-out-continue = Continuar
signed-out-title = Has cerrado sesión
signed-out-lead = Ahora nadie puede usar tu cuenta de { $brand } en este navegador.
signed-out-others = Otra cuenta sigue con la sesión abierta en este navegador.
signed-out-account = Mostrar esa cuenta
signed-out-again = Volver a iniciar sesión

# Errors
error-developer = Para quien desarrolla la app
error-developer-client = Para quien desarrolla { $client }
error-return-address-title = Una app envió una dirección que no conocemos
error-return-address-client-title = { $client } envió una dirección que no conocemos
error-return-address-text = Por eso nos detuvimos antes de enviar nada allí. Tu cuenta no tiene ningún problema. Los responsables de la app pueden solucionarlo.
error-client-title = No conocemos la app que te ha traído aquí
error-client-text = Por eso no te pedimos que iniciaras sesión. Tu cuenta no tiene ningún problema. Los responsables de la app pueden solucionarlo.
error-request-title = La app pidió algo que no es posible
error-request-client-title = { $client } pidió algo que no es posible
error-request-text = Por eso nos detuvimos. Tu cuenta no tiene ningún problema. Los responsables de la app pueden solucionarlo.
error-expired-title = Este inicio de sesión ya no está abierto
error-expired-client-title = El inicio de sesión en { $client } ya no está abierto
error-expired-text = Esperó demasiado tiempo. Vuelve a la app y empieza de nuevo.
error-finished-title = Este inicio de sesión ya se ha respondido
error-finished-client-title = El inicio de sesión en { $client } ya se ha respondido
error-finished-text = Puedes cerrar esta página o volver a la app. Si quieres hacerlo de otro modo, empieza de nuevo desde allí.
error-other-browser-title = Este inicio de sesión se empezó en otro navegador
error-other-browser-text = Solo puede terminarse allí. Para iniciar sesión aquí, vuelve a la app y empieza de nuevo.
error-unknown-browser-title = Este navegador no conoce este inicio de sesión
error-unknown-browser-text = Se empezó en otro navegador, o este no guarda cookies de esta dirección. Termínalo allí, o permite las cookies y empieza de nuevo desde la app.
error-cookie-title = Tu navegador no envió nuestra cookie
error-cookie-text = Sin ella no podemos saber si sigues siendo tú. Permite las cookies de esta dirección y empieza de nuevo desde la app.
error-form-title = Ese formulario no venía de este sitio
error-form-text = Por eso no se ha cambiado nada. Abre la página de nuevo y repite lo que hiciste.
error-link-title = Este enlace ya se usó o es demasiado antiguo
error-link-text = Un enlace así funciona una sola vez y por poco tiempo. Pide uno nuevo.
error-invitation-title = Ha tardado demasiado
error-invitation-text = Abre de nuevo el enlace de tu invitación.
error-session-title = La sesión de ese navegador ya está cerrada
error-session-text = Terminó entretanto. No se ha cambiado nada más.
error-signed-out-title = Esta cuenta ya no tiene la sesión abierta aquí
error-signed-out-text = Se cerró entretanto, aquí o en otro lugar. No se ha transmitido nada.
error-forbidden-title = Tu cuenta no tiene permiso para esto
error-forbidden-text = Alguien que administra este sitio puede darte permiso.
error-not-found-title = Aquí no hay ninguna página
error-not-found-text = Puede que la dirección esté mal escrita o que la página se haya movido.
error-too-many-title = Demasiadas peticiones en poco tiempo
error-too-many-text = Espera un minuto e inténtalo de nuevo.
error-busy-title = Hay mucha actividad en este momento
error-busy-text = No se ha perdido nada. Espera unos segundos e inténtalo de nuevo.
error-unavailable-title = Ahora mismo no podemos responder
error-unavailable-text = Puede que lo último que hiciste no se haya guardado. Espera unos segundos e inténtalo de nuevo.
error-internal-title = Algo ha fallado por nuestra parte
error-internal-text = No es culpa tuya y ha quedado registrado. Inténtalo de nuevo en un momento.

# First administrator
setup-title = Crea la primera cuenta
setup-lead = Administra { $brand }. Puedes añadir otras más adelante.
setup-username-label = Nombre de usuario
setup-email-label = Dirección de correo
setup-password-again-label = Repite la contraseña
setup-password-hint = { $count ->
    [one] Al menos un carácter. Va bien elegir unas cuantas palabras que no tengan relación entre sí.
   *[other] Al menos { $count } caracteres. Va bien elegir unas cuantas palabras que no tengan relación entre sí.
}
setup-button = Crear la cuenta
setup-username-invalid = Escribe un nombre de usuario sin espacios.
setup-username-taken = Alguien ya tiene este nombre de usuario.
setup-email-invalid = Escribe una dirección de correo, como ada@example.com.
setup-email-taken = Alguien ya usa esta dirección de correo.
setup-password-short = { $count ->
    [one] La contraseña necesita al menos un carácter.
   *[other] La contraseña necesita al menos { $count } caracteres.
}
setup-password-long = Esta contraseña es demasiado larga.
setup-password-common = Esta contraseña es fácil de adivinar. Elige otra.
setup-passwords-differ = Las dos contraseñas no coinciden.
password-holds-username = No incluyas tu nombre de usuario en la contraseña.
password-holds-email = No incluyas tu dirección de correo en la contraseña.
password-holds-service = La contraseña es poco más que nuestro propio nombre.
password-repetition = La contraseña repite unos pocos caracteres.
password-sequence = La contraseña es una serie de caracteres o teclas contiguos.
password-breached = Esta contraseña aparece en una lista de contraseñas robadas. Elige otra, aquí y en cualquier otro lugar donde la uses.
password-no-lower = La contraseña necesita una letra minúscula.
password-no-upper = La contraseña necesita una letra mayúscula.
password-no-digit = La contraseña necesita un dígito.
password-no-symbol = La contraseña necesita un carácter que no sea ni letra ni dígito.
password-rule-lower = Una letra minúscula
password-rule-upper = Una letra mayúscula
password-rule-digit = Un dígito
password-rule-symbol = Un carácter que no sea ni letra ni dígito
password-rule-names = Sin tu nombre de usuario ni tu dirección de correo
password-rules-kept = Cumple todas las reglas que se pueden comprobar aquí.
setup-done-title = Tu cuenta está lista
setup-done-lead = Inicias sesión como { $username }.
setup-done-next = Ahora conecta una app. Ejecuta esto donde se ejecuta Signet:
setup-used-title = La primera cuenta ya está creada
setup-used-text = Este enlace funcionó una vez y ya no hace falta.
setup-used-next = Con este comando se crean más cuentas:
setup-expired-title = Este enlace de configuración es demasiado antiguo
setup-expired-text = No se ha cambiado nada.
setup-expired-next = Este comando muestra uno nuevo:

# Account
account-title = Tu cuenta de { $brand }
account-others = Otras sesiones abiertas en este navegador
account-about = Acerca de ti
account-about-empty = No hay nada guardado sobre ti aparte de tu nombre de usuario.
account-sessions = Dónde tienes la sesión abierta
account-sessions-empty = Aquí aparecerían los navegadores en los que tienes la sesión abierta.
account-apps = Apps autorizadas
account-apps-empty = Aquí aparecerían las apps a las que permites usar tu cuenta.
account-nav-sessions = Navegadores
account-nav-apps = Apps
account-sign-out = Cerrar sesión
account-this-one = Este navegador
account-browser-unknown = Navegador desconocido
account-last-used = Último uso: { $moment }
account-signed-in-on = Inicio de sesión: { $moment }
account-signed-in-from = Inicio de sesión: { $moment } desde { $place }
place-city = { $city }, { $country }
account-allowed-since = Autorizada el { $moment }
account-end-session = Cerrar sesión
account-end-others = Cerrar todas las demás sesiones
account-end-others-hint = Tu sesión quedará abierta solo aquí.
account-sign-out-everywhere = Cerrar sesión en todas partes
account-sign-out-everywhere-hint = Cierra todas estas sesiones y avisa a las apps. Las apps a las que permitiste actuar cuando no estás lo conservan hasta que las quites abajo.
account-remove-app = Quitar el acceso
account-open-app = Abrir
account-session-ended = Se ha cerrado la sesión de ese navegador.
account-session-named = Ese navegador ya tiene su nuevo nombre.
account-session-name-refused = Este nombre no se puede usar: como máximo 60 caracteres, ninguno oculto.
account-others-ended = Se ha cerrado la sesión de los demás navegadores.
account-app-removed = { $app } ya no puede usar tu cuenta.
account-signed-in = Has iniciado sesión como { $person }.
claim-sub = Identificador
claim-name = Nombre
claim-given-name = Nombre de pila
claim-family-name = Apellidos
claim-middle-name = Segundo nombre
claim-nickname = Apodo
claim-preferred-username = Nombre de usuario
claim-profile = Página de perfil
claim-picture = Foto
claim-website = Sitio web
claim-email = Dirección de correo
claim-email-verified = Correo confirmado
claim-gender = Género
claim-birthdate = Fecha de nacimiento
claim-zoneinfo = Zona horaria
claim-locale = Idioma
claim-phone-number = Número de teléfono
claim-phone-number-verified = Número de teléfono confirmado
claim-address = Dirección postal
claim-updated-at = Último cambio
claim-organizations = Organizaciones
claim-groups = Grupos
claim-roles = Roles

# Front door
landing-lead = Una sola cuenta para todas tus apps.
landing-signed-in = Has iniciado sesión como
landing-account = Iniciar sesión en tu cuenta
landing-playground = Probar un inicio de sesión paso a paso
landing-developers = Para desarrolladores:
landing-discovery = Documento de descubrimiento
landing-docs = Documentación

# On the way back
form-post-title = Volver a { $client }
form-post-lead = Esta página continúa por sí sola; si no lo hace, presiona el botón.
form-post-again-title = Un momento
form-post-button = Continuar

# Time
moment = { $day } de { $month } de { $year }, { $time } UTC
month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre

# A further factor at sign-in
factor-title = Escribe el código de tu app
factor-lead = Abre tu app de autenticación. El código cambia cada treinta segundos.
factor-label = Código de seis dígitos
factor-recovery-title = Escribe un código de recuperación
factor-recovery-lead = Uno de los diez códigos que guardaste. Cada uno funciona una sola vez.
factor-recovery-label = Código de recuperación
factor-use-app = Usar la app
factor-use-recovery = No tengo la app a mano
factor-wrong-title = Ese código no es correcto.
factor-wrong-text = Mira de nuevo la app y comprueba que la hora de tu teléfono sea correcta.
factor-recovery-wrong-text = Compruébalo letra por letra. Un código que ya se usó no vuelve a funcionar.
factor-used-title = Ese código ya se usó.
factor-used-text = Espera al siguiente y escríbelo.
factor-too-many-title = Ha habido demasiados intentos.
factor-too-many-text = { $minutes ->
    [one] Para proteger la cuenta, espera un minuto. Después, inténtalo de nuevo.
   *[other] Para proteger la cuenta, espera { $minutes } minutos. Después, inténtalo de nuevo.
}

# How one signs in
security-title = Cómo inicias sesión
security-apps = Apps de autenticación
security-apps-none = Con una app en tu teléfono, una contraseña robada no basta para iniciar sesión en tu nombre. Configurarla lleva un minuto.
security-apps-lead = Al iniciar sesión se te pide un código de la app.
security-app = App { $number }
security-added = Añadida: { $moment }
security-remove = Quitar
security-set-up = Configurar una app
security-add = Añadir otra app
security-codes = Códigos de recuperación
security-codes-left = { $count ->
    [one] Queda un código.
   *[other] Quedan { $count } códigos.
}
security-codes-few = { $count ->
    [0] No queda ningún código. Sin la app ni una llave de acceso no podrías iniciar sesión. Crea códigos nuevos ahora.
    [one] Solo queda un código. Crea pronto códigos nuevos.
   *[other] Solo quedan { $count } códigos. Crea pronto códigos nuevos.
}
security-codes-hint = Los códigos nuevos sustituyen a los anteriores.
security-codes-new = Crear códigos nuevos
security-app-added = La app está configurada. A partir de ahora se te pedirá su código.
security-app-removed = Se ha quitado la app. Sus códigos ya no funcionan.
security-password-lead = Si la cambias, se cerrará tu sesión en todas partes menos aquí.
security-password-change = Cambiar la contraseña
security-password-changed = Tu contraseña ha cambiado. Se ha cerrado tu sesión en todos los demás lugares.
new-password-lead = Tu sesión sigue abierta aquí y se cierra en todos los demás lugares.
new-app-title = Configura una app de autenticación
new-app-lead = Escanea esto con la app de tu teléfono y escribe el código que muestra.
new-app-picture = Un código cuadrado para la cámara de tu teléfono
new-app-by-hand = No puedo escanearlo
new-app-by-hand-lead = Escribe esta clave en la app. Genera códigos de seis dígitos basados en la hora.
new-app-confirm = Confirmar
codes-title = Guarda estos códigos de recuperación
codes-lead = Con cada uno puedes iniciar sesión una vez, en lugar de la app o la llave de acceso. Solo se muestran ahora.
codes-hint = Imprímelos o guárdalos en un gestor de contraseñas: en otro sitio que no sea tu teléfono.
codes-kept = Ya los he guardado
account-nav-security = Cómo inicias sesión

# Passkeys
passkey-sign-in = Iniciar sesión con una llave de acceso
passkey-cancelled = No se eligió ninguna llave de acceso. Inténtalo de nuevo o inicia sesión con tu contraseña.
passkey-failed = No ha funcionado. Inténtalo de nuevo o inicia sesión con tu contraseña.
passkey-expired-title = Ha tardado demasiado.
passkey-expired-text = No se ha cambiado nada. Inténtalo de nuevo con tu llave de acceso.
passkey-unknown-title = Esta llave de acceso no pertenece a ninguna cuenta de aquí.
passkey-unknown-text = Puede que se haya quitado. Inicia sesión de otra forma y elimínala de tu dispositivo.
passkey-wrong-title = No se pudo usar esta llave de acceso.
passkey-wrong-text = Inténtalo de nuevo o inicia sesión con tu contraseña.
passkeys-title = Llaves de acceso
passkeys-one = Llave de acceso
passkeys-none = Inicia sesión con tu huella digital, tu cara o el bloqueo de pantalla en lugar de una contraseña. Nadie puede adivinar una llave de acceso y ninguna página falsa puede pedírtela.
passkeys-lead = Con una sola de ellas inicias sesión. No se te pide nada más.
passkeys-on-one-device = Solo en un dispositivo
passkeys-not-copied = Aún sin copia de seguridad
passkeys-copied = Con copia de seguridad de su proveedor
passkeys-rename = Cambiar el nombre
passkeys-name = Nombre
passkeys-save = Guardar
passkeys-create = Crear una llave de acceso
passkeys-add = Añadir otra llave de acceso
passkeys-last = Es tu única forma de iniciar sesión, por eso no se puede quitar.
passkeys-added = La llave de acceso se ha añadido. A partir de ahora puedes iniciar sesión con ella.
passkeys-renamed = La llave de acceso ya tiene su nuevo nombre.
passkeys-removed = La llave de acceso se ha quitado. Ya no sirve para iniciar sesión. Elimínala también de tu dispositivo.
new-passkey-title = Crea una llave de acceso
new-passkey-lead = Tu dispositivo te pide la huella digital, la cara o el bloqueo de pantalla. Nunca nos comunica nada de eso.
new-passkey-button = Crear una llave de acceso
new-passkey-cancelled = No se creó ninguna llave de acceso. Inténtalo de nuevo cuando quieras.
new-passkey-known = Este dispositivo ya tiene una llave de acceso para tu cuenta.
new-passkey-unsupported = Este navegador no puede crear llaves de acceso. Prueba con otro, o con otro dispositivo.
new-passkey-no-script = Las llaves de acceso necesitan JavaScript, que está desactivado en este navegador. Puedes seguir iniciando sesión con tu contraseña.
new-passkey-expired-title = Ha tardado demasiado.
new-passkey-expired-text = No se añadió ninguna llave de acceso. Inténtalo de nuevo.
new-passkey-refused-title = La llave de acceso no se añadió.
new-passkey-refused-text = Ya pertenece a una cuenta, o tu dispositivo no comprobó que eres tú. Inténtalo de nuevo o usa otro dispositivo.
passkeys-not-asked = Tu contraseña por sí sola sigue bastando para iniciar sesión.
passkeys-asked = Después de la contraseña se te pide una llave de acceso.
passkeys-ask = Pedir después una llave de acceso
passkeys-ask-no-more = Dejar de pedirla
factor-passkey-title = Confirma con tu llave de acceso
factor-passkey-lead = Tu contraseña es correcta. Ahora usa una de tus llaves de acceso.
factor-passkey-button = Usar una llave de acceso
factor-passkey-cancelled = No se usó ninguna llave de acceso. Inténtalo de nuevo.
factor-passkey-failed = No ha funcionado. Inténtalo de nuevo.
factor-passkey-wrong-text = Inténtalo de nuevo o elige otra forma.
factor-passkey-no-script = Las llaves de acceso necesitan JavaScript, que está desactivado en este navegador. En su lugar, puedes usar un código de recuperación.
factor-use-passkey = Usar una llave de acceso
factor-no-passkey = No tengo la llave de acceso a mano
factor-without = Continuar sin este paso

# A further factor is set up on the way
enrol-now = Tu cuenta necesita un segundo paso además de la contraseña. Configúralo ahora para continuar.
enrol-soon = Tu cuenta necesitará un segundo paso además de la contraseña antes del { $moment }. Configúralo ahora o en otro momento.
enrol-later = Ahora no
factor-trust = { $days ->
    [one] No volver a preguntar en este dispositivo durante un día
   *[other] No volver a preguntar en este dispositivo durante { $days } días
}
