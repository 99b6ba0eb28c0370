//! Hosted pages: typed contexts filled from the domain, one file a page.

pub mod account;
pub mod account_data;
pub mod address;
mod again;
pub mod chooser;
pub mod confirm_by_mail;
pub mod consent;
pub mod dev_mail;
pub mod devices;
pub mod enrol;
pub mod factor;
pub mod forgot;
pub mod invitation;
pub mod landing;
pub mod leaving;
pub mod link;
pub mod login;
pub mod mail_sign_in;
pub mod not_found;
mod own_account;
mod passkey_signals;
pub mod password;
pub mod phone;
pub mod playground;
pub mod preferences;
pub mod profile;
pub mod prove_phone;
pub mod renew_password;
pub mod security;
pub mod setup;
pub mod sign_up;
pub mod suggest_passkey;
pub mod take_back;
pub mod terms;
pub mod upstream;
pub mod verify;
pub mod without_factor;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};

use super::{
    answer::page::{PageError, minutes},
    cards::{asking_card, client_card, half_proven, person},
    forms::{CANCEL, account_token, browser_token, cancel_form, check_account_form, check_form, form_token, is_ours},
};
use crate::{
    base::{id::InteractionId, secret::Secret, time::Seconds},
    domain::{kernel::Error, login::password::PasswordForm},
    protocol::params::Params,
    render::pages::ErrorKind,
};

/// The interaction that a page or form is about.
pub fn interaction(params: &Params) -> Option<InteractionId> {
    params.get("interaction").and_then(|text| text.parse().ok())
}

/// A page, on a journey or by itself.
pub fn with_interaction(path: &str, id: Option<&InteractionId>) -> String {
    id.map_or_else(|| path.to_owned(), |id| format!("{path}?interaction={id}"))
}

/// The name and the password that a person typed.
pub fn typed(params: &Params) -> PasswordForm<'_> {
    PasswordForm {
        username: params.get("username").unwrap_or_default().trim(),
        password: Secret::new(params.get("password").unwrap_or_default().to_owned()),
        remember: params.get("remember") == Some("yes"),
    }
}

/// Says when it may be tried again (RFC 9110 §10.2.3), if that is known.
pub fn with_retry_after(mut page: Response, wait: Option<Seconds>) -> Response {
    if let Some(wait) = wait {
        page.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait.0));
    }
    page
}

/// What stopped a link that works once: one that is not there was used, or is too old.
pub fn spent_link(error: Error) -> PageError {
    match error {
        Error::NotFound => PageError::of(StatusCode::NOT_FOUND, ErrorKind::SpentLink),
        other => other.into(),
    }
}
