//! The way on after a sign-out: by the page that signs out of apps, if there are any to sign out of.

use axum::{http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};

use super::{browser_state::with_state, page, page::PageError, reopened, response_mode::see_other};
use crate::{
    base::id::SessionId,
    domain::flows::logout::frontchannel,
    http::{cards::client_card, extract::PageCall},
    protocol::client::{Client, ClientId},
    render::{
        Frame, Locale,
        pages::{Developer, SignedOut, SigningOut},
    },
};

/// Where the farewell is opened again in another language.
pub const PATH: &str = "/signed-out";

/// Where the way leads.
pub enum AfterSignOut<'a> {
    /// To an address: a client's, whose name is given, or our own.
    Address(String, Option<String>),
    /// Nowhere: the farewell is the last page. The client is the one that sent the person here.
    Farewell(Farewell, Option<&'a Client>),
}

/// What the farewell says.
#[derive(Debug, Serialize, Deserialize)]
pub struct Farewell {
    /// The client that sent the person here.
    pub client: Option<ClientId>,
    /// Whether another account is still signed in.
    pub others: bool,
    /// Why there is no way back to the client, if it wanted one that it cannot have.
    pub problem: Option<Developer>,
    /// In which language the client asked us to speak.
    pub ui_locales: Option<String>,
}

/// The farewell, at first or again.
pub fn show(
    call: &PageCall,
    client: Option<&Client>,
    farewell: &Farewell,
    frames: Vec<String>,
    frame: Frame,
) -> Response {
    let status = if farewell.problem.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let page = SignedOut {
        frame,
        client: client.map(|client| client_card(call, client, None)),
        back_url: client.and_then(|client| client.metadata.client_uri.clone()),
        account_url: call.issuer.url.join("/account"),
        others: farewell.others,
        frames,
        problem: farewell.problem.clone(),
    };
    page::show(status, &page)
}

/// The farewell where the sessions have just ended.
fn show_first(call: &PageCall, client: Option<&Client>, farewell: &Farewell, frames: Vec<String>) -> Response {
    let asked = farewell.ui_locales.as_deref();
    let frame = if frames.is_empty() {
        reopened::frame(call, asked, PATH, farewell)
    } else {
        // Front-Channel Logout §3: whoever left the page would stop what it loads.
        call.bare_frame(call.locale(asked), "")
    };
    show(call, client, farewell, frames, frame)
}

/// Goes on after these sessions of this browser have ended.
///
/// # Errors
/// When the database fails.
pub async fn go_on(
    call: &PageCall,
    ended: &[SessionId],
    next: AfterSignOut<'_>,
    locale: Locale,
) -> Result<Response, PageError> {
    let frames = frontchannel::frames(&call.cx(), ended).await?;
    let response = match next {
        AfterSignOut::Farewell(farewell, client) => show_first(call, client, &farewell, frames),
        AfterSignOut::Address(address, _) if frames.is_empty() => see_other(&address),
        AfterSignOut::Address(next, client_name) => {
            let signing_out = SigningOut {
                frame: call.bare_frame(locale, ""),
                frames,
                next,
                client_name,
                limit: call.app.config.logout.frontchannel_timeout.0,
            };
            page::show(StatusCode::OK, &signing_out)
        }
    };
    Ok(with_state(call, call.known_browser(), response).await)
}
