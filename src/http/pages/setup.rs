//! The first administrator, by the one-time link that the terminal shows.

use axum::{http::StatusCode, response::Response};

use super::{again, browser_token, check_form, login};
use crate::{
    base::secret::Secret,
    domain::{
        installation::setup::{self, Chosen},
        kernel::{Error, FieldError},
        sessions::outcomes::{NewSignIn, Sent},
    },
    http::{
        answer::{
            browser_state::with_state,
            device::remember_signed_in,
            page::{self, PageError},
            response_mode::see_other,
            step::with_browser,
        },
        extract::{PageCall, PostedForm, QueryParams},
    },
    protocol::params::Params,
    render::pages::{PasswordProblem, Setup, SetupDone, SetupGone, SetupProblem},
};

/// The form's purpose.
const FORM: &str = "setup";

/// Where one goes from there.
pub const DONE: &str = "/setup/done";

/// The command to run next.
const NEXT: &str = "signet client create --kind web --name \"My app\" --redirect-uri http://localhost:3000/callback";

/// `GET /setup`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, show(&call, &params.unwrap_or_default(), Vec::new()).await)
}

async fn show(call: &PageCall, params: &Params, problems: Vec<SetupProblem>) -> Result<Response, PageError> {
    let token = params.get("token").unwrap_or_default();
    if !setup::is_open(&call.cx(), token).await? {
        return Ok(gone(call).await);
    }
    let (browser, fresh) = login::ensure_browser(call).await?;
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Setup {
        frame: call.frame(browser_token(&browser, FORM)),
        action: call.issuer.url.join("/setup"),
        token: token.to_owned(),
        username: params.get("username").unwrap_or_default().to_owned(),
        email: params.get("email").unwrap_or_default().to_owned(),
        rules: login::password_rules(call),
        problems,
    };
    Ok(with_browser(call, page::show(status, &page), fresh.then_some(&browser)))
}

async fn gone(call: &PageCall) -> Response {
    let used = setup::is_done(&call.cx()).await.unwrap_or(false);
    let page = SetupGone {
        frame: call.frame(""),
        used,
        command: (!used).then(|| "signet serve".to_owned()),
        account_url: call.issuer.url.join("/account"),
    };
    page::show(StatusCode::GONE, &page)
}

/// `POST /setup`
pub async fn post(PostedForm { call, params }: PostedForm) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form("/setup", &params);
    page::answered(&call, chosen(&call, &params).await)
}

async fn chosen(call: &PageCall, params: &Params) -> Result<Response, PageError> {
    let sent = Sent::of(FORM, params);
    if let Err(forged) = check_form(call, params, FORM) {
        // Its cookie was replaced, perhaps by the first of two presses.
        return sent_again(call, params, &sent).await?.ok_or(forged);
    }
    let chosen = Chosen {
        token: params.get("token").unwrap_or_default(),
        username: params.get("username").unwrap_or_default().trim(),
        email: Some(params.get("email").unwrap_or_default().trim()),
        password: Secret::new(params.get("password").unwrap_or_default().to_owned()),
        password_again: params.get("password_again").unwrap_or_default(),
    };
    match setup::create_administrator(&call.cx(), &call.visitor(Some(&sent)), chosen).await {
        Ok(first) => Ok(go_on(call, &first).await),
        Err(Error::Invalid(fields)) => {
            let mut problems: Vec<SetupProblem> = fields.iter().map(problem).collect();
            problems.dedup();
            show(call, params, problems).await
        }
        // Spent, perhaps by the first of two presses.
        Err(Error::NotFound) => match sent_again(call, params, &sent).await? {
            Some(again) => Ok(again),
            None => Ok(gone(call).await),
        },
        Err(error) => Err(error.into()),
    }
}

/// The second press of a double click gets what the first got, if its password is right too.
async fn sent_again(call: &PageCall, params: &Params, sent: &Sent) -> Result<Option<Response>, PageError> {
    let Some(first) = again::earlier_sign_in_by_password(call, params, FORM, sent).await? else { return Ok(None) };
    Ok(Some(go_on(call, &first).await))
}

async fn go_on(call: &PageCall, first: &NewSignIn) -> Response {
    let onward = with_browser(call, see_other(&call.issuer.url.join(DONE)), Some(&first.browser));
    let onward = remember_signed_in(call, onward, &first.user).await;
    with_state(call, Some(&first.browser), onward).await
}

/// `GET /setup/done`: what comes next, for an administrator who is signed in.
pub async fn done(call: PageCall) -> Response {
    let administrator = call.accounts.all.iter().find(|one| one.user.admin_at.is_some());
    match administrator {
        Some(one) => finished(&call, one.user.username.clone()),
        None => see_other(&call.issuer.url.join("/account")),
    }
}

fn finished(call: &PageCall, username: String) -> Response {
    let page = SetupDone {
        frame: call.frame(""),
        username,
        command: NEXT.to_owned(),
        account_url: call.issuer.url.join("/account"),
    };
    page::show(StatusCode::OK, &page)
}

/// A field's problem in the words of the page; one that has none there is shown in its own.
pub(super) fn problem(field: &FieldError) -> SetupProblem {
    match field.code {
        "name_missing" => SetupProblem::NameMissing,
        "username_taken" => SetupProblem::UsernameTaken,
        "username_invalid" => SetupProblem::UsernameInvalid,
        "email_taken" => SetupProblem::EmailTaken,
        "email_invalid" => SetupProblem::EmailInvalid,
        code if field.field.starts_with("password") => {
            SetupProblem::Password(PasswordProblem::of(code, &field.message))
        }
        _ => SetupProblem::Other { field: field.field, text: field.message.clone() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_that_the_page_does_not_know_is_shown_in_its_own_words() {
        let of = |field, code| problem(&FieldError { field, code, message: "not like this".to_owned() });
        assert_eq!(of("username", "username_taken"), SetupProblem::UsernameTaken);
        for (field, code) in [("username", "username_reserved"), ("phone_number", "phone_number_invalid")] {
            assert_eq!(of(field, code), SetupProblem::Other { field, text: "not like this".to_owned() });
        }
    }
}
