//! SQLite would keep a NUL in a text, PostgreSQL does not: here neither does.

use rusqlite::types::{ToSqlOutput, Value, ValueRef};

/// A text with a NUL in it was bound.
#[derive(Debug, thiserror::Error)]
#[error("a text holds a NUL")]
struct HoldsNul;

/// Refuses a text with a NUL in it.
///
/// # Errors
/// [`rusqlite::Error::ToSqlConversionFailure`], which nothing else of ours is refused with.
pub(super) fn without_nul(value: ToSqlOutput<'_>) -> rusqlite::Result<ToSqlOutput<'_>> {
    let text = match &value {
        ToSqlOutput::Borrowed(ValueRef::Text(text)) => text,
        ToSqlOutput::Owned(Value::Text(text)) => text.as_bytes(),
        _ => return Ok(value),
    };
    if text.contains(&0) { Err(rusqlite::Error::ToSqlConversionFailure(Box::new(HoldsNul))) } else { Ok(value) }
}
