//! Signing in by a one-time link. Opening it shows a button, so that whoever looks at links
//! before people do does not spend it.

use axum::{http::StatusCode, response::Response};

use super::{
    again, browser_token, check_form,
    login::{self, Entry, NotEntered},
    person, spent_link,
};
use crate::{
    domain::{
        flows::journey::Next,
        interactions::{self, Journey, Paused},
        kernel::Error,
        login::link,
        sessions::{Browser, outcomes::Sent},
    },
    http::{
        answer::{
            browser_state::with_state,
            device::remember_signed_in,
            page::{self, PageError},
            response_mode::see_other,
            step::{go, with_browser},
        },
        extract::{PageCall, PostedForm, QueryParams},
    },
    protocol::params::Params,
    render::pages::LinkSignIn,
};

/// The form's purpose.
const FORM: &str = "link";

/// Where the links lead.
pub const PATH: &str = "/sign-in-link";

/// `GET /sign-in-link`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, show(&call, &params.unwrap_or_default()).await)
}

async fn show(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let token = params.get("token").unwrap_or_default();
    let user = link::peek(&call.cx(), token).await.map_err(spent_link)?;
    let (browser, fresh) = login::ensure_browser(call).await?;
    let sign_in = LinkSignIn {
        frame: call.frame(browser_token(&browser, FORM)),
        person: person(&user),
        action: call.issuer.url.join(PATH),
        token: token.to_owned(),
    };
    Ok(with_browser(call, page::show(StatusCode::OK, &sign_in), fresh.then_some(&browser)))
}

/// `POST /sign-in-link`
pub async fn post(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(PATH, &params);
    page::answered(&call, pressed(&call, &params).await)
}

async fn pressed(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let sent = Sent::of(FORM, params);
    if let Err(forged) = check_form(call, params, FORM) {
        // Its cookie was replaced, perhaps by the first of two presses.
        return sent_again(call, params, &sent).await?.ok_or(forged);
    }
    match Box::pin(try_link(call, &sent, params.get("token").unwrap_or_default())).await {
        // Spent, perhaps by the first of two presses.
        Err(NotEntered::Failed(Error::NotFound)) => {
            sent_again(call, params, &sent).await?.ok_or_else(|| spent_link(Error::NotFound))
        }
        entered => Ok(entered?),
    }
}

async fn try_link(call: &PageCall, sent: &Sent, token: &str) -> Result<Response, NotEntered> {
    let cx = &call.cx();
    let waiting = interactions::waiting_for_login(cx, &call.visitor(None)).await?;
    let is_demo = waiting.is_none() && call.app.demo;
    let proven = link::verify(cx, token).await?;
    let paused = waiting.unwrap_or_else(|| Paused::begun(Journey::account()));
    if is_demo {
        let step = Box::pin(login::taken(call, sent, paused, &proven)).await?;
        return match (&step.next, &step.browser) {
            (Next::Account(_), Some(browser)) => Ok(to_playground(call, browser).await),
            _ => go(call, step, None).map_err(NotEntered::Page),
        };
    }
    let response = Box::pin(login::enter(call, sent, paused, &proven)).await?;
    Ok(remember_signed_in(call, response, &proven.user).await)
}

/// A form that can do nothing any more: the second press of a double click gets what the first got. The
/// link is part of the form, so whoever sends the same form holds the link.
async fn sent_again(call: &PageCall, params: &Params, sent: &Sent) -> Result<Option<Response>, PageError> {
    let Some(first) = again::earlier_sign_in(call, params, FORM, sent).await? else { return Ok(None) };
    let entry = Entry::of(&first);
    if call.app.demo && entry.interaction.is_none() {
        return Ok(Some(to_playground(call, entry.browser).await));
    }
    let response = login::signed_in(call, sent, entry).await?;
    Ok(Some(remember_signed_in(call, response, &first.user).await))
}

/// Who tries the demo came for the playground.
async fn to_playground(call: &PageCall, browser: &Browser) -> Response {
    let onward = with_browser(call, see_other(&call.issuer.url.join("/playground")), Some(browser));
    with_state(call, Some(browser), onward).await
}
