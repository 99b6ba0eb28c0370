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

use axum::{
    http::{HeaderMap, header},
    response::Response,
};

use crate::{
    domain::kernel::Error,
    http::{Shared, answer::oauth::OAuthError},
    protocol::{client_auth::claimed, error::Refusal, params::Params},
};

/// The `Authorization` field as sent.
fn authorization(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap_or_default())
}

/// Refuses a request of an endpoint where clients authenticate.
fn refuse(app: &Shared, field: Option<&str>, params: &Result<Params, Refusal>, error: Error) -> Response {
    let claimed = params.as_ref().ok().and_then(|params| claimed(field, params));
    OAuthError::from(error).answer(app, claimed.as_ref())
}

#[cfg(test)]
mod tests;
