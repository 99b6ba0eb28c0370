//! The introspection endpoint (RFC 7662, RFC 9701).

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, header},
    response::Response,
};

use super::{Sent, answered, authorization};
use crate::{
    domain::{
        kernel::Error,
        registry::{client_auth, clients::dynamic},
        tokens::{
            self,
            answers::{self, ProtectedAnswer},
        },
    },
    http::{
        Shared,
        answer::oauth::no_store,
        extract::{Caller, FormParams},
    },
    protocol::{discovery::path, error::Refusal, field::weight::weighted, params::Params},
};

/// RFC 9701 §5
const JWT: &str = "application/token-introspection+jwt";

/// `POST /introspect`
pub async fn post(
    State(app): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    FormParams(params): FormParams,
) -> Response {
    let field = authorization(&headers);
    let act = introspect(&caller, field, wants_jwt(&headers), &params);
    Box::pin(answered(&app, &caller, Sent { field, params: &params }, act)).await
}

async fn introspect(
    caller: &Caller,
    field: Option<&str>,
    as_jwt: bool,
    params: &Result<Params, Refusal>,
) -> Result<Response, Error> {
    let params = params.as_ref().map_err(Clone::clone)?;
    params.check_duplicates("RFC 7662 section 2.1")?;
    let client = client_auth::authenticate(&caller.cx(), field, params, path::INTROSPECT).await?;
    dynamic::note_use_alone(&caller.cx(), &client.client).await;
    let facts = tokens::introspect(&caller.cx(), &client.client, params).await?;
    Ok(match answers::introspection(&caller.cx(), &client, facts, as_jwt).await? {
        ProtectedAnswer::Json(facts) => no_store(Json(facts)),
        ProtectedAnswer::Jwt(token) => no_store(([(header::CONTENT_TYPE, JWT)], token)),
    })
}

/// RFC 9701 §4: the caller asks for a JWT by naming its media type.
fn wants_jwt(headers: &HeaderMap) -> bool {
    let fields = headers.get_all(header::ACCEPT).iter().filter_map(|field| field.to_str().ok());
    // RFC 9110 §12.4.2: a weight of zero means not acceptable.
    fields.flat_map(weighted).any(|range| range.value.eq_ignore_ascii_case(JWT) && range.weight > 0)
}
