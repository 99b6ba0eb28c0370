# What an app may do to the account
scope-account-read = アカウントのすべての情報を参照する
scope-account-read-value = プロフィールとアドレス、サインイン中の場所、サインイン方法、アクセスできるアプリ、アカウントの履歴
scope-account-write = プロフィールを変更する
scope-account-write-value = 氏名、生年月日、言語、そのほかご自身に関する情報
scope-account-security = サインイン方法を変更する
scope-account-security-value = もう一度サインインしたあとでの、パスワード、パスキー、ウォレット、認証アプリ、連携中のアカウント、メールアドレス、電話番号の変更、サインアウト、アプリの削除
