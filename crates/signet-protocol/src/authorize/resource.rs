//! `resource` (RFC 8707 §2): the APIs that a request is about.

use super::{Asking, Draft};
use crate::{
    client::Client,
    error::Refusal,
    params::Params,
    permission,
    resource::{self, ResourceServer},
};

/// Those that the client may ask people for.
pub(super) fn check<'a>(asking: &Asking<'a>, draft: &mut Draft<'a>) -> Result<(), Refusal> {
    draft.named = resources(asking.params, asking.client, asking.servers)?;
    draft.request.resources = draft.named.iter().map(|server| server.audience.clone()).collect();
    Ok(())
}

/// The APIs that a request names and that a person may be asked for on behalf of this client.
///
/// # Errors
/// `invalid_target` (RFC 8707 §2).
pub fn resources<'a>(
    params: &Params,
    client: &Client,
    servers: &'a [ResourceServer],
) -> Result<Vec<&'a ResourceServer>, Refusal> {
    let named = named(params, servers)?;
    if named.iter().all(|server| permission::may_use(client, server)) {
        return Ok(named);
    }
    Err(Refusal::invalid_target("this client may not ask for that resource (RFC 8707 section 2)"))
}

/// The APIs that a request names, each once.
///
/// # Errors
/// `invalid_target` (RFC 8707 §2).
pub fn named<'a>(params: &Params, servers: &'a [ResourceServer]) -> Result<Vec<&'a ResourceServer>, Refusal> {
    let mut named: Vec<&ResourceServer> = Vec::new();
    for resource in resource::indicators(params)? {
        let server = resource::named(servers, resource)
            .ok_or_else(|| Refusal::invalid_target("resource is not registered here (RFC 8707 section 2)"))?;
        if !named.iter().any(|known| known.id == server.id) {
            named.push(server);
        }
    }
    Ok(named)
}
