//! A form that spends what it signs in with comes a second time, as by a double click.

use axum::response::Response;

use super::enter::{Entry, signed_in};
use crate::{
    domain::{interactions::Stopped, sessions::outcomes::Sent},
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

/// The second press of a double click gets what the first got: what it signs in with is part of the form, so whoever
/// sends the same form has it.
///
/// # Errors
/// What stopped it.
pub async fn sent_again(call: &PageCall, repeated: Repeated<'_>, stopped: Stopped) -> Result<Response, PageError> {
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
