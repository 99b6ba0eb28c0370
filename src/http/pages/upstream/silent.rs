//! `prompt=none` at a provider: the browser goes there and comes back, and whatever comes of it the app gets an answer.

use std::sync::Arc;

use axum::response::Response;

use super::leave::asked;
use crate::{
    domain::{
        flows::{
            authorize::{is_silent, nobody_came},
            journey::{Next, Step},
        },
        interactions,
        kernel::Error,
        login::upstream::{self as away, UpstreamAsk, UpstreamDeparture, UpstreamFault},
        registry::upstreams::Upstream,
    },
    http::{
        answer::{
            browser_state::with_known_state,
            page::PageError,
            response_mode::see_other,
            step::{go, with_browser},
        },
        extract::PageCall,
    },
};

/// Whether the browser comes back with its cookie. From a frame of an app's page it does not: neither our cookie
/// (SameSite=Lax) nor those of most providers are there. A browser that does not say what it fetches for is in none where
/// it has shown our cookie (Fetch Metadata §2.1).
pub fn may_travel(call: &PageCall) -> bool {
    match call.headers.get("sec-fetch-dest") {
        Some(dest) => dest.as_bytes() == b"document",
        None => call.known_browser().is_some(),
    }
}

/// Sends somebody to a provider that shows them nothing.
///
/// # Errors
/// What stopped it.
pub async fn leave(call: &PageCall, upstream: &Arc<Upstream>, step: &Step) -> Result<Response, PageError> {
    let cx = &call.cx();
    let (Next::Ask(id, _), Some(browser)) = (&step.next, step.browser.as_ref().or(call.known_browser())) else {
        return Err(Error::internal("nobody waits for an upstream that is asked in silence").into());
    };
    let paused = interactions::load(cx, id, Some(browser)).await?;
    let ask = UpstreamAsk { is_silent: true, is_straight: true, ..asked(call, &paused) };
    let departure = UpstreamDeparture { upstream, ask, browser: &browser.id, interaction: Some(id), session: None };
    match Box::pin(away::leave(cx, departure)).await {
        Ok(address) => {
            let response = with_browser(call, see_other(&address), step.browser.as_ref());
            Ok(with_known_state(call, step.state.as_deref(), response))
        }
        Err(fault) => {
            let told = nobody_came(cx, &call.visitor(None), &paused, &fault.kind).await?;
            go(call, Step { browser: step.browser.clone(), ..told }, None)
        }
    }
}

/// What an app is told where nobody came back from a provider that was asked in silence; none where a page says it.
///
/// # Errors
/// What stopped it.
pub async fn answer_fault(call: &PageCall, fault: &UpstreamFault) -> Result<Option<Response>, PageError> {
    let Some(id) = &fault.interaction else { return Ok(None) };
    if fault.cause.as_deref().is_some_and(|cause| !matches!(cause, Error::TooMany { .. } | Error::Busy { .. })) {
        return Ok(None);
    }
    let cx = &call.cx();
    // What cannot be gone on with has a page of its own.
    let Ok(paused) = interactions::load(cx, id, call.known_browser()).await else { return Ok(None) };
    if !is_silent(&paused) {
        return Ok(None);
    }
    let step = nobody_came(cx, &call.visitor(None), &paused, &fault.kind).await?;
    Ok(Some(go(call, step, None)?))
}
