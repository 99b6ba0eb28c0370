//! Language, clock and colors.

use axum::{
    http::{StatusCode, header},
    response::Response,
};

use super::{
    account,
    own_account::{OwnForms, frame_of, on_form, page_of, to_login, ways},
    person,
};
use crate::{
    domain::{
        directory::accounts::{self, PreferenceChanges},
        sessions::SignedIn,
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
        },
        cookies,
        extract::{PageCall, PostedForm, QueryParams},
    },
    protocol::{claims::zone::places, params::Params},
    render::{
        ColorTheme, Locale,
        pages::{AccountTab, PreferencesPage},
    },
};

/// Where the page is.
const PAGE: &str = "/account/preferences";
/// Its form.
const FORMS: OwnForms = OwnForms { purpose: "preferences", page: PAGE, place: None };

/// `GET /account/preferences`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    let params = params.unwrap_or_default();
    let Some(me) = account::shown(&call, &params) else { return to_login(&call) };
    let preferences = PreferencesPage {
        frame: frame_of(&call, FORMS, me),
        ways: ways(&call, me, AccountTab::Preferences),
        person: person(&me.user),
        locale: me.user.claim("locale").and_then(Locale::of_tag),
        zone: me.user.claim("zoneinfo").map(str::to_owned),
        zones: places(),
        theme: accounts::theme(&me.user),
        is_saved: params.get("done") == Some("saved"),
        action: call.issuer.url.join(PAGE),
    };
    page::show(StatusCode::OK, &preferences)
}

/// `POST /account/preferences`
pub async fn save(form: PostedForm) -> Response {
    on_form(FORMS, form, chosen).await
}

async fn chosen(call: &PageCall, params: &Params, me: &SignedIn) -> Result<Response, PageError> {
    // The form sends all of it; what is empty is as if it were absent.
    let field = |name: &str| Some(params.get(name).map(str::to_owned));
    let locale = field("locale");
    // A region that is known already stays: the page asks for the language alone.
    let known = me.user.claim("locale");
    let is_same = |tag: &str| known.and_then(Locale::of_tag).is_some_and(|locale| locale.tag() == tag);
    let theme = params.get("theme").and_then(ColorTheme::named);
    let changes = PreferenceChanges {
        locale: locale.clone().filter(|chosen| !chosen.as_deref().is_some_and(is_same)),
        zoneinfo: field("zoneinfo"),
        theme,
    };
    accounts::change_preferences(&call.cx().acting(me.actor()), &me.user.id, changes).await?;
    let mut response = see_other(&format!("{}&done=saved", page_of(call, PAGE, me)));
    // What was chosen at the foot of a page in this browser before is not wanted any more.
    let language = locale.flatten().as_deref().and_then(Locale::of_tag);
    let cookie = match language {
        Some(language) => cookies::set_language(&call.issuer.url, language),
        None => cookies::forget_language(&call.issuer.url),
    };
    // The pages before the next sign-in look alike in this browser.
    let theme = theme.and_then(|theme| cookies::set_theme(&call.issuer.url, theme));
    for cookie in cookie.into_iter().chain(theme) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
