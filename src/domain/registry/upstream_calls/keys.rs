//! What an upstream signed.

use serde_json::{Map, Value};

use super::{
    super::{
        client_keys,
        upstreams::{Upstream, secret_at},
    },
    ours,
};
use crate::{
    domain::kernel::Cx,
    protocol::{
        jose::{alg::SigAlg, jwt::Unverified},
        upstream::{UpstreamFaultKind, UpstreamRefusal, metadata::UpstreamEndpoints},
    },
};

/// The claims of a token that the upstream signed with this algorithm, which is one of those allowed to it: with one of
/// its keys, which are fetched again where none has the name; with our secret only where that was agreed.
///
/// # Errors
/// When the keys are not to be had, or none of them signed it.
pub async fn verify(
    cx: &Cx<'_>,
    upstream: &Upstream,
    endpoints: &UpstreamEndpoints,
    jwt: &Unverified,
    alg: SigAlg,
) -> Result<Map<String, Value>, UpstreamRefusal> {
    // OIDC Core §3.1.3.7 (6): the signature verifies with the issuer's keys.
    let unsigned = |why: String| {
        UpstreamRefusal::untrusted(format!(
            "the signature of the token does not verify (OIDC Core section 3.1.3.7, rule 6): {why}"
        ))
    };
    // RFC 8725 §2.1: a shared secret and a public key come in by different doors, whatever the token says.
    if alg.is_symmetric() {
        let secret = secret_at(cx, upstream).map_err(|why| ours(&why))?;
        let secret = secret.ok_or_else(|| UpstreamRefusal::misconfigured("the upstream has no client secret"))?;
        return jwt.verify_hmac(secret.expose().as_bytes(), &[alg]).map_err(|why| unsigned(why.to_string()));
    }
    let url = endpoints.jwks.as_deref().ok_or_else(|| {
        UpstreamRefusal::misconfigured("neither settings nor metadata name jwks_uri (OIDC Discovery section 3)")
    })?;
    let kid = jwt.header().kid.as_deref();
    if let Err(why) = client_keys::fetched(cx, url, kid).await {
        return Err(UpstreamRefusal::new(UpstreamFaultKind::Unreachable, why));
    }
    client_keys::verify_at(cx, url, jwt, &[alg]).await.map_err(unsigned)
}
