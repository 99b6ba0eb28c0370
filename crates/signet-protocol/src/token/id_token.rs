//! The ID token (OIDC Core §2).

use serde_json::{Map, Value, json};

use crate::{
    base::{
        id::OrganizationId,
        time::{Seconds, Timestamp},
    },
    client::ClientId,
    jose::{alg::SigAlg, hash_half},
};

/// The media type in the header.
pub const TYP: &str = "JWT";

/// Facts that stand in an ID token.
#[derive(Debug, Clone)]
pub struct NewIdToken<'a> {
    /// `iss`
    pub issuer: &'a str,
    /// `sub`, as this client sees it.
    pub subject: &'a str,
    /// `aud`
    pub client_id: &'a ClientId,
    /// `nonce` of the authorization request; none on refresh.
    pub nonce: Option<&'a str>,
    /// `auth_time`
    pub auth_time: Option<Timestamp>,
    /// `acr`
    pub acr: Option<&'a str>,
    /// `amr`
    pub amr: &'a [String],
    /// `sid` of this client in the session.
    pub sid: Option<&'a str>,
    /// The access token issued beside it.
    pub access_token: Option<&'a str>,
    /// The code issued beside it by the authorization endpoint.
    pub code: Option<&'a str>,
    /// `state` of the request that the authorization endpoint answers.
    pub state: Option<&'a str>,
    /// Claims about the person that belong into it.
    pub disclosed: &'a Map<String, Value>,
    /// The active organization, when scope `organizations` was granted.
    pub organization: Option<&'a OrganizationId>,
}

/// Builds the claims. Claims about the person travel in userinfo (OIDC Core §5.4), unless no access
/// token is issued to fetch them with, the client is registered to read them here, or the `claims`
/// parameter wants them here. `alg` is what it will
/// be signed with.
pub fn claims(facts: &NewIdToken<'_>, alg: Option<SigAlg>, lifetime: Seconds, now: Timestamp) -> Map<String, Value> {
    let mut claims = facts.disclosed.clone();
    let mut put = |name: &str, value: Value| {
        claims.insert(name.to_owned(), value);
    };
    put("iss", json!(facts.issuer));
    put("sub", json!(facts.subject));
    put("aud", json!(facts.client_id));
    put("exp", json!(now + lifetime));
    put("iat", json!(now));
    if let Some(at) = facts.auth_time {
        put("auth_time", json!(at));
    }
    if let Some(nonce) = facts.nonce {
        put("nonce", json!(nonce));
    }
    if let Some(acr) = facts.acr {
        put("acr", json!(acr));
    }
    if !facts.amr.is_empty() {
        put("amr", json!(facts.amr));
    }
    if let Some(sid) = facts.sid {
        put("sid", json!(sid));
    }
    // OIDC Core §3.1.3.6: optional in the code flow; §3.2.2.10, §3.3.2.11: required beside an access
    // token or a code from the authorization endpoint. FAPI 1 Part 2 §5.2.2.1: s_hash beside them.
    // Without a signature there is no hash to take (and nothing that it would protect).
    for (name, value) in [("at_hash", facts.access_token), ("c_hash", facts.code), ("s_hash", facts.state)] {
        if let Some((alg, value)) = alg.zip(value) {
            put(name, json!(hash_half(alg, value)));
        }
    }
    if let Some(organization) = facts.organization {
        put("org_id", json!(organization));
    }
    claims
}
