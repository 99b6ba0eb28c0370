//! What people prove who they are with. Growth: one password a person; gone with the person.

use super::{Conn, Result};
use crate::base::{
    id::{CredentialId, UserId},
    secret::Secret,
    time::Timestamp,
};

row! {
    /// A credential; for now the kind is always `password`.
    #[derive(Debug, Clone)]
    pub struct Credential {
        /// Its row.
        pub id: CredentialId,
        /// Whose it is.
        pub user_id: UserId,
        /// `password`.
        pub kind: String,
        /// A password's Argon2id hash as a PHC string.
        pub secret: Secret<String>,
        /// What the person calls it.
        pub label: Option<String>,
        /// When it was first set.
        pub created_at: Timestamp,
        /// When it was last replaced.
        pub updated_at: Timestamp,
        /// When it last opened a session.
        pub last_used_at: Option<Timestamp>,
    }
}

/// A person's password.
pub async fn find_password(conn: &mut Conn, user: &UserId) -> Result<Option<Credential>> {
    q!(
        conn,
        fetch_optional,
        Credential,
        "SELECT id, user_id, kind, secret, label, created_at, updated_at, last_used_at FROM credentials \
         WHERE user_id = $1 AND kind = 'password'",
        user
    )
}

/// Sets or replaces a person's password; `fresh` is used when there was none.
pub async fn set_password(
    conn: &mut Conn,
    user: &UserId,
    phc: &str,
    fresh: &CredentialId,
    now: Timestamp,
) -> Result<()> {
    q!(
        conn,
        execute,
        "INSERT INTO credentials (id, user_id, kind, secret, created_at, updated_at) \
         VALUES ($1, $2, 'password', $3, $4, $4) \
         ON CONFLICT (user_id) WHERE kind = 'password' \
         DO UPDATE SET secret = excluded.secret, updated_at = excluded.updated_at, last_used_at = NULL",
        fresh,
        user,
        phc,
        now
    )
    .map(drop)
}

/// Replaces the hash of an unchanged password by one with newer parameters. Does nothing when the
/// password was changed since `old` was read: a rehash must never bring an old password back.
pub async fn rehash(conn: &mut Conn, id: &CredentialId, old: &str, new: &str) -> Result<bool> {
    Ok(q!(conn, execute, "UPDATE credentials SET secret = $3 WHERE id = $1 AND secret = $2", id, old, new)? > 0)
}

/// Notes that a credential opened a session; `false` when it was changed since `secret` was read,
/// so that an old password opens nothing while it is being replaced.
pub async fn opened(conn: &mut Conn, id: &CredentialId, secret: &str, now: Timestamp) -> Result<bool> {
    let touched =
        q!(conn, execute, "UPDATE credentials SET last_used_at = $3 WHERE id = $1 AND secret = $2", id, secret, now)?;
    Ok(touched > 0)
}
