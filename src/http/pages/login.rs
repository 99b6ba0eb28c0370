//! The sign-in page, for a paused request or for one's own account.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};

use super::{
    again::{self, go_or_again},
    browser_token, check_form, client_card, interaction, no_cookie, person,
};
use crate::{
    base::{id::InteractionId, secret::Secret},
    domain::{
        flows::authorize::{self, Answer, Next, Step},
        interactions::{self, Paused, Question, Stopped},
        kernel::Error,
        login::{
            self, Proven,
            password::{self, PasswordForm, Place},
        },
        sessions::{self, Browser, outcomes::Sent, visitor::Visitor},
    },
    http::{
        Shared,
        answer::{
            browser_state::with_known_state,
            page::{self, PageError},
            response_mode::{see_other, send},
            step::{go, question_url, with_browser},
        },
        cookies,
        extract::{PageCall, PostedForm, QueryParams},
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
    let standing = match interactions::standing(&call.cx(), &paused, &call.visitor(None)).await {
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
            return go(app, call, step);
        }
    };
    let here = call.issuer.url.join(&format!("/login?interaction={id}"));
    let another = format!("{here}&another=1");
    let again = match (shown.another, shown.ended()) {
        (true, _) => another.clone(),
        (false, true) => call.issuer.url.join(&ended_path(Some(id))),
        (false, false) => here,
    };
    let fixed = reason.filter(|_| !shown.another).and_then(|reason| fixed_account(call, &paused, reason));
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
fn fixed_account(call: &PageCall, paused: &Paused, reason: LoginReason) -> Option<Person> {
    if !matches!(reason, LoginReason::Prompted | LoginReason::TooOld | LoginReason::TooWeak) {
        return None;
    }
    let accounts = &call.accounts.all;
    let selected = accounts.iter().find(|one| Some(&one.session.id) == paused.progress.selected.as_ref());
    let only = if let [only] = accounts.as_slice() { Some(only) } else { None };
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
pub async fn post(State(app): State<Shared>, PostedForm { call, params }: PostedForm) -> Response {
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
    let username = typed.username.to_owned();
    let shown = Shown { username, remember: typed.remember, another: params.has("another"), problem: None };
    let problem = match Box::pin(try_password(&app, &call, &sent, paused, typed)).await {
        Ok(response) => return response,
        Err(problem) => problem,
    };
    let (problem, wait) = match problem {
        Failed::Wrong => (SignInProblem::WrongCredentials, None),
        Failed::Not(Error::TooMany { retry_after }) => {
            let minutes = u32::try_from(retry_after.0.max(0).unsigned_abs().div_ceil(60)).unwrap_or(u32::MAX);
            (SignInProblem::TooMany { minutes }, Some(retry_after.0))
        }
        Failed::Not(Error::Busy { retry_after }) => (SignInProblem::Busy, Some(retry_after.0)),
        Failed::Not(error) => return PageError::from(error).answer(&app, &call),
    };
    let page = show_again(&app, &call, id, Shown { problem: Some(problem), ..shown }).await;
    match wait {
        Some(seconds) => retry_after_header(page, seconds),
        None => page,
    }
}

/// Why nobody was signed in.
enum Failed {
    /// Name and password do not match.
    Wrong,
    /// It was not looked at, or something failed.
    Not(Error),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Not(error)
    }
}

/// Tries a password, and goes on.
async fn try_password(
    app: &Shared,
    call: &PageCall,
    sent: &Sent,
    paused: Option<Paused>,
    typed: PasswordForm<'_>,
) -> Result<Response, Failed> {
    let cx = &call.cx();
    let visitor = call.visitor(Some(sent));
    let client = paused.as_ref().map(|paused| paused.client.client.id.clone());
    let place = Place { visitor, client: client.as_ref() };
    let Some(found) = password::verify(cx, &place, &typed).await? else { return Err(Failed::Wrong) };
    let proven = found.proven(cx, typed).await;
    match Box::pin(enter(app, call, sent, paused, &proven)).await {
        // The password was changed while it was being checked.
        Err(Error::Forbidden) => {
            found.changed(cx, &place).await?;
            Err(Failed::Wrong)
        }
        other => Ok(other?),
    }
}

/// Somebody was verified: signs in, and goes on with the paused request or to the account.
///
/// # Errors
/// As [`login::enter`].
pub async fn enter(
    app: &Shared,
    call: &PageCall,
    sent: &Sent,
    paused: Option<Paused>,
    proven: &Proven,
) -> Result<Response, Error> {
    let cx = &call.cx();
    let visitor = call.visitor(Some(sent));
    let Some(paused) = paused else {
        return Ok(match login::sign_in(cx, &visitor, proven).await?.into_browser() {
            Some(browser) => {
                let entry = Entry { browser: &browser, interaction: None, remember: proven.remember };
                signed_in(app, call, sent, entry).await
            }
            None => no_cookie().answer(app, call),
        });
    };
    let id = paused.id.clone();
    let step = match authorize::answer(cx, &visitor, paused, Answer::SignedIn(proven)).await {
        Ok(step) => step,
        Err(Stopped::Failed(error)) => return Err(error),
        Err(stopped) => return Ok(PageError::from(stopped).answer(app, call)),
    };
    if matches!(step.next, Next::Overtaken) {
        return Ok(again::by_get(call, "/login", id.as_ref()).unwrap_or_else(|| no_cookie().answer(app, call)));
    }
    Ok(entered(app, call, step, proven.remember))
}

/// The answer of a step in which somebody signed in.
fn entered(app: &Shared, call: &PageCall, step: Step, remember: bool) -> Response {
    let Step { next, browser, state } = step;
    let mut response = match next {
        Next::Ask(id, question) => see_other(&question_url(call, &id, &question)),
        Next::Answer(reply) => send(app, call, &reply),
        Next::Stopped(stopped) => PageError::from(*stopped).answer(app, call),
        Next::Overtaken => no_cookie().answer(app, call),
    };
    let lifetime = remember.then_some(app.config.session.absolute);
    if let Some(cookie) = browser.and_then(|browser| cookies::set(&call.issuer.url, &browser, lifetime)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    with_known_state(call, state.as_deref(), response)
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
        let place = Place { visitor: call.visitor(Some(sent)), client: None };
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
        match password::is_right(&call.cx(), &Place { visitor, client: None }, &typed(params), None).await {
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

/// Goes on with the paused request as it stands, or to the account.
pub async fn signed_in(app: &Shared, call: &PageCall, sent: &Sent, entry: Entry<'_>) -> Response {
    let Entry { browser, interaction, remember } = entry;
    let cookie = Some(browser.secret.expose().as_str());
    let accounts = match sessions::look(&call.cx(), cookie, None).await {
        Ok(found) => found.map(|(_, accounts)| accounts).unwrap_or_default(),
        Err(error) => return PageError::from(error).answer(app, call),
    };
    let visitor = Visitor { browser: Some(browser), accounts: &accounts, sent: Some(sent) };
    let step = match interaction {
        Some(id) => authorize::resume(&call.cx(), &visitor, id).await,
        None => {
            let mut response = see_other(&call.issuer.url.join("/account"));
            let lifetime = remember.then_some(app.config.session.absolute);
            if let Some(cookie) = cookies::set(&call.issuer.url, browser, lifetime) {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            return with_known_state(call, accounts.state(&call.cx(), browser).as_deref(), response);
        }
    };
    let state = accounts.state(&call.cx(), browser);
    let next = step.map_or_else(|stopped| Next::Stopped(Box::new(stopped)), |step| step.next);
    entered(app, call, Step { next, browser: Some(browser.clone()), state }, remember)
}

/// `GET /cancel`: a reload, or the address kept by the browser after [`cancel`]; nothing is left to do.
pub async fn cancelled(call: PageCall) -> Response {
    see_other(&call.issuer.url.join("/account"))
}

/// `POST /cancel`: the person does not want to go on.
pub async fn cancel(State(app): State<Shared>, PostedForm { call, params }: PostedForm) -> Response {
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
    let answered = match interactions::load(&call.cx(), &id, visitor.browser).await {
        Ok(paused) => authorize::answer(&call.cx(), &visitor, paused, Answer::Denied).await,
        Err(stopped) => Err(stopped),
    };
    go_or_again(&app, &call, &visitor, answered).await
}
