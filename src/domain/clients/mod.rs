//! Clients: finding them, registering them, their secrets.

mod change;
pub mod dynamic;
pub mod register;
pub mod sector;
mod statement;

pub use change::{Changes, delete, rotate_secret, set_disabled, update};
pub use register::{Registered, Registration, hold_client_ids, register};

use std::sync::Arc;

use super::error::Error;
use crate::{
    app::{App, caches::CachedClient},
    base::url::ServedIssuer,
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
pub async fn find(app: &App, issuer: &ServedIssuer, id: &ClientId) -> Result<Option<Arc<CachedClient>>, Error> {
    // What cannot be an identifier is not looked up, and not remembered either.
    if registration::check_id(id.as_str()).is_err() {
        return Ok(None);
    }
    let cached = match app.caches.clients.get(id) {
        Some(cached) => cached,
        None => {
            let epoch = app.caches.epoch();
            let mut conn = app.db.read().await?;
            let loaded = clients::find(&mut conn, id).await?.map(|client| Arc::new(CachedClient::new(client)));
            // A change while it was being loaded would otherwise be kept out until the next one.
            if app.caches.epoch() == epoch {
                app.caches.clients.insert(id.clone(), loaded.clone());
            }
            loaded
        }
    };
    Ok(cached.filter(|entry| entry.client.disabled_at.is_none() && entry.client.issuer_id == issuer.id))
}

/// What whoever registers a client should know of metadata that breaks no rule.
pub fn warnings(app: &App, metadata: &ClientMetadata) -> Vec<String> {
    let undeliverable = metadata.backchannel_logout_uri.as_deref().filter(|uri| !app.delivery_client.may_reach(uri));
    let warning = |_| {
        "backchannel_logout_uri: it is no public address, so that no logout is told there before the operator lists it in outbound.allow_private".to_owned()
    };
    undeliverable.map(warning).into_iter().collect()
}

/// Whether a live client registered a web origin.
///
/// # Errors
/// When the database fails.
pub async fn is_origin(app: &App, origin: &str) -> Result<bool, Error> {
    // RFC 6454 §6.2: scheme, host and port, of a length that a host has.
    if origin.len() > LONGEST_ORIGIN {
        return Ok(false);
    }
    if app.caches.origins.contains_key(origin) {
        return Ok(true);
    }
    let mut conn = app.db.read().await?;
    let known = client_origins::is_registered(&mut conn, origin).await?;
    // One that is unknown may be registered in the next moment.
    if known {
        app.caches.origins.insert(origin.to_owned(), ());
    }
    Ok(known)
}

#[cfg(test)]
mod tests;
