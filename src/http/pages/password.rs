//! Setting a password by a one-time link. Opening it spends nothing, so that whoever looks at links
//! before people do does not end it.

use axum::{extract::State, http::StatusCode, response::Response};

use super::{browser_token, check_form, login, person, spent_link};
use crate::{
    base::secret::Secret,
    domain::{
        directory::accounts::password_link,
        kernel::{Error, FieldError},
        login::password::set_before,
        sessions::{outcomes::Sent, visitor::Visitor},
    },
    http::{
        Shared,
        answer::{
            page::{self, PageError},
            reopened,
            response_mode::see_other,
            step::with_browser,
        },
        extract::{FormParams, PageCall, QueryParams},
    },
    protocol::params::Params,
    render::pages::{PasswordLinkPage, PasswordProblem, PasswordSet},
    store::users::User,
};

/// The form's purpose.
const FORM: &str = "password";

/// Where one goes from there.
pub const DONE: &str = "/password/done";

/// `GET /password`
pub async fn get(State(app): State<Shared>, call: PageCall, QueryParams(params): QueryParams) -> Response {
    show(&app, &call, &params.unwrap_or_default(), Vec::new()).await
}

async fn show(app: &Shared, call: &PageCall, params: &Params, problems: Vec<PasswordProblem>) -> Response {
    let token = params.get("token").unwrap_or_default();
    let user = match password_link::peek(&call.cx(), token).await {
        Ok(user) => user,
        Err(error) => return spent_link(error).answer(app, call),
    };
    let (browser, fresh) = match login::ensure_browser(call).await {
        Ok(found) => found,
        Err(error) => return PageError::from(error).answer(app, call),
    };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = PasswordLinkPage {
        frame: call.frame(browser_token(&browser, FORM)),
        person: person(&user),
        username: user.username,
        action: call.issuer.url.join(password_link::PATH),
        token: token.to_owned(),
        password_min: app.config.login.password_min_length,
        problems,
    };
    with_browser(call, page::show(status, &page), fresh.then_some(&browser))
}

/// `POST /password`
pub async fn post(State(app): State<Shared>, call: PageCall, FormParams(params): FormParams) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(password_link::PATH, &params);
    if let Some(forged) = check_form(&call, &params, FORM).await {
        return forged.answer(&app, &call);
    }
    let password = params.get("password").unwrap_or_default();
    if password != params.get("password_again").unwrap_or_default() {
        return show_differing(&app, &call, &params, password).await;
    }
    let sent = Sent::of(FORM, &params);
    let visitor = call.visitor(Some(&sent));
    let chosen = Secret::new(password.to_owned());
    match password_link::set(&call.cx(), &visitor, params.get("token").unwrap_or_default(), chosen.clone()).await {
        Ok(user) => go_on(&app, &call, &user),
        Err(Error::Invalid(fields)) => show(&app, &call, &params, in_words(&fields)).await,
        // Spent, perhaps by the first of two presses.
        Err(Error::NotFound) => sent_again(&app, &call, &visitor, chosen).await,
        Err(error) => PageError::from(error).answer(&app, &call),
    }
}

/// The form again for a password that was not typed twice alike: what else is wrong with it is said at once.
async fn show_differing(app: &Shared, call: &PageCall, params: &Params, password: &str) -> Response {
    match password_link::problems(&call.cx(), params.get("token").unwrap_or_default(), password).await {
        Ok(fields) => {
            let mut problems = in_words(&fields);
            problems.push(PasswordProblem::Differ);
            show(app, call, params, problems).await
        }
        Err(error) => spent_link(error).answer(app, call),
    }
}

/// The second press of a double click gets what the first got, if it chose the same password.
async fn sent_again(app: &Shared, call: &PageCall, visitor: &Visitor<'_>, chosen: Secret<String>) -> Response {
    match set_before(&call.cx(), visitor, chosen).await {
        Ok(Some(user)) => go_on(app, call, &user),
        Ok(None) => spent_link(Error::NotFound).answer(app, call),
        Err(error) => PageError::from(error).answer(app, call),
    }
}

fn go_on(app: &Shared, call: &PageCall, user: &User) -> Response {
    match reopened::address(call, DONE, &user.username) {
        Some(address) => see_other(&address),
        None => PageError::from(Error::internal("the address of the next page could not be written")).answer(app, call),
    }
}

/// `GET /password/done`
pub async fn done(call: PageCall, QueryParams(params): QueryParams) -> Response {
    let Some(username) = params.ok().and_then(|params| reopened::shown(&call, DONE, &params)) else {
        return see_other(&call.issuer.url.join("/account"));
    };
    let page = PasswordSet { frame: call.frame(""), username, account_url: call.issuer.url.join("/account") };
    page::show(StatusCode::OK, &page)
}

/// What is wrong with the password, in the words of the page, each once.
fn in_words(fields: &[FieldError]) -> Vec<PasswordProblem> {
    let mut problems: Vec<PasswordProblem> = fields.iter().map(problem).collect();
    problems.dedup();
    problems
}

/// A problem that has no words on the page is told in its own.
fn problem(field: &FieldError) -> PasswordProblem {
    match field.code {
        "password_too_short" => PasswordProblem::TooShort,
        "password_too_long" => PasswordProblem::TooLong,
        "password_common" => PasswordProblem::Common,
        _ => PasswordProblem::Other(field.message.clone()),
    }
}
