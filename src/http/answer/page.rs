//! Pages, and errors in words for a person.

use std::borrow::Cow;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use crate::{
    domain::{authorize::Stopped, error::Error},
    http::{Shared, extract::Visit},
    protocol::{
        client::Client,
        error::{Error as Refusal, ErrorCode},
    },
    render::{
        Page,
        pages::{Back, Developer, ErrorPage, Happening},
    },
};

/// Shows a page.
pub fn show<P: Page>(status: StatusCode, page: &P) -> Response {
    let policy = match page.content_security_policy() {
        Cow::Borrowed(policy) => HeaderValue::from_static(policy),
        // Without a policy of its own the page gets the strictest one.
        Cow::Owned(policy) => HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'")),
    };
    (status, [(header::CONTENT_SECURITY_POLICY, policy)], Html(page.html())).into_response()
}

/// What the developer is told of a refusal, which is noted in the log.
pub fn developer(refusal: Option<&Refusal>, client_id: Option<&str>, visit: &Visit) -> Developer {
    if let Some(refusal) = refusal {
        tracing::info!(
            error.code = refusal.code.as_str(),
            rule = %refusal.description,
            detail = refusal.detail,
            client_id,
            "refused"
        );
    }
    Developer {
        error: refusal.map_or("none", |refusal| refusal.code.as_str()).to_owned(),
        rule: refusal.map(|refusal| refusal.description.to_string()).unwrap_or_default(),
        client_id: client_id.map(str::to_owned),
        request_id: visit.request_id(),
    }
}

/// What an error page needs to be written.
pub struct PageError {
    /// The HTTP status.
    pub status: StatusCode,
    /// What happened, for the person.
    pub happening: Happening,
    /// What was wrong, for the developer.
    pub refusal: Option<Refusal>,
    /// The client concerned: id, name, way back.
    pub client: Option<(String, String)>,
    /// The way on.
    pub back: Option<Back>,
    /// Seconds until another try makes sense.
    pub retry_after: Option<i64>,
}

impl PageError {
    /// An error with nothing but its kind.
    pub fn of(status: StatusCode, happening: Happening) -> Self {
        Self { status, happening, refusal: None, client: None, back: None, retry_after: None }
    }

    /// Adds the developer's part.
    #[must_use]
    pub fn because(mut self, refusal: Refusal) -> Self {
        self.refusal = Some(refusal);
        self
    }

    fn about(mut self, client: &Client) -> Self {
        self.client = Some((client.id.to_string(), client.display_name().to_owned()));
        // The client's own home page is a way back that carries nothing.
        self.back = client.metadata.client_uri.clone().map(Back::Client);
        self
    }

    /// Shows it.
    pub fn answer(self, app: &Shared, visit: &Visit) -> Response {
        let developer = developer(self.refusal.as_ref(), self.client.as_ref().map(|(id, _)| id.as_str()), visit);
        let happening = match self.happening {
            // One that showed no cookie may be the right one.
            Happening::OtherBrowser if matches!(visit.browser, Ok(None)) => Happening::NoCookie,
            other => other,
        };
        let own =
            (happening == Happening::FinishedInteraction).then(|| Back::Account(visit.issuer.url.join("/account")));
        let page = ErrorPage {
            frame: app.site.frame(visit.locale(None), ""),
            happening,
            client_name: self.client.map(|(_, name)| name),
            back: self.back.or(own),
            developer: (self.refusal.is_some() || self.status.is_server_error()).then_some(developer),
        };
        let mut response = show(self.status, &page);
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<Error> for PageError {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) | Error::RefusedKeepingWrites(refusal) => {
                Self::of(StatusCode::BAD_REQUEST, Happening::BadRequest).because(refusal)
            }
            Error::NotFound => Self::of(StatusCode::NOT_FOUND, Happening::SpentLink),
            Error::Forbidden => Self::of(StatusCode::FORBIDDEN, Happening::Forbidden),
            Error::Conflict(_) | Error::Invalid(_) => Self::of(StatusCode::BAD_REQUEST, Happening::BadRequest),
            Error::TooMany { retry_after } => {
                Self { retry_after: Some(retry_after.0), ..Self::of(StatusCode::TOO_MANY_REQUESTS, Happening::TooMany) }
            }
            Error::Busy { retry_after } => {
                Self { retry_after: Some(retry_after.0), ..Self::of(StatusCode::SERVICE_UNAVAILABLE, Happening::Busy) }
            }
            Error::Internal(cause) => {
                tracing::error!(%cause, "a request failed");
                Self::of(StatusCode::INTERNAL_SERVER_ERROR, Happening::Internal)
            }
        }
    }
}

impl From<Stopped> for PageError {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Page { refusal, client: None } => {
                let happening = if refusal.code == ErrorCode::InvalidClient {
                    Happening::UnknownClient
                } else {
                    Happening::BadRequest
                };
                Self::of(StatusCode::BAD_REQUEST, happening).because(refusal)
            }
            Stopped::Page { refusal, client: Some(client) } => {
                Self::of(StatusCode::BAD_REQUEST, Happening::UnknownReturnAddress)
                    .because(refusal)
                    .about(&client.client)
            }
            Stopped::Over { client, completed } => {
                let happening = if completed { Happening::FinishedInteraction } else { Happening::ExpiredInteraction };
                let page = Self::of(StatusCode::GONE, happening);
                match client {
                    Some(client) => page.about(&client.client),
                    None => page,
                }
            }
            Stopped::OtherBrowser => Self::of(StatusCode::BAD_REQUEST, Happening::OtherBrowser),
            Stopped::Failed(error) => error.into(),
        }
    }
}
