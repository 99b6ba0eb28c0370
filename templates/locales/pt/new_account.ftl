# Invitations
invitation-title = Convite para { $brand }
invitation-lead = Com este link, você cria a conta de { $email }.
invitation-known-title = Você já tem uma conta
invitation-known-lead = Já existe uma conta com { $email }. Faça login nela.
sign-up-details-lead-invited = A sua conta tem o endereço { $email }.
sign-up-given-name-label = Nome
sign-up-family-name-label = Sobrenome
sign-up-entry-missing = Preencha este campo.
sign-up-entry-invalid = Isto não é válido aqui.
sign-up-lines-hint = Um por linha.
sign-up-disposable-title = Este endereço dura pouco tempo.
sign-up-disposable-text = Use um que continue seu: ele é o seu caminho de volta para a conta.
