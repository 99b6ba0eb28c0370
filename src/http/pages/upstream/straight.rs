//! Straight from an app to a provider: where the app named it, or where the operator wants it so. Only at the moment at
//! which the request comes: whoever goes back from the provider comes to the app, and whoever opens the sign-in page sees
//! it.

use axum::response::Response;

use super::leave::{Going, asked, leave};
use crate::{
    domain::{
        flows::{
            authorize::is_sender,
            journey::{Next, Step},
        },
        interactions::{self, Question},
        login::upstream::UpstreamAsk,
        registry::upstreams,
    },
    http::{
        answer::{browser_state::with_known_state, page::PageError, step::with_browser},
        extract::PageCall,
    },
    protocol::params::Params,
};

/// Where somebody goes who has to sign in, if that is a provider's page; `params` are the request as it came.
///
/// # Errors
/// When the database fails.
pub async fn straight(call: &PageCall, params: &Params, step: &Step) -> Result<Option<Response>, PageError> {
    let single = call.app.config.login.single_upstream.as_deref();
    // A request object may hold the parameter: what was kept of the request says.
    let may_name = ["idp_hint", "request", "request_uri"].into_iter().any(|name| params.has(name));
    let Next::Ask(id, Question::Login(_)) = &step.next else { return Ok(None) };
    let Some(browser) = step.browser.as_ref().or(call.known_browser()) else { return Ok(None) };
    if single.is_none() && !may_name || upstreams::offered(&call.cx()).await?.is_empty() {
        return Ok(None);
    }
    let paused = interactions::load(&call.cx(), id, Some(browser)).await?;
    let Some(request) = paused.journey.authorization().map(|asked| &asked.request) else { return Ok(None) };
    let mut found = None;
    for name in [request.idp_hint.as_deref(), single].into_iter().flatten() {
        if found.is_none() {
            found = upstreams::find(&call.cx(), name).await?;
        }
    }
    let Some(upstream) = found.filter(|one| !is_sender(one, request)) else { return Ok(None) };
    let ask = UpstreamAsk { is_straight: true, ..asked(call, &paused) };
    let going = Going { browser, interaction: Some(id), session: None, ask };
    let response = with_browser(call, leave(call, &upstream, going).await?, step.browser.as_ref());
    Ok(Some(with_known_state(call, step.state.as_deref(), response)))
}
