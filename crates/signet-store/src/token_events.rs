//! Tokens that were issued, each with who got it for whom: the most frequent event, and none of a change of state.
//! Growth: one narrow row an issue, for `audit.token_retention`; only counted after that (`token_counts.rs`). No
//! address and no browser: the session and the grant tell where a person signed in, and nothing is left to erase.

use super::{Conn, PageRequest, Result, audit::Filter, db::Engine};
use crate::{
    base::{
        id::{AuditId, GrantId, IssuerId, RequestId, SessionId, UserId},
        time::Timestamp,
    },
    protocol::client::ClientId,
};

row! {
    /// Tokens that were issued together.
    #[derive(Debug, Clone, PartialEq)]
    pub struct TokenEvent {
        /// Its row; sorts by time, together with those of the audit log.
        pub id: AuditId,
        /// When.
        pub at: Timestamp,
        /// By which issuer.
        pub issuer_id: IssuerId,
        /// To whom.
        pub client_id: ClientId,
        /// For whom.
        pub user_id: Option<UserId>,
        /// In which session.
        pub session_id: Option<SessionId>,
        /// By which approval.
        pub grant_id: Option<GrantId>,
        /// In which request.
        pub request_id: Option<RequestId>,
        /// By which grant type (RFC 6749 §1.3).
        pub grant_type: String,
    }
}

macro_rules! columns {
    () => {
        "id, at, issuer_id, client_id, user_id, session_id, grant_id, request_id, grant_type"
    };
}

async fn insert(conn: &mut Conn, event: &TokenEvent) -> Result<()> {
    q!(
        conn,
        execute,
        concat!("INSERT INTO token_events (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
        &event.id,
        event.at,
        &event.issuer_id,
        &event.client_id,
        &event.user_id,
        &event.session_id,
        &event.grant_id,
        &event.request_id,
        &event.grant_type
    )
    .map(drop)
}

/// Adds many: on SQLite one by one, on the spot; on PostgreSQL, where each statement is a trip, in one that is planned
/// once: a list for each column.
pub async fn insert_many(conn: &mut Conn, events: &[TokenEvent]) -> Result<()> {
    let Engine::Postgres(engine) = conn.engine() else {
        for event in events {
            insert(conn, event).await?;
        }
        return Ok(());
    };
    let query = sqlx::query::<sqlx::Postgres>(concat!(
        "INSERT INTO token_events (",
        columns!(),
        ") SELECT * FROM UNNEST($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], \
         $8::text[], $9::text[])"
    ))
    .bind(events.iter().map(|one| one.id.as_str()).collect::<Vec<_>>())
    .bind(events.iter().map(|one| one.at.0).collect::<Vec<_>>())
    .bind(events.iter().map(|one| one.issuer_id.as_str()).collect::<Vec<_>>())
    .bind(events.iter().map(|one| one.client_id.as_str()).collect::<Vec<_>>())
    .bind(events.iter().map(|one| one.user_id.as_ref().map(UserId::as_str)).collect::<Vec<_>>())
    .bind(events.iter().map(|one| one.session_id.as_ref().map(SessionId::as_str)).collect::<Vec<_>>())
    .bind(events.iter().map(|one| one.grant_id.as_ref().map(GrantId::as_str)).collect::<Vec<_>>())
    .bind(events.iter().map(|one| one.request_id.as_ref().map(RequestId::as_str)).collect::<Vec<_>>())
    .bind(events.iter().map(|one| one.grant_type.as_str()).collect::<Vec<_>>())
    .persistent(engine.prepares());
    engine.run(|connection| query.execute(connection)).await?;
    Ok(())
}

/// Token events, newest first. There is no index by person or client, which would cost more than all the rest of a row:
/// those of one are sifted from all, as far back as `since`.
pub async fn list(conn: &mut Conn, filter: &Filter, page: &PageRequest) -> Result<Vec<TokenEvent>> {
    q!(
        conn,
        fetch_all,
        TokenEvent,
        concat!(
            "SELECT ",
            columns!(),
            " FROM token_events WHERE id < $1 AND id >= $2 AND (CAST($4 AS TEXT) IS NULL OR user_id = $4) \
             AND (CAST($5 AS TEXT) IS NULL OR client_id = $5) AND (CAST($6 AS BIGINT) IS NULL OR at >= $6) \
             AND (CAST($7 AS BIGINT) IS NULL OR at < $7) AND (CAST($8 AS TEXT) IS NULL OR issuer_id = $8) \
             ORDER BY id DESC LIMIT $3"
        ),
        page.cursor_from_end(),
        filter.first_id(),
        page.limit,
        &filter.user,
        &filter.client,
        filter.since,
        filter.until,
        &filter.issuer
    )
}

/// With which event a part of them begins that reaches back from a page's cursor, whoever they are of; none at the end.
pub async fn find_begin_of_part(conn: &mut Conn, page: &PageRequest) -> Result<Option<AuditId>> {
    let (begin,) = q!(
        conn,
        fetch_one,
        (Option<AuditId>,),
        "SELECT MIN(p.id) FROM (SELECT id FROM token_events WHERE id < $1 ORDER BY id DESC LIMIT $2) AS p",
        page.cursor_from_end(),
        page.limit
    )?;
    Ok(begin)
}

/// Those of a person in a part, newest first: no index finds them, so they are sifted a part at a time.
pub async fn list_for_user(
    conn: &mut Conn,
    user: &UserId,
    begin: &AuditId,
    page: &PageRequest,
) -> Result<Vec<TokenEvent>> {
    q!(
        conn,
        fetch_all,
        TokenEvent,
        concat!(
            "SELECT ",
            columns!(),
            " FROM token_events WHERE id >= $1 AND id < $2 AND user_id = $3 ORDER BY id DESC"
        ),
        begin,
        page.cursor_from_end(),
        user
    )
}

/// When the newest event happened.
pub async fn newest(conn: &mut Conn) -> Result<Option<Timestamp>> {
    let newest = q!(conn, fetch_optional, (Timestamp,), "SELECT at FROM token_events ORDER BY id DESC LIMIT 1")?;
    Ok(newest.map(|(at,)| at))
}
