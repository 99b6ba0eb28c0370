//! `jose::json`, held against `serde_json`.

use serde_json::Value;
use signet_protocol::jose::json::{NotStrict, object};

use crate::model::holds_nul;

/// What is read is what `serde_json` reads; what it reads and we do not has a member twice, a NUL, or no object.
pub fn run(data: &[u8]) {
    let theirs = serde_json::from_slice::<Value>(data);
    match object(data) {
        Ok(members) => {
            let value = Value::Object(members);
            assert!(!holds_nul(&value));
            assert_eq!(theirs.expect("serde_json reads it, too"), value);
        }
        // Of two members of one name the one with the NUL may be gone there.
        Err(NotStrict::NotAnObject) => {
            let odd =
                |value: &Value| !value.is_object() || holds_nul(value) || data.windows(6).any(|six| six == br"\u0000");
            assert!(theirs.as_ref().map_or(true, odd), "{theirs:?}");
        }
        Err(NotStrict::Duplicate) => assert!(members(data) > theirs.map_or(0, |value| counted(&value))),
    }
}

/// Colons are at least as many as members.
fn members(data: &[u8]) -> usize {
    data.iter().filter(|byte| **byte == b':').count()
}

fn counted(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(counted).sum(),
        Value::Object(members) => members.len() + members.values().map(counted).sum::<usize>(),
        _ => 0,
    }
}
