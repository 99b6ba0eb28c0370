//! Parameters of the query or of a form body, in order and with duplicates, so that the
//! protocol can refuse them by its own rules.

use std::convert::Infallible;

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
};

use crate::protocol::{error::Refusal, params::Params};

/// Parameters of the query; unreadable ones are an error that the handler answers in its skin.
pub struct QueryParams(pub Result<Params, Refusal>);

impl<S: Sync> FromRequestParts<S> for QueryParams {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(Params::parse(parts.uri.query().unwrap_or_default().as_bytes())))
    }
}

/// Parameters of a form body.
pub struct FormParams(pub Result<Params, Refusal>);

impl<S: Send + Sync> FromRequest<S> for FormParams {
    type Rejection = Infallible;

    async fn from_request(request: Request, state: &S) -> Result<Self, Infallible> {
        let is_form = is_form(request.headers());
        let body = match Bytes::from_request(request, state).await {
            Ok(body) => body,
            Err(rejection) => {
                let why = if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                    "the request body is too large"
                } else {
                    "the request body could not be read"
                };
                return Ok(Self(Err(Refusal::invalid_request(why))));
            }
        };
        // RFC 6749 §4.1.3 and appendix B: parameters come in this encoding only.
        if !is_form && !body.is_empty() {
            return Ok(Self(Err(Refusal::invalid_request(
                "Content-Type must be application/x-www-form-urlencoded (RFC 6749 appendix B)",
            ))));
        }
        Ok(Self(Params::parse(&body)))
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
}
