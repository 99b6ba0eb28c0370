//! Our keys, for signing and for decryption, private parts sealed. Growth: a few rows a rotation; the key ring's
//! plan says when nothing can refer to one any more, and [`delete`] removes it.

use super::{Conn, Result};
use crate::base::{id::IssuerId, time::Timestamp};

row! {
    /// A key pair.
    #[derive(Debug, Clone, PartialEq)]
    pub struct KeyPair {
        /// Its `kid` (RFC 7517 §4.5).
        pub kid: String,
        /// The issuer whose key it is.
        pub issuer_id: IssuerId,
        /// The JWS algorithm, or the family of JWE algorithms.
        pub alg: String,
        /// `sig` or `enc` (RFC 7517 §4.2).
        pub key_use: String,
        /// Where it stands in its life; one `active` key for each issuer, algorithm and use.
        pub state: String,
        /// The public JWK as JSON.
        pub public_jwk: String,
        /// The private key sealed under the master key; absent once dropped.
        pub private_sealed: Option<String>,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it began to sign.
        pub activated_at: Option<Timestamp>,
        /// When it ceased to sign.
        pub retired_at: Option<Timestamp>,
        /// When nothing it signed is valid any more.
        pub expires_at: Option<Timestamp>,
        /// When it was declared unsafe.
        pub revoked_at: Option<Timestamp>,
    }
}

macro_rules! columns {
    () => {
        "kid, issuer_id, alg, key_use, state, public_jwk, private_sealed, created_at, activated_at, retired_at, \
         expires_at, revoked_at"
    };
}

/// What a change of state writes beside the state.
#[derive(Debug, Clone, Copy, Default)]
pub struct StateTimes {
    /// When it began to sign; kept as it is when absent.
    pub activated_at: Option<Timestamp>,
    /// When it ceased to sign; kept as it is when absent.
    pub retired_at: Option<Timestamp>,
    /// When nothing it signed is valid any more; kept as it is when absent.
    pub expires_at: Option<Timestamp>,
}

/// All keys of an issuer, oldest first.
pub async fn list(conn: &mut Conn, issuer: &IssuerId) -> Result<Vec<KeyPair>> {
    q!(
        conn,
        fetch_all,
        KeyPair,
        concat!("SELECT ", columns!(), " FROM signing_keys WHERE issuer_id = $1 ORDER BY created_at, kid"),
        issuer
    )
}

/// All keys of all issuers, for rewrapping and for the check at start.
pub async fn list_all(conn: &mut Conn) -> Result<Vec<KeyPair>> {
    q!(conn, fetch_all, KeyPair, concat!("SELECT ", columns!(), " FROM signing_keys ORDER BY created_at, kid"))
}

/// Adds a key. A second `active` key of the same issuer, algorithm and use is [`super::Error::Unique`].
pub async fn insert(conn: &mut Conn, key: &KeyPair) -> Result<()> {
    q!(
        conn,
        execute,
        concat!(
            "INSERT INTO signing_keys (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        ),
        &key.kid,
        &key.issuer_id,
        &key.alg,
        &key.key_use,
        &key.state,
        &key.public_jwk,
        &key.private_sealed,
        key.created_at,
        key.activated_at,
        key.retired_at,
        key.expires_at,
        key.revoked_at
    )
    .map(drop)
}

/// Moves a key from one state to another; `false` when it was not in the first (any more).
/// Retire the active key before activating its successor.
pub async fn set_state(conn: &mut Conn, kid: &str, from: &str, to: &str, times: StateTimes) -> Result<bool> {
    let moved = q!(
        conn,
        execute,
        "UPDATE signing_keys SET state = $3, activated_at = COALESCE($4, activated_at), \
         retired_at = COALESCE($5, retired_at), expires_at = COALESCE($6, expires_at) \
         WHERE kid = $1 AND state = $2",
        kid,
        from,
        to,
        times.activated_at,
        times.retired_at,
        times.expires_at
    )?;
    Ok(moved > 0)
}

/// Replaces the sealed private key (rewrapping); `false` when it was replaced or dropped since
/// `old` was read.
pub async fn set_sealed(conn: &mut Conn, kid: &str, old: &str, new: &str) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE signing_keys SET private_sealed = $3 WHERE kid = $1 AND private_sealed = $2",
        kid,
        old,
        new
    )?;
    Ok(touched > 0)
}

/// Forgets the private key if it is of this use; the public one stays.
pub async fn drop_private(conn: &mut Conn, kid: &str, key_use: &str) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE signing_keys SET private_sealed = NULL WHERE kid = $1 AND key_use = $2 AND private_sealed IS NOT NULL",
        kid,
        key_use
    )?;
    Ok(touched > 0)
}

/// Declares a key unsafe: its private part is forgotten and its state becomes `to`.
pub async fn revoke(conn: &mut Conn, kid: &str, to: &str, now: Timestamp) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE signing_keys SET state = $2, revoked_at = $3, private_sealed = NULL \
         WHERE kid = $1 AND revoked_at IS NULL",
        kid,
        to,
        now
    )?;
    Ok(touched > 0)
}

/// Deletes a key.
pub async fn delete(conn: &mut Conn, kid: &str) -> Result<bool> {
    Ok(q!(conn, execute, "DELETE FROM signing_keys WHERE kid = $1", kid)? > 0)
}
