//! What programs are told of a limit that they ask under (draft-ietf-httpapi-ratelimit-headers-11): `RateLimit-Policy`
//! says what it is, `RateLimit` how it stands, and `Retry-After` when to come back.

use axum::{
    Json,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::oauth::no_store;
use crate::{
    base::time::Seconds,
    config::limits::Rule,
    domain::kernel::{
        Cx,
        limits::{self, Exceeded, Remaining},
    },
    http::middleware::cors,
    protocol::error::Refusal,
};

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const STANDING: HeaderName = HeaderName::from_static("ratelimit");

/// Says how a limit stands. Both fields are lists: each limit adds a line of its own.
pub fn with_remaining(mut response: Response, remaining: &Remaining) -> Response {
    let Remaining { limit, left, reset } = remaining;
    let name = limit.rule.as_str();
    let fields = [
        (POLICY, format!("\"{name}\";q={};w={}", limit.max, limit.window.0)),
        (STANDING, format!("\"{name}\";r={left};t={}", reset.0)),
    ];
    for (field, text) in fields {
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().append(field, value);
        }
    }
    response
}

/// [`with_remaining`] where nothing is left, with the time to come back.
pub fn with_nothing_left(response: Response, limit: Rule, retry_after: Seconds) -> Response {
    let mut response = with_remaining(response, &Remaining { limit, left: 0, reset: retry_after });
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after.0));
    response
}

/// What is said where a limit is reached.
pub fn refusal(what: &str, retry_after: Seconds) -> Refusal {
    let seconds = if retry_after == Seconds(1) { "second" } else { "seconds" };
    Refusal::temporarily_unavailable(format!("{what}; try again in {} {seconds}", retry_after.0))
}

/// The answer where a limit is reached, which is written down.
pub async fn too_many(cx: &Cx<'_>, what: &str, exceeded: Exceeded) -> Response {
    let (limit, retry_after) = (exceeded.limit, exceeded.retry_after);
    limits::write_down(cx, vec![exceeded]).await;
    let refusal = refusal(what, retry_after);
    let body = json!({"error": refusal.code.as_str(), "error_description": refusal.description});
    // RFC 6585 §4
    let mut response = (StatusCode::TOO_MANY_REQUESTS, no_store(Json(body))).into_response();
    // There is nothing here that a page of another origin should not read.
    cors::allow_everyone(response.headers_mut());
    with_nothing_left(response, limit, retry_after)
}
