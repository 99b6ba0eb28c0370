//! Passkeys of people. Growth: at most twenty a person; gone with the person.

use super::{Conn, Result};
use crate::{
    base::{
        id::{PasskeyId, UserId},
        time::Timestamp,
    },
    protocol::passkey::Backup,
};

row! {
    /// A passkey.
    #[derive(Debug, Clone)]
    pub struct Passkey {
        /// Its row.
        pub id: PasskeyId,
        /// Whose it is.
        pub user_id: UserId,
        /// What the authenticator calls it, in base64url.
        pub credential_id: String,
        /// Its public key, as webauthn-rs writes one.
        pub public_key: String,
        /// What the person calls it.
        pub name: String,
        /// The model of its authenticator, where that told.
        pub aaguid: Option<String>,
        /// How its authenticator is reached, as webauthn-rs writes it.
        pub transports: Option<String>,
        /// The signature counter of its last use; zero where the authenticator does not count (WebAuthn §6.1.1).
        pub sign_count: i64,
        /// Whether it outlives its device.
        pub backup: Backup,
        /// When it was added.
        pub created_at: Timestamp,
        /// When it last opened a session.
        pub last_used_at: Option<Timestamp>,
    }
}

macro_rules! columns {
    () => {
        "id, user_id, credential_id, public_key, name, aaguid, transports, sign_count, backup, created_at, last_used_at"
    };
}

/// Adds one.
pub async fn insert(conn: &mut Conn, passkey: &Passkey) -> Result<()> {
    q!(
        conn,
        execute,
        concat!("INSERT INTO passkeys (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"),
        &passkey.id,
        &passkey.user_id,
        &passkey.credential_id,
        &passkey.public_key,
        &passkey.name,
        &passkey.aaguid,
        &passkey.transports,
        passkey.sign_count,
        passkey.backup,
        passkey.created_at,
        passkey.last_used_at
    )
    .map(drop)
}

/// By what the authenticator calls it.
pub async fn find_by_credential(conn: &mut Conn, credential_id: &str) -> Result<Option<Passkey>> {
    q!(
        conn,
        fetch_optional,
        Passkey,
        concat!("SELECT ", columns!(), " FROM passkeys WHERE credential_id = $1"),
        credential_id
    )
}

/// Those of a person, oldest first.
pub async fn list(conn: &mut Conn, user: &UserId) -> Result<Vec<Passkey>> {
    q!(conn, fetch_all, Passkey, concat!("SELECT ", columns!(), " FROM passkeys WHERE user_id = $1 ORDER BY id"), user)
}

/// How many a person has.
pub async fn count(conn: &mut Conn, user: &UserId) -> Result<i64> {
    let (count,) = q!(conn, fetch_one, (i64,), "SELECT COUNT(*) FROM passkeys WHERE user_id = $1", user)?;
    Ok(count)
}

/// What an authenticator said of a passkey when it was used.
#[derive(Debug, Clone, Copy)]
pub struct Use {
    /// The signature counter.
    pub sign_count: i64,
    /// Whether it outlives its device.
    pub backup: Backup,
}

/// Notes a use; `false` when the passkey was removed, or its counter is not beyond that of the last use. Where nothing
/// counts, both are zero (WebAuthn §7.2 step 22).
pub async fn used(conn: &mut Conn, id: &PasskeyId, how: Use, now: Timestamp) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE passkeys SET sign_count = $2, backup = $3, last_used_at = $4 \
         WHERE id = $1 AND (sign_count < $2 OR (sign_count = 0 AND $2 = 0))",
        id,
        how.sign_count,
        how.backup,
        now
    )?;
    Ok(touched > 0)
}

/// Calls it by another name; `false` when the person has no such passkey.
pub async fn rename(conn: &mut Conn, user: &UserId, id: &PasskeyId, name: &str) -> Result<bool> {
    let touched = q!(conn, execute, "UPDATE passkeys SET name = $3 WHERE user_id = $1 AND id = $2", user, id, name)?;
    Ok(touched > 0)
}

/// Takes away all of a person; answers how many.
pub async fn delete_all(conn: &mut Conn, user: &UserId) -> Result<u64> {
    q!(conn, execute, "DELETE FROM passkeys WHERE user_id = $1", user)
}

/// Takes one away from its person; `false` when there is none.
pub async fn delete(conn: &mut Conn, user: &UserId, id: &PasskeyId) -> Result<bool> {
    Ok(q!(conn, execute, "DELETE FROM passkeys WHERE user_id = $1 AND id = $2", user, id)? > 0)
}
