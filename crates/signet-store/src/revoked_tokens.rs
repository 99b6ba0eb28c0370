//! JWT access tokens revoked singly, by `jti`. Growth: one row a revocation; purged when the token
//! itself has expired.

use super::{Conn, Result};
use crate::base::time::Timestamp;

/// Revokes a `jti` until its `exp`; `true` for the one call that did.
pub async fn insert(conn: &mut Conn, jti: &str, now: Timestamp, expires_at: Timestamp) -> Result<bool> {
    let inserted = q!(
        conn,
        execute,
        "INSERT INTO revoked_tokens (jti, revoked_at, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        jti,
        now,
        expires_at
    )?;
    Ok(inserted > 0)
}

/// Whether a `jti` is revoked.
pub async fn find(conn: &mut Conn, jti: &str) -> Result<bool> {
    let row = q!(conn, fetch_optional, (String,), "SELECT jti FROM revoked_tokens WHERE jti = $1", jti)?;
    Ok(row.is_some())
}
