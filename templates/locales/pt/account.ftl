# The pages of one's own account
moment-local = { $day ->
    [1] 1º
   *[other] { $day }
} de { $month } de { $year }, { $time }
account-nav-overview = Visão geral
account-nav-profile = O seu perfil
account-nav-preferences = Preferências
profile-title = O seu perfil
profile-names = Como você se chama
profile-names-lead = Os apps que você permite que vejam o seu perfil verão isto na próxima consulta.
profile-whole-name = Nome, como é exibido
profile-whole-name-hint = Deixe em branco para formá-lo com o nome e o sobrenome.
profile-name-invalid = Use caracteres legíveis, no máximo 100.
profile-save = Salvar
profile-names-saved = Salvo.
profile-picture-lead = Um quadrado é recortado do centro. O lugar e a hora em que ela foi tirada não são guardados.
profile-picture-file = Arquivo
profile-picture-hint = PNG, JPEG ou WebP, no máximo 8 MB.
profile-picture-save = Usar esta foto
profile-picture-saved = Você tem uma nova foto.
profile-picture-remove = Remover
profile-picture-remove-hint = Quem tiver o endereço dela não a verá mais. Apps e navegadores podem guardar uma cópia.
profile-picture-removed = A foto foi removida.
profile-picture-missing = Escolha um arquivo primeiro.
profile-picture-unreadable = Este arquivo não é uma imagem legível. Use um arquivo PNG, JPEG ou WebP.
profile-picture-too-large = Esta imagem é grande demais. Use uma de no máximo 8 MB e 25 megapixels.
profile-picture-busy = Outras pessoas estão enviando imagens neste momento. Tente novamente em alguns segundos.
profile-username-lead = Você faz login com ele, e os apps podem exibi-lo. O antigo fica livre para outras pessoas.
profile-username-save = Alterar o nome de usuário
profile-username-saved = O seu nome de usuário foi alterado. Use-o para fazer login de agora em diante.
profile-username-fixed = Ele não pode ser alterado aqui. Fale com os responsáveis por este serviço.
preferences-title = Preferências
preferences-saved = Salvo.
preferences-as-browser = Conforme o navegador
preferences-locale-hint = Para páginas e mensagens. Pode ser informado aos apps.
preferences-no-zone = Tempo universal (UTC)
preferences-zoneinfo-hint = Os horários destas páginas seguem este fuso. Pode ser informado aos apps.
preferences-theme = Cores
preferences-theme-system = Conforme o dispositivo
preferences-theme-light = Claras
preferences-theme-dark = Escuras
next-step = Um próximo passo
next-passkey = Com uma chave de acesso, você faz login com a impressão digital, o rosto ou um PIN. Ninguém pode roubá-la com uma página falsa.
next-passkey-button = Criar uma chave de acesso
next-factor = A sua senha sozinha abre a conta. Peça uma segunda etapa, para que uma senha roubada não baste.
next-factor-button = Adicionar uma segunda etapa
next-codes = Restam poucos códigos de recuperação. Sem nenhum, perder o telefone deixaria você sem acesso.
next-codes-button = Criar códigos novos
next-nothing = A sua conta está bem protegida. Você não precisa fazer nada.

# What is kept, and the end of it
account-nav-data = Os seus dados
data-title = Os seus dados
data-take = Leve-os com você
data-take-lead = Um arquivo JSON com tudo o que é guardado sobre você: perfil, navegadores, apps, chaves de acesso, organizações e o que aconteceu na sua conta. Ele não contém senhas nem segredos.
data-take-button = Baixar
data-end = Apagar a conta
data-end-at-once = A conta e tudo o que é guardado sobre você são apagados imediatamente. Ninguém pode recuperá-los.
data-end-lead = { $days ->
    [one] A sua sessão é encerrada em todos os lugares, e os apps perdem o acesso imediatamente. Por { $days } dia, você pode mudar de ideia. Depois, a conta e tudo o que é guardado sobre você são apagados, e ninguém pode recuperá-los.
   *[other] A sua sessão é encerrada em todos os lugares, e os apps perdem o acesso imediatamente. Por { $days } dias, você pode mudar de ideia. Depois, a conta e tudo o que é guardado sobre você são apagados, e ninguém pode recuperá-los.
}
data-confirmation = Digite { $username } para confirmar
data-end-button = Apagar a minha conta
data-confirmation-wrong = Esse não é o seu nome de usuário. Nada foi apagado.
data-last-administrator = Esta é a última conta que administra o serviço. Primeiro, dê essa permissão a outra pessoa; depois, você poderá sair.
left-title = A sua conta será apagada
left-at-once-title = A sua conta foi apagada
left-at-once-lead = Nada mais sobre você está guardado aqui.
left-lead = { $days ->
    [one] A sua sessão foi encerrada em todos os lugares. Por { $days } dia, você pode manter a conta: faça login ou abra o link da mensagem que enviamos.
   *[other] A sua sessão foi encerrada em todos os lugares. Por { $days } dias, você pode manter a conta: faça login ou abra o link da mensagem que enviamos.
}
left-keep = Fazer login para mantê-la
keep-title = Manter a sua conta?
keep-lead = Ela será apagada: { $moment }. Até lá, ninguém tem a sessão aberta nela.
keep-button = Manter a minha conta
keep-not = Deixar apagar
kept-title = A sua conta continua
kept-lead = Faça login para usá-la. Se não foi você quem quis apagá-la, altere a sua senha.
