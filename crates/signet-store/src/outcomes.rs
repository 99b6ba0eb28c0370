//! What a form led to, sealed, by a digest of the form as it was sent. Growth: one row a form that was
//! acted on; good for seconds, and purged then.

use super::{Conn, Result};
use crate::base::{secret::TokenHash, time::Timestamp};

row! {
    /// What a form led to.
    #[derive(Debug, Clone, PartialEq)]
    pub struct FormOutcome {
        /// The digest of the form, of where it came from, and of what is kept of it.
        pub hash: TokenHash,
        /// What it led to, as JSON of the domain's own, sealed.
        pub sealed: String,
        /// When it was acted on.
        pub created_at: Timestamp,
        /// When it is forgotten.
        pub expires_at: Timestamp,
    }
}

/// Keeps an outcome in the place of an earlier one of the same form.
pub async fn upsert(conn: &mut Conn, outcome: &FormOutcome) -> Result<()> {
    q!(
        conn,
        execute,
        "INSERT INTO outcomes (hash, sealed, created_at, expires_at) VALUES ($1, $2, $3, $4) ON CONFLICT (hash) \
         DO UPDATE SET sealed = excluded.sealed, created_at = excluded.created_at, expires_at = excluded.expires_at",
        &outcome.hash,
        &outcome.sealed,
        outcome.created_at,
        outcome.expires_at
    )
    .map(drop)
}

/// Keeps two outcomes of one form.
pub async fn upsert_both(conn: &mut Conn, one: &FormOutcome, two: &FormOutcome) -> Result<()> {
    q!(
        conn,
        execute,
        "INSERT INTO outcomes (hash, sealed, created_at, expires_at) VALUES ($1, $2, $3, $4), ($5, $6, $7, $8) \
         ON CONFLICT (hash) \
         DO UPDATE SET sealed = excluded.sealed, created_at = excluded.created_at, expires_at = excluded.expires_at",
        &one.hash,
        &one.sealed,
        one.created_at,
        one.expires_at,
        &two.hash,
        &two.sealed,
        two.created_at,
        two.expires_at
    )
    .map(drop)
}

/// By digest, unless it is forgotten.
pub async fn find(conn: &mut Conn, hash: &TokenHash, now: Timestamp) -> Result<Option<FormOutcome>> {
    q!(
        conn,
        fetch_optional,
        FormOutcome,
        "SELECT hash, sealed, created_at, expires_at FROM outcomes WHERE hash = $1 AND expires_at > $2",
        hash,
        now
    )
}

/// Whether there is one that is to be forgotten.
pub async fn has_expired(conn: &mut Conn, now: Timestamp) -> Result<bool> {
    let found =
        q!(conn, fetch_optional, (TokenHash,), "SELECT hash FROM outcomes WHERE expires_at <= $1 LIMIT 1", now)?;
    Ok(found.is_some())
}

/// Forgets at most `limit`; answers how many.
pub async fn delete_expired(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<u64> {
    q!(
        conn,
        execute,
        "DELETE FROM outcomes WHERE hash IN (SELECT hash FROM outcomes WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        now,
        limit
    )
}
