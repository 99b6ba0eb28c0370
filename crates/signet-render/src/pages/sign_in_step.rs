//! Signing in on one page or on two: the name first, then the ways to sign in.

use super::{SignIn, UpstreamWay};

/// What a page of signing in asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignInStep {
    /// Everything at once.
    Whole,
    /// The name alone; `action` leads to the ways.
    Name,
    /// The ways to sign in with a name that was typed before.
    Ways(WaysOfName),
}

/// What the second of two pages shows besides what every sign-in page does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaysOfName {
    /// The name, sealed; comes back as `shown` with the form of a passkey.
    pub shown: String,
    /// Where another name is typed; not offered where only one account will do.
    pub change_url: Option<String>,
    /// Whether a password is asked for.
    pub has_password: bool,
    /// Whether the browser says if a passkey could be made here.
    pub asks_browser: bool,
    /// The provider of the name's domain, which stands first.
    pub home: Option<UpstreamWay>,
    /// Where every way is offered; set where these are those of one account.
    pub all_url: Option<String>,
    /// Whether every way was asked for; comes back with the form.
    pub all: bool,
}

impl SignIn {
    /// Whether a password is typed here.
    pub(super) const fn asks_password(&self) -> bool {
        match &self.step {
            SignInStep::Whole => true,
            SignInStep::Name => false,
            SignInStep::Ways(ways) => ways.has_password,
        }
    }

    /// Whether the form says if a passkey could be made here.
    pub(super) fn asks_browser(&self) -> bool {
        match &self.step {
            SignInStep::Whole => self.passkey.as_ref().is_some_and(|passkey| passkey.asks_browser),
            SignInStep::Name => false,
            SignInStep::Ways(ways) => ways.has_password && ways.asks_browser,
        }
    }

    /// The ways of a name that was typed before.
    pub(super) const fn ways(&self) -> Option<&WaysOfName> {
        match &self.step {
            SignInStep::Ways(ways) => Some(ways),
            SignInStep::Whole | SignInStep::Name => None,
        }
    }

    /// What the script of the passkey says where none was chosen, and where something failed: whoever has no password
    /// is not sent to it.
    pub(super) fn passkey_texts(&self) -> [String; 2] {
        let keys = if self.ways().is_some_and(|ways| !ways.has_password) {
            ["factor-passkey-cancelled", "factor-passkey-failed"]
        } else {
            ["passkey-cancelled", "passkey-failed"]
        };
        keys.map(|key| self.frame.t(key))
    }
}

#[cfg(test)]
mod samples {
    use super::*;
    use crate::pages::{FixedAccount, SignInProblem, SignUpWay, UpstreamMark, UpstreamWays, WorkToDo};

    impl SignIn {
        /// The page of the name, and that of its ways.
        pub(in crate::pages) fn samples_of_steps(plain: &Self) -> Vec<(&'static str, Self)> {
            let ways = WaysOfName {
                shown: "A".repeat(120),
                change_url: Some("/login?interaction=int_1&shown=abc".to_owned()),
                has_password: true,
                asks_browser: true,
                home: None,
                all_url: None,
                all: false,
            };
            let all_url = Some("/login/ways?interaction=int_1&shown=abc&all=1".to_owned());
            let name = Self {
                step: SignInStep::Name,
                action: "/login/name".to_owned(),
                sign_up: Some(SignUpWay::Url("/sign-up?interaction=int_1".to_owned())),
                ..plain.clone()
            };
            let of = |ways| Self {
                step: SignInStep::Ways(ways),
                username: "ada@example.com".to_owned(),
                forgot_url: Some("https://example.com/help".to_owned()),
                mail_url: Some("/login/email?interaction=int_1&shown=abc".to_owned()),
                ..plain.clone()
            };
            let mut providers = UpstreamWays::sample();
            let home = providers
                .first
                .pop()
                .map(|way| UpstreamWay { mark: Some(UpstreamMark::Domain("example.com".to_owned())), ..way });
            let own = of(WaysOfName { all_url: all_url.clone(), ..ways.clone() });
            let only_passkey = Self {
                mail_url: None,
                ..of(WaysOfName { has_password: false, all_url, change_url: None, ..ways.clone() })
            };
            vec![
                ("sign_in_name_upstreams", Self { upstreams: Some(UpstreamWays::sample()), ..name.clone() }),
                ("sign_in_name", name),
                ("sign_in_ways", of(ways.clone())),
                ("sign_in_ways_home", Self { upstreams: Some(providers), ..of(WaysOfName { home, ..ways.clone() }) }),
                (
                    "sign_in_ways_wrong",
                    Self {
                        problem: Some(SignInProblem::WrongCredentials),
                        calculation: Some(WorkToDo::sample()),
                        ..of(WaysOfName { all: true, ..ways.clone() })
                    },
                ),
                ("sign_in_ways_own", own),
                ("sign_in_ways_own_passkey", only_passkey.clone()),
                (
                    "sign_in_ways_again",
                    Self {
                        fixed_account: Some(FixedAccount {
                            person: crate::Person::sample(),
                            switch_url: Some("/sign-in?other".to_owned()),
                        }),
                        ..only_passkey
                    },
                ),
            ]
        }
    }
}
