//! The APIs that a request names.

use super::{all, is_here, of, with_upstreams};
use crate::{
    domain::{
        kernel::{Cx, Error},
        registry::versions,
    },
    protocol::{
        error::Refusal,
        params::Params,
        resource::{self, ResourceServer},
    },
};

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
        return with_upstreams(cx, builtin.into_iter().collect()).await;
    }
    let found: Option<Vec<ResourceServer>> = audiences
        .iter()
        .map(|audience| all.iter().filter(here).find(|server| server.audience == *audience).cloned())
        .collect();
    let found = found.ok_or_else(|| Refusal::invalid_target("resource is not registered here (RFC 8707 section 2)"))?;
    with_upstreams(cx, found).await
}
