//! One-time tokens (setup, sign-in and password links), by digest. Growth: one row a link; purged when
//! expired.

use serde_json::{Map, Value};

use super::{Conn, Result, types::Json};
use crate::base::{id::UserId, secret::TokenHash, time::Timestamp};

row! {
    /// A one-time token.
    #[derive(Debug, Clone, PartialEq)]
    pub struct OneTimeToken {
        /// Its digest.
        pub hash: TokenHash,
        /// What it opens; a token never serves another purpose.
        pub purpose: String,
        /// For whom.
        pub user_id: Option<UserId>,
        /// What else its purpose needs.
        pub data: Map<String, Value> as Json,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it ends.
        pub expires_at: Timestamp,
        /// When it was used.
        pub consumed_at: Option<Timestamp>,
    }
}

macro_rules! columns {
    () => {
        "hash, purpose, user_id, data, created_at, expires_at, consumed_at"
    };
}

/// Adds a token.
pub async fn insert(conn: &mut Conn, token: &OneTimeToken) -> Result<()> {
    q!(
        conn,
        execute,
        concat!("INSERT INTO one_time_tokens (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7)"),
        &token.hash,
        &token.purpose,
        &token.user_id,
        Json(&token.data),
        token.created_at,
        token.expires_at,
        token.consumed_at
    )
    .map(drop)
}

/// By digest, whatever became of it.
pub async fn find(conn: &mut Conn, hash: &TokenHash) -> Result<Option<OneTimeToken>> {
    q!(
        conn,
        fetch_optional,
        OneTimeToken,
        concat!("SELECT ", columns!(), " FROM one_time_tokens WHERE hash = $1"),
        hash
    )
}

/// Uses a token for its purpose; the row for the one call that did, never after it expired.
pub async fn consume(conn: &mut Conn, purpose: &str, hash: &TokenHash, now: Timestamp) -> Result<Option<OneTimeToken>> {
    q!(
        conn,
        fetch_optional,
        OneTimeToken,
        concat!(
            "UPDATE one_time_tokens SET consumed_at = $3 \
             WHERE hash = $1 AND purpose = $2 AND consumed_at IS NULL AND expires_at > $3 RETURNING ",
            columns!()
        ),
        hash,
        purpose,
        now
    )
}

/// When a person's newest token of a purpose was made.
pub async fn newest_for_user(conn: &mut Conn, user: &UserId, purpose: &str) -> Result<Option<Timestamp>> {
    let (newest,) = q!(
        conn,
        fetch_one,
        (Option<Timestamp>,),
        "SELECT MAX(created_at) FROM one_time_tokens WHERE user_id = $1 AND purpose = $2",
        user,
        purpose
    )?;
    Ok(newest)
}

/// Deletes every token of a purpose (a new setup link ends the old ones). Answers how many.
pub async fn delete_for_purpose(conn: &mut Conn, purpose: &str) -> Result<u64> {
    q!(conn, execute, "DELETE FROM one_time_tokens WHERE purpose = $1", purpose)
}

/// Deletes a person's tokens of a purpose. Answers how many.
pub async fn delete_for_user(conn: &mut Conn, user: &UserId, purpose: &str) -> Result<u64> {
    q!(conn, execute, "DELETE FROM one_time_tokens WHERE user_id = $1 AND purpose = $2", user, purpose)
}

/// Deletes every token of a person but those of two purposes. Answers how many.
pub async fn delete_for_user_but(conn: &mut Conn, user: &UserId, purposes: [&str; 2]) -> Result<u64> {
    let [first, second] = purposes;
    q!(
        conn,
        execute,
        "DELETE FROM one_time_tokens WHERE user_id = $1 AND purpose <> $2 AND purpose <> $3",
        user,
        first,
        second
    )
}

/// Deletes a person's tokens of a purpose that were made after a moment. Answers how many.
pub async fn delete_made_after(conn: &mut Conn, user: &UserId, purpose: &str, moment: Timestamp) -> Result<u64> {
    q!(
        conn,
        execute,
        "DELETE FROM one_time_tokens WHERE user_id = $1 AND purpose = $2 AND created_at > $3",
        user,
        purpose,
        moment
    )
}

/// A person's tokens of a purpose that still open something, oldest first.
pub async fn list_live_for_user(
    conn: &mut Conn,
    user: &UserId,
    purpose: &str,
    now: Timestamp,
) -> Result<Vec<OneTimeToken>> {
    q!(
        conn,
        fetch_all,
        OneTimeToken,
        concat!(
            "SELECT ",
            columns!(),
            " FROM one_time_tokens WHERE user_id = $1 AND purpose = $2 AND consumed_at IS NULL AND expires_at > $3 \
             ORDER BY created_at"
        ),
        user,
        purpose,
        now
    )
}

/// Deletes every token of a person. Answers how many.
pub async fn delete_all_for_user(conn: &mut Conn, user: &UserId) -> Result<u64> {
    q!(conn, execute, "DELETE FROM one_time_tokens WHERE user_id = $1", user)
}
