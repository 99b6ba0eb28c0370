//! What one is called, and one's picture.

mod names;
mod upload;

use axum::{http::StatusCode, response::Response};

pub use names::{save, save_username};
pub use upload::{remove, upload};

use super::{
    account,
    own_account::{OwnForms, frame_of, page_of, to_login, ways},
    person, phone,
};
use crate::{
    base::text::undeceptive,
    domain::{
        directory::accounts::{self, picture},
        sessions::SignedIn,
    },
    http::{
        answer::{page, response_mode::see_other},
        extract::{PageCall, QueryParams},
    },
    protocol::params::Params,
    render::pages::{AccountTab, ProfileFlash, ProfilePage, ProfileProblem, ProfileUrls},
};

/// Where the page is.
const PAGE: &str = "/account/profile";
/// Its forms.
const FORMS: OwnForms = OwnForms { purpose: "profile", page: PAGE, place: None };

/// `GET /account/profile`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    let params = params.unwrap_or_default();
    let Some(me) = account::shown(&call, &params) else { return to_login(&call) };
    let flash = match params.get("done") {
        Some("names") => Some(ProfileFlash::Names),
        Some("username") => Some(ProfileFlash::Username),
        Some("picture") => Some(ProfileFlash::Picture),
        Some("picture_removed") => Some(ProfileFlash::PictureRemoved),
        _ => None,
    };
    page::show(StatusCode::OK, &ProfilePage { flash, ..profile(&call, me, &Params::default(), Vec::new()) })
}

/// The page; what was typed stands in its fields where something was wrong with it.
fn profile(call: &PageCall, me: &SignedIn, typed: &Params, problems: Vec<ProfileProblem>) -> ProfilePage {
    let cx = &call.cx();
    let claim = |name: &str| me.user.claim(name).unwrap_or_default();
    let field = |name: &str| typed.get(name).unwrap_or_else(|| claim(name)).to_owned();
    let url = |path: &str| call.issuer.url.join(&format!("{PAGE}{path}"));
    ProfilePage {
        frame: frame_of(call, FORMS, me),
        ways: ways(call, me, AccountTab::Profile),
        person: person(&me.user),
        picture: picture::is_ours(cx, &me.user).then(|| claim("picture").to_owned()),
        given_name: field("given_name"),
        family_name: field("family_name"),
        name: field("name"),
        email: me.user.email.as_deref().map(|email| undeceptive(email).into_owned()),
        username: typed.get("username").unwrap_or(&me.user.username).to_owned(),
        may_change_username: accounts::may_change_username(cx),
        phone_url: phone::is_offered(call).then(|| page_of(call, phone::PAGE, me)),
        flash: None,
        problems,
        urls: ProfileUrls {
            names: url(""),
            username: url("/username"),
            picture: page_of(call, &format!("{PAGE}/picture"), me),
            remove_picture: url("/picture/remove"),
            address: page_of(call, "/account/address", me),
        },
    }
}

/// The page that says what was wrong.
fn wrong(call: &PageCall, me: &SignedIn, typed: &Params, problems: Vec<ProfileProblem>) -> Response {
    page::show(StatusCode::UNPROCESSABLE_ENTITY, &profile(call, me, typed, problems))
}

/// The page that says what was done.
fn done(call: &PageCall, me: &SignedIn, what: &str) -> Response {
    see_other(&format!("{}&done={what}", page_of(call, PAGE, me)))
}
