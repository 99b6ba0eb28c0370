# Invitations
invitation-title = 邀请您加入 { $brand }
invitation-lead = 您可以通过此链接创建 { $email } 的账号。
invitation-known-title = 您已有账号
invitation-known-lead = 已有使用 { $email } 的账号。请登录该账号。
sign-up-details-lead-invited = 您账号的地址为 { $email }。
sign-up-given-name-label = 名字
sign-up-family-name-label = 姓氏
sign-up-entry-missing = 请填写此项。
sign-up-entry-invalid = 此内容不适用于此处。
sign-up-lines-hint = 每行一项。
sign-up-disposable-title = 此地址只能暂时使用。
sign-up-disposable-text = 请使用您长期拥有的地址：您需要通过它找回账号。
