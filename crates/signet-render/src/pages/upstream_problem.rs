//! What is said when somebody comes back from a provider otherwise than signed in.

use askama::Template;
use serde::{Deserialize, Serialize};

use crate::{AfterPost, Frame, Page};

/// Says why somebody who came back from a provider is not signed in, or why nobody could go there; with a way on.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/upstream_problem.html")]
pub struct UpstreamProblemPage {
    /// What stands around it.
    pub frame: Frame,
    /// What happened.
    pub problem: UpstreamProblem,
    /// What the provider is called; absent where it is not known.
    pub name: Option<String>,
    /// What the provider said of it, where it is short.
    pub said: Option<String>,
    /// Whom to ask, in the words of the operator.
    pub help: Option<String>,
    /// What to tell whoever runs this service; shown where it is theirs to put right.
    pub reference: String,
    /// The way on.
    pub back_url: String,
    /// Whether it leads back to one's own account.
    pub is_account: bool,
}

/// What happened at a provider, or on the way from it, as far as a person needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum UpstreamProblem {
    /// The person did not sign in there.
    Cancelled,
    /// The way back was used, or is too old.
    Expired,
    /// Somebody left in another browser.
    OtherBrowser,
    /// It does not answer.
    Unreachable,
    /// It is not set up as it must be.
    Misconfigured,
    /// Its answer does not hold.
    Untrusted,
    /// It did not prove that the person signed in just now, or by as much as is asked.
    NotFresh,
    /// It refused.
    Refused,
    /// It is not there any more.
    Gone,
    /// The operator wants other people of it.
    NotAllowed,
    /// The person has no account here, and none is made.
    Closed,
    /// It did not say enough to make an account.
    TooLittle,
    /// The account here is switched off.
    Disabled,
    /// Another account here is connected to the one there.
    Taken,
    /// The account here is connected to another one there.
    OtherIdentity,
    /// An administrator proves a further factor, too.
    Administrator,
    /// Two accounts here have the address.
    Several,
    /// The operator wants no accounts of the address.
    AddressRefused,
}

impl UpstreamProblem {
    /// Every one, for tests.
    pub const ALL: [Self; 18] = [
        Self::Cancelled,
        Self::Expired,
        Self::OtherBrowser,
        Self::Unreachable,
        Self::Misconfigured,
        Self::Untrusted,
        Self::NotFresh,
        Self::Refused,
        Self::Gone,
        Self::NotAllowed,
        Self::Closed,
        Self::TooLittle,
        Self::Disabled,
        Self::Taken,
        Self::OtherIdentity,
        Self::Administrator,
        Self::Several,
        Self::AddressRefused,
    ];

    const fn key(self) -> &'static str {
        match self {
            Self::Cancelled => "upstream-cancelled",
            Self::Expired => "upstream-expired",
            Self::OtherBrowser => "upstream-other-browser",
            Self::Unreachable => "upstream-unreachable",
            Self::Misconfigured => "upstream-misconfigured",
            Self::Untrusted => "upstream-untrusted",
            Self::NotFresh => "upstream-not-fresh",
            Self::Refused => "upstream-refused",
            Self::Gone => "upstream-gone",
            Self::NotAllowed => "upstream-not-allowed",
            Self::Closed => "upstream-closed",
            Self::TooLittle => "upstream-too-little",
            Self::Disabled => "upstream-disabled",
            Self::Taken => "upstream-taken",
            Self::OtherIdentity => "upstream-other-identity",
            Self::Administrator => "upstream-administrator",
            Self::Several => "upstream-several",
            Self::AddressRefused => "sign-up-domain-refused",
        }
    }

    /// Whether it is whoever runs this service who can put it right.
    const fn is_of_operator(self) -> bool {
        matches!(self, Self::Misconfigured | Self::Untrusted | Self::TooLittle | Self::Several)
    }
}

impl UpstreamProblemPage {
    fn title(&self) -> String {
        let title = format!("{}-title", self.problem.key());
        let name = self.name.clone().unwrap_or_else(|| self.frame.t("upstream-the-other"));
        self.frame.t1(&title, "name", &name)
    }

    fn text(&self) -> String {
        self.frame.t(format!("{}-text", self.problem.key()))
    }

    fn number(&self) -> Option<&str> {
        Some(self.reference.as_str()).filter(|number| self.problem.is_of_operator() && !number.is_empty())
    }

    fn back(&self) -> String {
        self.frame.t(if self.is_account { "to-your-account" } else { "upstream-back" })
    }
}

impl Page for UpstreamProblemPage {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

/// Asks whoever came back to sign in to the account that has their address: then the one at the provider is connected to
/// it. The address is the one that the provider told.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/prove_account.html")]
pub struct ProveAccount {
    /// What stands around it.
    pub frame: Frame,
    /// What the provider is called.
    pub name: String,
    /// The address that it told.
    pub email: String,
    /// Where one signs in.
    pub sign_in_url: String,
}

impl Page for ProveAccount {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

#[cfg(test)]
mod samples {
    use super::*;

    impl ProveAccount {
        /// The page in its states.
        pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
            let plain = Self {
                frame: frame.clone().at("/sign-in/upstream-account?shown=abc"),
                name: "Google".to_owned(),
                email: "ada@example.com".to_owned(),
                sign_in_url: "/login?interaction=int_1".to_owned(),
            };
            vec![("prove_account", plain)]
        }
    }

    impl UpstreamProblemPage {
        /// The page in its states.
        pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
            let plain = Self {
                frame: frame.clone().at("/sign-in/upstream-problem?shown=abc"),
                problem: UpstreamProblem::Refused,
                name: Some("ACME <b>all</b>".to_owned()),
                said: Some("The person is no member of \"><script>".to_owned()),
                help: None,
                reference: "req_01J9X4M2T7ZK3V5W8Y0B6N1C4D".to_owned(),
                back_url: "/login?interaction=int_1".to_owned(),
                is_account: false,
            };
            let names = [
                "upstream_problem_cancelled",
                "upstream_problem_expired",
                "upstream_problem_other_browser",
                "upstream_problem_unreachable",
                "upstream_problem_misconfigured",
                "upstream_problem_untrusted",
                "upstream_problem_not_fresh",
                "upstream_problem_refused",
                "upstream_problem_gone",
                "upstream_problem_not_allowed",
                "upstream_problem_closed",
                "upstream_problem_too_little",
                "upstream_problem_disabled",
                "upstream_problem_taken",
                "upstream_problem_other_identity",
                "upstream_problem_administrator",
                "upstream_problem_several",
                "upstream_problem_address_refused",
            ];
            let of = |problem| Self {
                problem,
                said: plain.said.clone().filter(|_| problem == UpstreamProblem::Refused),
                help: (problem == UpstreamProblem::Closed).then(|| "Ask the service desk, extension 4711.".to_owned()),
                is_account: problem == UpstreamProblem::Taken,
                ..plain.clone()
            };
            let mut samples: Vec<_> = names.into_iter().zip(UpstreamProblem::ALL.map(of)).collect();
            samples.push(("upstream_problem_nameless", Self { name: None, ..of(UpstreamProblem::Expired) }));
            samples
        }
    }
}
