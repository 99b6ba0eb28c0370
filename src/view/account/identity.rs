//! Who a person is at other providers.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    base::time::Timestamp,
    domain::{
        flows::journey::upstream::{KeptAccess, ShownIdentity},
        kernel::app_ids::AppIds,
    },
};

/// An account at another provider that is connected to this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountIdentity {
    /// Its identifier: opaque, and known so to this app alone.
    pub id: String,
    /// The word for the provider.
    pub provider: String,
    /// What the provider is called.
    pub provider_name: String,
    /// What the person is called there.
    pub name: Option<String>,
    /// Whether people sign in by the provider now.
    pub usable: bool,
    /// When it was connected (RFC 3339).
    pub created_at: String,
    /// When it last signed the person in (RFC 3339).
    pub last_used_at: Option<String>,
    /// What is kept of what the provider handed out; never the tokens.
    pub kept: Option<AccountKeptAccess>,
}

/// What is kept of what a provider handed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountKeptAccess {
    /// The scopes of the provider.
    pub scopes: Vec<String>,
    /// Whether it has ended, until the person signs in there once more.
    pub ended: bool,
    /// The names of the apps that may get it.
    pub apps: Vec<String>,
}

/// Accounts at other providers that are connected to this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountIdentities {
    /// The oldest first.
    pub identities: Vec<AccountIdentity>,
}

impl AccountIdentity {
    /// An identity as the app knows it; these apps may get what is kept of it.
    pub fn of(one: &ShownIdentity, apps: &[String], ids: &AppIds<'_>) -> Self {
        let kept = |kept: &KeptAccess| AccountKeptAccess {
            scopes: kept.scopes.clone(),
            ended: kept.has_ended,
            apps: apps.to_vec(),
        };
        Self {
            id: ids.shown(&one.id),
            provider: one.upstream.clone(),
            provider_name: one.upstream_label.clone(),
            name: one.label.clone(),
            usable: one.is_usable,
            created_at: one.linked_at.to_rfc3339(),
            last_used_at: one.last_used_at.map(Timestamp::to_rfc3339),
            kept: one.kept.as_ref().map(kept),
        }
    }
}
