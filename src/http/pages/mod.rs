//! Hosted pages: typed contexts filled from the domain, one file a page.

pub mod account;
mod again;
pub mod chooser;
pub mod consent;
pub mod dev_mail;
pub mod factor;
pub mod landing;
pub mod leaving;
pub mod link;
pub mod login;
pub mod not_found;
pub mod password;
pub mod playground;
pub mod security;
pub mod setup;

use axum::http::StatusCode;

use super::{
    answer::page::PageError,
    cards::{client_card, person},
    forms::{account_token, browser_token, check_account_form, check_form, form_token, is_ours},
};
use crate::{
    base::{id::InteractionId, secret::Secret},
    domain::{kernel::Error, login::password::PasswordForm},
    protocol::params::Params,
    render::pages::ErrorKind,
};

/// The interaction that a page or form is about.
pub fn interaction(params: &Params) -> Option<InteractionId> {
    params.get("interaction").and_then(|text| text.parse().ok())
}

/// The name and the password that a person typed.
pub fn typed(params: &Params) -> PasswordForm<'_> {
    PasswordForm {
        username: params.get("username").unwrap_or_default().trim(),
        password: Secret::new(params.get("password").unwrap_or_default().to_owned()),
        remember: params.get("remember") == Some("yes"),
    }
}

/// What stopped a link that works once: one that is not there was used, or is too old.
pub fn spent_link(error: Error) -> PageError {
    match error {
        Error::NotFound => PageError::of(StatusCode::NOT_FOUND, ErrorKind::SpentLink),
        other => other.into(),
    }
}
