//! Metadata (OIDC Discovery §4, RFC 8414 §3), at both well-known addresses.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;

use crate::{
    config::registration::Mode,
    domain::{kernel::Error, registry::attributes},
    http::{Shared, answer::oauth::OAuthError, extract::Caller, middleware::cors},
    protocol::{claims::attribute::Attribute, discovery},
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
    let open = attributes::open_scopes(&caller.cx()).await?;
    let all = attributes::all(&caller.cx()).await?;
    let attributes: Vec<Attribute> = all.iter().filter(|one| open.contains(&one.scope)).cloned().collect();
    let facts = discovery::Facts {
        issuer: &caller.issuer.url,
        ui_locales: &ui_locales_supported(),
        allow_unsigned: caller.issuer.policy.allow_unsigned,
        registration: app.config.registration.mode != Mode::Closed,
        attributes: &attributes,
    };
    Ok(caller.issuer.caches.discovery.put(Bytes::from(discovery::document(&facts).to_string())))
}

/// JSON that anybody may read and keep for a while.
pub fn public_json(body: Bytes) -> Response {
    let mut headers = HeaderMap::with_capacity(3);
    cors::allow_everyone(&mut headers);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    (headers, body).into_response()
}
