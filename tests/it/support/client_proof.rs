//! By what a provider that is played here knows us at its token endpoint.

use std::collections::HashMap;

use axum::http::{HeaderMap, header};
use serde_json::Value;

use super::{UPSTREAM_CLIENT, claims_of, is_signed_by};

/// What a request for tokens must carry.
#[derive(Debug, Clone)]
pub enum ClientProof {
    /// Whatever it likes.
    Any,
    /// `client_id` alone: who sends a secret is registered otherwise.
    Public,
    /// An assertion for this audience, which this key has signed (RFC 7523 §3).
    Assertion { key: Value, audience: String },
}

impl ClientProof {
    /// Whether a request carries it.
    pub fn is_met(&self, headers: &HeaderMap, form: &HashMap<String, String>, now: i64) -> bool {
        let sent = |name: &str| form.get(name).map(String::as_str);
        let has_secret = headers.contains_key(header::AUTHORIZATION) || sent("client_secret").is_some();
        match self {
            Self::Any => true,
            Self::Public => {
                sent("client_id") == Some(UPSTREAM_CLIENT) && !has_secret && sent("client_assertion").is_none()
            }
            Self::Assertion { key, audience } => {
                let Some(assertion) = sent("client_assertion") else { return false };
                let (_, claims) = claims_of(assertion);
                sent("client_assertion_type") == Some("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                    && !has_secret
                    && is_signed_by(assertion, key)
                    && claims["iss"] == UPSTREAM_CLIENT
                    && claims["sub"] == UPSTREAM_CLIENT
                    && claims["aud"] == *audience
                    && claims["exp"].as_i64().is_some_and(|exp| exp > now)
                    && claims["jti"].as_str().is_some_and(|jti| !jti.is_empty())
            }
        }
    }
}
