//! Protocol endpoints, one file each, by their discovery names.

pub mod authorize;
pub mod check_session;
pub mod discovery;
pub mod end_session;
pub mod introspect;
pub mod jwks;
pub mod register;
pub mod revoke;
pub mod token;
pub mod userinfo;

use axum::http::{HeaderMap, header};

/// The `Authorization` field as sent.
fn authorization(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap_or_default())
}

#[cfg(test)]
mod tests;
