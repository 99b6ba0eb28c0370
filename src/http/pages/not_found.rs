//! What is not there.

use axum::{extract::State, http::StatusCode, response::Response};

use crate::{
    http::{Shared, answer::page::PageError, extract::Visit},
    render::pages::{Back, Happening},
};

/// Any path that no route has.
pub async fn any(State(app): State<Shared>, visit: Visit) -> Response {
    let mut error = PageError::of(StatusCode::NOT_FOUND, Happening::NotFound);
    error.back = Some(Back::Account(visit.issuer.url.join("/account")));
    error.answer(&app, &visit)
}
