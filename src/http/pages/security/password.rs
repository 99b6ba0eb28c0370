//! Another password, for whoever has signed in lately.

use axum::{http::StatusCode, response::Response};

use super::{FORM, done, fresh, on_form, page_of};
use crate::{
    base::secret::Secret,
    domain::{
        directory::accounts,
        kernel::Error,
        login::password_set,
        sessions::{SignedIn, outcomes::Sent},
    },
    http::{
        answer::{
            device::remember_signed_in,
            page::{self, PageError},
            response_mode::see_other,
        },
        extract::{PageCall, PostedForm, QueryParams},
        pages::{login, own_account::bare_frame, password::in_words, person},
    },
    protocol::params::Params,
    render::pages::{NewPasswordPage, PasswordProblem},
};

/// `GET /account/security/password`
pub async fn new_password(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, begin(&call, &params.unwrap_or_default()).await)
}

async fn begin(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    Ok(fresh(call, params).await?.map_or_else(|first| first, |me| show(call, me, Vec::new())))
}

fn show(call: &PageCall, me: &SignedIn, problems: Vec<PasswordProblem>) -> Response {
    let path = "/account/security/password";
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = bare_frame(call, FORM, me);
    let page = NewPasswordPage {
        frame: frame.at(call.issuer.url.join(&format!("{path}?account={}", me.session.id))),
        person: person(&me.user),
        username: me.user.username.clone(),
        action: call.issuer.url.join(path),
        rules: login::password_rules(call),
        problems,
        back_url: page_of(call, me),
    };
    page::show(status, &page)
}

/// `POST /account/security/password`
pub async fn change_password(form: PostedForm) -> Response {
    on_form(form, changed).await
}

async fn changed(call: &PageCall, params: &Params, me: &SignedIn) -> Result<Response, PageError> {
    let password = params.get("password").unwrap_or_default();
    if password != params.get("password_again").unwrap_or_default() {
        return Ok(show(call, me, vec![PasswordProblem::Differ]));
    }
    let sent = Sent::of(FORM, params);
    let (visitor, chosen) = (call.visitor(Some(&sent)), Secret::new(password.to_owned()));
    // The second press of a double click has changed it already.
    if password_set::again(&call.cx(), &visitor, chosen.clone()).await?.is_none() {
        match accounts::change_password(&call.cx().acting(me.actor()), &visitor, me, chosen).await {
            Ok(()) => {}
            Err(Error::Invalid(fields)) => return Ok(show(call, me, in_words(&fields))),
            Err(Error::SignedOut) => return Ok(see_other(&call.issuer.url.join(&login::ended_path(None)))),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(remember_signed_in(call, done(call, me, "password"), &me.user.id).await)
}
