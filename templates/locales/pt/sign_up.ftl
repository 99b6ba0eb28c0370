# Making an account
sign-up-question = Ainda não tem uma conta?
sign-up-way = Criar uma conta
sign-up-known = Já tem uma conta?
sign-up-title = Criar a sua conta { $brand }
sign-up-client-title = Criar uma conta para { $client }
sign-up-lead = Enviamos um código para o seu endereço, para que mais ninguém possa usá-lo.
sign-up-email-label = Endereço de e-mail
sign-up-email-invalid-title = Isto não é um endereço de e-mail.
sign-up-email-invalid-text = Digite-o por completo, como ada@example.com.
sign-up-domain-refused-title = Não é possível criar uma conta com este endereço.
sign-up-domain-refused-text = Use outro ou fale com os responsáveis por este serviço.
sign-up-link-title = Continuar como { $person }?
sign-up-elsewhere-title = Você acabou de criar uma conta?
sign-up-elsewhere-lead = Alguém quer criar uma conta { $brand } com este endereço, em outro navegador.
sign-up-details-title = Quase pronto
sign-up-details-lead = { $email } é seu.
sign-up-name-label = Como você se chama?
sign-up-name-missing = Informe como você se chama.
sign-up-optional = opcional
sign-up-password-hint = { $count ->
    [one] Pelo menos { $count } caractere. Sem senha, você faz login por e-mail.
   *[other] Pelo menos { $count } caracteres. Sem senha, você faz login por e-mail.
}
sign-up-button = Criar a conta
mail-wait-lead-new = Uma mensagem com um código e um link está a caminho de { $email }. Os dois funcionam uma única vez, por dez minutos.
