//! What anybody may read: the OpenAPI document, and the metadata of the API as a protected resource.

use axum::response::Response;
use bytes::Bytes;

use super::openapi::document;
use crate::{
    http::{extract::Caller, oauth::discovery::public_json},
    protocol::discovery,
};

/// `GET /api/v1/account/openapi.json`
pub async fn openapi(caller: Caller) -> Response {
    public_json(Bytes::from(document(&caller.issuer.url).to_string()))
}

/// `GET /.well-known/oauth-protected-resource/api/v1/account` (RFC 9728 §3)
pub async fn metadata(caller: Caller) -> Response {
    let document = discovery::account_api(&caller.issuer.url, &caller.issuer.branding.brand.name);
    public_json(Bytes::from(document.to_string()))
}
