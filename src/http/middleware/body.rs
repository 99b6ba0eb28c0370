//! The body of a request, read before anything is done with it: whole, in time, not larger than is allowed, and as
//! it is. Every body of ours is small, and a handler that waited for a slow sender would only look slow itself.

use std::time::Duration;

use super::Early;
use crate::{app::pictures::LARGEST, base::time::Seconds};
use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{DefaultBodyLimit, FromRequest, Request},
    http::{HeaderMap, StatusCode, header},
};

/// A route whose handler reads the body itself, since it may be large: nobody's is read who may not send it.
#[derive(Debug, Clone, Copy)]
pub struct LargeBody {
    /// The method.
    pub method: &'static str,
    /// The route, below the issuer.
    pub route: &'static str,
    /// How much its handler takes, and for how long.
    pub limits: BodyLimits,
}

/// How long the picture of a person may take to come.
const LONGEST_PICTURE: Duration = Duration::from_secs(30);

/// The form with the picture of a person.
pub const PICTURE_FORM: LargeBody = LargeBody {
    method: "POST",
    route: "/account/profile/picture",
    // The file, and what a form writes around it.
    limits: BodyLimits { largest: LARGEST + 16 * 1024, longest: LONGEST_PICTURE },
};

/// The same as a file by itself, at the account API.
pub const PICTURE_FILE: LargeBody = LargeBody {
    method: "PUT",
    route: "/api/v1/account/picture",
    limits: BodyLimits { largest: LARGEST, longest: LONGEST_PICTURE },
};

/// When to try again while others send their pictures.
pub const PICTURES_BUSY: Seconds = Seconds(5);

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
/// Why it is not read.
pub async fn read(request: Request, limits: BodyLimits) -> Result<Request, Early> {
    if request.body().is_end_stream() {
        return Ok(request);
    }
    if is_encoded(request.headers()) {
        return Err(Early::BodyEncoded);
    }
    if request.body().size_hint().lower() > u64::try_from(limits.largest).unwrap_or(u64::MAX) {
        return Err(Early::BodyTooLarge);
    }
    let (parts, body) = request.into_parts();
    let mut alone = Request::new(body);
    DefaultBodyLimit::max(limits.largest).apply(&mut alone);
    match tokio::time::timeout(limits.longest, Bytes::from_request(alone, &())).await {
        Ok(Ok(bytes)) => Ok(Request::from_parts(parts, Body::from(bytes))),
        Ok(Err(rejection)) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(Early::BodyTooLarge),
        Ok(Err(_)) => Err(Early::BodyBrokenOff),
        Err(_) => Err(Early::BodyTooSlow),
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

/// For how long a handler reads a body itself; not at all on most routes.
pub fn left_to_handler(method: &str, route: &str) -> Option<Duration> {
    let is_it = |large: &LargeBody| large.method == method && route.ends_with(large.route);
    [PICTURE_FORM, PICTURE_FILE].into_iter().find(is_it).map(|large| large.limits.longest)
}
