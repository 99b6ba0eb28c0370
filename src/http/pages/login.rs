//! The sign-in page, for a paused request or for one's own account.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};

use super::{again, browser_token, check_form, client_card, interaction, no_cookie, person};
use crate::{
    base::{id::InteractionId, secret::Secret},
    domain::{
        flows::authorize::{self, Next},
        interactions::{self, Paused, Question, Standing, Stopped},
        kernel::Error,
        login::{
            Place,
            password::{self, Outcome, PasswordForm},
        },
        sessions::{self, Browser, outcomes::Sent, visitor::Visitor},
    },
    http::{
        Shared,
        answer::{
            browser_state::with_state,
            page::{self, PageError},
            response_mode::{see_other, send},
            step::{go, question_url, with_browser},
        },
        cookies,
        extract::{FormParams, PageCall, QueryParams},
    },
    protocol::{authorize::interaction::LoginReason, params::Params},
    render::{
        Person,
        pages::{FixedAccount, SignIn, SignInProblem},
    },
};

/// The form's purpose.
const FORM: &str = "login";
/// What "Cancel" is for, whichever page it stands on.
const CANCEL: &str = "cancel";

/// What the page shows besides the request.
#[derive(Default)]
struct Shown {
    username: String,
    remember: bool,
    problem: Option<SignInProblem>,
    another: bool,
}

impl Shown {
    /// The status of the page. A wrong password is an answer like any other.
    fn status(&self) -> StatusCode {
        match self.problem {
            Some(SignInProblem::TooMany { .. }) => StatusCode::TOO_MANY_REQUESTS,
            Some(SignInProblem::Busy) => StatusCode::SERVICE_UNAVAILABLE,
            Some(SignInProblem::WrongCredentials | SignInProblem::ExpiredForm | SignInProblem::SessionEnded) | None => {
                StatusCode::OK
            }
        }
    }

    /// Whether somebody comes from a page whose session has ended.
    fn ended(&self) -> bool {
        self.problem == Some(SignInProblem::SessionEnded)
    }
}

/// `GET /login`
pub async fn get(State(app): State<Shared>, call: PageCall, QueryParams(params): QueryParams) -> Response {
    let params = params.unwrap_or_default();
    let problem = params.has("ended").then_some(SignInProblem::SessionEnded);
    let shown = Shown { another: params.has("another"), problem, ..Shown::default() };
    match interaction(&params) {
        None => own(&app, &call, shown).await,
        Some(id) => match interactions::load(&call.cx(), &id, call.known_browser()).await {
            Err(stopped) => PageError::from(stopped).answer(&app, &call),
            Ok(paused) => for_client(&app, &call, &id, paused, shown).await,
        },
    }
}

/// Shows the page for a paused request, if signing in is what it waits for.
async fn for_client(app: &Shared, call: &PageCall, id: &InteractionId, paused: Paused, shown: Shown) -> Response {
    let status = shown.status();
    let standing = match interactions::standing(&call.cx(), &paused, call.known_browser()).await {
        Ok(standing) => standing,
        Err(error) => return PageError::from(error).answer(app, call),
    };
    let reason = match &standing.question {
        Ok(Some(Question::Login(reason))) => Some(*reason),
        // Somebody who is signed in may still want another account.
        _ if shown.another || (shown.problem.is_some() && !shown.ended()) => None,
        Ok(Some(other)) => return see_other(&question_url(call, id, other)),
        _ => {
            let step = authorize::resume(&call.cx(), &call.visitor(None), id).await;
            return go(app, call, step).await;
        }
    };
    let here = call.issuer.url.join(&format!("/login?interaction={id}"));
    let another = format!("{here}&another=1");
    let again = match (shown.another, shown.ended()) {
        (true, _) => another.clone(),
        (false, true) => call.issuer.url.join(&ended_path(Some(id))),
        (false, false) => here,
    };
    let fixed = reason.filter(|_| !shown.another).and_then(|reason| fixed_account(&standing, &paused, reason));
    let hint = paused.request.login_hint.clone().unwrap_or_default();
    let address = &paused.request.address;
    let sign_in = SignIn {
        frame: call
            .issuer
            .branding
            .frame(call.locale(paused.request.ui_locales.as_deref()), super::form_token(call, FORM))
            .at(again),
        client: Some(client_card(
            call,
            &paused.client.client,
            crate::render::frame::return_host(address.redirect_uri()),
        )),
        action: call.issuer.url.join("/login"),
        interaction: Some(id.to_string()),
        forgot_url: forgot_url(app),
        username: if shown.username.is_empty() { hint } else { shown.username },
        fixed_account: fixed.map(|person| FixedAccount { person, switch_url: Some(another) }),
        another: shown.another,
        remember: Some(shown.remember),
        problem: shown.problem,
        demo: app.demo,
        cancel_action: Some(call.issuer.url.join("/cancel")),
    };
    page::show(status, &sign_in)
}

/// The one account that has to sign in again.
fn fixed_account(standing: &Standing, paused: &Paused, reason: LoginReason) -> Option<Person> {
    if !matches!(reason, LoginReason::Prompted | LoginReason::TooOld) {
        return None;
    }
    let selected = standing.accounts.iter().find(|one| Some(&one.session.id) == paused.progress.selected.as_ref());
    let only = if let [only] = standing.accounts.as_slice() { Some(only) } else { None };
    selected.or(only).map(|one| person(&one.user))
}

/// Signing in to one's own account: no client, but a browser to bind the form to.
async fn own(app: &Shared, call: &PageCall, shown: Shown) -> Response {
    let status = shown.status();
    let (browser, fresh) = match ensure_browser(call).await {
        Ok(found) => found,
        Err(error) => return PageError::from(error).answer(app, call),
    };
    let here = if shown.ended() { ended_path(None) } else { "/login".to_owned() };
    let sign_in = SignIn {
        frame: call
            .issuer
            .branding
            .frame(call.locale(None), browser_token(&browser, FORM))
            .at(call.issuer.url.join(&here)),
        client: None,
        action: call.issuer.url.join("/login"),
        interaction: None,
        forgot_url: forgot_url(app),
        username: shown.username,
        fixed_account: None,
        another: false,
        remember: Some(shown.remember),
        problem: shown.problem,
        demo: app.demo,
        cancel_action: None,
    };
    with_browser(call, page::show(status, &sign_in), fresh.then_some(&browser))
}

/// The sign-in page for somebody whose session ended while another page was open: it says so.
pub fn ended_path(interaction: Option<&InteractionId>) -> String {
    let interaction = interaction.map(|id| format!("interaction={id}&")).unwrap_or_default();
    format!("/login?{interaction}ended=1")
}

/// Where somebody goes who forgot the password; none where the operator named no place.
fn forgot_url(app: &Shared) -> Option<String> {
    let own = app.config.login.forgot_password_url.as_ref();
    own.or(app.config.branding.support_url.as_ref()).map(|url| url.as_str().to_owned())
}

/// The browser, made known if it is not yet; the flag says that its cookie must be set.
///
/// # Errors
/// When the database fails.
pub async fn ensure_browser(call: &PageCall) -> Result<(Browser, bool), Error> {
    match call.found_browser()? {
        Some(known) => Ok((known.clone(), false)),
        None => sessions::make_browser(&call.cx()).await.map(|browser| (browser, true)),
    }
}

/// `POST /login`
pub async fn post(State(app): State<Shared>, call: PageCall, FormParams(params): FormParams) -> Response {
    let params = match params {
        Ok(params) => params,
        Err(refusal) => return PageError::from(Error::from(refusal)).answer(&app, &call),
    };
    let call = call.of_form("/login", &params);
    let sent = Sent::of(FORM, &params);
    if let Some(unknown) = again::unknown_browser(&call) {
        return unknown.answer(&app, &call);
    }
    let id = interaction(&params);
    let paused = match &id {
        None => None,
        Some(id) => match interactions::load(&call.cx(), id, call.known_browser()).await {
            Ok(paused) => Some(paused),
            Err(_) if again::is_replaced(&call).await => return sent_again(&app, &call, &params, &sent).await,
            Err(stopped) => return answered(&app, &call, &params, &sent, stopped).await,
        },
    };
    if let Some(forged) = check_form(&call, &params, FORM).await {
        if again::is_replaced(&call).await {
            return sent_again(&app, &call, &params, &sent).await;
        }
        return forged.answer(&app, &call);
    }
    let typed = typed(&params);
    let remember = typed.remember;
    let username = typed.username.to_owned();
    let shown = Shown { username, remember, another: params.has("another"), problem: None };
    let mut place = Place { visitor: call.visitor(Some(&sent)), paused };
    match password::sign_in(&call.cx(), &mut place, typed).await {
        Ok(Outcome::SignedIn(browser)) => {
            let entry = Entry { browser: &browser, interaction: id.as_ref(), remember };
            signed_in(&app, &call, &sent, entry).await
        }
        Ok(Outcome::Overtaken) => {
            again::by_get(&call, "/login", id.as_ref()).unwrap_or_else(|| no_cookie().answer(&app, &call))
        }
        Ok(Outcome::Wrong) => {
            show_again(&app, &call, id, Shown { problem: Some(SignInProblem::WrongCredentials), ..shown }).await
        }
        Err(Error::TooMany { retry_after }) => {
            let minutes = u32::try_from(retry_after.0.max(0).unsigned_abs().div_ceil(60)).unwrap_or(u32::MAX);
            let problem = Some(SignInProblem::TooMany { minutes });
            let page = show_again(&app, &call, id, Shown { problem, ..shown }).await;
            retry_after_header(page, retry_after.0)
        }
        Err(Error::Busy { retry_after }) => {
            let page = show_again(&app, &call, id, Shown { problem: Some(SignInProblem::Busy), ..shown }).await;
            retry_after_header(page, retry_after.0)
        }
        Err(error) => PageError::from(error).answer(&app, &call),
    }
}

/// What a person typed.
fn typed(params: &Params) -> PasswordForm<'_> {
    PasswordForm {
        username: params.get("username").unwrap_or_default().trim(),
        password: Secret::new(params.get("password").unwrap_or_default().to_owned()),
        remember: params.get("remember") == Some("yes"),
    }
}

/// A form whose cookie has been replaced. That is what the second press of a double click sends: the first
/// signed in and changed the cookie. It gets what the first got, if its password is right too.
async fn sent_again(app: &Shared, call: &PageCall, params: &Params, sent: &Sent) -> Response {
    let first = match again::earlier_sign_in(call, params, FORM, sent).await {
        Ok(first) => first,
        Err(error) => return PageError::from(error).answer(app, call),
    };
    if let Some(first) = first {
        let place = Place { visitor: call.visitor(Some(sent)), paused: None };
        match password::is_right(&call.cx(), &place, &typed(params), Some(&first.user)).await {
            Ok(true) => {
                let interaction = first.interaction.as_ref();
                let entry = Entry { browser: &first.browser, interaction, remember: first.remember };
                return signed_in(app, call, sent, entry).await;
            }
            Ok(false) => {}
            Err(error) => return PageError::from(error).answer(app, call),
        }
    }
    let page = again::by_get(call, "/login", interaction(params).as_ref());
    page.unwrap_or_else(|| no_cookie().answer(app, call))
}

/// The request has been answered. The very form that led to the answer gets it once more, if its password
/// is right too.
async fn answered(app: &Shared, call: &PageCall, params: &Params, sent: &Sent, stopped: Stopped) -> Response {
    let visitor = call.visitor(Some(sent));
    let repeats = matches!(stopped, Stopped::Over { completed: true, .. })
        && check_form(call, params, FORM).await.is_none()
        && matches!(authorize::answered_before(&call.cx(), &visitor).await, Ok(Some(_)));
    if repeats {
        match password::is_right(&call.cx(), &Place { visitor, paused: None }, &typed(params), None).await {
            Ok(true) => return again::stopped(app, call, &visitor, stopped).await,
            Ok(false) => {}
            Err(error) => return PageError::from(error).answer(app, call),
        }
    }
    PageError::from(stopped).answer(app, call)
}

fn retry_after_header(mut response: Response, seconds: i64) -> Response {
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// Shows the form again with what was typed, never the password.
async fn show_again(app: &Shared, call: &PageCall, id: Option<InteractionId>, shown: Shown) -> Response {
    let Some(id) = id else { return own(app, call, shown).await };
    match interactions::load(&call.cx(), &id, call.known_browser()).await {
        Ok(paused) => Box::pin(for_client(app, call, &id, paused, shown)).await,
        Err(stopped) => PageError::from(stopped).answer(app, call),
    }
}

/// Somebody has just signed in.
pub struct Entry<'a> {
    /// The browser with its new cookie.
    pub browser: &'a Browser,
    /// The paused request that it was for; none when somebody visits their account.
    pub interaction: Option<&'a InteractionId>,
    /// Whether the cookie outlives the browser.
    pub remember: bool,
}

/// Goes on with the paused request, or to the account.
pub async fn signed_in(app: &Shared, call: &PageCall, sent: &Sent, entry: Entry<'_>) -> Response {
    let Entry { browser, interaction, remember } = entry;
    let visitor = Visitor { browser: Some(browser), ..call.visitor(Some(sent)) };
    let mut response = match interaction {
        None => see_other(&call.issuer.url.join("/account")),
        Some(id) => match authorize::resume(&call.cx(), &visitor, id).await {
            Ok((Next::Ask(id, question), _)) => see_other(&question_url(call, &id, &question)),
            Ok((Next::Answer(reply), _)) => send(app, call, &reply),
            Err(stopped) => PageError::from(stopped).answer(app, call),
        },
    };
    let lifetime = remember.then_some(app.config.session.absolute);
    if let Some(cookie) = cookies::set(&call.issuer.url, browser, lifetime) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    with_state(call, Some(browser), response).await
}

/// `GET /cancel`: a reload, or the address kept by the browser after [`cancel`]; nothing is left to do.
pub async fn cancelled(call: PageCall) -> Response {
    see_other(&call.issuer.url.join("/account"))
}

/// `POST /cancel`: the person does not want to go on.
pub async fn cancel(State(app): State<Shared>, call: PageCall, FormParams(params): FormParams) -> Response {
    let params: Params = params.unwrap_or_default();
    let call = call.of_form("/login", &params);
    let Some(id) = interaction(&params) else {
        return PageError::from(Stopped::Over { client: None, completed: false }).answer(&app, &call);
    };
    let sent = Sent::of(CANCEL, &params);
    let visitor = call.visitor(Some(&sent));
    // The button stands on two pages, each with its own form token.
    if check_form(&call, &params, FORM).await.is_some()
        && let Some(forged) = check_form(&call, &params, super::chooser::FORM).await
    {
        return forged.answer(&app, &call);
    }
    match authorize::deny(&call.cx(), &visitor, &id).await {
        Ok(reply) => send(&app, &call, &reply),
        Err(stopped) => again::stopped(&app, &call, &visitor, stopped).await,
    }
}
