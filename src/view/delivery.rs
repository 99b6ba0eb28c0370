//! What was told to a client when a session ended, or will be.

use serde::Serialize;
use serde_json::Value;

use crate::{
    base::{id::OutboxId, time::Timestamp},
    store::outbox_deliveries::{DeliveryState, Logged},
};

/// A delivery, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct DeliveryView {
    pub event_id: OutboxId,
    pub at: String,
    pub client_id: String,
    pub session_id: String,
    pub state: &'static str,
    pub tries: i64,
    pub next_at: Option<String>,
    pub delivered_at: Option<String>,
    pub failed_at: Option<String>,
    pub last_status: Option<i64>,
    pub last_error: Option<String>,
}

impl From<&Logged> for DeliveryView {
    fn from(one: &Logged) -> Self {
        let state = one.state();
        Self {
            event_id: one.event_id.clone(),
            at: one.at.to_rfc3339(),
            client_id: one.target.clone(),
            session_id: one.payload.get("session_id").and_then(Value::as_str).unwrap_or_default().to_owned(),
            state: state.as_str(),
            tries: one.attempts,
            next_at: (state == DeliveryState::Waiting).then(|| one.next_at.to_rfc3339()),
            delivered_at: one.delivered_at.map(Timestamp::to_rfc3339),
            failed_at: one.failed_at.map(Timestamp::to_rfc3339),
            last_status: one.last_status,
            last_error: one.last_error.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, json};

    use super::*;
    use crate::base::id::Id;

    #[test]
    fn only_a_delivery_that_waits_has_a_next_try() {
        let waiting = Logged {
            event_id: Id::from_stored("out_1"),
            target: "web".to_owned(),
            attempts: 1,
            next_at: Timestamp(60),
            delivered_at: None,
            last_error: Some("no answer".to_owned()),
            last_status: None,
            failed_at: None,
            at: Timestamp(0),
            payload: Map::from_iter([("session_id".to_owned(), json!("ses_1"))]),
        };
        let mut expected = json!({
            "event_id": "out_1", "at": "1970-01-01T00:00:00Z", "client_id": "web", "session_id": "ses_1",
            "state": "waiting", "tries": 1, "next_at": "1970-01-01T00:01:00Z", "delivered_at": null,
            "failed_at": null, "last_status": null, "last_error": "no answer",
        });
        assert_eq!(json!(DeliveryView::from(&waiting)), expected);
        let delivered = Logged { delivered_at: Some(Timestamp(30)), last_status: Some(200), ..waiting };
        expected["state"] = json!("delivered");
        expected["next_at"] = json!(null);
        expected["delivered_at"] = json!("1970-01-01T00:00:30Z");
        expected["last_status"] = json!(200);
        assert_eq!(json!(DeliveryView::from(&delivered)), expected);
    }
}
