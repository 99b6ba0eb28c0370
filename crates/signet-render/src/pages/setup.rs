//! The first administrator.

use askama::Template;

use super::{PasswordProblem, PasswordRules};
use crate::{AfterPost, Frame, Page, Scripts};

/// The form that makes the first administrator.
///
/// Posts `username`, `email`, `password`, `password_again`, `token` and `csrf` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/setup.html")]
pub struct Setup {
    /// What stands around it.
    pub frame: Frame,
    /// Where the form goes.
    pub action: String,
    /// The one-time token of the setup link.
    pub token: String,
    /// What was typed before.
    pub username: String,
    /// What was typed before.
    pub email: String,
    /// What is asked of the password.
    pub rules: PasswordRules,
    /// What was wrong with what was typed.
    pub problems: Vec<SetupProblem>,
}

/// What can be wrong with a field, in a list of which nothing can be left out: each with its field and the key of its
/// words.
macro_rules! setup_problems {
    ($($(#[doc = $doc:literal])+ $name:ident = $field:literal, $key:literal;)+) => {
        /// What can be wrong with a field of the form.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum SetupProblem {
            $($(#[doc = $doc])+ $name,)+
            /// Something about the password.
            Password(PasswordProblem),
            /// Nothing, where something is asked for.
            EntryMissing {
                /// The id of its field.
                id: String,
            },
            /// Something that does not fit.
            EntryInvalid {
                /// The id of its field.
                id: String,
            },
            /// None of these: told in the words of the rule.
            Other {
                /// The field.
                field: &'static str,
                /// The words.
                text: String,
            },
        }

        impl SetupProblem {
            /// Every one of a field that a form has by itself, for samples.
            #[cfg(test)]
            pub fn all() -> Vec<Self> {
                let own = [$(Self::$name),+];
                own.into_iter().chain(PasswordProblem::all().into_iter().map(Self::Password)).collect()
            }

            /// The field it belongs to.
            pub fn field(&self) -> &str {
                match self {
                    $(Self::$name => $field,)+
                    Self::EntryMissing { id } | Self::EntryInvalid { id } => id,
                    Self::Password(problem) => problem.field(),
                    Self::Other { field, .. } => field,
                }
            }

            /// In words.
            pub(super) fn text(&self, frame: &Frame, rules: &PasswordRules) -> String {
                let key = match self {
                    $(Self::$name => $key,)+
                    Self::EntryMissing { .. } => "sign-up-entry-missing",
                    Self::EntryInvalid { .. } => "sign-up-entry-invalid",
                    Self::Password(problem) => return problem.text(frame, rules),
                    Self::Other { text, .. } => return text.clone(),
                };
                frame.t(key)
            }
        }
    };
}

setup_problems! {
    /// No name, where one is asked for.
    NameMissing = "name", "sign-up-name-missing";
    /// No user name, or one with characters that are not accepted.
    UsernameInvalid = "username", "setup-username-invalid";
    /// Somebody has it.
    UsernameTaken = "username", "setup-username-taken";
    /// Not an e-mail address.
    EmailInvalid = "email", "setup-email-invalid";
    /// Somebody has it.
    EmailTaken = "email", "setup-email-taken";
    /// Not a telephone number.
    PhoneInvalid = "phone", "phone-invalid";
    /// In a country to which no texts go.
    PhoneCountry = "phone", "phone-country";
}

impl Setup {
    /// Fields with what is wrong with them.
    fn summary(&self) -> Vec<(&str, String)> {
        self.problems.iter().map(|problem| (problem.field(), problem.text(&self.frame, &self.rules))).collect()
    }

    /// The problems of a field, in words.
    fn wrong(&self, field: &str) -> Vec<String> {
        self.summary().into_iter().filter(|(of, _)| *of == field).map(|(_, text)| text).collect()
    }
}

impl Page for Setup {
    const AFTER_POST: AfterPost = AfterPost::Here;
    const SCRIPTS: Scripts = Scripts::Run;
}

/// The first administrator exists; what comes next.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/setup_done.html")]
pub struct SetupDone {
    /// What stands around it.
    pub frame: Frame,
    /// The name of the new account.
    pub username: String,
    /// The command to run next.
    pub command: String,
    /// Where one's own account is.
    pub account_url: String,
}

impl Page for SetupDone {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

/// The setup link does not work any more.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/setup_gone.html")]
pub struct SetupGone {
    /// What stands around it.
    pub frame: Frame,
    /// Whether an administrator exists already; otherwise the link is too old.
    pub used: bool,
    /// The command that prints a new link or makes an account.
    pub command: Option<String>,
    /// Where one's own account is.
    pub account_url: String,
}

impl SetupGone {
    const fn key(&self) -> &'static str {
        if self.used { "setup-used" } else { "setup-expired" }
    }
}

impl Page for SetupGone {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

#[cfg(test)]
impl Setup {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/setup?token=abc"),
            action: "/setup".to_owned(),
            token: "abc".to_owned(),
            username: String::new(),
            email: String::new(),
            rules: PasswordRules { min: 10, max: 128, classes: false },
            problems: Vec::new(),
        };
        let wrong = Self {
            username: "ada lovelace".to_owned(),
            email: "ada@".to_owned(),
            problems: vec![
                SetupProblem::UsernameInvalid,
                SetupProblem::EmailInvalid,
                SetupProblem::Password(PasswordProblem::Rule("password_too_short")),
                SetupProblem::Password(PasswordProblem::Differ),
            ],
            ..plain.clone()
        };
        let all = Self {
            // The form has no name and no telephone number.
            problems: SetupProblem::all().into_iter().filter(|one| !["name", "phone"].contains(&one.field())).collect(),
            rules: PasswordRules { min: 1, max: 128, classes: false },
            ..wrong.clone()
        };
        let other = SetupProblem::Other { field: "username", text: "a rule without a text of its own".to_owned() };
        let other = Self { problems: vec![other], ..wrong.clone() };
        vec![("setup", plain), ("setup_wrong", wrong), ("setup_all_wrong", all), ("setup_other_wrong", other)]
    }
}

#[cfg(test)]
impl SetupDone {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        vec![(
            "setup_done",
            Self {
                frame: frame.clone().at("/here"),
                username: "ada".to_owned(),
                command:
                    "signet client create --kind web --name \"My app\" --redirect-uri http://localhost:3000/callback"
                        .to_owned(),
                account_url: "/account".to_owned(),
            },
        )]
    }
}

#[cfg(test)]
impl SetupGone {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let used = Self {
            frame: frame.clone().at("/here"),
            used: true,
            command: Some("signet user create --admin".to_owned()),
            account_url: "/account".to_owned(),
        };
        vec![("setup_expired", Self { used: false, ..used.clone() }), ("setup_used", used)]
    }
}
