//! Claims that a request is told of besides those of standard scopes: by attributes, and one by one.

use crate::{
    domain::{
        kernel::{Cx, Error},
        registry::attributes,
    },
    protocol::{authorize::AuthorizationRequest, client::Client, permission, resource::ResourceServer, scope},
};

/// The attributes that the scopes of a request bring, and of the claims that it names one by one those that
/// the client may ask for.
///
/// # Errors
/// When the database fails.
pub(super) async fn keep_permitted(
    cx: &Cx<'_>,
    request: &mut AuthorizationRequest,
    client: &Client,
    servers: &[ResourceServer],
) -> Result<(), Error> {
    let attributes = attributes::all(cx).await?;
    let scope_of = |claim: &str| {
        let attribute = attributes.iter().find(|one| one.name == claim).map(|one| one.scope.as_str());
        attribute.or_else(|| scope::of_claim(claim))
    };
    // OIDC Core §5.5: a claim is no way around the scopes that a client may ask for.
    let may =
        |scope: &str| servers.iter().any(|server| server.is_builtin() && permission::may_ask(client, server, scope));
    request.claims.keep(|claim| scope_of(claim).is_none_or(may));
    if request.scopes.has("openid") {
        request.claims.attributes = attributes::brought_by(cx, &request.scopes).await?;
    }
    Ok(())
}
