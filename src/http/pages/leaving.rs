//! Pages without a question, opened again in another language by the address in which what they show is
//! sealed: the page before the way on to a client, the farewell, and the error page of a request.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use serde::de::DeserializeOwned;

use crate::{
    app::caches::CachedClient,
    domain::{interactions::Stopped, kernel::Error, registry::clients},
    http::{
        Shared,
        answer::{failure, leaving, page::PageError, reopened, response_mode::see_other, signed_out},
        extract::{PageCall, QueryParams},
    },
    protocol::{client::ClientId, error::Refusal, params::Params},
};

/// `GET /leaving`
pub async fn get(State(app): State<Shared>, call: PageCall, QueryParams(params): QueryParams) -> Response {
    let Some(departure) = sealed::<leaving::Departure>(&call, leaving::PATH, params) else {
        return PageError::from(expired()).answer(&app, &call);
    };
    match clients::find(&call.cx(), &departure.client).await {
        // OIDC Core §3.1.2.1: an address that was taken off the registration is no address any more.
        Ok(Some(client)) if departure.is_registered(&client.client) => {
            let frame = reopened::frame_again(&call, departure.ui_locales.as_deref());
            leaving::show(&call, &client.client, &departure, frame)
        }
        Ok(_) => PageError::from(expired()).answer(&app, &call),
        Err(error) => PageError::from(error).answer(&app, &call),
    }
}

/// `GET /error`
pub async fn error(State(app): State<Shared>, call: PageCall, QueryParams(params): QueryParams) -> Response {
    let Some(failure) = sealed::<failure::Failure>(&call, failure::PATH, params) else {
        return PageError::from(expired()).answer(&app, &call);
    };
    match client_of(&call, failure.client.as_ref()).await {
        Ok(client) => {
            let frame = reopened::frame_again(&call, None);
            failure::show(&call, client.as_ref().map(|client| &client.client), &failure, frame)
        }
        Err(error) => PageError::from(error).answer(&app, &call),
    }
}

/// `GET /signed-out`
pub async fn signed_out(State(app): State<Shared>, call: PageCall, QueryParams(params): QueryParams) -> Response {
    let Some(farewell) = sealed::<signed_out::Farewell>(&call, signed_out::PATH, params) else {
        // Who is signed in by now stands there.
        return see_other(&call.issuer.url.join("/"));
    };
    match client_of(&call, farewell.client.as_ref()).await {
        Ok(client) => {
            let client = client.as_ref().map(|client| &client.client);
            let frame = reopened::frame_again(&call, farewell.ui_locales.as_deref());
            signed_out::show(&call, client, &farewell, Vec::new(), frame)
        }
        Err(error) => PageError::from(error).answer(&app, &call),
    }
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

fn expired() -> Stopped {
    Stopped::Over { client: None, completed: false }
}
