# Invitations
invitation-title = Invitación a { $brand }
invitation-lead = Con este enlace creas la cuenta de { $email }.
invitation-known-title = Ya tienes una cuenta
invitation-known-lead = Ya hay una cuenta con { $email }. Inicia sesión en ella.
sign-up-details-lead-invited = Tu cuenta tiene la dirección { $email }.
sign-up-given-name-label = Nombre de pila
sign-up-family-name-label = Apellidos
sign-up-entry-missing = Rellena este campo.
sign-up-entry-invalid = Esto no es válido aquí.
sign-up-lines-hint = Uno en cada línea.
sign-up-disposable-title = Esta dirección dura poco tiempo.
sign-up-disposable-text = Usa una que siga siendo tuya: es tu camino de vuelta a la cuenta.
