//! Forms that come a second time: by a double click, by a reload, from a tab that was left open.
//!
//! The second gets what the first got, for a moment (`domain/sessions/outcomes.rs`, docs/decisions/form-tokens.md);
//! later, or where something about it differs, a page tells how things stand.

use axum::response::Response;

use super::{check_form, login::Repeated};
use crate::{
    base::{id::InteractionId, secret::Secret},
    domain::{
        flows::{
            authorize,
            journey::{Next, Step},
        },
        interactions::{self, Paused, Stopped},
        kernel::Error,
        login::password::{self, Place},
        sessions::{
            self,
            outcomes::{self, NewSignIn, Sent},
            visitor::Visitor,
        },
    },
    http::{
        answer::{
            browser_state::with_state,
            page::PageError,
            response_mode::{see_other, send},
            step::go,
        },
        cookies,
        extract::PageCall,
    },
    protocol::params::Params,
};

/// Whether the cookie that came is not, or no longer, the browser's present one. Looked at after whatever else
/// failed: another tab, or the first of two presses, may replace it between any two looks.
pub async fn is_replaced(call: &PageCall) -> bool {
    match &call.browser {
        Ok(Some(browser)) => matches!(sessions::is_current(&call.cx(), browser).await, Ok(false)),
        Ok(None) => true,
        Err(_) => false,
    }
}

/// The sign-in that this very form led to when it came with this very cookie, which it replaced. Its form
/// token is checked like that of any form; the password or the link is the caller's to check.
///
/// # Errors
/// When the database fails.
pub async fn earlier_sign_in(
    call: &PageCall,
    params: &Params,
    form: &str,
    sent: &Sent,
) -> Result<Option<NewSignIn>, Error> {
    let Some(cookie) = cookies::read(&call.headers, &call.issuer.url) else { return Ok(None) };
    let first = outcomes::earlier_sign_in(&call.cx(), sent, &Secret::new(cookie)).await?;
    Ok(first.filter(|first| super::is_ours(call, &first.browser, form, params.get("csrf").unwrap_or_default())))
}

/// [`earlier_sign_in`] of a form with a password, if that is right once more and of whoever signed in.
///
/// # Errors
/// As [`password::is_right`].
pub async fn earlier_sign_in_by_password(
    call: &PageCall,
    params: &Params,
    form: &str,
    sent: &Sent,
) -> Result<Option<NewSignIn>, Error> {
    let Some(first) = earlier_sign_in(call, params, form, sent).await? else { return Ok(None) };
    let place = Place { visitor: call.visitor(Some(sent)), client: None };
    let is_right = password::is_right(&call.cx(), &place, &super::typed(params), Some(&first.user)).await?;
    Ok(is_right.then_some(first))
}

/// The page of an interaction again by GET, for a form whose cookie has been replaced and that repeats
/// nothing: the GET brings the present cookie and goes on from there. It never loops, since a GET
/// without a known cookie says so on a page.
pub fn by_get(call: &PageCall, page: &str, interaction: Option<&InteractionId>) -> Option<Response> {
    interaction.map(|id| see_other(&call.issuer.url.join(&format!("{page}?interaction={id}"))))
}

/// [`by_get`] for a form whose token is wrong because another tab has replaced the cookie meanwhile; else what is wrong.
///
/// # Errors
/// The form that is not ours.
pub async fn replaced_or(
    call: &PageCall,
    page: &str,
    interaction: Option<&InteractionId>,
    forged: PageError,
) -> Result<Response, PageError> {
    let is_replaced = is_replaced(call).await;
    by_get(call, page, interaction).filter(|_| is_replaced).ok_or(forged)
}

/// The paused request that a form is for which replaces no cookie; or where its second press goes.
///
/// # Errors
/// What stopped it.
pub async fn paused_or(
    call: &PageCall,
    repeated: Repeated<'_>,
    id: &InteractionId,
) -> Result<Result<Paused, Response>, PageError> {
    let Repeated { params, form, page, sent } = repeated;
    if let Err(forged) = check_form(call, params, form) {
        return replaced_or(call, page, Some(id), forged).await.map(Err);
    }
    match interactions::load(&call.cx(), id, call.found_browser()?).await {
        Ok(paused) => Ok(Ok(paused)),
        Err(why) => stopped(call, &call.visitor(Some(sent)), why).await.map(Err),
    }
}

/// What is shown where a step cannot be taken: the answer of before, if this very form led to it a moment
/// ago. Only for a form that was checked.
///
/// # Errors
/// What stopped the step.
pub async fn stopped(call: &PageCall, visitor: &Visitor<'_>, stopped: Stopped) -> Result<Response, PageError> {
    if matches!(stopped, Stopped::Over { completed: true, .. })
        && let Some(reply) = authorize::answered_before(&call.cx(), visitor).await?
    {
        return Ok(with_state(call, call.known_browser(), send(call, &reply)).await);
    }
    Err(stopped.into())
}

/// Goes where a step led, or shows once more what this very form led to.
///
/// # Errors
/// What stopped the step.
pub async fn go_or_again(
    call: &PageCall,
    visitor: &Visitor<'_>,
    step: Result<Step, Stopped>,
) -> Result<Response, PageError> {
    match step {
        Ok(Step { next: Next::Stopped(why), .. }) => stopped(call, visitor, *why).await,
        Err(why) => stopped(call, visitor, why).await,
        Ok(step) => go(call, step, None),
    }
}
