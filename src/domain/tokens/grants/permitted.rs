//! What of an approval the client may still have: its operator may have taken APIs and scopes from it since,
//! or closed an API to clients that registered themselves.

use super::TokenRequest;
use crate::{
    domain::{
        kernel::{Cx, Error},
        registry::resource_servers,
    },
    protocol::{
        error::Refusal,
        permission,
        resource::{self, ResourceServer},
        scope::Scopes,
        token::audience,
    },
    store::grants::Grant,
};

/// For which APIs the tokens of this request are.
pub(super) struct Permitted {
    /// The APIs.
    pub servers: Vec<ResourceServer>,
    /// The scopes of the approval that the client may still ask for.
    pub scopes: Scopes,
}

/// The part of an approval that the request names and that still stands.
///
/// # Errors
/// `invalid_target` for an API that was not approved, is gone, or is not the client's any more;
/// `invalid_scope` where nothing is left of the scopes.
pub(super) async fn permitted(
    cx: &Cx<'_>,
    request: &TokenRequest<'_>,
    grant: &Grant,
    granted: Scopes,
) -> Result<Permitted, Error> {
    let client = request.client;
    let all = resource_servers::of(cx).await?;
    let approved: Vec<&ResourceServer> = grant.resources.iter().filter_map(|one| resource::named(&all, one)).collect();
    let scopes = if granted.is_empty() {
        granted
    } else {
        let left = permission::asked(client, &granted, &approved, &all).kept;
        if left.is_empty() {
            return Err(Refusal::invalid_scope(
                "this client may not ask for any of the scopes that were approved any more (RFC 6749 section 6)",
            )
            .into());
        }
        left
    };
    let audiences = audience::chosen(&grant.resources, request.params, cx.issuer.url.as_str())?;
    let servers = resource_servers::resolve(cx, &audiences).await?;
    let (kept, taken): (Vec<_>, Vec<_>) = servers.into_iter().partition(|server| permission::may_use(client, server));
    // RFC 8707 §2.2: an API that the request names is not left out in silence.
    if kept.is_empty() || !taken.is_empty() && request.params.has("resource") {
        return Err(
            Refusal::invalid_target("this client may not ask for that resource any more (RFC 8707 section 2)").into()
        );
    }
    Ok(Permitted { servers: kept, scopes })
}
