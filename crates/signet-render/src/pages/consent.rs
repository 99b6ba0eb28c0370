//! May this client use the account?

use askama::Template;

use crate::{AfterPost, ClientCard, Frame, Page, Person, scopes::ScopeLine};

/// The question of consent.
///
/// Posts `decision` (`allow` or `deny`), `interaction`, `csrf` and, where there are several,
/// `organization` to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/consent.html")]
pub struct ConsentPage {
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
    /// What is asked for; see [`crate::scopes::lines`].
    pub scopes: Vec<ScopeLine>,
    /// Names of the APIs that could be called in the person's name.
    pub resources: Vec<String>,
    /// Organizations to choose from; one or none is no choice.
    pub organizations: Vec<OrganizationChoice>,
    /// Whether the person has more of them than these.
    pub has_more_organizations: bool,
}

/// An organization that one can act for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationChoice {
    /// Sent back as `organization`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The person's roles there: those of the chosen one are told where roles are asked for.
    pub roles: String,
    /// Whether it is the chosen one.
    pub selected: bool,
}

impl ConsentPage {
    fn has_unusual(&self) -> bool {
        !self.resources.is_empty() || self.scopes.iter().any(|line| line.unusual)
    }

    fn organizations_shown(&self) -> u32 {
        u32::try_from(self.organizations.len()).unwrap_or(u32::MAX)
    }

    fn everything(&self, line: &ScopeLine) -> String {
        self.frame.tn("scope-everything", "count", &u32::try_from(line.facts.len()).unwrap_or(u32::MAX))
    }

    fn has_usual(&self) -> bool {
        self.scopes.iter().any(|line| !line.unusual)
    }
}

impl Page for ConsentPage {
    const AFTER_POST: AfterPost = AfterPost::Client;
}

#[cfg(test)]
impl ConsentPage {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        use crate::{
            protocol::scope::Scopes,
            scopes::{ActingFor, AskedClaim, AskedScope, Disclosed, lines},
        };
        let known = sample_claims();
        let disclosed = |wanted: &[&str], acting_for| {
            let all = known.as_object().into_iter().flatten();
            let claims = all.filter(|(name, _)| wanted.contains(&name.as_str()));
            Disclosed { claims: claims.map(|(name, value)| (name.clone(), value.clone())).collect(), acting_for }
        };
        let described = |name: &'static str| match name {
            "boards:read" => Some("Read every board & <b>all</b> its cards, attachments and comments"),
            _ => None,
        };
        let asked = |names: &[&'static str]| {
            let scopes: Vec<_> = names
                .iter()
                .map(|&scope| AskedScope { scope, described: described(scope), claims: Scopes::of([scope]).claims() })
                .collect();
            let wanted = Scopes::of(names.iter().copied()).claims();
            lines(frame.locale, &scopes, &[], &disclosed(&wanted, ActingFor::ChosenHere))
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
            has_more_organizations: false,
        };
        let choice = |id: &str, name: &str, selected| OrganizationChoice {
            id: id.to_owned(),
            name: name.to_owned(),
            roles: "owner".to_owned(),
            selected,
        };
        let full = asked(&[
            "profile",
            "email",
            "phone",
            "address",
            "organizations",
            "offline_access",
            "boards:write",
            "boards:read",
        ]);
        let account = asked(&["openid", "account:read", "account:write", "account:security"]);
        let single = ["name", "birthdate", "gender", "credit_score"].map(|name| AskedClaim { name, described: None });
        let claims =
            lines(frame.locale, &[], &single, &disclosed(&["name", "birthdate", "_claim_names"], ActingFor::Nobody));
        vec![
            ("consent", plain.clone()),
            ("consent_account", Self { scopes: account, ..plain.clone() }),
            ("consent_claims", Self { scopes: claims, ..plain.clone() }),
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
                    has_more_organizations: true,
                    ..plain
                },
            ),
        ]
    }
}

/// What is known of the person on the page.
#[cfg(test)]
fn sample_claims() -> serde_json::Value {
    use serde_json::{Value, json};

    let names = ["Northwind", "Analytical Engines", "مكتبة الإسكندرية", "Four", "Five", "Six", "Seven"];
    let organizations: Vec<Value> =
        names.iter().map(|name| json!({"id": name, "slug": name, "name": name, "roles": ["owner"]})).collect();
    json!({
        "name": "Ada Lovelace", "given_name": "Ada", "family_name": "Lovelace", "preferred_username": "ada",
        "picture": "https://northwind.example/people/ada.png", "birthdate": "1815-12-10",
        "zoneinfo": "Europe/London", "updated_at": 1_795_259_340,
        "email": "ada@example.com", "email_verified": true,
        "address": {"formatted": "12 St James's Square\nLondon SW1Y 4LB", "country": "GB"},
        "organizations": organizations, "org_id": "org_1", "_claim_names": {"credit_score": "bank"},
    })
}
