//! Pages without a question, opened again in another language by the address in which what they show is
//! sealed: the page before the way on to a client, and the farewell.

use axum::{extract::State, response::Response};
use serde::de::DeserializeOwned;

use crate::{
    domain::{authorize::Stopped, clients},
    http::{
        Shared,
        answer::{leaving, page::PageError, reopened, signed_out},
        extract::{QueryParams, Visit},
    },
    protocol::{error::Refusal, params::Params},
};

/// `GET /leaving`
pub async fn get(State(app): State<Shared>, visit: Visit, QueryParams(params): QueryParams) -> Response {
    let departure: leaving::Departure = match sealed(&app, leaving::PATH, params) {
        Ok(departure) => departure,
        Err(stopped) => return PageError::from(stopped).answer(&app, &visit),
    };
    match clients::find(&visit.cx(), &departure.client).await {
        Ok(Some(client)) => leaving::show(&visit, &client.client, &departure),
        Ok(None) => PageError::from(expired()).answer(&app, &visit),
        Err(error) => PageError::from(error).answer(&app, &visit),
    }
}

/// `GET /signed-out`
pub async fn signed_out(State(app): State<Shared>, visit: Visit, QueryParams(params): QueryParams) -> Response {
    let farewell: signed_out::Farewell = match sealed(&app, signed_out::PATH, params) {
        Ok(farewell) => farewell,
        Err(stopped) => return PageError::from(stopped).answer(&app, &visit),
    };
    let client = match &farewell.client {
        Some(id) => clients::find(&visit.cx(), id).await,
        None => Ok(None),
    };
    match client {
        Ok(client) => {
            let client = client.as_ref().map(|client| &client.client);
            signed_out::show(&visit, client, &farewell, Vec::new())
        }
        Err(error) => PageError::from(error).answer(&app, &visit),
    }
}

fn sealed<T: DeserializeOwned>(app: &Shared, path: &str, params: Result<Params, Refusal>) -> Result<T, Stopped> {
    params.ok().and_then(|params| reopened::shown(app, path, &params)).ok_or_else(expired)
}

fn expired() -> Stopped {
    Stopped::Over { client: None, completed: false }
}
