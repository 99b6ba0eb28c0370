# What an app may do to the account
scope-account-read = Ver tudo sobre a sua conta
scope-account-read-value = O seu perfil e os seus endereços, onde a sua sessão está aberta, como você faz login, quais apps têm acesso e o que aconteceu
scope-account-write = Alterar o seu perfil
scope-account-write-value = O seu nome, a sua data de nascimento, o seu idioma e o que mais você informa sobre si
scope-account-security = Alterar como você faz login
scope-account-security-value = A sua senha, as suas chaves de acesso, carteiras e apps autenticadores, as contas conectadas, o endereço de e-mail e o número de telefone, depois de um novo login; encerrar as suas sessões e remover apps
