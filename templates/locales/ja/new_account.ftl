# Invitations
invitation-title = { $brand }への招待
invitation-lead = このリンクから、{ $email }のアカウントを作成します。
invitation-known-title = すでにアカウントをお持ちです
invitation-known-lead = { $email }のアカウントがすでにあります。そのアカウントでサインインしてください。
sign-up-details-lead-invited = アカウントのアドレスは{ $email }です。
sign-up-given-name-label = 名
sign-up-family-name-label = 姓
sign-up-entry-missing = 入力してください。
sign-up-entry-invalid = この内容は入力できません。
sign-up-lines-hint = 1行に1つずつ入力してください。
sign-up-disposable-title = このアドレスは一時的なものです。
sign-up-disposable-text = 今後も使い続けるアドレスを使用してください。アカウントに戻るために必要です。
