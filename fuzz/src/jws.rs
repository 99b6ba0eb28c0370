//! `jose::jwt`, held against josekit: what we believe, it believes.

use std::sync::LazyLock;

use data_encoding::BASE64URL_NOPAD;
use josekit::{
    jwk::Jwk as TheirJwk,
    jws::{self, JwsVerifier},
};
use serde_json::{Value, json};
use signet_protocol::jose::{
    alg::SigAlg,
    jwk::Jwk,
    jwt::Unverified,
    key::{SigningKey, VerifyingKey},
};

use crate::model::{holds_nul, text, two_texts};

/// RFC 7515 appendix A, RFC 7520 §4, RFC 8037 appendix A.
const VECTORS: &str = include_str!("../../crates/signet-protocol/src/jose/key/vectors.json");
/// RFC 8037 §A.1, in the PKCS #8 of RFC 8410 §7.
const ED25519: &[u8] = b"302e020100300506032b657004220420\
    9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

struct Known {
    alg: SigAlg,
    ours: VerifyingKey,
    theirs: Box<dyn JwsVerifier + Send + Sync>,
}

static KEYS: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let vectors: Vec<Value> = serde_json::from_str(VECTORS).unwrap();
    vectors.iter().filter_map(known).collect()
});

static SIGNING: LazyLock<SigningKey> = LazyLock::new(|| {
    let pkcs8 = data_encoding::HEXLOWER.decode(ED25519).unwrap();
    SigningKey::from_pkcs8(SigAlg::EdDSA, &pkcs8).unwrap()
});

fn known(vector: &Value) -> Option<Known> {
    let alg = SigAlg::parse(vector["alg"].as_str()?).filter(|alg| !alg.is_symmetric())?;
    let ours = VerifyingKey::from_jwk(&Jwk::from_value(&vector["key"]).ok()?).ok()?;
    let theirs = TheirJwk::from_bytes(vector["key"].to_string()).ok()?;
    let theirs: Box<dyn JwsVerifier + Send + Sync> = match alg {
        SigAlg::RS256 => Box::new(jws::RS256.verifier_from_jwk(&theirs).ok()?),
        SigAlg::PS384 => Box::new(jws::PS384.verifier_from_jwk(&theirs).ok()?),
        SigAlg::ES256 => Box::new(jws::ES256.verifier_from_jwk(&theirs).ok()?),
        SigAlg::ES512 => Box::new(jws::ES512.verifier_from_jwk(&theirs).ok()?),
        SigAlg::EdDSA => Box::new(jws::EdDSA.verifier_from_jwk(&theirs).ok()?),
        _ => return None,
    };
    Some(Known { alg, ours, theirs })
}

/// A token as it is; or, behind a `+`, a header and claims that are then signed, so that more than the signature is
/// looked at.
pub fn run(data: &[u8]) {
    let Some((b'+', rest)) = data.split_first() else {
        return text(data).into_iter().for_each(token);
    };
    let Some((header, claims)) = two_texts(rest) else { return };
    let input = format!("{}.{}", BASE64URL_NOPAD.encode(header.as_bytes()), BASE64URL_NOPAD.encode(claims.as_bytes()));
    let signature = SIGNING.sign(input.as_bytes()).unwrap();
    token(&format!("{input}.{}", BASE64URL_NOPAD.encode(&signature)));
}

fn token(token: &str) {
    let Ok(read) = Unverified::parse(token) else { return };
    assert!(!holds_nul(&json!(read.claims_unverified())));
    assert_eq!(token.matches('.').count(), 2);
    for known in KEYS.iter() {
        let Ok(claims) = read.verify([&known.ours], &[known.alg]) else { continue };
        assert_eq!(&claims, read.claims_unverified());
        // RFC 9864 is younger than josekit, and it looks at types of members that we ignore.
        if read.header().alg != known.alg.as_str() || !is_small(token) {
            continue;
        }
        let (payload, _) = jws::deserialize_compact(token, &*known.theirs).expect("josekit believes it, too");
        assert_eq!(serde_json::from_slice::<Value>(&payload).unwrap(), Value::Object(claims));
    }
}

/// Whether the header has no members but those that both look at.
fn is_small(token: &str) -> bool {
    let header = token.split('.').next().and_then(|part| BASE64URL_NOPAD.decode(part.as_bytes()).ok());
    let header: Option<Value> = header.and_then(|header| serde_json::from_slice(&header).ok());
    let known = ["alg", "typ", "cty"];
    header.is_some_and(|header| header.as_object().unwrap().keys().all(|name| known.contains(&name.as_str())))
}
