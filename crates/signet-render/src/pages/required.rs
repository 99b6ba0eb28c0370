//! What somebody does before an app gets its answer: they prove their address or their number, or choose another password.

use askama::Template;

use super::{MailProblem, PasswordProblem, PasswordRules, PhoneProblem};
use crate::{AfterPost, CancelForm, ClientCard, Frame, Page, Person, Scripts};

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
    /// "Cancel"; not offered when absent.
    pub cancel: Option<CancelForm>,
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
    /// "Cancel"; not offered when absent.
    pub cancel: Option<CancelForm>,
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

/// Asks for the number and for the code that was texted to it.
///
/// "Text me a code" posts `phone_number`, the code posts `code`, each with `interaction` and `csrf`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/prove_phone.html")]
pub struct ProvePhone {
    /// What stands around it.
    pub frame: Frame,
    /// Whom one signs in for; one's own account when absent.
    pub client: Option<ClientCard>,
    /// Who is signed in.
    pub person: Person,
    /// The interaction.
    pub interaction: String,
    /// What stands in the field.
    pub typed: String,
    /// The number to which a code went.
    pub waits_for: Option<String>,
    /// What was wrong.
    pub problem: Option<PhoneProblem>,
    /// Texts a code.
    pub action: String,
    /// Takes the code.
    pub code_action: String,
    /// Goes on without a number; not offered when absent.
    pub later_action: Option<String>,
    /// Leads out of the journey; not offered when absent.
    pub cancel: Option<CancelForm>,
}

impl ProvePhone {
    fn notice(&self) -> Option<(String, String)> {
        self.problem.map(|problem| problem.notice(&self.frame))
    }

    fn is_wrong_number(&self) -> bool {
        self.problem.is_some_and(PhoneProblem::is_of_number)
    }

    const fn is_wrong_code(&self) -> bool {
        matches!(self.problem, Some(PhoneProblem::Code))
    }
}

impl Page for ProvePhone {
    const AFTER_POST: AfterPost = AfterPost::Client;
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
            cancel: Some(CancelForm::sample()),
        };
        let over = Self { problem: Some(MailProblem::Over), ..plain.clone() };
        let many = Self { problem: Some(MailProblem::TooMany { minutes: 12 }), ..plain.clone() };
        let own = Self {
            client: None,
            cancel: None,
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
            cancel: Some(CancelForm::sample()),
        };
        let current = Self { asks_for_current: true, client: None, cancel: None, ..plain.clone() };
        let problems = vec![PasswordProblem::WrongCurrent, PasswordProblem::Rule("password_unchanged")];
        let wrong = Self { problems, asks_for_current: true, ..plain.clone() };
        vec![("renew_password_current", current), ("renew_password_wrong", wrong), ("renew_password", plain)]
    }
}

#[cfg(test)]
impl ProvePhone {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/phone?interaction=int_1"),
            client: Some(ClientCard::sample()),
            person: Person::sample(),
            interaction: "int_1".to_owned(),
            typed: "+442079460123".to_owned(),
            waits_for: None,
            problem: None,
            action: "/phone".to_owned(),
            code_action: "/phone/code".to_owned(),
            later_action: None,
            cancel: Some(CancelForm::sample()),
        };
        let waits = Self { waits_for: Some("+442079460123".to_owned()), ..plain.clone() };
        let wrong = |problem| Self { problem: Some(problem), ..plain.clone() };
        let wrong_code = |problem| Self { problem: Some(problem), ..waits.clone() };
        let own = Self { client: None, cancel: None, person: Person::long_sample(), ..plain.clone() };
        vec![
            ("prove_phone_no_number", Self { typed: "0207 946".to_owned(), ..wrong(PhoneProblem::Number) }),
            ("prove_phone_no_country", wrong(PhoneProblem::Country)),
            ("prove_phone_too_many", wrong(PhoneProblem::TooMany { minutes: 12 })),
            ("prove_phone_wrong", wrong_code(PhoneProblem::Code)),
            ("prove_phone_used_up", wrong_code(PhoneProblem::UsedUp)),
            ("prove_phone_over", wrong(PhoneProblem::Over)),
            ("prove_phone_own_optional", Self { later_action: Some("/phone/later".to_owned()), ..own }),
            ("prove_phone_waits_optional", Self { later_action: Some("/phone/later".to_owned()), ..waits.clone() }),
            ("prove_phone_waits", waits),
            ("prove_phone", plain),
        ]
    }
}
