//! Tokens that permit a dynamic registration (RFC 7591 §1.2), by digest. Growth: as many rows as the
//! operator makes; purged when expired.

use super::{Conn, PageRequest, Result};
use crate::base::{
    id::{InitialAccessTokenId, IssuerId},
    secret::TokenHash,
    time::Timestamp,
};

row! {
    /// An initial access token.
    #[derive(Debug, Clone, PartialEq)]
    pub struct InitialAccessToken {
        /// Its row.
        pub id: InitialAccessTokenId,
        /// Where it permits registration.
        pub issuer_id: IssuerId,
        /// Its digest.
        pub token_hash: TokenHash,
        /// What the operator calls it.
        pub label: Option<String>,
        /// How many registrations are left; any number when absent.
        pub uses_left: Option<i64>,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it ends.
        pub expires_at: Timestamp,
        /// When somebody last registered with it.
        pub last_used_at: Option<Timestamp>,
        /// When it was taken back.
        pub revoked_at: Option<Timestamp>,
    }
}

macro_rules! columns {
    () => {
        "id, issuer_id, token_hash, label, uses_left, created_at, expires_at, last_used_at, revoked_at"
    };
}

/// Adds a token.
pub async fn insert(conn: &mut Conn, token: &InitialAccessToken) -> Result<()> {
    q!(
        conn,
        execute,
        concat!("INSERT INTO initial_access_tokens (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
        &token.id,
        &token.issuer_id,
        &token.token_hash,
        &token.label,
        token.uses_left,
        token.created_at,
        token.expires_at,
        token.last_used_at,
        token.revoked_at
    )
    .map(drop)
}

/// By digest, whatever became of it.
pub async fn find(conn: &mut Conn, hash: &TokenHash) -> Result<Option<InitialAccessToken>> {
    q!(
        conn,
        fetch_optional,
        InitialAccessToken,
        concat!("SELECT ", columns!(), " FROM initial_access_tokens WHERE token_hash = $1"),
        hash
    )
}

/// Those of an issuer, oldest first, a page at a time.
pub async fn list(conn: &mut Conn, issuer: &IssuerId, page: &PageRequest) -> Result<Vec<InitialAccessToken>> {
    q!(
        conn,
        fetch_all,
        InitialAccessToken,
        concat!(
            "SELECT ",
            columns!(),
            " FROM initial_access_tokens WHERE id > $1 AND issuer_id = $3 ORDER BY id LIMIT $2"
        ),
        page.cursor(),
        page.limit,
        issuer
    )
}

/// Spends one use; `false` when none is left, or it has ended.
pub async fn spend(conn: &mut Conn, hash: &TokenHash, now: Timestamp) -> Result<bool> {
    let spent = q!(
        conn,
        execute,
        "UPDATE initial_access_tokens SET uses_left = uses_left - 1, last_used_at = $2 \
         WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > $2 AND (uses_left IS NULL OR uses_left > 0)",
        hash,
        now
    )?;
    Ok(spent > 0)
}

/// Takes a token back; `false` when there is none, or it was taken back before.
pub async fn revoke(conn: &mut Conn, id: &InitialAccessTokenId, now: Timestamp) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE initial_access_tokens SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL",
        id,
        now
    )?;
    Ok(touched > 0)
}
