//! What stops a request before its handler has answered, written as its endpoint writes everything: a problem at the account
//! API, OAuth JSON where programs are answered in it, and text elsewhere.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{
    http::{api::account::early_problem, middleware::Early, oauth::upstream_logout, pages::upstream},
    protocol::discovery::path,
};

/// How an endpoint writes what it refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EndpointSkin {
    OAuth,
    Problem,
    Text,
}

impl EndpointSkin {
    fn of(route: &str) -> Self {
        // Its metadata (RFC 9728) is no operation of it.
        if route.contains(path::ACCOUNT_API) && !route.contains(path::PROTECTED_RESOURCE) {
            return Self::Problem;
        }
        let endpoints = [
            path::TOKEN,
            path::INTROSPECT,
            path::REVOKE,
            path::USERINFO,
            upstream::NONCE,
            upstream::ID_TOKEN,
            upstream_logout::PATH,
        ];
        let is_oauth = endpoints.iter().any(|endpoint| route.ends_with(endpoint))
            || route.contains(path::REGISTER)
            || route.contains(path::PROTECTED_RESOURCE);
        if is_oauth { Self::OAuth } else { Self::Text }
    }
}

const fn code(early: Early) -> &'static str {
    match early {
        Early::AnswerTooSlow => "temporarily_unavailable",
        Early::BodyTooSlow | Early::BodyTooLarge | Early::BodyEncoded | Early::BodyBrokenOff => "invalid_request",
    }
}

/// The answer at a route.
pub fn answer(early: Early, route: &str) -> Response {
    match EndpointSkin::of(route) {
        EndpointSkin::Problem => early_problem(early),
        EndpointSkin::OAuth => {
            let body = json!({"error": code(early), "error_description": early.sentence()});
            early.with_fields((early.status(), Json(body)).into_response())
        }
        EndpointSkin::Text => early.as_text(),
    }
}
