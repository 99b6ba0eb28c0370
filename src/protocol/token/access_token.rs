//! The claims of an access token (RFC 9068 §2.2): of a JWT, and of the row behind an opaque one.

use serde_json::{Map, Value, json};

use super::audience::Shape;
use crate::{
    base::{
        id::{GrantId, OrganizationId},
        time::Timestamp,
    },
    protocol::client::ClientId,
};

/// RFC 9068 §2.1: so that no access token passes for an ID token.
pub const TYP: &str = "at+jwt";

/// Facts that stand in an access token.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// `iss`
    pub issuer: &'a str,
    /// `sub`: the person, or the client itself.
    pub subject: &'a str,
    /// `client_id`
    pub client_id: &'a ClientId,
    /// `jti`
    pub jti: &'a str,
    /// The approval it hangs from; none for client credentials.
    pub grant: Option<&'a GrantId>,
    /// When the person authenticated.
    pub auth_time: Option<Timestamp>,
    /// How strongly.
    pub acr: Option<&'a str>,
    /// By what (RFC 8176).
    pub amr: &'a [String],
    /// The active organization, when scope `organizations` was granted.
    pub organization: Option<&'a OrganizationId>,
}

/// Builds the claims.
pub fn claims(facts: &Facts<'_>, shape: &Shape, now: Timestamp) -> Map<String, Value> {
    let mut claims = Map::new();
    let mut put = |name: &str, value: Value| {
        claims.insert(name.to_owned(), value);
    };
    put("iss", json!(facts.issuer));
    put("sub", json!(facts.subject));
    // RFC 7519 §4.1.3: one audience may be a string.
    put("aud", if let [only] = shape.audiences.as_slice() { json!(only) } else { json!(shape.audiences) });
    put("exp", json!(now + shape.lifetime));
    put("iat", json!(now));
    put("jti", json!(facts.jti));
    put("client_id", json!(facts.client_id));
    if !shape.scopes.is_empty() {
        put("scope", json!(shape.scopes.to_string()));
    }
    // RFC 9068 §2.2.1: authentication information.
    if let Some(at) = facts.auth_time {
        put("auth_time", json!(at));
    }
    if let Some(acr) = facts.acr {
        put("acr", json!(acr));
    }
    if !facts.amr.is_empty() {
        put("amr", json!(facts.amr));
    }
    if let Some(grant) = facts.grant {
        put("grant_id", json!(grant));
    }
    if let Some(organization) = facts.organization.filter(|_| shape.scopes.has("organizations")) {
        put("org_id", json!(organization));
    }
    claims
}
