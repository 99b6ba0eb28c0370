# The pages of one's own account
moment-local = { $day } de { $month } de { $year }, { $time }
account-nav-overview = Resumen
account-nav-profile = Tu perfil
account-nav-preferences = Preferencias
profile-title = Tu perfil
profile-names = Cómo te llamas
profile-names-lead = Las apps a las que permites ver tu perfil lo verán la próxima vez que lo consulten.
profile-whole-name = Nombre, tal como se muestra
profile-whole-name-hint = Déjalo vacío para formarlo con el nombre y los apellidos.
profile-name-invalid = Usa caracteres que se puedan leer, 100 como máximo.
profile-save = Guardar
profile-names-saved = Guardado.
profile-picture-lead = Se recorta un cuadrado del centro. No se conserva dónde ni cuándo se hizo.
profile-picture-file = Archivo
profile-picture-hint = PNG, JPEG o WebP, de 8 MB como máximo.
profile-picture-save = Usar esta foto
profile-picture-saved = Tienes una foto nueva.
profile-picture-remove = Quitar
profile-picture-remove-hint = Quien tenga su dirección dejará de verla. Puede que algunas apps y navegadores conserven una copia.
profile-picture-removed = Se ha quitado la foto.
profile-picture-missing = Elige primero un archivo.
profile-picture-unreadable = Este archivo no es una imagen que se pueda leer. Usa un archivo PNG, JPEG o WebP.
profile-picture-too-large = Esta imagen es demasiado grande. Usa una de 8 MB y 25 megapíxeles como máximo.
profile-picture-busy = Otras personas están enviando imágenes en este momento. Inténtalo de nuevo en unos segundos.
profile-username-lead = Con él inicias sesión, y las apps pueden mostrarlo. El anterior queda libre para otras personas.
profile-username-save = Cambiar el nombre de usuario
profile-username-saved = Tu nombre de usuario ha cambiado. Úsalo a partir de ahora para iniciar sesión.
profile-username-fixed = Aquí no se puede cambiar. Pregunta a los responsables de este servicio.
preferences-title = Preferencias
preferences-saved = Guardado.
preferences-as-browser = Como indique el navegador
preferences-locale-hint = Para páginas y mensajes. Puede comunicarse a las apps.
preferences-no-zone = Tiempo universal (UTC)
preferences-zoneinfo-hint = Las horas de estas páginas se indican en esta zona. Puede comunicarse a las apps.
preferences-theme = Colores
preferences-theme-system = Como indique el dispositivo
preferences-theme-light = Claros
preferences-theme-dark = Oscuros
next-step = Un paso siguiente
next-passkey = Con una llave de acceso inicias sesión con tu huella, tu cara o un PIN. Nadie puede robártela con una página falsa.
next-passkey-button = Crear una llave de acceso
next-factor = Tu contraseña por sí sola abre la cuenta. Pide un segundo paso, para que no baste una contraseña robada.
next-factor-button = Añadir un segundo paso
next-codes = Quedan pocos códigos de recuperación. Sin ninguno, perder el teléfono te dejaría fuera.
next-codes-button = Crear códigos nuevos
next-nothing = Tu cuenta está bien protegida. No tienes que hacer nada.

# What is kept, and the end of it
account-nav-data = Tus datos
data-title = Tus datos
data-take = Llévatelos
data-take-lead = Un archivo JSON con todo lo que se guarda sobre ti: perfil, navegadores, apps, llaves de acceso, organizaciones y lo que ha pasado en tu cuenta. No contiene contraseñas ni secretos.
data-take-button = Descargar
data-end = Borrar la cuenta
data-end-at-once = La cuenta y todo lo que se guarda sobre ti se borran de inmediato. Nadie puede recuperarlo.
data-end-lead = { $days ->
    [one] Se cierra tu sesión en todas partes y las apps pierden el acceso de inmediato. Durante un día puedes cambiar de opinión. Después se borran la cuenta y todo lo que se guarda sobre ti, y nadie puede recuperarlo.
   *[other] Se cierra tu sesión en todas partes y las apps pierden el acceso de inmediato. Durante { $days } días puedes cambiar de opinión. Después se borran la cuenta y todo lo que se guarda sobre ti, y nadie puede recuperarlo.
}
data-confirmation = Escribe { $username } para confirmarlo
data-end-button = Borrar mi cuenta
data-confirmation-wrong = Ese no es tu nombre de usuario. No se ha borrado nada.
data-last-administrator = Esta es la última cuenta que administra el servicio. Da primero ese permiso a otra persona; después podrás irte.
left-title = Tu cuenta se va a borrar
left-at-once-title = Tu cuenta se ha borrado
left-at-once-lead = Aquí ya no se guarda nada sobre ti.
left-lead = { $days ->
    [one] Se ha cerrado tu sesión en todas partes. Hasta mañana puedes conservar la cuenta: inicia sesión o abre el enlace del mensaje que te hemos enviado.
   *[other] Se ha cerrado tu sesión en todas partes. Durante { $days } días puedes conservar la cuenta: inicia sesión o abre el enlace del mensaje que te hemos enviado.
}
left-keep = Iniciar sesión para conservarla
keep-title = ¿Conservar tu cuenta?
keep-lead = Se va a borrar: { $moment }. Hasta entonces nadie tiene la sesión abierta en ella.
keep-button = Conservar mi cuenta
keep-not = Dejar que se borre
kept-title = Tu cuenta se conserva
kept-lead = Inicia sesión para usarla. Si no fuiste tú quien quiso borrarla, cambia tu contraseña.
