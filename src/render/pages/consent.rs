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

impl Page for Consent {
    const AFTER_POST: AfterPost = AfterPost::Client;
}
