//! Where a step of an interaction takes the browser: to the next question, or to the client.

use axum::{
    http::{StatusCode, header},
    response::Response,
};

use super::{
    browser_state::with_known_state,
    page::PageError,
    response_mode::{see_other, send},
};
use crate::{
    base::id::InteractionId,
    domain::{
        flows::authorize::{Next, Step},
        interactions::{Question, Stopped},
        sessions::Browser,
    },
    http::{Shared, cookies, extract::PageCall},
    render::pages::ErrorKind,
};

/// Takes the browser to whatever comes next.
pub fn go(app: &Shared, call: &PageCall, step: Result<Step, Stopped>) -> Response {
    let Step { next, browser, state } = match step {
        Ok(step) => step,
        Err(stopped) => return PageError::from(stopped).answer(app, call),
    };
    match next {
        Next::Answer(reply) => {
            let response = with_browser(call, send(app, call, &reply), browser.as_ref());
            with_known_state(call, state.as_deref(), response)
        }
        Next::Ask(id, question) => with_browser(call, see_other(&question_url(call, &id, &question)), browser.as_ref()),
        Next::Overtaken => PageError::of(StatusCode::BAD_REQUEST, ErrorKind::NoCookie).answer(app, call),
        Next::Stopped(stopped) => with_browser(call, PageError::from(*stopped).answer(app, call), browser.as_ref()),
    }
}

/// Where a question is asked.
pub fn question_url(call: &PageCall, id: &InteractionId, question: &Question) -> String {
    let page = match question {
        Question::Login(_) => "/login",
        Question::SelectAccount => "/accounts",
        Question::Consent | Question::Confirm => "/consent",
    };
    call.issuer.url.join(&format!("{page}?interaction={id}"))
}

/// Sets the cookie of a browser that has just become known.
pub fn with_browser(call: &PageCall, mut response: Response, browser: Option<&Browser>) -> Response {
    let Some(cookie) = browser.and_then(|browser| cookies::set(&call.issuer.url, browser, None)) else {
        return response;
    };
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}
