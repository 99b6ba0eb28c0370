# Words that several pages share
error-prefix = Erro: { $title }
footer-support = Ajuda
footer-privacy = Privacidade: { $name }
footer-terms = Termos: { $name }
back-to-client = Voltar para { $client }
back-to-app = Voltar para o app
start-again-client = Começar de novo em { $client }
start-again = Começar de novo
to-your-account = Ir para a sua conta
go-on = Continuar
cancel = Cancelar
cancel-to-client = Cancelar e voltar para { $client }
use-another-account = Usar outra conta
form-problems = Algumas respostas precisam ser revistas.
command-label = Comando
skip-to-content = Ir para o conteúdo
nav-label = Seções
username-label = E-mail ou nome de usuário
password-label = Senha
password-show = Mostrar senha
sign-in-button = Fazer login

# Sign in
sign-in-client-title = Fazer login em { $client }
sign-in-client-lead = com a sua conta { $brand }
sign-in-own-title = Fazer login em { $brand }
sign-in-again-title = Ainda é você?
sign-in-again-lead = { $client } pede que você digite a sua senha novamente.
sign-in-forgot = Esqueceu a senha?
sign-in-change-name = Usar outro nome
remember-label = Manter o login neste dispositivo
sign-in-wrong-title = O nome e a senha não correspondem.
sign-in-wrong-text = Confira os dois e tente novamente.
sign-in-too-many-title = Houve tentativas demais.
sign-in-too-many-text = { $minutes ->
    [one] Para proteger a conta, aguarde { $minutes } minuto. Depois, tente novamente.
   *[other] Para proteger a conta, aguarde { $minutes } minutos. Depois, tente novamente.
}
sign-in-busy-title = Muitas pessoas estão fazendo login agora.
sign-in-busy-text = A sua senha não foi verificada. Aguarde alguns segundos e tente novamente.
sign-in-expired-form-title = Esta página ficou aberta por muito tempo.
sign-in-expired-form-text = Nada foi enviado. Digite a sua senha novamente.
sign-in-ended-title = A sua sessão terminou.
sign-in-ended-text = Ela foi encerrada nesse meio-tempo, aqui ou em outro lugar. Nada foi alterado. Faça login para continuar.
sign-in-took-long-title = Passou algum tempo.
sign-in-took-long-text = Faça login novamente.

# Sign in by a link
link-title = Fazer login como { $person }?
link-lead = Este link funciona uma única vez.

# A link to set a password
password-link-title = Escolha uma nova senha
password-link-lead = Este link funciona uma única vez. A sua sessão será encerrada em todos os outros lugares.
password-link-label = Nova senha
password-link-button = Definir a senha
password-set-title = A sua senha foi definida
password-set-lead = Você faz login como { $username }. As sessões que estavam abertas antes foram encerradas.
password-set-client = Continuar para { $client }

# A password was forgotten
forgot-title = Esqueceu a senha?
forgot-lead = Enviamos um link para o endereço de e-mail da sua conta. Com ele, você escolhe uma nova senha.
forgot-button = Enviar o link
forgot-back = Voltar para o login
forgot-no-name = Digite o seu endereço de e-mail ou o seu nome de usuário.
forgot-too-many = { $minutes ->
    [one] Foram pedidos links demais a partir daqui. Aguarde { $minutes } minuto.
   *[other] Foram pedidos links demais a partir daqui. Aguarde { $minutes } minutos.
}
recovery-requested-title = Confira o seu e-mail
recovery-requested-lead = Se { $name } pertencer a uma conta com endereço confirmado, uma mensagem está a caminho dele.
recovery-requested-link = { $minutes ->
    [one] O link da mensagem funciona uma única vez, por { $minutes } minuto. Só o link mais recente funciona.
   *[other] O link da mensagem funciona uma única vez, por { $minutes } minutos. Só o link mais recente funciona.
}
recovery-requested-nothing = Nada depois de alguns minutos? Procure no lixo eletrônico e confira como você escreveu o nome.
recovery-requested-again = Pedir outro link

# Account chooser
chooser-title = Qual conta?
chooser-lead = para usar com { $client }
chooser-asks-password = Pede a senha novamente

# Consent
consent-short-title = Dar acesso a { $client }?
consent-title = Permitir que { $client } use a sua conta?
consent-allow = Permitir
consent-deny = Agora não
consent-resources = Usar estes serviços em seu nome
consent-organization = Para qual organização?
consent-organizations-more = Você faz parte de mais organizações do que as { $count } que aparecem aqui. Se faltar a que você precisa, fale com quem convidou você para ela.
consent-return-host = Você volta para { $host }.
consent-return-device = Você volta para { $client } neste dispositivo.
consent-take-back = Você pode retirar a permissão a qualquer momento.
scope-openid = Reconhecer você quando voltar
scope-openid-value = Nada mais sobre você
scope-profile = Ver quem você é
scope-email = Ver o seu endereço de e-mail
scope-phone = Ver o seu número de telefone
scope-address = Ver o seu endereço postal
scope-organizations = Ver as suas organizações e as suas funções nelas
scope-organizations-more = { $count ->
    [one] mais { $count }
   *[other] mais { $count }
}
scope-groups = Ver os seus grupos
scope-roles = Ver as suas funções
scope-offline = Manter o acesso quando você não estiver
scope-offline-value = Até você removê-lo em “Apps autorizados”
scope-nothing-yet = Ainda não há nada armazenado aqui
scope-everything = { $count ->
    [one] { $count } dado
   *[other] Todos os { $count } dados
}
fact-confirmed = Confirmado
fact-not-confirmed = Não confirmado
fact-yes = Sim
fact-no = Não
fact-with-state = { $value } · { $state }
fact-organization = { $name } ({ $roles })
fact-vouched = De { $source }, que responde por isso
fact-roles-chosen-here = As que você tem na organização escolhida abaixo
fact-chosen-here = A que você escolher abaixo
consent-claim-name = Ver o seu nome completo
consent-claim-given-name = Ver o seu nome
consent-claim-family-name = Ver o seu sobrenome
consent-claim-middle-name = Ver o seu nome do meio
consent-claim-nickname = Ver o seu apelido
consent-claim-preferred-username = Ver o seu nome de usuário
consent-claim-profile = Ver o endereço da sua página de perfil
consent-claim-picture = Ver a sua foto
consent-claim-website = Ver o endereço do seu site
consent-claim-gender = Ver o seu gênero
consent-claim-birthdate = Ver a sua data de nascimento
consent-claim-zoneinfo = Ver o seu fuso horário
consent-claim-locale = Ver o seu idioma
consent-claim-updated-at = Ver quando o seu perfil foi alterado pela última vez
consent-claim-email = Ver o seu endereço de e-mail
consent-claim-email-verified = Ver se o seu endereço de e-mail foi verificado
consent-claim-phone-number = Ver o seu número de telefone
consent-claim-phone-number-verified = Ver se o seu número de telefone foi verificado
consent-claim-address = Ver o seu endereço postal
consent-claim-organizations = Ver as suas organizações e as suas funções nelas
claim-organizations-truncated = Mais organizações do que as informadas
consent-claim-organizations-truncated = Ver se você tem mais organizações do que as informadas
claim-org-id = Você age em nome de
consent-claim-org-id = Ver em nome de qual organização você age
consent-claim-groups = Ver os seus grupos
consent-claim-roles = Ver as suas funções
consent-claim-other = Ver o que está armazenado sobre você como “{ $claim }”
scope-own-words = Nas palavras de { $client }
scope-unusual = Poucos apps pedem isto
scope-usual = Muitos apps pedem isto

# Going on with what was allowed before
confirm-title = Continuar para { $client }?
confirm-lead = Um app neste dispositivo faz o pedido em nome de { $client }. Continue somente se você acabou de iniciar isto nele.
confirm-offline = { $client } mantém o acesso quando você não está.

# Before the browser goes on
leaving-refused = Não foi possível atender ao pedido do app. Se você continuar, o app saberá o motivo. Não há nada de errado com a sua conta.
leaving-signed-out = Não há mais nenhuma sessão aberta aqui.
leaving-stranger = Este app se registrou aqui por conta própria, e ninguém o verificou. Continue somente se você conhecer este endereço:
leaving-app = Um app neste dispositivo assume a partir deste endereço:

# Sign out
logout-title = Deseja sair?
logout-lead-client = { $client } trouxe você para cá.
logout-lead = Você sairá de { $brand } neste navegador.
logout-lead-several = Há mais de uma conta { $brand } com sessão aberta neste navegador.
logout-which = Qual conta?
logout-all = Todas as contas neste navegador
logout-confirm = Sair
logout-stay = Continuar com a sessão aberta
logout-no-way-back = Não é possível levar você de volta ao app: há algo incorreto no pedido dele.
signing-out-title = Encerrando a sua sessão
signing-out-lead = A sua sessão em { $brand } foi encerrada. Estamos avisando os apps que você usou.
signing-out-continue = Continuar
signed-out-title = Você saiu
signed-out-lead = Agora ninguém pode usar a sua conta { $brand } neste navegador.
signed-out-others = Outra conta ainda está com a sessão aberta neste navegador.
signed-out-account = Mostrar essa conta
signed-out-again = Fazer login novamente

# Errors
error-developer = Para quem desenvolve o app
error-developer-client = Para quem desenvolve { $client }
error-return-address-title = Um app enviou um endereço que não conhecemos
error-return-address-client-title = { $client } enviou um endereço que não conhecemos
error-return-address-text = Por isso, paramos antes de enviar algo para lá. Não há nada de errado com a sua conta. Os responsáveis pelo app podem corrigir isso.
error-client-title = Não conhecemos o app que trouxe você para cá
error-client-text = Por isso, não pedimos que você fizesse login. Não há nada de errado com a sua conta. Os responsáveis pelo app podem corrigir isso.
error-request-title = O app pediu algo que não é possível
error-request-client-title = { $client } pediu algo que não é possível
error-request-text = Por isso, paramos. Não há nada de errado com a sua conta. Os responsáveis pelo app podem corrigir isso.
error-expired-title = Este login não está mais aberto
error-expired-client-title = O login em { $client } não está mais aberto
error-expired-text = Ele esperou por tempo demais. Volte para o app e comece de novo.
error-finished-title = Este login já foi respondido
error-finished-client-title = O login em { $client } já foi respondido
error-finished-text = Você pode fechar esta página ou voltar para o app. Para fazer de outro modo, comece de novo por lá.
error-other-browser-title = Este login foi iniciado em outro navegador
error-other-browser-text = Ele só pode ser concluído lá. Para fazer login aqui, volte para o app e comece de novo.
error-unknown-browser-title = Este navegador não conhece este login
error-unknown-browser-text = Ele foi iniciado em outro navegador, ou este não guarda cookies deste endereço. Conclua o login lá, ou permita cookies e comece de novo pelo app.
error-cookie-title = O seu navegador não enviou o nosso cookie
error-cookie-text = Sem ele, não temos como saber se ainda é você. Permita cookies para este endereço e comece de novo pelo app.
error-form-title = Esse formulário não veio deste site
error-form-text = Por isso, nada foi alterado. Abra a página de novo e repita o que você fez.
error-link-title = Este link já foi usado ou é muito antigo
error-link-text = Um link assim funciona uma única vez e por pouco tempo. Peça um novo.
error-invitation-title = Demorou demais
error-invitation-text = Abra de novo o link do seu convite.
error-session-title = A sessão desse navegador já foi encerrada
error-session-text = Ela terminou nesse meio-tempo. Nada mais foi alterado.
error-signed-out-title = Esta conta não está mais com a sessão aberta aqui
error-signed-out-text = A sessão foi encerrada nesse meio-tempo, aqui ou em outro lugar. Nada foi repassado.
error-forbidden-title = A sua conta não tem permissão para isto
error-forbidden-text = Alguém que administra este site pode dar a permissão a você.
error-not-found-title = Não há nenhuma página aqui
error-not-found-text = O endereço pode ter sido digitado incorretamente, ou a página mudou de lugar.
error-too-many-title = Pedidos demais em pouco tempo
error-too-many-text = Aguarde um minuto e tente novamente.
error-busy-title = O movimento está muito alto no momento
error-busy-text = Nada se perdeu. Aguarde alguns segundos e tente novamente.
error-unavailable-title = Não podemos responder no momento
error-unavailable-text = A última coisa que você fez pode não ter sido salva. Aguarde alguns segundos e tente novamente.
error-internal-title = Algo deu errado do nosso lado
error-internal-text = A culpa não é sua, e o erro foi registrado. Tente novamente em instantes.

# First administrator
setup-title = Criar a primeira conta
setup-lead = Ela administra { $brand }. Você pode adicionar outras depois.
setup-username-label = Nome de usuário
setup-email-label = Endereço de e-mail
setup-password-again-label = Repita a senha
setup-password-hint = { $count ->
    [one] Pelo menos { $count } caractere. Algumas palavras sem relação entre si são uma boa escolha.
   *[other] Pelo menos { $count } caracteres. Algumas palavras sem relação entre si são uma boa escolha.
}
setup-button = Criar a conta
setup-username-invalid = Digite um nome de usuário sem espaços.
setup-username-taken = Alguém já tem esse nome de usuário.
setup-email-invalid = Digite um endereço de e-mail, como ada@example.com.
setup-email-taken = Alguém já usa esse endereço de e-mail.
setup-password-short = { $count ->
    [one] A senha precisa de pelo menos { $count } caractere.
   *[other] A senha precisa de pelo menos { $count } caracteres.
}
setup-password-long = Esta senha é longa demais.
setup-password-common = Esta senha é fácil de adivinhar. Escolha outra.
setup-passwords-differ = As duas senhas são diferentes.
password-holds-username = Não use o seu nome de usuário na senha.
password-holds-email = Não use o seu endereço de e-mail na senha.
password-holds-service = A senha é pouco mais do que o nosso próprio nome.
password-repetition = A senha repete poucos caracteres.
password-sequence = A senha é uma sequência de caracteres ou teclas vizinhas.
password-breached = Esta senha está em uma lista de senhas roubadas. Escolha outra, aqui e em todos os lugares onde você a usa.
password-no-lower = A senha precisa de uma letra minúscula.
password-no-upper = A senha precisa de uma letra maiúscula.
password-no-digit = A senha precisa de um dígito.
password-no-symbol = A senha precisa de um caractere que não seja letra nem dígito.
password-rule-lower = Uma letra minúscula
password-rule-upper = Uma letra maiúscula
password-rule-digit = Um dígito
password-rule-symbol = Um caractere que não seja letra nem dígito
password-rule-names = Sem o seu nome de usuário ou endereço de e-mail
password-rules-kept = Ela cumpre todas as regras que podem ser verificadas aqui.
setup-done-title = A sua conta está pronta
setup-done-lead = Você faz login como { $username }.
setup-done-next = Agora conecte um app. Execute isto onde o Signet é executado:
setup-used-title = A primeira conta foi criada
setup-used-text = Este link funcionou uma vez e não é mais necessário.
setup-used-next = Este comando cria outras contas:
setup-expired-title = Este link de configuração é muito antigo
setup-expired-text = Nada foi alterado.
setup-expired-next = Este comando mostra um novo:

# Account
account-title = A sua conta { $brand }
account-others = Outras sessões abertas neste navegador
account-about = Sobre você
account-about-empty = Nada está armazenado sobre você além do seu nome de usuário.
account-sessions = Onde a sua sessão está aberta
account-sessions-empty = Os navegadores em que a sua sessão está aberta apareceriam aqui.
account-apps = Apps autorizados
account-apps-empty = Os apps que você permite que usem a sua conta apareceriam aqui.
account-nav-sessions = Navegadores
account-nav-apps = Apps
account-sign-out = Sair
account-this-one = Este navegador
account-browser-unknown = Navegador desconhecido
account-last-used = Último uso: { $moment }
account-signed-in-on = Login: { $moment }
account-signed-in-from = Login: { $moment } de { $place }
place-city = { $city }, { $country }
account-allowed-since = Autorizado em { $moment }
account-end-session = Sair
account-end-others = Encerrar todas as outras sessões
account-end-others-hint = A sua sessão fica aberta somente aqui.
account-sign-out-everywhere = Sair de todos os lugares
account-sign-out-everywhere-hint = Encerra todas estas sessões e avisa os apps. Os apps que você autorizou a agir quando não está mantêm essa permissão até você removê-los abaixo.
account-remove-app = Remover o acesso
account-open-app = Abrir
account-session-ended = A sessão desse navegador foi encerrada.
account-session-named = Esse navegador está com o novo nome.
account-session-name-refused = Este nome não pode ser usado: no máximo 60 caracteres, nenhum deles oculto.
account-others-ended = As sessões dos outros navegadores foram encerradas.
account-app-removed = { $app } não pode mais usar a sua conta.
account-signed-in = Você fez login como { $person }.
claim-sub = Identificador
claim-name = Nome completo
claim-given-name = Nome
claim-family-name = Sobrenome
claim-middle-name = Nome do meio
claim-nickname = Apelido
claim-preferred-username = Nome de usuário
claim-profile = Página de perfil
claim-picture = Foto
claim-website = Site
claim-email = Endereço de e-mail
claim-email-verified = E-mail confirmado
claim-gender = Gênero
claim-birthdate = Data de nascimento
claim-zoneinfo = Fuso horário
claim-locale = Idioma
claim-phone-number = Número de telefone
claim-phone-number-verified = Número de telefone confirmado
claim-address = Endereço postal
claim-updated-at = Última alteração
claim-organizations = Organizações
claim-groups = Grupos
claim-roles = Funções

# Front door
landing-lead = Uma única conta para todos os seus apps.
landing-signed-in = Você fez login como
landing-account = Fazer login na sua conta
landing-playground = Testar um login passo a passo
landing-developers = Para desenvolvedores:
landing-discovery = Documento de descoberta
landing-docs = Documentação

# On the way back
form-post-title = De volta a { $client }
form-post-lead = Esta página continua sozinha; se isso não acontecer, pressione o botão.
form-post-again-title = Um momento
form-post-button = Continuar

# Time
moment = { $day ->
    [1] 1º
   *[other] { $day }
} de { $month } de { $year }, { $time } UTC
month-1 = janeiro
month-2 = fevereiro
month-3 = março
month-4 = abril
month-5 = maio
month-6 = junho
month-7 = julho
month-8 = agosto
month-9 = setembro
month-10 = outubro
month-11 = novembro
month-12 = dezembro

# A further factor at sign-in
factor-title = Digite o código do seu app
factor-lead = Abra o seu app autenticador. O código muda a cada trinta segundos.
factor-label = Código de seis dígitos
factor-recovery-title = Digite um código de recuperação
factor-recovery-lead = Um dos dez códigos que você guardou. Cada um funciona uma única vez.
factor-recovery-label = Código de recuperação
factor-use-app = Usar o app
factor-use-recovery = Não estou com o app aqui
factor-wrong-title = Esse código não está certo.
factor-wrong-text = Confira o app novamente e veja se o relógio do seu telefone está certo.
factor-recovery-wrong-text = Confira letra por letra. Um código que já foi usado não funciona de novo.
factor-used-title = Esse código já foi usado.
factor-used-text = Espere pelo próximo e digite-o.
factor-too-many-title = Houve tentativas demais.
factor-too-many-text = { $minutes ->
    [one] Para proteger a conta, aguarde { $minutes } minuto. Depois, tente novamente.
   *[other] Para proteger a conta, aguarde { $minutes } minutos. Depois, tente novamente.
}

# How one signs in
security-title = Como você faz login
security-apps = Apps autenticadores
security-apps-none = Com um app no seu telefone, uma senha roubada não basta para fazer login como você. A configuração leva um minuto.
security-apps-lead = Um código do app é pedido quando você faz login.
security-app = App { $number }
security-added = Adição: { $moment }
security-remove = Remover
security-set-up = Configurar um app
security-add = Adicionar outro app
security-codes = Códigos de recuperação
security-codes-left = { $count ->
    [one] Resta { $count } código.
   *[other] Restam { $count } códigos.
}
security-codes-few = { $count ->
    [0] Não resta nenhum código. Sem o app ou uma chave de acesso, você não conseguiria fazer login. Crie novos agora.
    [one] Resta só { $count } código. Crie novos em breve.
   *[other] Restam só { $count } códigos. Crie novos em breve.
}
security-codes-hint = Os códigos novos substituem os antigos.
security-codes-new = Criar códigos novos
security-app-added = O app está configurado. De agora em diante, o código dele será pedido.
security-app-removed = O app foi removido. Os códigos dele não funcionam mais.
security-password-lead = Se você a alterar, a sua sessão será encerrada em todos os lugares, menos aqui.
security-password-change = Alterar a senha
security-password-changed = A sua senha foi alterada. A sua sessão foi encerrada em todos os outros lugares.
new-password-lead = A sua sessão continua aberta aqui e será encerrada em todos os outros lugares.
new-app-title = Configurar um app autenticador
new-app-lead = Escaneie isto com o app no seu telefone e digite o código que ele mostrar.
new-app-picture = Um código quadrado para a câmera do seu telefone
new-app-by-hand = Não consigo escanear
new-app-by-hand-lead = Digite esta chave no app. Ela gera códigos de seis dígitos com base na hora.
new-app-confirm = Confirmar
codes-title = Guarde estes códigos de recuperação
codes-lead = Cada um deles permite fazer login uma vez, no lugar do app ou da chave de acesso. Eles só são mostrados agora.
codes-hint = Imprima-os ou coloque-os em um gerenciador de senhas: em outro lugar que não o seu telefone.
codes-kept = Já guardei os códigos
account-nav-security = Como você faz login

# Passkeys
passkey-sign-in = Fazer login com uma chave de acesso
passkey-cancelled = Nenhuma chave de acesso foi escolhida. Tente novamente ou faça login com a sua senha.
passkey-failed = Não funcionou. Tente novamente ou faça login com a sua senha.
passkey-expired-title = Demorou demais.
passkey-expired-text = Nada foi alterado. Tente novamente com a sua chave de acesso.
passkey-unknown-title = Esta chave de acesso não pertence a nenhuma conta daqui.
passkey-unknown-text = Ela pode ter sido removida. Faça login de outra forma e exclua-a do seu dispositivo.
passkey-wrong-title = Não foi possível usar esta chave de acesso.
passkey-wrong-text = Tente novamente ou faça login com a sua senha.
passkeys-title = Chaves de acesso
passkeys-one = Chave de acesso
passkeys-none = Faça login com a impressão digital, o rosto ou o bloqueio de tela em vez de uma senha. Uma chave de acesso não pode ser adivinhada, e nenhuma página falsa pode pedi-la.
passkeys-lead = Com uma só delas você faz login. Nada mais é pedido.
passkeys-on-one-device = Somente em um dispositivo
passkeys-not-copied = Ainda sem backup
passkeys-copied = Com backup do provedor
passkeys-rename = Renomear
passkeys-name = Nome
passkeys-save = Salvar
passkeys-create = Criar uma chave de acesso
passkeys-add = Adicionar outra chave de acesso
passkeys-last = É a sua única forma de fazer login; por isso, não pode ser removida.
passkeys-added = A chave de acesso foi adicionada. A partir de agora, você pode fazer login com ela.
passkeys-renamed = A chave de acesso está com o novo nome.
passkeys-removed = A chave de acesso foi removida. Ela não serve mais para fazer login. Exclua-a também do seu dispositivo.
new-passkey-title = Criar uma chave de acesso
new-passkey-lead = O seu dispositivo pede a impressão digital, o rosto ou o bloqueio de tela. Ele nunca nos informa nada disso.
new-passkey-button = Criar uma chave de acesso
new-passkey-cancelled = Nenhuma chave de acesso foi criada. Tente novamente quando quiser.
new-passkey-known = Este dispositivo já tem uma chave de acesso para a sua conta.
new-passkey-unsupported = Este navegador não consegue criar chaves de acesso. Tente outro navegador ou outro dispositivo.
new-passkey-no-script = As chaves de acesso precisam do JavaScript, que está desativado neste navegador. Você pode continuar fazendo login com a sua senha.
new-passkey-expired-title = Demorou demais.
new-passkey-expired-text = Nenhuma chave de acesso foi adicionada. Tente novamente.
new-passkey-refused-title = A chave de acesso não foi adicionada.
new-passkey-refused-text = Ela já pertence a uma conta, ou o seu dispositivo não verificou que é você. Tente novamente ou use outro dispositivo.
passkeys-not-asked = A sua senha sozinha ainda basta para fazer login.
passkeys-asked = Depois da senha, é pedida uma chave de acesso.
passkeys-ask = Pedir depois uma chave de acesso
passkeys-ask-no-more = Parar de pedir
factor-passkey-title = Confirme com a sua chave de acesso
factor-passkey-lead = A sua senha estava certa. Agora use uma das suas chaves de acesso.
factor-passkey-button = Usar uma chave de acesso
factor-passkey-cancelled = Nenhuma chave de acesso foi usada. Tente novamente.
factor-passkey-failed = Não funcionou. Tente novamente.
factor-passkey-wrong-text = Tente novamente ou escolha outra forma.
factor-passkey-no-script = As chaves de acesso precisam do JavaScript, que está desativado neste navegador. Você pode usar um código de recuperação.
factor-use-passkey = Usar uma chave de acesso
factor-no-passkey = Não estou com a chave de acesso aqui
factor-without = Continuar sem esta etapa

# A further factor is set up on the way
enrol-now = A sua conta precisa de uma segunda etapa além da senha. Configure-a agora para continuar.
enrol-soon = A sua conta precisará de uma segunda etapa além da senha até { $moment }. Configure-a agora ou em outro momento.
enrol-later = Agora não
factor-trust = { $days ->
    [one] Não perguntar de novo neste dispositivo por { $days } dia
   *[other] Não perguntar de novo neste dispositivo por { $days } dias
}
