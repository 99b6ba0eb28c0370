//! A form that spends what it signs in with comes a second time, as by a double click.

use axum::response::Response;

use super::enter::{Entry, signed_in};
use crate::{
    base::id::InteractionId,
    domain::{
        interactions::{self, Journey, Paused, Stopped},
        sessions::outcomes::Sent,
    },
    http::{
        answer::page::PageError,
        extract::PageCall,
        pages::{again, check_form, interaction},
    },
    protocol::params::Params,
};

/// A form that cannot be acted on, perhaps because it was before.
#[derive(Clone, Copy)]
pub struct Repeated<'a> {
    /// Its fields.
    pub params: &'a Params,
    /// Its purpose.
    pub form: &'a str,
    /// The page that it stands on.
    pub page: &'a str,
    /// What tells it from others.
    pub sent: &'a Sent,
}

/// The paused request that a form is for, or the way to one's own account; or what the first of two presses got.
///
/// # Errors
/// What stopped it.
pub async fn paused_for(
    call: &PageCall,
    repeated: Repeated<'_>,
    id: Option<&InteractionId>,
) -> Result<Result<Paused, Response>, PageError> {
    let checked = check_form(call, repeated.params, repeated.form);
    let paused = match id {
        None => Paused::begun(Journey::account()),
        Some(id) => match interactions::load(&call.cx(), id, call.found_browser()?).await {
            Ok(paused) => paused,
            // Answered by the first of two presses, or its cookie replaced by it.
            Err(stopped) => return sent_again(call, repeated, stopped).await.map(Err),
        },
    };
    match checked {
        Ok(()) => Ok(Ok(paused)),
        Err(_) if again::is_replaced(call).await => {
            sent_again(call, repeated, Stopped::OtherBrowser { client: None }).await.map(Err)
        }
        Err(forged) => Err(forged),
    }
}

/// The second press of a double click gets what the first got: what it signs in with is part of the form, so whoever
/// sends the same form has it.
///
/// # Errors
/// What stopped it.
async fn sent_again(call: &PageCall, repeated: Repeated<'_>, stopped: Stopped) -> Result<Response, PageError> {
    let Repeated { params, form, page, sent } = repeated;
    if let Some(first) = again::earlier_sign_in(call, params, form, sent).await? {
        return signed_in(call, sent, Entry::of(&first)).await;
    }
    if check_form(call, params, form).is_ok() {
        return again::stopped(call, &call.visitor(Some(sent)), stopped).await;
    }
    if again::is_replaced(call).await {
        return again::by_get(call, page, interaction(params).as_ref()).ok_or_else(PageError::no_cookie);
    }
    Err(stopped.into())
}
