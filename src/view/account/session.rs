//! Where a person is signed in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    domain::kernel::{Location, app_ids::AppIds},
    store::sessions::Session,
};

/// A browser in which the person is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountSession {
    /// Its identifier: opaque, and known so to this app alone.
    pub id: String,
    /// Whether it is the session in which this app was approved.
    pub current: bool,
    /// What the person calls it.
    pub name: Option<String>,
    /// The browser and its system in words, where they are known.
    pub browser: Option<String>,
    /// The address that it was opened from.
    pub ip: Option<String>,
    /// In which country that address is (ISO 3166-1, two letters), where that is known.
    pub country: Option<String>,
    /// What the city is called that the address is in, where that is known: in the person's language, else in English.
    pub city: Option<String>,
    /// When the person last proved who they are in it (RFC 3339).
    pub auth_time: String,
    /// By what means (RFC 8176).
    pub amr: Vec<String>,
    /// When it was last used (RFC 3339).
    pub last_used_at: String,
    /// When it ends if it is not used any more (RFC 3339).
    pub expires_at: String,
}

/// Where the person is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountSessions {
    /// The last used first.
    pub sessions: Vec<AccountSession>,
}

/// What to change of a session.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionChange {
    /// What to call it; null for no name.
    #[schemars(length(max = 60))]
    pub name: Option<String>,
}

impl AccountSession {
    /// A session whose browser is called so, at this location.
    pub fn of(session: &Session, current: bool, browser: Option<String>, location: Location, ids: &AppIds<'_>) -> Self {
        Self {
            id: ids.shown(&session.id),
            current,
            name: session.label.clone(),
            browser,
            ip: session.ip.clone(),
            country: location.country,
            city: location.city,
            auth_time: session.auth_time.to_rfc3339(),
            amr: session.amr.clone(),
            last_used_at: session.last_seen_at.to_rfc3339(),
            expires_at: session.expires_at.min(session.idle_expires_at).to_rfc3339(),
        }
    }
}
