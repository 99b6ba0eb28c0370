//! The revocation endpoint (RFC 7009).

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};

use super::{
    Sent, answered, authorization,
    token::{allow, own_origin},
};
use crate::{
    domain::{kernel::Error, registry::client_auth, tokens},
    http::{
        Shared,
        extract::{Caller, FormParams},
    },
    protocol::{discovery::path, error::Refusal, params::Params},
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
    let act = Box::pin(async {
        revoke(&caller, field, &params, &mut allowed, &headers).await?;
        // RFC 7009 §2.2: 200 for a revoked token and for an unknown one.
        Ok::<_, Error>(StatusCode::OK.into_response())
    });
    let mut response = answered(&app, &caller, Sent { field, params: &params }, act).await;
    allow(&caller, &mut response, &headers, allowed).await;
    response
}

async fn revoke(
    caller: &Caller,
    field: Option<&str>,
    params: &Result<Params, Refusal>,
    allowed: &mut Option<bool>,
    headers: &HeaderMap,
) -> Result<(), Error> {
    let params = params.as_ref().map_err(Clone::clone)?;
    params.check_duplicates("RFC 7009 section 2.1")?;
    let client = client_auth::authenticate(&caller.cx(), field, params, path::REVOKE).await?;
    *allowed = Some(own_origin(&client.client, headers));
    tokens::revoke(&caller.cx(), &client.client, params).await
}
