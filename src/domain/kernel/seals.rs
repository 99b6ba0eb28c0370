//! What each sealed value is bound to: moved to another row it does not open there.

use crate::{
    base::{
        id::{FamilyId, UserId},
        secret::TokenHash,
    },
    protocol::client::ClientId,
};

/// The private half of one of our keys.
pub fn signing_key(kid: &str) -> String {
    format!("signing_keys/{kid}")
}

/// The secret of a client that must be used, not only compared.
pub fn client_secret(id: &ClientId) -> String {
    format!("clients/{id}")
}

/// The key from which the refresh tokens of a family are derived.
pub fn refresh_family(id: &FamilyId) -> String {
    format!("refresh_families/{id}")
}

/// The access token of a claim source.
pub fn claim_source(user: &UserId, name: &str) -> String {
    format!("claim_sources/{user}/{name}")
}

/// What a form led to.
pub fn outcome(hash: &TokenHash) -> String {
    format!("outcomes/{}", hash.as_str())
}
