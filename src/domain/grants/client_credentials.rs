//! The client acts for itself (RFC 6749 §4.4).

use super::{
    TokenRequest,
    issue::{self, Issued, Subject},
};
use crate::{
    app::App,
    domain::{clients::dynamic, error::Error, resource_servers},
    protocol::{
        authorize,
        error::Error as Refusal,
        scope::{Scopes, is_standard},
        token::audience,
    },
};

/// Issues an access token; never a refresh token (RFC 6749 §4.4.3).
///
/// # Errors
/// `unauthorized_client` for public clients, `invalid_scope`, `invalid_target`.
pub async fn exchange(app: &App, request: &TokenRequest<'_>) -> Result<Issued, Error> {
    // RFC 6749 §4.4: MUST only be used by confidential clients.
    if request.client.is_public() {
        return Err(Refusal::unauthorized_client(
            "client_credentials needs a client that authenticates (RFC 6749 section 4.4)",
        )
        .into());
    }
    let audiences = authorize::resources(request.params, request.client)?;
    let servers = resource_servers::resolve(app, request.issuer, &audiences).await?;
    let asked = match request.params.get("scope") {
        Some(text) => Scopes::parse(text)?,
        // RFC 6749 §3.3: the default is what the client is registered for.
        None => {
            Scopes::parse(request.client.metadata.scope.as_deref().unwrap_or_default())?.filter(|one| !is_standard(one))
        }
    };
    if asked.iter().any(|one| !request.client.may_ask_for(one)) {
        return Err(Refusal::invalid_scope(
            "scope holds a value that this client is not registered for (RFC 6749 section 3.3)",
        )
        .into());
    }
    // There is no person whose claims these scopes could ask for.
    if asked.iter().any(is_standard) {
        return Err(Refusal::invalid_scope(
            "scopes of OpenID Connect need a person who signs in, not client_credentials (OIDC Core section 3.1.2.1)",
        )
        .into());
    }
    let shape = audience::shape(&servers, &asked)?;
    // Without a resource server of its own, nobody else describes what the registration grants.
    let builtin = servers.iter().all(|server| server.builtin_at.is_some());
    let registered = request.client.metadata.scope.is_some();
    let shape = audience::Shape { scopes: if builtin && registered { asked } else { shape.scopes }, ..shape };
    dynamic::note_use_alone(app, request.client).await?;
    let subject = Subject::client(request.client);
    issue::without_grant(app, request, subject, shape).await
}
