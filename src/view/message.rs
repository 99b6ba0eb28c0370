//! What became of a message, or will.

use serde::Serialize;
use serde_json::Value;

use crate::{
    base::{id::OutboxId, time::Timestamp},
    domain::kernel::messages::Channel,
    store::outbox_deliveries::{DeliveryState, Logged},
};

/// A message, as it is shown: never to whom it goes or its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the members are those of the row")]
pub struct MessageView {
    pub id: OutboxId,
    pub at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sms: Option<String>,
    pub user_id: Option<String>,
    pub state: &'static str,
    pub tries: i64,
    pub next_at: Option<String>,
    pub sent_at: Option<String>,
    pub failed_at: Option<String>,
    pub last_error: Option<String>,
}

impl From<&Logged> for MessageView {
    fn from(one: &Logged) -> Self {
        let text = |name: &str| one.payload.get(name).and_then(Value::as_str).map(str::to_owned);
        let state = one.state();
        Self {
            id: one.event_id.clone(),
            at: one.at.to_rfc3339(),
            mail: text(Channel::Mail.as_str()),
            sms: text(Channel::Sms.as_str()),
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
