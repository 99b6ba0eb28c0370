//! The audit log as a consumer of events: what happened, who did it, to whom, from where.
//!
//! The event of a change of state commits with it. Token events, which change nothing, wait in
//! [`App::audit`](crate::app::App) and are written in batches.

use serde_json::{Map, Value};

use super::{
    Actor, Cx, Error, Event,
    catalogue::EventKind,
    work::{Consumer, Heard, Work},
};
use crate::{
    base::id::AuditId,
    protocol::client::ClientId,
    store::{
        Conn, PageRequest,
        audit::{self, AuditEvent, Filter},
        token_events::{self, TokenEvent},
    },
};

/// Writes the audit log.
pub struct AuditLog;

impl Consumer for AuditLog {
    fn hear<'a>(&'a self, cx: &'a Cx<'_>, work: &'a mut Work, event: &'a Event) -> Heard<'a> {
        Box::pin(async move {
            if event.kind().is_audited() {
                work.audit(row(cx, event));
            }
            Ok(())
        })
    }
}

/// Puts the issue of tokens into the queue that is written in batches, unless the operator does without: it changes no
/// state, and may be lost when the process is killed.
pub fn record(cx: &Cx<'_>, event: &Event) {
    if cx.app.config.audit.token_events
        && let Some(row) = token_row(cx, event)
    {
        cx.app.audit.push(row);
    }
}

fn token_row(cx: &Cx<'_>, event: &Event) -> Option<TokenEvent> {
    let Event::TokenIssued { client, user, grant, session, grant_type } = event else { return None };
    Some(TokenEvent {
        id: AuditId::fresh(&cx.app.clock, &cx.app.entropy),
        at: cx.now,
        issuer_id: cx.issuer.id.clone(),
        client_id: client.clone(),
        user_id: user.clone(),
        session_id: session.clone(),
        grant_id: grant.clone(),
        request_id: cx.origin.request_id.clone(),
        grant_type: grant_type.as_str().to_owned(),
    })
}

/// What happened, newest first: the audit log together with the token events that are still there one by one, and not
/// only as counts. Those of one person or client are told only where their kind is asked for: no index finds them.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut Conn, filter: &Filter, page: &PageRequest) -> Result<Vec<AuditEvent>, Error> {
    let mut events = audit::list(conn, filter, page).await?;
    let tokens = match filter.kind.as_deref() {
        Some(kind) => kind == EventKind::TokenIssued.as_str(),
        None => filter.user.is_none() && filter.client.is_none(),
    };
    if tokens {
        events.extend(token_events::list(conn, filter, page).await?.into_iter().map(as_audit_event));
        events.sort_by(|one, other| other.id.cmp(&one.id));
        events.truncate(usize::try_from(page.limit).unwrap_or(usize::MAX));
    }
    Ok(events)
}

/// A token event as the audit log tells it.
fn as_audit_event(event: TokenEvent) -> AuditEvent {
    AuditEvent {
        id: event.id,
        issuer_id: Some(event.issuer_id),
        at: event.at,
        kind: EventKind::TokenIssued.as_str().to_owned(),
        actor: Actor::Client(event.client_id.clone()).to_string(),
        user_id: event.user_id,
        client_id: Some(event.client_id),
        session_id: event.session_id,
        grant_id: event.grant_id,
        organization_id: None,
        request_id: event.request_id,
        data: Map::from_iter([("grant_type".to_owned(), Value::String(event.grant_type))]),
        personal_ip: None,
        personal_user_agent: None,
        chain: None,
    }
}

/// The client that acts by an access token.
pub fn acting_client<'a>(cx: &'a Cx<'_>) -> Option<&'a ClientId> {
    match &cx.actor {
        Actor::Token { client, .. } => Some(client),
        _ => None,
    }
}

fn row(cx: &Cx<'_>, event: &Event) -> audit::AuditEvent {
    let concerns = event.concerns();
    audit::AuditEvent {
        id: AuditId::fresh(&cx.app.clock, &cx.app.entropy),
        issuer_id: Some(cx.issuer.id.clone()),
        at: cx.now,
        kind: event.kind().as_str().to_owned(),
        actor: cx.actor.to_string(),
        user_id: concerns.user.cloned(),
        // What an app does in a person's name concerns that app.
        client_id: concerns.client.or(acting_client(cx)).cloned(),
        session_id: concerns.session.cloned(),
        grant_id: concerns.grant.cloned(),
        organization_id: concerns.organization.cloned(),
        request_id: cx.origin.request_id.clone(),
        data: event.data(),
        personal_ip: cx.origin.ip.clone(),
        personal_user_agent: cx.origin.user_agent.clone(),
        chain: None,
    }
}
