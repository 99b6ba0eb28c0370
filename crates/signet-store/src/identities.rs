//! Who people are at upstreams. Growth: at most one row a person and upstream; gone with either.

use super::{Conn, PageRequest, Result, upstream_tokens::KeptScopes};
use crate::base::{
    id::{IdentityId, UpstreamId, UserId},
    time::Timestamp,
};

row! {
    /// Who somebody is at an upstream.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct LinkedIdentity {
        /// Its row.
        pub id: IdentityId,
        /// Whose it is.
        pub user_id: UserId,
        /// Where.
        pub upstream_id: UpstreamId,
        /// Who says so, compared byte for byte.
        pub iss: String,
        /// Who it is there, compared byte for byte.
        pub sub: String,
        /// What the person is called there.
        pub label: Option<String>,
        /// When it was linked.
        pub created_at: Timestamp,
        /// When it last opened a session.
        pub last_used_at: Option<Timestamp>,
    }
}

row! {
    /// An identity with what its upstream is called.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct NamedIdentity {
        /// The identity.
        pub identity: LinkedIdentity as Part,
        /// The word for the upstream.
        pub upstream: String,
        /// What its button says.
        pub upstream_label: String,
        /// Since when nobody signs in by it.
        pub upstream_disabled_at: Option<Timestamp>,
        /// What is kept of what it handed out.
        pub kept: Option<KeptScopes> as OptionalPart,
    }
}

macro_rules! columns {
    () => {
        "id, user_id, upstream_id, iss, sub, label, created_at, last_used_at"
    };
}

/// Links one. It fails where somebody has it, or the person has another one there.
pub async fn insert(conn: &mut Conn, identity: &LinkedIdentity) -> Result<()> {
    q!(
        conn,
        execute,
        concat!("INSERT INTO identities (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"),
        &identity.id,
        &identity.user_id,
        &identity.upstream_id,
        &identity.iss,
        &identity.sub,
        &identity.label,
        identity.created_at,
        identity.last_used_at
    )
    .map(drop)
}

/// By who says what.
pub async fn find(conn: &mut Conn, upstream: &UpstreamId, iss: &str, sub: &str) -> Result<Option<LinkedIdentity>> {
    q!(
        conn,
        fetch_optional,
        LinkedIdentity,
        concat!("SELECT ", columns!(), " FROM identities WHERE upstream_id = $1 AND iss = $2 AND sub = $3"),
        upstream,
        iss,
        sub
    )
}

/// One of a person.
pub async fn find_own(conn: &mut Conn, user: &UserId, id: &IdentityId) -> Result<Option<LinkedIdentity>> {
    q!(
        conn,
        fetch_optional,
        LinkedIdentity,
        concat!("SELECT ", columns!(), " FROM identities WHERE id = $1 AND user_id = $2"),
        id,
        user
    )
}

/// The one that a person has at an upstream.
pub async fn find_at(conn: &mut Conn, user: &UserId, upstream: &UpstreamId) -> Result<Option<LinkedIdentity>> {
    q!(
        conn,
        fetch_optional,
        LinkedIdentity,
        concat!("SELECT ", columns!(), " FROM identities WHERE user_id = $1 AND upstream_id = $2"),
        user,
        upstream
    )
}

/// Those of a person, oldest first.
pub async fn list(conn: &mut Conn, user: &UserId) -> Result<Vec<NamedIdentity>> {
    q!(
        conn,
        fetch_all,
        NamedIdentity,
        "SELECT i.id, i.user_id, i.upstream_id, i.iss, i.sub, i.label, i.created_at, i.last_used_at, \
         u.name AS upstream, u.label AS upstream_label, u.disabled_at AS upstream_disabled_at, \
         t.scopes, t.access_expires_at, t.refreshed_at, t.due_at, t.lost_at \
         FROM identities i JOIN upstreams u ON u.id = i.upstream_id \
         LEFT JOIN upstream_tokens t ON t.identity_id = i.id WHERE i.user_id = $1 ORDER BY i.id",
        user
    )
}

/// Those at an upstream by which its rules gave something to their people, page by page.
pub async fn list_members_at(
    conn: &mut Conn,
    upstream: &UpstreamId,
    page: &PageRequest,
) -> Result<Vec<LinkedIdentity>> {
    q!(
        conn,
        fetch_all,
        LinkedIdentity,
        concat!(
            "SELECT ",
            columns!(),
            " FROM identities i WHERE upstream_id = $1 AND id > $2 \
             AND EXISTS (SELECT 1 FROM identity_memberships m WHERE m.identity_id = i.id) ORDER BY id LIMIT $3"
        ),
        upstream,
        page.cursor(),
        page.limit
    )
}

/// Whether anybody has one at an upstream.
pub async fn has_any_at(conn: &mut Conn, upstream: &UpstreamId) -> Result<bool> {
    let found =
        q!(conn, fetch_optional, (IdentityId,), "SELECT id FROM identities WHERE upstream_id = $1 LIMIT 1", upstream)?;
    Ok(found.is_some())
}

/// How many of a person open a session: those whose upstream is on.
pub async fn count_usable(conn: &mut Conn, user: &UserId) -> Result<i64> {
    let (count,) = q!(
        conn,
        fetch_one,
        (i64,),
        "SELECT COUNT(*) FROM identities i JOIN upstreams u ON u.id = i.upstream_id \
         WHERE i.user_id = $1 AND u.disabled_at IS NULL",
        user
    )?;
    Ok(count)
}

/// Notes a use, and what the person is called there by now; `false` when it is theirs no more.
pub async fn used(
    conn: &mut Conn,
    user: &UserId,
    id: &IdentityId,
    label: Option<&str>,
    now: Timestamp,
) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE identities SET last_used_at = $3, label = $4 WHERE id = $1 AND user_id = $2",
        id,
        user,
        now,
        label
    )?;
    Ok(touched > 0)
}

/// Gives one to another person; `false` when it is not the first one's any more.
pub async fn hand_over(conn: &mut Conn, identity: &LinkedIdentity, to: &UserId) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE identities SET user_id = $3 WHERE id = $1 AND user_id = $2",
        &identity.id,
        &identity.user_id,
        to
    )?;
    Ok(touched > 0)
}

/// Takes one away from its person; `false` when there is none.
pub async fn delete(conn: &mut Conn, user: &UserId, id: &IdentityId) -> Result<bool> {
    Ok(q!(conn, execute, "DELETE FROM identities WHERE user_id = $1 AND id = $2", user, id)? > 0)
}
