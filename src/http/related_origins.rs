//! Which origins may ask for our passkeys (WebAuthn Level 3 §5.11.1): read by browsers, at the domain of the passkeys.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{domain::login::passkeys, http::extract::Caller};

/// Where a browser looks.
pub const PATH: &str = "/.well-known/webauthn";

/// `GET /.well-known/webauthn`
pub async fn get(caller: Caller) -> Response {
    match passkeys::related_origins(&caller.cx()) {
        origins if origins.is_empty() => StatusCode::NOT_FOUND.into_response(),
        origins => Json(json!({"origins": origins})).into_response(),
    }
}
