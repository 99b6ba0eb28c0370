//! Signing out: the question, and the farewell.

use askama::Template;

use super::Developer;
use crate::{AfterPost, ClientCard, Frame, Page, Person, Scripts};

/// Asks whether one wants to sign out (RP-Initiated Logout §2), and with several accounts, of which.
///
/// Posts `decision` (`logout` or `stay`), `account` (the value of one, or `all`), `there` (to sign out at the provider,
/// too), `csrf` and the `hidden` parameters to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/logout_confirm.html")]
pub struct LogoutConfirm {
    /// What stands around it.
    pub frame: Frame,
    /// The client that sent the person here.
    pub client: Option<ClientCard>,
    /// Where the form goes.
    pub action: String,
    /// Parameters of the request that have to come back.
    pub hidden: Vec<(String, String)>,
    /// Who is signed in.
    pub accounts: Vec<LogoutAccount>,
    /// Why there is no way back to the client, if it wanted one that it cannot have.
    pub problem: Option<Developer>,
    /// What the provider is called at which one may sign out, too; not offered when absent.
    pub upstream: Option<String>,
}

/// An account that could be signed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogoutAccount {
    /// Sent back as `account`.
    pub value: String,
    /// Whose it is.
    pub person: Person,
    /// Whether it is the one suggested; none is: all are.
    pub suggested: bool,
}

impl LogoutConfirm {
    fn only(&self) -> Option<&Person> {
        if let [only] = self.accounts.as_slice() { Some(&only.person) } else { None }
    }

    fn suggests_all(&self) -> bool {
        !self.accounts.iter().any(|account| account.suggested)
    }
}

impl Page for LogoutConfirm {
    const AFTER_POST: AfterPost = AfterPost::Client;
}

/// Says that one is signed out.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/signed_out.html")]
pub struct SignedOut {
    /// What stands around it.
    pub frame: Frame,
    /// The client that sent the person here.
    pub client: Option<ClientCard>,
    /// The way back to the client.
    pub back_url: Option<String>,
    /// Where one can sign in again, or see the account that is still signed in.
    pub account_url: String,
    /// Whether another account is still signed in.
    pub others: bool,
    /// What is loaded to sign out of apps (Front-Channel Logout §3).
    pub frames: Vec<String>,
    /// As in [`LogoutConfirm`], where that was not shown.
    pub problem: Option<Developer>,
    /// Where one signs out of the provider by which one had signed in; not offered when absent.
    pub upstream: Option<SignOutLink>,
}

/// A way to sign out elsewhere, too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOutLink {
    /// What the provider is called.
    pub label: String,
    /// Where its sign-out begins.
    pub url: String,
}

impl Page for SignedOut {
    const AFTER_POST: AfterPost = AfterPost::Here;

    fn frames(&self) -> &[String] {
        &self.frames
    }
}

/// Signs out of apps in frames (Front-Channel Logout §3) and then goes on by itself: with a script
/// when all have answered or `limit` is over, without one when all have answered, or by its link.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/signing_out.html")]
pub struct SigningOut {
    /// What stands around it.
    pub frame: Frame,
    /// What is loaded to sign out of apps.
    pub frames: Vec<String>,
    /// Where it goes on.
    pub next: String,
    /// The client that waits there, if it is one.
    pub client_name: Option<String>,
    /// How many seconds to wait for answers.
    pub limit: i64,
}

impl Page for SigningOut {
    const AFTER_POST: AfterPost = AfterPost::Here;
    const SCRIPTS: Scripts = Scripts::Run;

    fn frames(&self) -> &[String] {
        &self.frames
    }
}

#[cfg(test)]
impl SigningOut {
    /// The page in its states. Nothing listens on the discard port: the page stays, and can be
    /// looked at.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/here"),
            frames: vec!["http://127.0.0.1:9/a?sid=1&iss=2".to_owned(), "http://127.0.0.1:9/\"><script>".to_owned()],
            next: "http://127.0.0.1:9/bye?state=1&x=2".to_owned(),
            client_name: Some("Orbit Notes".to_owned()),
            limit: 60,
        };
        vec![("signing_out", plain.clone()), ("signing_out_plain", Self { client_name: None, ..plain })]
    }
}

#[cfg(test)]
impl LogoutConfirm {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let account = |value: &str, person, suggested| LogoutAccount { value: value.to_owned(), person, suggested };
        let plain = Self {
            frame: frame.clone().at("/logout"),
            client: Some(ClientCard::sample()),
            action: "/logout".to_owned(),
            hidden: vec![("state".to_owned(), "\"><script>".to_owned())],
            accounts: vec![account("ses_1", Person::sample(), false)],
            problem: None,
            upstream: None,
        };
        let several = vec![
            account("ses_1", Person::sample(), true),
            account("ses_2", Person { name: None, login: "bob@example.com".to_owned() }, false),
            account("ses_3", Person::long_sample(), false),
        ];
        let equal = several.iter().map(|one| LogoutAccount { suggested: false, ..one.clone() }).collect();
        vec![
            ("logout", plain.clone()),
            ("logout_upstream", Self { upstream: Some("ACME <b>all</b>".to_owned()), ..plain.clone() }),
            ("logout_plain", Self { client: None, hidden: Vec::new(), ..plain.clone() }),
            ("logout_suggested", Self { accounts: several, ..plain.clone() }),
            ("logout_several", Self { client: None, hidden: Vec::new(), accounts: equal, ..plain.clone() }),
            ("logout_no_way_back", Self { problem: Some(Developer::sample()), ..plain.clone() }),
            ("logout_no_way_back_plain", Self { client: None, problem: Some(Developer::sample()), ..plain }),
        ]
    }
}

#[cfg(test)]
impl SignedOut {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone().at("/here"),
            client: Some(ClientCard::sample()),
            back_url: Some("https://notes.example.com/bye?state=1&x=2".to_owned()),
            account_url: "/account".to_owned(),
            others: false,
            frames: Vec::new(),
            problem: None,
            upstream: None,
        };
        let there =
            SignOutLink { label: "ACME <b>all</b>".to_owned(), url: "https://sso.example.com/out?x=1&y=2".to_owned() };
        vec![
            ("signed_out_upstream", Self { upstream: Some(there), ..plain.clone() }),
            ("signed_out", plain.clone()),
            ("signed_out_no_way_back", Self { problem: Some(Developer::sample()), ..plain.clone() }),
            ("signed_out_plain", Self { client: None, back_url: None, ..plain.clone() }),
            ("signed_out_others", Self { others: true, frames: vec!["http://127.0.0.1:9/".to_owned()], ..plain }),
        ]
    }
}
