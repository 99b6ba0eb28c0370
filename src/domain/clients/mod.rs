//! Clients: finding them, registering them, their secrets.

mod change;
pub mod dynamic;
pub mod register;
pub mod sector;
mod statement;

pub use change::{Changes, delete, rotate_secret, set_disabled, update};
pub use register::{Registered, Registration, hold_client_ids, register};

use std::{collections::HashSet, sync::Arc};

use super::error::Error;
use crate::{
    app::{App, caches::CachedClient},
    base::url::ServedIssuer,
    protocol::{
        client::{ClientId, ClientMetadata},
        registration,
    },
    store::clients,
};

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

/// The union of web origins that live clients registered.
///
/// # Errors
/// When the database fails.
pub async fn origins(app: &App) -> Result<Arc<HashSet<String>>, Error> {
    if let Some(origins) = app.caches.origins.get() {
        return Ok(origins);
    }
    let mut conn = app.db.read().await?;
    let all = clients::list_all(&mut conn).await?;
    let origins = all
        .iter()
        .filter(|client| client.disabled_at.is_none())
        .flat_map(crate::protocol::client::Client::origins)
        .collect();
    Ok(app.caches.origins.put(origins))
}

#[cfg(test)]
mod tests;
