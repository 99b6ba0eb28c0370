//! The claims of an access token (RFC 9068 §2.2): of a JWT, and of the row behind an opaque one.
//!
//! Software that takes no `typ` but `JWT` gets tokens that say so, where the operator wants it for an
//! API. Their header does not tell them from ID tokens, so a claim of ours does: [`is_one`] reads both.

use serde_json::{Map, Value, json};

use super::audience::Shape;
use crate::{
    base::{
        id::{GrantId, OrganizationId},
        time::Timestamp,
    },
    client::ClientId,
    jose::jwt::Unverified,
    resource::{TokenFormat, TokenTyp},
};

/// The claim that says what a token is where its header does not. Ours.
pub const USE: &str = "token_use";
/// Its value in access tokens.
const ACCESS: &str = "access";

/// Whether a token says of itself that it is an access token.
pub fn is_one(jwt: &Unverified) -> bool {
    let header = jwt.header();
    // RFC 9068 §4: typ MUST be at+jwt, so that no ID token passes for an access token. Deviates: JWT beside our
    // own claim, because some resource servers take no other typ. RFC 8725 §3.12: the claim keeps the
    // kinds of token apart, and no other kind of token of ours can hold it.
    header.is_typ(TokenTyp::AtJwt.as_str())
        || (header.is_typ(TokenTyp::Jwt.as_str())
            && jwt.claims_unverified().get(USE).and_then(Value::as_str) == Some(ACCESS))
}

/// Facts that stand in an access token.
#[derive(Debug, Clone)]
pub struct NewAccessToken<'a> {
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
pub fn claims(facts: &NewAccessToken<'_>, shape: &Shape, now: Timestamp) -> Map<String, Value> {
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
    if shape.format == TokenFormat::Jwt && shape.typ == TokenTyp::Jwt {
        put(USE, json!(ACCESS));
    }
    claims
}
