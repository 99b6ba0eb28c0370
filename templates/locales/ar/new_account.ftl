# الدعوات
invitation-title = أنت مدعو إلى { $brand }
invitation-lead = بهذا الرابط تنشئ حساب { $email }.
invitation-known-title = لديك حساب بالفعل
invitation-known-lead = يوجد حساب بالعنوان { $email }. سجّل الدخول إليه.
sign-up-details-lead-invited = عنوان حسابك هو { $email }.
sign-up-given-name-label = الاسم الأول
sign-up-family-name-label = اسم العائلة
sign-up-entry-missing = املأ هذا الحقل.
sign-up-entry-invalid = هذا لا يناسب هنا.
sign-up-lines-hint = واحد في كل سطر.
sign-up-disposable-title = هذا العنوان مؤقت.
sign-up-disposable-text = استخدم عنوانًا يبقى لك، فهو طريق عودتك إلى حسابك.
