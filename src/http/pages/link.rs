//! Signing in by a one-time link. Opening it shows a button, so that whoever looks at links
//! before people do does not spend it.

use axum::{extract::State, http::StatusCode, response::Response};

use super::{browser_token, check_form, login, person, spent_link};
use crate::{
    domain::{
        authorize::{self, Paused, Question},
        error::Error,
        login::{Place, link},
    },
    http::{
        Shared,
        answer::{
            browser_state::with_state,
            page::{self, PageError},
            response_mode::see_other,
        },
        extract::{FormParams, QueryParams, Visit},
        oauth::authorize::with_browser,
    },
    render::pages::LinkSignIn,
    store::interactions,
};

/// The form's purpose.
const FORM: &str = "link";

/// Where the links lead.
pub const PATH: &str = "/sign-in-link";

/// `GET /sign-in-link`
pub async fn get(State(app): State<Shared>, visit: Visit, QueryParams(params): QueryParams) -> Response {
    let params = params.unwrap_or_default();
    let token = params.get("token").unwrap_or_default();
    let user = match link::peek(&app, token).await {
        Ok(user) => user,
        Err(error) => return spent_link(error).answer(&app, &visit),
    };
    let (browser, fresh) = match login::ensure_browser(&app, &visit).await {
        Ok(found) => found,
        Err(error) => return PageError::from(error).answer(&app, &visit),
    };
    let sign_in = LinkSignIn {
        frame: visit.frame(&app, browser_token(&browser, FORM)),
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
    if let Some(forged) = check_form(&app, &visit, &params, FORM).await {
        return forged.answer(&app, &visit);
    }
    let waiting = match waiting(&app, &visit).await {
        Ok(waiting) => waiting,
        Err(error) => return PageError::from(error).answer(&app, &visit),
    };
    let id = waiting.as_ref().and_then(|paused| paused.id.clone());
    let mut place =
        Place { issuer: &visit.issuer, browser: visit.known_browser(), paused: waiting, origin: &visit.origin };
    match link::sign_in(&app, &mut place, params.get("token").unwrap_or_default()).await {
        // Who tries the demo came for the playground.
        Ok(browser) if app.demo && id.is_none() => {
            let onward = with_browser(&visit, see_other(&visit.issuer.url.join("/playground")), Some(&browser));
            with_state(&app, &visit, Some(&browser), onward).await
        }
        Ok(browser) => login::signed_in(&app, &visit, id.as_ref(), &browser, false).await,
        Err(error) => spent_link(error).answer(&app, &visit),
    }
}

/// The request that waits in this browser for somebody to sign in: the link answers it.
async fn waiting(app: &Shared, visit: &Visit) -> Result<Option<Paused>, Error> {
    let Some(browser) = visit.known_browser() else { return Ok(None) };
    let mut conn = app.db.read().await?;
    let open = interactions::list_open_for_browser(&mut conn, &browser.id, app.clock.now()).await?;
    drop(conn);
    let Some(newest) = open.first() else { return Ok(None) };
    let Ok(paused) = authorize::load(app, &visit.issuer, &newest.id, Some(browser)).await else { return Ok(None) };
    let standing = authorize::standing(app, &visit.issuer, &paused, Some(browser)).await?;
    Ok(matches!(standing.question, Ok(Some(Question::Login(_)))).then_some(paused))
}
