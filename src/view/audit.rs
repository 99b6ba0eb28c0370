//! The audit log: what is written there, and what can be.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    base::id::{AuditId, GrantId, OrganizationId, RequestId, SessionId, UserId},
    domain::kernel::catalogue::EventKind,
    protocol::client::ClientId,
    store::{audit::AuditEvent, token_counts::TokenCount},
};

/// A row of the audit log, as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct AuditEventView {
    pub id: AuditId,
    pub at: String,
    /// A name of the catalogue.
    pub kind: String,
    pub actor: String,
    pub user_id: Option<UserId>,
    pub client_id: Option<ClientId>,
    pub session_id: Option<SessionId>,
    pub grant_id: Option<GrantId>,
    pub organization_id: Option<OrganizationId>,
    pub request_id: Option<RequestId>,
    pub data: Map<String, Value>,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
}

impl From<&AuditEvent> for AuditEventView {
    fn from(event: &AuditEvent) -> Self {
        Self {
            id: event.id.clone(),
            at: event.at.to_rfc3339(),
            kind: event.kind.clone(),
            actor: event.actor.clone(),
            user_id: event.user_id.clone(),
            client_id: event.client_id.clone(),
            session_id: event.session_id.clone(),
            grant_id: event.grant_id.clone(),
            organization_id: event.organization_id.clone(),
            request_id: event.request_id.clone(),
            data: event.data.clone(),
            ip: event.personal_ip.clone(),
            user_agent: event.personal_user_agent.clone(),
        }
    }
}

/// How many times tokens were issued in an hour, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct TokenCountView {
    /// Its beginning.
    pub hour: String,
    pub client_id: ClientId,
    /// Nobody, where the client acted for itself.
    pub user_id: Option<String>,
    pub count: i64,
}

impl From<&TokenCount> for TokenCountView {
    fn from(one: &TokenCount) -> Self {
        Self {
            hour: one.hour.to_rfc3339(),
            client_id: one.client_id.clone(),
            user_id: Some(one.user_key.clone()).filter(|user| !user.is_empty()),
            count: one.count,
        }
    }
}

/// A kind of event, as the catalogue shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the members are those of the catalogue")]
pub struct EventKindView {
    pub kind: &'static str,
    pub severity: &'static str,
    pub audience: &'static str,
    pub aliases: &'static [&'static str],
}

impl From<&EventKind> for EventKindView {
    fn from(kind: &EventKind) -> Self {
        Self {
            kind: kind.as_str(),
            severity: kind.severity().as_str(),
            audience: kind.audience().as_str(),
            aliases: kind.aliases(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::base::{id::Id, time::Timestamp};

    #[test]
    fn a_row_says_null_where_it_concerns_nobody() {
        let event = AuditEvent {
            id: Id::from_stored("aud_1"),
            issuer_id: None,
            at: Timestamp(0),
            kind: "session.started".to_owned(),
            actor: "user:usr_1".to_owned(),
            user_id: Some(Id::from_stored("usr_1")),
            client_id: None,
            session_id: None,
            grant_id: None,
            organization_id: None,
            request_id: None,
            data: Map::from_iter([("amr".to_owned(), json!(["pwd"]))]),
            personal_ip: Some("192.0.2.1".to_owned()),
            personal_user_agent: None,
            chain: None,
        };
        assert_eq!(
            json!(AuditEventView::from(&event)),
            json!({
                "id": "aud_1", "at": "1970-01-01T00:00:00Z", "kind": "session.started", "actor": "user:usr_1",
                "user_id": "usr_1", "client_id": null, "session_id": null, "grant_id": null, "organization_id": null,
                "request_id": null, "data": {"amr": ["pwd"]}, "ip": "192.0.2.1", "user_agent": null,
            })
        );
        assert_eq!(
            json!(EventKindView::from(&EventKind::MembershipSet)),
            json!({"kind": "membership.set", "severity": "notice", "audience": "organization",
                   "aliases": ["member.add", "member_added"]})
        );
    }
}
