//! Setting a password by a one-time link.

use askama::Template;

use crate::render::{AfterPost, Frame, Page, Person};

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
    /// The shortest password that is accepted.
    pub password_min: u32,
    /// What was wrong with what was typed.
    pub problems: Vec<PasswordProblem>,
}

/// What can be wrong with a new password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PasswordProblem {
    /// Shorter than the policy allows.
    TooShort,
    /// Longer than the policy allows.
    TooLong,
    /// One that everybody tries first, or the user name itself.
    Common,
    /// The second one differs from the first.
    Differ,
    /// None of these: told in the words of the rule.
    Other(String),
}

impl PasswordProblem {
    const fn field(&self) -> &'static str {
        match self {
            Self::TooShort | Self::TooLong | Self::Common | Self::Other(_) => "password",
            Self::Differ => "password_again",
        }
    }

    /// In words.
    fn text(&self, page: &PasswordLinkPage) -> String {
        let key = match self {
            Self::TooShort => "setup-password-short",
            Self::TooLong => "setup-password-long",
            Self::Common => "setup-password-common",
            Self::Differ => "setup-passwords-differ",
            Self::Other(text) => return text.clone(),
        };
        page.frame.tn(key, "count", &page.password_min)
    }
}

impl PasswordLinkPage {
    /// Fields with what is wrong with them.
    fn summary(&self) -> Vec<(&'static str, String)> {
        self.problems.iter().map(|problem| (problem.field(), problem.text(self))).collect()
    }

    /// The problems of a field, in words.
    fn wrong(&self, field: &str) -> Vec<String> {
        self.summary().into_iter().filter(|(of, _)| *of == field).map(|(_, text)| text).collect()
    }
}

impl Page for PasswordLinkPage {
    const AFTER_POST: AfterPost = AfterPost::Client;
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
            password_min: 10,
            problems: Vec::new(),
        };
        let all =
            vec![PasswordProblem::TooShort, PasswordProblem::TooLong, PasswordProblem::Common, PasswordProblem::Differ];
        let wrong = Self { problems: all, password_min: 1, person: Person::long_sample(), ..plain.clone() };
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
        let client = Self { client: Some(crate::render::ClientCard::sample().name), ..set.clone() };
        vec![("password_set", set), ("password_set_client", client)]
    }
}
