//! Where a step of an interaction takes the browser: to the next question, or to the client.

use axum::{http::header, response::Response};

use super::{
    browser_state::with_known_state,
    device::StillStrange,
    page::PageError,
    response_mode::{see_other, send},
};
use crate::{
    base::{id::InteractionId, time::Seconds},
    domain::{
        directory::accounts::leaving,
        flows::journey::{Next, Step},
        interactions::{AccountPlace, AccountRequest, Question},
        sessions::Browser,
    },
    http::{cookies, extract::PageCall},
    protocol::authorize::required::RequiredStep,
};

/// Takes the browser to whatever comes next; with a `lifetime` in seconds its cookie outlives the browser's window.
///
/// # Errors
/// What stopped the step.
pub fn go(call: &PageCall, step: Step, lifetime: Option<Seconds>) -> Result<Response, PageError> {
    let Step { next, browser, state, is_unlike } = step;
    let cookie = browser.and_then(|browser| cookies::set(&call.issuer.url, &browser, lifetime));
    let mut response = match next {
        Next::Answer(reply) => send(call, &reply),
        Next::Ask(id, question) => {
            let mut response = see_other(&question_url(call, &id, &question));
            if matches!(question, Question::ConfirmByMail(_)) {
                response.extensions_mut().insert(StillStrange);
            }
            response
        }
        Next::Account(visit) => see_other(&call.issuer.url.join(&account_path(&visit))),
        Next::Leaving(secret) => {
            see_other(&call.issuer.url.join(&format!("{}?token={}", leaving::KEEP_PATH, secret.expose())))
        }
        Next::Overtaken => return Err(PageError::no_cookie()),
        Next::Stopped(stopped) => return Err(PageError::from(*stopped).with_cookie(cookie)),
    };
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    if is_unlike {
        response.extensions_mut().insert(StillStrange);
    }
    Ok(with_known_state(call, state.as_deref(), response))
}

/// The page of one's own account that a visit leads to.
fn account_path(visit: &AccountRequest) -> String {
    let account = visit.fresh.as_ref().map(|session| format!("?account={session}")).unwrap_or_default();
    match visit.place {
        AccountPlace::Overview => "/account".to_owned(),
        AccountPlace::Security => format!("/account/security{account}"),
        AccountPlace::Profile => format!("/account/profile{account}"),
        AccountPlace::Phone => format!("/account/phone{account}"),
        AccountPlace::Data => format!("/account/data{account}"),
        AccountPlace::Address => format!("/account/address{account}"),
    }
}

/// Where a question is asked.
pub fn question_url(call: &PageCall, id: &InteractionId, question: &Question) -> String {
    let page = match question {
        // Whoever has kept their codes goes on from there.
        Question::Login(_) | Question::RecoveryCodes => "/login",
        Question::SignUp => "/sign-up",
        Question::Factor(_) => "/factor",
        Question::ConfirmByMail(_) => "/login/confirm",
        Question::Enrol { .. } => "/enrol",
        Question::SuggestPasskey(_) => "/suggest-passkey",
        Question::SelectAccount => "/accounts",
        Question::Step(RequiredStep::Verify) => "/verify",
        Question::Step(RequiredStep::Phone) => "/phone",
        Question::Step(RequiredStep::Password) => "/new-password",
        Question::Step(RequiredStep::Terms) => "/terms",
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
