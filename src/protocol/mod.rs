//! The rules of OAuth 2 and OpenID Connect as pure functions over loaded facts.
//!
//! No async, no IO, no clock, no randomness: `now` and fresh secrets are arguments.

pub mod acr;
pub mod answers;
pub mod authorize;
pub mod claims;
pub mod client;
pub mod client_auth;
pub mod discovery;
pub mod distinct;
pub mod error;
pub mod grant_type;
pub mod initiate_login;
pub mod introspection;
pub mod jose;
pub mod logout;
pub mod params;
pub mod permission;
pub mod pkce;
pub mod policy;
pub mod received;
pub mod registration;
pub mod require_pkce;
pub mod resource;
pub mod response_type;
pub mod scope;
pub mod subject;
pub mod token;
mod wire_enum;
