//! Changes of an address that wait for their proofs. Growth: at most one row a person, gone with the person; purged when
//! expired.

use super::{Conn, Result};
use crate::base::{
    id::{SessionId, UserId},
    secret::TokenHash,
    time::Timestamp,
};

row! {
    /// A change of an address.
    #[derive(Debug, Clone, PartialEq)]
    pub struct AddressChange {
        /// Whose address.
        pub user_id: UserId,
        /// The session that asked.
        pub session_id: SessionId,
        /// The digest of the secret in the link.
        pub link_hash: TokenHash,
        /// Addresses, codes and what else pages need, as JSON of the domain's own, sealed.
        pub sealed: String,
        /// Codes that were tried.
        pub tries: i64,
        /// When it was asked for.
        pub created_at: Timestamp,
        /// When it is worth nothing any more.
        pub expires_at: Timestamp,
        /// When the present address was proven once more, or what stands for it.
        pub old_proven_at: Option<Timestamp>,
        /// When the new address was proven.
        pub new_proven_at: Option<Timestamp>,
        /// When it was done or stopped.
        pub ended_at: Option<Timestamp>,
        /// When it was done.
        pub changed_at: Option<Timestamp>,
    }
}

macro_rules! columns {
    () => {
        "user_id, session_id, link_hash, sealed, tries, created_at, expires_at, old_proven_at, new_proven_at, ended_at, \
         changed_at"
    };
}

/// Writes a change down in the place of the person's earlier one.
pub async fn upsert(conn: &mut Conn, change: &AddressChange) -> Result<()> {
    q!(
        conn,
        execute,
        concat!(
            "INSERT INTO address_changes (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
             ON CONFLICT (user_id) DO UPDATE SET session_id = excluded.session_id, link_hash = excluded.link_hash, \
             sealed = excluded.sealed, tries = excluded.tries, created_at = excluded.created_at, \
             expires_at = excluded.expires_at, old_proven_at = excluded.old_proven_at, \
             new_proven_at = excluded.new_proven_at, ended_at = excluded.ended_at, changed_at = excluded.changed_at"
        ),
        &change.user_id,
        &change.session_id,
        &change.link_hash,
        &change.sealed,
        change.tries,
        change.created_at,
        change.expires_at,
        change.old_proven_at,
        change.new_proven_at,
        change.ended_at,
        change.changed_at
    )
    .map(drop)
}

/// A person's change, whatever became of it.
pub async fn find(conn: &mut Conn, user: &UserId) -> Result<Option<AddressChange>> {
    q!(
        conn,
        fetch_optional,
        AddressChange,
        concat!("SELECT ", columns!(), " FROM address_changes WHERE user_id = $1"),
        user
    )
}

/// The change that a link belongs to, whatever became of it.
pub async fn find_by_link(conn: &mut Conn, link: &TokenHash) -> Result<Option<AddressChange>> {
    q!(
        conn,
        fetch_optional,
        AddressChange,
        concat!("SELECT ", columns!(), " FROM address_changes WHERE link_hash = $1"),
        link
    )
}

/// Counts a try before it is looked at; `false` where it is over or was tried so often.
pub async fn count_try(conn: &mut Conn, link: &TokenHash, most: i64, now: Timestamp) -> Result<bool> {
    let counted = q!(
        conn,
        execute,
        "UPDATE address_changes SET tries = tries + 1 \
         WHERE link_hash = $1 AND tries < $2 AND ended_at IS NULL AND expires_at > $3",
        link,
        most,
        now
    )?;
    Ok(counted > 0)
}

/// Which end is proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProvenEnds {
    /// The present address.
    pub old: bool,
    /// The new one.
    pub new: bool,
}

/// Writes down what was proven, beside what was before; the change as it is then, if it is still good.
pub async fn prove(
    conn: &mut Conn,
    link: &TokenHash,
    ends: ProvenEnds,
    now: Timestamp,
) -> Result<Option<AddressChange>> {
    q!(
        conn,
        fetch_optional,
        AddressChange,
        concat!(
            "UPDATE address_changes SET old_proven_at = COALESCE(old_proven_at, $2), \
             new_proven_at = COALESCE(new_proven_at, $3) \
             WHERE link_hash = $1 AND ended_at IS NULL AND expires_at > $4 RETURNING ",
            columns!()
        ),
        link,
        ends.old.then_some(now),
        ends.new.then_some(now),
        now
    )
}

/// Ends a change that is done; `true` for the one call that did, and only where both ends are proven.
pub async fn finish(conn: &mut Conn, link: &TokenHash, now: Timestamp) -> Result<bool> {
    let done = q!(
        conn,
        execute,
        "UPDATE address_changes SET ended_at = $2, changed_at = $2 WHERE link_hash = $1 AND ended_at IS NULL \
         AND old_proven_at IS NOT NULL AND new_proven_at IS NOT NULL AND expires_at > $2",
        link,
        now
    )?;
    Ok(done > 0)
}

/// Ends a person's change that is not done; `true` for the one call that did.
pub async fn stop(conn: &mut Conn, user: &UserId, now: Timestamp) -> Result<bool> {
    let stopped = q!(
        conn,
        execute,
        "UPDATE address_changes SET ended_at = $2 WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2",
        user,
        now
    )?;
    Ok(stopped > 0)
}
