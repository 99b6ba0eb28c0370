//! The error page. Where the address that was called is a request, the page gets an address of its own: asking
//! for it in another language does not send the request again.

use axum::{http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};

use super::page;
use crate::{
    base::id::InteractionId,
    http::extract::PageCall,
    protocol::{
        client::{Client, ClientId},
        initiate_login,
    },
    render::{
        Frame,
        pages::{Back, Developer, ErrorKind, ErrorPage},
    },
};

/// Where the page is opened again in another language.
pub const PATH: &str = "/error";

/// What the page shows.
#[derive(Debug, Serialize, Deserialize)]
pub struct Failure {
    /// The HTTP status.
    pub status: u16,
    /// What happened, for the person.
    pub kind: ErrorKind,
    /// The client concerned.
    pub client: Option<ClientId>,
    /// The interaction that goes on when the person does.
    pub interaction: Option<InteractionId>,
    /// What the developer is told.
    pub developer: Option<Developer>,
    /// Minutes until another try makes sense, where they are told.
    #[serde(default)]
    pub minutes: Option<u32>,
}

impl Failure {
    /// The way on: with the interaction, to where another link is asked for, or to the client by an address that it
    /// registered. None carries anything.
    fn back(&self, call: &PageCall, client: Option<&Client>) -> Option<Back> {
        if let Some(id) = &self.interaction {
            // That page decides anew what is to be asked.
            return Some(Back::Continue(call.issuer.url.join(&format!("/login?interaction={id}"))));
        }
        if self.kind == ErrorKind::SpentResetLink {
            return Some(Back::AskAgain(call.issuer.url.join("/forgot")));
        }
        let metadata = &client?.metadata;
        // OIDC Core §4: where a sign-in to the client begins.
        let start = initiate_login::url(metadata, call.issuer.url.as_str(), None).map(Back::Start);
        start.or_else(|| metadata.client_uri.clone().map(Back::Client))
    }
}

/// The page, at first or again.
pub fn show(call: &PageCall, client: Option<&Client>, failure: &Failure, frame: Frame) -> Response {
    let page = ErrorPage {
        frame,
        kind: failure.kind,
        client_name: client.map(|client| client.display_name().to_owned()),
        back: failure.back(call, client),
        account_url: call.issuer.url.join("/account"),
        developer: failure.developer.clone(),
        minutes: failure.minutes,
    };
    page::show(StatusCode::from_u16(failure.status).unwrap_or(StatusCode::BAD_REQUEST), &page)
}
