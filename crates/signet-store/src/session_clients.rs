//! Which clients got an ID token in a session, each with its own `sid`. Growth: one row a session
//! and client; gone with the session.

use super::{Conn, PageRequest, Result};
use crate::{
    base::{
        id::{GrantId, SessionId, UserId},
        time::Timestamp,
    },
    protocol::client::{ClientId, ClientMetadata},
};

row! {
    /// A client's part in a session.
    #[derive(Debug, Clone, PartialEq)]
    pub struct SessionClient {
        /// The session.
        pub session_id: SessionId,
        /// The client.
        pub client_id: ClientId,
        /// The session's name for this client (OIDC Back-Channel Logout §2.1 `sid`).
        pub sid: String,
        /// The grant last approved.
        pub last_grant_id: Option<GrantId>,
        /// When the client first got an ID token in this session.
        pub created_at: Timestamp,
        /// When it last got one.
        pub last_at: Timestamp,
    }
}

/// Notes an ID token for a client and answers its `sid`: the one it has, else `fresh_sid`.
pub async fn upsert(
    conn: &mut Conn,
    (session, client): (&SessionId, &ClientId),
    fresh_sid: &str,
    grant: &GrantId,
    now: Timestamp,
) -> Result<String> {
    let (sid,) = q!(
        conn,
        fetch_one,
        (String,),
        "INSERT INTO session_clients (session_id, client_id, sid, last_grant_id, created_at, last_at) \
         VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (session_id, client_id) \
         DO UPDATE SET last_grant_id = excluded.last_grant_id, last_at = excluded.last_at RETURNING sid",
        session,
        client,
        fresh_sid,
        grant,
        now
    )?;
    Ok(sid)
}

/// A client's part in a session.
pub async fn find(conn: &mut Conn, session: &SessionId, client: &ClientId) -> Result<Option<SessionClient>> {
    q!(
        conn,
        fetch_optional,
        SessionClient,
        "SELECT session_id, client_id, sid, last_grant_id, created_at, last_at FROM session_clients \
         WHERE session_id = $1 AND client_id = $2",
        session,
        client
    )
}

/// By `sid`.
pub async fn find_by_sid(conn: &mut Conn, sid: &str) -> Result<Option<SessionClient>> {
    q!(
        conn,
        fetch_optional,
        SessionClient,
        "SELECT session_id, client_id, sid, last_grant_id, created_at, last_at FROM session_clients WHERE sid = $1",
        sid
    )
}

row! {
    /// A client's part in a session, with what it registered.
    #[derive(Debug, Clone, PartialEq)]
    pub struct RegisteredParty {
        /// The client.
        pub client_id: ClientId,
        /// The session's name for this client.
        pub sid: String,
        /// What the client registered.
        pub metadata: ClientMetadata as Json,
    }
}

/// The clients of a session that are not switched off, with their metadata.
pub async fn list_registered(conn: &mut Conn, session: &SessionId) -> Result<Vec<RegisteredParty>> {
    q!(
        conn,
        fetch_all,
        RegisteredParty,
        "SELECT s.client_id, s.sid, c.metadata FROM session_clients s JOIN clients c ON c.id = s.client_id \
         WHERE s.session_id = $1 AND c.disabled_at IS NULL ORDER BY s.client_id",
        session
    )
}

/// The clients of a person's sessions, from behind where a page of those begins to its last one.
pub async fn list_for_sessions(
    conn: &mut Conn,
    user: &UserId,
    page: &PageRequest,
    last: &SessionId,
) -> Result<Vec<SessionClient>> {
    q!(
        conn,
        fetch_all,
        SessionClient,
        "SELECT c.session_id, c.client_id, c.sid, c.last_grant_id, c.created_at, c.last_at \
         FROM sessions s JOIN session_clients c ON c.session_id = s.id \
         WHERE s.user_id = $1 AND s.id > $2 AND s.id <= $3 ORDER BY c.session_id, c.client_id",
        user,
        page.cursor(),
        last
    )
}

/// Ends a client's part in all sessions of a person that were not ended, and answers which. A later
/// sign-in gets a new `sid`: the old one is told to be over.
pub async fn delete_for_user_client(
    conn: &mut Conn,
    user: &UserId,
    client: &ClientId,
) -> Result<Vec<(SessionId, String)>> {
    q!(
        conn,
        fetch_all,
        (SessionId, String),
        "DELETE FROM session_clients WHERE client_id = $2 \
         AND session_id IN (SELECT id FROM sessions WHERE user_id = $1 AND ended_at IS NULL) RETURNING session_id, sid",
        user,
        client
    )
}

/// Forgets in which sessions a client was used; answers how many.
pub async fn delete_for_client(conn: &mut Conn, client: &ClientId) -> Result<u64> {
    q!(conn, execute, "DELETE FROM session_clients WHERE client_id = $1", client)
}
