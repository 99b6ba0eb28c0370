//! SQLite would keep a NUL in a text, PostgreSQL does not: here neither does.

use crate::{error::HoldsNul, types::Value};

/// Refuses a text with a NUL in it.
///
/// # Errors
/// [`rusqlite::Error::ToSqlConversionFailure`] with [`HoldsNul`].
pub(super) fn without_nul<'v, 't>(value: &'v Value<'t>) -> rusqlite::Result<&'v Value<'t>> {
    match value {
        Value::Text(Some(text)) if text.contains('\0') => {
            Err(rusqlite::Error::ToSqlConversionFailure(Box::new(HoldsNul)))
        }
        _ => Ok(value),
    }
}
