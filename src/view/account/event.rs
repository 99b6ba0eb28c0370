//! What happened to a person's account.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    base::id::UserId,
    domain::kernel::{app_ids::AppIds, catalogue::EventKind},
    store::audit::AuditEvent,
};

/// Something that happened to the account.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AccountEvent {
    /// Its identifier: opaque, and known so to this app alone.
    pub id: String,
    /// When (RFC 3339).
    pub at: String,
    /// What: a name of the catalogue, such as `session.started`.
    pub kind: String,
    /// How much it matters: `info`, `notice` or `warning`.
    pub severity: String,
    /// Who did it: `person`, `app` (in the person's name), `operator`, `system`, or `unknown` for somebody who had
    /// proven nothing.
    pub by: String,
    /// The app concerned.
    pub client_id: Option<String>,
    /// The session concerned, by its identifier among the sessions.
    pub session_id: Option<String>,
    /// From which address.
    pub ip: Option<String>,
    /// With which browser, in its own words.
    pub user_agent: Option<String>,
    /// Further facts.
    pub data: Map<String, Value>,
}

/// What happened to the account, a page of it. The next one stands in `Link` with `rel="next"` (RFC 8288).
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AccountEvents {
    /// The newest first; fewer than were asked for where some are not the person's to see.
    pub events: Vec<AccountEvent>,
}

impl AccountEvent {
    /// An event as the person concerned is told of it, by this app.
    pub fn of(event: &AuditEvent, user: &UserId, ids: &AppIds<'_>) -> Self {
        let severity = EventKind::named(&event.kind).map_or("info", |kind| kind.severity().as_str());
        Self {
            id: ids.shown(&event.id),
            at: event.at.to_rfc3339(),
            kind: event.kind.clone(),
            severity: severity.to_owned(),
            by: by(&event.actor, user).to_owned(),
            client_id: event.client_id.as_ref().map(ToString::to_string),
            session_id: event.session_id.as_ref().map(|id| ids.shown(id)),
            ip: event.personal_ip.clone(),
            user_agent: event.personal_user_agent.clone(),
            data: ids.of_event(event.data.clone()),
        }
    }
}

/// Who did it, as the audit log names them.
fn by(actor: &str, user: &UserId) -> &'static str {
    let (kind, rest) = actor.split_once(':').unwrap_or((actor, ""));
    match kind {
        "user" if rest == user.as_str() => "person",
        // By a link, whoever follows it has no session.
        "setup" | "password_link" | "password_recovery" => "person",
        "token" | "client" => "app",
        // Other people who may act here administer it.
        "user" | "api_key" | "cli" => "operator",
        "system" | "demo" => "system",
        _ => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_acted_is_told_without_saying_which_operator() {
        let ada = UserId::from_stored("usr_ada");
        for (actor, told) in [
            ("user:usr_ada", "person"),
            ("password_recovery", "person"),
            ("token:app:usr_ada", "app"),
            ("client:app", "app"),
            ("user:usr_eve", "operator"),
            ("api_key:key_1", "operator"),
            ("cli", "operator"),
            ("system", "system"),
            ("anonymous", "unknown"),
        ] {
            assert_eq!(by(actor, &ada), told, "{actor}");
        }
    }
}
