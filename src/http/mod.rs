//! axum lives here and only here.
