# What stands around every mail
mail-until = { $moment }まで、1回だけ使用できます。
mail-copy-link = ボタンが機能しない場合は、次のアドレスをブラウザにコピーしてください：
mail-account = アカウント
mail-time = 日時
mail-place = 場所
mail-codes-left = 残りのリカバリーコード
mail-sent-by = このメールアドレスが{ $brand }のアカウントに登録されているため、お送りしています。
mail-sent-once = このメールアドレスが{ $brand }で入力されたため、お送りしています。

# Shows that mail works
mail-test-subject = { $brand }からのメール送信テスト
mail-test-title = メールは正常に送信されています
mail-test-text = このメールは「signet mail test」により、{ $brand }のほかのメールと同じ方法で送信されました。
mail-test-note = 必要な操作はありません。

# A link to set a password
mail-password-link-subject = { $brand }の新しいパスワードを設定してください
mail-password-link-title = 新しいパスワードの設定
mail-password-link-text = このリンクから、{ $brand }アカウントのパスワードを設定できます。ほかの場所ではすべてサインアウトされます。
mail-password-link-button = パスワードを設定
mail-password-link-note = お心当たりがない場合は、このメールを無視してください。このリンクがなければ誰もパスワードを設定できません。リンクを他人に渡さないでください。

# A link for somebody who forgot the password
mail-password-recovery-subject = { $brand }の新しいパスワードを設定してください
mail-password-recovery-title = パスワードをお忘れですか？
mail-password-recovery-text = { $brand }アカウントの新しいパスワードがリクエストされました。このリンクから設定できます。ほかの場所ではすべてサインアウトされます。
mail-password-recovery-button = 新しいパスワードを設定
mail-password-recovery-note = お心当たりがない場合は、このメールを無視してください。パスワードは変更されません。このリンクがなければ誰も別のパスワードを設定できません。リンクを他人に渡さないでください。

# The password was set or changed
mail-password-changed-subject = { $brand }のパスワードが変更されました
mail-password-changed-title = パスワードが変更されました
mail-password-changed-text = { $brand }アカウントのパスワードが設定されました。サインインしていた場所では、もう一度サインインが必要になることがあります。
mail-password-changed-note = お心当たりがない場合は、すぐに{ $brand }の管理者にご連絡ください。第三者がアカウントを使用しているおそれがあります。

mail-factor-added-subject = { $brand }アカウントに認証アプリが追加されました
mail-factor-added-title = 認証アプリが追加されました
mail-factor-added-text = 今後、{ $brand }へのサインイン時に、このアプリのコードが必要になります。
mail-factor-added-note = お心当たりがない場合は、新しいパスワードを設定し、すぐに{ $brand }の管理者にご連絡ください。第三者がアカウントを使用しているおそれがあります。

mail-factor-removed-subject = { $brand }アカウントから認証アプリが削除されました
mail-factor-removed-title = 認証アプリが削除されました
mail-factor-removed-text = このアプリのコードでは、{ $brand }にサインインできなくなりました。残りのアプリは、アカウントページで確認できます。
mail-factor-removed-note = お心当たりがない場合は、新しいパスワードを設定し、すぐに{ $brand }の管理者にご連絡ください。第三者がアカウントを使用しているおそれがあります。

# The operator took all further factors away
mail-factors-reset-subject = { $brand }アカウントの2段階認証がリセットされました
mail-factors-reset-title = 2段階認証がリセットされました
mail-factors-reset-text = { $brand }の管理者が、認証アプリとリカバリーコードを削除しました。もう一度アプリを設定するまでは、パスワードだけでサインインできます。すべての場所でサインアウトされました。
mail-factors-reset-note = 依頼した覚えがない場合は、{ $brand }の管理者にご連絡ください。

mail-recovery-codes-made-subject = { $brand }アカウントの新しいリカバリーコードが作成されました
mail-recovery-codes-made-title = 新しいリカバリーコードが作成されました
mail-recovery-codes-made-text = { $brand }アカウントのリカバリーコードが新しくなりました。以前のコードは使用できません。
mail-recovery-codes-made-note = お心当たりがない場合は、新しいパスワードを設定し、すぐに{ $brand }の管理者にご連絡ください。第三者がアカウントを使用しているおそれがあります。

mail-recovery-code-used-subject = { $brand }アカウントのリカバリーコードが使用されました
mail-recovery-code-used-title = リカバリーコードが使用されました
mail-recovery-code-used-text = リカバリーコードを使って{ $brand }アカウントへのサインインがありました。使用されたコードはもう使えません。残りの数は以下のとおりです。
mail-recovery-code-used-note = お心当たりがない場合は、新しいパスワードを設定し、すぐに{ $brand }の管理者にご連絡ください。第三者がアカウントを使用しているおそれがあります。

# A session was ended by a sign-in in one browser more than is allowed
mail-session-limit-subject = 最も古いブラウザで{ $brand }からサインアウトされました
mail-session-limit-title = 1つのブラウザでサインアウトされました
mail-session-limit-text = 別のブラウザで{ $brand }にサインインしました。サインイン中のブラウザの数が上限を超えたため、最も前にサインインしたブラウザでサインアウトされました。
mail-session-limit-note = このサインインにお心当たりがない場合は、パスワードを変更してください。第三者がパスワードを知っているおそれがあります。サインイン中の場所は、アカウントページで確認できます。

# A link to sign in
mail-sign-in-link-subject = { $brand }にサインイン
mail-sign-in-link-title = { $brand }にサインイン
mail-sign-in-link-text = このリンクから、パスワードなしでサインインできます。
mail-sign-in-link-button = サインイン
mail-sign-in-link-note = お心当たりがない場合は、このメールを無視し、リンクを他人に渡さないでください。

# A code and a link to sign in
mail-sign-in-code-subject = { $brand }にサインインするためのコード
mail-sign-in-code-title = { $brand }にサインイン
mail-sign-in-code-text = コードの入力を求められたページでこのコードを入力するか、リンクを開いてください。
mail-sign-in-code-button = リンクを開く
mail-sign-in-code-note = お心当たりがない場合は、このメールを無視してください。コードは誰にも教えないでください。コードを知っている人は、あなたとしてサインインできます。{ $brand }がコードをお尋ねすることはありません。

# A code and a link to prove an address
mail-sign-up-code-subject = { $brand }のコード
mail-sign-up-code-title = このメールアドレスはご本人のものですか？
mail-sign-up-code-text = このメールアドレスで{ $brand }アカウントの作成が進められています。コードの入力を求められたページでこのコードを入力するか、リンクを開いてください。
mail-sign-up-code-button = リンクを開く
mail-sign-up-code-note = お心当たりがない場合は、このメールを無視してください。コードがなければアカウントは作成されません。コードは誰にも教えないでください。

# The same for an address that has an account
mail-sign-up-known-subject = { $brand }アカウントはすでに作成されています
mail-sign-up-known-title = アカウントはすでに作成されています
mail-sign-up-known-text = このメールアドレスで{ $brand }アカウントの作成が試みられましたが、アカウントはすでにあります。ご本人による操作の場合は、コードの入力を求められたページでこのコードを入力するか、リンクを開くとサインインできます。
mail-sign-up-known-button = サインイン
mail-sign-up-known-note = お心当たりがない場合は、このメールを無視してください。コードは誰にも教えないでください。コードを知っている人は、あなたとしてサインインできます。

# The same where no mail signs anybody in
mail-sign-up-exists-subject = { $brand }アカウントはすでに作成されています
mail-sign-up-exists-title = アカウントはすでに作成されています
mail-sign-up-exists-text = このメールアドレスで{ $brand }アカウントの作成が試みられましたが、アカウントはすでにあります。変更された内容はありません。ご本人による操作の場合は、アカウントにサインインしてください。
mail-sign-up-exists-button = サインイン
mail-sign-up-exists-note = お心当たりがない場合は、このメールを無視してください。このメールによって誰かがあなたのアカウントに入ることはありません。

# A link to make the first administrator
mail-setup-link-subject = { $brand }のセットアップ
mail-setup-link-title = { $brand }のセットアップ
mail-setup-link-text = このリンクから、{ $brand }の最初の管理者になることができます。
mail-setup-link-button = 開始
mail-setup-link-note = このリンクを持つ人は、システム全体を管理できるようになります。他人に渡さないでください。

# The mails of a developer's machine
dev-mail-title = 開発用受信トレイ
dev-mail-lead = 本来なら送信されていたメールです。このコンピューターでのみ表示され、サーバーを停止すると消去されます。
dev-mail-list = メール
dev-mail-none = メールはまだありません。
dev-mail-to = 宛先
dev-mail-link = メールのリンクを開く
dev-mail-html = HTML形式のメール
dev-mail-text = テキスト形式のメール
dev-mail-back = すべてのメール
dev-mail-again = 再読み込み

mail-passkey-added-subject = { $brand }アカウントにパスキーが追加されました
mail-passkey-added-title = パスキーが追加されました
mail-passkey-added-text = 今後、新しいパスキーを使って、パスワードなしで{ $brand }アカウントにサインインできます。
mail-passkey-added-note = お心当たりがない場合は、「サインイン方法」でパスキーを削除し、新しいパスワードを設定して、すぐに{ $brand }の管理者にご連絡ください。

mail-passkey-removed-subject = { $brand }アカウントからパスキーが削除されました
mail-passkey-removed-title = パスキーが削除されました
mail-passkey-removed-text = { $brand }アカウントのパスキーの1つが、サインインに使用できなくなりました。
mail-passkey-removed-note = お心当たりがない場合は、すぐに{ $brand }の管理者にご連絡ください。第三者がアカウントを使用しているおそれがあります。

# An account is to be erased
mail-account-leaving-subject = { $brand }アカウントはまもなく消去されます
mail-account-leaving-title = アカウントはまもなく消去されます
mail-account-leaving-text = ご依頼により、すべての場所でサインアウトされ、アプリはアクセスできなくなりました。下記の日時までは、このリンクから、またはサインインすることで、アカウントを残すことができます。
mail-account-leaving-button = アカウントを残す
mail-account-leaving-note = お心当たりがない場合は、リンクからアカウントを残し、パスワードを変更してください。第三者がパスワードを知っているおそれがあります。
mail-account-kept-subject = { $brand }アカウントを残しました
mail-account-kept-title = アカウントを残しました
mail-account-kept-text = { $brand }アカウントの消去は取り消されました。サインインすると使用できます。
mail-account-kept-note = お心当たりがない場合は、第三者がパスワードを知っているか、メールを読んでいるおそれがあります。{ $brand }の管理者にご連絡ください。
mail-account-erased-subject = { $brand }アカウントを消去しました
mail-account-erased-title = アカウントを消去しました
mail-account-erased-text = { $brand }アカウントと、保存されていたすべての情報を消去しました。このアカウントに関するメールはこれが最後です。
mail-account-erased-note = 元に戻すことはできません。お心当たりがない場合は、{ $brand }の管理者にご連絡ください。

mail-wallet-added-subject = { $brand }アカウントにウォレットが追加されました
mail-wallet-added-title = ウォレットが追加されました
mail-wallet-added-text = 今後、新しいEthereumのウォレットを使って、パスワードなしで{ $brand }アカウントにサインインできます。
mail-wallet-added-note = お心当たりがない場合は、「サインイン方法」でウォレットを削除し、新しいパスワードを設定して、すぐに{ $brand }の管理者にご連絡ください。

mail-wallet-removed-subject = { $brand }アカウントからウォレットが削除されました
mail-wallet-removed-title = ウォレットが削除されました
mail-wallet-removed-text = { $brand }アカウントのウォレットの1つが、サインインに使用できなくなりました。
mail-wallet-removed-note = お心当たりがない場合は、すぐに{ $brand }の管理者にご連絡ください。第三者がアカウントを使用しているおそれがあります。

# Another provider was connected
mail-identity-linked-subject = { $brand }アカウントに別のサインイン方法が接続されました
mail-identity-linked-title = 別のサインイン方法が接続されました
mail-identity-linked-text = 今後、他のプロバイダーのアカウントを使って{ $brand }アカウントにサインインできます。
mail-identity-linked-note = お心当たりがない場合は、「サインイン方法」で接続を解除し、新しいパスワードを設定して、すぐに{ $brand }の管理者にご連絡ください。

# Another provider was disconnected
mail-identity-unlinked-subject = { $brand }アカウントからサインイン方法の接続が解除されました
mail-identity-unlinked-title = サインイン方法の接続が解除されました
mail-identity-unlinked-text = 他のプロバイダーのアカウントの1つが、{ $brand }アカウントへのサインインに使用できなくなりました。
mail-identity-unlinked-note = お心当たりがない場合は、すぐに{ $brand }の管理者にご連絡ください。第三者がアカウントを使用しているおそれがあります。

# What was set up before the address was proven by somebody else is gone
mail-credentials-forgotten-subject = { $brand }アカウントの以前のサインイン方法が削除されました
mail-credentials-forgotten-title = 以前のサインイン方法が削除されました
mail-credentials-forgotten-text = このアカウントのメールアドレスが初めて確認されました。それまでのサインイン方法は別の人が設定した可能性があるため、パスワード、2段階目の確認、パスキー、接続されたアカウントをすべて削除し、ほかのサインインをすべて終了しました。
mail-credentials-forgotten-note = ご自身で設定したものであれば、アカウントページでもう一度設定できます。メールアドレスを確認した覚えがない場合は、すぐに{ $brand }の管理者にご連絡ください。

mail-welcome-subject = { $brand }へようこそ
mail-welcome-title = ようこそ
mail-welcome-text = メールアドレスが確認され、アカウントを使用できるようになりました。アカウントのページでは、サインインしている場所を確認したり、パスキーや2つ目の手順を設定したりできます。
mail-welcome-button = アカウント
mail-welcome-note = このアカウントを作成していない場合は、アカウントのページで新しいパスワードを設定するか、{ $brand }の管理者にご連絡ください。

# A code and a link to prove the address of an account
mail-verify-code-subject = { $brand }のコード
mail-verify-code-title = このメールアドレスはご本人のものですか？
mail-verify-code-text = { $brand }アカウントのメールアドレスがご本人のものかどうかを確認しています。コードの入力を求められたページでこのコードを入力するか、リンクを開いてください。
mail-verify-code-button = リンクを開く
mail-verify-code-note = お心当たりがない場合は、このメールを無視してください。コードは誰にも教えないでください。

# Another address for an account
mail-address-change-code-subject = { $brand }のコード
mail-address-change-code-title = 新しいメールアドレスはこちらですか？
mail-address-change-code-text = { $brand }にサインインしている方が、このメールアドレスをアカウントに設定しようとしています。ご本人による操作の場合は、コードの入力を求められたページでこのコードを入力するか、リンクを開いてください。
mail-address-change-code-button = リンクを開く
mail-address-change-code-note = お心当たりがない場合は、このメールを無視してください。コードがなければ何も変わりません。コードは誰にも教えないでください。
mail-address-change-old-subject = { $brand }アカウントのメールアドレスの変更が求められました
mail-address-change-old-title = メールアドレスを変更しますか？
mail-address-change-old-text = { $brand }アカウントにサインインしている方が、別のメールアドレスへの変更を求めました。ご本人による操作の場合は、コードの入力を求められたページでこのコードを入力してください。
mail-address-change-old-note = お心当たりがない場合は、コードを誰にも教えないでください。コードがなければメールアドレスは変わりません。サインインして変更を中止し、別のパスワードを設定してください。
mail-address-change-asked-subject = { $brand }アカウントのメールアドレスの変更が求められました
mail-address-change-asked-title = メールアドレスの変更が求められました
mail-address-change-asked-text = { $brand }アカウントにサインインしている方が、別のメールアドレスへの変更を求めました。新しいメールアドレスがその方のものと確認できた時点で有効になります。
mail-address-change-asked-note = お心当たりがない場合は、サインインして変更を中止し、別のパスワードを設定して、{ $brand }の管理者にご連絡ください。
mail-address-known-subject = { $brand }で、このメールアドレスの使用が求められました
mail-address-known-title = このメールアドレスの使用が求められました
mail-address-known-text = 別の{ $brand }アカウントにサインインしている方が、このメールアドレスを使おうとしました。メールアドレスは、引き続きあなたのアカウントのものです。
mail-address-known-note = 何もする必要はありません。ご本人による操作の場合は、このメールアドレスでサインインしてください。
mail-address-changed-subject = { $brand }アカウントのメールアドレスが変更されました
mail-address-changed-title = メールアドレスが変更されました
mail-address-changed-text = { $brand }アカウントのメールアドレスが変更されました。このメールアドレスではサインインできなくなりました。お心当たりがない場合は、このリンクで元に戻してください。すべてのサインインが終了し、新しいパスワードを設定します。
mail-address-changed-button = 心当たりがない：元に戻す
mail-address-changed-note = ご本人による操作の場合は、何もする必要はありません。リンクを知っている人はアカウントを取得できるため、誰にも渡さないでください。
mail-address-taken-back-subject = { $brand }アカウントのメールアドレスが元に戻りました
mail-address-taken-back-title = メールアドレスが元に戻りました
mail-address-taken-back-text = { $brand }アカウントの以前のメールアドレスに送られたリンクにより、以前のメールアドレスに戻され、すべてのサインインが終了しました。このメールアドレスは、アカウントのものではなくなりました。
mail-address-taken-back-note = お心当たりがない場合は、以前のメールアドレスのメールを別の人が読んでいます。すぐに{ $brand }の管理者にご連絡ください。

# A link with which somebody makes an account
mail-invitation-subject = { $brand }への招待
mail-invitation-title = 招待が届いています
mail-invitation-text = { $brand }の管理者から、このメールアドレスでのアカウント作成に招待されています。
mail-invitation-button = アカウントを作成
mail-invitation-note = アカウントが不要な場合は、このメールを無視してください。このリンクを持つ人は、あなたの代わりにアカウントを作成できます。他人に渡さないでください。
