# What an app may do to the account
scope-account-read = Ver todo sobre tu cuenta
scope-account-read-value = Tu perfil y tus direcciones, dónde tienes la sesión abierta, cómo inicias sesión, qué apps tienen acceso y lo que ha pasado
scope-account-write = Cambiar tu perfil
scope-account-write-value = Tu nombre, tu fecha de nacimiento, tu idioma y lo demás que cuentas de ti
scope-account-security = Cambiar cómo inicias sesión
scope-account-security-value = Tu contraseña, tus llaves de acceso, billeteras y apps de autenticación, tus cuentas conectadas, tu dirección de correo y tu número de teléfono, después de que inicies sesión de nuevo; cerrar tus sesiones y quitar apps
