//! Resource servers: whose tokens have which form.

mod account_api;
mod change;

use std::sync::Arc;

pub use account_api::account_api;
pub use change::{NewResourceServer, Opening, ResourceServerChanges, create, delete, update};

use super::{attributes, versions};
use crate::{
    domain::kernel::{Cx, Error, Feature},
    protocol::{
        client::ClientId,
        error::Refusal,
        params::Params,
        resource::{self, ResourceServer},
    },
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
    Ok(all(cx).await?.iter().filter(|server| is_here(cx, server)).cloned().collect())
}

/// Whether an API is the issuer's, and not switched off.
fn is_here(cx: &Cx<'_>, server: &ResourceServer) -> bool {
    server.issuer_id == cx.issuer.id && (!server.is_account_api || Feature::AccountApi.is_on(cx.app))
}

/// [`of`] the issuer, looked up anew where a request names one that is not among those kept here: a command may
/// have made it a moment ago.
///
/// # Errors
/// When the database fails; `invalid_target` for what names none (RFC 8707 §2).
pub async fn of_request(cx: &Cx<'_>, params: &Params) -> Result<Vec<ResourceServer>, Error> {
    let kept = of(cx).await?;
    if resource::indicators(params)?.iter().all(|one| resource::named(&kept, one).is_some()) {
        return Ok(kept);
    }
    versions::follow_changes(cx).await?;
    of(cx).await
}

/// The resource servers of some audiences; our own when there are none.
///
/// # Errors
/// `invalid_target` for an audience that nobody registered (RFC 8707 §2).
pub async fn resolve(cx: &Cx<'_>, audiences: &[String]) -> Result<Vec<ResourceServer>, Error> {
    let all = all(cx).await?;
    let here = |server: &&ResourceServer| is_here(cx, server);
    if audiences.is_empty() {
        let builtin = all.iter().filter(here).find(|server| server.builtin_at.is_some()).cloned();
        return Ok(builtin.into_iter().collect());
    }
    let found: Option<Vec<ResourceServer>> = audiences
        .iter()
        .map(|audience| all.iter().filter(here).find(|server| server.audience == *audience).cloned())
        .collect();
    found.ok_or_else(|| Refusal::invalid_target("resource is not registered here (RFC 8707 section 2)").into())
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
