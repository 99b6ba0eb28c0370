//! What this instance keeps in memory follows what others changed.

use super::keys;
use crate::{
    domain::kernel::{Cx, Error, Version, features},
    store::cache_versions,
};

/// Drops what another process changed since the last look.
///
/// # Errors
/// When the database fails.
pub async fn follow_changes(cx: &Cx<'_>) -> Result<(), Error> {
    let mut conn = cx.read().await?;
    let versions = cache_versions::all(&mut conn).await?;
    drop(conn);
    for name in cx.app.caches.risen(versions) {
        let Some(version) = Version::ALL.iter().find(|version| version.as_str() == name) else { continue };
        version.forget(cx.app);
        match version {
            Version::SigningKeys => keys::reload(cx).await?,
            Version::Features => features::reload(cx).await?,
            Version::Clients
            | Version::ResourceServers
            | Version::Attributes
            | Version::ClaimSources
            | Version::Revocations => {}
        }
    }
    cx.app.caches.tokens.looked(cx.now);
    Ok(())
}
