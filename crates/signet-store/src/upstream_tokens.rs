//! What upstreams handed out for the identities of people. Growth: at most one row an identity, gone with it.
//!
//! A claim of what is due is one conditional `UPDATE` that moves `due_at` to the end of its lease: of several instances
//! one wins, and only whoever still holds the lease writes what came of it.

use super::{Conn, PageRequest, Result, types::Json};
use crate::base::{
    id::{IdentityId, IssuerId, UpstreamId, UserId},
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

row! {
    /// Tokens that are kept, and of which upstream they are.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct KeptTokens {
        /// The tokens.
        pub tokens: UpstreamTokens as Part,
        /// Of which upstream.
        pub upstream_id: UpstreamId,
    }
}

row! {
    /// What tokens that are kept are good for; never the tokens.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct KeptScopes {
        /// What they were handed out for.
        pub scopes: Vec<String> as Json,
        /// When the access token ends.
        pub access_expires_at: Option<Timestamp>,
        /// When they were fetched.
        pub refreshed_at: Timestamp,
        /// When they are refreshed next.
        pub due_at: Option<Timestamp>,
        /// Since when refreshing fails for good.
        pub lost_at: Option<Timestamp>,
    }
}

macro_rules! columns {
    () => {
        "identity_id, scopes, access_token, access_expires_at, refresh_token, refreshed_at, due_at, lost_at"
    };
}

// What is kept, each with its identity as `i`.
macro_rules! of_identities {
    () => {
        ", upstream_id FROM identities i JOIN upstream_tokens t ON t.identity_id = i.id WHERE "
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

/// Takes what is not due, as it was read, for one use of its refresh token until `lease_end`; `false` when somebody has
/// touched it since.
pub async fn claim_early(conn: &mut Conn, row: &UpstreamTokens, lease_end: Timestamp) -> Result<bool> {
    let due_at = row.due_at.unwrap_or(Timestamp(0));
    let touched = q!(
        conn,
        execute,
        "UPDATE upstream_tokens SET due_at = $4 \
         WHERE identity_id = $1 AND refresh_token = $2 AND COALESCE(due_at, 0) = $3",
        &row.identity_id,
        &row.refresh_token,
        due_at,
        lease_end
    )?;
    Ok(touched > 0)
}

/// Writes what came of a try; `false` when the lease is no longer ours, or the row is gone. A token that the try left as
/// it was before stays as it is kept by now: it may have been sealed anew.
pub async fn release(
    conn: &mut Conn,
    before: &UpstreamTokens,
    after: &UpstreamTokens,
    lease_end: Timestamp,
) -> Result<bool> {
    let access_token = Some(&after.access_token).filter(|token| **token != before.access_token);
    let refresh_token = after.refresh_token.as_ref().filter(|_| after.refresh_token != before.refresh_token);
    let touched = q!(
        conn,
        execute,
        "UPDATE upstream_tokens SET scopes = $3, access_token = COALESCE($4, access_token), access_expires_at = $5, \
         refresh_token = COALESCE($6, refresh_token), refreshed_at = $7, due_at = $8, lost_at = $9 \
         WHERE identity_id = $1 AND due_at = $2",
        &after.identity_id,
        lease_end,
        Json(&after.scopes),
        access_token,
        after.access_expires_at,
        refresh_token,
        after.refreshed_at,
        after.due_at,
        after.lost_at
    )?;
    Ok(touched > 0)
}

/// Puts a refresh token in the place of the one that fetched it, where that is still kept.
pub async fn set_refresh_token(conn: &mut Conn, before: &UpstreamTokens, after: &UpstreamTokens) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE upstream_tokens SET refresh_token = $3 WHERE identity_id = $1 AND refresh_token = $2",
        &before.identity_id,
        &before.refresh_token,
        &after.refresh_token
    )?;
    Ok(touched > 0)
}

/// Those of an identity, and of which upstream they are.
pub async fn find(conn: &mut Conn, identity: &IdentityId) -> Result<Option<KeptTokens>> {
    q!(conn, fetch_optional, KeptTokens, concat!("SELECT ", columns!(), of_identities!(), "i.id = $1"), identity)
}

/// Those of a person.
pub async fn list_for_user(conn: &mut Conn, user: &UserId) -> Result<Vec<KeptTokens>> {
    q!(conn, fetch_all, KeptTokens, concat!("SELECT ", columns!(), of_identities!(), "i.user_id = $1"), user)
}

/// Those of an upstream, page by page.
pub async fn list_at(conn: &mut Conn, upstream: &UpstreamId, page: &PageRequest) -> Result<Vec<KeptTokens>> {
    q!(
        conn,
        fetch_all,
        KeptTokens,
        concat!("SELECT ", columns!(), of_identities!(), "i.upstream_id = $1 AND i.id > $2 ORDER BY i.id LIMIT $3"),
        upstream,
        page.cursor(),
        page.limit
    )
}

/// Makes those of an upstream due again that are refreshed no more although they could be: what fell due while nobody was
/// to be asked there.
pub async fn make_due(conn: &mut Conn, upstream: &UpstreamId, now: Timestamp) -> Result<()> {
    // The sign keeps the index of what is due out of it, by which it would walk through those of all upstreams.
    q!(
        conn,
        execute,
        "UPDATE upstream_tokens SET due_at = $2 WHERE identity_id IN (SELECT id FROM identities WHERE upstream_id = $1) \
         AND +due_at IS NULL AND lost_at IS NULL AND refresh_token IS NOT NULL AND access_expires_at IS NOT NULL",
        upstream,
        now
    )
    .map(drop)
}

/// Forgets those of an upstream.
pub async fn delete_at(conn: &mut Conn, upstream: &UpstreamId) -> Result<()> {
    q!(
        conn,
        execute,
        "DELETE FROM upstream_tokens WHERE identity_id IN (SELECT id FROM identities WHERE upstream_id = $1)",
        upstream
    )
    .map(drop)
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
        "UPDATE upstream_tokens SET access_token = $3, refresh_token = $4 \
         WHERE identity_id = $1 AND access_token = $2 AND COALESCE(refresh_token, '') = COALESCE($5, '')",
        &before.identity_id,
        &before.access_token,
        &after.access_token,
        &after.refresh_token,
        &before.refresh_token
    )?;
    Ok(touched > 0)
}
