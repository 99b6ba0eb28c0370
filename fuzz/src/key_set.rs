//! `JwkSet` and `KeySet` from JSON, held against a reading of the same JSON.

use std::collections::BTreeMap;

use data_encoding::BASE64URL_NOPAD;
use serde_json::Value;
use signet_protocol::jose::{
    jwe::{EncryptionKey, KeyMgmtAlg},
    jwk::{InvalidJwk, Jwk, JwkSet, MAX_KEYS},
    key::VerifyingKey,
    key_set::KeySet,
};

use crate::model::text;

/// Every member is a key or passed over; no secret is; what is kept is small.
pub fn run(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let Ok(set) = JwkSet::parse(text) else { return };
    let value: Value = serde_json::from_str(text).unwrap();
    let listed = value["keys"].as_array().unwrap();
    assert!(listed.len() <= MAX_KEYS);
    assert_eq!(listed.len(), set.keys.len() + set.skipped.len());
    let published = if listed.iter().any(is_secret) { Err(InvalidJwk::NotPublic) } else { Ok(()) };
    assert_eq!(set.check_public(), published);
    for key in &set.keys {
        assert_eq!(Jwk::from_value(&key.to_value()).as_ref(), Ok(key));
        assert_eq!(key.thumbprint(), thumbprint(&key.to_value()));
    }
    let kept = KeySet::new(&set);
    assert!(kept.weight() <= 64 + text.len() * 8 + listed.len() * 40_000);
    // What is left out for its length is no key that could be used.
    let short =
        |key: &&Jwk| key.to_value().as_object().unwrap().values().all(|one| one.as_str().map_or(0, str::len) <= 2048);
    let usable = set.keys.iter().filter(short).filter(|key| VerifyingKey::from_jwk(key).is_ok()).count();
    assert_eq!(kept.verifying().len(), usable);
    for alg in KeyMgmtAlg::ALL {
        assert!(
            EncryptionKey::choose(&set, *alg).is_some()
                || !EncryptionKey::why_none(&set, *alg).is_empty()
                || usable > 0
        );
    }
    assert!(kept.set().why_none_verifies(Some("a"), None).len() < 4000);
}

/// RFC 7518 §6.2.2, §6.3.2, §6.4, RFC 8037 §2.
fn is_secret(member: &Value) -> bool {
    let Some(members) = member.as_object() else { return false };
    let named = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"]
        .iter()
        .any(|name| members.get(*name).is_some_and(|one| !one.is_null()));
    named || members.get("kty").is_some_and(|kty| kty == "oct")
}

/// RFC 7638 §3, by a map that sorts.
fn thumbprint(key: &Value) -> Option<String> {
    let names: &[&str] = match key["kty"].as_str()? {
        "RSA" => &["kty", "n", "e"],
        "EC" => &["kty", "crv", "x", "y"],
        "OKP" => &["kty", "crv", "x"],
        _ => return None,
    };
    let members: Option<BTreeMap<&str, &str>> = names.iter().map(|name| Some((*name, key[*name].as_str()?))).collect();
    let text = serde_json::to_vec(&members?).unwrap();
    Some(BASE64URL_NOPAD.encode(&openssl::sha::sha256(&text)))
}
