# Words that several pages share
error-prefix = خطأ: { $title }
footer-support = المساعدة
footer-privacy = الخصوصية لدى { $name }
footer-terms = شروط { $name }
back-to-client = العودة إلى { $client }
back-to-app = العودة إلى التطبيق
start-again-client = ابدأ من جديد لدى { $client }
start-again = ابدأ من جديد
to-your-account = الانتقال إلى حسابك
go-on = متابعة
cancel = إلغاء
cancel-to-client = الإلغاء والعودة إلى { $client }
use-another-account = استخدام حساب آخر
form-problems = بعض الإجابات تحتاج إلى مراجعة.
command-label = أمر
skip-to-content = الانتقال إلى المحتوى
nav-label = الأقسام
username-label = البريد الإلكتروني أو اسم المستخدم
password-label = كلمة المرور
password-show = إظهار كلمة المرور
sign-in-button = تسجيل الدخول

# Sign in
sign-in-client-title = تسجيل الدخول إلى { $client }
sign-in-client-lead = بحسابك لدى { $brand }
sign-in-own-title = تسجيل الدخول إلى { $brand }
sign-in-again-title = هل ما زلت أنت هنا؟
sign-in-again-lead = يطلب { $client } أن تُدخل كلمة المرور مرة أخرى.
sign-in-forgot = هل نسيت كلمة المرور؟
sign-in-change-name = استخدام اسم آخر
remember-label = إبقائي مسجّل الدخول على هذا الجهاز
sign-in-wrong-title = الاسم وكلمة المرور غير متطابقين.
sign-in-wrong-text = تحقّق منهما ثم حاول مرة أخرى.
sign-in-too-many-title = كانت المحاولات كثيرة جدًا.
sign-in-too-many-text = { $minutes ->
    [zero] لحماية الحساب انتظر قليلًا ثم حاول مرة أخرى.
    [one] لحماية الحساب انتظر دقيقة واحدة ثم حاول مرة أخرى.
    [two] لحماية الحساب انتظر دقيقتين ثم حاول مرة أخرى.
    [few] لحماية الحساب انتظر { $minutes } دقائق ثم حاول مرة أخرى.
    [many] لحماية الحساب انتظر { $minutes } دقيقة ثم حاول مرة أخرى.
   *[other] لحماية الحساب انتظر { $minutes } دقيقة ثم حاول مرة أخرى.
}
sign-in-busy-title = يسجّل كثيرون الدخول الآن.
sign-in-busy-text = لم يُتحقَّق من كلمة المرور. انتظر بضع ثوانٍ ثم حاول مرة أخرى.
sign-in-expired-form-title = بقيت هذه الصفحة مفتوحة مدة طويلة.
sign-in-expired-form-text = لم يُرسَل شيء. أدخل كلمة المرور مرة أخرى.
sign-in-ended-title = انتهت جلستك.
sign-in-ended-text = جرى تسجيل خروجك في هذه الأثناء، من هنا أو من مكان آخر. لم يتغيّر أي شيء. سجّل الدخول للمتابعة.
sign-in-took-long-title = مرّ بعض الوقت.
sign-in-took-long-text = سجّل الدخول مرة أخرى.

# Sign in by a link
link-title = تسجيل الدخول باسم { $person }؟
link-lead = يعمل هذا الرابط مرة واحدة.

# A link to set a password
password-link-title = اختر كلمة مرور جديدة
password-link-lead = يعمل هذا الرابط مرة واحدة. وسيُسجَّل خروجك من كل مكان آخر.
password-link-label = كلمة المرور الجديدة
password-link-button = حفظ كلمة المرور
password-set-title = تم حفظ كلمة المرور
password-set-lead = تسجّل الدخول باسم { $username }. وقد سُجِّل خروجك من كل مكان كنت مسجّلًا فيه.
password-set-client = المتابعة إلى { $client }

# A password was forgotten
forgot-title = هل نسيت كلمة المرور؟
forgot-lead = نرسل رابطًا إلى البريد الإلكتروني لحسابك، وبه تختار كلمة مرور جديدة.
forgot-button = إرسال الرابط
forgot-back = العودة إلى تسجيل الدخول
forgot-no-name = أدخل بريدك الإلكتروني أو اسم المستخدم.
forgot-too-many = { $minutes ->
    [zero] طُلبت روابط كثيرة جدًا من هنا. انتظر قليلًا.
    [one] طُلبت روابط كثيرة جدًا من هنا. انتظر دقيقة واحدة.
    [two] طُلبت روابط كثيرة جدًا من هنا. انتظر دقيقتين.
    [few] طُلبت روابط كثيرة جدًا من هنا. انتظر { $minutes } دقائق.
    [many] طُلبت روابط كثيرة جدًا من هنا. انتظر { $minutes } دقيقة.
   *[other] طُلبت روابط كثيرة جدًا من هنا. انتظر { $minutes } دقيقة.
}
recovery-requested-title = تفقّد بريدك
recovery-requested-lead = إذا كان { $name } تابعًا لحساب عنوانه مؤكَّد، فالرسالة في طريقها إليه.
recovery-requested-link = { $minutes ->
    [zero] يعمل الرابط الذي فيها مرة واحدة ولوقت قصير. ولا يعمل إلا أحدث رابط.
    [one] يعمل الرابط الذي فيها مرة واحدة لدقيقة واحدة. ولا يعمل إلا أحدث رابط.
    [two] يعمل الرابط الذي فيها مرة واحدة لدقيقتين. ولا يعمل إلا أحدث رابط.
    [few] يعمل الرابط الذي فيها مرة واحدة لمدة { $minutes } دقائق. ولا يعمل إلا أحدث رابط.
    [many] يعمل الرابط الذي فيها مرة واحدة لمدة { $minutes } دقيقة. ولا يعمل إلا أحدث رابط.
   *[other] يعمل الرابط الذي فيها مرة واحدة لمدة { $minutes } دقيقة. ولا يعمل إلا أحدث رابط.
}
recovery-requested-nothing = ألم يصل شيء بعد بضع دقائق؟ ابحث في البريد غير المرغوب فيه، وتحقّق من كتابة الاسم.
recovery-requested-again = الطلب مرة أخرى

# Account chooser
chooser-title = أي حساب؟
chooser-lead = لاستخدامه مع { $client }
chooser-asks-password = يطلب كلمة المرور مرة أخرى

# Consent
consent-short-title = هل تسمح لـ { $client }؟
consent-title = هل تسمح لـ { $client } باستخدام حسابك؟
consent-allow = السماح
consent-deny = ليس الآن
consent-resources = استخدام هذه الخدمات باسمك
consent-organization = لأي مؤسسة؟
consent-organizations-more = أنت عضو في مؤسسات أكثر من { $count } المذكورة هنا. إن لم تجد المؤسسة التي تحتاج إليها فاسأل من دعاك إليها.
consent-return-host = ستعود بعد ذلك إلى { $host }.
consent-return-device = ستعود بعد ذلك إلى { $client } على هذا الجهاز.
consent-take-back = يمكنك التراجع عن ذلك في أي وقت.
scope-openid = التعرّف عليك عند عودتك
scope-openid-value = لا شيء آخر عنك
scope-profile = معرفة من أنت
scope-email = رؤية عنوان بريدك الإلكتروني
scope-phone = رؤية رقم هاتفك
scope-address = رؤية عنوانك البريدي
scope-organizations = رؤية مؤسساتك وأدوارك فيها
scope-organizations-more = { $count ->
    [zero] لا مزيد
    [one] واحدة أخرى
    [two] اثنتان أخريان
    [few] { $count } أخرى
    [many] { $count } أخرى
   *[other] { $count } أخرى
}
scope-groups = رؤية مجموعاتك
scope-roles = رؤية أدوارك
scope-offline = الاحتفاظ بالوصول في غيابك
scope-offline-value = إلى أن تزيله من «التطبيقات المسموح بها»
scope-nothing-yet = لا شيء محفوظ هنا بعد
scope-everything = { $count ->
    [zero] لا تفاصيل
    [one] تفصيل واحد
    [two] التفصيلان كلاهما
    [few] التفاصيل كلها وعددها { $count }
    [many] التفاصيل كلها وعددها { $count }
   *[other] التفاصيل كلها وعددها { $count }
}
fact-confirmed = مؤكَّد
fact-not-confirmed = غير مؤكَّد
fact-yes = نعم
fact-no = لا
fact-with-state = { $value } · { $state }
fact-organization = { $name } ({ $roles })
fact-vouched = من { $source } وهو يضمن صحته
fact-roles-chosen-here = ما لك في المؤسسة التي تختارها أدناه
fact-chosen-here = التي تختارها أدناه
consent-claim-name = رؤية اسمك الكامل
consent-claim-given-name = رؤية اسمك الأول
consent-claim-family-name = رؤية اسم عائلتك
consent-claim-middle-name = رؤية اسمك الأوسط
consent-claim-nickname = رؤية لقبك
consent-claim-preferred-username = رؤية اسم المستخدم
consent-claim-profile = رؤية عنوان صفحة ملفك
consent-claim-picture = رؤية صورتك
consent-claim-website = رؤية عنوان موقعك
consent-claim-gender = رؤية جنسك
consent-claim-birthdate = رؤية تاريخ ميلادك
consent-claim-zoneinfo = رؤية منطقتك الزمنية
consent-claim-locale = رؤية لغتك
consent-claim-updated-at = معرفة آخر تعديل لملفك
consent-claim-email = رؤية بريدك الإلكتروني
consent-claim-email-verified = معرفة ما إذا جرى التحقق من بريدك الإلكتروني
consent-claim-phone-number = رؤية رقم هاتفك
consent-claim-phone-number-verified = معرفة ما إذا جرى التحقق من رقم هاتفك
consent-claim-address = رؤية عنوانك البريدي
consent-claim-organizations = رؤية مؤسساتك وأدوارك فيها
claim-organizations-truncated = مؤسسات أخرى غير مذكورة
consent-claim-organizations-truncated = معرفة ما إذا كانت لديك مؤسسات أكثر مما يُذكر
claim-org-id = تعمل باسم
consent-claim-org-id = معرفة المؤسسة التي تعمل باسمها
consent-claim-groups = رؤية مجموعاتك
consent-claim-roles = رؤية أدوارك
consent-claim-other = معرفة ما يسمى «{ $claim }» عنك
scope-own-words = بكلمات { $client }
scope-unusual = قلّما تطلب التطبيقات هذا
scope-usual = كثيرًا ما تطلب التطبيقات هذا

# Going on with what was allowed before
confirm-title = المتابعة إلى { $client }؟
confirm-lead = يطلب تطبيق على هذا الجهاز ذلك باسم { $client }. تابع فقط إذا كنت قد بدأت هذا من هناك للتو.
confirm-offline = يحتفظ { $client } بالوصول في غيابك.

# Before the browser goes on
leaving-refused = تعذّرت الإجابة عن طلب التطبيق كما ورد. إذا تابعت فسيُبلَّغ التطبيق بالسبب. حسابك سليم.
leaving-signed-out = لا أحد مسجّل الدخول هنا الآن.
leaving-stranger = سجّل هذا التطبيق نفسه هنا ولم يتحقّق منه أحد. تابع فقط إذا كنت تعرف هذا العنوان:
leaving-app = يتولّى تطبيق على هذا الجهاز الأمر عند هذا العنوان:

# Sign out
logout-title = هل تريد تسجيل الخروج؟
logout-lead-client = أرسلك { $client } إلى هنا.
logout-lead = سيؤدي هذا إلى خروجك من { $brand } في هذا المتصفح.
logout-lead-several = أكثر من حساب مسجّل الدخول إلى { $brand } في هذا المتصفح.
logout-which = أي حساب؟
logout-all = كل الحسابات في هذا المتصفح
logout-confirm = تسجيل الخروج
logout-stay = البقاء مسجّل الدخول
logout-no-way-back = لا يمكننا إعادتك إلى التطبيق: في طلبه خطأ ما.
signing-out-title = جارٍ تسجيل خروجك
signing-out-lead = لقد خرجت من { $brand }. نُبلغ الآن التطبيقات التي استخدمتها.
signing-out-continue = متابعة
signed-out-title = تم تسجيل خروجك
signed-out-lead = لا يستطيع أحد الآن استخدام حسابك لدى { $brand } في هذا المتصفح.
signed-out-others = ما زال حساب آخر مسجّل الدخول في هذا المتصفح.
signed-out-account = عرض ذلك الحساب
signed-out-again = تسجيل الدخول مجددًا

# Errors
error-developer = لمطوّر التطبيق
error-developer-client = لمطوّر { $client }
error-return-address-title = أرسل أحد التطبيقات عنوانًا لا نعرفه
error-return-address-client-title = أرسل { $client } عنوانًا لا نعرفه
error-return-address-text = لذلك توقّفنا قبل إرسال أي شيء إليه. حسابك سليم. يستطيع مشغّل التطبيق إصلاح ذلك.
error-client-title = لا نعرف التطبيق الذي أرسلك إلى هنا
error-client-text = لذلك لم نطلب منك تسجيل الدخول. حسابك سليم. يستطيع مشغّل التطبيق إصلاح ذلك.
error-request-title = طلب التطبيق شيئًا غير ممكن
error-request-client-title = طلب { $client } شيئًا غير ممكن
error-request-text = لذلك توقّفنا. حسابك سليم. يستطيع مشغّل التطبيق إصلاح ذلك.
error-expired-title = لم يعد تسجيل الدخول هذا مفتوحًا
error-expired-client-title = لم يعد تسجيل الدخول إلى { $client } مفتوحًا
error-expired-text = طال انتظاره. عُد إلى التطبيق وابدأ من جديد.
error-finished-title = سبق الرد على طلب تسجيل الدخول هذا
error-finished-client-title = سبق الرد على طلب تسجيل الدخول إلى { $client }
error-finished-text = يمكنك إغلاق هذه الصفحة أو العودة إلى التطبيق. وإن أردت غير ذلك فابدأ من هناك من جديد.
error-other-browser-title = بدأ تسجيل الدخول هذا في متصفح آخر
error-other-browser-text = لا يمكن إكماله إلا هناك. لتسجيل الدخول هنا عُد إلى التطبيق وابدأ من جديد.
error-unknown-browser-title = هذا المتصفح لا يعرف عملية تسجيل الدخول هذه
error-unknown-browser-text = بدأت في متصفح آخر، أو أن هذا المتصفح لا يحتفظ بملفات تعريف الارتباط لهذا العنوان. أكملها هناك، أو اسمح بملفات تعريف الارتباط وابدأ من جديد من التطبيق.
error-cookie-title = لم يرسل متصفحك ملف تعريف الارتباط الخاص بنا
error-cookie-text = من دونه لا نعرف إن كنت أنت. اسمح بملفات تعريف الارتباط لهذا العنوان ثم ابدأ من جديد من التطبيق.
error-form-title = لم يأتِ هذا النموذج من موقعنا
error-form-text = لذلك لم يتغيّر شيء. افتح الصفحة مرة أخرى وكرّر ما فعلته.
error-link-title = استُخدم هذا الرابط أو مضى وقته
error-link-text = يعمل مثل هذا الرابط مرة واحدة ولمدة قصيرة. اطلب رابطًا جديدًا.
error-invitation-title = استغرق ذلك وقتًا طويلًا
error-invitation-text = افتح رابط دعوتك مرة أخرى.
error-session-title = ذلك المتصفح خرج بالفعل
error-session-text = انتهى تسجيل دخوله في هذه الأثناء. لم يتغيّر شيء آخر.
error-signed-out-title = لم يعد هذا الحساب مسجّل الدخول هنا
error-signed-out-text = جرى تسجيل خروجه في هذه الأثناء، من هنا أو من مكان آخر. لم يُنقل أي شيء.
error-forbidden-title = لا يُسمح لحسابك بذلك
error-forbidden-text = يستطيع من يدير هذا الموقع أن يمنحك الإذن.
error-not-found-title = لا توجد صفحة هنا
error-not-found-text = ربما كُتب العنوان خطأً أو نُقلت الصفحة.
error-too-many-title = كان ذلك كثيرًا في وقت قصير
error-too-many-text = انتظر دقيقة ثم حاول مرة أخرى.
error-busy-title = نحن مشغولون جدًا في هذه اللحظة
error-busy-text = لم يُفقد شيء. انتظر بضع ثوانٍ ثم حاول مرة أخرى.
error-unavailable-title = لا يمكننا الرد في هذه اللحظة
error-unavailable-text = ربما لم يُحفظ آخر ما فعلته. انتظر بضع ثوانٍ ثم حاول مرة أخرى.
error-internal-title = حدث عطل لدينا
error-internal-text = ليس الخطأ منك، وقد سُجّل العطل. حاول مرة أخرى بعد قليل.

# First administrator
setup-title = إنشاء الحساب الأول
setup-lead = يتولّى إدارة { $brand }. يمكنك إضافة حسابات أخرى لاحقًا.
setup-username-label = اسم المستخدم
setup-email-label = عنوان البريد الإلكتروني
setup-password-again-label = كلمة المرور مرة أخرى
setup-password-hint = { $count ->
    [zero] اختر بضع كلمات لا صلة بينها.
    [one] حرف واحد على الأقل. من الجيد اختيار بضع كلمات لا صلة بينها.
    [two] حرفان على الأقل. من الجيد اختيار بضع كلمات لا صلة بينها.
    [few] { $count } أحرف على الأقل. من الجيد اختيار بضع كلمات لا صلة بينها.
    [many] { $count } حرفًا على الأقل. من الجيد اختيار بضع كلمات لا صلة بينها.
   *[other] { $count } حرف على الأقل. من الجيد اختيار بضع كلمات لا صلة بينها.
}
setup-button = إنشاء الحساب
setup-username-invalid = أدخل اسم مستخدم بلا مسافات.
setup-username-taken = اسم المستخدم هذا لشخص آخر.
setup-email-invalid = أدخل عنوان بريد إلكتروني مثل ada@example.com.
setup-email-taken = يستخدم شخص آخر عنوان البريد هذا.
setup-password-short = { $count ->
    [zero] كلمة المرور قصيرة.
    [one] تحتاج كلمة المرور إلى حرف واحد على الأقل.
    [two] تحتاج كلمة المرور إلى حرفين على الأقل.
    [few] تحتاج كلمة المرور إلى { $count } أحرف على الأقل.
    [many] تحتاج كلمة المرور إلى { $count } حرفًا على الأقل.
   *[other] تحتاج كلمة المرور إلى { $count } حرف على الأقل.
}
setup-password-long = كلمة المرور هذه طويلة جدًا.
setup-password-common = كلمة المرور هذه سهلة التخمين. اختر غيرها.
setup-passwords-differ = كلمتا المرور مختلفتان.
password-holds-username = لا تجعل اسم المستخدم جزءًا من كلمة المرور.
password-holds-email = لا تجعل بريدك الإلكتروني جزءًا من كلمة المرور.
password-holds-service = كلمة المرور لا تكاد تزيد على اسمنا.
password-repetition = تكرّر كلمة المرور أحرفًا قليلة.
password-sequence = كلمة المرور سلسلة من أحرف أو مفاتيح متجاورة.
password-breached = توجد كلمة المرور هذه في قائمة كلمات مرور مسروقة. اختر غيرها هنا وفي كل مكان تستخدمها فيه.
password-no-lower = تحتاج كلمة المرور إلى حرف صغير.
password-no-upper = تحتاج كلمة المرور إلى حرف كبير.
password-no-digit = تحتاج كلمة المرور إلى رقم.
password-no-symbol = تحتاج كلمة المرور إلى رمز ليس حرفًا ولا رقمًا.
password-rule-lower = حرف صغير
password-rule-upper = حرف كبير
password-rule-digit = رقم
password-rule-symbol = رمز ليس حرفًا ولا رقمًا
password-rule-names = من دون اسم المستخدم أو البريد الإلكتروني
password-rules-kept = تستوفي كلمة المرور كل قاعدة يمكن التحقق منها هنا.
setup-done-title = حسابك جاهز
setup-done-lead = تسجّل الدخول باسم { $username }.
setup-done-next = صِل الآن تطبيقًا. شغّل هذا الأمر حيث يعمل Signet:
setup-used-title = أُنشئ الحساب الأول
setup-used-text = عمل هذا الرابط مرة واحدة ولم تعد هناك حاجة إليه.
setup-used-next = تُنشأ الحسابات الأخرى بهذا الأمر:
setup-expired-title = مضى وقت رابط الإعداد هذا
setup-expired-text = لم يتغيّر شيء.
setup-expired-next = يطبع هذا الأمر رابطًا جديدًا:

# Account
account-title = حسابك لدى { $brand }
account-others = حسابات أخرى في هذا المتصفح
account-about = عنك
account-about-empty = لا شيء محفوظ عنك سوى اسم المستخدم.
account-sessions = أين سجّلت الدخول
account-sessions-empty = تظهر هنا المتصفحات التي سجّلت الدخول فيها.
account-apps = التطبيقات المسموح بها
account-apps-empty = تظهر هنا التطبيقات التي تسمح لها باستخدام حسابك.
account-nav-sessions = المتصفحات
account-nav-apps = التطبيقات
account-sign-out = تسجيل الخروج
account-this-one = هذا المتصفح
account-browser-unknown = متصفح غير معروف
account-last-used = آخر استخدام: { $moment }
account-signed-in-on = تسجيل الدخول: { $moment }
account-signed-in-from = تسجيل الدخول: { $moment } من { $place }
place-city = { $country }، { $city }
account-allowed-since = سُمح به في { $moment }
account-end-session = تسجيل الخروج
account-end-others = تسجيل الخروج من البقية
account-end-others-hint = تبقى مسجّل الدخول هنا فقط.
account-sign-out-everywhere = تسجيل الخروج من كل مكان
account-sign-out-everywhere-hint = ينهي كل هذه الجلسات ويُبلغ التطبيقات. تحتفظ التطبيقات التي سمحت لها بالعمل في غيابك بذلك حتى تزيلها أدناه.
account-remove-app = إزالة الوصول
account-open-app = فتح
account-session-ended = تم تسجيل الخروج من ذلك المتصفح.
account-session-named = لذلك المتصفح اسمه الجديد.
account-session-name-refused = لا يمكن استخدام هذا الاسم: 60 حرفًا على الأكثر، دون أي حرف مخفي.
account-others-ended = تم تسجيل الخروج من المتصفحات الأخرى.
account-app-removed = لم يعد { $app } قادرًا على استخدام حسابك.
account-signed-in = سجّلت الدخول باسم { $person }.
claim-sub = المعرّف
claim-name = الاسم
claim-given-name = الاسم الأول
claim-family-name = اسم العائلة
claim-middle-name = الاسم الأوسط
claim-nickname = اللقب
claim-preferred-username = اسم المستخدم
claim-profile = صفحة الملف الشخصي
claim-picture = الصورة
claim-website = الموقع الإلكتروني
claim-email = البريد الإلكتروني
claim-email-verified = تأكيد البريد الإلكتروني
claim-gender = الجنس
claim-birthdate = تاريخ الميلاد
claim-zoneinfo = المنطقة الزمنية
claim-locale = اللغة
claim-phone-number = رقم الهاتف
claim-phone-number-verified = تأكيد رقم الهاتف
claim-address = العنوان البريدي
claim-updated-at = آخر تغيير
claim-organizations = المؤسسات
claim-groups = المجموعات
claim-roles = الأدوار

# Front door
landing-lead = حساب واحد لكل تطبيقاتك.
landing-signed-in = أنت مسجّل الدخول باسم
landing-account = تسجيل الدخول إلى حسابك
landing-playground = تجربة تسجيل الدخول خطوة بخطوة
landing-developers = للمطوّرين:
landing-discovery = مستند الاكتشاف
landing-docs = التوثيق

# On the way back
form-post-title = العودة إلى { $client }
form-post-lead = تتابع هذه الصفحة من تلقاء نفسها، وإن لم تفعل فاضغط الزر.
form-post-again-title = لحظة واحدة
form-post-button = متابعة

# Time
moment = { $day } { $month } { $year }، { $time } بالتوقيت العالمي
month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر

# A further factor at sign-in
factor-title = أدخل الرمز من تطبيقك
factor-lead = افتح تطبيق المصادقة. يتغيّر الرمز كل ثلاثين ثانية.
factor-label = رمز من ستة أرقام
factor-recovery-title = أدخل رمز استرداد
factor-recovery-lead = أحد الرموز العشرة التي احتفظت بها. كل رمز يعمل مرة واحدة.
factor-recovery-label = رمز الاسترداد
factor-use-app = استخدم التطبيق بدلًا من ذلك
factor-use-recovery = التطبيق ليس معي هنا
factor-wrong-title = هذا الرمز غير صحيح.
factor-wrong-text = انظر في التطبيق مرة أخرى، وتأكّد من أن ساعة هاتفك مضبوطة.
factor-recovery-wrong-text = تحقّق منه حرفًا حرفًا. الرمز الذي استُخدم من قبل لا يعمل مرة أخرى.
factor-used-title = استُخدم هذا الرمز من قبل.
factor-used-text = انتظر الرمز التالي ثم أدخله.
factor-too-many-title = كانت هناك محاولات كثيرة جدًا.
factor-too-many-text = { $minutes ->
    [zero] لحماية الحساب، انتظر قليلًا ثم حاول مرة أخرى.
    [one] لحماية الحساب، انتظر دقيقة واحدة ثم حاول مرة أخرى.
    [two] لحماية الحساب، انتظر دقيقتين ثم حاول مرة أخرى.
    [few] لحماية الحساب، انتظر { $minutes } دقائق ثم حاول مرة أخرى.
    [many] لحماية الحساب، انتظر { $minutes } دقيقة ثم حاول مرة أخرى.
   *[other] لحماية الحساب، انتظر { $minutes } دقيقة ثم حاول مرة أخرى.
}

# How one signs in
security-title = كيف تسجّل الدخول
security-apps = تطبيقات المصادقة
security-apps-none = مع تطبيق على هاتفك لا تكفي كلمة مرور مسروقة لتسجيل الدخول باسمك. يستغرق الإعداد دقيقة.
security-apps-lead = يُطلب منك رمز من التطبيق عند تسجيل الدخول.
security-app = التطبيق { $number }
security-added = أُضيف في { $moment }
security-remove = إزالة
security-set-up = إعداد تطبيق
security-add = إضافة تطبيق آخر
security-codes = رموز الاسترداد
security-codes-left = { $count ->
    [zero] لم يبقَ أي رمز.
    [one] بقي رمز واحد.
    [two] بقي رمزان.
    [few] بقيت { $count } رموز.
    [many] بقي { $count } رمزًا.
   *[other] بقي { $count } رمز.
}
security-codes-few = { $count ->
    [0] لم يبقَ أي رمز. بدون التطبيق أو مفتاح مرور لن تستطيع تسجيل الدخول. أنشئ رموزًا جديدة الآن.
    [one] بقي رمز واحد فقط. أنشئ رموزًا جديدة قريبًا.
    [two] بقي رمزان فقط. أنشئ رموزًا جديدة قريبًا.
    [few] بقيت { $count } رموز فقط. أنشئ رموزًا جديدة قريبًا.
    [many] بقي { $count } رمزًا فقط. أنشئ رموزًا جديدة قريبًا.
   *[other] بقي { $count } رمز فقط. أنشئ رموزًا جديدة قريبًا.
}
security-codes-hint = الرموز الجديدة تحلّ محلّ القديمة.
security-codes-new = إنشاء رموز جديدة
security-app-added = أُعدّ التطبيق. من الآن يُطلب منك رمزه.
security-app-removed = أُزيل التطبيق. لم تعد رموزه تعمل.
security-password-lead = عند تغييرها يُسجَّل خروجك من كل مكان سوى هنا.
security-password-change = تغيير كلمة المرور
security-password-changed = تغيّرت كلمة مرورك. وقد سُجِّل خروجك من كل مكان آخر.
new-password-lead = تبقى مسجّل الدخول هنا، ويُسجَّل خروجك من كل مكان آخر.
new-app-title = إعداد تطبيق مصادقة
new-app-lead = امسح هذا بالتطبيق على هاتفك، ثم أدخل الرمز الذي يعرضه.
new-app-picture = رمز مربّع لكاميرا هاتفك
new-app-by-hand = لا أستطيع مسحه
new-app-by-hand-lead = أدخل هذا المفتاح في التطبيق. ينشئ رموزًا بحسب الوقت من ستة أرقام.
new-app-confirm = تأكيد
codes-title = احتفظ برموز الاسترداد هذه
codes-lead = كل منها يسجّل دخولك مرة واحدة بدل التطبيق أو مفتاح المرور. تُعرض الآن فقط.
codes-hint = اطبعها، أو ضعها في مدير كلمات مرور: في مكان غير هاتفك.
codes-kept = احتفظت بها
account-nav-security = تسجيل الدخول

# Passkeys
passkey-sign-in = تسجيل الدخول بمفتاح مرور
passkey-cancelled = لم يُختر أي مفتاح مرور. حاول مرة أخرى، أو سجّل الدخول بكلمة المرور.
passkey-failed = لم ينجح ذلك. حاول مرة أخرى، أو سجّل الدخول بكلمة المرور.
passkey-expired-title = استغرق ذلك وقتًا طويلًا.
passkey-expired-text = لم يتغيّر شيء. حاول مرة أخرى بمفتاح المرور.
passkey-unknown-title = لا ينتمي مفتاح المرور هذا إلى أي حساب هنا.
passkey-unknown-text = ربما أُزيل. سجّل الدخول بطريقة أخرى، واحذفه من جهازك.
passkey-wrong-title = تعذّر استخدام مفتاح المرور هذا.
passkey-wrong-text = حاول مرة أخرى، أو سجّل الدخول بكلمة المرور.
passkeys-title = مفاتيح المرور
passkeys-one = مفتاح مرور
passkeys-none = سجّل الدخول ببصمة إصبعك أو وجهك أو قفل الشاشة بدلًا من كلمة المرور. لا يمكن لأحد تخمين مفتاح المرور، ولا يمكن لصفحة مزيّفة أن تطلبه.
passkeys-lead = يكفي واحد منها لتسجيل الدخول. لا يُطلب شيء آخر.
passkeys-on-one-device = على جهاز واحد فقط
passkeys-not-copied = لم يُحفظ احتياطيًا بعد
passkeys-copied = محفوظ احتياطيًا لدى مزوّده
passkeys-rename = إعادة تسمية
passkeys-name = الاسم
passkeys-save = حفظ
passkeys-create = إنشاء مفتاح مرور
passkeys-add = إضافة مفتاح مرور آخر
passkeys-last = هذه طريقتك الوحيدة لتسجيل الدخول، لذلك لا يمكن إزالتها.
passkeys-added = أُضيف مفتاح المرور. يمكنك تسجيل الدخول به من الآن.
passkeys-renamed = لمفتاح المرور اسمه الجديد.
passkeys-removed = أُزيل مفتاح المرور ولم يعد يسجّل دخولك. احذفه من جهازك أيضًا.
new-passkey-title = إنشاء مفتاح مرور
new-passkey-lead = يطلب جهازك بصمة إصبعك أو وجهك أو قفل الشاشة. ولا يصلنا شيء منها.
new-passkey-button = إنشاء مفتاح مرور
new-passkey-cancelled = لم يُنشأ أي مفتاح مرور. حاول مرة أخرى متى شئت.
new-passkey-known = على هذا الجهاز مفتاح مرور لحسابك بالفعل.
new-passkey-unsupported = لا يستطيع هذا المتصفح إنشاء مفاتيح مرور. جرّب متصفحًا أو جهازًا آخر.
new-passkey-no-script = تحتاج مفاتيح المرور إلى JavaScript، وهي معطّلة في هذا المتصفح. يمكنك الاستمرار في تسجيل الدخول بكلمة المرور.
new-passkey-expired-title = استغرق ذلك وقتًا طويلًا.
new-passkey-expired-text = لم يُضف أي مفتاح مرور. حاول مرة أخرى.
new-passkey-refused-title = لم يُضف مفتاح المرور.
new-passkey-refused-text = إنه ينتمي إلى حساب بالفعل، أو لم يتحقق جهازك من هويتك. حاول مرة أخرى، أو استخدم جهازًا آخر.
passkeys-not-asked = كلمة مرورك وحدها ما زالت تكفي لتسجيل الدخول.
passkeys-asked = بعد كلمة المرور يُطلب منك مفتاح مرور.
passkeys-ask = اطلب مفتاح مرور بعدها
passkeys-ask-no-more = التوقف عن الطلب
factor-passkey-title = أكّد بمفتاح المرور
factor-passkey-lead = كلمة مرورك صحيحة. استخدم الآن أحد مفاتيح مرورك.
factor-passkey-button = استخدام مفتاح مرور
factor-passkey-cancelled = لم يُستخدم أي مفتاح مرور. حاول مرة أخرى.
factor-passkey-failed = لم ينجح ذلك. حاول مرة أخرى.
factor-passkey-wrong-text = حاول مرة أخرى، أو اختر طريقة أخرى.
factor-passkey-no-script = تحتاج مفاتيح المرور إلى JavaScript، وهي معطّلة في هذا المتصفح. يمكنك استخدام رمز استرداد بدلًا منها.
factor-use-passkey = استخدم مفتاح مرور بدلًا من ذلك
factor-no-passkey = مفتاح المرور ليس معي هنا
factor-without = المتابعة بدون هذه الخطوة

# يُعَدّ عامل إضافي في الطريق
enrol-now = يحتاج حسابك إلى خطوة ثانية إلى جانب كلمة المرور. أعدّها الآن للمتابعة.
enrol-soon = يحتاج حسابك إلى خطوة ثانية إلى جانب كلمة المرور قبل { $moment }. أعدّها الآن أو في وقت لاحق.
enrol-later = ليس الآن
factor-trust = { $days ->
    [zero] عدم السؤال مجددًا على هذا الجهاز
    [one] عدم السؤال مجددًا على هذا الجهاز لمدة يوم واحد
    [two] عدم السؤال مجددًا على هذا الجهاز لمدة يومين
    [few] عدم السؤال مجددًا على هذا الجهاز لمدة { $days } أيام
    [many] عدم السؤال مجددًا على هذا الجهاز لمدة { $days } يومًا
   *[other] عدم السؤال مجددًا على هذا الجهاز لمدة { $days } يوم
}
