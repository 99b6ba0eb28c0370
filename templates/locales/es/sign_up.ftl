# Making an account
sign-up-question = ¿Aún no tienes cuenta?
sign-up-way = Crear una
sign-up-known = ¿Ya tienes una?
sign-up-title = Crea tu cuenta de { $brand }
sign-up-client-title = Crea una cuenta para { $client }
sign-up-lead = Enviamos un código a tu dirección, para que nadie más pueda usarla.
sign-up-email-label = Dirección de correo
sign-up-email-invalid-title = Esto no es una dirección de correo.
sign-up-email-invalid-text = Escríbela completa, como ada@example.com.
sign-up-domain-refused-title = No se puede crear una cuenta con esta dirección.
sign-up-domain-refused-text = Usa otra o pregunta a los responsables de este servicio.
sign-up-link-title = ¿Continuar como { $person }?
sign-up-elsewhere-title = ¿Acabas de crear una cuenta?
sign-up-elsewhere-lead = Alguien quiere crear una cuenta de { $brand } con esta dirección, en otro navegador.
sign-up-details-title = Ya casi está
sign-up-details-lead = { $email } es tuya.
sign-up-name-label = ¿Cómo te llamas?
sign-up-name-missing = Escribe cómo te llamas.
sign-up-optional = opcional
sign-up-password-hint = { $count ->
    [one] Al menos un carácter. Sin contraseña, inicias sesión por correo.
   *[other] Al menos { $count } caracteres. Sin contraseña, inicias sesión por correo.
}
sign-up-button = Crear la cuenta
mail-wait-lead-new = Hemos enviado a { $email } un mensaje con un código y un enlace. Ambos funcionan una sola vez, durante diez minutos.
