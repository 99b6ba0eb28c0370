//! Accounts that somebody has elsewhere and signs in by: those that are connected, and a new one.

use askama::Template;

use crate::{AfterPost, Frame, Page, base::time::Timestamp, pages::UpstreamWay, upstream_icons};

/// The connected accounts of a person, on the page of how they sign in.
///
/// "Disconnect" posts `identity` and `csrf` to `remove_url`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectedAccounts {
    /// Oldest first.
    pub rows: Vec<ConnectedAccount>,
    /// Connects one; not offered when absent.
    pub add_url: Option<String>,
    /// Takes one away.
    pub remove_url: String,
    /// Whether one may go: the last way to sign in stays.
    pub may_remove: bool,
}

/// A connected account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectedAccount {
    /// Sent back as `identity`.
    pub id: String,
    /// What the provider is called.
    pub provider: String,
    /// The name of its icon.
    pub icon: &'static str,
    /// What the person is called there.
    pub label: Option<String>,
    /// Whether the operator has switched the provider off.
    pub is_off: bool,
    /// What is kept of what the provider handed out: its scopes.
    pub kept: Option<String>,
    /// Whether that has ended, until the person signs in there once more.
    pub has_ended: bool,
    /// The apps that may get what the provider handed out, by name.
    pub apps: Option<String>,
    /// When it was connected.
    pub added: Timestamp,
    /// When it last signed in.
    pub last_used: Option<Timestamp>,
}

impl ConnectedAccount {
    /// Its icon, as markup.
    pub fn picture(&self) -> &'static str {
        upstream_icons::icon(self.icon)
    }
}

/// An account elsewhere is connected: a choice of providers.
///
/// Each button posts `upstream` and `csrf` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/connect_account.html")]
pub struct ConnectAccount {
    /// What stands around it.
    pub frame: Frame,
    /// The providers to which none is connected.
    pub ways: Vec<UpstreamWay>,
    /// Where the form goes.
    pub action: String,
    /// Where it was begun.
    pub back_url: String,
}

impl Page for ConnectAccount {
    // The post leads to the provider.
    const AFTER_POST: AfterPost = AfterPost::Client;
}

#[cfg(test)]
mod samples {
    use super::*;
    use crate::pages::UpstreamWays;

    impl ConnectedAccounts {
        /// Two of them.
        pub fn sample() -> Self {
            let row = |id: &str, provider: &str, icon, label: Option<&str>| ConnectedAccount {
                id: id.to_owned(),
                provider: provider.to_owned(),
                icon,
                label: label.map(str::to_owned),
                is_off: label.is_none(),
                kept: label.map(|_| "openid calendar.read <b>all</b>".to_owned()),
                has_ended: label.is_some(),
                apps: label.map(|_| "Tea & <b>Calendar</b>".to_owned()),
                added: Timestamp(1_790_000_000),
                last_used: label.map(|_| Timestamp(1_795_259_340)),
            };
            Self {
                rows: vec![
                    row("idn_1", "Google", "google", Some("ada.lovelace@example.com")),
                    row("idn_2", "ACME <b>all</b>", "", None),
                ],
                add_url: Some("/account/security/identity".to_owned()),
                remove_url: "/account/security/identity/remove".to_owned(),
                may_remove: true,
            }
        }

        /// One, which is the only way in.
        pub fn last() -> Self {
            let mut last = Self { may_remove: false, add_url: None, ..Self::sample() };
            last.rows.truncate(1);
            last
        }

        /// None yet.
        pub fn none() -> Self {
            Self { rows: Vec::new(), may_remove: false, ..Self::sample() }
        }
    }

    impl ConnectAccount {
        /// The page in its states.
        pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
            let plain = Self {
                frame: frame.clone().at("/account/security/identity"),
                ways: UpstreamWays::sample().first,
                action: "/account/security/identity".to_owned(),
                back_url: "/account/security".to_owned(),
            };
            vec![("connect_account_none", Self { ways: Vec::new(), ..plain.clone() }), ("connect_account", plain)]
        }
    }
}
