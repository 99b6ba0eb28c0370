//! The first administrator, by the one-time link that the terminal shows.

use axum::{extract::State, http::StatusCode, response::Response};

use super::{again, browser_token, check_form, login};
use crate::{
    base::secret::Secret,
    domain::{
        kernel::{Error, FieldError},
        login::{
            Place,
            password::{self, Typed},
        },
        outcomes::Sent,
        sessions::{self, Browser},
        setup::{self, Chosen},
    },
    http::{
        Shared,
        answer::step::with_browser,
        answer::{
            browser_state::with_state,
            page::{self, PageError},
            response_mode::see_other,
        },
        extract::{FormParams, QueryParams, Visit},
    },
    protocol::params::Params,
    render::pages::{Setup, SetupDone, SetupGone, SetupProblem},
};

/// The form's purpose.
const FORM: &str = "setup";

/// Where one goes from there.
pub const DONE: &str = "/setup/done";

/// The command to run next.
const NEXT: &str = "signet client create --kind web --name \"My app\" --redirect-uri http://localhost:3000/callback";

/// `GET /setup`
pub async fn get(State(app): State<Shared>, visit: Visit, QueryParams(params): QueryParams) -> Response {
    show(&app, &visit, &params.unwrap_or_default(), Vec::new()).await
}

async fn show(app: &Shared, visit: &Visit, params: &Params, problems: Vec<SetupProblem>) -> Response {
    let token = params.get("token").unwrap_or_default();
    match setup::is_open(&visit.cx(), token).await {
        Err(error) => return PageError::from(error).answer(app, visit),
        Ok(false) => return gone(visit).await,
        Ok(true) => {}
    }
    let (browser, fresh) = match login::ensure_browser(visit).await {
        Ok(found) => found,
        Err(error) => return PageError::from(error).answer(app, visit),
    };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Setup {
        frame: visit.frame(browser_token(&browser, FORM)),
        action: visit.issuer.url.join("/setup"),
        token: token.to_owned(),
        username: params.get("username").unwrap_or_default().to_owned(),
        email: params.get("email").unwrap_or_default().to_owned(),
        password_min: app.config.login.password_min_length,
        problems,
    };
    with_browser(visit, page::show(status, &page), fresh.then_some(&browser))
}

async fn gone(visit: &Visit) -> Response {
    let used = setup::is_done(&visit.cx()).await.unwrap_or(false);
    let page = SetupGone {
        frame: visit.frame(""),
        used,
        command: (!used).then(|| "signet serve".to_owned()),
        account_url: visit.issuer.url.join("/account"),
    };
    page::show(StatusCode::GONE, &page)
}

/// `POST /setup`
pub async fn post(State(app): State<Shared>, visit: Visit, FormParams(params): FormParams) -> Response {
    let params = params.unwrap_or_default();
    let visit = visit.of_form("/setup", &params);
    let sent = Sent::of(FORM, &params);
    if let Some(forged) = check_form(&visit, &params, FORM).await {
        // Its cookie was replaced, perhaps by the first of two presses.
        let again = sent_again(&app, &visit, &params, &sent).await;
        return again.unwrap_or_else(|| forged.answer(&app, &visit));
    }
    let chosen = Chosen {
        token: params.get("token").unwrap_or_default(),
        username: params.get("username").unwrap_or_default().trim(),
        email: Some(params.get("email").unwrap_or_default().trim()),
        password: Secret::new(params.get("password").unwrap_or_default().to_owned()),
        password_again: params.get("password_again").unwrap_or_default(),
    };
    match setup::create_administrator(&visit.cx(), &visit.visitor(Some(&sent)), chosen).await {
        Ok(browser) => go_on(&visit, &browser).await,
        Err(Error::Invalid(fields)) => {
            let mut problems: Vec<SetupProblem> = fields.iter().filter_map(problem).collect();
            problems.dedup();
            show(&app, &visit, &params, problems).await
        }
        // Spent, perhaps by the first of two presses.
        Err(Error::NotFound) => match sent_again(&app, &visit, &params, &sent).await {
            Some(again) => again,
            None => gone(&visit).await,
        },
        Err(error) => PageError::from(error).answer(&app, &visit),
    }
}

/// The second press of a double click gets what the first got, if its password is right too.
async fn sent_again(app: &Shared, visit: &Visit, params: &Params, sent: &Sent) -> Option<Response> {
    let first = match again::earlier_sign_in(visit, params, FORM, sent).await {
        Ok(first) => first?,
        Err(error) => return Some(PageError::from(error).answer(app, visit)),
    };
    let typed = Typed {
        username: params.get("username").unwrap_or_default().trim(),
        password: Secret::new(params.get("password").unwrap_or_default().to_owned()),
        remember: false,
    };
    let place = Place { visitor: visit.visitor(Some(sent)), paused: None };
    match password::is_right(&visit.cx(), &place, &typed, Some(&first.user)).await {
        Ok(true) => Some(go_on(visit, &first.browser).await),
        Ok(false) => None,
        Err(error) => Some(PageError::from(error).answer(app, visit)),
    }
}

async fn go_on(visit: &Visit, browser: &Browser) -> Response {
    let onward = with_browser(visit, see_other(&visit.issuer.url.join(DONE)), Some(browser));
    with_state(visit, Some(browser), onward).await
}

/// `GET /setup/done`: what comes next, for an administrator who is signed in.
pub async fn done(State(app): State<Shared>, visit: Visit) -> Response {
    match administrator(&visit).await {
        Ok(Some(username)) => finished(&visit, username),
        Ok(None) => see_other(&visit.issuer.url.join("/account")),
        Err(error) => PageError::from(error).answer(&app, &visit),
    }
}

async fn administrator(visit: &Visit) -> Result<Option<String>, Error> {
    let accounts = sessions::accounts_in(&visit.cx(), visit.known_browser()).await?;
    Ok(accounts.into_iter().find(|one| one.user.admin_at.is_some()).map(|one| one.user.username))
}

fn finished(visit: &Visit, username: String) -> Response {
    let page = SetupDone {
        frame: visit.frame(""),
        username,
        command: NEXT.to_owned(),
        account_url: visit.issuer.url.join("/account"),
    };
    page::show(StatusCode::OK, &page)
}

/// A field's problem in the words of the page.
fn problem(field: &FieldError) -> Option<SetupProblem> {
    Some(match (field.field, field.code) {
        ("username", "username_taken") => SetupProblem::UsernameTaken,
        ("username", _) => SetupProblem::UsernameInvalid,
        ("email", "email_taken") => SetupProblem::EmailTaken,
        ("email", _) => SetupProblem::EmailInvalid,
        ("password", "password_too_short") => SetupProblem::PasswordTooShort,
        ("password", "password_too_long") => SetupProblem::PasswordTooLong,
        ("password", _) => SetupProblem::PasswordCommon,
        ("password_again", _) => SetupProblem::PasswordsDiffer,
        _ => return None,
    })
}
