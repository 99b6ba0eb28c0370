//! The body of a request, read before anything is done with it: whole, in time, not larger than is allowed, and as
//! it is. Every body of ours is small, and a handler that waited for a slow sender would only look slow itself.

use std::time::Duration;

use axum::{
    Json,
    body::{Body, Bytes, HttpBody},
    extract::{DefaultBodyLimit, FromRequest, Request},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{app::pictures::LARGEST, protocol::discovery::path};

/// Why a body is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refused {
    TooSlow,
    TooLarge,
    Encoded,
}

/// A route whose handler reads the body itself, since it may be large: nobody's is read who may not send it.
#[derive(Debug, Clone, Copy)]
pub struct LargeBody {
    /// The route, below the issuer.
    pub route: &'static str,
    /// How much its handler takes, and for how long.
    pub limits: BodyLimits,
}

/// Pictures of people.
pub const PICTURE: LargeBody = LargeBody {
    route: "/account/profile/picture",
    // The file, and what a form writes around it.
    limits: BodyLimits { largest: LARGEST + 16 * 1024, longest: Duration::from_secs(30) },
};

/// How much is taken, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct BodyLimits {
    /// In bytes.
    pub largest: usize,
    /// From the head to the last byte.
    pub longest: Duration,
}

/// The request with its body in memory.
///
/// # Errors
/// The answer, in JSON where `route` is an endpoint of programs.
pub async fn read(request: Request, limits: BodyLimits, route: &str) -> Result<Request, Response> {
    if request.body().is_end_stream() {
        return Ok(request);
    }
    if is_encoded(request.headers()) {
        return Err(refuse(Refused::Encoded, route));
    }
    if request.body().size_hint().lower() > u64::try_from(limits.largest).unwrap_or(u64::MAX) {
        return Err(refuse(Refused::TooLarge, route));
    }
    let (parts, body) = request.into_parts();
    let mut alone = Request::new(body);
    DefaultBodyLimit::max(limits.largest).apply(&mut alone);
    match tokio::time::timeout(limits.longest, Bytes::from_request(alone, &())).await {
        Ok(Ok(bytes)) => Ok(Request::from_parts(parts, Body::from(bytes))),
        Ok(Err(rejection)) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Err(refuse(Refused::TooLarge, route))
        }
        // It broke off: nobody is there to read the answer.
        Ok(Err(rejection)) => Err(rejection.into_response()),
        Err(_) => Err(refuse(Refused::TooSlow, route)),
    }
}

/// RFC 9110 §8.4: "identity" is said by not saying anything, and means nothing when it is said.
fn is_encoded(headers: &HeaderMap) -> bool {
    let codings = headers.get_all(header::CONTENT_ENCODING).iter();
    codings.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).any(|coding| {
        let coding = coding.trim();
        !coding.is_empty() && !coding.eq_ignore_ascii_case("identity")
    })
}

fn refuse(why: Refused, route: &str) -> Response {
    let (status, sentence) = match why {
        // RFC 9110 §15.5.9
        Refused::TooSlow => (StatusCode::REQUEST_TIMEOUT, "the request body did not arrive in time"),
        // RFC 9110 §15.5.14
        Refused::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "the request body is too large"),
        // RFC 9110 §15.5.16
        Refused::Encoded => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "a request body with a Content-Encoding is not read"),
    };
    let mut response = if is_for_programs(route) {
        (status, Json(json!({"error": "invalid_request", "error_description": sentence}))).into_response()
    } else {
        (status, format!("{sentence}\n")).into_response()
    };
    if why == Refused::Encoded {
        // RFC 9110 §12.5.3: which would have been taken.
        response.headers_mut().insert(header::ACCEPT_ENCODING, header::HeaderValue::from_static("identity"));
    }
    response
}

/// For how long a handler reads a body itself; not at all on most routes.
pub fn left_to_handler(route: &str) -> Option<Duration> {
    route.ends_with(PICTURE.route).then_some(PICTURE.limits.longest)
}

/// Whether an endpoint answers in JSON, also when it refuses.
pub fn is_for_programs(route: &str) -> bool {
    [path::TOKEN, path::INTROSPECT, path::REVOKE, path::USERINFO].iter().any(|endpoint| route.ends_with(endpoint))
        || route.contains(path::REGISTER)
        || route.contains(path::ACCOUNT_API)
}
