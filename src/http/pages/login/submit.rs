//! A name and a password that somebody typed.

use axum::response::Response;

use super::{
    FORM,
    enter::{Entry, NotEntered, enter, signed_in},
    show::{Shown, show_again},
};
use crate::{
    domain::{
        flows::authorize,
        interactions::{self, Journey, Paused, Stopped},
        kernel::Error,
        login::password::{self, PasswordForm, Place},
        sessions::outcomes::Sent,
    },
    http::{
        answer::{
            device::{remember_signed_in, with_device},
            page::{self, PageError},
        },
        extract::{PageCall, PostedForm},
        pages::{again, check_form, interaction, minutes, suggest_passkey, typed, with_retry_after},
    },
    protocol::{error::Refusal, params::Params},
    render::pages::SignInProblem,
};

/// `POST /login`
pub async fn post(PostedForm { call, params }: PostedForm) -> Response {
    let call = match &params {
        Ok(params) => call.of_form("/login", params),
        Err(_) => call,
    };
    page::answered(&call, submitted(&call, params).await)
}

async fn submitted(call: &PageCall, params: Result<Params, Refusal>) -> Result<Response, PageError> {
    let params = &params.map_err(Error::from)?;
    let sent = &Sent::of(FORM, params);
    call.found_browser()?;
    let id = interaction(params);
    let mut paused = match &id {
        None => Paused::begun(Journey::account()),
        Some(id) => match interactions::load(&call.cx(), id, call.known_browser()).await {
            Ok(paused) => paused,
            Err(_) if again::is_replaced(call).await => return sent_again(call, params, sent).await,
            Err(stopped) => return completed(call, params, sent, stopped).await,
        },
    };
    if let Err(forged) = check_form(call, params, FORM) {
        return if again::is_replaced(call).await { sent_again(call, params, sent).await } else { Err(forged) };
    }
    paused.progress.may_suggest_passkey = suggest_passkey::may_ask(call) && params.get("can_passkey") == Some("yes");
    let typed = typed(params);
    let username = typed.username.to_owned();
    let shown = Shown { username, remember: typed.remember, another: params.has("another"), ..Shown::default() };
    let (problem, wait) = match Box::pin(try_password(call, sent, paused, typed)).await {
        Ok(Some(response)) => return Ok(response),
        Ok(None) => (SignInProblem::WrongCredentials, None),
        Err(NotEntered::Failed(Error::TooMany { retry_after })) => {
            (SignInProblem::TooMany { minutes: minutes(retry_after) }, Some(retry_after))
        }
        Err(NotEntered::Failed(Error::Busy { retry_after })) => (SignInProblem::Busy, Some(retry_after)),
        Err(why) => return Err(why.into()),
    };
    let page = show_again(call, id, Shown { problem: Some(problem), ..shown }).await?;
    Ok(with_retry_after(page, wait))
}

/// Tries a password, and goes on; nothing where name and password do not match.
async fn try_password(
    call: &PageCall,
    sent: &Sent,
    paused: Paused,
    typed: PasswordForm<'_>,
) -> Result<Option<Response>, NotEntered> {
    let cx = &call.cx();
    let client = paused.journey.client().map(|client| client.client.id.clone());
    let place = Place { visitor: call.visitor(Some(sent)), client: client.as_ref() };
    let Some(found) = password::verify(cx, &place, &typed).await? else { return Ok(None) };
    let proven = found.proven(cx, typed).await;
    match Box::pin(enter(call, sent, paused, &proven)).await {
        // The password was changed while it was being checked.
        Err(NotEntered::Failed(Error::Forbidden)) => {
            found.changed(cx, &place).await?;
            Ok(None)
        }
        entered => Ok(Some(with_device(call, entered?, found.device_cookie(cx, &place.visitor)))),
    }
}

/// A form whose cookie has been replaced. That is what the second press of a double click sends: the first
/// signed in and changed the cookie. It gets what the first got, if its password is right too.
async fn sent_again(call: &PageCall, params: &Params, sent: &Sent) -> Result<Response, PageError> {
    if let Some(first) = again::earlier_sign_in_by_password(call, params, FORM, sent).await? {
        let response = signed_in(call, sent, Entry::of(&first)).await?;
        return Ok(remember_signed_in(call, response, &first.user).await);
    }
    again::by_get(call, "/login", interaction(params).as_ref()).ok_or_else(PageError::no_cookie)
}

/// The request cannot go on. If it was answered, the very form that led to the answer gets it once more, if its
/// password is right too.
async fn completed(call: &PageCall, params: &Params, sent: &Sent, stopped: Stopped) -> Result<Response, PageError> {
    let visitor = call.visitor(Some(sent));
    let repeats = matches!(stopped, Stopped::Over { completed: true, .. })
        && check_form(call, params, FORM).is_ok()
        && matches!(authorize::answered_before(&call.cx(), &visitor).await, Ok(Some(_)));
    if repeats && password::is_right(&call.cx(), &Place { visitor, client: None }, &typed(params), None).await? {
        return again::stopped(call, &visitor, stopped).await;
    }
    Err(stopped.into())
}
