//! Where a step of an interaction takes the browser: to the next question, or to the client.

use axum::{http::header, response::Response};

use super::{
    browser_state::with_state,
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
};

/// Takes the browser to whatever comes next.
pub async fn go(app: &Shared, call: &PageCall, step: Result<Step, Stopped>) -> Response {
    match step {
        Err(stopped) => PageError::from(stopped).answer(app, call),
        Ok((Next::Answer(reply), _)) => with_state(call, call.known_browser(), send(app, call, &reply)).await,
        Ok((Next::Ask(id, question), browser)) => {
            let address = question_url(call, &id, &question);
            with_browser(call, see_other(&address), browser.as_ref())
        }
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
