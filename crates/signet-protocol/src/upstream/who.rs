//! What an upstream said of somebody, once everything about its answer was verified.

use serde_json::{Map, Value};

use crate::base::time::Timestamp;

/// Whom an upstream has proven, and what it said of them.
#[derive(Debug, Clone, PartialEq)]
pub struct UpstreamPerson {
    /// Who says so: the `iss` of the ID token, or the service's address where it has no ID token. Compared byte for
    /// byte.
    pub iss: String,
    /// Who it is there, compared byte for byte (OIDC Core §2: `sub` is never reassigned, and case counts).
    pub sub: String,
    /// Everything that it said, userinfo included; protocol claims such as `iss`, `aud`, `exp` and `nonce` are not here.
    pub claims: Map<String, Value>,
    /// When the person last proved who they are there; none where it does not say.
    pub auth_time: Option<Timestamp>,
    /// The `acr` that it names.
    pub acr: Option<String>,
    /// The `amr` that it names.
    pub amr: Vec<String>,
    /// Its own session (OIDC Back-Channel Logout §2.1).
    pub sid: Option<String>,
}
