# Limits, and a calculation that the browser does after failures
too-many-wait = { $minutes ->
    [one] Espera un minuto e inténtalo de nuevo.
   *[other] Espera { $minutes } minutos e inténtalo de nuevo.
}
sign-up-too-many-title = Ya se ha pedido mucho desde aquí.
sign-in-work-title = Un momento.
sign-in-work-text = Hubo intentos fallidos, por lo que aún no se ha comprobado tu contraseña. Escríbela de nuevo.
work-no-script = { $seconds ->
    [one] Espera un segundo antes de continuar.
   *[other] Espera { $seconds } segundos antes de continuar.
}
work-begun = Mientras tanto, tu navegador hace un pequeño cálculo.
work-wait = Un momento: tu navegador casi ha terminado el cálculo.
work-done = Puedes continuar.
