//! Signing in by other providers: the buttons, and the page that asks for a work address.

use askama::Template;

use crate::{AfterPost, CancelForm, ClientCard, Frame, Page, upstream_icons};

/// The providers by which people sign in, on a page that asks them to.
///
/// Each button posts `interaction` and `csrf` to its `action`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpstreamWays {
    /// Those that stand on the page.
    pub first: Vec<UpstreamWay>,
    /// Those behind "More ways".
    pub more: Vec<UpstreamWay>,
    /// Where somebody types a work address; not offered when absent.
    pub address_url: Option<String>,
}

/// A provider by which people sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpstreamWay {
    /// Its word in addresses.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// The name of its icon.
    pub icon: &'static str,
    /// Where the button leads.
    pub action: String,
    /// What is said beside it.
    pub mark: Option<UpstreamMark>,
}

/// What is said beside a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UpstreamMark {
    /// Somebody signed in by it in this browser the last time.
    LastUsed,
    /// It is that of this domain.
    Domain(String),
}

impl UpstreamWay {
    /// Its icon, as markup.
    pub fn picture(&self) -> &'static str {
        upstream_icons::icon(self.icon)
    }

    /// What is said beside it, in words.
    pub fn mark_text(&self, frame: &Frame) -> Option<String> {
        Some(match self.mark.as_ref()? {
            UpstreamMark::LastUsed => frame.t("upstream-last-used"),
            UpstreamMark::Domain(domain) => domain.clone(),
        })
    }
}

/// Asks for a work address, whose domain says where somebody signs in.
///
/// Posts `email`, `interaction` and `csrf` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/upstream_address.html")]
pub struct UpstreamAddress {
    /// What stands around it.
    pub frame: Frame,
    /// Whom one signs in for; one's own account when absent.
    pub client: Option<ClientCard>,
    /// Where the form goes.
    pub action: String,
    /// The interaction.
    pub interaction: Option<String>,
    /// What stands in the field.
    pub email: String,
    /// Why it leads nowhere.
    pub problem: Option<UpstreamAddressProblem>,
    /// The sign-in page.
    pub sign_in_url: String,
    /// "Cancel"; not offered when absent.
    pub cancel: Option<CancelForm>,
}

/// Why a work address leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UpstreamAddressProblem {
    /// It is no address.
    Invalid,
    /// Nobody is known who signs people of this domain in.
    Unknown(String),
}

impl UpstreamAddress {
    fn notice(&self) -> Option<(String, String)> {
        let frame = &self.frame;
        Some(match self.problem.as_ref()? {
            UpstreamAddressProblem::Invalid => {
                (frame.t("sign-up-email-invalid-title"), frame.t("sign-up-email-invalid-text"))
            }
            UpstreamAddressProblem::Unknown(domain) => {
                (frame.t1("upstream-address-unknown-title", "domain", domain), frame.t("upstream-address-unknown-text"))
            }
        })
    }
}

impl Page for UpstreamAddress {
    const AFTER_POST: AfterPost = AfterPost::Client;
}

#[cfg(test)]
mod samples {
    use super::*;

    impl UpstreamWays {
        /// A few.
        pub fn sample() -> Self {
            let way = |name: &str, label: &str, icon, mark| UpstreamWay {
                name: name.to_owned(),
                label: label.to_owned(),
                icon,
                action: format!("/sign-in/upstream/{name}"),
                mark,
            };
            Self {
                first: vec![
                    way("google", "Google", "google", Some(UpstreamMark::LastUsed)),
                    way("github", "GitHub", "github", None),
                    way("acme", "ACME & Söhne <b>all</b>", "", Some(UpstreamMark::Domain("example.com".to_owned()))),
                ],
                more: Vec::new(),
                address_url: None,
            }
        }

        /// As many as are shown, and the way to those that are not.
        pub fn many() -> Self {
            let mut ways = Self::sample();
            let fill = |at: usize| UpstreamWay {
                name: format!("company-{at}"),
                label: format!("Company {at}"),
                mark: None,
                ..Self::sample().first.remove(1)
            };
            ways.first.extend((4..=6).map(fill));
            ways.more = (7..=30).map(fill).collect();
            ways.address_url = Some("/sign-in/upstream?interaction=int_1".to_owned());
            ways
        }
    }

    impl UpstreamAddress {
        /// The page in its states.
        pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
            let plain = Self {
                frame: frame.clone().at("/sign-in/upstream?interaction=int_1"),
                client: Some(ClientCard::sample()),
                action: "/sign-in/upstream".to_owned(),
                interaction: Some("int_1".to_owned()),
                email: String::new(),
                problem: None,
                sign_in_url: "/login?interaction=int_1".to_owned(),
                cancel: Some(CancelForm::sample()),
            };
            let with = |problem, email: &str| Self {
                problem: Some(problem),
                email: email.to_owned(),
                client: None,
                cancel: None,
                ..plain.clone()
            };
            let unknown = UpstreamAddressProblem::Unknown("example.org".to_owned());
            vec![
                ("upstream_address_invalid", with(UpstreamAddressProblem::Invalid, "ada")),
                ("upstream_address_unknown", with(unknown, "ada@example.org")),
                ("upstream_address", plain),
            ]
        }
    }
}
