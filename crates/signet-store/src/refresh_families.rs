//! Refresh-token families. Growth: one row a grant with refresh tokens, however often they rotate;
//! purged when idle too long or expired.

use super::{Conn, Result};
use crate::{
    base::{
        id::{FamilyId, GrantId, UserId},
        time::Timestamp,
    },
    protocol::client::ClientId,
};

row! {
    /// A chain of refresh tokens, each derived from the key and its generation.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Family {
        /// Its row.
        pub id: FamilyId,
        /// What its tokens stand for.
        pub grant_id: GrantId,
        /// The client it was given to.
        pub client_id: ClientId,
        /// The key its tokens are derived from, sealed.
        pub key_sealed: String,
        /// The generation of the newest token.
        pub generation: i64,
        /// Set when it does not end with the session (OIDC Core §11).
        pub offline_at: Option<Timestamp>,
        /// When its first token was made.
        pub created_at: Timestamp,
        /// When its newest token was made.
        pub rotated_at: Timestamp,
        /// When the one before the newest was made; unknown for one that rotated before this was kept.
        pub previous_rotated_at: Option<Timestamp>,
        /// When it ends unless it is used before.
        pub idle_expires_at: Timestamp,
        /// When it ends at the latest.
        pub expires_at: Timestamp,
        /// When it was revoked.
        pub revoked_at: Option<Timestamp>,
    }
}

macro_rules! columns {
    () => {
        "id, grant_id, client_id, key_sealed, generation, offline_at, created_at, rotated_at, previous_rotated_at, \
         idle_expires_at, expires_at, revoked_at"
    };
}

/// Adds a family; the purge looks at it when it would have rested too long.
pub async fn insert(conn: &mut Conn, family: &Family) -> Result<()> {
    q!(
        conn,
        execute,
        concat!(
            "INSERT INTO refresh_families (",
            columns!(),
            ", purge_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $10)"
        ),
        &family.id,
        &family.grant_id,
        &family.client_id,
        &family.key_sealed,
        family.generation,
        family.offline_at,
        family.created_at,
        family.rotated_at,
        family.previous_rotated_at,
        family.idle_expires_at,
        family.expires_at,
        family.revoked_at
    )
    .map(drop)
}

/// By row, whatever became of it.
pub async fn find(conn: &mut Conn, id: &FamilyId) -> Result<Option<Family>> {
    q!(conn, fetch_optional, Family, concat!("SELECT ", columns!(), " FROM refresh_families WHERE id = $1"), id)
}

/// A few families whose key may still be sealed under an old master key, for rewrapping.
pub async fn list_after(conn: &mut Conn, page: &super::PageRequest) -> Result<Vec<Family>> {
    q!(
        conn,
        fetch_all,
        Family,
        concat!("SELECT ", columns!(), " FROM refresh_families WHERE id > $1 ORDER BY id LIMIT $2"),
        page.cursor(),
        page.limit
    )
}

/// Replaces the sealed key (rewrapping).
pub async fn set_sealed(conn: &mut Conn, id: &FamilyId, old: &str, new: &str) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE refresh_families SET key_sealed = $3 WHERE id = $1 AND key_sealed = $2",
        id,
        old,
        new
    )?;
    Ok(touched > 0)
}

/// Rotates, which moves no index: the newest generation becomes `from_generation + 1`; `true` for the one call that did, none when the
/// family or its approval was revoked.
pub async fn advance(
    conn: &mut Conn,
    id: &FamilyId,
    from_generation: i64,
    now: Timestamp,
    idle_expires_at: Timestamp,
) -> Result<bool> {
    let advanced = q!(
        conn,
        execute,
        "UPDATE refresh_families SET generation = generation + 1, previous_rotated_at = rotated_at, rotated_at = $3, \
         idle_expires_at = $4 WHERE id = $1 AND generation = $2 AND revoked_at IS NULL AND EXISTS \
         (SELECT 1 FROM grants g WHERE g.id = refresh_families.grant_id AND g.revoked_at IS NULL)",
        id,
        from_generation,
        now,
        idle_expires_at
    )?;
    Ok(advanced > 0)
}

/// Notes a use without rotation; `false` when the family or its approval was revoked.
pub async fn touch(conn: &mut Conn, id: &FamilyId, idle_expires_at: Timestamp) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE refresh_families SET idle_expires_at = $2 WHERE id = $1 AND revoked_at IS NULL AND EXISTS \
         (SELECT 1 FROM grants g WHERE g.id = refresh_families.grant_id AND g.revoked_at IS NULL)",
        id,
        idle_expires_at
    )?;
    Ok(touched > 0)
}

/// Revokes a family; `true` for the one call that did.
pub async fn revoke(conn: &mut Conn, id: &FamilyId, now: Timestamp) -> Result<bool> {
    let revoked =
        q!(conn, execute, "UPDATE refresh_families SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL", id, now)?;
    Ok(revoked > 0)
}

/// Revokes every family of a person. Answers how many.
pub async fn revoke_for_user(conn: &mut Conn, user: &UserId, now: Timestamp) -> Result<u64> {
    q!(
        conn,
        execute,
        "UPDATE refresh_families SET revoked_at = $2 \
         WHERE revoked_at IS NULL AND grant_id IN (SELECT id FROM grants WHERE user_id = $1)",
        user,
        now
    )
}

/// Revokes every family of a client. Answers how many.
pub async fn revoke_for_client(conn: &mut Conn, client: &ClientId, now: Timestamp) -> Result<u64> {
    q!(
        conn,
        execute,
        "UPDATE refresh_families SET revoked_at = $2 \
         WHERE revoked_at IS NULL AND grant_id IN (SELECT id FROM grants WHERE client_id = $1)",
        client,
        now
    )
}
