//! The client acts for itself (RFC 6749 §4.4).

use super::TokenRequest;
use crate::{
    domain::{
        kernel::{Cx, Error},
        registry::{attributes, clients::dynamic, resource_servers},
        tokens::issue::{self, Issued, TokenSubject},
    },
    protocol::{
        authorize,
        error::Refusal,
        permission,
        resource::ResourceServer,
        scope::{Scopes, is_standard, upstream},
        token::audience,
    },
};

/// Issues an access token; never a refresh token (RFC 6749 §4.4.3).
///
/// # Errors
/// `unauthorized_client` for public clients, `invalid_scope`, `invalid_target`.
pub async fn exchange(cx: &Cx<'_>, request: &TokenRequest<'_>) -> Result<Issued, Error> {
    // RFC 6749 §4.4: MUST only be used by confidential clients.
    if request.client.is_public() {
        return Err(Refusal::unauthorized_client(
            "client_credentials needs a client that authenticates (RFC 6749 section 4.4)",
        )
        .into());
    }
    let all = resource_servers::of_request(cx, request.params).await?;
    let named = authorize::named(request.params, &all)?;
    // Nobody consents: what the operator did not write down is not given.
    if !named.iter().all(|server| permission::may_act_at(request.client, server)) {
        return Err(Refusal::invalid_target(
            "this client may not ask for that resource for itself: it is not one of its allowed_resources (RFC 8707 section 2)",
        )
        .into());
    }
    let servers: Vec<ResourceServer> = if named.is_empty() {
        all.iter().filter(|server| server.is_builtin()).cloned().collect()
    } else {
        named.into_iter().cloned().collect()
    };
    let asked = scopes(request, &attributes::scopes(cx).await?)?;
    let shape = audience::shape(&servers, &asked)?;
    // Without a resource server of its own, nobody else describes what the registration grants.
    let builtin = servers.iter().all(ResourceServer::is_builtin);
    let shape = audience::Shape { scopes: if builtin { asked.clone() } else { shape.scopes }, ..shape };
    if shape.scopes.is_empty() && request.params.has("scope") {
        // RFC 6749 §3.3: nothing of what was asked for is known there.
        return Err(Refusal::invalid_scope(format!(
            "scope holds nothing that the resource knows: {} (RFC 6749 section 3.3)",
            authorize::names(asked.iter())
        ))
        .into());
    }
    dynamic::note_use_alone(cx, request.client).await;
    let subject = TokenSubject::client(request.client);
    issue::without_grant(cx, request, subject, shape).await
}

/// What the client asks for, and may have.
fn scopes(request: &TokenRequest<'_>, of_attributes: &[String]) -> Result<Scopes, Refusal> {
    let client = request.client;
    let is_about_person = |one: &str| {
        is_standard(one) || upstream::named(one).is_some() || of_attributes.iter().any(|scope| scope == one)
    };
    let Some(text) = request.params.get("scope") else {
        // RFC 6749 §3.3: the default is what the client is registered for.
        let registered = Scopes::parse(client.metadata.scope.as_deref().unwrap_or_default())?;
        return Ok(registered.filter(|one| !is_about_person(one) && permission::may_act_with(client, one)));
    };
    let asked = Scopes::parse(text)?;
    let foreign = asked.filter(|one| !permission::may_act_with(client, one));
    if !foreign.is_empty() {
        return Err(Refusal::invalid_scope(format!(
            "scope holds a value that this client is not registered for: {} (RFC 6749 section 3.3)",
            authorize::names(foreign.iter())
        )));
    }
    // There is no person whose claims these scopes could ask for.
    if asked.iter().any(is_about_person) {
        return Err(Refusal::invalid_scope(
            "scopes of OpenID Connect need a person who signs in, not client_credentials (OIDC Core section 3.1.2.1)",
        ));
    }
    Ok(asked)
}
