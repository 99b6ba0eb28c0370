//! SendGrid: `POST /v3/mail/send`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

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
        "personalizations": [{"to": [{"email": mail.to}]}],
        "from": named(from),
        "subject": mail.subject,
        // In this order: the service wants plain text first.
        "content": [
            {"type": "text/plain", "value": mail.text},
            {"type": "text/html", "value": mail.html},
        ],
        "headers": BTreeMap::from(HEADERS),
        "custom_args": {"signet_id": mail.id},
        "tracking_settings": {
            "click_tracking": {"enable": false, "enable_text": false},
            "open_tracking": {"enable": false},
            "subscription_tracking": {"enable": false},
        },
    });
    if let Some(reply_to) = reply_to {
        body["reply_to"] = named(reply_to);
    }
    Call {
        url: format!("{base}/v3/mail/send"),
        headers: vec![
            ("authorization", format!("Bearer {}", key.expose())),
            ("content-type", "application/json".to_owned()),
        ],
        body: body.to_string().into_bytes(),
    }
}

fn named(mailbox: &Mailbox) -> Value {
    match &mailbox.name {
        Some(name) => json!({"email": mailbox.address, "name": name}),
        None => json!({"email": mailbox.address}),
    }
}

/// 400 and 413 are said of the mail; 401 and 403 of the key and the sender.
pub(super) fn is_final(status: u16) -> bool {
    matches!(status, 400 | 413)
}
