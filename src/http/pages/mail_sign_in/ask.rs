//! Whom the mail is for.

use axum::{http::StatusCode, response::Response};

use super::{FORM, OF_SIGN_IN, PATH, path, wait::wait_page};
use crate::{
    base::id::InteractionId,
    domain::{
        flows::journey::{Next, Step, decide, resume},
        interactions::{self, Journey, Paused, Question, Stopped},
        kernel::{Error, Feature},
        login::mail_proof::{self, Asking, ProofPurpose},
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
            step::{go, question_url, with_browser},
        },
        extract::{PageCall, PostedForm, QueryParams},
        pages::{
            again, asking_card, cancel_form, check_form, form_token, interaction, login, minutes, sign_up,
            with_retry_after,
        },
    },
    protocol::params::Params,
    render::pages::{MailAsk, MailProblem},
};

/// `GET /login/email`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, show(&call, &params.unwrap_or_default()).await)
}

async fn show(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let Some(id) = interaction(params) else {
        require_sign_in(call)?;
        return begin(call, |id| with_name(path(id), params)).await;
    };
    let paused = interactions::load(&call.cx(), &id, call.found_browser()?).await?;
    if let Some(ticket) = params.get("ticket") {
        return match mail_proof::find(&call.cx(), &id, ticket).await? {
            Some(proof) if OF_SIGN_IN.has(call, &proof) => Ok(wait_page(call, &paused, &proof, None)),
            _ => match mail_proof::find_waited_for(&call.cx(), &id, ticket).await? {
                Some(proof) => Ok(sign_up::to_details(call, &proof)),
                None if params.has("new") => sign_up::ended(call, &paused, &id).await,
                None => ended(call, paused, &id, "").await,
            },
        };
    }
    require_sign_in(call)?;
    let standing = interactions::standing(&call.cx(), &paused, &call.visitor(None)).await?;
    match standing.question {
        Ok(Some(Question::Login(_))) => {}
        // Somebody who is signed in may still want another account.
        _ if params.has("another") => {}
        _ => return elsewhere(call, &id).await,
    }
    let hint = paused.journey.authorization().and_then(|asked| asked.request.login_hint.clone());
    let Some(given) = login::given_name(call, params) else {
        let hint = hint.unwrap_or_default();
        return Ok(ask_page(call, &paused, &id, Shown { username: &hint, ..Shown::default() }));
    };
    let (username, remember, name) = (given.username.as_str(), given.remember, params.get("shown"));
    Ok(ask_page(call, &paused, &id, Shown { username, remember, name, ..Shown::default() }))
}

/// Takes the name along that was typed on a page before.
fn with_name(address: String, params: &Params) -> String {
    let Some(shown) = params.get("shown") else { return address };
    let separator = if address.contains('?') { '&' } else { '?' };
    format!("{address}{separator}{}", Params::from_pairs([("shown", shown)]).to_query())
}

/// These addresses are those of sign-ups, too; signing in by a mail is switched off by itself, and is then not there.
fn require_sign_in(call: &PageCall) -> Result<(), Error> {
    if Feature::MailSignIn.is_on(&call.app) { Ok(()) } else { Err(Error::NotFound) }
}

/// Somebody on the way to their own account: what they are mailed belongs to a journey, so it gets a row.
///
/// # Errors
/// What stopped it.
pub async fn begin(call: &PageCall, page: impl Fn(Option<&InteractionId>) -> String) -> Result<Response, PageError> {
    let step = decide(&call.cx(), &call.visitor(None), Paused::begun(Journey::account())).await?;
    match step {
        Step { next: Next::Ask(id, Question::Login(_)), browser, .. } => {
            Ok(with_browser(call, see_other(&call.issuer.url.join(&page(Some(&id)))), browser.as_ref()))
        }
        step => go(call, step, None),
    }
}

/// The journey waits for something else by now.
///
/// # Errors
/// What stopped it.
pub async fn elsewhere(call: &PageCall, id: &InteractionId) -> Result<Response, PageError> {
    let step = resume(&call.cx(), &call.visitor(None), id).await?;
    match &step.next {
        Next::Ask(id, question) => Ok(see_other(&question_url(call, id, question))),
        _ => go(call, step, None),
    }
}

/// The mail that a page waited for is worth nothing any more; the journey may have gone on with it.
pub(super) async fn ended(
    call: &PageCall,
    paused: Paused,
    id: &InteractionId,
    username: &str,
) -> Result<Response, PageError> {
    require_sign_in(call)?;
    let standing = interactions::standing(&call.cx(), &paused, &call.visitor(None)).await?;
    match standing.question {
        Ok(Some(Question::Login(_))) => {
            let shown = Shown { username, problem: Some(MailProblem::Over), ..Shown::default() };
            Ok(ask_page(call, &paused, id, shown))
        }
        _ => elsewhere(call, id).await,
    }
}

/// What stands in the page.
#[derive(Clone, Copy, Default)]
struct Shown<'a> {
    username: &'a str,
    remember: bool,
    problem: Option<MailProblem>,
    /// The name that was typed on a page before, sealed.
    name: Option<&'a str>,
}

fn ask_page(call: &PageCall, paused: &Paused, id: &InteractionId, shown: Shown<'_>) -> Response {
    let Shown { username, remember, problem, name } = shown;
    let asked = paused.journey.authorization();
    let url = |path: &str| call.issuer.url.join(path);
    let status = match problem {
        Some(MailProblem::TooMany { .. }) => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::OK,
    };
    let ask = MailAsk {
        frame: call
            .bare_frame(call.locale(paused.journey.ui_locales()), form_token(call, FORM))
            .at(url(&path(Some(id)))),
        client: asked.map(|asked| asking_card(call, asked)),
        action: url(PATH),
        interaction: id.to_string(),
        press: call.app.entropy.token().expose().clone(),
        username: username.to_owned(),
        remember,
        problem,
        password_url: login::back_to_ways(call, id, name),
        cancel: asked.map(|_| cancel_form(call, call.known_browser())),
    };
    page::show(status, &ask)
}

/// `POST /login/email`
pub async fn ask(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(PATH, &params);
    page::answered(&call, asked(&call, &params).await)
}

async fn asked(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    require_sign_in(call)?;
    call.found_browser()?;
    let id = interaction(params).ok_or(Stopped::GONE)?;
    if let Err(forged) = check_form(call, params, FORM) {
        return again::replaced_or(call, PATH, Some(&id), forged).await;
    }
    let paused = interactions::load(&call.cx(), &id, call.known_browser()).await?;
    let typed = params.get("username").unwrap_or_default().trim();
    let remember = login::remembers(params);
    if typed.is_empty() {
        return Ok(ask_page(call, &paused, &id, Shown { remember, ..Shown::default() }));
    }
    let locale = call.locale(paused.journey.ui_locales());
    let purpose = ProofPurpose::SignIn;
    let press = &pressed_on(call, params);
    let asking = Asking { visitor: call.visitor(None), interaction: &id, purpose, typed, press, locale, remember };
    match Box::pin(mail_proof::ask(&call.cx(), &asking)).await {
        Ok(ticket) => Ok(see_other(&call.issuer.url.join(&OF_SIGN_IN.waiting(&id, &ticket)))),
        Err(Error::TooMany { retry_after }) => {
            let problem = Some(MailProblem::TooMany { minutes: minutes(retry_after) });
            let page = ask_page(call, &paused, &id, Shown { username: typed, remember, problem, name: None });
            Ok(with_retry_after(page, Some(retry_after)))
        }
        Err(error) => Err(error.into()),
    }
}

/// What only the page has whose button was pressed; a form without it is nobody's second press.
pub fn pressed_on(call: &PageCall, params: &Params) -> String {
    let own = call.app.entropy.token();
    let sent = params.get("press").filter(|press| press.len() == own.expose().len());
    sent.unwrap_or(own.expose()).to_owned()
}
