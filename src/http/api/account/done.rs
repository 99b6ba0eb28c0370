//! What an operation answers when it did what it was asked.

use axum::{
    Json,
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::Value;

use crate::{domain::kernel::Error, http::answer::oauth::no_store};

/// An answer of the API.
pub struct Done {
    body: DoneBody,
    headers: HeaderMap,
}

/// What stands in it.
enum DoneBody {
    Nothing,
    Shown(Value),
    /// JSON that is written while it is read.
    Written(Body),
}

impl Done {
    /// There is nothing to show.
    pub fn nothing() -> Self {
        Self { body: DoneBody::Nothing, headers: HeaderMap::new() }
    }

    /// What there is to show.
    ///
    /// # Errors
    /// When it cannot be written down.
    pub fn shown(view: &impl Serialize) -> Result<Self, Error> {
        let body = serde_json::to_value(view).map_err(Error::internal)?;
        Ok(Self { body: DoneBody::Shown(body), headers: HeaderMap::new() })
    }

    /// JSON that is written while it is read.
    pub fn written(body: Body) -> Self {
        let kind = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Self { body: DoneBody::Written(body), headers: HeaderMap::from_iter([kind]) }
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
            DoneBody::Shown(body) => (self.headers, no_store(Json(body))).into_response(),
            DoneBody::Written(body) => (self.headers, no_store(body)).into_response(),
            DoneBody::Nothing => (StatusCode::NO_CONTENT, self.headers, no_store(())).into_response(),
        }
    }
}
