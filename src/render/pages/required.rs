//! What somebody does before an app gets its answer: they prove their address, or choose another password.

use askama::Template;

use super::{MailProblem, PasswordProblem, PasswordRules};
use crate::render::{AfterPost, ClientCard, Frame, Page, Person, Scripts};

/// Asks for the mail that proves the address of an account.
///
/// Posts `press`, `interaction` and `csrf` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/verify.html")]
pub struct VerifyAddress {
    /// What stands around it.
    pub frame: Frame,
    /// Whom one signs in for; one's own account when absent.
    pub client: Option<ClientCard>,
    /// Who is signed in.
    pub person: Person,
    /// The address.
    pub email: String,
    /// Where the form goes.
    pub action: String,
    /// The interaction.
    pub interaction: String,
    /// What only this page has: its second press asks for no second mail.
    pub press: String,
    /// Why another mail is wanted, or none was sent.
    pub problem: Option<MailProblem>,
    /// Where "cancel" goes; not offered when absent.
    pub cancel_action: Option<String>,
}

/// The form with which somebody chooses another password on the way.
///
/// Posts `current_password` where it is asked for, `username`, `password`, `password_again`, `account`, `interaction` and
/// `csrf` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/renew_password.html")]
pub struct RenewPassword {
    /// What stands around it.
    pub frame: Frame,
    /// Whom one signs in for; one's own account when absent.
    pub client: Option<ClientCard>,
    /// Whose password it is.
    pub person: Person,
    /// What they sign in with, for the password manager.
    pub username: String,
    /// Where the form goes.
    pub action: String,
    /// The interaction.
    pub interaction: String,
    /// The session whose person it is.
    pub account: String,
    /// Whether the present password is asked for.
    pub asks_for_current: bool,
    /// What is asked of the password.
    pub rules: PasswordRules,
    /// What was wrong with what was typed.
    pub problems: Vec<PasswordProblem>,
    /// Where "cancel" goes; not offered when absent.
    pub cancel_action: Option<String>,
}

impl VerifyAddress {
    fn notice(&self) -> Option<(String, String)> {
        self.problem.map(|problem| problem.notice(&self.frame))
    }
}

impl RenewPassword {
    /// Fields with what is wrong with them.
    fn summary(&self) -> Vec<(&'static str, String)> {
        self.problems.iter().map(|problem| (problem.field(), problem.text(&self.frame, &self.rules))).collect()
    }

    /// The problems of a field, in words.
    fn wrong(&self, field: &str) -> Vec<String> {
        self.summary().into_iter().filter(|(of, _)| *of == field).map(|(_, text)| text).collect()
    }
}

impl Page for VerifyAddress {
    const AFTER_POST: AfterPost = AfterPost::Client;
}

impl Page for RenewPassword {
    const AFTER_POST: AfterPost = AfterPost::Client;
    const SCRIPTS: Scripts = Scripts::Run;
}

#[cfg(test)]
impl VerifyAddress {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/verify?interaction=int_1"),
            client: Some(ClientCard::sample()),
            person: Person::sample(),
            email: "ada@example.com".to_owned(),
            action: "/verify".to_owned(),
            interaction: "int_1".to_owned(),
            press: "abc".to_owned(),
            problem: None,
            cancel_action: Some("/cancel".to_owned()),
        };
        let over = Self { problem: Some(MailProblem::Over), ..plain.clone() };
        let many = Self { problem: Some(MailProblem::TooMany { minutes: 12 }), ..plain.clone() };
        let own = Self {
            client: None,
            cancel_action: None,
            email: Person::long_sample().login,
            person: Person::long_sample(),
            ..plain.clone()
        };
        vec![("verify_over", over), ("verify_too_many", many), ("verify_own_long", own), ("verify", plain)]
    }
}

#[cfg(test)]
impl RenewPassword {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/new-password?interaction=int_1"),
            client: Some(ClientCard::sample()),
            person: Person::sample(),
            username: "ada".to_owned(),
            action: "/new-password".to_owned(),
            interaction: "int_1".to_owned(),
            account: "ses_1".to_owned(),
            asks_for_current: false,
            rules: PasswordRules { min: 12, max: 128, classes: false },
            problems: Vec::new(),
            cancel_action: Some("/cancel".to_owned()),
        };
        let current = Self { asks_for_current: true, client: None, cancel_action: None, ..plain.clone() };
        let problems = vec![PasswordProblem::WrongCurrent, PasswordProblem::Rule("password_unchanged")];
        let wrong = Self { problems, asks_for_current: true, ..plain.clone() };
        vec![("renew_password_current", current), ("renew_password_wrong", wrong), ("renew_password", plain)]
    }
}
