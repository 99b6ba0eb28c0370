//! Our public keys (RFC 7517 §5, OIDC Core §10.1).

use axum::{extract::State, response::Response};
use bytes::Bytes;

use super::discovery::public_json;
use crate::http::Shared;

/// `GET /jwks`. Clients may keep it for five minutes: a new key is published for longer than
/// that before it signs.
pub async fn get(State(app): State<Shared>) -> Response {
    let now = app.clock.now();
    let kept = app.caches.jwks.get().filter(|kept| kept.1.is_none_or(|until| now < until));
    let set = kept.unwrap_or_else(|| {
        let ring = app.keys();
        app.caches.jwks.put((Bytes::from(ring.jwks(now).to_string()), ring.jwks_changes_at(now)))
    });
    public_json(set.0.clone())
}
