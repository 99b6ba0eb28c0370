//! The authorization endpoint (RFC 6749 §3.1, OIDC Core §3.1.2.1): GET and POST.

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::Response,
};

use crate::{
    base::id::InteractionId,
    domain::{
        authorize::{self, Next, Question, Step, Stopped},
        sessions::Browser,
    },
    http::{
        Shared,
        answer::{
            browser_state::with_state,
            page::PageError,
            response_mode::{see_other, send},
        },
        cookies,
        extract::{FormParams, QueryParams, Visit},
    },
    protocol::{client::ClientId, discovery::path, error::Error as Refusal, params::Params},
    render::pages::Happening,
};

/// Longest query that a POST is turned into.
const LONGEST_QUERY: usize = 6000;

/// `GET /authorize`
pub async fn get(State(app): State<Shared>, visit: Visit, QueryParams(params): QueryParams) -> Response {
    begin(&app, &visit, params).await
}

/// `POST /authorize` (OIDC Core §3.1.2.1: both methods MUST be supported).
pub async fn post(State(app): State<Shared>, visit: Visit, FormParams(params): FormParams) -> Response {
    match bounced(&visit, path::AUTHORIZE, &params) {
        Some(again) => again,
        None => begin(&app, &visit, params).await,
    }
}

/// The same request by GET, where a POST came without a browser that we know.
///
/// The session cookie is SameSite=Lax: a form on the client's page does not bring it. One
/// redirect later it is there; and it cannot loop, since a GET is never sent on.
pub fn bounced(visit: &Visit, path: &str, params: &Result<Params, Refusal>) -> Option<Response> {
    let query = params.as_ref().ok().filter(|_| matches!(visit.browser, Ok(None)))?.to_query();
    (query.len() <= LONGEST_QUERY).then(|| see_other(&visit.issuer.url.join(&format!("{path}?{query}"))))
}

async fn begin(app: &Shared, visit: &Visit, params: Result<Params, Refusal>) -> Response {
    if visit.browser.is_err() {
        // Unknown is not the same as not found out: a new cookie would orphan the sessions here.
        return PageError::of(StatusCode::INTERNAL_SERVER_ERROR, Happening::Internal).answer(app, visit);
    }
    let params = match params {
        Ok(params) => params,
        Err(refusal) => return PageError::from(Stopped::Page { refusal, client: None }).answer(app, visit),
    };
    let client = params.get("client_id").map(ClientId::new);
    let step = authorize::begin(app, &visit.issuer, &params, visit.known_browser(), &visit.origin).await;
    go(app, visit, step, client.as_ref()).await
}

/// Takes the browser to whatever comes next.
pub async fn go(app: &Shared, visit: &Visit, step: Result<Step, Stopped>, client: Option<&ClientId>) -> Response {
    match step {
        Err(stopped) => PageError::from(stopped).answer(app, visit),
        Ok((Next::Answer(answer), _)) => {
            let name = match client {
                Some(id) => client_name(app, visit, id).await,
                None => String::new(),
            };
            with_state(app, visit, visit.known_browser(), send(app, visit, &answer, &name)).await
        }
        Ok((Next::Ask(id, question), browser)) => {
            let address = question_url(visit, &id, &question);
            with_browser(visit, see_other(&address), browser.as_ref())
        }
    }
}

async fn client_name(app: &Shared, visit: &Visit, id: &ClientId) -> String {
    let found = crate::domain::clients::find(app, &visit.issuer, id).await.ok().flatten();
    found.map(|client| client.client.display_name().to_owned()).unwrap_or_default()
}

/// Where a question is asked.
pub fn question_url(visit: &Visit, id: &InteractionId, question: &Question) -> String {
    let page = match question {
        Question::Login(_) => "/login",
        Question::SelectAccount => "/accounts",
        Question::Consent => "/consent",
    };
    visit.issuer.url.join(&format!("{page}?interaction={id}"))
}

/// Sets the cookie of a browser that has just become known.
pub fn with_browser(visit: &Visit, mut response: Response, browser: Option<&Browser>) -> Response {
    let Some(cookie) = browser.and_then(|browser| cookies::set(&visit.issuer.url, browser, None)) else {
        return response;
    };
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}
