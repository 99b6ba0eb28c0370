# تسجيل الدخول برمز أو رابط يُرسَل بالبريد
mail-sign-in-way = أرسِل إليّ رمزًا بالبريد
mail-ask-title = تسجيل الدخول بالبريد الإلكتروني
mail-ask-lead = نرسل رمزًا ورابطًا إلى عنوان حسابك.
mail-ask-button = إرسال الرمز
mail-use-password = استخدم كلمة المرور بدلًا من ذلك
mail-wait-title = انظر في صندوق بريدك
mail-wait-lead = إن كان هناك حساب باسم { $name } فإن رسالة فيها رمز ورابط في طريقها إليك. يعمل كل منهما مرة واحدة خلال عشر دقائق.
mail-wait-elsewhere = هل فتحت الرابط في متصفح آخر؟ اضغط هذا الرقم هناك ثم تابع هنا:
mail-wait-continue = لقد ضغطت الرقم
mail-wait-again = إرسال رسالة أخرى
mail-wait-other = استخدام عنوان آخر
mail-wrong-title = هذا الرمز غير صحيح.
mail-wrong-text = خذ الرمز من أحدث رسالة. رموز الرسائل الأقدم لم تعد تعمل.
mail-used-up-title = جُرِّب هذا الرمز مرات كثيرة جدًا.
mail-used-up-text = استخدم الرابط الذي في الرسالة، أو اطلب رسالة أخرى.
mail-over-title = لم يعد هذا الرمز يعمل.
mail-over-text = لقد استُخدم أو مضت عشر دقائق. اطلب رسالة أخرى.
mail-not-yet-title = لم يُضغط الرقم بعد.
mail-not-yet-text = افتح الرابط الذي في الرسالة واضغط الرقم المعروض هنا، أو أدخل الرمز.
mail-too-many-title = أُرسلت رسائل كثيرة بالفعل.
mail-too-many-text = { $minutes ->
    [zero] انظر في صندوق بريدك، أو انتظر قليلًا.
    [one] انظر في صندوق بريدك، أو انتظر دقيقة.
    [two] انظر في صندوق بريدك، أو انتظر دقيقتين.
    [few] انظر في صندوق بريدك، أو انتظر { $minutes } دقائق.
    [many] انظر في صندوق بريدك، أو انتظر { $minutes } دقيقة.
   *[other] انظر في صندوق بريدك، أو انتظر { $minutes } دقيقة.
}
mail-link-lead-client = يعمل هذا الرابط مرة واحدة، ثم تتابع إلى { $client }.
mail-elsewhere-title = هل طلبت تسجيل الدخول الآن؟
mail-elsewhere-lead-client = يريد أحدهم تسجيل الدخول إلى { $client } في متصفح آخر. لن يُسجَّل دخول أحد هنا.
mail-elsewhere-lead = يريد أحدهم تسجيل الدخول إلى { $brand } في متصفح آخر. لن يُسجَّل دخول أحد هنا.
mail-elsewhere-browser = المتصفح
mail-elsewhere-network = الشبكة
mail-elsewhere-unknown = غير معروف
mail-elsewhere-choose = اضغط الرقم المعروض هناك. إن لم ترَ رقمًا، أو أخبرك به شخص ما، فلست أنت من يسجّل الدخول.
mail-elsewhere-refuse = لم أكن أنا
mail-approved-title = عُد إلى المتصفح الآخر
mail-approved-lead = تستمر العملية هناك. يمكنك إغلاق هذه الصفحة.
mail-refused-title = لم يُسجَّل دخول أحد
mail-refused-lead = لم يعد رمز هذه الرسالة ورابطها يعملان. إن كنت أنت من طلب، فاطلب رسالة أخرى.
