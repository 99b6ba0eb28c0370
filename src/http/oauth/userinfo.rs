//! The userinfo endpoint (OIDC Core §5.3): GET, POST with header, POST with body.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, header},
    response::Response,
};

use super::token::{allow, own_origin};
use crate::{
    domain::{
        registry::clients,
        tokens::{
            self,
            answers::{self, ProtectedAnswer},
        },
    },
    http::{
        Shared,
        answer::oauth::{BearerError, no_store},
        extract::{Caller, FormParams, bearer},
    },
    protocol::{client::ClientId, error::Refusal, params::Params},
};

/// `GET /userinfo`
pub async fn get(State(app): State<Shared>, caller: Caller, headers: HeaderMap) -> Response {
    answer(&app, &caller, &headers, None).await
}

/// `POST /userinfo`
pub async fn post(
    State(app): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    FormParams(params): FormParams,
) -> Response {
    answer(&app, &caller, &headers, Some(params)).await
}

async fn answer(app: &Shared, caller: &Caller, headers: &HeaderMap, form: Option<Result<Params, Refusal>>) -> Response {
    let (mut allowed, mut known) = (None, None);
    let mut response = match claims(caller, headers, form, &mut allowed, &mut known).await {
        Ok(response) => response,
        Err(error) => error.answer(app, known.as_ref()),
    };
    allow(caller, &mut response, headers, allowed).await;
    response
}

async fn claims(
    caller: &Caller,
    headers: &HeaderMap,
    form: Option<Result<Params, Refusal>>,
    allowed: &mut Option<bool>,
    known: &mut Option<ClientId>,
) -> Result<Response, BearerError> {
    // RFC 6750 §2.1: with the token in the header, the body is nobody's concern.
    let form = if headers.contains_key(header::AUTHORIZATION) { form.and_then(Result::ok) } else { form.transpose()? };
    if let Some(form) = &form {
        form.check_duplicates("RFC 6750 section 2.2")?;
    }
    let token = bearer::token(headers, form.as_ref())?.ok_or(BearerError::Missing)?;
    let (claims, client) = tokens::userinfo(&caller.cx(), &token).await?;
    let client = clients::find(&caller.cx(), known.insert(client)).await?;
    // A client that was switched off takes its tokens with it.
    let client = client
        .ok_or_else(|| Refusal::invalid_token("the client of this access token is gone (RFC 6750 section 3.1)"))?;
    *allowed = Some(own_origin(&client.client, headers));
    Ok(match answers::userinfo(&caller.cx(), &client, claims).await? {
        ProtectedAnswer::Json(claims) => no_store(Json(claims)),
        // OIDC Core §5.3.2: the media type MUST be application/jwt if signed or encrypted. What was
        // registered counts, not Accept: stock clients send application/json out of habit.
        ProtectedAnswer::Jwt(token) => no_store(([(header::CONTENT_TYPE, "application/jwt")], token)),
    })
}
