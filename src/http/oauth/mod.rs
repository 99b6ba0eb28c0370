//! Protocol endpoints, one file each, by their discovery names.

pub mod authorize;
pub mod discovery;
pub mod end_session;
pub mod introspect;
pub mod jwks;
pub mod revoke;
pub mod token;
pub mod userinfo;

use axum::http::{HeaderMap, header};

/// The `Authorization` field as sent, and whether it tried HTTP Basic.
fn authorization(headers: &HeaderMap) -> (Option<&str>, bool) {
    let field = headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap_or_default());
    (field, field.is_some_and(|text| text.len() >= 5 && text[..5].eq_ignore_ascii_case("basic")))
}
