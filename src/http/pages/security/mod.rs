//! How one signs in: the password, passkeys, authenticator apps and recovery codes, on a page of one's own account.
//!
//! Whoever changes it has signed in lately, with everything that is asked of them; else they do so first.

mod app;
pub mod identity;
mod overview;
pub mod passkey;
mod password;
pub mod wallet;

use axum::response::Response;

pub use app::{add, confirm, new_codes, remove};
pub use overview::get;
pub use password::{change_password, new_password};

use crate::{
    domain::{interactions::AccountPlace, kernel::Error, sessions::SignedIn},
    http::{
        answer::{page::PageError, response_mode::see_other},
        extract::{PageCall, PostedForm},
        pages::{
            account,
            own_account::{self, OwnForms},
        },
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

/// Whose page is asked for, where they have signed in lately; or where they go first.
///
/// # Errors
/// When the database fails.
async fn fresh<'a>(call: &'a PageCall, params: &Params) -> Result<Result<&'a SignedIn, Response>, PageError> {
    let Some(me) = account::shown(call, params) else { return Ok(Err(own_account::to_login(call))) };
    Ok(own_account::sign_in_first(call, me, AccountPlace::Security).await?.map_or(Ok(me), Err))
}

/// The page that says what was done.
fn done_at(call: &PageCall, me: &SignedIn, what: &str) -> String {
    format!("{}&done={what}", page_of(call, me))
}

fn done(call: &PageCall, me: &SignedIn, what: &str) -> Response {
    see_other(&done_at(call, me, what))
}

/// What the page says after something was changed or taken away.
fn changed(call: &PageCall, me: &SignedIn, outcome: Result<(), Error>, what: &str) -> Result<Response, PageError> {
    match outcome {
        Ok(()) => Ok(done(call, me, what)),
        // Gone already, by the first of two presses or from elsewhere; or the last way to sign in, which stays.
        Err(Error::NotFound | Error::Conflict(_)) => Ok(see_other(&page_of(call, me))),
        Err(error) => Err(error.into()),
    }
}

/// Does what a form of these pages asks, for whoever sent it and may do so; others go elsewhere first.
async fn on_form(
    form: PostedForm,
    act: impl AsyncFnOnce(&PageCall, &Params, &SignedIn) -> Result<Response, PageError>,
) -> Response {
    own_account::on_form(FORMS, form, act).await
}
