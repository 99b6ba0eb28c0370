//! What an operation answers when it did what it was asked.

use axum::{
    Json,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::Value;

use crate::{domain::kernel::Error, http::answer::oauth::no_store};

/// An answer of the API.
pub struct Done {
    body: Option<Value>,
    headers: HeaderMap,
}

impl Done {
    /// There is nothing to show.
    pub fn nothing() -> Self {
        Self { body: None, headers: HeaderMap::new() }
    }

    /// What there is to show.
    ///
    /// # Errors
    /// When it cannot be written down.
    pub fn shown(view: &impl Serialize) -> Result<Self, Error> {
        let body = serde_json::to_value(view).map_err(Error::internal)?;
        Ok(Self { body: Some(body), headers: HeaderMap::new() })
    }

    /// The same with a header.
    ///
    /// # Errors
    /// When its value cannot stand in one.
    pub fn with(mut self, name: HeaderName, value: &str) -> Result<Self, Error> {
        self.headers.insert(name, HeaderValue::from_str(value).map_err(Error::internal)?);
        Ok(self)
    }
}

impl IntoResponse for Done {
    fn into_response(self) -> Response {
        match self.body {
            Some(body) => (self.headers, no_store(Json(body))).into_response(),
            None => (StatusCode::NO_CONTENT, self.headers, no_store(())).into_response(),
        }
    }
}
