//! The hidden token of our own forms: that a form is ours, was shown to this browser, and for whom it acts.

use axum::http::{Method, StatusCode};

use super::{answer::page::PageError, extract::PageCall, middleware::csrf};
use crate::{
    base::{id::SessionId, secret::Secret},
    domain::sessions::Browser,
    protocol::params::Params,
    render::{CancelForm, pages::ErrorKind},
};

/// The purpose of "Cancel", whichever page it stands on.
pub const CANCEL: &str = "cancel";

/// "Cancel", on any page that is shown to this browser.
pub fn cancel_form(call: &PageCall, browser: Option<&Browser>) -> CancelForm {
    let csrf = browser.map(|browser| browser_token(browser, CANCEL)).unwrap_or_default();
    CancelForm { action: call.issuer.url.join("/cancel"), csrf }
}

/// The hidden token of a page's forms. Derived from the browser's row, which no page shows and
/// which stays when a sign-in in another tab replaces the cookie.
pub fn form_token(call: &PageCall, form: &str) -> String {
    call.known_browser().map(|browser| browser_token(browser, form)).unwrap_or_default()
}

/// [`form_token`] for a browser that has just become known.
pub fn browser_token(browser: &Browser, form: &str) -> String {
    csrf::form_token(&Secret::new(browser.id.to_string()), form)
}

/// Checks that a form came from a page of ours shown to this browser.
///
/// The cookie was looked up after all of the form had come ([`crate::http::extract::PostedForm`]): a planted one
/// cannot act after somebody signed in with it.
///
/// # Errors
/// The page to show instead: without a cookie nothing can be trusted, and a wrong token means that the form was not
/// ours.
pub fn check_form(call: &PageCall, params: &Params, form: &str) -> Result<(), PageError> {
    check_token(call, params.get("csrf").unwrap_or_default(), form)
}

/// The hidden token of a form that acts for the one account that its page shows: `<session>.<token>`, where
/// the token is made for that session. So a form speaks for whoever was shown, whoever signs in
/// meanwhile, and cannot be made to speak for anybody else.
pub fn account_token(call: &PageCall, form: &str, shown: &SessionId) -> String {
    format!("{shown}.{}", form_token(call, &account_purpose(form, shown)))
}

/// Like [`check_form`], for a form with an [`account_token`]; answers whom its page showed.
///
/// # Errors
/// The page to show instead.
pub fn check_account_form(call: &PageCall, params: &Params, form: &str) -> Result<SessionId, PageError> {
    let (shown, token) = params.get("csrf").and_then(|text| text.split_once('.')).unwrap_or_default();
    let shown = SessionId::from_stored(shown);
    check_token(call, token, &account_purpose(form, &shown))?;
    Ok(shown)
}

fn account_purpose(form: &str, shown: &SessionId) -> String {
    format!("{form}\0{shown}")
}

/// Whether a form came from a page of ours that was shown to this browser.
pub fn is_ours(call: &PageCall, browser: &Browser, purpose: &str, presented: &str) -> bool {
    let secret = Secret::new(browser.id.to_string());
    csrf::form_token_matches(&secret, purpose, presented)
        && csrf::check_site(&Method::POST, &call.headers, call.issuer.url.origin()).is_ok()
}

fn check_token(call: &PageCall, presented: &str, purpose: &str) -> Result<(), PageError> {
    let browser = call.found_browser()?.ok_or_else(PageError::no_cookie)?;
    let foreign = || PageError::of(StatusCode::FORBIDDEN, ErrorKind::ForeignForm);
    is_ours(call, browser, purpose, presented).then_some(()).ok_or_else(foreign)
}
