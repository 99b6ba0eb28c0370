//! The way on after a sign-out: by the page that signs out of apps, if there are any to sign out of.

use axum::{http::StatusCode, response::Response};

use super::{browser_state::with_state, page, page::PageError, response_mode::see_other};
use crate::{
    base::id::SessionId,
    domain::logout::frontchannel,
    http::{Shared, extract::Visit},
    render::{
        Locale,
        pages::{SignedOut, SigningOut},
    },
};

/// Where the way leads.
pub enum Next {
    /// To an address: a client's, whose name is given, or our own.
    Address(String, Option<String>),
    /// Nowhere: the farewell is the last page. Its frames are filled in here.
    Farewell(Box<SignedOut>),
}

/// Goes on after these sessions of this browser have ended.
pub async fn go_on(app: &Shared, visit: &Visit, ended: &[SessionId], next: Next, locale: Locale) -> Response {
    let frames = match frontchannel::frames(&visit.cx(), ended).await {
        Ok(frames) => frames,
        Err(error) => return PageError::from(error).answer(app, visit),
    };
    let response = match next {
        Next::Farewell(page) => {
            let status = if page.problem.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
            page::show(status, &SignedOut { frames, ..*page })
        }
        Next::Address(address, _) if frames.is_empty() => see_other(&address),
        Next::Address(next, client_name) => {
            let signing_out = SigningOut {
                frame: visit.issuer.site.frame(locale, ""),
                frames,
                next,
                client_name,
                limit: app.config.logout.frontchannel_timeout.0,
            };
            page::show(StatusCode::OK, &signing_out)
        }
    };
    with_state(visit, visit.known_browser(), response).await
}
