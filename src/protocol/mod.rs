//! The rules of OAuth 2 and OpenID Connect as pure functions over loaded facts.
//!
//! No async, no IO, no clock, no randomness: `now` and fresh secrets are arguments.

pub mod client;
pub mod error;
pub mod jose;
pub mod resource;
