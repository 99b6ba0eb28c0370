//! axum lives here and only here.

pub mod middleware;
