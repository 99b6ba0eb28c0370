//! axum lives here and only here.
//!
//! A handler loads nothing and decides nothing: it reads a request, calls the domain, and
//! answers. [`router`] has every route on one page.

pub mod answer;
pub mod api;
pub mod assets;
pub mod cards;
pub mod client_logo;
pub mod connections;
pub mod cookies;
pub mod early_answers;
pub mod extract;
pub mod forms;
pub mod gates;
pub mod handlers;
pub mod health;
pub mod linger;
pub mod listen;
pub mod middleware;
pub mod oauth;
pub mod pages;
pub mod picture;
pub mod related_origins;
pub mod router;
pub mod tls;

use std::sync::Arc;

use crate::app::App;

/// The state that every handler gets.
pub type Shared = Arc<App>;
