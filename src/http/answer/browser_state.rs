//! Keeps the readable cookie of session management up to date.

use axum::{http::header, response::Response};

use crate::{
    domain::{flows::logout::browser_state, sessions::Browser},
    http::{cookies, extract::PageCall},
};

/// Sets the browser's state with an answer after which it may differ from what the browser showed.
pub async fn with_state(call: &PageCall, browser: Option<&Browser>, response: Response) -> Response {
    let Some(browser) = browser else { return response };
    match browser_state::of(&call.cx(), browser).await {
        Ok(state) => with_known_state(call, state.as_deref(), response),
        // The answer itself is good; the next one sets it.
        Err(error) => {
            tracing::warn!(%error, "the browser state could not be read");
            response
        }
    }
}

/// [`with_state`] where it is known.
pub fn with_known_state(call: &PageCall, state: Option<&str>, mut response: Response) -> Response {
    let Some(state) = state else { return response };
    let shown = cookies::read_state(&call.headers, &call.issuer.url);
    if shown.as_deref() != Some(state)
        && let Some(cookie) = cookies::set_state(&call.issuer.url, state)
    {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
