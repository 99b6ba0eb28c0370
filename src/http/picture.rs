//! Pictures of people, under addresses that nobody guesses. Apps show them on pages of their own.

use axum::{
    extract::Path,
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{
    domain::{directory::accounts::picture, kernel::Error},
    http::extract::Caller,
};

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// `GET /picture/{file}`
pub async fn get(caller: Caller, Path(file): Path<String>) -> Response {
    let found = match file.strip_suffix(".jpg") {
        Some(name) => picture::find(&caller.cx(), name).await,
        None => Err(Error::NotFound),
    };
    match found {
        Ok(bytes) => {
            let headers = [
                (header::CONTENT_TYPE, "image/jpeg"),
                // Another picture has another address.
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
                // Opened by itself it is a document of our origin, and may do nothing.
                (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox; frame-ancestors 'none'"),
                // Pages that isolate themselves show only what says that they may (Fetch, CORP).
                (RESOURCE_POLICY, "cross-origin"),
            ];
            (headers, bytes).into_response()
        }
        Err(Error::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}
