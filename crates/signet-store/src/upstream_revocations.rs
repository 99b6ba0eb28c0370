//! Tokens of upstreams that wait to be revoked there. Growth: at most one row an identity that goes, or of which nothing is
//! kept any more, until the upstream took it; a day at most.
//!
//! A claim is one conditional `UPDATE` that moves `due_at` to the end of its lease, as with tokens that are refreshed.

use super::{Conn, PageRequest, Result};
use crate::base::{
    id::{IdentityId, IssuerId},
    secret::Secret,
    time::Timestamp,
};

row! {
    /// A token that waits.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct UpstreamRevocation {
        /// Of whom it was.
        pub identity_id: IdentityId,
        /// Where.
        pub issuer_id: IssuerId,
        /// The word for the upstream.
        pub upstream: String,
        /// Sealed: what is needed to call.
        pub call: Secret<String>,
        /// How often it was tried.
        pub attempts: i64,
        /// When it is tried next.
        pub due_at: Timestamp,
        /// When it is given up.
        pub expires_at: Timestamp,
    }
}

macro_rules! columns {
    () => {
        "identity_id, issuer_id, upstream, call, attempts, due_at, expires_at"
    };
}

/// Adds one, in the place of what waits for the identity: that is a token of before, and good no more.
pub async fn put(conn: &mut Conn, row: &UpstreamRevocation) -> Result<()> {
    q!(
        conn,
        execute,
        concat!(
            "INSERT INTO upstream_revocations (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (identity_id) DO UPDATE SET call = excluded.call, \
             attempts = excluded.attempts, due_at = excluded.due_at, expires_at = excluded.expires_at"
        ),
        &row.identity_id,
        &row.issuer_id,
        &row.upstream,
        &row.call,
        row.attempts,
        row.due_at,
        row.expires_at
    )
    .map(drop)
}

/// Of whom tokens are due at an issuer, the longest waiting first.
pub async fn list_due(conn: &mut Conn, issuer: &IssuerId, now: Timestamp, limit: i64) -> Result<Vec<IdentityId>> {
    let rows = q!(
        conn,
        fetch_all,
        (IdentityId,),
        "SELECT identity_id FROM upstream_revocations WHERE due_at <= $1 AND issuer_id = $2 ORDER BY due_at LIMIT $3",
        now,
        issuer,
        limit
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Whether anything waits beyond a moment.
pub async fn is_any_due_after(conn: &mut Conn, furthest: Timestamp) -> Result<bool> {
    let found = q!(
        conn,
        fetch_optional,
        (i64,),
        "SELECT due_at FROM upstream_revocations WHERE due_at > $1 LIMIT 1",
        furthest
    )?;
    Ok(found.is_some())
}

/// Makes due at `at` what waits beyond a moment, to be given up at `last`; answers how much.
pub async fn bring_forward(conn: &mut Conn, furthest: Timestamp, at: Timestamp, last: Timestamp) -> Result<u64> {
    q!(
        conn,
        execute,
        "UPDATE upstream_revocations SET due_at = $2, \
         expires_at = CASE WHEN expires_at > $3 THEN $3 ELSE expires_at END WHERE due_at > $1",
        furthest,
        at,
        last
    )
}

/// Takes what is due for one try until `lease_end`; `None` when another instance was faster.
pub async fn claim(
    conn: &mut Conn,
    identity: &IdentityId,
    now: Timestamp,
    lease_end: Timestamp,
) -> Result<Option<UpstreamRevocation>> {
    q!(
        conn,
        fetch_optional,
        UpstreamRevocation,
        concat!(
            "UPDATE upstream_revocations SET due_at = $3, attempts = attempts + 1 \
             WHERE identity_id = $1 AND due_at <= $2 RETURNING ",
            columns!()
        ),
        identity,
        now,
        lease_end
    )
}

/// Says when it is tried again, as long as the lease is ours.
pub async fn put_off(conn: &mut Conn, identity: &IdentityId, lease_end: Timestamp, due_at: Timestamp) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE upstream_revocations SET due_at = $3 WHERE identity_id = $1 AND due_at = $2",
        identity,
        lease_end,
        due_at
    )?;
    Ok(touched > 0)
}

/// Forgets one that is over, as long as the lease is ours: another token may wait by now.
pub async fn delete(conn: &mut Conn, identity: &IdentityId, lease_end: Timestamp) -> Result<bool> {
    let deleted = q!(
        conn,
        execute,
        "DELETE FROM upstream_revocations WHERE identity_id = $1 AND due_at = $2",
        identity,
        lease_end
    )?;
    Ok(deleted > 0)
}

/// All of them, page by page.
pub async fn list_after(conn: &mut Conn, page: &PageRequest) -> Result<Vec<UpstreamRevocation>> {
    q!(
        conn,
        fetch_all,
        UpstreamRevocation,
        concat!(
            "SELECT ",
            columns!(),
            " FROM upstream_revocations WHERE identity_id > $1 ORDER BY identity_id LIMIT $2"
        ),
        page.cursor(),
        page.limit
    )
}

/// Puts the same call in place, sealed anew.
pub async fn set_sealed(conn: &mut Conn, identity: &IdentityId, before: &str, sealed: &str) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE upstream_revocations SET call = $3 WHERE identity_id = $1 AND call = $2",
        identity,
        before,
        sealed
    )?;
    Ok(touched > 0)
}
