//! Sessions that began at an upstream. Growth: at most one row a session; gone with it, and with the identity.

use super::{Conn, PageRequest, Result};
use crate::base::id::{IdentityId, SessionId, UpstreamId};

row! {
    /// The upstream's half of a session.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SessionUpstream {
        /// Our session.
        pub session_id: SessionId,
        /// Who proved it.
        pub identity_id: IdentityId,
        /// The upstream's own session (OIDC Back-Channel Logout §2.1).
        pub sid: Option<String>,
        /// Sealed for the session: the ID token.
        pub id_token: Option<String>,
    }
}

/// Adds one, or replaces that of a session that was renewed.
pub async fn upsert(conn: &mut Conn, row: &SessionUpstream) -> Result<()> {
    q!(
        conn,
        execute,
        "INSERT INTO session_upstreams (session_id, identity_id, sid, id_token) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (session_id) DO UPDATE SET identity_id = excluded.identity_id, sid = excluded.sid, \
         id_token = excluded.id_token",
        &row.session_id,
        &row.identity_id,
        &row.sid,
        &row.id_token
    )
    .map(drop)
}

/// Those that have an ID token, sorted by session.
pub async fn list_sealed_after(conn: &mut Conn, page: &PageRequest) -> Result<Vec<SessionUpstream>> {
    q!(
        conn,
        fetch_all,
        SessionUpstream,
        "SELECT session_id, identity_id, sid, id_token FROM session_upstreams \
         WHERE session_id > $1 AND id_token IS NOT NULL ORDER BY session_id LIMIT $2",
        page.cursor(),
        page.limit
    )
}

/// Puts the same ID token in place, sealed anew, unless it was changed meanwhile.
pub async fn set_sealed(conn: &mut Conn, session: &SessionId, before: &str, sealed: &str) -> Result<bool> {
    let touched = q!(
        conn,
        execute,
        "UPDATE session_upstreams SET id_token = $3 WHERE session_id = $1 AND id_token = $2",
        session,
        before,
        sealed
    )?;
    Ok(touched > 0)
}

row! {
    /// Where a session began.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SessionOrigin {
        /// The upstream.
        pub upstream_id: UpstreamId,
        /// Sealed for the session: the ID token.
        pub id_token: Option<String>,
    }
}

/// Where a session began, ended or not.
pub async fn find_origin(conn: &mut Conn, session: &SessionId) -> Result<Option<SessionOrigin>> {
    q!(
        conn,
        fetch_optional,
        SessionOrigin,
        "SELECT i.upstream_id, u.id_token FROM session_upstreams u JOIN identities i ON i.id = u.identity_id \
         WHERE u.session_id = $1",
        session
    )
}

/// What a logout at an upstream names.
#[derive(Debug, Clone, Copy)]
pub struct LoggedOut<'a> {
    /// The upstream.
    pub upstream: &'a UpstreamId,
    /// Who says so.
    pub iss: &'a str,
    /// Its session.
    pub sid: Option<&'a str>,
}

/// The sessions that have not ended of a person there: of the session that is named, and those of which none is known;
/// all of them where none is named.
pub async fn list_live_of_subject(conn: &mut Conn, out: LoggedOut<'_>, sub: &str) -> Result<Vec<SessionId>> {
    let rows = q!(
        conn,
        fetch_all,
        (SessionId,),
        "SELECT u.session_id FROM identities i JOIN session_upstreams u ON u.identity_id = i.id \
         JOIN sessions s ON s.id = u.session_id WHERE i.upstream_id = $1 AND i.iss = $2 AND i.sub = $3 \
         AND (CAST($4 AS TEXT) IS NULL OR u.sid IS NULL OR u.sid = $4) AND s.ended_at IS NULL ORDER BY u.session_id",
        out.upstream,
        out.iss,
        sub,
        out.sid
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The sessions that have not ended of the session there, whoever it is of.
pub async fn list_live_of_sid(conn: &mut Conn, out: LoggedOut<'_>) -> Result<Vec<SessionId>> {
    let rows = q!(
        conn,
        fetch_all,
        (SessionId,),
        "SELECT u.session_id FROM session_upstreams u JOIN identities i ON i.id = u.identity_id \
         JOIN sessions s ON s.id = u.session_id WHERE u.sid = $3 AND i.upstream_id = $1 AND i.iss = $2 \
         AND s.ended_at IS NULL ORDER BY u.session_id",
        out.upstream,
        out.iss,
        out.sid
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
