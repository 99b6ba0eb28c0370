# ما يحيط بكل رسالة
mail-until = يعمل مرة واحدة فقط، حتى { $moment }.
mail-copy-link = إن لم يستجب الزر، فانسخ هذا العنوان إلى متصفحك:
mail-account = الحساب
mail-time = الوقت
mail-place = المكان
mail-codes-left = رموز الاسترداد المتبقية
mail-sent-by = أرسلها { $brand }، حيث يرتبط هذا العنوان بحساب.
mail-sent-once = أرسلها { $brand } لأن شخصًا ما ذكر هذا العنوان هناك.

# يُظهر أن البريد يعمل
mail-test-subject = البريد من { $brand } يعمل
mail-test-title = البريد يعمل
mail-test-text = أرسل الأمر «signet mail test» هذه الرسالة بالطريقة نفسها التي تُرسل بها كل رسائل { $brand }.
mail-test-note = لا يلزمك فعل شيء.

# رابط لتعيين كلمة مرور
mail-password-link-subject = اختر كلمة مرور جديدة لدى { $brand }
mail-password-link-title = اختر كلمة مرور جديدة
mail-password-link-text = بهذا الرابط تعيّن كلمة مرور حسابك لدى { $brand }. وسيُسجَّل خروجك من كل مكان آخر.
mail-password-link-button = تعيين كلمة المرور
mail-password-link-note = إن لم تكن تتوقع هذه الرسالة فيمكنك تجاهلها. لا يستطيع أحد تعيين كلمة المرور من دون هذا الرابط، فلا تعطه لأحد.

# A link for somebody who forgot the password
mail-password-recovery-subject = اختر كلمة مرور جديدة لدى { $brand }
mail-password-recovery-title = هل نسيت كلمة المرور؟
mail-password-recovery-text = طلب أحدهم كلمة مرور جديدة لحسابك لدى { $brand }. بهذا الرابط تختارها. وسيُسجَّل خروجك من كل مكان آخر.
mail-password-recovery-button = اختيار كلمة مرور جديدة
mail-password-recovery-note = إن لم تكن أنت من طلبها فتجاهل هذه الرسالة، وتبقى كلمة مرورك كما هي. لا يستطيع أحد تعيين غيرها من دون هذا الرابط، فلا تعطه لأحد.

# عُيّنت كلمة المرور أو تغيّرت
mail-password-changed-subject = تغيّرت كلمة مرورك لدى { $brand }
mail-password-changed-title = تغيّرت كلمة مرورك
mail-password-changed-text = عُيّنت للتو كلمة مرور حسابك لدى { $brand }. وقد تحتاج إلى تسجيل الدخول من جديد حيث كنت مسجَّلًا.
mail-password-changed-note = إن لم تكن أنت من فعل ذلك، فأخبر القائمين على { $brand } فورًا، فقد يكون حسابك في يد غيرك.

mail-factor-added-subject = أُضيف تطبيق مصادقة إلى حسابك في { $brand }
mail-factor-added-title = أُضيف تطبيق مصادقة
mail-factor-added-text = من الآن فصاعدًا يُطلب رمز من هذا التطبيق عند تسجيل دخولك إلى { $brand }.
mail-factor-added-note = إن لم تكن أنت من فعل ذلك فعيّن كلمة مرور جديدة وأبلغ القائمين على { $brand } فورًا، فربما يستخدم شخص آخر حسابك.

mail-factor-removed-subject = أُزيل تطبيق مصادقة من حسابك في { $brand }
mail-factor-removed-title = أُزيل تطبيق مصادقة
mail-factor-removed-text = لم تعد رموز هذا التطبيق تسجّل دخولك إلى { $brand }. تعرض صفحة حسابك التطبيقات المتبقية.
mail-factor-removed-note = إن لم تكن أنت من فعل ذلك فعيّن كلمة مرور جديدة وأبلغ القائمين على { $brand } فورًا، فربما يستخدم شخص آخر حسابك.

# أزال المشغّل كل العوامل الإضافية
mail-factors-reset-subject = أُعيد تعيين الخطوة الثانية لحسابك في { $brand }
mail-factors-reset-title = أُعيد تعيين خطوتك الثانية
mail-factors-reset-text = أزال القائمون على { $brand } تطبيقات المصادقة ورموز الاسترداد الخاصة بك. تكفي كلمة المرور وحدها لتسجيل دخولك حتى تُعِدّ تطبيقًا من جديد. سُجّل خروجك من كل مكان.
mail-factors-reset-note = إن لم تطلب ذلك فأبلغ القائمين على { $brand }.

mail-recovery-codes-made-subject = رموز استرداد جديدة لحسابك في { $brand }
mail-recovery-codes-made-title = أُنشئت رموز استرداد جديدة
mail-recovery-codes-made-text = استُبدلت رموز الاسترداد لحسابك في { $brand }. لم تعد الرموز القديمة تعمل.
mail-recovery-codes-made-note = إن لم تكن أنت من فعل ذلك فعيّن كلمة مرور جديدة وأبلغ القائمين على { $brand } فورًا، فربما يستخدم شخص آخر حسابك.

mail-recovery-code-used-subject = استُخدم رمز استرداد لحسابك في { $brand }
mail-recovery-code-used-title = استُخدم رمز استرداد
mail-recovery-code-used-text = سُجّل الدخول إلى حسابك في { $brand } بأحد رموز الاسترداد. لم يعد هذا الرمز يعمل، وعدد الرموز المتبقية مذكور أدناه.
mail-recovery-code-used-note = إن لم تكن أنت من فعل ذلك فعيّن كلمة مرور جديدة وأبلغ القائمين على { $brand } فورًا، فربما يستخدم شخص آخر حسابك.

# انتهت جلسة لأن صاحبها سجّل الدخول في متصفح زائد عن الحد
mail-session-limit-subject = سُجِّل خروجك من { $brand } في أقدم متصفح لك
mail-session-limit-title = سُجِّل خروجك في أحد المتصفحات
mail-session-limit-text = سجّلت الدخول إلى { $brand } في متصفح آخر. بلغ عدد المتصفحات التي سجّلت الدخول فيها الحد المسموح، لذلك سُجِّل خروجك من المتصفح الذي مضى على تسجيل الدخول فيه أطول وقت.
mail-session-limit-note = إن لم تكن أنت من سجّل الدخول فغيّر كلمة المرور، فربما يعرفها شخص آخر. تعرض صفحة حسابك أماكن تسجيل دخولك.

# رابط لتسجيل الدخول
mail-sign-in-link-subject = تسجيل الدخول إلى { $brand }
mail-sign-in-link-title = تسجيل الدخول إلى { $brand }
mail-sign-in-link-text = يسجّل هذا الرابط دخولك من دون كلمة مرور.
mail-sign-in-link-button = تسجيل الدخول
mail-sign-in-link-note = إن لم تطلبه، فتجاهل هذه الرسالة ولا تعط الرابط لأحد.

# رمز ورابط لتسجيل الدخول
mail-sign-in-code-subject = رمز تسجيل الدخول إلى { $brand }
mail-sign-in-code-title = تسجيل الدخول إلى { $brand }
mail-sign-in-code-text = أدخل هذا الرمز في الصفحة التي طلبته، أو افتح الرابط.
mail-sign-in-code-button = فتح الرابط
mail-sign-in-code-note = إن لم تطلب ذلك فتجاهل هذه الرسالة. لا تُخبر أحدًا بالرمز: من يملكه يسجّل الدخول باسمك، ولن يطلبه { $brand } منك أبدًا.

# رمز ورابط لإثبات عنوان
mail-sign-up-code-subject = رمزك لدى { $brand }
mail-sign-up-code-title = هل هذا عنوانك؟
mail-sign-up-code-text = ينشئ أحدهم حسابًا لدى { $brand } بهذا العنوان. أدخل هذا الرمز في الصفحة التي طلبته، أو افتح الرابط.
mail-sign-up-code-button = فتح الرابط
mail-sign-up-code-note = إن لم تكن أنت فتجاهل هذه الرسالة: دون الرمز لن يُنشأ حساب. لا تُخبر به أحدًا.

# الشيء نفسه لعنوان له حساب
mail-sign-up-known-subject = لديك حساب لدى { $brand } بالفعل
mail-sign-up-known-title = لديك حساب بالفعل
mail-sign-up-known-text = أراد أحدهم إنشاء حساب لدى { $brand } بهذا العنوان، وله حساب بالفعل. إن كنت أنت فإن هذا الرمز يسجّل دخولك في الصفحة التي طلبته، وكذلك الرابط.
mail-sign-up-known-button = تسجيل الدخول
mail-sign-up-known-note = إن لم تكن أنت فتجاهل هذه الرسالة. لا تُخبر أحدًا بالرمز: من يملكه يسجّل الدخول باسمك.

# الشيء نفسه حيث لا يسجّل بريدٌ دخول أحد
mail-sign-up-exists-subject = لديك حساب لدى { $brand } بالفعل
mail-sign-up-exists-title = لديك حساب بالفعل
mail-sign-up-exists-text = أراد أحدهم إنشاء حساب لدى { $brand } بهذا العنوان، وله حساب بالفعل. لم يتغيّر شيء. إن كنت أنت فسجّل الدخول إلى حسابك.
mail-sign-up-exists-button = تسجيل الدخول
mail-sign-up-exists-note = إن لم تكن أنت فتجاهل هذه الرسالة: لا يدخل أحد بها إلى حسابك.

# رابط لإنشاء المدير الأول
mail-setup-link-subject = إعداد { $brand }
mail-setup-link-title = إعداد { $brand }
mail-setup-link-text = بهذا الرابط تصبح المدير الأول لـ { $brand }.
mail-setup-link-button = البدء
mail-setup-link-note = من يملك هذا الرابط يستطيع الاستيلاء على هذا النظام، فلا تعطه لأحد.

# رسائل جهاز المطوّر
dev-mail-title = صندوق بريد التطوير
dev-mail-lead = رسائل كانت ستُرسل. لا يراها إلا هذا الجهاز، وتختفي عند توقف الخادم.
dev-mail-list = الرسائل
dev-mail-none = لا رسائل بعد.
dev-mail-to = إلى
dev-mail-link = فتح رابط الرسالة
dev-mail-html = الرسالة بصيغة HTML
dev-mail-text = الرسالة نصًّا عاديًّا
dev-mail-back = كل الرسائل
dev-mail-again = تحقّق مرة أخرى

mail-passkey-added-subject = أُضيف مفتاح مرور إلى حسابك لدى { $brand }
mail-passkey-added-title = أُضيف مفتاح مرور
mail-passkey-added-text = يمكن من الآن تسجيل الدخول إلى حسابك لدى { $brand } بمفتاح مرور جديد، من دون كلمة مرور.
mail-passkey-added-note = إن لم تكن أنت من فعل ذلك، فأزله من «كيف تسجّل الدخول»، وعيّن كلمة مرور جديدة، وأخبر القائمين على { $brand } فورًا.

mail-passkey-removed-subject = أُزيل مفتاح مرور من حسابك لدى { $brand }
mail-passkey-removed-title = أُزيل مفتاح مرور
mail-passkey-removed-text = لم يعد أحد مفاتيح مرور حسابك لدى { $brand } يسجّل الدخول.
mail-passkey-removed-note = إن لم تكن أنت من فعل ذلك، فأخبر القائمين على { $brand } فورًا، فقد يكون حسابك في يد غيرك.

mail-welcome-subject = مرحبًا بك في { $brand }
mail-welcome-title = مرحبًا بك
mail-welcome-text = تأكّد عنوانك، وحسابك جاهز. في صفحة حسابك ترى أين سجّلت الدخول، وتُعدّ مفتاح مرور أو خطوة ثانية.
mail-welcome-button = حسابك
mail-welcome-note = إن لم تنشئ هذا الحساب فاختر هناك كلمة مرور جديدة أو أبلغ القائمين على { $brand }.

# رمز ورابط يثبتان عنوان حساب
mail-verify-code-subject = رمزك لدى { $brand }
mail-verify-code-title = هل هذا عنوانك؟
mail-verify-code-text = يريد { $brand } التأكد من أن عنوان حسابك لك. أدخل هذا الرمز في الصفحة التي طلبته، أو افتح الرابط.
mail-verify-code-button = فتح الرابط
mail-verify-code-note = إن لم تطلب ذلك فتجاهل هذه الرسالة، ولا تخبر أحدًا بالرمز.

# Another address for an account
mail-address-change-code-subject = رمزك لدى { $brand }
mail-address-change-code-title = هل هذا عنوانك الجديد؟
mail-address-change-code-text = يريد شخص سجّل الدخول لدى { $brand } أن يكون هذا عنوان حسابه. إن كنت أنت فأدخل هذا الرمز في الصفحة التي طلبته، أو افتح الرابط.
mail-address-change-code-button = فتح الرابط
mail-address-change-code-note = إن لم تكن أنت فتجاهل هذه الرسالة: لا يتغيّر شيء بلا الرمز. لا تُخبر به أحدًا.
mail-address-change-old-subject = طُلب تغيير عنوان حسابك لدى { $brand }
mail-address-change-old-title = هل تريد عنوانًا آخر؟
mail-address-change-old-text = طلب شخص سجّل الدخول إلى حسابك لدى { $brand } عنوان بريد إلكتروني آخر. إن كنت أنت فأدخل هذا الرمز في الصفحة التي طلبته.
mail-address-change-old-note = إن لم تكن أنت فلا تخبر أحدًا بالرمز: يبقى العنوان بلا الرمز. سجّل الدخول وأوقف التغيير واختر كلمة مرور أخرى.
mail-address-change-asked-subject = طُلب تغيير عنوان حسابك لدى { $brand }
mail-address-change-asked-title = طُلب تغيير عنوانك
mail-address-change-asked-text = طلب شخص سجّل الدخول إلى حسابك لدى { $brand } عنوان بريد إلكتروني آخر. ويسري متى أثبت أنه له.
mail-address-change-asked-note = إن لم تكن أنت فسجّل الدخول وأوقف التغيير واختر كلمة مرور أخرى وأخبر القائمين على { $brand }.
mail-address-known-subject = أراد أحدهم عنوانك لدى { $brand }
mail-address-known-title = أراد أحدهم عنوانك
mail-address-known-text = أراد شخص سجّل الدخول إلى حساب آخر لدى { $brand } أن يكون له هذا العنوان. وهو لحسابك ويبقى له.
mail-address-known-note = لا يلزم فعل شيء. إن كنت أنت فسجّل الدخول بهذا العنوان.
mail-address-changed-subject = تغيّر عنوان حسابك لدى { $brand }
mail-address-changed-title = تغيّر عنوانك
mail-address-changed-text = لحسابك لدى { $brand } الآن عنوان بريد إلكتروني آخر. ولم يعد هذا العنوان يسجّل الدخول هناك. إن لم تكن أنت من فعل ذلك فاستعده بهذا الرابط: يُسجَّل خروج الجميع وتختار كلمة مرور جديدة.
mail-address-changed-button = لم أكن أنا: استعادته
mail-address-changed-note = إن كنت أنت فلا يلزم فعل شيء. من يملك الرابط يمكنه أخذ الحساب، فلا تُعطه أحدًا.
mail-address-taken-back-subject = عاد العنوان السابق لحسابك لدى { $brand }
mail-address-taken-back-title = عاد العنوان السابق
mail-address-taken-back-text = برابط أُرسل إلى العنوان السابق لحسابك لدى { $brand } استُعيد ذلك العنوان وسُجّل خروج الجميع. ولم يعد هذا العنوان تابعًا للحساب.
mail-address-taken-back-note = إن لم تكن أنت فهناك من يقرأ ذلك الصندوق. أخبر القائمين على { $brand } فورًا.

# رابط ينشئ به شخص حسابًا
mail-invitation-subject = أنت مدعو إلى { $brand }
mail-invitation-title = أنت مدعو
mail-invitation-text = يدعوك من يدير { $brand } إلى إنشاء حساب بهذا العنوان.
mail-invitation-button = إنشاء الحساب
mail-invitation-note = إن لم ترغب في حساب فتجاهل هذه الرسالة. من لديه الرابط يستطيع إنشاء الحساب بدلًا منك، فلا تشاركه.

mail-wallet-added-subject = أُضيفت محفظة إلى حسابك لدى { $brand }
mail-wallet-added-title = أُضيفت محفظة
mail-wallet-added-text = يمكن من الآن تسجيل الدخول إلى حسابك لدى { $brand } بمحفظة إيثريوم جديدة، من دون كلمة مرور.
mail-wallet-added-note = إن لم تكن أنت من فعل ذلك، فأزلها من «كيف تسجّل الدخول»، وعيّن كلمة مرور جديدة، وأخبر القائمين على { $brand } فورًا.

mail-wallet-removed-subject = أُزيلت محفظة من حسابك لدى { $brand }
mail-wallet-removed-title = أُزيلت محفظة
mail-wallet-removed-text = لم تعد إحدى محافظ حسابك لدى { $brand } تسجّل الدخول.
mail-wallet-removed-note = إن لم تكن أنت من فعل ذلك، فأخبر القائمين على { $brand } فورًا، فقد يكون حسابك في يد غيرك.

# Another provider was connected
mail-identity-linked-subject = رُبطت طريقة أخرى لتسجيل الدخول بحسابك لدى { $brand }
mail-identity-linked-title = رُبطت طريقة أخرى لتسجيل الدخول
mail-identity-linked-text = يمكن من الآن تسجيل الدخول إلى حسابك لدى { $brand } بحساب لدى مزوّد آخر.
mail-identity-linked-note = إن لم تكن أنت من فعل ذلك، فافصله من «كيف تسجّل الدخول»، وعيّن كلمة مرور جديدة، وأخبر القائمين على { $brand } فورًا.

# Another provider was disconnected
mail-identity-unlinked-subject = فُصلت طريقة لتسجيل الدخول عن حسابك لدى { $brand }
mail-identity-unlinked-title = فُصلت طريقة لتسجيل الدخول
mail-identity-unlinked-text = لم يعد أحد حساباتك لدى مزوّدين آخرين يسجّل الدخول إلى حسابك لدى { $brand }.
mail-identity-unlinked-note = إن لم تكن أنت من فعل ذلك، فأخبر القائمين على { $brand } فورًا، فقد يكون حسابك في يد غيرك.

# أُزيل ما أُعدّ قبل أن يؤكد شخص آخر العنوان
mail-credentials-forgotten-subject = أُزيلت طرق تسجيل الدخول السابقة إلى حسابك لدى { $brand }
mail-credentials-forgotten-title = أُزيلت طرق تسجيل الدخول السابقة
mail-credentials-forgotten-text = تأكّد عنوان هذا الحساب للمرة الأولى. وما كان يسجّل الدخول إليه من قبل ربما أعدّه شخص آخر، لذلك أُزيل: كلمة المرور والخطوة الثانية ومفاتيح المرور والحسابات المرتبطة. وسُجّل خروج كل من سواك.
mail-credentials-forgotten-note = إن كنت أنت من أعدّها فيمكنك إعدادها من جديد في صفحة حسابك. وإن لم تكن أنت من أكّد العنوان، فأخبر القائمين على { $brand } فورًا.

# حساب سيُمحى
mail-account-leaving-subject = سيُمحى حسابك في { $brand }
mail-account-leaving-title = سيُمحى حسابك
mail-account-leaving-text = لقد طلبت ذلك، ولهذا سُجّل خروجك من كل مكان وفقدت التطبيقات وصولها. حتى الوقت المذكور أدناه يمكنك الاحتفاظ بالحساب بهذا الرابط أو بتسجيل الدخول.
mail-account-leaving-button = الاحتفاظ بحسابي
mail-account-leaving-note = إذا لم تكن أنت فاحتفظ بالحساب بالرابط ثم غيّر كلمة مرورك: فقد يعرفها شخص آخر.
mail-account-kept-subject = حسابك في { $brand } باقٍ
mail-account-kept-title = حسابك باقٍ
mail-account-kept-text = كان حسابك في { $brand } سيُمحى، ولن يُمحى الآن. سجّل الدخول لاستخدامه.
mail-account-kept-note = إذا لم تكن أنت من أراد الاحتفاظ به فقد يعرف شخص آخر كلمة مرورك أو يقرأ بريدك. أخبر من يدير { $brand }.
mail-account-erased-subject = مُحي حسابك في { $brand }
mail-account-erased-title = مُحي حسابك
mail-account-erased-text = مُحي حسابك في { $brand } وكل ما كان يُحفظ عنك. هذه آخر رسالة عنه.
mail-account-erased-note = لا يمكن استرجاعه. إذا لم تكن أنت من أراد ذلك فأخبر من يدير { $brand }.
