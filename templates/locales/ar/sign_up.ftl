# إنشاء حساب
sign-up-question = ليس لديك حساب بعد؟
sign-up-way = أنشئ حسابًا
sign-up-known = لديك حساب بالفعل؟
sign-up-title = أنشئ حسابك لدى { $brand }
sign-up-client-title = أنشئ حسابًا من أجل { $client }
sign-up-lead = نرسل رمزًا إلى عنوانك حتى لا يستخدمه أحد غيرك.
sign-up-email-label = عنوان البريد الإلكتروني
sign-up-email-invalid-title = هذا ليس عنوان بريد إلكتروني.
sign-up-email-invalid-text = اكتبه كاملًا، مثل ada@example.com.
sign-up-domain-refused-title = لا يمكن إنشاء حساب بهذا العنوان.
sign-up-domain-refused-text = استخدم عنوانًا آخر، أو اسأل من يدير هذه الخدمة.
sign-up-link-title = المتابعة باسم { $person }؟
sign-up-elsewhere-title = هل أنشأت حسابًا الآن؟
sign-up-elsewhere-lead = يريد أحدهم إنشاء حساب لدى { $brand } بهذا العنوان في متصفح آخر.
sign-up-details-title = أوشكت على الانتهاء
sign-up-details-lead = العنوان { $email } لك.
sign-up-name-label = ما اسمك؟
sign-up-name-missing = اكتب اسمك.
sign-up-optional = إن أردت
sign-up-password-hint = { $count ->
    [zero] دون كلمة مرور تسجّل الدخول بالبريد.
    [one] حرف واحد على الأقل. دون كلمة مرور تسجّل الدخول بالبريد.
    [two] حرفان على الأقل. دون كلمة مرور تسجّل الدخول بالبريد.
    [few] { $count } أحرف على الأقل. دون كلمة مرور تسجّل الدخول بالبريد.
    [many] { $count } حرفًا على الأقل. دون كلمة مرور تسجّل الدخول بالبريد.
   *[other] { $count } حرف على الأقل. دون كلمة مرور تسجّل الدخول بالبريد.
}
sign-up-button = إنشاء الحساب
mail-wait-lead-new = رسالة فيها رمز ورابط في طريقها إلى { $email }. يعمل كل منهما مرة واحدة خلال عشر دقائق.
