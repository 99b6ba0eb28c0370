//! Who calls: the issuer that was called, where the call came from, and, for pages, the browser.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};

use crate::{
    base::{id::RequestId, url::ServedIssuer},
    domain::{
        audit::Origin,
        error::Error,
        sessions::{self, Browser},
    },
    http::{Shared, cookies, middleware::ClientIp},
    protocol::params::Params,
    render::Locale,
};

/// Longest part of `User-Agent` that is kept.
const USER_AGENT_LENGTH: usize = 200;

/// A call to a back-channel endpoint.
pub struct Caller {
    /// The issuer that was called. Resolved here and nowhere below.
    pub issuer: ServedIssuer,
    /// Where the call came from.
    pub origin: Origin,
}

impl FromRequestParts<Shared> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Infallible> {
        let agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        let origin = Origin {
            request_id: parts.extensions.get::<RequestId>().cloned(),
            ip: parts.extensions.get::<ClientIp>().map(|client| client.0.to_string()),
            user_agent: agent.map(|text| text.chars().take(USER_AGENT_LENGTH).collect()),
        };
        Ok(Self { issuer: app.issuer.clone(), origin })
    }
}

/// A visit to a page.
pub struct Visit {
    /// The issuer that was called.
    pub issuer: ServedIssuer,
    /// Where the visit came from.
    pub origin: Origin,
    /// The browser, if it showed a cookie that we know; or why that could not be found out.
    pub browser: Result<Option<Browser>, Error>,
    /// The headers, for language and forgery checks.
    pub headers: HeaderMap,
    /// `ui_locales` of this page's own address: a language chosen at its foot.
    pub ui_locales: Option<String>,
}

impl FromRequestParts<Shared> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Infallible> {
        let caller = Caller::from_request_parts(parts, app).await?;
        let cookie = cookies::read(&parts.headers, &caller.issuer.url);
        let browser = sessions::browser(app, cookie.as_deref()).await;
        let query = Params::parse(parts.uri.query().unwrap_or_default().as_bytes()).unwrap_or_default();
        Ok(Self {
            issuer: caller.issuer,
            origin: caller.origin,
            browser,
            headers: parts.headers.clone(),
            ui_locales: query.get("ui_locales").map(str::to_owned),
        })
    }
}

impl Visit {
    /// The browser, if it is known; a failed look-up counts as unknown where only the look of a
    /// page hangs from it.
    pub fn known_browser(&self) -> Option<&Browser> {
        self.browser.as_ref().ok().and_then(Option::as_ref)
    }

    /// The language to speak: what this page's address says, then what the client asked for,
    /// then what the browser prefers.
    pub fn locale(&self, asked: Option<&str>) -> Locale {
        let accepted = self.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Locale::negotiate(self.ui_locales.as_deref().or(asked), accepted)
    }

    /// The request's id, for error pages.
    pub fn request_id(&self) -> String {
        self.origin.request_id.as_ref().map(ToString::to_string).unwrap_or_default()
    }
}
