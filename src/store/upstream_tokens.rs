//! What upstreams handed out for the identities of people. Growth: at most one row an identity, gone with it.
//!
//! A claim of what is due is one conditional `UPDATE` that moves `due_at` to the end of its lease: of several instances
//! one wins, and only whoever still holds the lease writes what came of it.

use super::{Conn, PageRequest, Result, types::Json};
use crate::base::{
    id::{IdentityId, IssuerId, UpstreamId},
    secret::Secret,
    time::Timestamp,
};

row! {
    /// Tokens that are kept.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct UpstreamTokens {
        /// Whose.
        pub identity_id: IdentityId,
        /// What they were handed out for.
        pub scopes: Vec<String> as Json,
        /// Sealed.
        pub access_token: Secret<String>,
        /// When it ends.
        pub access_expires_at: Option<Timestamp>,
        /// Sealed.
        pub refresh_token: Option<Secret<String>>,
        /// When they were fetched.
        pub refreshed_at: Timestamp,
        /// When they are refreshed next, or when the lease of whoever is at it ends.
        pub due_at: Option<Timestamp>,
        /// Since when refreshing fails for good.
        pub lost_at: Option<Timestamp>,
    }
}

row! {
    /// What is due.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct DueTokens {
        /// Whose.
        pub identity_id: IdentityId,
        /// Of which upstream.
        pub upstream_id: UpstreamId,
    }
}

macro_rules! columns {
    () => {
        "identity_id, scopes, access_token, access_expires_at, refresh_token, refreshed_at, due_at, lost_at"
    };
}

/// Keeps tokens in the place of those before. A refresh token that is not handed out again stays.
pub async fn put(conn: &mut Conn, row: &UpstreamTokens) -> Result<()> {
    q!(
        conn,
        execute,
        concat!(
            "INSERT INTO upstream_tokens (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (identity_id) DO UPDATE SET \
             scopes = excluded.scopes, access_token = excluded.access_token, \
             access_expires_at = excluded.access_expires_at, \
             refresh_token = COALESCE(excluded.refresh_token, upstream_tokens.refresh_token), \
             refreshed_at = excluded.refreshed_at, due_at = excluded.due_at, lost_at = NULL"
        ),
        &row.identity_id,
        Json(&row.scopes),
        &row.access_token,
        row.access_expires_at,
        &row.refresh_token,
        row.refreshed_at,
        row.due_at,
        row.lost_at
    )
    .map(drop)
}

/// What is due at an issuer, the longest waiting first.
pub async fn list_due(conn: &mut Conn, issuer: &IssuerId, now: Timestamp, limit: i64) -> Result<Vec<DueTokens>> {
    q!(
        conn,
        fetch_all,
        DueTokens,
        "SELECT t.identity_id, i.upstream_id FROM upstream_tokens t JOIN identities i ON i.id = t.identity_id \
         JOIN upstreams u ON u.id = i.upstream_id \
         WHERE t.due_at <= $1 AND u.issuer_id = $2 ORDER BY t.due_at LIMIT $3",
        now,
        issuer,
        limit
    )
}

/// Takes what is due for one try until `lease_end`; `None` when another instance was faster.
pub async fn claim(
    conn: &mut Conn,
    identity: &IdentityId,
    now: Timestamp,
    lease_end: Timestamp,
) -> Result<Option<UpstreamTokens>> {
    q!(
        conn,
        fetch_optional,
        UpstreamTokens,
        concat!(
            "UPDATE upstream_tokens SET due_at = $3 WHERE identity_id = $1 AND due_at <= $2 RETURNING ",
            columns!()
        ),
        identity,
        now,
        lease_end
    )
}

/// Writes what came of a try; `false` when the lease is no longer ours, or the row is gone.
pub async fn release(conn: &mut Conn, row: &UpstreamTokens, lease_end: Timestamp) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE upstream_tokens SET scopes = $3, access_token = $4, access_expires_at = $5, refresh_token = $6, \
         refreshed_at = $7, due_at = $8, lost_at = $9 WHERE identity_id = $1 AND due_at = $2",
        &row.identity_id,
        lease_end,
        Json(&row.scopes),
        &row.access_token,
        row.access_expires_at,
        &row.refresh_token,
        row.refreshed_at,
        row.due_at,
        row.lost_at
    )?;
    Ok(touched > 0)
}

/// Takes them away, and answers them.
pub async fn take(conn: &mut Conn, identity: &IdentityId) -> Result<Option<UpstreamTokens>> {
    q!(
        conn,
        fetch_optional,
        UpstreamTokens,
        concat!("DELETE FROM upstream_tokens WHERE identity_id = $1 RETURNING ", columns!()),
        identity
    )
}

/// All of them, page by page.
pub async fn list_after(conn: &mut Conn, page: &PageRequest) -> Result<Vec<UpstreamTokens>> {
    q!(
        conn,
        fetch_all,
        UpstreamTokens,
        concat!("SELECT ", columns!(), " FROM upstream_tokens WHERE identity_id > $1 ORDER BY identity_id LIMIT $2"),
        page.cursor(),
        page.limit
    )
}

/// Puts the same tokens in place, sealed anew, unless they were changed meanwhile.
pub async fn set_sealed(conn: &mut Conn, before: &UpstreamTokens, after: &UpstreamTokens) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE upstream_tokens SET access_token = $3, refresh_token = $4 WHERE identity_id = $1 AND access_token = $2",
        &before.identity_id,
        &before.access_token,
        &after.access_token,
        &after.refresh_token
    )?;
    Ok(touched > 0)
}
