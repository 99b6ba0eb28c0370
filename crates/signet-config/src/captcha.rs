//! `[captcha]`: a service that tells people from programs, in the place of a calculation.

use super::{
    branding::WebUrl,
    choice::choice,
    secret::SecretText,
    section::{Checker, section},
};

section! {
    /// A service that tells people from programs, asked after failures in the place of limits.proof_of_work: on a page of
    /// its own, so that no script of others runs beside a password. It learns the address of whoever is asked. Without
    /// scripts a browser waits as long as limits.proof_of_work_wait says.
    Captcha, check = check {
        /// "turnstile" (Cloudflare), "hcaptcha", "recaptcha" (Google, version 2). "none": no service.
        driver: CaptchaDriver = CaptchaDriver::None;
        /// The key that the service gives to the page.
        site_key: Option<String> = None, example = "\"0x4AAAAAAA\"";
        /// The key with which its answers are looked at.
        secret: Option<SecretText> = None, example = "\"<secret>\"", from_file = "secret_file";
        /// What follows where the service does not answer. "proof_of_work": the browser does a calculation instead.
        /// "let_in": the password is looked at. "refuse": it is not, and people try again later.
        unreachable: CaptchaFallback = CaptchaFallback::ProofOfWork;
        /// Another address at which answers are looked at, such as that of a proxy.
        verify_url: Option<WebUrl> = None, example = "\"https://captcha.internal/siteverify\"";
    }
}

choice! {
    /// A service that tells people from programs.
    CaptchaDriver, "captcha service" {
        /// None.
        None = "none",
        /// Cloudflare Turnstile.
        Turnstile = "turnstile",
        /// hCaptcha.
        Hcaptcha = "hcaptcha",
        /// Google reCAPTCHA.
        Recaptcha = "recaptcha",
    }
}

choice! {
    /// What follows where a captcha service does not answer.
    CaptchaFallback, "fallback" {
        /// A calculation.
        ProofOfWork = "proof_of_work",
        /// Nothing is asked.
        LetIn = "let_in",
        /// Nobody goes on.
        Refuse = "refuse",
    }
}

/// What a service documents: its script, what the page may load for it, and where its answers are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaptchaFacts {
    /// The script of the page.
    pub script: &'static str,
    /// The class of the element that the script fills.
    pub class: &'static str,
    /// The field that it adds to the form.
    pub field: &'static str,
    /// From where its scripts and frames come.
    pub hosts: &'static str,
    /// From where its styles come and whom it asks, where it needs that.
    pub styles: &'static str,
    /// Where answers are looked at.
    pub verify_url: &'static str,
}

impl CaptchaDriver {
    /// What the service documents; none of no service.
    pub const fn facts(self) -> Option<CaptchaFacts> {
        match self {
            Self::None => None,
            Self::Turnstile => Some(CaptchaFacts {
                script: "https://challenges.cloudflare.com/turnstile/v0/api.js",
                class: "cf-turnstile",
                field: "cf-turnstile-response",
                hosts: "https://challenges.cloudflare.com",
                styles: "",
                verify_url: "https://challenges.cloudflare.com/turnstile/v0/siteverify",
            }),
            Self::Hcaptcha => Some(CaptchaFacts {
                script: "https://js.hcaptcha.com/1/api.js",
                class: "h-captcha",
                field: "h-captcha-response",
                hosts: "https://hcaptcha.com https://*.hcaptcha.com",
                styles: "https://hcaptcha.com https://*.hcaptcha.com",
                verify_url: "https://api.hcaptcha.com/siteverify",
            }),
            Self::Recaptcha => Some(CaptchaFacts {
                script: "https://www.google.com/recaptcha/api.js",
                class: "g-recaptcha",
                field: "g-recaptcha-response",
                hosts: "https://www.google.com/recaptcha/ https://www.gstatic.com/recaptcha/ \
                        https://recaptcha.google.com/recaptcha/",
                styles: "",
                verify_url: "https://www.google.com/recaptcha/api/siteverify",
            }),
        }
    }
}

fn check(captcha: &Captcha, at: &mut Checker<'_>) {
    if captcha.driver == CaptchaDriver::None {
        return;
    }
    let plain =
        |key: &str| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    match &captcha.site_key {
        Some(key) if plain(key) => {}
        Some(_) => at.refuse("site_key", "it is no such key", "write the site key that the service shows"),
        None => at.refuse("site_key", "the service needs it", "write the site key that the service shows"),
    }
    if captcha.secret.is_none() {
        at.refuse("secret", "the service needs it", "set captcha.secret, or captcha.secret_file");
    }
    if captcha.verify_url.as_ref().is_some_and(|url| url.as_str().starts_with("mailto:")) {
        at.refuse("verify_url", "nobody answers there", "write an address that starts with https://");
    }
}

#[cfg(test)]
mod tests {
    use crate::tests::{assert_refused, load};

    #[test]
    fn a_service_has_both_of_its_keys_or_is_refused() {
        assert_refused("captcha.driver = 'turnstile'", "captcha.site_key", "needs it", "site key");
        assert_refused("captcha.driver = 'hcaptcha'", "captcha.secret", "needs it", "secret_file");
        assert_refused("captcha.driver = 'hcaptcha'\ncaptcha.site_key = 'a\"b'", "captcha.site_key", "no such key", "");
        assert_refused("captcha.driver = 'friendly'", "captcha.driver", "friendly", "turnstile");
        let both = "captcha.driver = 'recaptcha'\ncaptcha.site_key = 'abc'\ncaptcha.secret = 'def'";
        assert!(load(both, &[], &[]).is_ok());
    }
}
