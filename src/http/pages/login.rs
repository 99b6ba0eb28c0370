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
        authorize::{self, Next, Paused, Question, Standing, Stopped},
        kernel::Error,
        login::{
            Place,
            password::{self, Outcome, Typed},
        },
        outcomes::Sent,
        sessions::{self, Browser},
        visitor::Visitor,
    },
    http::{
        Shared,
        answer::step::{go, question_url, with_browser},
        answer::{
            browser_state::with_state,
            page::{self, PageError},
            response_mode::{see_other, send},
        },
        cookies,
        extract::{FormParams, QueryParams, Visit},
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
            Some(SignInProblem::WrongCredentials | SignInProblem::ExpiredForm) | None => StatusCode::OK,
        }
    }
}

/// `GET /login`
pub async fn get(State(app): State<Shared>, visit: Visit, QueryParams(params): QueryParams) -> Response {
    let params = params.unwrap_or_default();
    let shown = Shown { another: params.has("another"), ..Shown::default() };
    match interaction(&params) {
        None => own(&app, &visit, shown).await,
        Some(id) => match authorize::load(&visit.cx(), &id, visit.known_browser()).await {
            Err(stopped) => PageError::from(stopped).answer(&app, &visit),
            Ok(paused) => for_client(&app, &visit, &id, paused, shown).await,
        },
    }
}

/// Shows the page for a paused request, if signing in is what it waits for.
async fn for_client(app: &Shared, visit: &Visit, id: &InteractionId, paused: Paused, shown: Shown) -> Response {
    let status = shown.status();
    let standing = match authorize::standing(&visit.cx(), &paused, visit.known_browser()).await {
        Ok(standing) => standing,
        Err(error) => return PageError::from(error).answer(app, visit),
    };
    let reason = match &standing.question {
        Ok(Some(Question::Login(reason))) => Some(*reason),
        // Somebody who is signed in may still want another account.
        _ if shown.another || shown.problem.is_some() => None,
        Ok(Some(other)) => return see_other(&question_url(visit, id, other)),
        _ => {
            let step = authorize::resume(&visit.cx(), &visit.visitor(None), id).await;
            return go(app, visit, step).await;
        }
    };
    let here = visit.issuer.url.join(&format!("/login?interaction={id}"));
    let another = format!("{here}&another=1");
    let fixed = reason.filter(|_| !shown.another).and_then(|reason| fixed_account(&standing, &paused, reason));
    let hint = paused.request.login_hint.clone().unwrap_or_default();
    let address = &paused.request.address;
    let sign_in = SignIn {
        frame: visit
            .issuer
            .site
            .frame(visit.locale(paused.request.ui_locales.as_deref()), super::form_token(visit, FORM))
            .at(if shown.another { &another } else { &here }),
        client: Some(client_card(
            visit,
            &paused.client.client,
            crate::render::frame::return_host(address.redirect_uri()),
        )),
        action: visit.issuer.url.join("/login"),
        interaction: Some(id.to_string()),
        forgot_url: forgot_url(app),
        username: if shown.username.is_empty() { hint } else { shown.username },
        fixed_account: fixed.map(|person| FixedAccount { person, switch_url: Some(another) }),
        another: shown.another,
        remember: Some(shown.remember),
        problem: shown.problem,
        demo: app.demo,
        cancel_action: Some(visit.issuer.url.join("/cancel")),
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
async fn own(app: &Shared, visit: &Visit, shown: Shown) -> Response {
    let status = shown.status();
    let (browser, fresh) = match ensure_browser(visit).await {
        Ok(found) => found,
        Err(error) => return PageError::from(error).answer(app, visit),
    };
    let sign_in = SignIn {
        frame: app
            .issuer
            .site
            .frame(visit.locale(None), browser_token(&browser, FORM))
            .at(visit.issuer.url.join("/login")),
        client: None,
        action: visit.issuer.url.join("/login"),
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
    with_browser(visit, page::show(status, &sign_in), fresh.then_some(&browser))
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
pub async fn ensure_browser(visit: &Visit) -> Result<(Browser, bool), Error> {
    match &visit.browser {
        Ok(Some(known)) => Ok((known.clone(), false)),
        Ok(None) => sessions::make_browser(&visit.cx()).await.map(|browser| (browser, true)),
        Err(_) => Err(Error::internal("the browser could not be looked up")),
    }
}

/// `POST /login`
pub async fn post(State(app): State<Shared>, visit: Visit, FormParams(params): FormParams) -> Response {
    let params = match params {
        Ok(params) => params,
        Err(refusal) => return PageError::from(Error::from(refusal)).answer(&app, &visit),
    };
    let visit = visit.of_form("/login", &params);
    let sent = Sent::of(FORM, &params);
    match again::has_present_cookie(&visit).await {
        Ok(true) => {}
        Ok(false) => return sent_again(&app, &visit, &params, &sent).await,
        Err(error) => return PageError::from(error).answer(&app, &visit),
    }
    let id = interaction(&params);
    let paused = match &id {
        None => None,
        Some(id) => match authorize::load(&visit.cx(), id, visit.known_browser()).await {
            Ok(paused) => Some(paused),
            Err(_) if again::is_replaced(&visit).await => return sent_again(&app, &visit, &params, &sent).await,
            Err(stopped) => return answered(&app, &visit, &params, &sent, stopped).await,
        },
    };
    if let Some(forged) = check_form(&visit, &params, FORM).await {
        if again::is_replaced(&visit).await {
            return sent_again(&app, &visit, &params, &sent).await;
        }
        return forged.answer(&app, &visit);
    }
    let typed = typed(&params);
    let remember = typed.remember;
    let username = typed.username.to_owned();
    let shown = Shown { username, remember, another: params.has("another"), problem: None };
    let mut place = Place { visitor: visit.visitor(Some(&sent)), paused };
    match password::sign_in(&visit.cx(), &mut place, typed).await {
        Ok(Outcome::SignedIn(browser)) => {
            let entry = Entry { browser: &browser, interaction: id.as_ref(), remember };
            signed_in(&app, &visit, &sent, entry).await
        }
        Ok(Outcome::Overtaken) => {
            again::by_get(&visit, "/login", id.as_ref()).unwrap_or_else(|| no_cookie().answer(&app, &visit))
        }
        Ok(Outcome::Wrong) => {
            show_again(&app, &visit, id, Shown { problem: Some(SignInProblem::WrongCredentials), ..shown }).await
        }
        Err(Error::TooMany { retry_after }) => {
            let minutes = u32::try_from(retry_after.0.max(0).unsigned_abs().div_ceil(60)).unwrap_or(u32::MAX);
            let problem = Some(SignInProblem::TooMany { minutes });
            let page = show_again(&app, &visit, id, Shown { problem, ..shown }).await;
            retry_after_header(page, retry_after.0)
        }
        Err(Error::Busy { retry_after }) => {
            let page = show_again(&app, &visit, id, Shown { problem: Some(SignInProblem::Busy), ..shown }).await;
            retry_after_header(page, retry_after.0)
        }
        Err(error) => PageError::from(error).answer(&app, &visit),
    }
}

/// What a person typed.
fn typed(params: &Params) -> Typed<'_> {
    Typed {
        username: params.get("username").unwrap_or_default().trim(),
        password: Secret::new(params.get("password").unwrap_or_default().to_owned()),
        remember: params.get("remember") == Some("yes"),
    }
}

/// A form whose cookie has been replaced. That is what the second press of a double click sends: the first
/// signed in and changed the cookie. It gets what the first got, if its password is right too.
async fn sent_again(app: &Shared, visit: &Visit, params: &Params, sent: &Sent) -> Response {
    let first = match again::earlier_sign_in(visit, params, FORM, sent).await {
        Ok(first) => first,
        Err(error) => return PageError::from(error).answer(app, visit),
    };
    if let Some(first) = first {
        let place = Place { visitor: visit.visitor(Some(sent)), paused: None };
        match password::is_right(&visit.cx(), &place, &typed(params), Some(&first.user)).await {
            Ok(true) => {
                let interaction = first.interaction.as_ref();
                let entry = Entry { browser: &first.browser, interaction, remember: first.remember };
                return signed_in(app, visit, sent, entry).await;
            }
            Ok(false) => {}
            Err(error) => return PageError::from(error).answer(app, visit),
        }
    }
    let page = again::by_get(visit, "/login", interaction(params).as_ref());
    page.unwrap_or_else(|| no_cookie().answer(app, visit))
}

/// The request has been answered. The very form that led to the answer gets it once more, if its password
/// is right too.
async fn answered(app: &Shared, visit: &Visit, params: &Params, sent: &Sent, stopped: Stopped) -> Response {
    let visitor = visit.visitor(Some(sent));
    let repeats = matches!(stopped, Stopped::Over { completed: true, .. })
        && check_form(visit, params, FORM).await.is_none()
        && matches!(authorize::answered_before(&visit.cx(), &visitor).await, Ok(Some(_)));
    if repeats {
        match password::is_right(&visit.cx(), &Place { visitor, paused: None }, &typed(params), None).await {
            Ok(true) => return again::stopped(app, visit, &visitor, stopped).await,
            Ok(false) => {}
            Err(error) => return PageError::from(error).answer(app, visit),
        }
    }
    PageError::from(stopped).answer(app, visit)
}

fn retry_after_header(mut response: Response, seconds: i64) -> Response {
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// Shows the form again with what was typed, never the password.
async fn show_again(app: &Shared, visit: &Visit, id: Option<InteractionId>, shown: Shown) -> Response {
    let Some(id) = id else { return own(app, visit, shown).await };
    match authorize::load(&visit.cx(), &id, visit.known_browser()).await {
        Ok(paused) => Box::pin(for_client(app, visit, &id, paused, shown)).await,
        Err(stopped) => PageError::from(stopped).answer(app, visit),
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
pub async fn signed_in(app: &Shared, visit: &Visit, sent: &Sent, entry: Entry<'_>) -> Response {
    let Entry { browser, interaction, remember } = entry;
    let visitor = Visitor { browser: Some(browser), ..visit.visitor(Some(sent)) };
    let mut response = match interaction {
        None => see_other(&visit.issuer.url.join("/account")),
        Some(id) => match authorize::resume(&visit.cx(), &visitor, id).await {
            Ok((Next::Ask(id, question), _)) => see_other(&question_url(visit, &id, &question)),
            Ok((Next::Answer(told), _)) => send(app, visit, &told),
            Err(stopped) => PageError::from(stopped).answer(app, visit),
        },
    };
    let lifetime = remember.then_some(app.config.session.absolute);
    if let Some(cookie) = cookies::set(&visit.issuer.url, browser, lifetime) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    with_state(visit, Some(browser), response).await
}

/// `GET /cancel`: a reload, or the address kept by the browser after [`cancel`]; nothing is left to do.
pub async fn cancelled(visit: Visit) -> Response {
    see_other(&visit.issuer.url.join("/account"))
}

/// `POST /cancel`: the person does not want to go on.
pub async fn cancel(State(app): State<Shared>, visit: Visit, FormParams(params): FormParams) -> Response {
    let params: Params = params.unwrap_or_default();
    let visit = visit.of_form("/login", &params);
    let Some(id) = interaction(&params) else {
        return PageError::from(Stopped::Over { client: None, completed: false }).answer(&app, &visit);
    };
    let sent = Sent::of(CANCEL, &params);
    let visitor = visit.visitor(Some(&sent));
    // The button stands on two pages, each with its own form token.
    if check_form(&visit, &params, FORM).await.is_some()
        && let Some(forged) = check_form(&visit, &params, super::chooser::FORM).await
    {
        return forged.answer(&app, &visit);
    }
    match authorize::deny(&visit.cx(), &visitor, &id).await {
        Ok(told) => send(&app, &visit, &told),
        Err(stopped) => again::stopped(&app, &visit, &visitor, stopped).await,
    }
}
