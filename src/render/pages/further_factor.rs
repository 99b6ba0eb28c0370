//! A further factor at sign-in: the code of an authenticator app, or a recovery code.

use askama::Template;

use crate::render::{AfterPost, ClientCard, Frame, Page, Person};

/// Asks for a code.
///
/// Posts `code`, `interaction`, `csrf` and, where a recovery code is typed, `recovery` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/further_factor.html")]
pub struct FurtherFactor {
    /// What stands around it.
    pub frame: Frame,
    /// Whom one signs in for; one's own account when absent.
    pub client: Option<ClientCard>,
    /// Who signs in.
    pub person: Person,
    /// Where the form goes.
    pub action: String,
    /// The interaction.
    pub interaction: String,
    /// Whether a recovery code is asked for.
    pub recovery: bool,
    /// The page with the other kind of code.
    pub other_url: String,
    /// What went wrong with the last attempt.
    pub problem: Option<FactorProblem>,
    /// Where "cancel" goes; not offered when absent.
    pub cancel_action: Option<String>,
}

/// Why a code does not help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorProblem {
    /// It is not the code.
    Wrong,
    /// It was used before.
    Used,
    /// Too many tries.
    TooMany {
        /// Until the next one is allowed.
        minutes: u32,
    },
}

impl FactorProblem {
    const fn key(self) -> &'static str {
        match self {
            Self::Wrong => "factor-wrong",
            Self::Used => "factor-used",
            Self::TooMany { .. } => "factor-too-many",
        }
    }
}

impl FurtherFactor {
    fn title(&self) -> String {
        self.frame.t(if self.recovery { "factor-recovery-title" } else { "factor-title" })
    }

    fn lead(&self) -> String {
        self.frame.t(if self.recovery { "factor-recovery-lead" } else { "factor-lead" })
    }

    fn label(&self) -> String {
        self.frame.t(if self.recovery { "factor-recovery-label" } else { "factor-label" })
    }

    fn is_wrong(&self) -> bool {
        matches!(self.problem, Some(FactorProblem::Wrong | FactorProblem::Used))
    }

    fn notice(&self) -> Option<(String, String)> {
        let problem = self.problem?;
        let text = match problem {
            FactorProblem::TooMany { minutes } => self.frame.tn("factor-too-many-text", "minutes", &minutes),
            FactorProblem::Wrong if self.recovery => self.frame.t("factor-recovery-wrong-text"),
            _ => self.frame.t(format!("{}-text", problem.key())),
        };
        Some((self.frame.t(format!("{}-title", problem.key())), text))
    }
}

impl Page for FurtherFactor {
    const AFTER_POST: AfterPost = AfterPost::Client;
}

#[cfg(test)]
impl FurtherFactor {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/factor?interaction=int_1"),
            client: Some(ClientCard::sample()),
            person: Person::sample(),
            action: "/factor".to_owned(),
            interaction: "int_1".to_owned(),
            recovery: false,
            other_url: "/factor?interaction=int_1&recovery=1".to_owned(),
            problem: None,
            cancel_action: Some("/cancel".to_owned()),
        };
        let recovery = Self {
            recovery: true,
            other_url: "/factor?interaction=int_1".to_owned(),
            frame: frame.clone().at("/factor?interaction=int_1&recovery=1"),
            ..plain.clone()
        };
        let with = |page: &Self, problem| Self { problem: Some(problem), ..page.clone() };
        vec![
            ("further_factor_wrong", with(&plain, FactorProblem::Wrong)),
            ("further_factor_used", with(&plain, FactorProblem::Used)),
            ("further_factor_too_many", with(&plain, FactorProblem::TooMany { minutes: 15 })),
            ("further_factor_recovery_wrong", with(&recovery, FactorProblem::Wrong)),
            ("further_factor_recovery", recovery),
            (
                "further_factor_own_long",
                Self { client: None, cancel_action: None, person: Person::long_sample(), ..plain.clone() },
            ),
            ("further_factor", plain),
        ]
    }
}
