//! Our public keys (RFC 7517 §5, OIDC Core §10.1).

use axum::response::Response;
use bytes::Bytes;

use super::discovery::public_json;
use crate::http::extract::Caller;

/// `GET /jwks`. Clients may keep it for five minutes: a new key is published for longer than
/// that before it signs.
pub async fn get(caller: Caller) -> Response {
    let now = caller.app.clock.now();
    let kept = caller.issuer.caches.jwks.get().filter(|kept| kept.1.is_none_or(|until| now < until));
    let set = kept.unwrap_or_else(|| {
        let ring = caller.issuer.keys();
        caller.issuer.caches.jwks.put((Bytes::from(ring.jwks(now).to_string()), ring.jwks_changes_at(now)))
    });
    public_json(set.0.clone())
}
