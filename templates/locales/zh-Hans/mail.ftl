# What stands around every mail
mail-until = 仅可使用一次，{ $moment }前有效。
mail-copy-link = 如果按钮没有反应，请将以下地址复制到浏览器中打开：
mail-account = 账号
mail-time = 时间
mail-place = 地点
mail-codes-left = 剩余恢复代码
mail-sent-by = 您收到此邮件，是因为此地址关联了 { $brand } 账号。
mail-sent-once = 您收到此邮件，是因为有人在 { $brand } 填写了此地址。

# Shows that mail works
mail-test-subject = { $brand } 的邮件功能正常
mail-test-title = 邮件功能正常
mail-test-text = 此邮件由“signet mail test”发送，发送方式与 { $brand } 的其他邮件相同。
mail-test-note = 您无需进行任何操作。

# A link to set a password
mail-password-link-subject = 请为 { $brand } 设置新密码
mail-password-link-title = 设置新密码
mail-password-link-text = 您可以通过此链接设置 { $brand } 账号的密码。您在其他所有地方的登录都将退出。
mail-password-link-button = 设置密码
mail-password-link-note = 如果您并未预期收到此邮件，可以忽略。没有此链接，任何人都无法设置密码，因此请勿将其转发给他人。

# A link for somebody who forgot the password
mail-password-recovery-subject = 请为 { $brand } 设置新密码
mail-password-recovery-title = 忘记了密码？
mail-password-recovery-text = 有人请求为您的 { $brand } 账号设置新密码。您可以通过此链接进行设置。您在其他所有地方的登录都将退出。
mail-password-recovery-button = 设置新密码
mail-password-recovery-note = 如果不是您本人操作，请忽略此邮件，您的密码不会改变。没有此链接，任何人都无法另设密码，因此请勿将其转发给他人。

# The password was set or changed
mail-password-changed-subject = 您的 { $brand } 密码已更改
mail-password-changed-title = 您的密码已更改
mail-password-changed-text = 您的 { $brand } 账号刚刚设置了密码。在之前登录过的地方，您可能需要重新登录。
mail-password-changed-note = 如果不是您本人操作，请立即联系 { $brand } 的管理员：您的账号可能已被他人控制。

mail-factor-added-subject = 您的 { $brand } 账号添加了身份验证器应用
mail-factor-added-title = 已添加身份验证器应用
mail-factor-added-text = 今后登录 { $brand } 时，需要输入此应用中的验证码。
mail-factor-added-note = 如果不是您本人操作，请设置新密码，并立即联系 { $brand } 的管理员：您的账号可能已被他人控制。

mail-factor-removed-subject = 您的 { $brand } 账号移除了身份验证器应用
mail-factor-removed-title = 已移除身份验证器应用
mail-factor-removed-text = 此应用中的验证码无法再用于登录 { $brand }。您可以在账号页面查看其余的应用。
mail-factor-removed-note = 如果不是您本人操作，请设置新密码，并立即联系 { $brand } 的管理员：您的账号可能已被他人控制。

# The operator took all further factors away
mail-factors-reset-subject = 您的 { $brand } 账号的两步验证已重置
mail-factors-reset-title = 您的两步验证已重置
mail-factors-reset-text = { $brand } 的管理员移除了您的身份验证器应用和恢复代码。在您重新设置应用之前，仅凭密码即可登录。您已在所有位置退出登录。
mail-factors-reset-note = 如果这不是您要求的，请联系 { $brand } 的管理员。

mail-recovery-codes-made-subject = 您的 { $brand } 账号有了新的恢复代码
mail-recovery-codes-made-title = 已生成新的恢复代码
mail-recovery-codes-made-text = 您的 { $brand } 账号的恢复代码已更换，旧代码不再有效。
mail-recovery-codes-made-note = 如果不是您本人操作，请设置新密码，并立即联系 { $brand } 的管理员：您的账号可能已被他人控制。

mail-recovery-code-used-subject = 您的 { $brand } 账号使用了一个恢复代码
mail-recovery-code-used-title = 使用了一个恢复代码
mail-recovery-code-used-text = 有人使用恢复代码登录了您的 { $brand } 账号。该代码不再有效，剩余数量见下方。
mail-recovery-code-used-note = 如果不是您本人操作，请设置新密码，并立即联系 { $brand } 的管理员：您的账号可能已被他人控制。

# A session was ended by a sign-in in one browser more than is allowed
mail-session-limit-subject = 您已在最早登录的浏览器中退出 { $brand }
mail-session-limit-title = 您已在一个浏览器中退出登录
mail-session-limit-text = 您在另一个浏览器中登录了 { $brand }。由于登录的浏览器过多，系统已在您最早登录的浏览器中退出登录。
mail-session-limit-note = 如果不是您本人登录，请更改密码：他人可能已知道您的密码。您可以在账号页面查看登录位置。

# A link to sign in
mail-sign-in-link-subject = 登录 { $brand }
mail-sign-in-link-title = 登录 { $brand }
mail-sign-in-link-text = 您可以通过此链接直接登录，无需密码。
mail-sign-in-link-button = 登录
mail-sign-in-link-note = 如果不是您本人请求，请忽略此邮件，并且不要将链接转发给他人。

# A code and a link to sign in
mail-sign-in-code-subject = 您的 { $brand } 登录验证码
mail-sign-in-code-title = 登录 { $brand }
mail-sign-in-code-text = 请在要求输入验证码的页面中输入此验证码，或打开链接。
mail-sign-in-code-button = 打开链接
mail-sign-in-code-note = 如果不是您本人请求，请忽略此邮件。请勿将验证码告诉任何人：得到验证码的人可以以您的身份登录，而 { $brand } 绝不会向您索要验证码。

# A code and a link to prove an address
mail-sign-up-code-subject = 您的 { $brand } 验证码
mail-sign-up-code-title = 这是您的地址吗？
mail-sign-up-code-text = 有人正在使用此地址创建 { $brand } 账号。请在要求输入验证码的页面中输入此验证码，或打开链接。
mail-sign-up-code-button = 打开链接
mail-sign-up-code-note = 如果不是您本人操作，请忽略此邮件：没有验证码就不会创建账号。请勿将验证码告诉任何人。

# The same for an address that has an account
mail-sign-up-known-subject = 您已有 { $brand } 账号
mail-sign-up-known-title = 您已有账号
mail-sign-up-known-text = 有人想使用此地址创建 { $brand } 账号，但此地址已有账号。如果是您本人操作，在要求输入验证码的页面中输入此验证码，或打开链接，即可登录。
mail-sign-up-known-button = 登录
mail-sign-up-known-note = 如果不是您本人操作，请忽略此邮件。请勿将验证码告诉任何人：得到验证码的人可以以您的身份登录。

# The same where no mail signs anybody in
mail-sign-up-exists-subject = 您已有 { $brand } 账号
mail-sign-up-exists-title = 您已有账号
mail-sign-up-exists-text = 有人想使用此地址创建 { $brand } 账号，但此地址已有账号。未做任何更改。如果是您本人操作，请登录您的账号。
mail-sign-up-exists-button = 登录
mail-sign-up-exists-note = 如果不是您本人操作，请忽略此邮件：任何人都无法通过此邮件进入您的账号。

# A link to make the first administrator
mail-setup-link-subject = 设置 { $brand }
mail-setup-link-title = 设置 { $brand }
mail-setup-link-text = 通过此链接，您将成为 { $brand } 的首位管理员。
mail-setup-link-button = 开始
mail-setup-link-note = 任何拥有此链接的人都可以接管整个系统，请勿将其转发给他人。

# The mails of a developer's machine
dev-mail-title = 开发收件箱
dev-mail-lead = 本应发送的邮件。只有这台计算机能看到，服务器停止后即会消失。
dev-mail-list = 邮件
dev-mail-none = 还没有邮件。
dev-mail-to = 收件人
dev-mail-link = 打开邮件中的链接
dev-mail-html = HTML 格式的邮件
dev-mail-text = 纯文本格式的邮件
dev-mail-back = 所有邮件
dev-mail-again = 刷新

mail-passkey-added-subject = 您的 { $brand } 账号添加了通行密钥
mail-passkey-added-title = 已添加通行密钥
mail-passkey-added-text = 从现在起，可以使用新的通行密钥登录您的 { $brand } 账号，无需密码。
mail-passkey-added-note = 如果不是您本人操作，请在“登录方式”中将其移除，设置新密码，并立即联系 { $brand } 的管理员。

mail-passkey-removed-subject = 您的 { $brand } 账号移除了通行密钥
mail-passkey-removed-title = 已移除通行密钥
mail-passkey-removed-text = 您的 { $brand } 账号有一个通行密钥无法再用于登录。
mail-passkey-removed-note = 如果不是您本人操作，请立即联系 { $brand } 的管理员：您的账号可能已被他人控制。

# An account is to be erased
mail-account-leaving-subject = 您的 { $brand } 账号即将删除
mail-account-leaving-title = 您的账号即将删除
mail-account-leaving-text = 应您的要求，您已在所有地方退出登录，应用也已失去访问权限。在下方的时间之前，您可以通过此链接或登录来保留账号。
mail-account-leaving-button = 保留我的账号
mail-account-leaving-note = 如果不是您本人操作，请通过链接保留账号，然后更改密码：他人可能已知道您的密码。
mail-account-kept-subject = 您的 { $brand } 账号已保留
mail-account-kept-title = 您的账号已保留
mail-account-kept-text = 您的 { $brand } 账号原定删除，现已取消。登录即可使用。
mail-account-kept-note = 如果不是您本人要求保留，他人可能已知道您的密码或能阅读您的邮件。请联系 { $brand } 的管理员。
mail-account-erased-subject = 您的 { $brand } 账号已删除
mail-account-erased-title = 您的账号已删除
mail-account-erased-text = 您的 { $brand } 账号以及保存的所有与您有关的内容均已删除。这是关于此账号的最后一封邮件。
mail-account-erased-note = 账号无法恢复。如果这不是您本人的意愿，请联系 { $brand } 的管理员。

mail-wallet-added-subject = 您的 { $brand } 账号添加了钱包
mail-wallet-added-title = 已添加钱包
mail-wallet-added-text = 从现在起，可以使用新的以太坊钱包登录您的 { $brand } 账号，无需密码。
mail-wallet-added-note = 如果不是您本人操作，请在“登录方式”中将其移除，设置新密码，并立即联系 { $brand } 的管理员。

mail-wallet-removed-subject = 您的 { $brand } 账号移除了钱包
mail-wallet-removed-title = 已移除钱包
mail-wallet-removed-text = 您的 { $brand } 账号有一个钱包无法再用于登录。
mail-wallet-removed-note = 如果不是您本人操作，请立即联系 { $brand } 的管理员：您的账号可能已被他人控制。

# Another provider was connected
mail-identity-linked-subject = 您的 { $brand } 账号关联了其他登录方式
mail-identity-linked-title = 已关联其他登录方式
mail-identity-linked-text = 从现在起，可以使用其他服务商的账号登录您的 { $brand } 账号。
mail-identity-linked-note = 如果不是您本人操作，请在“登录方式”中解除关联，设置新密码，并立即联系 { $brand } 的管理员。

# Another provider was disconnected
mail-identity-unlinked-subject = 您的 { $brand } 账号解除了一种登录方式的关联
mail-identity-unlinked-title = 已解除登录方式的关联
mail-identity-unlinked-text = 您在其他服务商的一个账号无法再用于登录您的 { $brand } 账号。
mail-identity-unlinked-note = 如果不是您本人操作，请立即联系 { $brand } 的管理员：您的账号可能已被他人控制。

# What was set up before the address was proven by somebody else is gone
mail-credentials-forgotten-subject = 您的 { $brand } 账号之前的登录方式已移除
mail-credentials-forgotten-title = 之前的登录方式已移除
mail-credentials-forgotten-text = 此账号的邮箱地址首次得到确认。之前的登录方式可能是他人设置的，因此已全部移除：密码、第二步验证、通行密钥和关联的账号。其他所有登录均已退出。
mail-credentials-forgotten-note = 如果是您本人设置的，可以在账号页面重新设置。如果您没有确认过该地址，请立即联系 { $brand } 的管理员。

mail-welcome-subject = 欢迎使用 { $brand }
mail-welcome-title = 欢迎
mail-welcome-text = 您的地址已确认，账号已可使用。在账号页面上，您可以查看已登录的位置，并设置通行密钥或第二步。
mail-welcome-button = 您的账号
mail-welcome-note = 如果您没有创建此账号，请在那里设置新密码，或联系 { $brand } 的管理员。

# A code and a link to prove the address of an account
mail-verify-code-subject = 您的 { $brand } 验证码
mail-verify-code-title = 这是您的地址吗？
mail-verify-code-text = { $brand } 希望确认您账号的地址属于您。请在要求输入验证码的页面中输入此验证码，或打开链接。
mail-verify-code-button = 打开链接
mail-verify-code-note = 如果不是您本人请求，请忽略此邮件，并且不要将验证码告诉任何人。

# Another address for an account
mail-address-change-code-subject = 您的 { $brand } 验证码
mail-address-change-code-title = 这是您的新地址吗？
mail-address-change-code-text = 有人登录了 { $brand }，希望将此地址设为其账号的地址。如果是您本人操作，请在要求输入验证码的页面中输入此验证码，或打开链接。
mail-address-change-code-button = 打开链接
mail-address-change-code-note = 如果不是您本人操作，请忽略此邮件：没有验证码，什么都不会改变。请勿将验证码告诉任何人。
mail-address-change-old-subject = 有人要求更改您的 { $brand } 账号的地址
mail-address-change-old-title = 您要更改地址吗？
mail-address-change-old-text = 有人登录了您的 { $brand } 账号，要求更改电子邮件地址。如果是您本人操作，请在要求输入验证码的页面中输入此验证码。
mail-address-change-old-note = 如果不是您本人操作，请勿将验证码告诉任何人：没有它，地址不会改变。请登录，停止更改，并设置其他密码。
mail-address-change-asked-subject = 有人要求更改您的 { $brand } 账号的地址
mail-address-change-asked-title = 有人要求更改您的地址
mail-address-change-asked-text = 有人登录了您的 { $brand } 账号，要求更改电子邮件地址。证明新地址属于该人之后，它才会生效。
mail-address-change-asked-note = 如果不是您本人操作，请登录，停止更改，设置其他密码，并联系 { $brand } 的管理员。
mail-address-known-subject = 有人想在 { $brand } 使用您的地址
mail-address-known-title = 有人想使用您的地址
mail-address-known-text = 有人登录了另一个 { $brand } 账号，想使用此地址。此地址属于您的账号，不会改变。
mail-address-known-note = 您无需执行任何操作。如果是您本人操作，请使用此地址登录。
mail-address-changed-subject = 您的 { $brand } 账号的地址已更改
mail-address-changed-title = 您的地址已更改
mail-address-changed-text = 您的 { $brand } 账号现在使用其他电子邮件地址。此地址不能再用于登录。如果不是您本人操作，请用此链接恢复：所有登录都会退出，然后您设置新密码。
mail-address-changed-button = 不是我本人：恢复地址
mail-address-changed-note = 如果是您本人操作，则无需执行任何操作。得到此链接的人可以取得账号，请勿转发。
mail-address-taken-back-subject = 您的 { $brand } 账号的原地址已恢复
mail-address-taken-back-title = 原地址已恢复
mail-address-taken-back-text = 有人使用发送到您的 { $brand } 账号原地址的链接恢复了该地址，所有登录均已退出。此地址不再属于该账号。
mail-address-taken-back-note = 如果不是您本人操作，则有其他人在阅读那个邮箱的邮件。请立即联系 { $brand } 的管理员。

# A link with which somebody makes an account
mail-invitation-subject = 邀请您加入 { $brand }
mail-invitation-title = 您收到一份邀请
mail-invitation-text = { $brand } 的管理员邀请您使用此地址创建账号。
mail-invitation-button = 创建账号
mail-invitation-note = 如果您不需要账号，请忽略此邮件。任何拥有此链接的人都可以代替您创建账号，因此请勿将其转发给他人。
