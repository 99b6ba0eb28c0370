//! People who do not want to be asked whether they want a passkey. Growth: at most one row a person; gone with the
//! person.

use super::{Conn, Result};
use crate::base::{id::UserId, time::Timestamp};

/// Whether a person said so.
pub async fn is_declined(conn: &mut Conn, user: &UserId) -> Result<bool> {
    Ok(find_declined(conn, user).await?.is_some())
}

/// Since when a person does not want to be asked.
pub async fn find_declined(conn: &mut Conn, user: &UserId) -> Result<Option<Timestamp>> {
    let found =
        q!(conn, fetch_optional, (Timestamp,), "SELECT declined_at FROM passkey_suggestions WHERE user_id = $1", user)?;
    Ok(found.map(|(at,)| at))
}

/// A person says so; once more changes nothing.
pub async fn decline(conn: &mut Conn, user: &UserId, now: Timestamp) -> Result<()> {
    q!(
        conn,
        execute,
        "INSERT INTO passkey_suggestions (user_id, declined_at) VALUES ($1, $2) ON CONFLICT (user_id) DO NOTHING",
        user,
        now
    )
    .map(drop)
}
