//! Another password: what may be wrong with one, and the form for whoever is signed in.

use askama::Template;

use crate::{AfterPost, Frame, Page, Person, Scripts};

/// What is asked of a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordRules {
    /// The shortest that is accepted.
    pub min: u32,
    /// The longest.
    pub max: u32,
    /// Whether it must have small and capital letters, digits and other characters.
    pub classes: bool,
}

impl PasswordRules {
    /// In the words of password managers: <https://developer.apple.com/password-rules/>.
    pub fn for_managers(&self) -> String {
        let Self { min, max, classes } = self;
        let kinds = if *classes { " required: lower; required: upper; required: digit; required: [-];" } else { "" };
        format!("minlength: {min}; maxlength: {max};{kinds}")
    }
}

/// What can be wrong with a new password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PasswordProblem {
    /// A rule is broken: the code of the rule.
    Rule(&'static str),
    /// The second one differs from the first.
    Differ,
    /// The present one is another.
    WrongCurrent,
    /// None of these: told in the words of the rule.
    Other(String),
}

/// Every rule that has words, with their key.
const RULES: [(&str, &str); 15] = [
    ("password_too_short", "setup-password-short"),
    ("password_too_long", "setup-password-long"),
    ("password_contains_username", "password-holds-username"),
    ("password_contains_email", "password-holds-email"),
    ("password_contains_service", "password-holds-service"),
    ("password_repetition", "password-repetition"),
    ("password_sequence", "password-sequence"),
    ("password_too_common", "setup-password-common"),
    ("password_breached", "password-breached"),
    ("password_unchanged", "password-unchanged"),
    ("password_no_lower", "password-no-lower"),
    ("password_no_upper", "password-no-upper"),
    ("password_no_digit", "password-no-digit"),
    ("password_no_symbol", "password-no-symbol"),
    ("passwords_differ", "setup-passwords-differ"),
];

impl PasswordProblem {
    /// The problem of a rule; in the rule's own words where a page has none.
    pub fn of(code: &'static str, message: &str) -> Self {
        if RULES.iter().any(|(known, _)| *known == code) { Self::Rule(code) } else { Self::Other(message.to_owned()) }
    }

    /// The field it belongs to.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Rule("passwords_differ") | Self::Differ => "password_again",
            Self::WrongCurrent => "current_password",
            Self::Rule(_) | Self::Other(_) => "password",
        }
    }

    /// In words.
    pub fn text(&self, frame: &Frame, rules: &PasswordRules) -> String {
        let code = match self {
            Self::Other(text) => return text.clone(),
            Self::WrongCurrent => return frame.t("renew-password-wrong-current"),
            Self::Differ => "passwords_differ",
            Self::Rule(code) => code,
        };
        let key = RULES.iter().find(|(known, _)| *known == code).map_or("setup-password-common", |(_, key)| key);
        frame.tn(key, "count", &rules.min)
    }

    /// Every one that has words, for samples.
    #[cfg(test)]
    pub fn all() -> Vec<Self> {
        RULES.iter().map(|(code, _)| Self::Rule(code)).collect()
    }
}

/// The form with which somebody who is signed in chooses another password.
///
/// Posts `username`, `password`, `password_again` and `csrf` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/new_password.html")]
pub struct NewPasswordPage {
    /// What stands around it.
    pub frame: Frame,
    /// Whose password it is.
    pub person: Person,
    /// What they sign in with, for the password manager.
    pub username: String,
    /// Where the form goes.
    pub action: String,
    /// What is asked of the password.
    pub rules: PasswordRules,
    /// What was wrong with what was typed.
    pub problems: Vec<PasswordProblem>,
    /// Where it was begun.
    pub back_url: String,
}

impl NewPasswordPage {
    /// Fields with what is wrong with them.
    fn summary(&self) -> Vec<(&'static str, String)> {
        self.problems.iter().map(|problem| (problem.field(), problem.text(&self.frame, &self.rules))).collect()
    }

    /// The problems of a field, in words.
    fn wrong(&self, field: &str) -> Vec<String> {
        self.summary().into_iter().filter(|(of, _)| *of == field).map(|(_, text)| text).collect()
    }
}

impl Page for NewPasswordPage {
    const AFTER_POST: AfterPost = AfterPost::Here;
    const SCRIPTS: Scripts = Scripts::Run;
}

#[cfg(test)]
impl NewPasswordPage {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/account/security/password"),
            person: Person::sample(),
            username: "ada".to_owned(),
            action: "/account/security/password".to_owned(),
            rules: PasswordRules { min: 12, max: 128, classes: false },
            problems: Vec::new(),
            back_url: "/account/security".to_owned(),
        };
        let classes = Self { rules: PasswordRules { classes: true, ..plain.rules }, ..plain.clone() };
        let wrong = Self { problems: PasswordProblem::all(), person: Person::long_sample(), ..classes.clone() };
        vec![("new_password", plain), ("new_password_classes", classes), ("new_password_wrong", wrong)]
    }
}
