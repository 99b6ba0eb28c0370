//! The `claims` parameter (OIDC Core §5.5), held against `serde_json`.

use serde_json::{Value, json};
use signet_protocol::claims::request::{ClaimRequest, ClaimsRequest};

use crate::model::{assert_description, holds_nul, text};

/// What is asked for stands in the JSON; what is kept can be kept.
pub fn run(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let read = match ClaimsRequest::parse(Some(text), Some(text)) {
        Ok(read) => read,
        Err(refusal) => return assert_description(&refusal.description),
    };
    let value: Value = serde_json::from_str(text).unwrap();
    assert!(!holds_nul(&json!(read.id_token)) && !holds_nul(&json!(read.userinfo)));
    for (target, asks) in [("id_token", &read.id_token), ("userinfo", &read.userinfo)] {
        asks.iter().for_each(|ask| assert_asked(&value[target][&ask.name], ask));
    }
    let kept: ClaimsRequest = serde_json::from_str(&serde_json::to_string(&read).unwrap()).unwrap();
    assert_eq!(kept, read);
}

fn assert_asked(how: &Value, ask: &ClaimRequest) {
    assert_eq!(ask.essential, how["essential"] == true);
    let values = match (&how["values"], how.get("value")) {
        (Value::Array(values), _) => values.clone(),
        (_, Some(value)) => vec![value.clone()],
        _ => Vec::new(),
    };
    assert_eq!(ask.values, values);
}
