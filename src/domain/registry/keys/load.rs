//! Rows of keys, opened and made ready.

use crate::{
    domain::kernel::{Cx, Error, seals},
    protocol::jose::key_ring::{KeyFacts, KeyKind, KeyRing, KeyState, RingKey},
    store::signing_keys::{self, KeyPair},
};

/// Loads the keys from the database and puts them in place.
///
/// # Errors
/// When the database fails, or a key does not open under the master key.
pub async fn reload(cx: &Cx<'_>) -> Result<(), Error> {
    let mut conn = cx.read().await?;
    let rows = signing_keys::list(&mut conn, &cx.issuer.id).await?;
    drop(conn);
    for row in rows.iter().filter(|row| !is_known(row)) {
        tracing::warn!(kid = row.kid, "a key is left alone: its use or algorithm is not known to this version");
    }
    let keys: Result<Vec<RingKey>, Error> = rows.iter().filter(|row| is_known(row)).map(|row| ready(cx, row)).collect();
    cx.issuer.replace_keys(KeyRing::new(keys?));
    Ok(())
}

/// What the rules need to know of the keys.
pub(super) fn facts(rows: &[KeyPair]) -> Result<Vec<KeyFacts>, Error> {
    rows.iter().filter(|row| is_known(row)).map(facts_of).collect()
}

/// While versions change, an instance of the newer one may have made a key of a kind that this one
/// has never heard of.
fn is_known(row: &KeyPair) -> bool {
    KeyKind::of(&row.key_use, &row.alg).is_some()
}

fn facts_of(row: &KeyPair) -> Result<KeyFacts, Error> {
    let unreadable = || Error::internal(format!("the key {} has an unknown use, algorithm or state", row.kid));
    Ok(KeyFacts {
        kid: row.kid.clone(),
        kind: KeyKind::of(&row.key_use, &row.alg).ok_or_else(unreadable)?,
        state: KeyState::parse(&row.state).ok_or_else(unreadable)?,
        created_at: row.created_at,
        activated_at: row.activated_at,
        retired_at: row.retired_at,
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
    })
}

fn ready(cx: &Cx<'_>, row: &KeyPair) -> Result<RingKey, Error> {
    let failed = |why: &dyn std::fmt::Display| Error::internal(format!("the key {}: {why}", row.kid));
    let facts = facts_of(row)?;
    let public = serde_json::from_str(&row.public_jwk).map_err(|why| failed(&why))?;
    let private = match &row.private_sealed {
        Some(sealed) if RingKey::needs_private(&facts) => {
            Some(cx.app.sealer.open(&seals::signing_key(&row.kid), sealed).map_err(|why| failed(&why))?)
        }
        _ => None,
    };
    RingKey::load(facts, &public, private.as_ref().map(|key| key.expose().as_slice())).map_err(|why| failed(&why))
}
