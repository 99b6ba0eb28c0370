//! What a person has beside their password.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    base::time::Timestamp,
    domain::{kernel::app_ids::AppIds, login::enrolment::Factors},
    store::credentials::Credential,
};

/// How the person proves who they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountFactors {
    /// Whether they have a password.
    pub has_password: bool,
    /// How many passkeys they have.
    pub passkeys: usize,
    /// How many wallets they have (Sign-in with Ethereum).
    pub wallets: usize,
    /// Whether they are asked for a further factor after their password.
    pub asks_for_further: bool,
    /// Their authenticator apps, the oldest first.
    pub authenticator_apps: Vec<OwnAuthenticatorApp>,
    /// Whether codes are texted to their telephone number.
    pub texts_codes: bool,
    /// How many recovery codes are left.
    pub recovery_codes_left: i64,
}

/// An authenticator app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OwnAuthenticatorApp {
    /// Its identifier: opaque, and known so to this app alone.
    pub id: String,
    /// When it was added (RFC 3339).
    pub created_at: String,
    /// When a code of it was last used (RFC 3339).
    pub last_used_at: Option<String>,
}

/// New recovery codes, in place of all that there were. They are shown this once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NewRecoveryCodes {
    /// The codes; each works once.
    pub codes: Vec<String>,
}

impl OwnAuthenticatorApp {
    /// An authenticator app as the app that asks knows it.
    pub fn of(app: &Credential, ids: &AppIds<'_>) -> Self {
        Self {
            id: ids.shown(&app.id),
            created_at: app.created_at.to_rfc3339(),
            last_used_at: app.last_used_at.map(Timestamp::to_rfc3339),
        }
    }
}

impl AccountFactors {
    /// What a person has.
    pub fn of(factors: &Factors, asks_for_further: bool, ids: &AppIds<'_>) -> Self {
        Self {
            has_password: factors.has_password,
            passkeys: factors.passkeys.len(),
            wallets: factors.wallets.len(),
            asks_for_further,
            authenticator_apps: factors.apps.iter().map(|app| OwnAuthenticatorApp::of(app, ids)).collect(),
            texts_codes: factors.texts_to.is_some(),
            recovery_codes_left: factors.recovery_codes,
        }
    }
}
