# What stands around every mail
mail-until = Funciona uma única vez, até { $moment }.
mail-copy-link = Se o botão não funcionar, copie este endereço no seu navegador:
mail-account = Conta
mail-time = Quando
mail-place = Onde
mail-codes-left = Códigos de recuperação restantes
mail-sent-by = Enviado por { $brand }, onde este endereço pertence a uma conta.
mail-sent-once = Enviado por { $brand } porque alguém informou este endereço ali.

# Shows that mail works
mail-test-subject = O e-mail de { $brand } funciona
mail-test-title = O e-mail funciona
mail-test-text = Esta mensagem foi enviada por “signet mail test”, da mesma forma que todas as mensagens de { $brand }.
mail-test-note = Você não precisa fazer nada.

# A link to set a password
mail-password-link-subject = Escolha uma nova senha para { $brand }
mail-password-link-title = Escolha uma nova senha
mail-password-link-text = Com este link, você define a senha da sua conta { $brand }. A sua sessão será encerrada em todos os outros lugares.
mail-password-link-button = Definir a senha
mail-password-link-note = Se você não esperava esta mensagem, pode ignorá-la. Ninguém pode definir a senha sem este link; por isso, não o repasse.

# A link for somebody who forgot the password
mail-password-recovery-subject = Escolha uma nova senha para { $brand }
mail-password-recovery-title = Esqueceu a senha?
mail-password-recovery-text = Alguém pediu uma nova senha para a sua conta { $brand }. Com este link, você escolhe uma. A sua sessão será encerrada em todos os outros lugares.
mail-password-recovery-button = Escolher uma nova senha
mail-password-recovery-note = Se não foi você, ignore esta mensagem: a sua senha continua a mesma. Ninguém pode definir outra sem este link; por isso, não o repasse.

# The password was set or changed
mail-password-changed-subject = A sua senha de { $brand } foi alterada
mail-password-changed-title = A sua senha foi alterada
mail-password-changed-text = A senha da sua conta { $brand } acabou de ser definida. Onde a sua sessão estava aberta, talvez você precise fazer login novamente.
mail-password-changed-note = Se não foi você, avise imediatamente os responsáveis por { $brand }: outra pessoa pode ter acesso à sua conta.

mail-factor-added-subject = Um app autenticador foi adicionado à sua conta { $brand }
mail-factor-added-title = Um app autenticador foi adicionado
mail-factor-added-text = De agora em diante, um código desse app é pedido quando você faz login em { $brand }.
mail-factor-added-note = Se não foi você, defina uma nova senha e avise imediatamente os responsáveis por { $brand }: outra pessoa pode ter acesso à sua conta.

mail-factor-removed-subject = Um app autenticador foi removido da sua conta { $brand }
mail-factor-removed-title = Um app autenticador foi removido
mail-factor-removed-text = Os códigos desse app não servem mais para fazer login em { $brand }. A página da sua conta mostra quais apps restam.
mail-factor-removed-note = Se não foi você, defina uma nova senha e avise imediatamente os responsáveis por { $brand }: outra pessoa pode ter acesso à sua conta.

# The operator took all further factors away
mail-factors-reset-subject = A segunda etapa da sua conta { $brand } foi redefinida
mail-factors-reset-title = A sua segunda etapa foi redefinida
mail-factors-reset-text = Os responsáveis por { $brand } removeram os seus apps autenticadores e códigos de recuperação. Só a senha basta para fazer login até você configurar um app novamente. Você foi desconectado em todos os lugares.
mail-factors-reset-note = Se você não pediu isso, avise os responsáveis por { $brand }.

mail-recovery-codes-made-subject = Novos códigos de recuperação para a sua conta { $brand }
mail-recovery-codes-made-title = Novos códigos de recuperação foram criados
mail-recovery-codes-made-text = Os códigos de recuperação da sua conta { $brand } foram substituídos. Os antigos não funcionam mais.
mail-recovery-codes-made-note = Se não foi você, defina uma nova senha e avise imediatamente os responsáveis por { $brand }: outra pessoa pode ter acesso à sua conta.

mail-recovery-code-used-subject = Um código de recuperação da sua conta { $brand } foi usado
mail-recovery-code-used-title = Um código de recuperação foi usado
mail-recovery-code-used-text = Houve um login na sua conta { $brand } com um dos códigos de recuperação. Ele não funciona mais; abaixo consta quantos restam.
mail-recovery-code-used-note = Se não foi você, defina uma nova senha e avise imediatamente os responsáveis por { $brand }: outra pessoa pode ter acesso à sua conta.

# A session was ended by a sign-in in one browser more than is allowed
mail-session-limit-subject = A sua sessão mais antiga em { $brand } foi encerrada
mail-session-limit-title = A sua sessão foi encerrada em um navegador
mail-session-limit-text = Você fez login em { $brand } em outro navegador. Agora há tantas sessões abertas que a mais antiga foi encerrada.
mail-session-limit-note = Se não foi você quem fez login, altere a sua senha: outra pessoa pode saber qual é. A página da sua conta mostra onde a sua sessão está aberta.

# A link to sign in
mail-sign-in-link-subject = Fazer login em { $brand }
mail-sign-in-link-title = Fazer login em { $brand }
mail-sign-in-link-text = Com este link, você faz login sem senha.
mail-sign-in-link-button = Fazer login
mail-sign-in-link-note = Se você não o pediu, ignore esta mensagem e não repasse o link.

# A code and a link to sign in
mail-sign-in-code-subject = O seu código para fazer login em { $brand }
mail-sign-in-code-title = Fazer login em { $brand }
mail-sign-in-code-text = Digite este código na página que o pediu ou abra o link.
mail-sign-in-code-button = Abrir o link
mail-sign-in-code-note = Se você não o pediu, ignore esta mensagem. Não informe o código a ninguém: quem o tiver pode fazer login como você, e { $brand } nunca o pede.

# A code and a link to prove an address
mail-sign-up-code-subject = O seu código para { $brand }
mail-sign-up-code-title = Este endereço é seu?
mail-sign-up-code-text = Alguém está criando uma conta { $brand } com este endereço. Digite este código na página que o pediu ou abra o link.
mail-sign-up-code-button = Abrir o link
mail-sign-up-code-note = Se não foi você, ignore esta mensagem: sem o código, nenhuma conta é criada. Não o informe a ninguém.

# The same for an address that has an account
mail-sign-up-known-subject = Você já tem uma conta { $brand }
mail-sign-up-known-title = Você já tem uma conta
mail-sign-up-known-text = Alguém quis criar uma conta { $brand } com este endereço, que já tem uma. Se foi você, com este código você faz login na página que o pediu; com o link, também.
mail-sign-up-known-button = Fazer login
mail-sign-up-known-note = Se não foi você, ignore esta mensagem. Não informe o código a ninguém: quem o tiver pode fazer login como você.

# The same where no mail signs anybody in
mail-sign-up-exists-subject = Você já tem uma conta { $brand }
mail-sign-up-exists-title = Você já tem uma conta
mail-sign-up-exists-text = Alguém quis criar uma conta { $brand } com este endereço, que já tem uma. Nada foi alterado. Se foi você, faça login na sua conta.
mail-sign-up-exists-button = Fazer login
mail-sign-up-exists-note = Se não foi você, ignore esta mensagem: ela não dá a ninguém acesso à sua conta.

# A link to make the first administrator
mail-setup-link-subject = Configurar { $brand }
mail-setup-link-title = Configurar { $brand }
mail-setup-link-text = Com este link, você cria a primeira conta de administração de { $brand }.
mail-setup-link-button = Começar
mail-setup-link-note = Quem tiver este link pode assumir o controle da instalação: não o repasse.

# The mails of a developer's machine
dev-mail-title = Caixa de entrada de desenvolvimento
dev-mail-lead = Mensagens que teriam sido enviadas. Só esta máquina as vê; elas somem quando o servidor para.
dev-mail-list = Mensagens
dev-mail-none = Ainda não há mensagens.
dev-mail-to = Para
dev-mail-link = Abrir o link da mensagem
dev-mail-html = A mensagem em HTML
dev-mail-text = A mensagem em texto simples
dev-mail-back = Todas as mensagens
dev-mail-again = Verificar novamente

mail-passkey-added-subject = Uma chave de acesso foi adicionada à sua conta { $brand }
mail-passkey-added-title = Uma chave de acesso foi adicionada
mail-passkey-added-text = De agora em diante, é possível fazer login na sua conta { $brand } com uma nova chave de acesso, sem senha.
mail-passkey-added-note = Se não foi você, remova-a em “Como você faz login”, defina uma nova senha e avise imediatamente os responsáveis por { $brand }.

mail-passkey-removed-subject = Uma chave de acesso foi removida da sua conta { $brand }
mail-passkey-removed-title = Uma chave de acesso foi removida
mail-passkey-removed-text = Uma das chaves de acesso da sua conta { $brand } não serve mais para fazer login.
mail-passkey-removed-note = Se não foi você, avise imediatamente os responsáveis por { $brand }: outra pessoa pode ter acesso à sua conta.

# An account is to be erased
mail-account-leaving-subject = A sua conta { $brand } será apagada
mail-account-leaving-title = A sua conta será apagada
mail-account-leaving-text = Você pediu isso; por isso, a sua sessão foi encerrada em todos os lugares e os apps perderam o acesso. Até o momento indicado abaixo, você pode manter a conta com este link ou fazendo login.
mail-account-leaving-button = Manter a minha conta
mail-account-leaving-note = Se não foi você, mantenha a conta com o link e depois altere a sua senha: outra pessoa pode saber qual é.
mail-account-kept-subject = A sua conta { $brand } continua
mail-account-kept-title = A sua conta continua
mail-account-kept-text = A sua conta { $brand } seria apagada, mas não será mais. Faça login para usá-la.
mail-account-kept-note = Se não foi você quem quis mantê-la, outra pessoa pode saber a sua senha ou ler o seu e-mail. Avise os responsáveis por { $brand }.
mail-account-erased-subject = A sua conta { $brand } foi apagada
mail-account-erased-title = A sua conta foi apagada
mail-account-erased-text = A sua conta { $brand } e tudo o que era guardado sobre você foram apagados. Esta é a última mensagem sobre ela.
mail-account-erased-note = Ela não pode ser recuperada. Se não foi você quem quis isso, avise os responsáveis por { $brand }.

mail-wallet-added-subject = Uma carteira foi adicionada à sua conta { $brand }
mail-wallet-added-title = Uma carteira foi adicionada
mail-wallet-added-text = De agora em diante, é possível fazer login na sua conta { $brand } com uma nova carteira Ethereum, sem senha.
mail-wallet-added-note = Se não foi você, remova-a em “Como você faz login”, defina uma nova senha e avise imediatamente os responsáveis por { $brand }.

mail-wallet-removed-subject = Uma carteira foi removida da sua conta { $brand }
mail-wallet-removed-title = Uma carteira foi removida
mail-wallet-removed-text = Uma das carteiras da sua conta { $brand } não serve mais para fazer login.
mail-wallet-removed-note = Se não foi você, avise imediatamente os responsáveis por { $brand }: outra pessoa pode ter acesso à sua conta.

# Another provider was connected
mail-identity-linked-subject = Outra forma de fazer login foi conectada à sua conta { $brand }
mail-identity-linked-title = Outra forma de fazer login foi conectada
mail-identity-linked-text = De agora em diante, é possível fazer login na sua conta { $brand } com uma conta de outro provedor.
mail-identity-linked-note = Se não foi você, desconecte-a em “Como você faz login”, defina uma nova senha e avise imediatamente os responsáveis por { $brand }.

# Another provider was disconnected
mail-identity-unlinked-subject = Uma forma de fazer login foi desconectada da sua conta { $brand }
mail-identity-unlinked-title = Uma forma de fazer login foi desconectada
mail-identity-unlinked-text = Uma das suas contas em outros provedores não serve mais para fazer login na sua conta { $brand }.
mail-identity-unlinked-note = Se não foi você, avise imediatamente os responsáveis por { $brand }: outra pessoa pode ter acesso à sua conta.

# What was set up before the address was proven by somebody else is gone
mail-credentials-forgotten-subject = As formas anteriores de fazer login na sua conta { $brand } foram removidas
mail-credentials-forgotten-title = As formas anteriores de fazer login foram removidas
mail-credentials-forgotten-text = O endereço desta conta foi confirmado pela primeira vez. O que antes permitia fazer login pode ter sido configurado por outra pessoa e, por isso, foi removido: senha, segunda etapa, chaves de acesso e contas vinculadas. Todas as outras sessões foram encerradas.
mail-credentials-forgotten-note = Se foi você quem configurou, pode fazer isso de novo na página da sua conta. Se você não confirmou o endereço, avise imediatamente os responsáveis por { $brand }.

mail-welcome-subject = Boas-vindas a { $brand }
mail-welcome-title = Boas-vindas
mail-welcome-text = O seu endereço está confirmado e a sua conta está pronta. Na página da conta, você vê onde a sua sessão está aberta e configura uma chave de acesso ou uma segunda etapa.
mail-welcome-button = A sua conta
mail-welcome-note = Se você não criou esta conta, escolha lá uma nova senha ou avise os responsáveis por { $brand }.

# A code and a link to prove the address of an account
mail-verify-code-subject = O seu código para { $brand }
mail-verify-code-title = Este endereço é seu?
mail-verify-code-text = { $brand } quer saber se o endereço da sua conta é seu. Digite este código na página que o pediu ou abra o link.
mail-verify-code-button = Abrir o link
mail-verify-code-note = Se você não o pediu, ignore esta mensagem e não informe o código a ninguém.

# Another address for an account
mail-address-change-code-subject = O seu código para { $brand }
mail-address-change-code-title = Este é o seu novo endereço?
mail-address-change-code-text = Alguém com a sessão aberta em { $brand } quer que este seja o endereço da sua conta. Se foi você, digite este código na página que o pediu ou abra o link.
mail-address-change-code-button = Abrir o link
mail-address-change-code-note = Se não foi você, ignore esta mensagem: sem o código nada muda. Não o informe a ninguém.
mail-address-change-old-subject = O endereço da sua conta { $brand } vai ser alterado
mail-address-change-old-title = Você quer outro endereço?
mail-address-change-old-text = Alguém com a sessão aberta na sua conta { $brand } pediu outro endereço de e-mail. Se foi você, digite este código na página que o pediu.
mail-address-change-old-note = Se não foi você, não informe o código a ninguém: sem ele o endereço não muda. Faça login, cancele a alteração e escolha outra senha.
mail-address-change-asked-subject = O endereço da sua conta { $brand } vai ser alterado
mail-address-change-asked-title = O seu endereço vai ser alterado
mail-address-change-asked-text = Alguém com a sessão aberta na sua conta { $brand } pediu outro endereço de e-mail. Ele passa a valer quando a pessoa mostrar que é dela.
mail-address-change-asked-note = Se não foi você, faça login, cancele a alteração, escolha outra senha e avise os responsáveis por { $brand }.
mail-address-known-subject = Alguém quis o seu endereço em { $brand }
mail-address-known-title = Alguém quis o seu endereço
mail-address-known-text = Alguém com a sessão aberta em outra conta { $brand } quis ter este endereço. Ele pertence à sua conta e continua nela.
mail-address-known-note = Você não precisa fazer nada. Se foi você, faça login com este endereço.
mail-address-changed-subject = O endereço da sua conta { $brand } foi alterado
mail-address-changed-title = O seu endereço foi alterado
mail-address-changed-text = A sua conta { $brand } tem agora outro endereço de e-mail. Com este não se faz mais login. Se não foi você, recupere-o com este link: todas as sessões são encerradas e você escolhe uma nova senha.
mail-address-changed-button = Não fui eu: recuperar
mail-address-changed-note = Se foi você, não precisa fazer nada. Quem tiver o link pode ficar com a conta: não o repasse.
mail-address-taken-back-subject = O endereço anterior da sua conta { $brand } voltou
mail-address-taken-back-title = O endereço anterior voltou
mail-address-taken-back-text = Com um link que foi para o endereço anterior da sua conta { $brand }, esse endereço foi recuperado e todas as sessões foram encerradas. Este endereço não pertence mais à conta.
mail-address-taken-back-note = Se não foi você, outra pessoa lê aquela caixa. Avise imediatamente os responsáveis por { $brand }.

# A link with which somebody makes an account
mail-invitation-subject = Convite para { $brand }
mail-invitation-title = Você recebeu um convite
mail-invitation-text = Os responsáveis por { $brand } convidam você a criar uma conta com este endereço.
mail-invitation-button = Criar a conta
mail-invitation-note = Se você não quiser uma, ignore esta mensagem. Quem tiver o link pode criar a conta no seu lugar; por isso, não o repasse.
