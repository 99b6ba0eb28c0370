//! The rules of OAuth 2 and OpenID Connect for a provider, as pure functions over loaded facts.
//!
//! No async, no IO, no clock, no randomness: `now` and fresh secrets are arguments. Each function cites the section
//! that it enforces, and what it refuses is a [`Refusal`](error::Refusal): a registered code and a sentence that may be
//! shown to the client. Who calls decides where facts come from and what becomes of an answer.
//!
//! | of | here |
//! |---|---|
//! | a request's parameters | [`params`] |
//! | the authorization endpoint | [`authorize`], [`pkce`], [`response_type`], [`scope`], [`claims`] |
//! | the token endpoint | [`client_auth`], [`token`], [`resource`], [`permission`] |
//! | clients and their registration | [`client`], [`registration`], [`require_pkce`] |
//! | JWS, JWE and keys | [`jose`] |
//! | logout, sessions, subjects | [`logout`], [`subject`] |
//! | sign-in by other providers | [`upstream`] |
//! | metadata and other answers | [`discovery`], [`introspection`], [`answers`] |
//! | fields of HTTP | [`field`] |
//! | telephone numbers | [`phone`] |
//! | times, secrets, identifiers, URLs | [`base`] |
//!
//! A code is redeemed with the verifier that its challenge was made of:
//!
//! ```
//! use signet_protocol::{error::ErrorCode, pkce};
//!
//! // RFC 7636 appendix B
//! let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
//! let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
//! assert!(pkce::check(Some(challenge), Some(verifier)).is_ok());
//!
//! let refusal = pkce::check(Some(challenge), Some(challenge)).unwrap_err();
//! assert_eq!(refusal.code, ErrorCode::InvalidGrant);
//! assert!(refusal.description.starts_with("code_verifier does not match the code_challenge"));
//! ```
//!
//! `examples/` walks an authorization request and a client's registration.

pub mod acr;
pub mod answers;
pub mod authorize;
pub mod base;
pub mod claims;
pub mod client;
pub mod client_auth;
pub mod discovery;
pub mod distinct;
pub mod error;
pub mod ethereum;
pub mod field;
pub mod grant_kind;
pub mod grant_type;
pub mod initiate_login;
pub mod introspection;
pub mod jose;
pub mod logout;
pub mod params;
pub mod passkey;
pub mod permission;
pub mod phone;
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
pub mod upstream;
mod wire_enum;
