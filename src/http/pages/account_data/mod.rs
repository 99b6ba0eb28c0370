//! What is kept about somebody, to take along; and the end of it.

mod download;
mod end;
mod keep;

use axum::{http::StatusCode, response::Response};

pub use download::{ExportWriter, export, written};
pub use end::{LEFT, delete, left};
pub use keep::{KEPT, ask_to_keep, keep, kept};

use super::{
    account,
    own_account::{OwnForms, frame_of, to_login, ways},
    person,
};
use crate::{
    base::time::Seconds,
    domain::{directory::accounts::leaving, interactions::AccountPlace, sessions::SignedIn},
    http::{
        answer::page,
        extract::{PageCall, QueryParams},
    },
    render::pages::{AccountDataPage, AccountTab, DataProblem},
};

/// Where the page is.
const PAGE: &str = "/account/data";
/// Its forms: whoever finds a session open neither takes everything along nor ends it.
const FORMS: OwnForms = OwnForms { purpose: "data", page: PAGE, place: Some(AccountPlace::Data) };

/// `GET /account/data`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    match account::shown(&call, &params.unwrap_or_default()) {
        Some(me) => page::show(StatusCode::OK, &data_page(&call, me, None)),
        None => to_login(&call),
    }
}

fn data_page(call: &PageCall, me: &SignedIn, problem: Option<DataProblem>) -> AccountDataPage {
    let url = |path: &str| call.issuer.url.join(&format!("{PAGE}{path}"));
    AccountDataPage {
        frame: frame_of(call, FORMS, me),
        ways: ways(call, me, AccountTab::Data),
        person: person(&me.user),
        username: me.user.username.clone(),
        export_url: url("/export"),
        delete_url: leaving::is_offered(&call.cx()).then(|| url("/delete")),
        days: days(call),
        problem,
    }
}

/// For how many days one may think better of it: never more than there are, but for the last hours of one.
fn days(call: &PageCall) -> u32 {
    let Seconds(wait) = call.app.config.account.deletion_wait;
    u32::try_from(wait.max(0).unsigned_abs().div_ceil(86_400)).unwrap_or(u32::MAX)
}
