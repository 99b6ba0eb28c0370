# صفحات الحساب
moment-local = { $day } { $month } { $year }، { $time }
account-nav-overview = نظرة عامة
account-nav-profile = ملفك الشخصي
account-nav-preferences = التفضيلات
profile-title = ملفك الشخصي
profile-names = اسمك
profile-names-lead = التطبيقات التي سمحت لها برؤية ملفك ترى هذا عندما تنظر في المرة التالية.
profile-whole-name = الاسم كما يظهر
profile-whole-name-hint = اتركه فارغًا ليتكوّن من الاسم الأول واسم العائلة.
profile-name-invalid = استخدم حروفًا يمكن قراءتها، 100 على الأكثر.
profile-save = حفظ
profile-names-saved = تم الحفظ.
profile-picture-lead = يُقتطع مربع من الوسط. ولا يُحفظ أين ومتى التُقطت الصورة.
profile-picture-file = ملف
profile-picture-hint = PNG أو JPEG أو WebP، حتى 8 ميغابايت.
profile-picture-save = استخدام هذه الصورة
profile-picture-saved = لديك صورة جديدة.
profile-picture-remove = إزالة
profile-picture-remove-hint = من لديه عنوانها لن يراها بعد ذلك. وقد تحتفظ التطبيقات والمتصفحات بنسخة.
profile-picture-removed = أُزيلت الصورة.
profile-picture-missing = اختر ملفًا أولًا.
profile-picture-unreadable = هذا الملف ليس صورة يمكن قراءتها. اختر ملف PNG أو JPEG أو WebP.
profile-picture-too-large = هذه الصورة كبيرة جدًا. اختر صورة لا تتجاوز 8 ميغابايت و25 ميغابكسل.
profile-picture-busy = يرسل آخرون صورًا في هذه اللحظة. حاول مرة أخرى بعد بضع ثوانٍ.
profile-username-lead = تسجّل الدخول به، وقد تعرضه التطبيقات. ويصبح القديم متاحًا لغيرك بعد ذلك.
profile-username-save = تغيير اسم المستخدم
profile-username-saved = تم تغيير اسم المستخدم. سجّل الدخول به من الآن.
profile-username-fixed = لا يمكن تغييره هنا. اسأل من يدير هذه الخدمة.
preferences-title = التفضيلات
preferences-saved = تم الحفظ.
preferences-as-browser = كما يريد المتصفح
preferences-locale-hint = للصفحات والرسائل. وقد تُخبَر بها التطبيقات.
preferences-no-zone = التوقيت العالمي (UTC)
preferences-zoneinfo-hint = تظهر الأوقات في هذه الصفحات بحسبها. وقد تُخبَر بها التطبيقات.
preferences-theme = الألوان
preferences-theme-system = كما يريد الجهاز
preferences-theme-light = فاتحة
preferences-theme-dark = داكنة
next-step = خطوة تالية واحدة
next-passkey = بمفتاح المرور تسجّل الدخول ببصمتك أو وجهك أو رقمك السري. ولا يمكن لصفحة مزيفة أن تسرقه.
next-passkey-button = إنشاء مفتاح مرور
next-factor = كلمة مرورك وحدها تفتح الحساب. أضف خطوة ثانية حتى لا تكفي كلمة مرور مسروقة.
next-factor-button = إضافة خطوة ثانية
next-codes = لم يبق سوى القليل من رموز الاسترداد. ومن دونها قد لا تتمكن من الدخول إذا فقدت هاتفك.
next-codes-button = إنشاء رموز جديدة
next-nothing = حسابك محمي جيدًا. لا شيء تحتاج إلى فعله.

# What is kept, and the end of it
account-nav-data = بياناتك
data-title = بياناتك
data-take = خذها معك
data-take-lead = ملف JSON واحد فيه كل ما يُحفظ عنك: الملف الشخصي والمتصفحات والتطبيقات ومفاتيح المرور والمؤسسات وما حدث في حسابك. ولا توجد فيه كلمات مرور ولا أسرار.
data-take-button = تنزيل
data-end = محو الحساب
data-end-at-once = يُمحى الحساب وكل ما يُحفظ عنك فورًا، ولا يمكن لأحد استرجاعه.
data-end-lead = { $days ->
    [one] تُسجَّل خروجًا من كل مكان وتفقد التطبيقات وصولها فورًا. يمكنك تغيير رأيك خلال يوم واحد. بعد ذلك يُمحى الحساب وكل ما يُحفظ عنك، ولا يمكن لأحد استرجاعه.
   *[other] تُسجَّل خروجًا من كل مكان وتفقد التطبيقات وصولها فورًا. يمكنك تغيير رأيك خلال { $days } يومًا. بعد ذلك يُمحى الحساب وكل ما يُحفظ عنك، ولا يمكن لأحد استرجاعه.
}
data-confirmation = اكتب { $username } لتؤكد أنك تريد ذلك
data-end-button = محو حسابي
data-confirmation-wrong = هذا ليس اسم المستخدم الخاص بك. لم يُمحَ شيء.
data-last-administrator = أنت آخر مدير. اجعل شخصًا آخر مديرًا أولًا، ثم يمكنك المغادرة.
left-title = سيُمحى حسابك
left-at-once-title = مُحي حسابك
left-at-once-lead = لم يعد يُحفظ هنا أي شيء عنك.
left-lead = { $days ->
    [one] أنت مسجَّل خروجك من كل مكان. يمكنك الاحتفاظ بالحساب حتى الغد: سجّل الدخول أو افتح الرابط في الرسالة التي أرسلناها إليك.
   *[other] أنت مسجَّل خروجك من كل مكان. يمكنك الاحتفاظ بالحساب خلال { $days } يومًا: سجّل الدخول أو افتح الرابط في الرسالة التي أرسلناها إليك.
}
left-keep = تسجيل الدخول للاحتفاظ به
keep-title = هل تريد الاحتفاظ بحسابك؟
keep-lead = سيُمحى: { $moment }. وحتى ذلك الحين لا يسجّل أحد الدخول إليه.
keep-button = الاحتفاظ بحسابي
keep-not = دعه يُمحى
kept-title = حسابك باقٍ
kept-lead = سجّل الدخول لاستخدامه. إذا لم تكن أنت من أراد محوه فغيّر كلمة مرورك.
