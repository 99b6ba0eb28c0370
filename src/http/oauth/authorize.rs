//! The authorization endpoint (RFC 6749 §3.1, OIDC Core §3.1.2.1): GET and POST.

use axum::{
    extract::State,
    http::{Method, StatusCode},
    response::Response,
};

use crate::{
    domain::authorize::{self, Stopped},
    http::{
        Shared,
        answer::{
            page::{self, PageError},
            response_mode::see_other,
            step::go,
        },
        extract::{FormParams, QueryParams, Visit},
        middleware::csrf,
    },
    protocol::{discovery::path, error::Refusal, params::Params},
    render::pages::{FormPost, Happening},
};

/// Longest query that a POST is turned into.
const LONGEST_QUERY: usize = 6000;

/// Stands in the form of our own page that posts a request again.
const REPOSTED: &str = "signet_reposted";

/// `GET /authorize`
pub async fn get(State(app): State<Shared>, visit: Visit, QueryParams(params): QueryParams) -> Response {
    begin(&app, &visit, params).await
}

/// `POST /authorize` (OIDC Core §3.1.2.1: both methods MUST be supported).
pub async fn post(State(app): State<Shared>, visit: Visit, FormParams(params): FormParams) -> Response {
    match bounced(&app, &visit, path::AUTHORIZE, &params) {
        Some(again) => again,
        None => begin(&app, &visit, params).await,
    }
}

/// The same request once more, where a POST came without a browser that we know.
///
/// The session cookie is SameSite=Lax: a form on the client's page does not bring it. One redirect
/// later it is there; and it cannot loop, since a GET is never sent on. What is too long for an address
/// is posted again by a page of our own, and what comes from there is not sent on either. To take such
/// a browser for a new one would put another cookie in the place of its sessions.
pub fn bounced(app: &Shared, visit: &Visit, path: &str, params: &Result<Params, Refusal>) -> Option<Response> {
    let params = params.as_ref().ok().filter(|_| matches!(visit.browser, Ok(None)))?;
    let query = params.to_query();
    let url = visit.issuer.url.join(path);
    if query.len() <= LONGEST_QUERY {
        return Some(see_other(&format!("{url}?{query}")));
    }
    csrf::check_site(&Method::POST, &visit.headers, visit.issuer.url.origin()).err()?;
    if params.has(REPOSTED) {
        // A page in a sandbox stays another site's, and brings no cookie however often it is asked.
        return Some(PageError::of(StatusCode::BAD_REQUEST, Happening::NoCookie).answer(app, visit));
    }
    let again = FormPost {
        frame: visit.issuer.site.frame(visit.locale(params.get("ui_locales")), ""),
        action: url,
        params: params.iter().chain([(REPOSTED, "1")]).map(|(name, value)| (name.into(), value.into())).collect(),
        client_name: None,
    };
    Some(page::show(StatusCode::OK, &again))
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
    let step = authorize::begin(&visit.cx(), &visit.visitor(None), &params).await;
    go(app, visit, step).await
}
