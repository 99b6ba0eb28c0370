//! Browsers, known by the hash of their cookie. Growth: one row a browser that began to sign in;
//! purged when expired and without sessions.

use super::{Conn, Result};
use crate::base::{id::BrowserId, secret::TokenHash, time::Timestamp};

row! {
    /// A browser.
    #[derive(Debug, Clone, PartialEq)]
    pub struct BrowserRow {
        /// Its row.
        pub id: BrowserId,
        /// The digest of its cookie.
        pub secret_hash: TokenHash,
        /// When it was first seen.
        pub created_at: Timestamp,
        /// When it was last seen.
        pub last_seen_at: Timestamp,
        /// When its cookie ends.
        pub expires_at: Timestamp,
    }
}

/// The browser whose cookie has this digest, unless expired.
pub async fn find_by_secret(conn: &mut Conn, secret: &TokenHash, now: Timestamp) -> Result<Option<BrowserRow>> {
    q!(
        conn,
        fetch_optional,
        BrowserRow,
        "SELECT id, secret_hash, created_at, last_seen_at, expires_at FROM browsers \
         WHERE secret_hash = $1 AND expires_at > $2",
        secret,
        now
    )
}

/// Adds a browser.
pub async fn insert(conn: &mut Conn, browser: &BrowserRow) -> Result<()> {
    q!(
        conn,
        execute,
        "INSERT INTO browsers (id, secret_hash, created_at, last_seen_at, expires_at, purge_at) \
         VALUES ($1, $2, $3, $4, $5, $5)",
        &browser.id,
        &browser.secret_hash,
        browser.created_at,
        browser.last_seen_at,
        browser.expires_at
    )
    .map(drop)
}

/// One cookie for another.
#[derive(Debug, Clone, Copy)]
pub struct Exchange<'a> {
    /// The one that was shown.
    pub old: &'a TokenHash,
    /// The one that takes its place.
    pub new: &'a TokenHash,
}

/// Gives a browser a new cookie in exchange for its present one; `false` when that was replaced
/// meanwhile, since whoever still holds it is a stranger.
pub async fn replace_secret(
    conn: &mut Conn,
    id: &BrowserId,
    exchange: Exchange<'_>,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE browsers SET secret_hash = $2, last_seen_at = $3, expires_at = $4 WHERE id = $1 AND secret_hash = $5",
        id,
        exchange.new,
        now,
        expires_at,
        exchange.old
    )?;
    Ok(touched > 0)
}
