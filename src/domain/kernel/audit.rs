//! The audit log as a consumer of events: what happened, who did it, to whom, from where.
//!
//! The event of a change of state commits with it. Token events, which change nothing, wait in
//! [`App::audit`](crate::app::App) and are written in batches.

use super::{
    Cx, Event,
    work::{Consumer, Heard, Work},
};
use crate::{base::id::AuditId, store::audit};

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

/// Puts an event into the queue that is written in batches: for what changes no state, and may be lost when
/// the process is killed.
pub fn record(cx: &Cx<'_>, event: &Event) {
    cx.app.audit.push(row(cx, event));
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
        client_id: concerns.client.cloned(),
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
