//! How one signs in: the password, passkeys, authenticator apps and recovery codes, on a page of one's own account.
//!
//! Whoever changes it has signed in lately, with everything that is asked of them; else they do so first.

mod app;
mod overview;
pub mod passkey;
mod password;
pub mod wallet;

use axum::response::Response;

pub use app::{add, confirm, new_codes, remove};
pub use overview::get;
pub use password::{change_password, new_password};

use crate::{
    domain::{interactions::AccountPlace, sessions::SignedIn},
    http::{
        answer::{page::PageError, response_mode::see_other},
        extract::{PageCall, PostedForm},
        pages::own_account::{self, OwnForms},
    },
    protocol::params::Params,
};

/// The forms' purpose.
const FORM: &str = "security";

/// The page for the account of a session.
fn page_of(call: &PageCall, me: &SignedIn) -> String {
    call.issuer.url.join(&format!("/account/security?account={}", me.session.id))
}

/// The forms of these pages, for whoever has signed in lately.
const FORMS: OwnForms = OwnForms { purpose: FORM, page: "/account/security", place: Some(AccountPlace::Security) };

/// Where somebody signs in first who did so too long ago; none for whoever may go on.
///
/// # Errors
/// When the database fails.
async fn sign_in_first(call: &PageCall, me: &SignedIn) -> Result<Option<Response>, PageError> {
    own_account::sign_in_first(call, me, AccountPlace::Security).await
}

/// The page that says what was done.
fn done_at(call: &PageCall, me: &SignedIn, what: &str) -> String {
    format!("{}&done={what}", page_of(call, me))
}

fn done(call: &PageCall, me: &SignedIn, what: &str) -> Response {
    see_other(&done_at(call, me, what))
}

/// Does what a form of these pages asks, for whoever sent it and may do so; others go elsewhere first.
async fn on_form(
    form: PostedForm,
    act: impl AsyncFnOnce(&PageCall, &Params, &SignedIn) -> Result<Response, PageError>,
) -> Response {
    own_account::on_form(FORMS, form, act).await
}
