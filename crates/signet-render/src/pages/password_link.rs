//! Setting a password by a one-time link.

use askama::Template;

use super::{PasswordProblem, PasswordRules};
use crate::{AfterPost, Frame, Page, Person, Scripts};

/// The form that sets a password. The link is spent when it is posted, not when it is opened.
///
/// Posts `username`, `password`, `password_again`, `token`, `interaction` and `csrf` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/password_link.html")]
pub struct PasswordLinkPage {
    /// What stands around it.
    pub frame: Frame,
    /// Whose password it is.
    pub person: Person,
    /// What they sign in with, for the password manager.
    pub username: String,
    /// Where the form goes.
    pub action: String,
    /// The secret of the link.
    pub token: String,
    /// The request that goes on afterwards.
    pub interaction: Option<String>,
    /// What is asked of the password.
    pub rules: PasswordRules,
    /// What was wrong with what was typed.
    pub problems: Vec<PasswordProblem>,
}

impl PasswordLinkPage {
    /// Fields with what is wrong with them.
    fn summary(&self) -> Vec<(&'static str, String)> {
        self.problems.iter().map(|problem| (problem.field(), problem.text(&self.frame, &self.rules))).collect()
    }

    /// The problems of a field, in words.
    fn wrong(&self, field: &str) -> Vec<String> {
        self.summary().into_iter().filter(|(of, _)| *of == field).map(|(_, text)| text).collect()
    }
}

impl Page for PasswordLinkPage {
    const AFTER_POST: AfterPost = AfterPost::Client;
    const SCRIPTS: Scripts = Scripts::Run;
}

/// The password is set.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/password_set.html")]
pub struct PasswordSet {
    /// What stands around it.
    pub frame: Frame,
    /// What they sign in with.
    pub username: String,
    /// The client to which one goes from here; one's own account without it.
    pub client: Option<String>,
    /// Where to sign in.
    pub next_url: String,
}

impl Page for PasswordSet {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

#[cfg(test)]
impl PasswordLinkPage {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/password?token=abc"),
            person: Person::sample(),
            username: "ada".to_owned(),
            action: "/password".to_owned(),
            token: "abc".to_owned(),
            interaction: None,
            rules: PasswordRules { min: 10, max: 128, classes: false },
            problems: Vec::new(),
        };
        let all = PasswordProblem::all();
        let wrong = Self {
            problems: all,
            rules: PasswordRules { min: 1, ..plain.rules },
            person: Person::long_sample(),
            ..plain.clone()
        };
        let other = vec![PasswordProblem::Other("a rule without a text of its own".to_owned())];
        let other = Self { problems: other, ..plain.clone() };
        vec![("password_link", plain), ("password_link_wrong", wrong), ("password_link_other_wrong", other)]
    }
}

#[cfg(test)]
impl PasswordSet {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let set = Self {
            frame: frame.clone().at("/password/done?shown=abc"),
            username: "ada".to_owned(),
            client: None,
            next_url: "/account".to_owned(),
        };
        let client = Self { client: Some(crate::ClientCard::sample().name), ..set.clone() };
        vec![("password_set", set), ("password_set_client", client)]
    }
}
