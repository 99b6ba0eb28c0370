//! Authorization codes, by digest. Growth: one row a code; purged a while after it expires, so that
//! a second use is still recognised, or with its grant.

use super::{Conn, Result};
use crate::{
    base::{
        id::GrantId,
        secret::TokenHash,
        time::{Seconds, Timestamp},
    },
    protocol::client::ClientId,
};

/// How long a code is kept after it has expired.
pub const KEPT: Seconds = Seconds::days(1);

/// Until when a code is kept that expires then.
pub fn kept_until(expires_at: Timestamp) -> Timestamp {
    expires_at + KEPT
}

row! {
    /// An authorization code (RFC 6749 §1.3.1).
    #[derive(Debug, Clone, PartialEq)]
    pub struct Code {
        /// Its digest.
        pub hash: TokenHash,
        /// What it stands for.
        pub grant_id: GrantId,
        /// The client it was given to.
        pub client_id: ClientId,
        /// Where it was sent.
        pub redirect_uri: String,
        /// Set when the request named the redirect URI, so that the exchange must (RFC 6749 §4.1.3).
        pub redirect_uri_sent_at: Option<Timestamp>,
        /// The S256 challenge (RFC 7636 §4.3).
        pub code_challenge: Option<String>,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it ends.
        pub expires_at: Timestamp,
        /// When it was exchanged.
        pub consumed_at: Option<Timestamp>,
    }
}

/// Adds a code.
pub async fn insert(conn: &mut Conn, code: &Code) -> Result<()> {
    q!(
        conn,
        execute,
        "INSERT INTO codes (hash, grant_id, client_id, redirect_uri, redirect_uri_sent_at, code_challenge, \
         created_at, expires_at, consumed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &code.hash,
        &code.grant_id,
        &code.client_id,
        &code.redirect_uri,
        code.redirect_uri_sent_at,
        &code.code_challenge,
        code.created_at,
        code.expires_at,
        code.consumed_at
    )
    .map(drop)
}

/// By digest, whatever became of it.
pub async fn find(conn: &mut Conn, hash: &TokenHash) -> Result<Option<Code>> {
    q!(
        conn,
        fetch_optional,
        Code,
        "SELECT hash, grant_id, client_id, redirect_uri, redirect_uri_sent_at, code_challenge, created_at, \
         expires_at, consumed_at FROM codes WHERE hash = $1",
        hash
    )
}

/// Spends a code; `true` for the one call that did.
pub async fn consume(conn: &mut Conn, hash: &TokenHash, now: Timestamp) -> Result<bool> {
    // RFC 6749 §4.1.2: a code is used once. The condition is what makes two exchanges at the same
    // time one success.
    let spent =
        q!(conn, execute, "UPDATE codes SET consumed_at = $2 WHERE hash = $1 AND consumed_at IS NULL", hash, now)?;
    Ok(spent > 0)
}
