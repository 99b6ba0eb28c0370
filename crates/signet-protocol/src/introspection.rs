//! Introspection (RFC 7662): who may ask, and what is answered.

use serde_json::{Map, Value, json};

use super::{
    client::{AuthMethod, Client, ClientId},
    error::Refusal,
    token::access_token,
};
use crate::base::time::Timestamp;

/// Only authenticated callers may ask (RFC 7662 §2.1).
///
/// # Errors
/// `invalid_client` for public clients.
pub fn check_caller(caller: &Client) -> Result<(), Refusal> {
    // RFC 7662 §4: without authentication, tokens could be scanned for.
    if caller.metadata.token_endpoint_auth_method == AuthMethod::None {
        return Err(Refusal::invalid_client("introspection needs a client that authenticates (RFC 7662 section 2.1)"));
    }
    Ok(())
}

/// Whether `caller` may learn of a token: it is the client it was issued to, or a resource
/// server that the token is meant for (`own_audiences`).
pub fn may_learn(claims: &Map<String, Value>, caller: &ClientId, own_audiences: &[String]) -> bool {
    let issued_to = claims.get("client_id").and_then(Value::as_str) == Some(caller.as_str());
    issued_to || audiences(claims).iter().any(|audience| own_audiences.iter().any(|own| own == audience))
}

/// The members of `aud`, string or array.
pub fn audiences(claims: &Map<String, Value>) -> Vec<&str> {
    match claims.get("aud") {
        Some(Value::String(only)) => vec![only],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// Whether the claims stand now.
pub fn is_current(claims: &Map<String, Value>, now: Timestamp) -> bool {
    claims.get("exp").and_then(Value::as_i64).is_some_and(|exp| now.0 < exp)
}

/// The answer about a live access token.
pub fn active(mut claims: Map<String, Value>) -> Map<String, Value> {
    // Ours alone: of no use to a resource server.
    claims.remove("grant_id");
    claims.remove(access_token::USE);
    claims.insert("active".into(), json!(true));
    claims.insert("token_type".into(), json!("Bearer"));
    claims
}

/// The answer about anything else: it reveals nothing (RFC 7662 §2.2).
pub fn inactive() -> Map<String, Value> {
    Map::from_iter([("active".to_owned(), json!(false))])
}
