//! The keys of a client: by value, or fetched from its `jwks_uri` (OIDC Registration §2).

use serde_json::{Map, Value};

use crate::{
    app::{App, caches::CachedClient},
    protocol::jose::{alg::SigAlg, jwk::JwkSet, jwt::Unverified, key::VerifyingKey},
};

/// The claims of a token that the client signed. A `kid` that a fetched set lacks has it fetched
/// again, within the limits of `outbound.jwks_min_refetch`.
///
/// # Errors
/// Why not, in words that may be told to the client.
pub async fn verify(
    app: &App,
    client: &CachedClient,
    jwt: &Unverified,
    allowed: &[SigAlg],
) -> Result<Map<String, Value>, String> {
    let Some(url) = &client.client.metadata.jwks_uri else {
        return jwt.verify(client.keys(), allowed).map_err(|why| why.to_string());
    };
    let set = fetched(app, url, jwt.header().kid.as_deref()).await?;
    jwt.verify(&VerifyingKey::all_of(&set), allowed).map_err(|why| why.to_string())
}

/// The set at a `jwks_uri`.
///
/// # Errors
/// Why it cannot be used.
pub async fn fetched(app: &App, url: &str, kid: Option<&str>) -> Result<JwkSet, String> {
    let unusable = |why: String| format!("the key set at jwks_uri cannot be used: {why}");
    let value = app.remote_keys.get(url, kid).await.map_err(|why| unusable(why.to_string()))?;
    // RFC 7517 §5
    JwkSet::from_value(&value).map_err(|why| unusable(why.to_string()))
}
