//! The authorization endpoint (RFC 6749 §3.1, OIDC Core §3.1.2.1): GET and POST.

use axum::{
    http::{Method, StatusCode},
    response::Response,
};

use crate::{
    domain::{
        flows::authorize::{self, Begun, IncomingRequest},
        interactions::Stopped,
    },
    http::{
        answer::{
            page::{self, PageError},
            response_mode::see_other,
            step::go,
        },
        extract::{PageCall, PostedForm, QueryParams},
        middleware::csrf,
        pages::upstream::{silent, straight},
    },
    protocol::{discovery::path, error::Refusal, params::Params},
    render::pages::FormPost,
};

/// Longest query that a POST is turned into.
const LONGEST_QUERY: usize = 6000;

/// Stands in the form of our own page that posts a request again.
const REPOSTED: &str = "signet_reposted";

/// `GET /authorize`
pub async fn get(call: PageCall, QueryParams(params): QueryParams) -> Response {
    page::answered(&call, begin(&call, params).await)
}

/// `POST /authorize` (OIDC Core §3.1.2.1: both methods MUST be supported).
pub async fn post(PostedForm { call, params }: PostedForm) -> Response {
    let outcome = match bounced(&call, path::AUTHORIZE, &params) {
        Some(again) => again,
        None => begin(&call, params).await,
    };
    page::answered(&call, outcome)
}

/// The same request once more, where a POST came without a browser that we know.
///
/// The session cookie is SameSite=Lax: a form on the client's page does not bring it. One redirect
/// later it is there; and it cannot loop, since a GET is never sent on. What is too long for an address
/// is posted again by a page of our own, and what comes from there is not sent on either. To take such
/// a browser for a new one would put another cookie in the place of its sessions.
pub fn bounced(call: &PageCall, path: &str, params: &Result<Params, Refusal>) -> Option<Result<Response, PageError>> {
    let params = params.as_ref().ok().filter(|_| matches!(call.browser, Ok(None)))?;
    let query = params.to_query();
    let url = call.issuer.url.join(path);
    if query.len() <= LONGEST_QUERY {
        return Some(Ok(see_other(&format!("{url}?{query}"))));
    }
    csrf::check_site(&Method::POST, &call.headers, call.issuer.url.origin()).err()?;
    if params.has(REPOSTED) {
        // A page in a sandbox stays another site's, and brings no cookie however often it is asked.
        return Some(Err(PageError::no_cookie()));
    }
    let again = FormPost {
        frame: call.bare_frame(call.locale(params.get("ui_locales")), ""),
        action: url,
        params: params.iter().chain([(REPOSTED, "1")]).map(|(name, value)| (name.into(), value.into())).collect(),
        client_name: None,
    };
    Some(Ok(page::show(StatusCode::OK, &again)))
}

async fn begin(call: &PageCall, params: Result<Params, Refusal>) -> Result<Response, PageError> {
    // A new cookie would orphan the sessions here.
    call.found_browser()?;
    let params = params.map_err(|refusal| Stopped::Page { refusal, client: None })?;
    let asking = IncomingRequest { params: &params, may_travel: silent::may_travel(call) };
    let Begun { step, silent: asked_first } = authorize::begin(&call.cx(), &call.visitor(None), asking).await?;
    if let Some(upstream) = asked_first {
        return Box::pin(silent::leave(call, &upstream, &step)).await;
    }
    match Box::pin(straight(call, &params, &step)).await? {
        Some(away) => Ok(away),
        None => go(call, step, None),
    }
}
