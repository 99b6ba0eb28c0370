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
        authorize::{Next, Question, Step, Stopped},
        sessions::Browser,
    },
    http::{Shared, cookies, extract::Visit},
};

/// Takes the browser to whatever comes next.
pub async fn go(app: &Shared, visit: &Visit, step: Result<Step, Stopped>) -> Response {
    match step {
        Err(stopped) => PageError::from(stopped).answer(app, visit),
        Ok((Next::Answer(told), _)) => with_state(visit, visit.known_browser(), send(app, visit, &told)).await,
        Ok((Next::Ask(id, question), browser)) => {
            let address = question_url(visit, &id, &question);
            with_browser(visit, see_other(&address), browser.as_ref())
        }
    }
}

/// Where a question is asked.
pub fn question_url(visit: &Visit, id: &InteractionId, question: &Question) -> String {
    let page = match question {
        Question::Login(_) => "/login",
        Question::SelectAccount => "/accounts",
        Question::Consent | Question::Confirm => "/consent",
    };
    visit.issuer.url.join(&format!("{page}?interaction={id}"))
}

/// Sets the cookie of a browser that has just become known.
pub fn with_browser(visit: &Visit, mut response: Response, browser: Option<&Browser>) -> Response {
    let Some(cookie) = browser.and_then(|browser| cookies::set(&visit.issuer.url, browser, None)) else {
        return response;
    };
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}
