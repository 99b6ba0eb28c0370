//! The revocation endpoint (RFC 7009).

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};

use super::{
    authorization, refuse,
    token::{allow, own_origin},
};
use crate::{
    domain::{client_auth, error::Error, tokens},
    http::{
        Shared,
        extract::{Caller, FormParams},
    },
    protocol::{discovery::path, error::Error as Refusal, params::Params},
};

/// `POST /revoke`
pub async fn post(
    State(app): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    FormParams(params): FormParams,
) -> Response {
    let field = authorization(&headers);
    let mut allowed = None;
    let answer = revoke(&app, &caller, (field, &params), &mut allowed, &headers).await;
    let mut response = match answer {
        // RFC 7009 §2.2: 200 for a revoked token and for an unknown one.
        Ok(()) => StatusCode::OK.into_response(),
        Err(error) => refuse(&app, field, &params, error),
    };
    allow(&app, &mut response, &headers, allowed).await;
    response
}

async fn revoke(
    app: &Shared,
    caller: &Caller,
    (field, params): (Option<&str>, &Result<Params, Refusal>),
    allowed: &mut Option<bool>,
    headers: &HeaderMap,
) -> Result<(), Error> {
    let params = params.as_ref().map_err(Clone::clone)?;
    params.check_duplicates("RFC 7009 section 2.1")?;
    let client = client_auth::authenticate(app, &caller.issuer, field, params, path::REVOKE).await?;
    *allowed = Some(own_origin(&client.client, headers));
    tokens::revoke(app, &caller.issuer, &client.client, params, &caller.origin).await
}
