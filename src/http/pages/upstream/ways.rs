//! Which providers a page offers, and in which order.

use std::sync::Arc;

use axum::{http::header, response::Response};

use super::{ADDRESS, leave_path};
use crate::{
    base::{email::deliverable, id::InteractionId},
    domain::{
        kernel::Error,
        registry::upstreams::{self, Upstream},
    },
    http::{cookies, extract::PageCall, pages::with_interaction},
    render::pages::{UpstreamMark, UpstreamWay, UpstreamWays},
};

/// How many stand on the page itself.
const FIRST: usize = 6;
/// How many are shown at all; beyond that, people are found by their work address.
const MOST: usize = 30;

/// For whom a page offers them.
#[derive(Default, Clone, Copy)]
pub struct OfferedTo<'a> {
    /// The interaction.
    pub interaction: Option<&'a InteractionId>,
    /// The name that was typed, or that the client hinted at: its domain may be that of a provider.
    pub name: Option<&'a str>,
    /// The provider that the client named.
    pub idp_hint: Option<&'a str>,
}

/// The providers on a page that asks somebody to sign in; none where there are none. A page costs what it costs with a
/// thousand of them, too.
///
/// # Errors
/// When the database fails.
pub async fn of_page(call: &PageCall, asked: OfferedTo<'_>) -> Result<Option<UpstreamWays>, Error> {
    let cx = &call.cx();
    let offered = upstreams::offered(cx).await?;
    if offered.is_empty() {
        return Ok(None);
    }
    let mut ways = Vec::new();
    if let Some(domain) = asked.name.and_then(domain_of)
        && let Some(one) = upstreams::of_domain(cx, &domain).await?
    {
        ways.push(way(call, &one, Some(UpstreamMark::Domain(domain))));
    }
    if let Some(name) = asked.idp_hint
        && let Some(one) = upstreams::find(cx, name).await?
    {
        add(&mut ways, call, &one);
    }
    let last = cookies::read_upstream(&call.headers, &call.issuer.url);
    let is_seen = |name: &String| offered.iter().take(FIRST).any(|one| one.name == *name);
    if let Some(name) = last.as_ref().filter(|name| !is_seen(name))
        && let Some(one) = upstreams::find(cx, name).await?
    {
        add(&mut ways, call, &one);
    }
    for one in offered.iter() {
        if ways.len() == MOST {
            break;
        }
        add(&mut ways, call, one);
    }
    if let Some(used) = ways.iter_mut().find(|way| way.mark.is_none() && Some(&way.name) == last.as_ref()) {
        used.mark = Some(UpstreamMark::LastUsed);
    }
    let more = ways.split_off(ways.len().min(FIRST));
    let asks_for_address = offered.len() > MOST || upstreams::routes_by_domain(cx).await?;
    let address = asks_for_address.then(|| call.issuer.url.join(&with_interaction(ADDRESS, asked.interaction)));
    Ok(Some(UpstreamWays { first: ways, more, address_url: address }))
}

/// The providers of these names, as buttons; none where there are none.
///
/// # Errors
/// When the database fails.
pub async fn of_names(call: &PageCall, names: &[String]) -> Result<Option<UpstreamWays>, Error> {
    let mut first = Vec::new();
    for name in names.iter().take(MOST) {
        if let Some(one) = upstreams::find(&call.cx(), name).await? {
            add(&mut first, call, &one);
        }
    }
    let more = first.split_off(first.len().min(FIRST));
    Ok((!first.is_empty()).then_some(UpstreamWays { first, more, address_url: None }))
}

/// The providers that somebody can connect an account of, but for those of these names.
///
/// # Errors
/// When the database fails.
pub async fn of_account(call: &PageCall, connected: &[String]) -> Result<Vec<UpstreamWay>, Error> {
    let offered = upstreams::offered(&call.cx()).await?;
    let others = offered.iter().filter(|one| !connected.contains(&one.name));
    Ok(others.take(MOST).map(|one| way(call, one, None)).collect())
}

/// The domain of what may be an address, in the form in which it is looked up.
pub(super) fn domain_of(name: &str) -> Option<String> {
    let address = deliverable(name.trim())?;
    address.rsplit_once('@').map(|(_, domain)| domain.to_owned())
}

fn add(ways: &mut Vec<UpstreamWay>, call: &PageCall, one: &Arc<Upstream>) {
    if !ways.iter().any(|way| way.name == one.name) {
        ways.push(way(call, one, None));
    }
}

fn way(call: &PageCall, one: &Upstream, mark: Option<UpstreamMark>) -> UpstreamWay {
    UpstreamWay {
        name: one.name.clone(),
        label: one.label.clone(),
        icon: one.icon(),
        action: call.issuer.url.join(&leave_path(&one.name)),
        mark,
    }
}

/// Forgets that somebody wanted another account somewhere: they have it.
pub fn chosen(call: &PageCall, mut response: Response) -> Response {
    if cookies::read_other_account(&call.headers, &call.issuer.url).is_some()
        && let Some(cookie) = cookies::forget_other_account(&call.issuer.url)
    {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Keeps by which provider somebody signed in here: for as long as a browser is remembered at all.
pub fn last_used(call: &PageCall, mut response: Response, upstream: &Upstream) -> Response {
    let lifetime = call.app.config.login.device_cookie;
    if let Some(cookie) = cookies::set_upstream(&call.issuer.url, &upstream.name, lifetime) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
