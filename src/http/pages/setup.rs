//! The first administrator, by the one-time link that the terminal shows.

use axum::{extract::State, http::StatusCode, response::Response};

use super::{browser_token, check_form, login};
use crate::{
    base::secret::Secret,
    domain::{
        error::{Error, FieldError},
        setup::{self, Chosen},
    },
    http::{
        Shared,
        answer::page::{self, PageError},
        extract::{FormParams, QueryParams, Visit},
        oauth::authorize::with_browser,
    },
    protocol::params::Params,
    render::pages::{Setup, SetupDone, SetupGone, SetupProblem},
};

/// The form's purpose.
const FORM: &str = "setup";

/// The command to run next.
const NEXT: &str = "signet client create --kind web --name \"My app\" --redirect-uri http://localhost:3000/callback";

/// `GET /setup`
pub async fn get(State(app): State<Shared>, visit: Visit, QueryParams(params): QueryParams) -> Response {
    show(&app, &visit, &params.unwrap_or_default(), Vec::new()).await
}

async fn show(app: &Shared, visit: &Visit, params: &Params, problems: Vec<SetupProblem>) -> Response {
    let token = params.get("token").unwrap_or_default();
    match setup::is_open(app, token).await {
        Err(error) => return PageError::from(error).answer(app, visit),
        Ok(false) => return gone(app, visit).await,
        Ok(true) => {}
    }
    let (browser, fresh) = match login::ensure_browser(app, visit).await {
        Ok(found) => found,
        Err(error) => return PageError::from(error).answer(app, visit),
    };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Setup {
        frame: app.site.frame(visit.locale(None), browser_token(&browser, FORM)),
        action: visit.issuer.url.join("/setup"),
        token: token.to_owned(),
        username: params.get("username").unwrap_or_default().to_owned(),
        email: params.get("email").unwrap_or_default().to_owned(),
        password_min: app.config.login.password_min_length,
        problems,
    };
    with_browser(visit, page::show(status, &page), fresh.then_some(&browser))
}

async fn gone(app: &Shared, visit: &Visit) -> Response {
    let used = setup::is_done(app).await.unwrap_or(false);
    let page = SetupGone {
        frame: app.site.frame(visit.locale(None), ""),
        used,
        command: (!used).then(|| "signet serve".to_owned()),
        account_url: visit.issuer.url.join("/account"),
    };
    page::show(StatusCode::GONE, &page)
}

/// `POST /setup`
pub async fn post(State(app): State<Shared>, visit: Visit, FormParams(params): FormParams) -> Response {
    let params = params.unwrap_or_default();
    if let Some(forged) = check_form(&app, &visit, &params, FORM).await {
        return forged.answer(&app, &visit);
    }
    let password = params.get("password").unwrap_or_default();
    if password != params.get("password_again").unwrap_or_default() {
        return show(&app, &visit, &params, vec![SetupProblem::PasswordsDiffer]).await;
    }
    let chosen = Chosen {
        token: params.get("token").unwrap_or_default(),
        username: params.get("username").unwrap_or_default().trim(),
        email: params.get("email").map(str::trim),
        password: Secret::new(password.to_owned()),
    };
    match setup::create_administrator(&app, &visit.issuer, chosen, &visit.origin).await {
        Ok(user) => {
            let page = SetupDone {
                frame: app.site.frame(visit.locale(None), ""),
                username: user.username,
                command: NEXT.to_owned(),
                account_url: visit.issuer.url.join("/account"),
            };
            page::show(StatusCode::OK, &page)
        }
        Err(Error::Invalid(fields)) => {
            let problems = fields.iter().filter_map(problem).collect();
            show(&app, &visit, &params, problems).await
        }
        Err(Error::NotFound) => gone(&app, &visit).await,
        Err(error) => PageError::from(error).answer(&app, &visit),
    }
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
        _ => return None,
    })
}
