//! Errors and answers of OAuth endpoints (RFC 6749 §5, RFC 6750 §3).

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::rate_limit;
use crate::{
    app::{App, refusals::Refused},
    base::time::Seconds,
    domain::kernel::{Error, Feature},
    http::middleware::cors,
    protocol::{
        client::ClientId,
        error::{ErrorCode, Refusal},
    },
};

/// When to try again after the database was unavailable.
pub const UNAVAILABLE: Seconds = Seconds(5);

/// Notes a refusal that goes back to a client. What a request claims to be is believed as far as there is
/// such a client: it was looked up a moment ago, or there was no reason to.
pub fn note(app: &App, claimed: Option<&ClientId>, refusal: &Refusal) {
    app.refusals.note(Refused { client: known(app, claimed), refusal });
}

/// What a request claims to be, as far as there is such a client.
pub fn known<'c>(app: &App, claimed: Option<&'c ClientId>) -> Option<&'c ClientId> {
    claimed.filter(|id| app.caches.clients.get(*id).flatten().is_some())
}

/// An error of a client-facing JSON endpoint.
#[derive(Debug)]
pub struct OAuthError {
    refusal: Refusal,
    status: StatusCode,
    retry_after: Option<i64>,
}

impl From<Refusal> for OAuthError {
    fn from(refusal: Refusal) -> Self {
        let status = match refusal.code {
            // RFC 6749 §5.2: 401 for invalid_client.
            ErrorCode::InvalidClient => StatusCode::UNAUTHORIZED,
            ErrorCode::ServerError => StatusCode::INTERNAL_SERVER_ERROR,
            ErrorCode::TemporarilyUnavailable => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::BAD_REQUEST,
        };
        Self { refusal, status, retry_after: None }
    }
}

impl From<Error> for OAuthError {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) | Error::RefusedKeepingWrites(refusal) => refusal.into(),
            Error::TooMany { retry_after } => Self {
                // RFC 6585 §4
                status: StatusCode::TOO_MANY_REQUESTS,
                retry_after: Some(retry_after.0),
                ..rate_limit::refusal("that was asked for too often", retry_after).into()
            },
            Error::Busy { retry_after } => {
                let refusal = Refusal::temporarily_unavailable("the server is busy; try again later");
                Self { retry_after: Some(retry_after.0), ..refusal.into() }
            }
            Error::Unavailable(cause) => {
                tracing::warn!(%cause, "the database is not available");
                let refusal = Refusal::temporarily_unavailable(if cause.is_unknown() {
                    "the database did not say whether this was done; look before you send it again"
                } else {
                    "the server is not able to answer now; try again later"
                });
                Self { retry_after: Some(UNAVAILABLE.0), ..refusal.into() }
            }
            Error::Internal(cause) => {
                tracing::error!(%cause, "a request failed");
                Refusal::server_error("the server failed; the log has the reason under this request id").into()
            }
            other => Refusal::invalid_request(other.to_string()).into(),
        }
    }
}

impl OAuthError {
    /// The answer to what claims to be this client.
    pub fn answer(self, app: &App, claimed: Option<&ClientId>) -> Response {
        note(app, claimed, &self.refusal);
        let code = self.refusal.code.as_str();
        let mut headers = HeaderMap::new();
        // RFC 9110 §15.5.2: 401 MUST come with a challenge; RFC 6749 §5.2: matching the scheme that the
        // client used in the header, where Basic is the only one.
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"signet\""));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        let body = json!({"error": code, "error_description": self.refusal.description});
        (self.status, headers, no_store(Json(body))).into_response()
    }
}

/// The answer of an endpoint whose feature is off.
pub fn switched_off(feature: Feature) -> Response {
    let description = format!("{} is switched off at this server, by its operator", feature.id());
    let body = json!({"error": "not_found", "error_description": description});
    let mut response = (StatusCode::NOT_FOUND, no_store(Json(body))).into_response();
    // There is nothing here that a page of another origin should not read.
    cors::allow_everyone(response.headers_mut());
    response
}

/// A JSON answer that nobody may keep (RFC 6749 §5.1).
pub fn no_store(body: impl IntoResponse) -> Response {
    let headers = [(header::CACHE_CONTROL, "no-store"), (header::PRAGMA, "no-cache")];
    (headers, body).into_response()
}

/// An error of a resource endpoint: told in `WWW-Authenticate` (RFC 6750 §3).
#[derive(Debug)]
pub enum BearerError {
    /// No token was sent: no error code then (RFC 6750 §3.1).
    Missing,
    /// A token or a request was wrong.
    Refused(Refusal),
    /// Ours.
    Failed(OAuthError),
}

impl From<Error> for BearerError {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) | Error::RefusedKeepingWrites(refusal) => Self::Refused(refusal),
            other => Self::Failed(other.into()),
        }
    }
}

impl From<Refusal> for BearerError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl BearerError {
    /// The answer, about this client where it is known.
    pub fn answer(self, app: &App, client: Option<&ClientId>) -> Response {
        let refusal = match self {
            Self::Failed(error) => return error.answer(app, client),
            Self::Missing => {
                // RFC 6750 §3.1: without authentication information, no error code.
                let challenge = [(header::WWW_AUTHENTICATE, "Bearer realm=\"signet\"")];
                return (StatusCode::UNAUTHORIZED, challenge).into_response();
            }
            Self::Refused(refusal) => refusal,
        };
        let status = match refusal.code {
            ErrorCode::InvalidToken => StatusCode::UNAUTHORIZED,
            ErrorCode::InsufficientScope => StatusCode::FORBIDDEN,
            _ => StatusCode::BAD_REQUEST,
        };
        // RFC 6750 §3: the description holds no quote and no backslash, by its constructor.
        let mut challenge = format!(
            "Bearer realm=\"signet\", error=\"{}\", error_description=\"{}\"",
            refusal.code.as_str(),
            refusal.description
        );
        if refusal.code == ErrorCode::InsufficientScope {
            challenge.push_str(", scope=\"openid\"");
        }
        note(app, client, &refusal);
        let body = json!({"error": refusal.code.as_str(), "error_description": refusal.description});
        let challenge = HeaderValue::from_str(&challenge).unwrap_or(HeaderValue::from_static("Bearer"));
        (status, [(header::WWW_AUTHENTICATE, challenge)], no_store(Json(body))).into_response()
    }
}
