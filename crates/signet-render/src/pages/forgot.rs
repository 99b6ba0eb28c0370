//! A password was forgotten.

use askama::Template;

use crate::{AfterPost, Frame, Page};

/// Asks whose password it is.
///
/// Posts `username`, `interaction` and `csrf` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/forgot.html")]
pub struct ForgotPassword {
    /// What stands around it.
    pub frame: Frame,
    /// Where the form goes.
    pub action: String,
    /// The request that waits.
    pub interaction: Option<String>,
    /// What was typed before.
    pub name: String,
    /// What went wrong.
    pub problem: Option<ForgotProblem>,
    /// Back to the sign-in page.
    pub back_url: String,
}

/// Why no link was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForgotProblem {
    /// Nothing was typed.
    NoName,
    /// Too many were asked for from here.
    TooMany {
        /// Until the next one may be asked for.
        minutes: u32,
    },
}

impl ForgotPassword {
    fn notice(&self) -> Option<String> {
        Some(match self.problem? {
            ForgotProblem::NoName => self.frame.t("forgot-no-name"),
            ForgotProblem::TooMany { minutes } => self.frame.tn("forgot-too-many", "minutes", &minutes),
        })
    }

    fn has_no_name(&self) -> bool {
        self.problem == Some(ForgotProblem::NoName)
    }
}

impl Page for ForgotPassword {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

/// A link was asked for. Whether there is such an account stands nowhere.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/recovery_requested.html")]
pub struct RecoveryRequested {
    /// What stands around it.
    pub frame: Frame,
    /// What was typed.
    pub name: String,
    /// How long a link works.
    pub minutes: u32,
    /// Where to ask again.
    pub again_url: String,
    /// Back to the sign-in page.
    pub back_url: String,
}

impl Page for RecoveryRequested {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

#[cfg(test)]
impl ForgotPassword {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/forgot?interaction=int_1"),
            action: "/forgot".to_owned(),
            interaction: Some("int_1".to_owned()),
            name: String::new(),
            problem: None,
            back_url: "/login?interaction=int_1".to_owned(),
        };
        let too_many = Self {
            name: "ada@example.com".to_owned(),
            problem: Some(ForgotProblem::TooMany { minutes: 42 }),
            ..plain.clone()
        };
        let no_name = Self { problem: Some(ForgotProblem::NoName), ..plain.clone() };
        vec![("forgot", plain), ("forgot_too_many", too_many), ("forgot_no_name", no_name)]
    }
}

#[cfg(test)]
impl RecoveryRequested {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/forgot/sent?shown=abc"),
            name: "ada@example.com".to_owned(),
            minutes: 60,
            again_url: "/forgot".to_owned(),
            back_url: "/login".to_owned(),
        };
        let long = Self { name: crate::Person::long_sample().login, ..plain.clone() };
        vec![("recovery_requested", plain), ("recovery_requested_long", long)]
    }
}
