//! Pages without a question, opened again in another language by the address in which what they show is
//! sealed: the page before the way on to a client, and the farewell.

use axum::{extract::State, response::Response};
use serde::de::DeserializeOwned;

use crate::{
    domain::{interactions::Stopped, registry::clients},
    http::{
        Shared,
        answer::{leaving, page::PageError, reopened, signed_out},
        extract::{PageCall, QueryParams},
    },
    protocol::{error::Refusal, params::Params},
};

/// `GET /leaving`
pub async fn get(State(app): State<Shared>, call: PageCall, QueryParams(params): QueryParams) -> Response {
    let departure: leaving::Departure = match sealed(&app, leaving::PATH, params) {
        Ok(departure) => departure,
        Err(stopped) => return PageError::from(stopped).answer(&app, &call),
    };
    match clients::find(&call.cx(), &departure.client).await {
        Ok(Some(client)) => leaving::show(&call, &client.client, &departure),
        Ok(None) => PageError::from(expired()).answer(&app, &call),
        Err(error) => PageError::from(error).answer(&app, &call),
    }
}

/// `GET /signed-out`
pub async fn signed_out(State(app): State<Shared>, call: PageCall, QueryParams(params): QueryParams) -> Response {
    let farewell: signed_out::Farewell = match sealed(&app, signed_out::PATH, params) {
        Ok(farewell) => farewell,
        Err(stopped) => return PageError::from(stopped).answer(&app, &call),
    };
    let client = match &farewell.client {
        Some(id) => clients::find(&call.cx(), id).await,
        None => Ok(None),
    };
    match client {
        Ok(client) => {
            let client = client.as_ref().map(|client| &client.client);
            signed_out::show(&call, client, &farewell, Vec::new())
        }
        Err(error) => PageError::from(error).answer(&app, &call),
    }
}

fn sealed<T: DeserializeOwned>(app: &Shared, path: &str, params: Result<Params, Refusal>) -> Result<T, Stopped> {
    params.ok().and_then(|params| reopened::shown(app, path, &params)).ok_or_else(expired)
}

fn expired() -> Stopped {
    Stopped::Over { client: None, completed: false }
}
