//! The head of a call of the API, and how its body is read.

use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use serde_json::{Map, Value};

use super::problem::{ApiError, ProblemKind};
use crate::{
    domain::kernel::Error,
    http::{Shared, extract::Caller},
    protocol::{
        error::Refusal,
        jose::json::{self as strict, NotStrict},
        params::Params,
    },
};

/// A call: who calls, and what it names in its address.
pub struct ApiCall {
    /// The issuer that was called, and where the call came from.
    pub caller: Caller,
    /// The headers.
    pub headers: HeaderMap,
    /// What the address names, decoded.
    names: Vec<(String, String)>,
    query: Result<Params, Refusal>,
}

impl FromRequestParts<Shared> for ApiCall {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, StatusCode> {
        let caller = Caller::from_request_parts(parts, app).await?;
        // What is not in UTF-8 names nothing of ours.
        let names = RawPathParams::from_request_parts(parts, app).await.map_or_else(
            |_| Vec::new(),
            |all| all.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        );
        let query = Params::parse(parts.uri.query().unwrap_or_default().as_bytes());
        Ok(Self { caller, headers: parts.headers.clone(), names, query })
    }
}

impl ApiCall {
    /// What the address names there.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn named(&self, name: &str) -> Result<&str, Error> {
        self.names.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str()).ok_or(Error::NotFound)
    }

    /// A parameter of the query.
    ///
    /// # Errors
    /// `invalid_request` for a query that cannot be read, or says it twice.
    pub fn query(&self, name: &str) -> Result<Option<&str>, Refusal> {
        let query = self.query.as_ref().map_err(Clone::clone)?;
        let all = query.all(name);
        if all.len() > 1 {
            return Err(Refusal::invalid_request(format!("{name} was sent more than once")));
        }
        Ok(all.first().copied())
    }

    /// Whether the body is said to be of one of these media types.
    ///
    /// # Errors
    /// That it is of another one.
    pub fn check_media_type(&self, media_types: &[&str]) -> Result<(), ApiError> {
        let kind = self.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let kind = kind.and_then(|kind| kind.split(';').next()).map(str::trim).unwrap_or_default();
        if media_types.iter().any(|known| known.eq_ignore_ascii_case(kind)) {
            return Ok(());
        }
        let detail = format!("Content-Type must be {} (RFC 9110 section 15.5.16)", media_types.join(" or "));
        Err(ApiError::Problem(ProblemKind::UnsupportedMediaType, detail))
    }

    /// The members of a body, which must be of one of these media types.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn object(&self, media_types: &[&str], body: &[u8]) -> Result<Map<String, Value>, ApiError> {
        self.check_media_type(media_types)?;
        strict::object(body).map_err(|why| {
            Refusal::invalid_request(match why {
                NotStrict::Duplicate => "a member of the body stands twice (RFC 8259 section 4)",
                NotStrict::NotAnObject => {
                    "the body must be a JSON object, without a NUL in any text (RFC 8259 section 4)"
                }
            })
            .into()
        })
    }
}
