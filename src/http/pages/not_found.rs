//! What is not there.

use axum::{
    Json,
    extract::OriginalUri,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{
    http::{
        answer::page::{self, PageError},
        extract::PageCall,
        middleware::cors,
    },
    protocol::field::weight::weighted,
    render::pages::ErrorKind,
};

/// Any path that no route has.
pub async fn any(call: PageCall, OriginalUri(uri): OriginalUri) -> Response {
    if is_metadata(uri.path()) && wants_json(&call) {
        return no_metadata(&call);
    }
    page::answered(&call, Err(PageError::of(StatusCode::NOT_FOUND, ErrorKind::NotFound)))
}

/// Whether a path looks like one of metadata: somebody has the wrong issuer, or a slash too many.
fn is_metadata(path: &str) -> bool {
    path.contains("/.well-known/")
        || path.contains("openid-configuration")
        || path.contains("oauth-authorization-server")
}

/// Whether JSON is asked for: by name, or by a library that says nothing. A browser names HTML.
fn wants_json(call: &PageCall) -> bool {
    let fields = call.headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    !fields.flat_map(weighted).any(|range| range.value.eq_ignore_ascii_case("text/html"))
}

/// What a library can show its developer: where the metadata is.
fn no_metadata(call: &PageCall) -> Response {
    let issuer = call.issuer.url.as_str();
    let body = json!({
        "error": "not_found",
        "error_description": format!(
            "there is no metadata at this address; the issuer is {issuer}, and its metadata is at {} \
             (OIDC Discovery section 4)",
            call.issuer.url.join("/.well-known/openid-configuration")
        ),
        "issuer": issuer,
    });
    let mut response = (StatusCode::NOT_FOUND, Json(body)).into_response();
    // As the metadata itself: anybody may read it.
    cors::allow_everyone(response.headers_mut());
    response
}
