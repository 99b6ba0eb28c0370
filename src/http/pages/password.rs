//! Setting a password by a one-time link. Opening it spends nothing, so that whoever looks at links
//! before people do does not end it.

use axum::{http::StatusCode, response::Response};

use super::{browser_token, check_form, login, person, spent_link};
use crate::{
    base::secret::Secret,
    domain::{
        directory::accounts::password_link,
        kernel::{Error, FieldError},
        login::password::set_before,
        sessions::outcomes::Sent,
    },
    http::{
        answer::{
            page::{self, PageError},
            reopened,
            response_mode::see_other,
            step::with_browser,
        },
        extract::{PageCall, PostedForm, QueryParams},
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
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, show(&call, &params.unwrap_or_default(), Vec::new()).await)
}

async fn show(call: &PageCall, params: &Params, problems: Vec<PasswordProblem>) -> Result<Response, PageError> {
    let token = params.get("token").unwrap_or_default();
    let user = password_link::peek(&call.cx(), token).await.map_err(spent_link)?;
    let (browser, fresh) = login::ensure_browser(call).await?;
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = PasswordLinkPage {
        frame: call.frame(browser_token(&browser, FORM)),
        person: person(&user),
        username: user.username,
        action: call.issuer.url.join(password_link::PATH),
        token: token.to_owned(),
        password_min: call.app.config.login.password_min_length,
        problems,
    };
    Ok(with_browser(call, page::show(status, &page), fresh.then_some(&browser)))
}

/// `POST /password`
pub async fn post(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form(password_link::PATH, &params);
    page::answered(&call, chosen(&call, &params).await)
}

async fn chosen(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    check_form(call, params, FORM)?;
    let password = params.get("password").unwrap_or_default();
    let token = params.get("token").unwrap_or_default();
    if password != params.get("password_again").unwrap_or_default() {
        // What else is wrong with it is said at once.
        let fields = password_link::problems(&call.cx(), token, password).await.map_err(spent_link)?;
        let mut problems = in_words(&fields);
        problems.push(PasswordProblem::Differ);
        return show(call, params, problems).await;
    }
    let sent = Sent::of(FORM, params);
    let visitor = call.visitor(Some(&sent));
    let chosen = Secret::new(password.to_owned());
    match password_link::set(&call.cx(), &visitor, token, chosen.clone()).await {
        Ok(user) => go_on(call, &user),
        Err(Error::Invalid(fields)) => show(call, params, in_words(&fields)).await,
        // Spent, perhaps by the first of two presses: the second gets what the first got, if it chose the same.
        Err(Error::NotFound) => {
            let before = set_before(&call.cx(), &visitor, chosen).await?;
            go_on(call, &before.ok_or_else(|| spent_link(Error::NotFound))?)
        }
        Err(error) => Err(error.into()),
    }
}

fn go_on(call: &PageCall, user: &User) -> Result<Response, PageError> {
    let address = reopened::address(call, DONE, &user.username);
    let address = address.ok_or_else(|| Error::internal("the address of the next page could not be written"))?;
    Ok(see_other(&address))
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
