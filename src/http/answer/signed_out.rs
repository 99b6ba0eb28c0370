//! The way on after a sign-out: by the page that signs out of apps, if there are any to sign out of.

use axum::{http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};

use super::{browser_state::with_state, page, page::PageError, reopened, response_mode::see_other};
use crate::{
    base::id::{BrowserId, SessionId},
    domain::{
        flows::logout::{
            frontchannel,
            upstream::{SignOutThere, offered_there, sign_out_there},
        },
        kernel::Error,
    },
    http::{cards::client_card, extract::PageCall},
    protocol::{
        client::{Client, ClientId},
        upstream::end_session,
    },
    render::{
        Frame, Locale,
        pages::{Developer, SignOutLink, SignedOut, SigningOut},
    },
};

/// Where the farewell is opened again in another language, and where providers send people back to who signed out there.
pub const PATH: &str = end_session::AFTER_PATH;

/// What an app's address is sealed for, as the state of a sign-out at a provider.
const ONWARD: &str = "/signed-out/onward";
/// Longest state that a provider is given.
const LONGEST_STATE: usize = 2000;

/// The app that waits while its person signs out at a provider, too.
#[derive(Debug, Serialize, Deserialize)]
pub struct WaitingApp {
    /// The browser, which alone goes on to it.
    pub browser: BrowserId,
    /// The app.
    pub client: ClientId,
    /// Its address as it is registered.
    pub registered: String,
    /// Its address with its own state.
    pub address: String,
}

impl WaitingApp {
    /// For which a state stands that came back in this browser.
    pub fn of(call: &PageCall, state: &str) -> Option<Self> {
        let waiting: Self = reopened::opened(call, ONWARD, state)?;
        call.known_browser().is_some_and(|browser| browser.id == waiting.browser).then_some(waiting)
    }
}

/// Where the way leads.
pub enum AfterSignOut<'a> {
    /// To an address: a client's, whose name is given, or our own.
    Address(String, Option<String>),
    /// Nowhere: the farewell is the last page. The client is the one that sent the person here.
    Farewell(Farewell, Option<&'a Client>),
}

/// What the farewell says.
#[derive(Debug, Serialize, Deserialize)]
pub struct Farewell {
    /// The client that sent the person here.
    pub client: Option<ClientId>,
    /// Whether another account is still signed in.
    pub others: bool,
    /// Why there is no way back to the client, if it wanted one that it cannot have.
    pub problem: Option<Developer>,
    /// In which language the client asked us to speak.
    pub ui_locales: Option<String>,
}

/// The farewell as it is opened again: nothing is loaded, and no other sign-out is offered, whose address is the person's
/// own.
pub fn show_again(call: &PageCall, client: Option<&Client>, farewell: &Farewell, frame: Frame) -> Response {
    show(call, client, farewell, frame, AtFirst::default())
}

/// What the farewell has only as long as sessions have just ended.
#[derive(Default)]
struct AtFirst {
    frames: Vec<String>,
    upstream: Option<SignOutLink>,
}

fn show(call: &PageCall, client: Option<&Client>, farewell: &Farewell, frame: Frame, at_first: AtFirst) -> Response {
    let AtFirst { frames, upstream } = at_first;
    let status = if farewell.problem.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let page = SignedOut {
        frame,
        client: client.map(|client| client_card(call, client, None)),
        back_url: client.and_then(|client| client.metadata.client_uri.clone()),
        account_url: call.issuer.url.join("/account"),
        others: farewell.others,
        frames,
        problem: farewell.problem.clone(),
        upstream,
    };
    page::show(status, &page)
}

/// The farewell where the sessions have just ended.
fn show_first(call: &PageCall, client: Option<&Client>, farewell: &Farewell, at_first: AtFirst) -> Response {
    let asked = farewell.ui_locales.as_deref();
    let frame = if at_first.frames.is_empty() {
        reopened::frame(call, asked, PATH, farewell)
    } else {
        // Front-Channel Logout §3: whoever left the page would stop what it loads.
        call.bare_frame(call.locale(asked), "")
    };
    show(call, client, farewell, frame, at_first)
}

/// Goes on after these sessions of this browser have ended.
///
/// # Errors
/// When the database fails.
pub async fn go_on(
    call: &PageCall,
    ended: &[SessionId],
    next: AfterSignOut<'_>,
    locale: Locale,
) -> Result<Response, PageError> {
    let frames = frontchannel::frames(&call.cx(), ended).await?;
    let upstream = sign_out_upstream(call, ended, &next).await?;
    let response = match next {
        AfterSignOut::Farewell(farewell, client) => show_first(call, client, &farewell, AtFirst { frames, upstream }),
        // On our own way there is time to say where somebody is still signed in.
        AfterSignOut::Address(..) if upstream.is_some() => {
            let others = call.accounts.all.iter().any(|one| !ended.contains(&one.session.id));
            let farewell = Farewell { client: None, others, problem: None, ui_locales: None };
            show_first(call, None, &farewell, AtFirst { frames, upstream })
        }
        AfterSignOut::Address(address, _) if frames.is_empty() => see_other(&address),
        AfterSignOut::Address(next, client_name) => {
            let signing_out = SigningOut {
                frame: call.bare_frame(locale, ""),
                frames,
                next,
                client_name,
                limit: call.app.config.logout.frontchannel_timeout.0,
            };
            page::show(StatusCode::OK, &signing_out)
        }
    };
    Ok(with_state(call, call.known_browser(), response).await)
}

/// What the provider is called by which somebody signed in to one of these sessions, and at which they may sign out, too.
///
/// # Errors
/// When the database fails.
pub async fn offered_upstream(call: &PageCall, sessions: &[&SessionId]) -> Result<Option<String>, Error> {
    for session in sessions {
        if let Some(upstream) = Box::pin(offered_there(&call.cx(), session)).await? {
            return Ok(Some(upstream.label.clone()));
        }
    }
    Ok(None)
}

/// The sign-out at the provider by which somebody signed in to one of these sessions, from where the way leads on to an
/// app; none where there is no such place, or it does not answer.
///
/// # Errors
/// When the database fails.
pub async fn by_upstream(call: &PageCall, ended: &[SessionId], app: &WaitingApp) -> Result<Option<String>, Error> {
    let sealed = reopened::sealed(call, ONWARD, app)?;
    let any = call.app.entropy.token();
    // Too long for an address, the way ends with us: what was asked for is done all the same.
    let state = if sealed.len() <= LONGEST_STATE { &sealed } else { any.expose() };
    Ok(sign_out_link(call, ended.iter(), state).await?.map(|link| link.url))
}

/// Where the person of one of these sessions signs out at the provider where it began.
async fn sign_out_link<'s>(
    call: &PageCall,
    sessions: impl Iterator<Item = &'s SessionId>,
    state: &str,
) -> Result<Option<SignOutLink>, Error> {
    let back = call.issuer.url.join(PATH);
    for session in sessions {
        let there = SignOutThere { session, post_logout_redirect_uri: &back, state };
        if let Some(found) = Box::pin(sign_out_there(&call.cx(), there)).await? {
            return Ok(Some(SignOutLink { label: found.upstream.label.clone(), url: found.address }));
        }
    }
    Ok(None)
}

/// Where somebody who had signed in by a provider signs out there, if that is offered. Not on the way back to an app,
/// which waits (docs/decisions/linking.md).
async fn sign_out_upstream(
    call: &PageCall,
    ended: &[SessionId],
    next: &AfterSignOut<'_>,
) -> Result<Option<SignOutLink>, Error> {
    let is_ours = |address: &String| address.starts_with(&call.issuer.url.join("/"));
    if matches!(next, AfterSignOut::Address(address, _) if !is_ours(address)) {
        return Ok(None);
    }
    // Those that have ended elsewhere are not this browser's to carry on.
    let here = |id: &&SessionId| call.accounts.find(id).is_some();
    let state = call.app.entropy.token();
    sign_out_link(call, ended.iter().filter(here), state.expose()).await
}
