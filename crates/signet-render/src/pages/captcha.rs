//! Somebody shows that they are a person, after failures.

use std::borrow::Cow;

use askama::Template;

use super::WorkToDo;
use crate::{AfterPost, Frame, Page, config::captcha::CaptchaFacts};

/// Asks the widget of a service. It has no password on it: a script of others runs here.
///
/// Posts `interaction`, `work`, `csrf` and the service's own field to `action`; where the service does not answer,
/// `work_answer` and `fallback` instead of the latter.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/captcha.html")]
pub struct CaptchaPage {
    /// What stands around it.
    pub frame: Frame,
    /// Where the form goes.
    pub action: String,
    /// The paused authorization.
    pub interaction: Option<String>,
    /// The service's; none where it does not answer.
    pub widget: Option<CaptchaWidget>,
    /// What a browser without scripts waits for; or what is calculated where the service does not answer.
    pub calculation: Option<WorkToDo>,
    /// Why it is asked once more.
    pub problem: Option<CaptchaProblem>,
}

/// The widget of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaptchaWidget {
    /// What the service documents.
    pub facts: CaptchaFacts,
    /// The key of the page.
    pub site_key: String,
}

/// Why it is asked once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaptchaProblem {
    /// The service took it for no person.
    Failed,
    /// It was not waited for long enough: no script ran, or that of the service did not come.
    Early,
    /// The service does not answer: something is calculated instead.
    Away,
    /// The service does not answer.
    Later,
}

impl CaptchaPage {
    fn notice(&self) -> Option<(String, String)> {
        let (title, text) = match self.problem? {
            CaptchaProblem::Failed => ("captcha-failed-title", self.frame.t("captcha-failed-text")),
            CaptchaProblem::Early => ("captcha-failed-title", self.how_long()),
            CaptchaProblem::Away => ("captcha-away-title", self.frame.t("captcha-away-text")),
            CaptchaProblem::Later => ("captcha-away-title", self.frame.t("captcha-later-text")),
        };
        Some((self.frame.t(title), text))
    }

    /// How long whoever gets no widget waits.
    fn how_long(&self) -> String {
        let seconds = self.calculation.as_ref().map_or(0, |work| work.seconds);
        self.frame.tn("work-no-script", "seconds", &seconds)
    }

    /// Whether the notice says how long to wait.
    fn is_early(&self) -> bool {
        self.problem == Some(CaptchaProblem::Early)
    }
}

impl Page for CaptchaPage {
    const AFTER_POST: AfterPost = AfterPost::Here;

    /// Wider than that of any other page of ours: what the service documents, and no more.
    fn content_security_policy(&self) -> Cow<'static, str> {
        let (hosts, styles) = self.widget.as_ref().map_or(("", ""), |one| (one.facts.hosts, one.facts.styles));
        let script = if hosts.is_empty() { "'self'" } else { hosts };
        let style = format!("'self' {styles}");
        let directives = [
            ("default-src", "'none'"),
            ("style-src", style.trim()),
            ("img-src", "'self'"),
            ("script-src", script),
            ("frame-src", hosts),
            ("connect-src", styles),
            ("form-action", "'self'"),
            ("base-uri", "'none'"),
            ("frame-ancestors", "'none'"),
        ];
        let given = directives.into_iter().filter(|(_, sources)| !sources.is_empty());
        let policy: Vec<String> = given.map(|(name, sources)| format!("{name} {sources}")).collect();
        Cow::Owned(policy.join("; "))
    }
}

#[cfg(test)]
impl CaptchaPage {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        use crate::config::captcha::CaptchaDriver;
        let widget = |driver: CaptchaDriver| {
            driver.facts().map(|facts| CaptchaWidget { facts, site_key: "10000000-ffff".to_owned() })
        };
        let plain = Self {
            frame: frame.clone(),
            action: "/login/captcha".to_owned(),
            interaction: Some("int_1".to_owned()),
            widget: widget(CaptchaDriver::Turnstile),
            calculation: Some(WorkToDo::sample()),
            problem: None,
        };
        let with = |problem| Self { problem: Some(problem), ..plain.clone() };
        vec![
            ("captcha_failed", with(CaptchaProblem::Failed)),
            ("captcha_early", with(CaptchaProblem::Early)),
            ("captcha_later", with(CaptchaProblem::Later)),
            ("captcha_away", Self { widget: None, ..with(CaptchaProblem::Away) }),
            ("captcha_hcaptcha", Self { widget: widget(CaptchaDriver::Hcaptcha), ..plain.clone() }),
            ("captcha_recaptcha", Self { widget: widget(CaptchaDriver::Recaptcha), ..plain.clone() }),
            ("captcha", plain),
        ]
    }
}
