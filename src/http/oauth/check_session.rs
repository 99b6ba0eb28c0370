//! `check_session_iframe` (Session Management 1.0 §3.2).

use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use crate::{
    http::{cookies, extract::Caller},
    render::check_session,
};

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// `GET /session/check`: the same for everybody; what it tells stands in a cookie.
pub async fn get(caller: Caller) -> Response {
    let Ok(policy) = HeaderValue::from_str(&check_session::content_security_policy()) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let headers = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (RESOURCE_POLICY, HeaderValue::from_static("cross-origin")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, Html(check_session::document(&cookies::state_name(&caller.issuer.url)))).into_response()
}
