//! `/playground`, only with `serve --demo`: a real client of this very server, whose every
//! message is shown and explained.
//!
//! It is a public client with PKCE, registered by `domain::demo`. The browser goes to
//! `/authorize` like for any client; what a client sends itself (`wire`) goes through the same
//! router as everybody's requests. A run is kept in memory ([`run::Runs`]), under the browser's
//! row, so nobody sees another's tokens; it is lost at a restart, which is enough for a tool to
//! learn with: the page then says to start again.

mod run;
mod tokens;
mod view;
mod wire;

use axum::{Extension, Router, extract::State, http::StatusCode, response::Response};

pub use run::Runs;
use run::{Callback, Run};

use super::{browser_token, check_form, login};
use crate::{
    base::{id::BrowserId, url::Issuer},
    domain::kernel::Error,
    http::{
        Shared,
        answer::step::with_browser,
        answer::{
            page::{self, PageError},
            response_mode::see_other,
        },
        extract::{PageCall, PostedForm, QueryParams},
    },
    protocol::{discovery::path, params::Params},
    render::{
        Locale,
        pages::{Notice, StepKind},
    },
};

/// The forms' purpose.
const FORM: &str = "playground";
/// Where it is.
const PATH: &str = "/playground";

/// `GET /playground`; also where the browser comes back to after `/logout`.
pub async fn get(Extension(runs): Extension<Runs>, call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, show(&runs, &call, &params.unwrap_or_default()).await.map_err(PageError::from))
}

async fn show(runs: &Runs, call: &PageCall, params: &Params) -> Result<Response, Error> {
    let (browser, fresh) = login::ensure_browser(call).await?;
    let run = runs.get(&browser.id);
    if let (Some(run), Some(state)) = (&run, params.get("state"))
        && state == run.logout_state
    {
        return Ok(step_on(runs, call, &browser.id, Run { signed_out: true, ..run.clone() }, StepKind::SignOut));
    }
    let notice = match params.get("notice") {
        Some("lost") => Some(Notice::Lost),
        Some("foreign") => Some(Notice::Foreign),
        _ => None,
    };
    let facts = view::Surroundings {
        frame: call.bare_frame(call.locale(None), browser_token(&browser, FORM)).at(call.issuer.url.join(PATH)),
        action: address(call, None, ""),
        person: call.accounts.by_sign_in().last().map(|one| super::person(&one.user)),
        notice,
        grace: u32::try_from(call.app.config.tokens.refresh_grace.0).unwrap_or_default(),
        issuer: &call.issuer.url,
    };
    let response = page::show(StatusCode::OK, &view::page(facts, run.as_ref()));
    Ok(with_browser(call, response, fresh.then_some(&browser)))
}

/// `GET /playground/callback`: the authorization response.
///
/// The code is taken out of the address at once, so that it stays in no history.
pub async fn callback(
    State(app): State<Shared>,
    Extension(runs): Extension<Runs>,
    call: PageCall,
    QueryParams(params): QueryParams,
) -> Response {
    let params = params.unwrap_or_default();
    if let Err(error) = call.found_browser() {
        return page::answered(&call, Err(error.into()));
    }
    let Some((browser, run)) = current(&runs, &call) else { return lost(&call) };
    // RFC 6749 §10.12: an answer to a question that this browser did not ask is not used.
    if params.get("state") != Some(run.state.as_str()) {
        return see_other(&address(&call, run.language, "?notice=foreign"));
    }
    // A state works once: what comes later is a repetition, or somebody who saw the first.
    if run.answer.is_some() {
        return step_on(&runs, &call, &browser, run, StepKind::Authorize);
    }
    let query = params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let answer = Callback { query, at: app.clock.now() };
    step_on(&runs, &call, &browser, Run { answer: Some(answer), ..run }, StepKind::Authorize)
}

/// `POST /playground`: every button.
pub async fn post(
    State(app): State<Shared>,
    Extension(runs): Extension<Runs>,
    PostedForm { call, params }: PostedForm,
) -> Response {
    // `scope` is sent once for each box, which OAuth forbids and HTML does.
    let params = params.unwrap_or_default();
    if let Err(forged) = check_form(&call, &params, FORM) {
        return page::answered(&call, Err(forged));
    }
    let Some(browser) = call.known_browser().map(|browser| browser.id.clone()) else { return lost(&call) };
    let action = params.get("do").unwrap_or_default();
    if action == "begin" {
        let run = Run::begin(&app.entropy, &params, language(&call));
        return step_on(&runs, &call, &browser, run, StepKind::Authorize);
    }
    if action == "reset" {
        runs.forget(&browser);
        return see_other(&address(&call, None, ""));
    }
    let Some(run) = runs.get(&browser) else { return lost(&call) };
    match act(&app, runs.routes, run, action).await {
        Some((run, step)) => step_on(&runs, &call, &browser, run, step),
        None => lost(&call),
    }
}

/// What a button does to a run; `None` where the run has not got that far.
async fn act(app: &Shared, routes: fn(Shared) -> Router, mut run: Run, action: &str) -> Option<(Run, StepKind)> {
    let step = match action {
        "exchange" if run.exchange.is_none() => {
            let sent = run.code_request(&app.issuer.url)?;
            let keys = wire::send(app, routes, wire::SentRequest::get(path::JWKS, None)).await;
            let trace = wire::send(app, routes, sent).await;
            run.exchanged(trace, keys.json());
            StepKind::Exchange
        }
        "again" if run.exchange.is_some() => {
            run.again = Some(wire::send(app, routes, run.code_request(&app.issuer.url)?).await);
            StepKind::Exchange
        }
        "userinfo" => {
            run.userinfo = Some(wire::send(app, routes, run.userinfo_request()?).await);
            StepKind::Userinfo
        }
        "refresh" => {
            let trace = wire::send(app, routes, run.refresh_request()?).await;
            run.refreshed(trace);
            StepKind::Refresh
        }
        "replay" => {
            let trace = wire::send(app, routes, run.replay_request()?).await;
            run.replayed(trace);
            StepKind::Refresh
        }
        "introspect" => {
            run.introspect = Some(wire::send(app, routes, run.introspection_request()?).await);
            StepKind::Revoke
        }
        "revoke" => {
            run.revoke = Some(wire::send(app, routes, run.revocation_request()?).await);
            StepKind::Revoke
        }
        "after" => {
            run.after = Some(wire::send(app, routes, run.userinfo_request()?).await);
            StepKind::Revoke
        }
        _ => return None,
    };
    Some((run, step))
}

fn current(runs: &Runs, call: &PageCall) -> Option<(BrowserId, Run)> {
    let browser = call.known_browser()?.id.clone();
    let run = runs.get(&browser)?;
    Some((browser, run))
}

/// Keeps the run and shows the step that was just taken.
fn step_on(runs: &Runs, call: &PageCall, browser: &BrowserId, mut run: Run, step: StepKind) -> Response {
    run.last = step;
    let address = address(call, run.language, &format!("#step-{}", step.number()));
    runs.keep(browser, run);
    see_other(&address)
}

fn lost(call: &PageCall) -> Response {
    see_other(&address(call, None, "?notice=lost"))
}

/// The language that this page's own address asks for.
fn language(call: &PageCall) -> Option<Locale> {
    call.ui_locales.as_deref().and_then(Locale::of_tag)
}

/// The page's address in the language that was chosen at its foot.
fn address(call: &PageCall, kept: Option<Locale>, tail: &str) -> String {
    let base = call.issuer.url.join(PATH);
    match (language(call).or(kept), tail.strip_prefix('?')) {
        (None, _) => format!("{base}{tail}"),
        (Some(locale), Some(query)) => format!("{base}?ui_locales={}&{query}", locale.tag()),
        (Some(locale), None) => format!("{base}?ui_locales={}{tail}", locale.tag()),
    }
}

/// Where the authorization response comes to.
fn redirect_uri(issuer: &Issuer) -> String {
    issuer.join(&format!("{PATH}/callback"))
}
