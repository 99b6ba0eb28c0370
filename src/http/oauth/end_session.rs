//! The end-session endpoint (RP-Initiated Logout 1.0): GET and POST; also where the person
//! confirms.

use axum::{http::StatusCode, response::Response};

use super::authorize::bounced;
use crate::{
    base::id::SessionId,
    domain::{
        flows::logout::{self, Request},
        kernel::Error,
        sessions::outcomes::Sent,
    },
    http::{
        answer::{
            leaving,
            page::{self, PageError},
            response_mode::see_other,
            signed_out::{AfterSignOut, Farewell, WaitingApp, by_upstream, go_on, offered_upstream},
        },
        cards::{client_card, person},
        extract::{PageCall, PostedForm, QueryParams},
        forms::{check_form, form_token},
    },
    protocol::{client::Client, discovery::path, error::Refusal, logout::rp_initiated::Plan, params::Params},
    render::pages::{Developer, LogoutAccount, LogoutConfirm},
};

/// The form that confirms.
const FORM: &str = "logout";
/// What is ticked by whoever signs out at their provider, too.
const THERE: &str = "there";

/// `GET /logout`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, begin(&call, params).await)
}

/// `POST /logout`: from a client (RP-Initiated Logout §2), or our own form.
pub async fn post(PostedForm { call, params }: PostedForm) -> Response {
    let decision = params.as_ref().ok().and_then(|params| params.get("decision").map(str::to_owned));
    let call = match (&decision, &params) {
        (None, Ok(params)) => call.of_request(path::END_SESSION, params),
        _ => call.of_form(path::END_SESSION, &Params::default()),
    };
    let outcome = match decision.as_deref() {
        // The session cookie is SameSite=Lax: a form on the client's page does not bring it.
        // One redirect later it is there.
        None => match bounced(&call, path::END_SESSION, &params) {
            Some(again) => again,
            None => begin(&call, params).await,
        },
        Some("stay") => Ok(see_other(&call.issuer.url.join("/account"))),
        Some(_) => confirmed(&call, params).await,
    };
    page::answered(&call, outcome)
}

async fn begin(call: &PageCall, params: Result<Params, Refusal>) -> Result<Response, PageError> {
    // Nobody is told "signed out" who may not be.
    call.found_browser()?;
    let params = params.map_err(Error::from)?;
    let sent = Sent::of(FORM, &params);
    let request = logout::begin(&call.cx(), &call.visitor(Some(&sent)), &params).await?;
    match request.plan {
        Plan::Ask(suggested) => ask(call, &params, &request, suggested).await,
        // A client does not say that somebody signs out elsewhere.
        Plan::Now(_) => finish(call, &params, &sent, &request, false).await,
    }
}

async fn confirmed(call: &PageCall, params: Result<Params, Refusal>) -> Result<Response, PageError> {
    let params = params.map_err(Error::from)?;
    check_form(call, &params, FORM)?;
    let sent = Sent::of(FORM, &params);
    let request = logout::begin(&call.cx(), &call.visitor(Some(&sent)), &params).await?;
    finish(call, &params, &sent, &request, params.has(THERE)).await
}

async fn ask(
    call: &PageCall,
    params: &Params,
    request: &Request,
    suggested: Option<usize>,
) -> Result<Response, PageError> {
    // Where no app waits, the farewell offers it.
    let upstream = match &request.redirect {
        Some(_) => {
            let sessions: Vec<&SessionId> = request.accounts.iter().map(|one| &one.session.id).collect();
            offered_upstream(call, &sessions).await?
        }
        None => None,
    };
    let hidden = ["id_token_hint", "client_id", "post_logout_redirect_uri", "state", "logout_hint", "ui_locales"];
    let confirm = LogoutConfirm {
        frame: call.frame_in(call.locale(params.get("ui_locales")), form_token(call, FORM)),
        client: request.client.as_ref().map(|client| client_card(call, &client.client, None)),
        action: call.issuer.url.join(path::END_SESSION),
        hidden: hidden
            .into_iter()
            .filter_map(|name| Some((name.to_owned(), params.get(name)?.to_owned())))
            .chain(shown_alone(request))
            .collect(),
        accounts: request
            .accounts
            .iter()
            .enumerate()
            .map(|(at, one)| LogoutAccount {
                value: one.session.id.to_string(),
                person: person(&one.user),
                suggested: Some(at) == suggested,
            })
            .collect(),
        problem: problem(call, request),
        upstream,
    };
    // An error page, and a way on: the request was wrong, and the person may sign out all the same.
    let status = if confirm.problem.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    Ok(page::show(status, &confirm))
}

/// The one account that the page shows, as the answer: whoever signs in meanwhile was not asked.
fn shown_alone(request: &Request) -> Option<(String, String)> {
    let [only] = request.accounts.as_slice() else { return None };
    Some(("account".to_owned(), only.session.id.to_string()))
}

/// Why there is no way back to the client, if it wanted one that it cannot have.
fn problem(call: &PageCall, request: &Request) -> Option<Developer> {
    let client = request.client.as_ref().map(|client| &client.client.id);
    page::note(call, request.refusal.as_ref(), client);
    request.refusal.as_ref().map(|refusal| page::facts(call, Some(refusal), client))
}

async fn finish(
    call: &PageCall,
    params: &Params,
    sent: &Sent,
    request: &Request,
    there_too: bool,
) -> Result<Response, PageError> {
    let ending = request.ending(params.get("account"));
    logout::finish(&call.cx(), &call.visitor(Some(sent)), &ending).await?;
    let locale = call.locale(params.get("ui_locales"));
    let client = request.client.as_ref().map(|client| &client.client);
    let asked = matches!(request.plan, Plan::Ask(_));
    if let (true, Some(address), Some(client)) = (request.shown_first, &request.redirect, client) {
        // Nobody was signed in: no session has ended, and no app waits to hear of it.
        return Ok(leaving::farewell(call, client, address, params));
    }
    let others = ending.len() < request.accounts.len();
    let now = ending.iter().map(|one| one.session.id.clone());
    let ended: Vec<SessionId> = now.chain(request.ended_before.iter().cloned()).collect();
    let next = match &request.redirect {
        Some(address) => {
            let there = match waiting_app(call, params, client, address).filter(|_| there_too) {
                Some(app) => by_upstream(call, &ended, &app).await?,
                None => None,
            };
            let name = client.filter(|_| there.is_none()).map(|client| client.display_name().to_owned());
            AfterSignOut::Address(there.unwrap_or_else(|| address.clone()), name)
        }
        None => {
            // Whoever was asked has seen it.
            let problem = if asked { None } else { problem(call, request) };
            let ui_locales = params.get("ui_locales").map(str::to_owned);
            let farewell = Farewell { client: client.map(|client| client.id.clone()), others, problem, ui_locales };
            AfterSignOut::Farewell(farewell, client)
        }
    };
    go_on(call, &ended, next, locale).await
}

/// The app that waits at this address, for whoever comes back from the sign-out at a provider.
fn waiting_app(call: &PageCall, params: &Params, client: Option<&Client>, address: &str) -> Option<WaitingApp> {
    Some(WaitingApp {
        browser: call.known_browser()?.id.clone(),
        client: client?.id.clone(),
        registered: params.get("post_logout_redirect_uri")?.to_owned(),
        address: address.to_owned(),
    })
}
