//! Pages without a question, opened again in another language by the address in which what they show is
//! sealed: the page before the way on to a client, the farewell, and the error page of a request.

use std::sync::Arc;

use axum::response::Response;
use serde::de::DeserializeOwned;

use crate::{
    app::caches::CachedClient,
    domain::{interactions::Stopped, kernel::Error, registry::clients},
    http::{
        answer::{
            failure, leaving,
            page::{self, PageError},
            reopened,
            response_mode::see_other,
            signed_out,
        },
        extract::{PageCall, QueryParams},
    },
    protocol::{client::ClientId, error::Refusal, params::Params},
};

/// `GET /leaving`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, departure(&call, params).await)
}

async fn departure(call: &PageCall, params: Result<Params, Refusal>) -> Result<Response, PageError> {
    let departure = sealed::<leaving::Departure>(call, leaving::PATH, params).ok_or(Stopped::GONE)?;
    // OIDC Core §3.1.2.1: an address that was taken off the registration is no address any more.
    let found = clients::find(&call.cx(), &departure.client).await?;
    let client = found.filter(|client| departure.is_registered(&client.client)).ok_or(Stopped::GONE)?;
    let frame = reopened::frame_again(call, departure.ui_locales.as_deref());
    Ok(leaving::show(call, &client.client, &departure, frame))
}

/// `GET /error`
pub async fn error(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, failed(&call, params).await)
}

async fn failed(call: &PageCall, params: Result<Params, Refusal>) -> Result<Response, PageError> {
    let failure = sealed::<failure::Failure>(call, failure::PATH, params).ok_or(Stopped::GONE)?;
    let client = client_of(call, failure.client.as_ref()).await?;
    let client = client.as_ref().map(|client| &client.client);
    Ok(failure::show(call, client, &failure, reopened::frame_again(call, None)))
}

/// `GET /signed-out`
pub async fn signed_out(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, farewell(&call, params).await)
}

async fn farewell(call: &PageCall, params: Result<Params, Refusal>) -> Result<Response, PageError> {
    // OIDC RP-Initiated Logout §2: the provider gives the state back with which somebody left for its sign-out.
    let state = params.as_ref().ok().and_then(|params| params.get("state"));
    if let Some(app) = state.and_then(|state| signed_out::WaitingApp::of(call, state)) {
        let client = client_of(call, Some(&app.client)).await?;
        // An address that was taken off the registration is no address any more.
        if client.is_some_and(|client| client.client.has_post_logout_redirect_uri(&app.registered)) {
            return Ok(see_other(&app.address));
        }
    }
    let Some(farewell) = sealed::<signed_out::Farewell>(call, signed_out::PATH, params) else {
        // Who is signed in by now stands there.
        return Ok(see_other(&call.issuer.url.join("/")));
    };
    let client = client_of(call, farewell.client.as_ref()).await?;
    let client = client.as_ref().map(|client| &client.client);
    let frame = reopened::frame_again(call, farewell.ui_locales.as_deref());
    Ok(signed_out::show_again(call, client, &farewell, frame))
}

async fn client_of(call: &PageCall, id: Option<&ClientId>) -> Result<Option<Arc<CachedClient>>, Error> {
    match id {
        Some(id) => clients::find(&call.cx(), id).await,
        None => Ok(None),
    }
}

fn sealed<T: DeserializeOwned>(call: &PageCall, path: &str, params: Result<Params, Refusal>) -> Option<T> {
    reopened::shown(call, path, &params.ok()?)
}
