//! Setting a password by a one-time link. Opening it spends nothing, so that whoever looks at links
//! before people do does not end it.

use axum::{extract::State, http::StatusCode, response::Response};

use super::{browser_token, check_form, login, person, spent_link};
use crate::{
    base::secret::Secret,
    domain::{
        accounts::password_link,
        kernel::{Error, FieldError},
        outcomes::Sent,
        visitor::Visitor,
    },
    http::{
        Shared,
        answer::step::with_browser,
        answer::{
            page::{self, PageError},
            reopened,
            response_mode::see_other,
        },
        extract::{FormParams, QueryParams, Visit},
    },
    protocol::params::Params,
    render::pages::{PasswordLink, PasswordProblem, PasswordSet},
    store::users::User,
};

/// The form's purpose.
const FORM: &str = "password";

/// Where one goes from there.
pub const DONE: &str = "/password/done";

/// `GET /password`
pub async fn get(State(app): State<Shared>, visit: Visit, QueryParams(params): QueryParams) -> Response {
    show(&app, &visit, &params.unwrap_or_default(), Vec::new()).await
}

async fn show(app: &Shared, visit: &Visit, params: &Params, problems: Vec<PasswordProblem>) -> Response {
    let token = params.get("token").unwrap_or_default();
    let user = match password_link::peek(&visit.cx(), token).await {
        Ok(user) => user,
        Err(error) => return spent_link(error).answer(app, visit),
    };
    let (browser, fresh) = match login::ensure_browser(visit).await {
        Ok(found) => found,
        Err(error) => return PageError::from(error).answer(app, visit),
    };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = PasswordLink {
        frame: visit.frame(browser_token(&browser, FORM)),
        person: person(&user),
        username: user.username,
        action: visit.issuer.url.join(password_link::PATH),
        token: token.to_owned(),
        password_min: app.config.login.password_min_length,
        problems,
    };
    with_browser(visit, page::show(status, &page), fresh.then_some(&browser))
}

/// `POST /password`
pub async fn post(State(app): State<Shared>, visit: Visit, FormParams(params): FormParams) -> Response {
    let params = params.unwrap_or_default();
    let visit = visit.of_form(password_link::PATH, &params);
    if let Some(forged) = check_form(&visit, &params, FORM).await {
        return forged.answer(&app, &visit);
    }
    let password = params.get("password").unwrap_or_default();
    if password != params.get("password_again").unwrap_or_default() {
        return show(&app, &visit, &params, vec![PasswordProblem::Differ]).await;
    }
    let sent = Sent::of(FORM, &params);
    let visitor = visit.visitor(Some(&sent));
    let chosen = Secret::new(password.to_owned());
    match password_link::set(&visit.cx(), &visitor, params.get("token").unwrap_or_default(), chosen.clone()).await {
        Ok(user) => go_on(&app, &visit, &user),
        Err(Error::Invalid(fields)) => show(&app, &visit, &params, fields.iter().map(problem).collect()).await,
        // Spent, perhaps by the first of two presses.
        Err(Error::NotFound) => sent_again(&app, &visit, &visitor, chosen).await,
        Err(error) => PageError::from(error).answer(&app, &visit),
    }
}

/// The second press of a double click gets what the first got, if it chose the same password.
async fn sent_again(app: &Shared, visit: &Visit, visitor: &Visitor<'_>, chosen: Secret<String>) -> Response {
    match password_link::set_before(&visit.cx(), visitor, chosen).await {
        Ok(Some(user)) => go_on(app, visit, &user),
        Ok(None) => spent_link(Error::NotFound).answer(app, visit),
        Err(error) => PageError::from(error).answer(app, visit),
    }
}

fn go_on(app: &Shared, visit: &Visit, user: &User) -> Response {
    match reopened::address(visit, DONE, &user.username) {
        Some(address) => see_other(&address),
        None => {
            PageError::from(Error::internal("the address of the next page could not be written")).answer(app, visit)
        }
    }
}

/// `GET /password/done`
pub async fn done(State(app): State<Shared>, visit: Visit, QueryParams(params): QueryParams) -> Response {
    let Some(username) = params.ok().and_then(|params| reopened::shown(&app, DONE, &params)) else {
        return see_other(&visit.issuer.url.join("/account"));
    };
    let page = PasswordSet { frame: visit.frame(""), username, account_url: visit.issuer.url.join("/account") };
    page::show(StatusCode::OK, &page)
}

/// What is wrong with the password, in the words of the page.
fn problem(field: &FieldError) -> PasswordProblem {
    match field.code {
        "password_too_short" => PasswordProblem::TooShort,
        "password_too_long" => PasswordProblem::TooLong,
        _ => PasswordProblem::Common,
    }
}
