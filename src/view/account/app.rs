//! Apps that may use a person's account.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::approval::access::AuthorizedApp;

/// An app that may use the person's account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountApp {
    /// Its `client_id`.
    pub client_id: String,
    /// What it is called.
    pub name: String,
    /// The scopes that it has.
    pub scopes: Vec<String>,
    /// The single claims that it was let know.
    pub claims: Vec<String>,
    /// Since when (RFC 3339).
    pub since: String,
}

/// Apps that may use the person's account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountApps {
    /// The oldest first.
    pub apps: Vec<AccountApp>,
}

impl From<&AuthorizedApp> for AccountApp {
    fn from(app: &AuthorizedApp) -> Self {
        Self {
            client_id: app.client.client.id.to_string(),
            name: app.client.client.display_name().to_owned(),
            scopes: app.access.scopes.to_vec(),
            claims: app.access.claims.clone(),
            since: app.access.since.to_rfc3339(),
        }
    }
}
