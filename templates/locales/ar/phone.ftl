# Telephone numbers, and codes by text message
phone-title = رقم هاتفك
phone-lead = نرسل رمزًا في رسالة نصية إلى رقمك لنتأكد من أنه لك. يرتبط الرقم بحساب واحد، هو آخر حساب أكّده.
phone-is-proven = مؤكَّد: هذا رقمك.
phone-is-unproven = لم يُؤكَّد بعد.
phone-add = إضافة رقم
phone-change = أكّده أو استخدم رقمًا آخر
phone-hint = مع علامة الزائد ورمز البلد، مثل ‎+966 11 123 4567.
phone-send = أرسلوا إليّ رمزًا في رسالة نصية
phone-code-title = أدخل الرمز
phone-code-lead = أرسلنا رمزًا إلى { $number }. يعمل مرة واحدة خلال عشر دقائق.
phone-code-submit = تأكيد الرقم
phone-code-again = إرسال رسالة أخرى
phone-old-label = الرمز من الرسالة إلى { $number }، رقمك حتى الآن
phone-old-lost = ألم يعد ذلك الرقم لديك؟
phone-old-stood-in = سجّلت الدخول مرة أخرى بخطوة ثانية. وهذا يقوم مقام الرمز المرسل إلى رقمك السابق.
phone-old-wait = ألم يعد ذلك الرقم لديك؟ تقوم خطوة ثانية، مثل تطبيق أو مفتاح مرور، مقام رمزه متى مضى على امتلاكك لها بعض الوقت. أو أزل الرقم وأضف غيره حين لا يعود بالإمكان استعادته.
number-back-title = أتستعيد هذا الرقم؟
number-back-lead = يعود { $number } رقمًا لهذا الحساب.
number-taken-back-title = عاد الرقم لك
phone-later = المتابعة بدون رقم
phone-remove = إزالة الرقم
phone-remove-hint = لن تحصل عليه التطبيقات بعد ذلك، ولن يُرسل إليه رمز عند تسجيل الدخول.
phone-invalid = هذا ليس رقم هاتف مع علامة الزائد ورمز بلده.
phone-country = لا تُرسل رسائل نصية إلى هذا البلد.
phone-newest = خذ الرمز من أحدث رسالة. رموز الرسائل الأقدم لم تعد تعمل.
phone-used-up = جُرِّب هذا الرمز مرات كثيرة.
phone-over = هذا الرمز لم يعد يعمل.
phone-another = اطلب إرسال رسالة أخرى.
phone-too-many = أُرسلت رسائل كثيرة من قبل.
phone-wait = { $minutes ->
    [zero] انتظر قليلًا.
    [one] انتظر دقيقة.
    [two] انتظر دقيقتين.
    [few] انتظر { $minutes } دقائق.
    [many] انتظر { $minutes } دقيقة.
   *[other] انتظر { $minutes } دقيقة.
}
phone-proven = تأكّد رقمك.
phone-removed = أُزيل الرقم.
phone-factor = رموز في رسائل نصية
phone-factor-on = عند تسجيل الدخول يمكن إرسال رمز إلى رقمك بعد كلمة المرور.
phone-factor-off = يمكن إرسال رمز إلى رقمك بعد كلمة المرور. التطبيق أو مفتاح المرور أكثر أمانًا، فقد يقرأ آخرون الرسائل النصية في طريقها.
phone-factor-turn-on = اطلبوا مني رمزًا
phone-factor-turn-off = لا ترسلوا إليّ رموزًا
phone-factor-is-on = من الآن يُطلب منك رمز عند تسجيل الدخول، ويمكن إرساله إلى رقمك.
phone-factor-is-off = لن يُرسل إليك رمز بعد الآن عند تسجيل الدخول.
factor-text-title = أدخل الرمز من الرسالة النصية
factor-text-lead = أُرسل إلى رقمك المنتهي بـ { $ending }. يعمل مرة واحدة خلال عشر دقائق.
factor-text-offer-title = أكّد بهاتفك
factor-text-offer-lead = كلمة مرورك صحيحة. اطلب الآن إرسال رمز إلى رقمك المنتهي بـ { $ending }.
factor-no-phone = الهاتف ليس معي هنا
sms-test = الرسائل النصية من { $brand } تعمل.
sms-phone-code = { $code } هو رمزك لتأكيد رقمك في { $brand }. ينتهي خلال عشر دقائق. لا تعطه لأحد.
sms-factor-code = { $code } هو رمزك لتسجيل الدخول إلى { $brand }. ينتهي خلال عشر دقائق. لا تعطه لأحد.
sms-phone-change-code = { $code } يتيح لحسابك لدى { $brand } رقمًا آخر. ينتهي خلال عشر دقائق. إن لم تكن أنت فلا تعطه لأحد.
sms-phone-changed = لم يعد هذا الرقم مرتبطًا بحسابك في { $brand }. إن لم تكن أنت من فعل ذلك فسجّل الدخول وافحص حسابك فورًا.
mail-phone-changed-subject = تغيّر رقم هاتف حسابك في { $brand }
mail-phone-changed-title = تغيّر رقم هاتفك
mail-phone-changed-text = أُضيف رقم هاتف إلى حسابك أو أُزيل منه. ويُزال أيضًا عندما يؤكد شخص آخر أنه صار له. تعرض صفحة حسابك الوضع الحالي.
mail-phone-changed-note = إن لم تكن أنت من فعل ذلك فعيّن كلمة مرور جديدة وأبلغ القائمين على { $brand } فورًا، فربما يستخدم شخص آخر حسابك.
mail-phone-number-changed-subject = تغيّر رقم هاتف حسابك لدى { $brand }
mail-phone-number-changed-title = تغيّر رقم هاتفك
mail-phone-number-changed-text = لم يعد الرقم الذي أكدته تابعًا لحسابك لدى { $brand }. إن لم تكن أنت من فعل ذلك فاستعده بهذا الرابط: يُسجَّل خروج الجميع وتختار كلمة مرور جديدة.
mail-phone-number-changed-button = لم أكن أنا: استعادته
mail-phone-number-changed-note = إن كنت أنت فلا يلزم فعل شيء. من يملك الرابط يمكنه تغيير الحساب، فلا تُعطه أحدًا.
mail-phone-factor-subject = شُغِّلت الرموز في الرسائل النصية أو أُوقفت في { $brand }
mail-phone-factor-title = رموز في رسائل نصية: حدث تغيير
mail-phone-factor-text = تعرض صفحة حسابك هل يُرسل إليك رمز عند تسجيل الدخول.
mail-phone-factor-note = إن لم تكن أنت من فعل ذلك فعيّن كلمة مرور جديدة وأبلغ القائمين على { $brand } فورًا، فربما يستخدم شخص آخر حسابك.
dev-mail-texts = رسائل نصية
