//! `private_key_jwt` and `client_secret_jwt`: what the claims of a client assertion must say
//! (RFC 7523 §3, OIDC Core §9).
//!
//! 1. The caller finds the client by `sub` and verifies the signature (`jose::jwt`).
//! 2. [`check`] refuses claims that are not about this client, this server and this moment.
//! 3. The caller remembers `jti` until `exp` and refuses it a second time.

use serde_json::{Map, Value};

use crate::{
    base::time::{Seconds, Timestamp},
    error::Refusal,
    jose::jwt,
};

/// What an assertion may call itself (RFC 7523bis §4).
pub const TYP: &str = "client-authentication+jwt";

/// What the claims are held against.
#[derive(Debug, Clone, Copy)]
pub struct ExpectedAssertion<'a> {
    /// The client that the signature proved.
    pub client_id: &'a str,
    /// Values of `aud` that mean this server: the issuer, the token endpoint; the issuer alone where the
    /// assertion's type demands it.
    pub audiences: &'a [&'a str],
    /// The present moment.
    pub now: Timestamp,
    /// The farthest that `exp` may lie ahead, so that a `jti` is not remembered for ever.
    pub max_lifetime: Seconds,
    /// How far the client's clock may run ahead of ours.
    pub skew: Seconds,
}

/// What remains to be checked: whether this assertion was seen before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssertionFacts {
    /// Unique among the client's assertions.
    pub jti: String,
    /// Until when to remember it.
    pub exp: Timestamp,
}

/// Refuses claims that do not authenticate the client here and now.
pub fn check(claims: &Map<String, Value>, expected: &ExpectedAssertion<'_>) -> Result<AssertionFacts, Refusal> {
    let ExpectedAssertion { client_id, audiences, now, max_lifetime, skew } = *expected;
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    // RFC 7523 §3 (1), OIDC Core §9: `iss` MUST be the client_id.
    if text("iss") != Some(client_id) {
        return Err(refuse("iss must be the client_id (RFC 7523 section 3, rule 1)"));
    }
    // RFC 7523 §3 (2.B): `sub` MUST be the client_id.
    if text("sub") != Some(client_id) {
        return Err(refuse("sub must be the client_id (RFC 7523 section 3, rule 2)"));
    }
    // RFC 7523 §3 (3): `aud` MUST name this server.
    if !names_us_alone(claims.get("aud"), audiences) {
        return Err(refuse(if audiences.len() == 1 {
            "aud must be the issuer and nothing else for typ client-authentication+jwt (RFC 7523 section 3, rule 3)"
        } else {
            "aud must be the issuer or the token endpoint and nothing else (RFC 7523 section 3, rule 3)"
        }));
    }
    // RFC 7523 §3 (4): `exp` MUST be there and not have passed.
    let exp = numeric_date(claims, "exp")?.ok_or_else(|| refuse("exp is missing (RFC 7523 section 3, rule 4)"))?;
    if exp <= now {
        return Err(refuse("exp has passed (RFC 7523 section 3, rule 4)"));
    }
    // RFC 7523 §3 (4): an `exp` unreasonably far in the future may be refused.
    if exp > now + max_lifetime + skew {
        return Err(refuse("exp lies too far in the future (RFC 7523 section 3, rule 4)"));
    }
    // RFC 7523 §3 (5): `nbf`, if there, MUST have come. FAPI2 SP §5.3.2.1 wants up to 10 s of
    // skew accepted and over 60 s refused.
    if numeric_date(claims, "nbf")?.is_some_and(|nbf| nbf > now + skew) {
        return Err(refuse("nbf has not come yet (RFC 7523 section 3, rule 5)"));
    }
    if let Some(iat) = numeric_date(claims, "iat")? {
        // RFC 7523 §3 (6): an `iat` unreasonably far away may be refused.
        if iat > now + skew {
            return Err(refuse("iat lies in the future (RFC 7523 section 3, rule 6)"));
        }
        if iat < now - max_lifetime - skew {
            return Err(refuse("iat lies too far in the past (RFC 7523 section 3, rule 6)"));
        }
    }
    // OIDC Core §9: `jti` is REQUIRED; RFC 7523 §3 (7) leaves replay to us.
    let jti =
        text("jti").filter(|jti| !jti.is_empty()).ok_or_else(|| refuse("jti is missing (OIDC Core section 9)"))?;
    Ok(AssertionFacts { jti: jti.to_owned(), exp })
}

fn refuse(rule: &'static str) -> Refusal {
    Refusal::invalid_client(format!("client_assertion: {rule}"))
}

/// RFC 7519 §4.1.3: one string or an array of them. Whoever else is named could present the assertion here
/// in the client's name, so nobody else may be.
fn names_us_alone(aud: Option<&Value>, audiences: &[&str]) -> bool {
    let ours = |value: &Value| value.as_str().is_some_and(|text| audiences.contains(&text));
    match aud {
        Some(Value::Array(list)) => !list.is_empty() && list.iter().all(ours),
        Some(one) => ours(one),
        None => false,
    }
}

fn numeric_date(claims: &Map<String, Value>, name: &'static str) -> Result<Option<Timestamp>, Refusal> {
    let Some(value) = claims.get(name) else { return Ok(None) };
    jwt::numeric_date(value).map(Some).ok_or_else(|| {
        Refusal::invalid_client(format!("client_assertion: {name} is not a NumericDate (RFC 7519 section 2)"))
    })
}

#[cfg(test)]
mod tests;
