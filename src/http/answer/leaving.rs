//! The page before the way on to a client (RFC 9700 §4.11.2).

use axum::{http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};

use super::{page, reopened};
use crate::{
    domain::{flows::authorize::Reply, registry::clients::dynamic},
    http::{cards::client_card, extract::PageCall},
    protocol::{
        authorize::response::{AuthorizationResponse, ResponseMode},
        client::{Client, ClientId},
        error::Refusal,
        params::Params,
    },
    render::{
        Frame,
        frame::return_host,
        pages::{Developer, Leaving, Onward},
    },
};

/// Where the page is opened again in another language.
pub const PATH: &str = "/leaving";

/// What the page shows.
#[derive(Debug, Serialize, Deserialize)]
pub struct Departure {
    /// To whom the way leads.
    pub client: ClientId,
    /// In which language the client asked us to speak.
    pub ui_locales: Option<String>,
    to: Destination,
}

impl Departure {
    /// Whether the client still has the address: it may have been taken off the registration since.
    pub fn is_registered(&self, client: &Client) -> bool {
        match &self.to {
            Destination::Error { answer, .. } => client.has_redirect_uri(answer.action()),
            Destination::Farewell { registered, .. } => client.has_post_logout_redirect_uri(registered),
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
enum Destination {
    /// To the client with an error, of which its developer is told this.
    Error { answer: AuthorizationResponse, developer: Developer },
    /// To an address after a logout: as it was registered, with `state` added.
    Farewell { address: String, registered: String },
}

/// Shows where an error goes before it goes there; the button brings it to the client, by whichever mode
/// the request asked for.
pub fn refused(call: &PageCall, reply: &Reply, refusal: &Refusal) -> Response {
    let client = &reply.client.client;
    page::note(call, Some(refusal), Some(&client.id));
    let departure = Departure {
        client: client.id.clone(),
        ui_locales: reply.ui_locales.clone(),
        to: Destination::Error {
            answer: reply.response.clone(),
            developer: page::facts(call, Some(refusal), Some(&client.id)),
        },
    };
    show_first(call, client, &departure)
}

/// Shows where a logout leads while nobody is signed in.
pub fn farewell(call: &PageCall, client: &Client, address: &str, params: &Params) -> Response {
    let departure = Departure {
        client: client.id.clone(),
        ui_locales: params.get("ui_locales").map(str::to_owned),
        to: Destination::Farewell {
            address: address.to_owned(),
            registered: params.get("post_logout_redirect_uri").unwrap_or_default().to_owned(),
        },
    };
    show_first(call, client, &departure)
}

fn show_first(call: &PageCall, client: &Client, departure: &Departure) -> Response {
    let frame = reopened::frame(call, departure.ui_locales.as_deref(), PATH, departure);
    show(call, client, departure, frame)
}

/// The page, at first or again.
pub fn show(call: &PageCall, client: &Client, departure: &Departure, frame: Frame) -> Response {
    let (status, address, onward, developer) = match &departure.to {
        Destination::Error { answer, developer } => {
            let onward = match answer.mode() {
                ResponseMode::Query | ResponseMode::Fragment => Onward::Link(answer.location()),
                ResponseMode::FormPost => Onward::Form(answer.parameters().to_vec()),
            };
            (StatusCode::BAD_REQUEST, answer.action(), onward, Some(developer.clone()))
        }
        Destination::Farewell { address, .. } => {
            let bare = address.split_once('?').map_or(address.as_str(), |(bare, _)| bare);
            (StatusCode::OK, bare, Onward::Link(address.clone()), None)
        }
    };
    let leaving = Leaving {
        frame,
        client: client_card(call, client, return_host(address)),
        address: address.to_owned(),
        onward,
        stranger: developer.is_none() || dynamic::is_stranger(&call.cx(), client),
        developer,
    };
    page::show(status, &leaving)
}
