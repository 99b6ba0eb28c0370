# Limits, and a calculation that the browser does after failures
too-many-wait = { $minutes ->
    [one] Aguarde { $minutes } minuto e tente novamente.
   *[other] Aguarde { $minutes } minutos e tente novamente.
}
sign-up-too-many-title = Muitos pedidos já foram feitos a partir daqui.
sign-in-work-title = Um momento.
sign-in-work-text = Houve tentativas sem sucesso; por isso, a sua senha ainda não foi verificada. Digite-a novamente.
work-no-script = { $seconds ->
    [one] Aguarde { $seconds } segundo antes de continuar.
   *[other] Aguarde { $seconds } segundos antes de continuar.
}
work-begun = Enquanto isso, o seu navegador faz um pequeno cálculo.
work-wait = Um momento: o seu navegador está quase terminando o cálculo.
work-done = Você pode continuar.
