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
    let risen = cx.app.caches.risen(versions);
    let risen = || Version::ALL.iter().filter(|version| risen.iter().any(|name| name == version.as_str()));
    // All of them before any is read anew: a failure of one keeps no other.
    for version in risen() {
        version.forget(cx.app);
    }
    let mut followed = Ok(());
    for version in risen() {
        let reloaded = match version {
            // What was verified by the old keys in between is not believed any longer.
            Version::SigningKeys => keys::reload(cx).await.map(|()| cx.app.caches.tokens.forget_all()),
            Version::Features => features::reload(cx).await,
            Version::Clients
            | Version::ResourceServers
            | Version::Attributes
            | Version::ClaimSources
            | Version::Revocations
            | Version::Upstreams => Ok(()),
        };
        if let Err(error) = reloaded {
            cx.app.caches.read_again(version.as_str());
            followed = Err(error);
        }
    }
    followed?;
    cx.app.caches.tokens.looked(cx.now);
    Ok(())
}
