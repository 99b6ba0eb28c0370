//! What became of a text message, or will.

use serde::Serialize;
use serde_json::Value;

use crate::{
    base::{id::OutboxId, time::Timestamp},
    store::outbox_deliveries::{DeliveryState, Logged},
};

/// A text message, as it is shown: never its number or words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct SmsView {
    pub id: OutboxId,
    pub at: String,
    pub sms: String,
    pub user_id: Option<String>,
    pub state: &'static str,
    pub tries: i64,
    pub next_at: Option<String>,
    pub sent_at: Option<String>,
    pub failed_at: Option<String>,
    pub last_error: Option<String>,
}

impl From<&Logged> for SmsView {
    fn from(one: &Logged) -> Self {
        let text = |name: &str| one.payload.get(name).and_then(Value::as_str).map(str::to_owned);
        let state = one.state();
        Self {
            id: one.event_id.clone(),
            at: one.at.to_rfc3339(),
            sms: text("sms").unwrap_or_default(),
            user_id: text("user_id"),
            state: match state {
                DeliveryState::Delivered => "sent",
                other => other.as_str(),
            },
            tries: one.attempts,
            next_at: (state == DeliveryState::Waiting).then(|| one.next_at.to_rfc3339()),
            sent_at: one.delivered_at.map(Timestamp::to_rfc3339),
            failed_at: one.failed_at.map(Timestamp::to_rfc3339),
            last_error: one.last_error.clone(),
        }
    }
}
