//! How strongly a person was authenticated.
//!
//! The ladder is short and says only what happened; a method that proves more adds a rung.
//! `amr` values are those of RFC 8176.

/// One factor: a password.
pub const SINGLE_FACTOR: &str = "urn:signet:acr:single-factor";

/// Every `acr` that a sign-in can reach today, weakest first. Never empty: discovery shows it.
pub const SUPPORTED: &[&str] = &[SINGLE_FACTOR];

/// The `acr` that a set of methods (RFC 8176) amounts to.
pub fn of(_amr: &[String]) -> &'static str {
    SINGLE_FACTOR
}
