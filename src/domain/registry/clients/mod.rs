//! Clients: finding them, registering them, their secrets.

mod change;
pub mod dynamic;
pub mod register;
pub mod sector;
mod statement;

pub use change::{ClientChanges, delete, rotate_secret, set_disabled, update};
pub use register::{Registered, Registration, register};

use std::sync::Arc;

use crate::{
    app::caches::CachedClient,
    domain::kernel::{Cx, Error},
    protocol::{
        client::{ClientId, ClientMetadata},
        registration,
    },
    store::{client_origins, clients},
};

/// Longest web origin that is looked up: `https://`, a host of 253 characters, a port.
const LONGEST_ORIGIN: usize = 267;

/// A live client of this issuer, from the cache or the database.
///
/// # Errors
/// Only when the database fails; an unknown or disabled client is `None`.
pub async fn find(cx: &Cx<'_>, id: &ClientId) -> Result<Option<Arc<CachedClient>>, Error> {
    // What cannot be an identifier is not looked up, and not remembered either.
    if registration::check_id(id.as_str()).is_err() {
        return Ok(None);
    }
    let cached = match cx.app.caches.clients.get(id) {
        Some(cached) => cached,
        None => {
            let epoch = cx.app.caches.epoch();
            let mut conn = cx.read().await?;
            let loaded = clients::find(&mut conn, id).await?.map(|client| Arc::new(CachedClient::new(client)));
            // A change while it was being loaded would otherwise be kept out until the next one.
            if cx.app.caches.epoch() == epoch {
                cx.app.caches.clients.insert(id.clone(), loaded.clone());
            }
            loaded
        }
    };
    Ok(cached.filter(|entry| entry.client.disabled_at.is_none() && entry.client.issuer_id == cx.issuer.id))
}

/// Whether a client is still there, past the cache. Asked where writes are: on SQLite one that was deleted is still
/// there for readers until the deletion's group commits.
///
/// # Errors
/// When the database fails.
pub async fn exists(cx: &Cx<'_>, id: &ClientId) -> Result<bool, Error> {
    let found = cx.write(async |work| Ok(clients::find(work, id).await?)).await?;
    Ok(found.is_some_and(|client| client.disabled_at.is_none() && client.issuer_id == cx.issuer.id))
}

/// What whoever registers a client should know of metadata that breaks no rule.
pub fn warnings(cx: &Cx<'_>, metadata: &ClientMetadata) -> Vec<String> {
    let undeliverable = metadata.backchannel_logout_uri.as_deref().filter(|uri| !cx.app.delivery_client.may_reach(uri));
    let warning = |_| {
        "backchannel_logout_uri: it is no public address, so that no logout is told there before the operator lists it in outbound.allow_private".to_owned()
    };
    undeliverable.map(warning).into_iter().collect()
}

/// Whether a live client registered a web origin.
///
/// # Errors
/// When the database fails.
pub async fn is_origin(cx: &Cx<'_>, origin: &str) -> Result<bool, Error> {
    // RFC 6454 §6.2: scheme, host and port, of a length that a host has.
    if origin.len() > LONGEST_ORIGIN {
        return Ok(false);
    }
    if cx.app.caches.origins.contains_key(origin) {
        return Ok(true);
    }
    let mut conn = cx.read().await?;
    let known = client_origins::is_registered(&mut conn, origin).await?;
    // One that is unknown may be registered in the next moment.
    if known {
        cx.app.caches.origins.insert(origin.to_owned(), ());
    }
    Ok(known)
}

#[cfg(test)]
mod tests;
