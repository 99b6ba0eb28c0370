# Whether somebody who signed in with a password wants a passkey.
suggest-passkey-title = 次回からもっと早くサインイン
suggest-passkey-lead = パスキーを使うと、このデバイスでは指紋、顔、または画面ロックだけでサインインできます。推測されることがなく、偽のページに盗まれることもありません。
suggest-passkey-later = 今はしない
suggest-passkey-never = 今後表示しない
suggest-passkey-failed = うまくいきませんでした。もう一度試すか、パスキーなしで続行してください。
new-passkey-not-allowed-title = この種類のパスキーは、ここでは使用できません。
new-passkey-not-allowed-text = 配布されたセキュリティキーを使用するか、このサービスの管理者にお問い合わせください。

# About how hard a new password is to guess, while it is typed.
password-strength-weak = 推測されやすいパスワードです。長くするか、複数の単語を組み合わせてください。
password-strength-fair = もう少し推測されにくくできます。
password-strength-good = 推測されにくいパスワードです。
password-strength-strong = 非常に推測されにくいパスワードです。
