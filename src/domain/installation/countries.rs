//! The file that says where addresses are is followed: one that was replaced is read again.

use std::sync::Arc;

use crate::domain::kernel::{Cx, Error};

/// Looks whether the file has changed: one round.
///
/// # Errors
/// When it says nothing any more: the one before stays in force.
pub async fn follow(cx: &Cx<'_>) -> Result<(), Error> {
    let Some(countries) = cx.app.countries.as_ref().map(Arc::clone) else { return Ok(()) };
    // Another thread reads it: it may be large.
    let looked = tokio::task::spawn_blocking(move || countries.look()).await.map_err(Error::internal)?;
    let is_another = looked.map_err(|why| Error::internal(format!("risk.country_file: {why}")))?;
    if is_another {
        tracing::info!("the file that says where addresses are was read again");
    }
    Ok(())
}
