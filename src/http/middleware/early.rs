//! What stops a request before its handler has answered.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

/// How many seconds to wait before another try where an answer took too long.
const AGAIN: u64 = 5;

/// Why there is no answer of the handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Early {
    /// The body did not come in time (RFC 9110 §15.5.9).
    BodyTooSlow,
    /// The body is too large (RFC 9110 §15.5.14).
    BodyTooLarge,
    /// The body has a coding (RFC 9110 §15.5.16).
    BodyEncoded,
    /// The body broke off: nobody is there to read the answer.
    BodyBrokenOff,
    /// The handler took too long.
    AnswerTooSlow,
}

/// How an early answer is written for an endpoint, which is named by its route.
pub type EarlyAnswer = fn(Early, &str) -> Response;

impl Early {
    /// Its status.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::BodyTooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BodyEncoded => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::BodyBrokenOff => StatusCode::BAD_REQUEST,
            // 503 and not 504, which speaks of a gateway's upstream (RFC 9110 §15.6.5).
            Self::AnswerTooSlow => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// What a program reads.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::BodyTooSlow => "the request body did not arrive in time",
            Self::BodyTooLarge => "the request body is too large",
            Self::BodyEncoded => "a request body with a Content-Encoding is not read",
            Self::BodyBrokenOff => "the request body broke off",
            Self::AnswerTooSlow => "the server took too long to answer; try again",
        }
    }

    /// As text, for a person who comes by it.
    pub fn as_text(self) -> Response {
        let text = match self {
            Self::AnswerTooSlow => "The server took too long to answer. Please try again.\n".to_owned(),
            _ => format!("{}\n", self.sentence()),
        };
        self.with_fields((self.status(), text).into_response())
    }

    /// With the header fields that belong to it.
    pub fn with_fields(self, mut response: Response) -> Response {
        let field = match self {
            // RFC 9110 §12.5.3: which would have been taken.
            Self::BodyEncoded => (header::ACCEPT_ENCODING, HeaderValue::from_static("identity")),
            Self::AnswerTooSlow => (header::RETRY_AFTER, HeaderValue::from(AGAIN)),
            Self::BodyTooSlow | Self::BodyTooLarge | Self::BodyBrokenOff => return response,
        };
        response.headers_mut().insert(field.0, field.1);
        response
    }
}
