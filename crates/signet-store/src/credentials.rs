//! What people prove who they are with. Growth: one password, five authenticator apps and ten recovery codes a
//! person at most; gone with the person.

use super::{Conn, PageRequest, Result};
use crate::base::{
    id::{CredentialId, UserId},
    secret::Secret,
    time::Timestamp,
};

row! {
    /// A credential.
    #[derive(Debug, Clone)]
    pub struct Credential {
        /// Its row.
        pub id: CredentialId,
        /// Whose it is.
        pub user_id: UserId,
        /// `password`, `totp` or `recovery_code`.
        pub kind: String,
        /// A password's hash, ours as a PHC string or as another program made it; an app's secret, sealed; or the
        /// digest of a code.
        pub secret: Secret<String>,
        /// What the person calls it.
        pub label: Option<String>,
        /// When it was first set.
        pub created_at: Timestamp,
        /// When it was last replaced.
        pub updated_at: Timestamp,
        /// When it last opened a session.
        pub last_used_at: Option<Timestamp>,
        /// The time step of the last code that was accepted (RFC 6238 §5.2).
        pub counter: Option<i64>,
    }
}

macro_rules! columns {
    () => {
        "id, user_id, kind, secret, label, created_at, updated_at, last_used_at, counter"
    };
}

/// A person's password.
pub async fn find_password(conn: &mut Conn, user: &UserId) -> Result<Option<Credential>> {
    q!(
        conn,
        fetch_optional,
        Credential,
        concat!("SELECT ", columns!(), " FROM credentials WHERE user_id = $1 AND kind = 'password'"),
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

/// What a person has of a kind, oldest first.
pub async fn list(conn: &mut Conn, user: &UserId, kind: &str) -> Result<Vec<Credential>> {
    q!(
        conn,
        fetch_all,
        Credential,
        concat!("SELECT ", columns!(), " FROM credentials WHERE user_id = $1 AND kind = $2 ORDER BY id"),
        user,
        kind
    )
}

/// How many a person has of a kind.
pub async fn count(conn: &mut Conn, user: &UserId, kind: &str) -> Result<i64> {
    let (count,) =
        q!(conn, fetch_one, (i64,), "SELECT COUNT(*) FROM credentials WHERE user_id = $1 AND kind = $2", user, kind)?;
    Ok(count)
}

/// Adds one beside those that are there.
pub async fn insert(conn: &mut Conn, credential: &Credential) -> Result<()> {
    q!(
        conn,
        execute,
        concat!("INSERT INTO credentials (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
        &credential.id,
        &credential.user_id,
        &credential.kind,
        credential.secret.expose(),
        &credential.label,
        credential.created_at,
        credential.updated_at,
        credential.last_used_at,
        credential.counter
    )
    .map(drop)
}

/// Notes that the code of a time step was accepted; `false` when it, or a later one, was before (RFC 6238 §5.2).
pub async fn accept_step(conn: &mut Conn, id: &CredentialId, step: i64, now: Timestamp) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE credentials SET counter = $2, last_used_at = $3 WHERE id = $1 AND (counter IS NULL OR counter < $2)",
        id,
        step,
        now
    )?;
    Ok(touched > 0)
}

/// Spends a recovery code by its digest; one winner.
pub async fn spend_recovery_code(conn: &mut Conn, user: &UserId, digest: &str) -> Result<bool> {
    let spent = q!(
        conn,
        execute,
        "DELETE FROM credentials WHERE user_id = $1 AND kind = 'recovery_code' AND secret = $2",
        user,
        digest
    )?;
    Ok(spent > 0)
}

/// Takes one away from its person; `false` when there is none.
pub async fn delete(conn: &mut Conn, user: &UserId, id: &CredentialId) -> Result<bool> {
    let gone =
        q!(conn, execute, "DELETE FROM credentials WHERE user_id = $1 AND id = $2 AND kind <> 'password'", user, id)?;
    Ok(gone > 0)
}

/// Takes away all of a kind; answers how many.
pub async fn delete_kind(conn: &mut Conn, user: &UserId, kind: &str) -> Result<u64> {
    q!(conn, execute, "DELETE FROM credentials WHERE user_id = $1 AND kind = $2", user, kind)
}

/// Takes everything away from a person, the password too; answers how many.
pub async fn delete_all(conn: &mut Conn, user: &UserId) -> Result<u64> {
    q!(conn, execute, "DELETE FROM credentials WHERE user_id = $1", user)
}

/// A few authenticator apps whose secret may still be sealed under an old master key, for rewrapping.
pub async fn list_sealed_after(conn: &mut Conn, page: &PageRequest) -> Result<Vec<Credential>> {
    q!(
        conn,
        fetch_all,
        Credential,
        concat!("SELECT ", columns!(), " FROM credentials WHERE kind = 'totp' AND id > $1 ORDER BY id LIMIT $2"),
        page.cursor(),
        page.limit
    )
}

/// Replaces the sealed secret (rewrapping); `false` when it was replaced or dropped since `old` was read.
pub async fn set_sealed(conn: &mut Conn, id: &CredentialId, old: &str, new: &str) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE credentials SET secret = $3 WHERE id = $1 AND kind = 'totp' AND secret = $2",
        id,
        old,
        new
    )?;
    Ok(touched > 0)
}
