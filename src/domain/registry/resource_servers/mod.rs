//! Resource servers: whose tokens have which form.

mod account_api;
mod change;
mod requested;

use std::sync::Arc;

pub use account_api::account_api;
pub use change::{NewResourceServer, Opening, ResourceServerChanges, create, delete, update};
pub use requested::{of_request, resolve};

use super::{attributes, upstreams};
use crate::{
    domain::kernel::{Cx, Error, Feature},
    protocol::{client::ClientId, resource::ResourceServer, scope::upstream},
    store::resource_servers,
};

/// Every resource server, from the cache or the database.
///
/// # Errors
/// When the database fails.
pub async fn all(cx: &Cx<'_>) -> Result<Arc<Vec<ResourceServer>>, Error> {
    if let Some(servers) = cx.app.caches.resource_servers.get() {
        return Ok(servers);
    }
    let scopes = attributes::scopes(cx).await?;
    let open = attributes::open_scopes(cx).await?;
    let mut conn = cx.read().await?;
    let mut servers = resource_servers::list_all(&mut conn).await?;
    for server in &mut servers {
        server.attribute_scopes = Arc::clone(&scopes);
        if server.is_builtin() {
            // Of our own endpoints the configuration says what is open.
            server.open_scopes = Some(open.clone());
        }
    }
    account_api::add(&mut servers);
    Ok(cx.app.caches.resource_servers.put(servers))
}

/// The resource servers of an issuer.
///
/// # Errors
/// When the database fails.
pub async fn of(cx: &Cx<'_>) -> Result<Vec<ResourceServer>, Error> {
    let here = all(cx).await?.iter().filter(|server| is_here(cx, server)).cloned().collect();
    with_upstreams(cx, here).await
}

/// The same with the scopes of the upstreams that keep what they hand out, which belong to our own endpoints.
async fn with_upstreams(cx: &Cx<'_>, mut servers: Vec<ResourceServer>) -> Result<Vec<ResourceServer>, Error> {
    if !Feature::TokenExchange.is_on(cx.app) {
        return Ok(servers);
    }
    let offered = upstreams::offered(cx).await?;
    let keeping = offered.iter().filter(|one| one.settings.keeps_tokens);
    let scopes: Vec<String> = keeping.map(|one| upstream::of(&one.name)).collect();
    for server in servers.iter_mut().filter(|server| server.is_builtin() && !scopes.is_empty()) {
        server.attribute_scopes = server.attribute_scopes.iter().chain(&scopes).cloned().collect();
    }
    Ok(servers)
}

/// Whether an API is the issuer's, and not switched off.
fn is_here(cx: &Cx<'_>, server: &ResourceServer) -> bool {
    server.issuer_id == cx.issuer.id && (!server.is_account_api || Feature::AccountApi.is_on(cx.app))
}

/// The audiences of the resource servers that authenticate as `client`.
///
/// # Errors
/// When the database fails.
pub async fn audiences_of(cx: &Cx<'_>, client: &ClientId) -> Result<Vec<String>, Error> {
    let all = all(cx).await?;
    Ok(all
        .iter()
        .filter(|server| server.client_id.as_ref() == Some(client))
        .map(|server| server.audience.clone())
        .collect())
}
