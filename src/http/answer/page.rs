//! Pages, and errors in words for a person.

use std::{borrow::Cow, sync::Arc};

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use super::{
    failure::{self, Failure},
    reopened,
};
use crate::{
    app::{caches::CachedClient, refusals::Refused},
    base::{id::InteractionId, time::Seconds},
    domain::{interactions::Stopped, kernel::Error},
    http::{
        answer::oauth::{OAuthError, UNAVAILABLE},
        extract::PageCall,
    },
    protocol::{
        client::ClientId,
        error::{ErrorCode, Refusal},
    },
    render::{
        Page,
        pages::{Developer, ErrorKind},
    },
};

/// So long in minutes, as people are told: never less than they have to wait.
pub fn minutes(wait: Seconds) -> u32 {
    u32::try_from(wait.0.max(0).unsigned_abs().div_ceil(60)).unwrap_or(u32::MAX)
}

/// Shows a page.
pub fn show<P: Page>(status: StatusCode, page: &P) -> Response {
    let policy = match page.content_security_policy() {
        Cow::Borrowed(policy) => HeaderValue::from_static(policy),
        // Without a policy of its own the page gets the strictest one.
        Cow::Owned(policy) => HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'")),
    };
    (status, [(header::CONTENT_SECURITY_POLICY, policy)], Html(page.html())).into_response()
}

/// The answer of a handler of pages. Handlers leave by `?`; what stopped them becomes a page here and nowhere else.
pub fn answered(call: &PageCall, outcome: Result<Response, PageError>) -> Response {
    outcome.unwrap_or_else(|error| error.show(call))
}

/// The answer to a script of one of our pages, which has words of its own: that the server cannot answer is JSON, as at
/// the endpoints for programs.
pub fn script_failed(call: &PageCall, error: Error) -> Response {
    match error {
        Error::Unavailable(_) | Error::Busy { .. } | Error::Internal(_) => {
            OAuthError::from(error).answer(&call.app, None)
        }
        other => PageError::from(other).show(call),
    }
}

/// Notes a refusal, if there is one. The client was loaded for this request, so it is known.
pub fn note(call: &PageCall, refusal: Option<&Refusal>, client: Option<&ClientId>) {
    if let Some(refusal) = refusal {
        call.app.refusals.note(Refused { client, refusal });
    }
}

/// What the developer is told of a refusal.
pub fn facts(call: &PageCall, refusal: Option<&Refusal>, client: Option<&ClientId>) -> Developer {
    Developer {
        error: refusal.map_or("none", |refusal| refusal.code.as_str()).to_owned(),
        rule: refusal.map(|refusal| refusal.description.to_string()).unwrap_or_default(),
        client_id: client.map(ToString::to_string),
        received: refusal.and_then(|refusal| refusal.received.clone()),
        request_id: call.request_id(),
    }
}

/// What an error page needs to be written.
pub struct PageError {
    /// The HTTP status.
    pub status: StatusCode,
    /// What happened, for the person.
    pub kind: ErrorKind,
    /// What was wrong, for the developer.
    pub refusal: Option<Box<Refusal>>,
    /// The client concerned.
    pub client: Option<Arc<CachedClient>>,
    /// The interaction that goes on when the person does.
    pub interaction: Option<InteractionId>,
    /// Seconds until another try makes sense.
    pub retry_after: Option<i64>,
    /// The cookie of a browser that became known before it was stopped.
    pub cookie: Option<HeaderValue>,
}

impl PageError {
    /// An error with nothing but its kind.
    pub fn of(status: StatusCode, kind: ErrorKind) -> Self {
        Self { status, kind, refusal: None, client: None, interaction: None, retry_after: None, cookie: None }
    }

    /// For a call without the cookie, without which nothing can be trusted.
    pub fn no_cookie() -> Self {
        Self::of(StatusCode::BAD_REQUEST, ErrorKind::NoCookie)
    }

    /// Adds the developer's part.
    #[must_use]
    pub fn because(mut self, refusal: Refusal) -> Self {
        self.refusal = Some(Box::new(refusal));
        self
    }

    fn about(mut self, client: Option<Arc<CachedClient>>) -> Self {
        self.client = client;
        self
    }

    /// Sets the cookie of a browser that has just become known.
    #[must_use]
    pub fn with_cookie(mut self, cookie: Option<HeaderValue>) -> Self {
        self.cookie = cookie;
        self
    }

    fn show(self, call: &PageCall) -> Response {
        let client = self.client.as_ref().map(|client| &client.client);
        note(call, self.refusal.as_deref(), client.map(|client| &client.id));
        let developer = facts(call, self.refusal.as_deref(), client.map(|client| &client.id));
        let kind = match self.kind {
            // One that showed no cookie may be the right one.
            ErrorKind::OtherBrowser if matches!(call.browser, Ok(None)) && call.posted => ErrorKind::NoCookie,
            ErrorKind::OtherBrowser if matches!(call.browser, Ok(None)) => ErrorKind::UnknownBrowser,
            other => other,
        };
        let failure = Failure {
            status: self.status.as_u16(),
            kind,
            client: client.map(|client| client.id.clone()),
            interaction: self.interaction,
            developer: (self.refusal.is_some() || self.status.is_server_error()).then_some(developer),
            minutes: self.retry_after.filter(|_| kind == ErrorKind::TooMany).map(|wait| minutes(Seconds(wait))),
        };
        // RFC 9700 §4.11: of a request that could not be answered, nothing unproven stands in a link. And a
        // refusal is noted once.
        let frame = if self.refusal.is_some() || call.is_authorization() {
            reopened::frame(call, None, failure::PATH, &failure)
        } else {
            call.frame("")
        };
        let mut response = failure::show(call, client, &failure, frame);
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some(cookie) = self.cookie {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

impl From<Error> for PageError {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) | Error::RefusedKeepingWrites(refusal) => {
                Self::of(StatusCode::BAD_REQUEST, ErrorKind::BadRequest).because(refusal)
            }
            Error::NotFound => Self::of(StatusCode::NOT_FOUND, ErrorKind::NotFound),
            Error::SignedOut => Self::of(StatusCode::CONFLICT, ErrorKind::SignedOut),
            Error::Forbidden | Error::SignInStopped => Self::of(StatusCode::FORBIDDEN, ErrorKind::Forbidden),
            Error::Conflict(_) | Error::Invalid(_) => Self::of(StatusCode::BAD_REQUEST, ErrorKind::BadRequest),
            Error::TooMany { retry_after } => {
                Self { retry_after: Some(retry_after.0), ..Self::of(StatusCode::TOO_MANY_REQUESTS, ErrorKind::TooMany) }
            }
            Error::Busy { retry_after } => {
                Self { retry_after: Some(retry_after.0), ..Self::of(StatusCode::SERVICE_UNAVAILABLE, ErrorKind::Busy) }
            }
            Error::Unavailable(cause) => {
                tracing::warn!(%cause, "the database is not available");
                let kind = ErrorKind::Unavailable;
                Self { retry_after: Some(UNAVAILABLE.0), ..Self::of(StatusCode::SERVICE_UNAVAILABLE, kind) }
            }
            Error::Internal(cause) => {
                tracing::error!(%cause, "a request failed");
                Self::of(StatusCode::INTERNAL_SERVER_ERROR, ErrorKind::Internal)
            }
        }
    }
}

impl From<Stopped> for PageError {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Page { refusal, client: None } => {
                let kind = if refusal.code == ErrorCode::InvalidClient {
                    ErrorKind::UnknownClient
                } else {
                    ErrorKind::BadRequest
                };
                Self::of(StatusCode::BAD_REQUEST, kind).because(refusal)
            }
            Stopped::Page { refusal, client } => {
                Self::of(StatusCode::BAD_REQUEST, ErrorKind::UnknownReturnAddress).because(refusal).about(client)
            }
            Stopped::Refused { refusal, client } => {
                Self::of(StatusCode::BAD_REQUEST, ErrorKind::BadRequest).because(refusal).about(Some(client))
            }
            Stopped::Over { client, completed } => {
                let kind = if completed { ErrorKind::FinishedInteraction } else { ErrorKind::ExpiredInteraction };
                Self::of(StatusCode::GONE, kind).about(client)
            }
            Stopped::Arrived(_) => Self::of(StatusCode::GONE, ErrorKind::FinishedInteraction),
            Stopped::OtherBrowser { client } => {
                Self::of(StatusCode::BAD_REQUEST, ErrorKind::OtherBrowser).about(client)
            }
            Stopped::SignedOut { interaction } => {
                Self { interaction, ..Self::of(StatusCode::CONFLICT, ErrorKind::SignedOut) }
            }
            Stopped::Failed(error) => error.into(),
        }
    }
}
