# Signing in by a code or a link that is mailed
mail-sign-in-way = Receber um código por e-mail
mail-ask-title = Fazer login por e-mail
mail-ask-lead = Enviamos um código e um link para o endereço da sua conta.
mail-ask-button = Enviar o código
mail-use-password = Usar uma senha
mail-wait-title = Confira o seu e-mail
mail-wait-lead = Se houver uma conta para { $name }, uma mensagem com um código e um link está a caminho. Os dois funcionam uma única vez, por dez minutos.
mail-wait-elsewhere = Abriu o link em outro navegador? Pressione este número lá e continue aqui:
mail-wait-continue = Já pressionei o número
mail-wait-again = Enviar outra mensagem
mail-wait-other = Usar outro endereço
mail-wrong-title = Esse código não está certo.
mail-wrong-text = Use o código da mensagem mais recente. Os códigos de mensagens anteriores não funcionam mais.
mail-used-up-title = Esse código foi tentado vezes demais.
mail-used-up-text = Use o link da mensagem ou peça outra mensagem.
mail-over-title = Esse código não funciona mais.
mail-over-text = Ele já foi usado, ou dez minutos se passaram. Peça outra mensagem.
mail-not-yet-title = O número ainda não foi pressionado.
mail-not-yet-text = Abra o link da mensagem e pressione o número que aparece aqui, ou digite o código.
mail-too-many-title = Muitas mensagens já foram enviadas.
mail-too-many-text = { $minutes ->
    [one] Confira o seu e-mail ou aguarde { $minutes } minuto.
   *[other] Confira o seu e-mail ou aguarde { $minutes } minutos.
}
mail-link-lead-client = Este link funciona uma única vez, e você continua para { $client }.
mail-elsewhere-title = Você acabou de pedir para fazer login?
mail-elsewhere-lead-client = Alguém quer fazer login em { $client } em outro navegador. Nenhuma sessão é aberta aqui.
mail-elsewhere-lead = Alguém quer fazer login em { $brand } em outro navegador. Nenhuma sessão é aberta aqui.
mail-elsewhere-browser = Navegador
mail-elsewhere-network = Rede
mail-elsewhere-unknown = Desconhecido
mail-elsewhere-choose = Pressione o número mostrado lá. Se você não vê nenhum, ou se alguém informou um a você, não é você quem está fazendo login.
mail-elsewhere-refuse = Não fui eu
mail-approved-title = Volte para o outro navegador
mail-approved-lead = Continua lá. Você pode fechar esta página.
mail-refused-title = Nenhum login foi feito
mail-refused-lead = O código e o link desta mensagem não funcionam mais. Se foi você, peça outra mensagem.
