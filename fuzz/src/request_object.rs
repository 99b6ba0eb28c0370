//! Request objects (RFC 9101): the object's values win, and none of them is one that no parameter could have.

use serde_json::{Value, json};
use signet_protocol::{
    authorize::request_object::{ExpectedRequestObject, check_claims, merged},
    base::time::{Seconds, Timestamp},
    jose::json::object,
    params::Params,
};

use crate::{
    clients::{CLIENTS, ISSUER},
    model::{assert_description, holds_nul, two_texts},
};

const JWT: &[&str] = &["iss", "sub", "aud", "exp", "nbf", "iat", "jti"];

/// A query, and behind its line the claims of an object.
pub fn run(data: &[u8]) {
    let Some((query, claims)) = two_texts(data) else { return };
    let (Ok(outer), Ok(claims)) = (Params::parse(query.as_bytes()), object(claims.as_bytes())) else { return };
    let client = &CLIENTS[0];
    let now = Timestamp(1_800_000_000);
    let expected = ExpectedRequestObject { issuer: ISSUER.as_str(), now, skew: Seconds(60) };
    if let Err(refusal) = check_claims(&claims, &outer, client, &expected) {
        return assert_description(&refusal.description);
    }
    assert!(!claims.contains_key("request") && !claims.contains_key("request_uri"));
    for (name, later) in [("nbf", true), ("iat", true), ("exp", false)] {
        if let Some(at) = claims.get(name).and_then(Value::as_i64) {
            assert!(if later { at <= now.0 + 60 } else { at > now.0 - 60 }, "{name} {at}");
        }
    }
    let params = match merged(&outer, &claims, client) {
        Ok(params) => params,
        Err(refusal) => return assert_description(&refusal.description),
    };
    assert!(params.iter().all(|(name, value)| !holds_nul(&json!([name, value])) && !value.is_empty()));
    for (name, value) in claims.iter().filter(|(name, _)| !JWT.contains(&name.as_str())) {
        if let Some(text) = value.as_str() {
            assert_eq!(params.get(name).unwrap_or_default(), text, "{name}");
        }
    }
    for (name, value) in outer.iter().filter(|(name, _)| !["request", "request_uri"].contains(name)) {
        assert!(claims.contains_key(name) || params.all(name).contains(&value), "{name}");
    }
}
