//! Metadata (OIDC Discovery §4, RFC 8414 §3), at both well-known addresses.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;

use crate::{
    domain::{
        kernel::{Error, Feature},
        login::policy,
        registry::attributes,
    },
    http::{Shared, answer::oauth::OAuthError, extract::Caller, middleware::cors},
    protocol::{
        claims::attribute::Attribute,
        discovery::{self, MetadataPart},
    },
    render::locale::ui_locales_supported,
};

/// `GET /.well-known/openid-configuration` and `/.well-known/oauth-authorization-server`
pub async fn get(State(app): State<Shared>, caller: Caller) -> Response {
    match document(&app, &caller).await {
        Ok(document) => public_json(Arc::unwrap_or_clone(document)),
        Err(error) => OAuthError::from(error).answer(&app, None),
    }
}

async fn document(app: &Shared, caller: &Caller) -> Result<Arc<Bytes>, Error> {
    if let Some(document) = caller.issuer.caches.discovery.get() {
        return Ok(document);
    }
    let generation = caller.issuer.caches.discovery.generation();
    let open = attributes::open_scopes(&caller.cx()).await?;
    let all = attributes::all(&caller.cx()).await?;
    let attributes: Vec<Attribute> = all.iter().filter(|one| open.contains(&one.scope)).cloned().collect();
    let on = Feature::ALL.iter().filter(|feature| feature.is_on(app));
    let parts: Vec<MetadataPart> = on.filter_map(|feature| part(*feature)).collect();
    let facts = discovery::Provider {
        issuer: &caller.issuer.url,
        ui_locales: &ui_locales_supported(),
        parts: &parts,
        acr_values: &policy::supported_acr(&caller.app, &caller.issuer.policy.acr),
        attributes: &attributes,
    };
    let document = Bytes::from(discovery::document(&facts).to_string());
    Ok(caller.issuer.caches.discovery.put_since(generation, document))
}

/// What metadata says of a feature; nothing of what has no place there.
const fn part(feature: Feature) -> Option<MetadataPart> {
    Some(match feature {
        Feature::DynamicRegistration => MetadataPart::Registration,
        Feature::FrontChannelTokens => MetadataPart::FrontChannelTokens,
        Feature::RequestObjects => MetadataPart::RequestObjects,
        Feature::RequestUris => MetadataPart::RequestUris,
        Feature::UnsignedJwts => MetadataPart::UnsignedJwts,
        Feature::Introspection => MetadataPart::Introspection,
        Feature::Revocation => MetadataPart::Revocation,
        Feature::FrontChannelLogout => MetadataPart::FrontChannelLogout,
        Feature::BackChannelLogout => MetadataPart::BackChannelLogout,
        Feature::SessionManagement => MetadataPart::SessionManagement,
        Feature::SignUp => MetadataPart::SignUp,
        Feature::AccountApi => MetadataPart::AccountApi,
        Feature::TokenExchange => MetadataPart::TokenExchange,
        Feature::RegistrationManagement
        | Feature::PasswordLinks
        | Feature::PasswordRecovery
        | Feature::MailSignIn
        | Feature::Invitations
        | Feature::FurtherFactors
        | Feature::Passkeys
        | Feature::Ethereum
        | Feature::Upstreams => return None,
    })
}

/// JSON that anybody may read and keep for a while.
pub fn public_json(body: Bytes) -> Response {
    let mut headers = HeaderMap::with_capacity(3);
    cors::allow_everyone(&mut headers);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    (headers, body).into_response()
}
