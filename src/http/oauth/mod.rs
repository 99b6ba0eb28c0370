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
pub mod upstream_logout;
pub mod userinfo;

use axum::{
    http::{HeaderMap, header},
    response::Response,
};

use crate::{
    domain::kernel::{Error, limits},
    http::{
        Shared,
        answer::{
            oauth::{OAuthError, known},
            rate_limit::{too_many, with_remaining},
        },
        extract::Caller,
    },
    protocol::{client_auth::claimed, error::Refusal, params::Params},
};

/// The `Authorization` field as sent.
fn authorization(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap_or_default())
}

/// What came to an endpoint where clients authenticate.
struct Sent<'a> {
    /// The `Authorization` field.
    field: Option<&'a str>,
    /// The form.
    params: &'a Result<Params, Refusal>,
}

/// Answers a request of an endpoint where clients authenticate. Where many of this client were refused from here lately,
/// it is not looked at; what is refused counts, what succeeds never does.
async fn answered(
    app: &Shared,
    caller: &Caller,
    sent: Sent<'_>,
    act: impl Future<Output = Result<Response, Error>>,
) -> Response {
    let claimed = sent.params.as_ref().ok().and_then(|params| claimed(sent.field, params));
    let cx = caller.cx();
    if !app.taken.is_empty()
        && let Some(allowance) = limits::of_client(&cx, claimed.as_ref())
        && let Err(exceeded) = allowance.look_here(&cx)
    {
        let exceeded = exceeded.by_client(known(app, claimed.as_ref()));
        return too_many(&cx, "too many requests of this client were refused", exceeded).await;
    }
    let error = match act.await {
        Ok(response) => return response,
        Err(error) => error,
    };
    let response = OAuthError::from(error).answer(app, claimed.as_ref());
    if !response.status().is_client_error() {
        return response;
    }
    match limits::of_client(&cx, claimed.as_ref()).map(|allowance| allowance.take_here(&cx)) {
        Some(Ok(remaining)) => with_remaining(response, &remaining),
        Some(Err(_)) | None => response,
    }
}

#[cfg(test)]
mod tests;
