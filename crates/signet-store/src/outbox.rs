//! Events for consumers of our own (logout, webhooks), written with the change they tell of.
//! Growth: one row an event; purged when expired, with its deliveries.

use serde_json::{Map, Value};

use super::{Conn, Result, types::Json};
use crate::base::{
    id::{IssuerId, OutboxId},
    time::Timestamp,
};

row! {
    /// An outbox event.
    #[derive(Debug, Clone, PartialEq)]
    pub struct OutboxEvent {
        /// Its row.
        pub id: OutboxId,
        /// The issuer concerned.
        pub issuer_id: IssuerId,
        /// When it happened.
        pub at: Timestamp,
        /// `session.revoked`, `session.client_left`, `grant.revoked`, `credential.changed`,
        /// `user.disabled`, `user.deleted`, `mail`, `password_recovery`.
        pub kind: String,
        /// What consumers need to know.
        pub payload: Map<String, Value> as Json,
        /// When nobody needs it any more.
        pub expires_at: Timestamp,
    }
}

/// Adds an event.
pub async fn insert(conn: &mut Conn, event: &OutboxEvent) -> Result<()> {
    q!(
        conn,
        execute,
        "INSERT INTO outbox (id, issuer_id, at, kind, payload, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &event.id,
        &event.issuer_id,
        event.at,
        &event.kind,
        Json(&event.payload),
        event.expires_at
    )
    .map(drop)
}

/// By row.
pub async fn find(conn: &mut Conn, id: &OutboxId) -> Result<Option<OutboxEvent>> {
    q!(
        conn,
        fetch_optional,
        OutboxEvent,
        "SELECT id, issuer_id, at, kind, payload, expires_at FROM outbox WHERE id = $1",
        id
    )
}
