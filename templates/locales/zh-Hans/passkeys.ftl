# Whether somebody who signed in with a password wants a passkey.
suggest-passkey-title = 下次更快登录
suggest-passkey-lead = 使用通行密钥，在此设备上只需指纹、面容或屏幕锁定即可登录。它无法被猜到，虚假页面也无法骗取。
suggest-passkey-later = 暂不
suggest-passkey-never = 不再询问
suggest-passkey-failed = 操作未成功。请重试，或不使用通行密钥继续。
new-passkey-not-allowed-title = 此处不接受此类通行密钥。
new-passkey-not-allowed-text = 请使用发放给您的安全密钥，或咨询此服务的管理员。

# About how hard a new password is to guess, while it is typed.
password-strength-weak = 容易被猜到。请加长密码，或使用多个单词。
password-strength-fair = 还可以更难被猜到。
password-strength-good = 不易被猜到。
password-strength-strong = 极难被猜到。
