//! A further factor at sign-in: the code of an authenticator app, a passkey, or a recovery code.

use askama::Template;

use crate::render::{
    AfterPost, ClientCard, Frame, Page, Person, Scripts,
    pages::{PasskeyOffer, PasskeyProblem},
};

/// Asks for a code.
///
/// Posts `code`, `interaction`, `csrf`, where a recovery code is typed `recovery`, and where it is ticked `trust` to
/// `action`.
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
    /// Whether the person has an app; else there is only the passkey, and a recovery code.
    pub has_app: bool,
    /// Proving a passkey; not offered when absent.
    pub passkey: Option<PasskeyOffer>,
    /// The page with the other kind of code.
    pub other_url: String,
    /// What went wrong with the last attempt.
    pub problem: Option<FactorProblem>,
    /// For how many days this browser can be remembered; not offered when absent.
    pub remember_days: Option<u32>,
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
    /// The passkey did not help.
    Passkey(PasskeyProblem),
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
            Self::Passkey(problem) => problem.key(),
            Self::TooMany { .. } => "factor-too-many",
        }
    }
}

impl FurtherFactor {
    fn title(&self) -> String {
        self.frame.t(match (self.recovery, self.has_app) {
            (true, _) => "factor-recovery-title",
            (false, true) => "factor-title",
            (false, false) => "factor-passkey-title",
        })
    }

    fn lead(&self) -> String {
        self.frame.t(match (self.recovery, self.has_app) {
            (true, _) => "factor-recovery-lead",
            (false, true) => "factor-lead",
            (false, false) => "factor-passkey-lead",
        })
    }

    fn label(&self) -> String {
        self.frame.t(if self.recovery { "factor-recovery-label" } else { "factor-label" })
    }

    /// Whether a code is typed here.
    const fn is_typed(&self) -> bool {
        self.recovery || self.has_app
    }

    fn other(&self) -> String {
        self.frame.t(match (self.recovery, self.has_app) {
            (true, true) => "factor-use-app",
            (true, false) => "factor-use-passkey",
            (false, true) => "factor-use-recovery",
            (false, false) => "factor-no-passkey",
        })
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
    const SCRIPTS: Scripts = Scripts::Fetch;
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
            has_app: true,
            passkey: None,
            other_url: "/factor?interaction=int_1&recovery=1".to_owned(),
            problem: None,
            remember_days: Some(30),
            cancel_action: Some("/cancel".to_owned()),
        };
        let recovery = Self {
            recovery: true,
            remember_days: None,
            other_url: "/factor?interaction=int_1".to_owned(),
            frame: frame.clone().at("/factor?interaction=int_1&recovery=1"),
            ..plain.clone()
        };
        let passkey = Self { has_app: false, passkey: Some(PasskeyOffer::sample()), ..plain.clone() };
        let with = |page: &Self, problem| Self { problem: Some(problem), ..page.clone() };
        vec![
            ("further_factor_wrong", with(&plain, FactorProblem::Wrong)),
            ("further_factor_used", with(&plain, FactorProblem::Used)),
            ("further_factor_too_many", with(&plain, FactorProblem::TooMany { minutes: 15 })),
            ("further_factor_both", Self { has_app: true, ..passkey.clone() }),
            ("further_factor_passkey_wrong", with(&passkey, FactorProblem::Passkey(PasskeyProblem::Wrong))),
            ("further_factor_passkey", passkey),
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
