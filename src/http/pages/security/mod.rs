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
    domain::{
        flows::journey::decide,
        interactions::{AccountPlace, Journey, Paused, Visit},
        sessions::{self, SignedIn},
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
            step::go,
        },
        extract::{PageCall, PostedForm},
        pages::{check_account_form, login},
    },
    protocol::params::Params,
};

/// The forms' purpose.
const FORM: &str = "security";

/// The page for the account of a session.
fn page_of(call: &PageCall, me: &SignedIn) -> String {
    call.issuer.url.join(&format!("/account/security?account={}", me.session.id))
}

/// Where somebody signs in first who did so too long ago; none for whoever may go on.
///
/// # Errors
/// When the database fails.
async fn sign_in_first(call: &PageCall, me: &SignedIn) -> Result<Option<Response>, PageError> {
    let cx = &call.cx();
    if sessions::is_fresh(cx, me) {
        return Ok(None);
    }
    let visit = Visit { place: AccountPlace::Security, fresh: Some(me.session.id.clone()) };
    let mut paused = Paused::begun(Journey::Account(visit));
    paused.progress.selected = Some(me.session.id.clone());
    let step = decide(cx, &call.visitor(None), paused).await?;
    go(call, step, None).map(Some)
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
    PostedForm { call, params }: PostedForm,
    act: impl AsyncFnOnce(&PageCall, &Params, &SignedIn) -> Result<Response, PageError>,
) -> Response {
    let params = params.unwrap_or_default();
    let call = call.of_form("/account/security", &params);
    let answer = match acting(&call, &params).await {
        Ok(Ok(me)) => act(&call, &params, me).await,
        Ok(Err(first)) => Ok(first),
        Err(stopped) => Err(stopped),
    };
    page::answered(&call, answer)
}

/// Who sent a form of these pages and may do what it asks; or where they go first.
async fn acting<'a>(call: &'a PageCall, params: &Params) -> Result<Result<&'a SignedIn, Response>, PageError> {
    let shown = check_account_form(call, params, FORM)?;
    let Some(me) = call.accounts.find(&shown) else {
        return Ok(Err(see_other(&call.issuer.url.join(&login::ended_path(None)))));
    };
    Ok(sign_in_first(call, me).await?.map_or(Ok(me), Err))
}
