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
    http::{Shared, extract::Caller, middleware::cors},
    protocol::discovery,
    render::locale::ui_locales_supported,
};

/// `GET /.well-known/openid-configuration` and `/.well-known/oauth-authorization-server`
pub async fn get(State(app): State<Shared>, caller: Caller) -> Response {
    let document = app.caches.discovery.get().unwrap_or_else(|| {
        let facts = discovery::Facts {
            issuer: &caller.issuer.url,
            ui_locales: &ui_locales_supported(),
            allow_unsigned: app.policy.allow_unsigned,
            registration: app.config.registration.mode != Mode::Closed,
        };
        let document = discovery::document(&facts);
        app.caches.discovery.put(Bytes::from(document.to_string()))
    });
    public_json(Arc::unwrap_or_clone(document))
}

/// JSON that anybody may read and keep for a while.
pub fn public_json(body: Bytes) -> Response {
    let mut headers = HeaderMap::with_capacity(3);
    cors::allow_everyone(&mut headers);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    (headers, body).into_response()
}
