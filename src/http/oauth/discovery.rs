//! Metadata (OIDC Discovery §4, RFC 8414 §3), at both well-known addresses.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};

use crate::{
    http::{Shared, extract::Caller, middleware::cors},
    protocol::discovery,
    render::Locale,
};

/// `GET /.well-known/openid-configuration` and `/.well-known/oauth-authorization-server`
pub async fn get(State(app): State<Shared>, caller: Caller) -> Response {
    let locales: Vec<&str> = Locale::ALL.iter().map(|locale| locale.tag()).collect();
    let _ = &app;
    let mut headers = HeaderMap::new();
    cors::allow_everyone(&mut headers);
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("public, max-age=300"));
    (headers, Json(discovery::document(&caller.issuer.url, &locales))).into_response()
}
