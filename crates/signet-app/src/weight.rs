//! What cached values weigh, so that caches are bounded by memory and not by number.

use serde_json::Value;

/// About how many bytes a value takes in memory.
pub(super) fn weight(value: &Value) -> usize {
    match value {
        Value::String(text) => 32 + text.len(),
        Value::Array(all) => 32 + all.iter().map(weight).sum::<usize>(),
        Value::Object(all) => 32 + all.iter().map(|(name, value)| 128 + name.len() + weight(value)).sum::<usize>(),
        _ => 32,
    }
}
