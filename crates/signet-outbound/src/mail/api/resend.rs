//! Resend: `POST /emails`.

use std::collections::BTreeMap;

use serde_json::json;

use super::service::Call;
use crate::{
    config::{mailbox::Mailbox, secret::SecretText},
    mail::{OutgoingMail, message::HEADERS},
};

pub(super) fn call(
    base: &str,
    key: &SecretText,
    mail: &OutgoingMail,
    from: &Mailbox,
    reply_to: Option<&Mailbox>,
) -> Call {
    let mut body = json!({
        "from": from.to_string(),
        "to": [mail.to],
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "headers": BTreeMap::from(HEADERS),
    });
    if let Some(reply_to) = reply_to {
        body["reply_to"] = json!(reply_to.to_string());
    }
    Call {
        url: format!("{base}/emails"),
        headers: vec![
            ("authorization", format!("Bearer {}", key.expose())),
            ("content-type", "application/json".to_owned()),
            // The same mail again is answered as before, and not sent again.
            ("idempotency-key", mail.id.clone()),
        ],
        body: body.to_string().into_bytes(),
    }
}

/// 400 and 422 are said of the mail; 401 and 403 of the key and the sender, 409 of a try that is under way.
pub(super) fn is_final(status: u16) -> bool {
    matches!(status, 400 | 422)
}
