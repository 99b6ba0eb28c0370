//! The introspection endpoint (RFC 7662).

use axum::{
    Json,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};

use super::authorization;
use crate::{
    domain::{client_auth, error::Error, tokens},
    http::{
        Shared,
        answer::oauth::{OAuthError, no_store},
        extract::{Caller, FormParams},
    },
    protocol::{discovery::path, error::Error as Refusal, params::Params},
};

/// `POST /introspect`
pub async fn post(
    State(app): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    FormParams(params): FormParams,
) -> Response {
    let field = authorization(&headers);
    match introspect(&app, &caller, field, params).await {
        Ok(response) => response,
        Err(error) => OAuthError::from(error).into_response(),
    }
}

async fn introspect(
    app: &Shared,
    caller: &Caller,
    field: Option<&str>,
    params: Result<Params, Refusal>,
) -> Result<Response, Error> {
    let params = params?;
    params.check_duplicates("RFC 7662 section 2.1")?;
    let client = client_auth::authenticate(app, &caller.issuer, field, &params, path::INTROSPECT).await?;
    let answer = tokens::introspect(app, &caller.issuer, &client.client, &params).await?;
    Ok(no_store(Json(answer)))
}
