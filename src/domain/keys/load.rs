//! Rows of signing keys, opened and made ready.

use crate::{
    app::App,
    domain::error::Error,
    protocol::jose::{
        alg::SigAlg,
        key_ring::{KeyFacts, KeyRing, KeyState, RingKey},
    },
    store::signing_keys::{self, SigningKey},
};

/// RFC 7517 §4.2
pub(super) const SIG: &str = "sig";

/// What a sealed signing key is bound to.
pub(super) fn purpose(kid: &str) -> String {
    format!("signing_keys/{kid}")
}

/// Loads the keys from the database and puts them in place.
///
/// # Errors
/// When the database fails, or a key does not open under the master key.
pub async fn reload(app: &App) -> Result<(), Error> {
    let mut conn = app.db.read().await?;
    let rows = signing_keys::list(&mut conn, &app.issuer.id).await?;
    drop(conn);
    let keys: Result<Vec<RingKey>, Error> =
        rows.iter().filter(|row| row.key_use == SIG).map(|row| ready(app, row)).collect();
    app.replace_keys(KeyRing::new(keys?));
    Ok(())
}

/// What the rules need to know of the signing keys.
pub(super) fn facts(rows: &[SigningKey]) -> Result<Vec<KeyFacts>, Error> {
    rows.iter().filter(|row| row.key_use == SIG).map(facts_of).collect()
}

fn facts_of(row: &SigningKey) -> Result<KeyFacts, Error> {
    let unreadable = || Error::internal(format!("the signing key {} has an unknown algorithm or state", row.kid));
    Ok(KeyFacts {
        kid: row.kid.clone(),
        alg: SigAlg::parse(&row.alg).ok_or_else(unreadable)?,
        state: KeyState::parse(&row.state).ok_or_else(unreadable)?,
        created_at: row.created_at,
        activated_at: row.activated_at,
        retired_at: row.retired_at,
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
    })
}

fn ready(app: &App, row: &SigningKey) -> Result<RingKey, Error> {
    let failed = |why: &dyn std::fmt::Display| Error::internal(format!("the signing key {}: {why}", row.kid));
    let facts = facts_of(row)?;
    let public = serde_json::from_str(&row.public_jwk).map_err(|why| failed(&why))?;
    let private = match &row.private_sealed {
        Some(sealed) if facts.state == KeyState::Active => {
            Some(app.sealer.open(&purpose(&row.kid), sealed).map_err(|why| failed(&why))?)
        }
        _ => None,
    };
    RingKey::load(facts, &public, private.as_ref().map(|key| key.expose().as_slice())).map_err(|why| failed(&why))
}
