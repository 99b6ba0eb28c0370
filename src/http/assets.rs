//! Style sheets, icons and the few scripts, by hashed name.

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::http::Shared;

/// `GET /assets/{name}`
pub async fn get(State(app): State<Shared>, Path(name): Path<String>) -> Response {
    let Some(asset) = app.issuer.branding.assets.find(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let cache = if asset.immutable { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
    let headers = [
        (header::CONTENT_TYPE, asset.content_type),
        (header::CACHE_CONTROL, cache),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, asset.bytes.clone()).into_response()
}
