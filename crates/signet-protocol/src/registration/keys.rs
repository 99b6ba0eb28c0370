//! The keys of a client, and the algorithm of its assertions.

use super::{MetadataError, names, uris};
use crate::{
    client::{AuthMethod, ClientMetadata},
    jose::{
        alg::SigAlg,
        jwe::{EncryptionKey, KeyMgmtAlg},
        jwk::JwkSet,
        key::VerifyingKey,
    },
};

pub(super) fn check(metadata: &ClientMetadata, problems: &mut Vec<MetadataError>) {
    let mut add = |member, text: String| problems.push(MetadataError::new(member, text));
    let method = metadata.token_endpoint_auth_method;
    let alg = metadata.token_endpoint_auth_signing_alg.as_deref();
    if let Some(suited) = suited(method)
        && alg.is_some_and(|alg| !suited.iter().any(|one| one.as_str() == alg))
    {
        add("token_endpoint_auth_signing_alg", format!("{method} takes one of {}", names(suited)));
    } else if alg.is_some_and(|alg| SigAlg::parse(alg).is_none()) {
        // OIDC Registration §2: `none` MUST NOT be used.
        add(
            "token_endpoint_auth_signing_alg",
            "it is no algorithm that is understood (RFC 7518 section 3.1)".to_owned(),
        );
    }
    if metadata.jwks.is_some() && metadata.jwks_uri.is_some() {
        // RFC 7591 §2: MUST NOT both be present.
        add("jwks", "jwks and jwks_uri must not both be given (RFC 7591 section 2)".to_owned());
    }
    if let Some(uri) = &metadata.jwks_uri
        && let Err(why) = uris::fetched(uri)
    {
        add("jwks_uri", why.to_owned());
    }
    let signs = method == AuthMethod::PrivateKeyJwt;
    if let Some(Err(why)) = metadata.jwks.as_ref().map(|value| usable(value, alg.filter(|_| signs), signs)) {
        add("jwks", why);
    }
    if method == AuthMethod::PrivateKeyJwt && metadata.jwks.is_none() && metadata.jwks_uri.is_none() {
        let text = "private_key_jwt needs the client's public keys: jwks or jwks_uri (RFC 7591 section 2)";
        add("jwks", text.to_owned());
    }
}

/// What the assertions of a method may be signed with.
const fn suited(method: AuthMethod) -> Option<&'static [SigAlg]> {
    match method {
        AuthMethod::PrivateKeyJwt => Some(SigAlg::ASYMMETRIC),
        AuthMethod::SecretJwt => Some(SigAlg::SYMMETRIC),
        AuthMethod::Basic | AuthMethod::Post | AuthMethod::None => None,
    }
}

/// A set may be there to encrypt to; it must hold a key that verifies where the client signs to
/// prove itself.
fn usable(value: &serde_json::Value, alg: Option<&str>, signs: bool) -> Result<(), String> {
    let set = JwkSet::from_value(value).map_err(|why| why.to_string())?;
    set.check_public().map_err(|why| why.to_string())?;
    let keys = VerifyingKey::all_of(&set);
    let fits = |key: &VerifyingKey| {
        let alg = alg.and_then(SigAlg::parse).filter(|alg| !alg.is_symmetric());
        alg.is_none_or(|alg| key.suits(alg))
    };
    let encrypts = || !signs && KeyMgmtAlg::ALL.iter().any(|alg| EncryptionKey::choose(&set, *alg).is_some());
    if keys.iter().any(fits) || encrypts() {
        return Ok(());
    }
    Err(format!(
        "it holds no key that could verify a signature of the client: {}",
        set.why_none_verifies(None, alg.and_then(SigAlg::parse))
    ))
}
