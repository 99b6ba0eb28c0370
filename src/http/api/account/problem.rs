//! Why an operation was not done (RFC 9457), and what `WWW-Authenticate` says of it (RFC 6750 §3, RFC 9470 §3).

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::call::ApiCall;
use crate::{
    base::time::Seconds,
    domain::{
        kernel::{Error, FieldError},
        own_account::StepUp,
    },
    http::{
        answer::oauth::{UNAVAILABLE, no_store, note},
        middleware::Early,
    },
    protocol::{
        client::ClientId,
        discovery::account_api_metadata,
        error::{ErrorCode, Refusal},
    },
    view::{self, ProblemView, account::ApiProblem},
};

macro_rules! problems {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $status:ident, $title:literal;)*) => {
        /// A kind of problem.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum ProblemKind {
            $($(#[doc = $doc])+ $variant,)*
        }

        impl ProblemKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its `type` (RFC 9457 §3.1.1).
            pub const fn uri(self) -> &'static str {
                match self { $(Self::$variant => concat!("urn:signet:problem:", $name),)* }
            }

            /// Its `title`.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }

            /// Its status.
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$variant => StatusCode::$status,)* }
            }
        }
    };
}

problems! {
    /// What was sent cannot be read.
    InvalidRequest = "invalid-request", BAD_REQUEST, "The request cannot be read";
    /// There is no access token.
    AuthenticationRequired = "authentication-required", UNAUTHORIZED, "An access token is needed";
    /// The access token is good for nothing here.
    InvalidToken = "invalid-token", UNAUTHORIZED, "The access token is not good here";
    /// The sign-in behind the token is too old, or too weak.
    InsufficientUserAuthentication = "insufficient-user-authentication", UNAUTHORIZED, "The person must sign in again";
    /// The access token was not given for this.
    InsufficientScope = "insufficient-scope", FORBIDDEN, "The access token was not given for this";
    /// There is no such thing.
    NotFound = "not-found", NOT_FOUND, "There is no such thing";
    /// It would leave the person without a way to sign in.
    LastSignIn = "last-way-to-sign-in", CONFLICT, "It is the last way to sign in";
    /// Without a further factor there are no recovery codes.
    NoFurtherFactor = "no-further-factor", CONFLICT, "No further factor is asked for";
    /// The session in which the app was approved has ended.
    SessionEnded = "session-ended", CONFLICT, "The session has ended";
    /// Something like it is there already.
    Conflict = "conflict", CONFLICT, "It does not go together with what is there";
    /// The body does not come.
    RequestTimeout = "request-timeout", REQUEST_TIMEOUT, "The body did not arrive in time";
    /// The body is larger than is read here.
    ContentTooLarge = "content-too-large", PAYLOAD_TOO_LARGE, "The body is too large";
    /// What is to be changed is not as the caller knows it.
    PreconditionFailed = "precondition-failed", PRECONDITION_FAILED, "It has been changed meanwhile";
    /// The body is written in a way that is not read here.
    UnsupportedMediaType = "unsupported-media-type", UNSUPPORTED_MEDIA_TYPE, "The body is of another media type";
    /// Values must be corrected.
    InvalidValues = "invalid-values", UNPROCESSABLE_ENTITY, "Some values must be corrected";
    /// The caller must say which version it changes.
    PreconditionRequired = "precondition-required", PRECONDITION_REQUIRED, "If-Match is needed";
    /// Too often.
    TooManyRequests = "too-many-requests", TOO_MANY_REQUESTS, "It was tried too often";
    /// Our own fault.
    ServerError = "server-error", INTERNAL_SERVER_ERROR, "The server failed";
    /// Not now.
    TemporarilyUnavailable = "temporarily-unavailable", SERVICE_UNAVAILABLE, "The server cannot answer now";
}

/// Why an operation was not done.
#[derive(Debug)]
pub enum ApiError {
    /// No access token was sent: no error code then (RFC 6750 §3.1).
    Missing,
    /// The person must sign in again, for this.
    StepUp(StepUp),
    /// A kind of problem, in words.
    Problem(ProblemKind, String),
    /// The body of the call is not read.
    Early(Early),
    /// What a use-case said.
    Failed(Error),
}

impl ApiError {
    /// Nobody loses their last way to sign in.
    pub fn last_sign_in(what: &str, left: &str) -> Self {
        let detail = format!("without this {what} the person could not sign in any more: they have no {left}");
        Self::Problem(ProblemKind::LastSignIn, detail)
    }
}

impl<E: Into<Error>> From<E> for ApiError {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// A problem, ready to be told.
struct ProblemDetails {
    kind: ProblemKind,
    detail: String,
    code: Option<ErrorCode>,
    errors: Vec<FieldError>,
    retry_after: Option<Seconds>,
    early: Option<Early>,
}

impl ProblemDetails {
    fn of(kind: ProblemKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), code: None, errors: Vec::new(), retry_after: None, early: None }
    }

    fn early(early: Early) -> Self {
        let kind = match early {
            Early::BodyTooSlow => ProblemKind::RequestTimeout,
            Early::BodyTooLarge => ProblemKind::ContentTooLarge,
            Early::BodyEncoded => ProblemKind::UnsupportedMediaType,
            Early::BodyBrokenOff => ProblemKind::InvalidRequest,
            Early::AnswerTooSlow => ProblemKind::TemporarilyUnavailable,
        };
        Self { early: Some(early), ..Self::of(kind, early.sentence()) }
    }

    fn refused(refusal: &Refusal) -> Self {
        let kind = match refusal.code {
            ErrorCode::InvalidToken => ProblemKind::InvalidToken,
            ErrorCode::InsufficientScope => ProblemKind::InsufficientScope,
            ErrorCode::InsufficientUserAuthentication => ProblemKind::InsufficientUserAuthentication,
            _ => ProblemKind::InvalidRequest,
        };
        Self { code: Some(refusal.code), ..Self::of(kind, refusal.description.clone()) }
    }

    fn failed(error: Error) -> Self {
        match error {
            Error::Refused(refusal) | Error::RefusedKeepingWrites(refusal) => Self::refused(&refusal),
            // What is somebody else's is not there for this caller.
            Error::NotFound | Error::Forbidden | Error::SignInStopped => Self::of(
                ProblemKind::NotFound,
                "there is no such thing here, or none any more (RFC 9110 section 15.5.5)",
            ),
            Error::SignedOut => {
                Self::of(ProblemKind::SessionEnded, "the session in which this app was approved has ended")
            }
            Error::Conflict(what) => Self::of(ProblemKind::Conflict, format!("{what} does not go together with this")),
            Error::Invalid(errors) => {
                let detail = Error::Invalid(errors.clone()).to_string();
                Self { errors, ..Self::of(ProblemKind::InvalidValues, detail) }
            }
            Error::TooMany { retry_after } => {
                let told = Self::of(
                    ProblemKind::TooManyRequests,
                    "it was tried too often; try again later (RFC 6585 section 4)",
                );
                Self { retry_after: Some(retry_after), ..told }
            }
            Error::Busy { retry_after } => {
                let told = Self::of(ProblemKind::TemporarilyUnavailable, "the server is busy; try again later");
                Self { retry_after: Some(retry_after), ..told }
            }
            Error::Unavailable(cause) => {
                tracing::warn!(%cause, "the database is not available");
                let detail = if cause.is_unknown() {
                    "the database did not say whether this was done; look before you send it again"
                } else {
                    "the server is not able to answer now; try again later"
                };
                Self { retry_after: Some(UNAVAILABLE), ..Self::of(ProblemKind::TemporarilyUnavailable, detail) }
            }
            Error::Internal(cause) => {
                tracing::error!(%cause, "a request failed");
                Self::of(ProblemKind::ServerError, "the server failed; the log has the reason under this request id")
            }
        }
    }
}

impl ProblemDetails {
    /// The problem itself.
    fn response(&self) -> Response {
        let status = self.kind.status();
        let problem = ApiProblem {
            kind: self.kind.uri().to_owned(),
            title: self.kind.title().to_owned(),
            status: status.as_u16(),
            detail: self.detail.clone(),
            error: self.code.map(|code| code.as_str().to_owned()),
            errors: view::all::<FieldError, ProblemView>(&self.errors),
        };
        let media_type = [(header::CONTENT_TYPE, "application/problem+json")];
        let response = (status, no_store((media_type, Json(problem)))).into_response();
        match self.early {
            Some(early) => early.with_fields(response),
            None => response,
        }
    }
}

/// A call that no operation has seen.
pub fn early_problem(early: Early) -> Response {
    ProblemDetails::early(early).response()
}

impl ApiError {
    /// The answer, to a client where it is known, for an operation that needs this scope.
    pub fn answer(self, call: &ApiCall, scope: &str, client: Option<&ClientId>) -> Response {
        let (told, step_up) = match self {
            Self::Missing => {
                let detail = "an access token of the account API is needed in Authorization (RFC 6750 section 2.1)";
                (ProblemDetails::of(ProblemKind::AuthenticationRequired, detail), None)
            }
            Self::StepUp(step_up) => (ProblemDetails::refused(&too_weak()), Some(step_up)),
            Self::Problem(kind, detail) => (ProblemDetails::of(kind, detail), None),
            Self::Early(early) => (ProblemDetails::early(early), None),
            Self::Failed(error) => (ProblemDetails::failed(error), None),
        };
        if let Some(code) = told.code {
            note(&call.caller.app, client, &Refusal::new(code, told.detail.clone()));
        }
        let status = told.kind.status();
        let mut response = told.response();
        let headers = response.headers_mut();
        if matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) {
            let challenge = challenge(call, &told, scope, step_up.as_ref());
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        if let Some(Seconds(wait)) = told.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(wait));
        }
        response
    }
}

/// RFC 9470 §3
fn too_weak() -> Refusal {
    Refusal::insufficient_user_authentication(
        "the person must have signed in lately, with everything that is asked of them, for this (RFC 9470 section 3)",
    )
}

fn challenge(call: &ApiCall, told: &ProblemDetails, scope: &str, step_up: Option<&StepUp>) -> HeaderValue {
    // RFC 6750 §3: what a client needs to know; a description holds no quote and no backslash, by its constructor.
    let mut parts = vec!["realm=\"signet\"".to_owned()];
    if let Some(code) = told.code {
        parts.push(format!("error=\"{}\"", code.as_str()));
        parts.push(format!("error_description=\"{}\"", told.detail));
    }
    if told.kind == ProblemKind::InsufficientScope {
        parts.push(format!("scope=\"{scope}\""));
    }
    if let Some(StepUp { acr, max_age }) = step_up {
        // RFC 9470 §3: as the authorization request will say it.
        parts.extend(acr.as_ref().map(|acr| format!("acr_values=\"{acr}\"")));
        parts.push(format!("max_age=\"{max_age}\""));
    }
    // RFC 9728 §5.1
    parts.push(format!("resource_metadata=\"{}\"", account_api_metadata(&call.caller.issuer.url)));
    HeaderValue::from_str(&format!("Bearer {}", parts.join(", "))).unwrap_or(HeaderValue::from_static("Bearer"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_kinds_of_problem_have_one_type() {
        let mut all: Vec<&str> = ProblemKind::ALL.iter().map(|one| one.uri()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert!(ProblemKind::ALL.iter().all(|one| one.status().as_u16() >= 400 && !one.title().ends_with('.')));
    }
}
