//! Signing in by a one-time link. Opening it shows a button, so that whoever looks at links
//! before people do does not spend it.

use axum::{extract::State, http::StatusCode, response::Response};

use super::{
    again, browser_token, check_form,
    login::{self, Entry},
    no_cookie, person, spent_link,
};
use crate::{
    domain::{
        authorize,
        kernel::Error,
        login::{Entered, Place, link},
        outcomes::Sent,
    },
    http::{
        Shared,
        answer::step::with_browser,
        answer::{
            browser_state::with_state,
            page::{self, PageError},
            response_mode::see_other,
        },
        extract::{FormParams, QueryParams, Visit},
    },
    protocol::params::Params,
    render::pages::LinkSignIn,
};

/// The form's purpose.
const FORM: &str = "link";

/// Where the links lead.
pub const PATH: &str = "/sign-in-link";

/// `GET /sign-in-link`
pub async fn get(State(app): State<Shared>, visit: Visit, QueryParams(params): QueryParams) -> Response {
    let params = params.unwrap_or_default();
    let token = params.get("token").unwrap_or_default();
    let user = match link::peek(&visit.cx(), token).await {
        Ok(user) => user,
        Err(error) => return spent_link(error).answer(&app, &visit),
    };
    let (browser, fresh) = match login::ensure_browser(&visit).await {
        Ok(found) => found,
        Err(error) => return PageError::from(error).answer(&app, &visit),
    };
    let sign_in = LinkSignIn {
        frame: visit.frame(browser_token(&browser, FORM)),
        person: person(&user),
        action: visit.issuer.url.join(PATH),
        token: token.to_owned(),
    };
    with_browser(&visit, page::show(StatusCode::OK, &sign_in), fresh.then_some(&browser))
}

/// `POST /sign-in-link`
pub async fn post(State(app): State<Shared>, visit: Visit, FormParams(params): FormParams) -> Response {
    let params = params.unwrap_or_default();
    let visit = visit.of_form(PATH, &params);
    let sent = Sent::of(FORM, &params);
    if let Some(forged) = check_form(&visit, &params, FORM).await {
        // Its cookie was replaced, perhaps by the first of two presses.
        return sent_again(&app, &visit, &params, &sent, forged).await;
    }
    let waiting = match authorize::waiting_for_login(&visit.cx(), visit.known_browser()).await {
        Ok(waiting) => waiting,
        Err(error) => return PageError::from(error).answer(&app, &visit),
    };
    let id = waiting.as_ref().and_then(|paused| paused.id.clone());
    let mut place = Place { visitor: visit.visitor(Some(&sent)), paused: waiting };
    match link::sign_in(&visit.cx(), &mut place, params.get("token").unwrap_or_default()).await {
        Ok(Entered::SignedIn(browser)) => {
            let entry = Entry { browser: &browser, interaction: id.as_ref(), remember: false };
            entered(&app, &visit, &sent, entry).await
        }
        Ok(Entered::Overtaken) => {
            again::by_get(&visit, "/login", id.as_ref()).unwrap_or_else(|| no_cookie().answer(&app, &visit))
        }
        // Spent, perhaps by the first of two presses.
        Err(Error::NotFound) => sent_again(&app, &visit, &params, &sent, spent_link(Error::NotFound)).await,
        Err(error) => spent_link(error).answer(&app, &visit),
    }
}

/// A form that can do nothing any more: the second press of a double click gets what the first got. The
/// link is part of the form, so whoever sends the same form holds the link.
async fn sent_again(app: &Shared, visit: &Visit, params: &Params, sent: &Sent, otherwise: PageError) -> Response {
    match again::earlier_sign_in(visit, params, FORM, sent).await {
        Ok(Some(first)) => {
            let interaction = first.interaction.as_ref();
            let entry = Entry { browser: &first.browser, interaction, remember: first.remember };
            entered(app, visit, sent, entry).await
        }
        Ok(None) => otherwise.answer(app, visit),
        Err(error) => PageError::from(error).answer(app, visit),
    }
}

async fn entered(app: &Shared, visit: &Visit, sent: &Sent, entry: Entry<'_>) -> Response {
    // Who tries the demo came for the playground.
    if app.demo && entry.interaction.is_none() {
        let onward = with_browser(visit, see_other(&visit.issuer.url.join("/playground")), Some(entry.browser));
        return with_state(visit, Some(entry.browser), onward).await;
    }
    login::signed_in(app, visit, sent, entry).await
}
