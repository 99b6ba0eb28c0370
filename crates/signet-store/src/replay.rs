//! What must be seen only once: `jti`s of assertions, challenges that were answered, limits that were written down,
//! later DPoP proofs. Growth: one row a use, of limits one a rule, subject and window; purged when the thing itself has
//! expired.

use super::{Conn, Result};
use crate::base::{secret::TokenHash, time::Timestamp};

/// Remembers something until it expires; `false` when it was seen before.
pub async fn remember(conn: &mut Conn, purpose: &str, hash: &TokenHash, expires_at: Timestamp) -> Result<bool> {
    let inserted = q!(
        conn,
        execute,
        "INSERT INTO replay (purpose, hash, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        purpose,
        hash,
        expires_at
    )?;
    Ok(inserted > 0)
}
