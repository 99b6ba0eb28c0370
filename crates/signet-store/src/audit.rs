//! What happened. Growth: one row an event; purged after `retention.audit`. Personal data stands in
//! columns of its own, so that it can be erased while the event stays.

use serde_json::{Map, Value};

use super::{Conn, PageRequest, Result, types::Json};
use crate::{
    base::{
        id::{AuditId, GrantId, IssuerId, OrganizationId, RequestId, SessionId, UserId},
        time::Timestamp,
    },
    protocol::client::ClientId,
};

row! {
    /// An audit event.
    #[derive(Debug, Clone, PartialEq)]
    pub struct AuditEvent {
        /// Its row; sorts by time.
        pub id: AuditId,
        /// The issuer concerned.
        pub issuer_id: Option<IssuerId>,
        /// When it happened.
        pub at: Timestamp,
        /// What happened, for example `session.started`.
        pub kind: String,
        /// Who did it: an id, or `system`, or `cli`.
        pub actor: String,
        /// The person concerned.
        pub user_id: Option<UserId>,
        /// The client concerned.
        pub client_id: Option<ClientId>,
        /// The session concerned.
        pub session_id: Option<SessionId>,
        /// The grant concerned.
        pub grant_id: Option<GrantId>,
        /// The organization concerned.
        pub organization_id: Option<OrganizationId>,
        /// The request in which it happened.
        pub request_id: Option<RequestId>,
        /// Further facts, none of them personal.
        pub data: Map<String, Value> as Json,
        /// From which address.
        pub personal_ip: Option<String>,
        /// With which browser.
        pub personal_user_agent: Option<String>,
        /// The link of the hash chain, once sealed.
        pub chain: Option<String>,
    }
}

macro_rules! columns {
    () => {
        "id, issuer_id, at, kind, actor, user_id, client_id, session_id, grant_id, organization_id, request_id, data, \
         personal_ip, personal_user_agent, chain"
    };
}

/// Which events are wanted; an absent member does not narrow.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of this issuer, or of none.
    pub issuer: Option<IssuerId>,
    /// Of this kind.
    pub kind: Option<String>,
    /// Concerning this person.
    pub user: Option<UserId>,
    /// Concerning this client.
    pub client: Option<ClientId>,
    /// At or after.
    pub since: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

impl Filter {
    /// The smallest identifier that may be wanted: an event gets its own when it happened, or a moment later.
    pub(super) fn first_id(&self) -> AuditId {
        AuditId::earliest(self.since.unwrap_or(Timestamp(0)))
    }
}

/// Adds an event.
pub async fn insert(conn: &mut Conn, event: &AuditEvent) -> Result<()> {
    q!(
        conn,
        execute,
        concat!(
            "INSERT INTO audit_events (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
        ),
        &event.id,
        &event.issuer_id,
        event.at,
        &event.kind,
        &event.actor,
        &event.user_id,
        &event.client_id,
        &event.session_id,
        &event.grant_id,
        &event.organization_id,
        &event.request_id,
        Json(&event.data),
        &event.personal_ip,
        &event.personal_user_agent,
        &event.chain
    )
    .map(drop)
}

async fn insert_pair(conn: &mut Conn, one: &AuditEvent, two: &AuditEvent) -> Result<()> {
    q!(
        conn,
        execute,
        concat!(
            "INSERT INTO audit_events (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15), \
             ($16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30)"
        ),
        &one.id,
        &one.issuer_id,
        one.at,
        &one.kind,
        &one.actor,
        &one.user_id,
        &one.client_id,
        &one.session_id,
        &one.grant_id,
        &one.organization_id,
        &one.request_id,
        Json(&one.data),
        &one.personal_ip,
        &one.personal_user_agent,
        &one.chain,
        &two.id,
        &two.issuer_id,
        two.at,
        &two.kind,
        &two.actor,
        &two.user_id,
        &two.client_id,
        &two.session_id,
        &two.grant_id,
        &two.organization_id,
        &two.request_id,
        Json(&two.data),
        &two.personal_ip,
        &two.personal_user_agent,
        &two.chain
    )
    .map(drop)
}

/// Adds the events of one unit of work, two in a statement.
pub async fn insert_few(conn: &mut Conn, events: &[AuditEvent]) -> Result<()> {
    for pair in events.chunks(2) {
        match pair {
            [one, two] => insert_pair(conn, one, two).await?,
            few => {
                for one in few {
                    insert(conn, one).await?;
                }
            }
        }
    }
    Ok(())
}

macro_rules! narrowed {
    () => {
        " AND (CAST($3 AS TEXT) IS NULL OR kind = $3) AND (CAST($4 AS TEXT) IS NULL OR client_id = $4) \
         AND (CAST($5 AS BIGINT) IS NULL OR at >= $5) AND (CAST($6 AS BIGINT) IS NULL OR at < $6) \
         AND (CAST($7 AS TEXT) IS NULL OR issuer_id IS NULL OR issuer_id = $7) \
         AND id >= $8 ORDER BY id DESC LIMIT $2"
    };
}

/// Events, newest first; the cursor is the last id of the page before.
pub async fn list(conn: &mut Conn, filter: &Filter, page: &PageRequest) -> Result<Vec<AuditEvent>> {
    // One statement for each index that can carry the list; the rest is sifted on the way.
    if let Some(user) = &filter.user {
        return q!(
            conn,
            fetch_all,
            AuditEvent,
            concat!("SELECT ", columns!(), " FROM audit_events WHERE user_id = $9 AND id < $1", narrowed!()),
            page.cursor_from_end(),
            page.limit,
            &filter.kind,
            &filter.client,
            filter.since,
            filter.until,
            &filter.issuer,
            filter.first_id(),
            user
        );
    }
    if let Some(client) = &filter.client {
        return q!(
            conn,
            fetch_all,
            AuditEvent,
            concat!("SELECT ", columns!(), " FROM audit_events WHERE client_id = $9 AND id < $1", narrowed!()),
            page.cursor_from_end(),
            page.limit,
            &filter.kind,
            &filter.client,
            filter.since,
            filter.until,
            &filter.issuer,
            filter.first_id(),
            client
        );
    }
    if let Some(kind) = &filter.kind {
        return q!(
            conn,
            fetch_all,
            AuditEvent,
            concat!("SELECT ", columns!(), " FROM audit_events WHERE kind = $9 AND id < $1", narrowed!()),
            page.cursor_from_end(),
            page.limit,
            &filter.kind,
            &filter.client,
            filter.since,
            filter.until,
            &filter.issuer,
            filter.first_id(),
            kind
        );
    }
    q!(
        conn,
        fetch_all,
        AuditEvent,
        concat!("SELECT ", columns!(), " FROM audit_events WHERE id < $1", narrowed!()),
        page.cursor_from_end(),
        page.limit,
        &filter.kind,
        &filter.client,
        filter.since,
        filter.until,
        &filter.issuer,
        filter.first_id()
    )
}

/// When the newest event happened.
pub async fn newest(conn: &mut Conn) -> Result<Option<Timestamp>> {
    let (at,) = q!(conn, fetch_one, (Option<Timestamp>,), "SELECT MAX(at) FROM audit_events")?;
    Ok(at)
}

/// Erases the personal columns of the events that concern a person; the events stay.
pub async fn erase_personal_for_user(conn: &mut Conn, user: &UserId) -> Result<u64> {
    q!(
        conn,
        execute,
        "UPDATE audit_events SET personal_ip = NULL, personal_user_agent = NULL \
         WHERE user_id = $1 AND (personal_ip IS NOT NULL OR personal_user_agent IS NOT NULL)",
        user
    )
}
