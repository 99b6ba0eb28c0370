//! How a person wants to be spoken to.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{domain::directory::accounts, store::users::User};

/// What the person has chosen. What they leave to their browser is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountPreferences {
    /// The language of pages and mails, as a BCP 47 tag; the claim `locale`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// The clock by which times are told, by its name in the IANA database; the claim `zoneinfo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zoneinfo: Option<String>,
    /// `light` or `dark` pages, or `system` as the device wants them.
    pub theme: String,
}

impl AccountPreferences {
    /// Of this person.
    pub fn of(user: &User) -> Self {
        let text = |name: &str| user.claim(name).map(str::to_owned);
        let theme = accounts::theme(user).as_str().to_owned();
        Self { locale: text("locale"), zoneinfo: text("zoneinfo"), theme }
    }
}
