//! The keys of a client: by value, or fetched from its `jwks_uri` (OIDC Registration §2).

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::{
    app::caches::CachedClient,
    domain::kernel::Cx,
    protocol::jose::{
        alg::SigAlg,
        jwk::JwkSet,
        jwt::{Invalid, Unverified},
        key_set::KeySet,
    },
};

/// The claims of a token that the client signed.
///
/// # Errors
/// Why not, in words that may be told to the client.
pub async fn verify(
    cx: &Cx<'_>,
    client: &CachedClient,
    jwt: &Unverified,
    allowed: &[SigAlg],
) -> Result<Map<String, Value>, String> {
    let metadata = &client.client.metadata;
    let Some(url) = &metadata.jwks_uri else {
        return jwt.verify(client.keys(), allowed).map_err(|why| {
            let set = metadata.jwks.as_ref().and_then(|value| JwkSet::from_value(value).ok()).unwrap_or_default();
            refusal(why, jwt, &set)
        });
    };
    verify_at(cx, url, jwt, allowed).await
}

/// The claims of a token that was signed with a key at `url`. A set that lacks its `kid`, or whose keys do
/// not fit, is fetched again, within the limits of `outbound.jwks_min_refetch`.
///
/// # Errors
/// Why not, in words that may be told to the client.
pub async fn verify_at(
    cx: &Cx<'_>,
    url: &str,
    jwt: &Unverified,
    allowed: &[SigAlg],
) -> Result<Map<String, Value>, String> {
    let mut keys = cx.app.remote_keys.get(url, jwt.header().kid.as_deref()).await.map_err(|why| unusable(&why))?;
    let mut verified = jwt.verify(keys.verifying(), allowed);
    // RFC 7517 §4.5: keys need no kid, and one can be replaced by another of the same name.
    if let Err(Invalid::NoKey | Invalid::Signature) = verified {
        let others = cx.app.remote_keys.get_other(url, &keys).await.map_err(|why| unusable(&why))?;
        if !Arc::ptr_eq(&keys, &others) {
            keys = others;
            verified = jwt.verify(keys.verifying(), allowed);
        }
    }
    verified.map_err(|why| refusal(why, jwt, keys.set()))
}

/// Why a token is not believed; where no key fits, what is wrong with each of them.
fn refusal(why: Invalid, jwt: &Unverified, set: &JwkSet) -> String {
    match why {
        Invalid::NoKey => {
            let header = jwt.header();
            format!("{why}: {}", set.why_none_verifies(header.kid.as_deref(), header.sig_alg()))
        }
        Invalid::Algorithm | Invalid::Signature | Invalid::WeakSecret => why.to_string(),
    }
}

/// The set at a `jwks_uri`.
///
/// # Errors
/// Why it cannot be used.
pub async fn fetched(cx: &Cx<'_>, url: &str, kid: Option<&str>) -> Result<Arc<KeySet>, String> {
    cx.app.remote_keys.get(url, kid).await.map_err(|why| unusable(&why))
}

fn unusable(why: &impl ToString) -> String {
    format!("the key set at jwks_uri cannot be used: {}", why.to_string())
}
