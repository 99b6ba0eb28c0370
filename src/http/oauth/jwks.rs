//! Our public keys (RFC 7517 §5, OIDC Core §10.1).

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};

use crate::http::{Shared, middleware::cors};

/// How long clients may keep the set: a new key is published for longer than this before it
/// signs.
pub const MAX_AGE: i64 = 300;

/// `GET /jwks`
pub async fn get(State(app): State<Shared>) -> Response {
    let mut headers = HeaderMap::new();
    cors::allow_everyone(&mut headers);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    (headers, Json(app.keys().jwks(app.clock.now()))).into_response()
}
