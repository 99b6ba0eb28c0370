# Signing in by a code or a link that is mailed
mail-sign-in-way = Recibir un código por correo
mail-ask-title = Inicia sesión por correo
mail-ask-lead = Enviamos un código y un enlace a la dirección de tu cuenta.
mail-ask-button = Enviar el código
mail-use-password = Usar una contraseña
mail-wait-title = Revisa tu correo
mail-wait-lead = Si hay una cuenta para { $name }, hemos enviado un mensaje con un código y un enlace. Ambos funcionan una sola vez, durante diez minutos.
mail-wait-elsewhere = ¿Abriste el enlace en otro navegador? Presiona allí este número y continúa aquí:
mail-wait-continue = Ya presioné el número
mail-wait-again = Enviar otro mensaje
mail-wait-other = Usar otra dirección
mail-wrong-title = Ese código no es correcto.
mail-wrong-text = Usa el código del mensaje más reciente. Los códigos de mensajes anteriores ya no funcionan.
mail-used-up-title = Ese código se ha probado demasiadas veces.
mail-used-up-text = Usa el enlace del mensaje o pide que te enviemos otro.
mail-over-title = Ese código ya no funciona.
mail-over-text = Ya se usó, o han pasado diez minutos. Pide que te enviemos otro mensaje.
mail-not-yet-title = Todavía no se ha presionado el número.
mail-not-yet-text = Abre el enlace del mensaje y presiona el número que aparece aquí, o escribe el código.
mail-too-many-title = Ya se han enviado muchos mensajes.
mail-too-many-text = { $minutes ->
    [one] Revisa tu correo o espera un minuto.
   *[other] Revisa tu correo o espera { $minutes } minutos.
}
mail-link-lead-client = Este enlace funciona una sola vez y te lleva a { $client }.
mail-elsewhere-title = ¿Acabas de pedir iniciar sesión?
mail-elsewhere-lead-client = Alguien quiere iniciar sesión en { $client } en otro navegador. Aquí no se inicia ninguna sesión.
mail-elsewhere-lead = Alguien quiere iniciar sesión en { $brand } en otro navegador. Aquí no se inicia ninguna sesión.
mail-elsewhere-browser = Navegador
mail-elsewhere-network = Red
mail-elsewhere-unknown = Desconocido
mail-elsewhere-choose = Presiona el número que se muestra allí. Si no ves ninguno, o si alguien te ha dicho uno, no eres tú quien inicia sesión.
mail-elsewhere-refuse = No fui yo
mail-approved-title = Vuelve al otro navegador
mail-approved-lead = Allí continúa. Puedes cerrar esta página.
mail-refused-title = No se ha iniciado ninguna sesión
mail-refused-lead = El código y el enlace de este mensaje ya no funcionan. Si fuiste tú, pide otro mensaje.
