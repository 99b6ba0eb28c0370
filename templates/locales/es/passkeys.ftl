# Whether somebody who signed in with a password wants a passkey.
suggest-passkey-title = Inicia sesión más rápido la próxima vez
suggest-passkey-lead = Con una llave de acceso bastan tu huella digital, tu cara o el bloqueo de pantalla en este dispositivo. Nadie puede adivinarla y ninguna página falsa puede pedírtela.
suggest-passkey-later = Ahora no
suggest-passkey-never = No volver a preguntar
suggest-passkey-failed = No ha funcionado. Inténtalo de nuevo o continúa sin una llave de acceso.
new-passkey-not-allowed-title = Aquí no se aceptan llaves de acceso de este tipo.
new-passkey-not-allowed-text = Usa una de las llaves de seguridad que te entregaron o pregunta a los responsables de este servicio.

# About how hard a new password is to guess, while it is typed.
password-strength-weak = Fácil de adivinar. Hazla más larga o usa varias palabras.
password-strength-fair = Podría ser más difícil de adivinar.
password-strength-good = Difícil de adivinar.
password-strength-strong = Muy difícil de adivinar.
