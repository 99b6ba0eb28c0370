//! A captcha service looks at what its widget answered: the siteverify request that Turnstile, hCaptcha and reCAPTCHA
//! share, a form that is answered with JSON.

use serde::Deserialize;

use super::http::Outbound;
use crate::config::{captcha::Captcha, secret::SecretText};

/// Longest answer of a widget that is passed on: the services' are shorter.
const LONGEST: usize = 16 * 1024;
/// What is wrong with us, and with nobody who answered.
const OURS: [&str; 5] =
    ["missing-input-secret", "invalid-input-secret", "bad-request", "internal-error", "sitekey-secret-mismatch"];

/// Where answers are looked at.
pub struct CaptchaService {
    url: String,
    secret: SecretText,
    http: Outbound,
}

/// What the service said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaptchaVerdict {
    /// It was a person.
    Passed,
    /// It was not, or the answer was used before, or is too old.
    Refused,
    /// The service did not answer, or would not look at it.
    Unreachable,
}

#[derive(Deserialize)]
struct SiteVerify {
    success: bool,
    #[serde(rename = "error-codes", default)]
    error_codes: Vec<String>,
}

impl CaptchaService {
    /// By the settings, if they name one.
    pub fn new(captcha: &Captcha, http: &Outbound) -> Option<Self> {
        let facts = captcha.driver.facts()?;
        let url = captcha.verify_url.as_ref().map_or(facts.verify_url, |url| url.as_str());
        Some(Self { url: url.to_owned(), secret: captcha.secret.clone()?, http: http.clone() })
    }

    /// Has an answer looked at, that came from this address.
    pub async fn verify(&self, answer: &str, ip: Option<&str>) -> CaptchaVerdict {
        let verdict = if answer.len() > LONGEST { CaptchaVerdict::Refused } else { self.asked(answer, ip).await };
        metrics::counter!(crate::telemetry::CAPTCHAS, "outcome" => verdict.as_str()).increment(1);
        verdict
    }

    async fn asked(&self, answer: &str, ip: Option<&str>) -> CaptchaVerdict {
        let mut form = vec![("secret", self.secret.expose()), ("response", answer)];
        form.extend(ip.map(|ip| ("remoteip", ip)));
        let told = match self.http.post_form(&self.url, &form).await {
            Ok(told) => told,
            Err(why) => {
                tracing::warn!(why = %why.for_operator(), "the captcha service does not answer");
                return CaptchaVerdict::Unreachable;
            }
        };
        match serde_json::from_slice::<SiteVerify>(&told.body) {
            Ok(SiteVerify { success: true, .. }) => CaptchaVerdict::Passed,
            Ok(SiteVerify { error_codes, .. }) if error_codes.iter().any(|code| OURS.contains(&code.as_str())) => {
                tracing::warn!(?error_codes, "the captcha service does not look at answers: see the section [captcha]");
                CaptchaVerdict::Unreachable
            }
            Ok(_) => CaptchaVerdict::Refused,
            Err(_) => {
                tracing::warn!("the captcha service answered what is no answer of siteverify");
                CaptchaVerdict::Unreachable
            }
        }
    }
}

impl CaptchaVerdict {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Refused => "refused",
            Self::Unreachable => "unreachable",
        }
    }
}
