//! Making an account: the address first, then what else is asked.

use askama::Template;

use super::{PasswordRules, SetupProblem};
use crate::render::{AfterPost, ClientCard, Frame, Page};

/// Asks for the address, which a mail proves.
///
/// Posts `email`, `interaction` and `csrf` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/sign_up_address.html")]
pub struct SignUpAddress {
    /// What stands around it.
    pub frame: Frame,
    /// Whom one makes the account for; for itself when absent.
    pub client: Option<ClientCard>,
    /// Where the form goes.
    pub action: String,
    /// The interaction.
    pub interaction: String,
    /// What only this page has: its second press asks for no second mail.
    pub press: String,
    /// What stands in the field.
    pub email: String,
    /// Why no mail was sent.
    pub problem: Option<SignUpProblem>,
    /// The sign-in page.
    pub sign_in_url: String,
    /// Where "cancel" goes; not offered when absent.
    pub cancel_action: Option<String>,
}

/// Why no mail proves an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignUpProblem {
    /// It is no address.
    EmailInvalid,
    /// The operator wants no accounts of its domain.
    DomainRefused,
    /// Code and link of the mail have ended.
    Over,
    /// Too many mails were asked for.
    TooMany {
        /// Until the next one is allowed.
        minutes: u32,
    },
}

/// Asks what a new account has besides its address, which is proven.
///
/// Posts `name`, `username`, `password`, `ticket`, `interaction` and `csrf` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/sign_up_details.html")]
pub struct SignUpDetails {
    /// What stands around it.
    pub frame: Frame,
    /// Whom one makes the account for; for itself when absent.
    pub client: Option<ClientCard>,
    /// Where the form goes.
    pub action: String,
    /// The interaction.
    pub interaction: String,
    /// What only the answer to the proof of the address brings.
    pub ticket: String,
    /// The address.
    pub email: String,
    /// What one is called; not asked when absent.
    pub name: Option<AskedText>,
    /// The user name; not asked when absent.
    pub username: Option<AskedText>,
    /// The password; not asked when absent.
    pub password: Option<AskedText>,
    /// What is asked of the password.
    pub rules: PasswordRules,
    /// What was wrong with what was typed.
    pub problems: Vec<SetupProblem>,
    /// Where "cancel" goes; not offered when absent.
    pub cancel_action: Option<String>,
}

/// A text that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedText {
    /// What stands in its field.
    pub value: String,
    /// Whether it must be filled in.
    pub is_required: bool,
}

impl SignUpAddress {
    fn title(&self) -> String {
        match &self.client {
            Some(client) => self.frame.t1("sign-up-client-title", "client", &client.name),
            None => self.frame.t1("sign-up-title", "brand", &self.frame.branding.brand.name),
        }
    }

    fn notice(&self) -> Option<(String, String)> {
        let key = match self.problem? {
            SignUpProblem::EmailInvalid => "sign-up-email-invalid",
            SignUpProblem::DomainRefused => "sign-up-domain-refused",
            SignUpProblem::Over => "mail-over",
            SignUpProblem::TooMany { minutes } => {
                let text = self.frame.tn("mail-too-many-text", "minutes", &minutes);
                return Some((self.frame.t("mail-too-many-title"), text));
            }
        };
        Some((self.frame.t(format!("{key}-title")), self.frame.t(format!("{key}-text"))))
    }

    fn is_wrong(&self) -> bool {
        matches!(self.problem, Some(SignUpProblem::EmailInvalid | SignUpProblem::DomainRefused))
    }
}

impl SignUpDetails {
    fn summary(&self) -> Vec<(&'static str, String)> {
        let words = |problem: &SetupProblem| (problem.field(), problem.text(&self.frame, &self.rules));
        self.problems.iter().map(words).collect()
    }

    fn wrong(&self, field: &str) -> Vec<String> {
        self.summary().into_iter().filter(|(of, _)| *of == field).map(|(_, text)| text).collect()
    }

    /// What stands beside the name of a field that may be left empty.
    fn optional(&self, field: &AskedText) -> String {
        if field.is_required { String::new() } else { self.frame.t("sign-up-optional") }
    }
}

impl Page for SignUpAddress {
    const AFTER_POST: AfterPost = AfterPost::Client;
}

impl Page for SignUpDetails {
    const AFTER_POST: AfterPost = AfterPost::Client;
}

#[cfg(test)]
impl SignUpAddress {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/sign-up?interaction=int_1"),
            client: Some(ClientCard::sample()),
            action: "/sign-up".to_owned(),
            interaction: "int_1".to_owned(),
            press: "abc".to_owned(),
            email: String::new(),
            problem: None,
            sign_in_url: "/login?interaction=int_1&another=1".to_owned(),
            cancel_action: Some("/cancel".to_owned()),
        };
        let with = |problem| Self { problem: Some(problem), email: "ada@example.com".to_owned(), ..plain.clone() };
        vec![
            ("sign_up_domain_refused", with(SignUpProblem::DomainRefused)),
            ("sign_up_email_invalid", Self { email: "ada".to_owned(), ..with(SignUpProblem::EmailInvalid) }),
            ("sign_up_too_many", with(SignUpProblem::TooMany { minutes: 12 })),
            ("sign_up_own", Self { client: None, cancel_action: None, ..plain.clone() }),
            ("sign_up", plain),
        ]
    }
}

#[cfg(test)]
impl SignUpDetails {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let text = |value: &str, is_required| Some(AskedText { value: value.to_owned(), is_required });
        let plain = Self {
            frame: frame.clone().at("/sign-up/details?interaction=int_1&ticket=abc"),
            client: Some(ClientCard::sample()),
            action: "/sign-up/details".to_owned(),
            interaction: "int_1".to_owned(),
            ticket: "abc".to_owned(),
            email: "ada@example.com".to_owned(),
            name: text("", false),
            username: text("ada", false),
            password: text("", false),
            rules: PasswordRules { min: 12, max: 128, classes: false },
            problems: Vec::new(),
            cancel_action: Some("/cancel".to_owned()),
        };
        let short = SetupProblem::Password(super::PasswordProblem::Rule("password_too_short"));
        let problems = vec![SetupProblem::NameMissing, SetupProblem::UsernameTaken, short];
        let wrong = Self { problems, name: text("", true), password: text("", true), ..plain.clone() };
        let least = Self { name: None, username: None, password: None, client: None, ..plain.clone() };
        vec![("sign_up_details_wrong", wrong), ("sign_up_details_least", least), ("sign_up_details", plain)]
    }
}
