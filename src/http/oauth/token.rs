//! The token endpoint (RFC 6749 §3.2).

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use tracing::Instrument;

use super::{Sent, answered, authorization};
use crate::{
    app::caches::CachedClient,
    domain::{
        kernel::Error,
        registry::{client_auth, clients},
        tokens::grants,
    },
    http::{
        Shared,
        answer::oauth::no_store,
        extract::{Caller, FormParams},
        middleware::cors,
    },
    protocol::{
        client::{Client, GrantType},
        discovery::path,
        error::Refusal,
        params::Params,
        token::response::TokenResponse,
    },
    store::db::RouteShare,
};

/// `POST /token`
pub async fn post(
    State(app): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    FormParams(params): FormParams,
) -> Response {
    let field = authorization(&headers);
    let mut allowed = None;
    // On the heap: the future of every grant is in it.
    let act = Box::pin(exchange(&caller, field, &params, &mut allowed, &headers));
    let mut response = answered(&app, &caller, Sent { field, params: &params }, act).await;
    allow(&caller, &mut response, &headers, allowed).await;
    response
}

async fn exchange(
    caller: &Caller,
    field: Option<&str>,
    params: &Result<Params, Refusal>,
    allowed: &mut Option<bool>,
    headers: &HeaderMap,
) -> Result<Response, Error> {
    let params = params.as_ref().map_err(Clone::clone)?;
    params.check_duplicates("RFC 6749 section 3.2")?;
    let client = client_auth::authenticate(&caller.cx(), field, params, path::TOKEN).await?;
    *allowed = Some(own_origin(&client.client, headers));
    let tokens = if params.get("grant_type") == Some(GrantType::TokenExchange.as_str()) {
        exchange_to_the_end(caller, client, params).await?
    } else {
        Box::pin(grants::exchange(&caller.cx(), &client, params)).await?
    };
    Ok(no_store(Json(tokens)))
}

/// An exchange that goes on when the client has gone away: an upstream may have spent the refresh token that it was shown,
/// and what it answered instead is kept.
async fn exchange_to_the_end(
    caller: &Caller,
    client: Arc<CachedClient>,
    params: &Params,
) -> Result<TokenResponse, Error> {
    let (caller, params) = (caller.clone(), params.clone());
    let exchange = async move {
        let cx = caller.cx();
        Box::pin(grants::exchange(&cx, &client, &params)).await
    };
    // A task of its own has no route; by the request's share it does not wait in line once more.
    let share = RouteShare::current();
    tokio::spawn(share.during(exchange).in_current_span()).await.map_err(Error::internal)?
}

/// Whether the request's origin is one that this client registered.
pub fn own_origin(client: &Client, headers: &HeaderMap) -> bool {
    let origin = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok());
    origin.is_some_and(|origin| client.origins().iter().any(|known| known == origin))
}

/// Lets a page of the client's own origins read the answer. Before the client is known, pages of any
/// registered client may: it could be theirs.
pub async fn allow(caller: &Caller, response: &mut Response, headers: &HeaderMap, allowed: Option<bool>) {
    if let Some(origin) = headers.get(header::ORIGIN) {
        let allowed = match allowed {
            Some(known) => known,
            None => is_registered(caller, origin).await,
        };
        if allowed {
            cors::allow_origin(response.headers_mut(), origin);
        }
    }
    cors::vary(response.headers_mut());
}

async fn is_registered(caller: &Caller, origin: &HeaderValue) -> bool {
    let Ok(origin) = origin.to_str() else { return false };
    clients::is_origin(&caller.cx(), origin).await.unwrap_or_default()
}
