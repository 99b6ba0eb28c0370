//! A person's passkeys.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    base::time::Timestamp,
    domain::kernel::app_ids::AppIds,
    protocol::passkey::{Backup, provider},
    store::passkeys::Passkey,
};

/// A passkey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountPasskey {
    /// Its identifier: opaque, and known so to this app alone.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// Who keeps it, where that is known.
    pub provider: Option<String>,
    /// Whether it outlives its device.
    pub backed_up: bool,
    /// When it was added (RFC 3339).
    pub created_at: String,
    /// When it was last used (RFC 3339).
    pub last_used_at: Option<String>,
}

/// A person's passkeys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountPasskeys {
    /// The oldest first.
    pub passkeys: Vec<AccountPasskey>,
}

/// What to change of a passkey.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PasskeyChange {
    /// What to call it; only the beginning of a long name is kept.
    #[schemars(length(min = 1))]
    pub name: String,
}

impl AccountPasskey {
    /// A passkey as the app knows it.
    pub fn of(one: &Passkey, ids: &AppIds<'_>) -> Self {
        Self {
            id: ids.shown(&one.id),
            name: one.name.clone(),
            provider: one.aaguid.as_deref().and_then(provider).map(str::to_owned),
            backed_up: one.backup == Backup::BackedUp,
            created_at: one.created_at.to_rfc3339(),
            last_used_at: one.last_used_at.map(Timestamp::to_rfc3339),
        }
    }
}
