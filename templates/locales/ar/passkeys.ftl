# هل يريد من سجّل الدخول بكلمة مرور مفتاح مرور.
suggest-passkey-title = سجّل الدخول أسرع في المرة القادمة
suggest-passkey-lead = مع مفتاح المرور تكفي على هذا الجهاز بصمة إصبعك أو وجهك أو قفل الشاشة. لا يمكن لأحد تخمينه، ولا يمكن لصفحة مزيّفة أن تطلبه.
suggest-passkey-later = ليس الآن
suggest-passkey-never = لا تسألني مرة أخرى
suggest-passkey-failed = لم ينجح ذلك. حاول مرة أخرى، أو تابع من دون مفتاح مرور.
new-passkey-not-allowed-title = لا تُقبل هنا مفاتيح المرور من هذا النوع.
new-passkey-not-allowed-text = استخدم أحد مفاتيح الأمان التي سُلّمت إليك، أو اسأل من يدير هذه الخدمة.

# مدى صعوبة تخمين كلمة مرور جديدة تقريبًا أثناء كتابتها.
password-strength-weak = يسهل تخمينها. اجعلها أطول، أو استخدم عدة كلمات.
password-strength-fair = يمكن أن تكون أصعب في التخمين.
password-strength-good = يصعب تخمينها.
password-strength-strong = يصعب تخمينها جدًا.
