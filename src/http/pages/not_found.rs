//! What is not there.

use axum::{extract::State, http::StatusCode, response::Response};

use crate::{
    http::{Shared, answer::page::PageError, extract::Visit},
    render::pages::Happening,
};

/// Any path that no route has.
pub async fn any(State(app): State<Shared>, visit: Visit) -> Response {
    PageError::of(StatusCode::NOT_FOUND, Happening::NotFound).answer(&app, &visit)
}
