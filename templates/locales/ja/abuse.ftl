# Limits, and a calculation that the browser does after failures
too-many-wait = { $minutes }分待ってから、もう一度お試しください。
sign-up-too-many-title = ここからのリクエストがすでに多数行われています。
sign-in-work-title = しばらくお待ちください。
sign-in-work-text = サインインの失敗があったため、パスワードはまだ確認されていません。もう一度入力してください。
work-no-script = 続行する前に{ $seconds }秒お待ちください。
work-begun = その間、ブラウザが短い計算を行います。
work-wait = お待ちください。ブラウザの計算がまもなく完了します。
work-done = 続行できます。
