//! May this client use the account?

use askama::Template;

use crate::render::{AfterPost, ClientCard, Frame, Page, Person, scopes::ScopeLine};

/// The question of consent.
///
/// Posts `decision` (`allow` or `deny`), `interaction`, `csrf` and, where there are several,
/// `organization` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/consent.html")]
pub struct Consent {
    /// What stands around it.
    pub frame: Frame,
    /// Who asks.
    pub client: ClientCard,
    /// Where the form goes.
    pub action: String,
    /// The paused authorization.
    pub interaction: String,
    /// Whose answer it will be; sent back as `account`.
    pub account: String,
    /// Who is asked.
    pub person: Person,
    /// Where another account can be chosen; not offered when absent.
    pub switch_url: Option<String>,
    /// What is asked for; see [`crate::render::scopes::lines`].
    pub scopes: Vec<ScopeLine>,
    /// Names of the APIs that could be called in the person's name.
    pub resources: Vec<String>,
    /// Organizations to choose from; one or none is no choice.
    pub organizations: Vec<OrganizationChoice>,
}

/// An organization that one can act for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationChoice {
    /// Sent back as `organization`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it is the chosen one.
    pub selected: bool,
}

impl Consent {
    fn has_unusual(&self) -> bool {
        !self.resources.is_empty() || self.scopes.iter().any(|line| line.unusual)
    }

    fn has_usual(&self) -> bool {
        self.scopes.iter().any(|line| !line.unusual)
    }
}

impl Page for Consent {
    const AFTER_POST: AfterPost = AfterPost::Client;
}

#[cfg(test)]
impl Consent {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        use crate::render::scopes::{AskedClaim, AskedScope, Facts, claim_lines, lines};
        let facts = Facts {
            name: Some("Ada Lovelace".to_owned()),
            email: Some("ada@example.com".to_owned()),
            phone: None,
            address: Some("12 St James's Square, London SW1Y 4LB".to_owned()),
            organizations: ["Northwind", "Analytical Engines", "مكتبة الإسكندرية", "Four", "Five", "Six", "Seven"]
                .map(str::to_owned)
                .to_vec(),
        };
        let asked = |names: &[&'static str]| {
            let asked: Vec<_> = names.iter().map(|scope| AskedScope { scope, described: None }).collect();
            lines(frame.locale, &asked, &facts)
        };
        let plain = Self {
            frame: frame.clone().at("/consent?interaction=int_1"),
            client: ClientCard::sample(),
            action: "/consent".to_owned(),
            interaction: "int_1".to_owned(),
            account: "ses_1".to_owned(),
            person: Person::sample(),
            switch_url: Some("/choose?interaction=int_1".to_owned()),
            scopes: asked(&["openid", "profile", "email", "offline_access"]),
            resources: Vec::new(),
            organizations: Vec::new(),
        };
        let choice =
            |id: &str, name: &str, selected| OrganizationChoice { id: id.to_owned(), name: name.to_owned(), selected };
        let mut full =
            asked(&["profile", "email", "phone", "address", "organizations", "offline_access", "boards:write"]);
        full.extend(lines(
            frame.locale,
            &[AskedScope {
                scope: "boards:read",
                described: Some("Read every board & <b>all</b> its cards, attachments and comments"),
            }],
            &facts,
        ));
        vec![
            ("consent", plain.clone()),
            (
                "consent_claims",
                Self {
                    scopes: claim_lines(
                        frame.locale,
                        &[
                            ("name", Some("Ada Lovelace")),
                            ("birthdate", Some("1815-12-10")),
                            ("gender", None),
                            ("credit_score", Some("bank")),
                        ]
                        .map(|(name, value)| AskedClaim { name: name.to_owned(), value: value.map(str::to_owned) }),
                    ),
                    ..plain.clone()
                },
            ),
            ("consent_only_identity", Self { scopes: asked(&["openid"]), switch_url: None, ..plain.clone() }),
            (
                "consent_full",
                Self {
                    client: ClientCard::long_sample(),
                    person: Person::long_sample(),
                    scopes: full,
                    resources: vec![
                        "Boards API".to_owned(),
                        "https://api.example.com/v2/finance-and-controlling".to_owned(),
                    ],
                    organizations: vec![
                        choice("org_1", "Northwind", true),
                        choice("org_2", "Gesellschaft für wissenschaftliche Datenverarbeitung mbH Göttingen", false),
                        choice("org_3", "مكتبة الإسكندرية", false),
                    ],
                    ..plain
                },
            ),
        ]
    }
}
