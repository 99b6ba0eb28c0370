//! What happened, who did it, to whom.
//!
//! The event of a state change is inserted in the transaction that changes the state. Pure
//! token events go through [`App::audit`](crate::app::App) in batches.

use serde_json::{Map, Value};

use crate::{
    app::App,
    base::{
        id::{AuditId, RequestId},
        url::ServedIssuer,
    },
    store::audit::Event,
};

/// Where a request came from, for the audit log and the limits.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The request's id, also on error pages and in logs.
    pub request_id: Option<RequestId>,
    /// The client's address, after trusted proxies.
    pub ip: Option<String>,
    /// `User-Agent`, shortened.
    pub user_agent: Option<String>,
}

/// A new event; the caller fills in whom it concerns.
pub fn event(app: &App, issuer: &ServedIssuer, kind: &str, actor: &str, origin: &Origin) -> Event {
    Event {
        id: AuditId::fresh(&app.clock, &app.entropy),
        issuer_id: Some(issuer.id.clone()),
        at: app.clock.now(),
        kind: kind.to_owned(),
        actor: actor.to_owned(),
        user_id: None,
        client_id: None,
        session_id: None,
        grant_id: None,
        organization_id: None,
        request_id: origin.request_id.clone(),
        data: Map::new(),
        personal_ip: origin.ip.clone(),
        personal_user_agent: origin.user_agent.clone(),
        chain: None,
    }
}

/// Adds a detail; never a secret, never personal data.
#[must_use]
pub fn with(mut event: Event, name: &str, value: impl Into<Value>) -> Event {
    event.data.insert(name.to_owned(), value.into());
    event
}

/// Who acts, and from where.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// `cli`, `system`, `setup`, or `user:` and an id.
    pub actor: &'a str,
    /// The request in which it happens.
    pub origin: &'a Origin,
}
