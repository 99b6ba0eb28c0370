//! Finding upstreams: in memory, but for domains, of which there are many.

use std::sync::Arc;

use super::Upstream;
use crate::{
    app::upstreams::Upstreams,
    base::{id::UpstreamId, secret::Secret, url::ascii_host},
    domain::kernel::{Cx, Error, Feature, seals},
    store::{Conn, upstreams},
};

/// Our secret there, or the private key with which we prove ourselves.
///
/// # Errors
/// When it does not open under the master key.
pub fn secret_at(cx: &Cx<'_>, upstream: &Upstream) -> Result<Option<Secret<String>>, Error> {
    let Some(sealed) = upstream.sealed_secret() else { return Ok(None) };
    let opened = cx.app.sealer.open(&seals::upstream_secret(&upstream.id), sealed).map_err(Error::internal)?;
    String::from_utf8(opened.expose().clone()).map(Secret::new).map(Some).map_err(Error::internal)
}

/// Those by which people sign in, in the operator's order; none while the feature is off.
///
/// # Errors
/// When the database fails.
pub async fn offered(cx: &Cx<'_>) -> Result<Arc<[Arc<Upstream>]>, Error> {
    if !Feature::Upstreams.is_on(cx.app) {
        return Ok(Arc::default());
    }
    Ok(Arc::clone(&all(cx).await?.offered))
}

/// One by which people sign in, by name.
///
/// # Errors
/// When the database fails.
pub async fn find(cx: &Cx<'_>, name: &str) -> Result<Option<Arc<Upstream>>, Error> {
    if !Feature::Upstreams.is_on(cx.app) {
        return Ok(None);
    }
    Ok(all(cx).await?.by_name(name).filter(|one| one.disabled_at.is_none()))
}

/// By row; one that was disabled, too.
///
/// # Errors
/// When the database fails.
pub async fn by_id(cx: &Cx<'_>, id: &UpstreamId) -> Result<Option<Arc<Upstream>>, Error> {
    Ok(all(cx).await?.by_id(id))
}

/// The one to which people with mail addresses of a domain are led: one look-up by key, however many are listed.
///
/// # Errors
/// When the database fails.
pub async fn of_domain(cx: &Cx<'_>, domain: &str) -> Result<Option<Arc<Upstream>>, Error> {
    let (true, Some(domain)) = (Feature::Upstreams.is_on(cx.app), ascii_host(domain)) else { return Ok(None) };
    let all = all(cx).await?;
    if all.offered.is_empty() {
        return Ok(None);
    }
    let mut conn = cx.read().await?;
    let found = upstreams::find_by_domain(&mut conn, &cx.issuer.id, &domain).await?;
    Ok(found.and_then(|id| all.by_id(&id)).filter(|one| one.disabled_at.is_none()))
}

/// Whether people are led to an upstream by the domain of their mail address.
///
/// # Errors
/// When the database fails.
pub async fn routes_by_domain(cx: &Cx<'_>) -> Result<bool, Error> {
    Ok(all(cx).await?.routes_by_domain)
}

/// Whether the operator listed a domain for an upstream.
///
/// # Errors
/// When the database fails.
pub async fn vouches_for(cx: &Cx<'_>, conn: &mut Conn, upstream: &UpstreamId, domain: &str) -> Result<bool, Error> {
    let Some(domain) = ascii_host(domain) else { return Ok(false) };
    let found = upstreams::find_by_domain(conn, &cx.issuer.id, &domain).await?;
    Ok(found.as_ref() == Some(upstream))
}

/// Every one, in the operator's order; those that were disabled, too.
///
/// # Errors
/// When the database fails.
pub async fn list(cx: &Cx<'_>) -> Result<Vec<Arc<Upstream>>, Error> {
    Ok(all(cx).await?.all.clone())
}

/// By name; one that was disabled, too.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn named(cx: &Cx<'_>, name: &str) -> Result<Arc<Upstream>, Error> {
    all(cx).await?.by_name(name).ok_or(Error::NotFound)
}

/// Every one of the issuer, from memory or the database.
async fn all(cx: &Cx<'_>) -> Result<Arc<Upstreams>, Error> {
    let kept = &cx.issuer.caches.upstreams;
    if let Some(all) = kept.get() {
        return Ok(all);
    }
    let generation = kept.generation();
    let mut conn = cx.read().await?;
    let rows = upstreams::list(&mut conn, &cx.issuer.id).await?;
    let routes_by_domain = !rows.is_empty() && upstreams::has_domains(&mut conn, &cx.issuer.id).await?;
    Ok(kept.put_since(generation, Upstreams::of(rows, routes_by_domain)))
}
