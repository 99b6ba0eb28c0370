//! RFC 7515 appendix A, RFC 7520 §4, RFC 8037 appendix A; keys that must not be taken.

use std::collections::HashSet;

use aws_lc_rs::hmac;
use data_encoding::BASE64URL_NOPAD;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::jose::{
    alg::SigAlg,
    jwk::{Jwk, JwkSet},
};

fn vectors() -> Vec<Value> {
    serde_json::from_str(include_str!("vectors.json")).unwrap()
}

fn vector(source: &str) -> Value {
    vectors().into_iter().find(|vector| vector["source"] == source).unwrap()
}

fn verifying(jwk: &Value) -> Result<VerifyingKey, InvalidKey> {
    VerifyingKey::from_jwk(&Jwk::from_value(jwk).unwrap())
}

#[test]
fn the_signatures_of_the_rfcs_verify_and_changed_ones_do_not() {
    let mut verified = 0;
    for vector in vectors() {
        let source = vector["source"].as_str().unwrap();
        let alg = SigAlg::parse(vector["alg"].as_str().unwrap()).unwrap();
        let (message, signature) = vector["jws"].as_str().unwrap().rsplit_once('.').unwrap();
        let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).unwrap();
        let mut changed = signature.clone();
        changed[7] ^= 1;
        if let Some(hmac_alg) = alg.hmac() {
            let secret = Jwk::from_value(&vector["key"]).unwrap().bytes("k").unwrap();
            let key = hmac::Key::new(hmac_alg, &secret);
            assert!(hmac::verify(&key, message.as_bytes(), &signature).is_ok(), "{source}");
        } else {
            let key = verifying(&vector["key"]).unwrap();
            assert!(key.verify(alg, message.as_bytes(), &signature), "{source}");
            assert!(!key.verify(alg, message.as_bytes(), &changed), "{source}");
            assert!(!key.verify(alg, &message.as_bytes()[1..], &signature), "{source}");
        }
        verified += 1;
    }
    assert_eq!(verified, 9);
}

// RFC 8037 §A.4: Ed25519 is deterministic, so our own signature must be the one printed there.
#[test]
fn our_ed25519_signature_is_the_one_of_rfc_8037() {
    let seed = BASE64URL_NOPAD.decode(b"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").unwrap();
    // RFC 8410 §7: PKCS #8 version 1 around a seed.
    let prefix = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    let key = SigningKey::from_pkcs8(SigAlg::EdDSA, &[&prefix[..], &seed].concat()).unwrap();
    let vector = vector("RFC 8037 A.4");
    let (message, signature) = vector["jws"].as_str().unwrap().rsplit_once('.').unwrap();
    assert_eq!(BASE64URL_NOPAD.encode(&key.sign(message.as_bytes()).unwrap()), signature);
    assert_eq!(key.kid(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

#[test]
fn a_generated_key_signs_what_its_public_half_verifies() {
    let mut kids = HashSet::new();
    for alg in SigAlg::SIGNING.iter().copied().chain([SigAlg::ES512, SigAlg::RS512]) {
        let generated = SigningKey::generate(alg).unwrap();
        let key = SigningKey::from_pkcs8(alg, generated.pkcs8.expose()).unwrap();
        assert_eq!(key.public_jwk(), generated.public_jwk);
        assert_eq!(generated.public_jwk["kid"], key.kid());
        assert_eq!(generated.public_jwk["use"], "sig");
        assert_eq!(generated.public_jwk["alg"], alg.as_str());
        let jwk = Jwk::from_value(&generated.public_jwk).unwrap();
        assert_eq!(jwk.check_public(), Ok(()));
        assert_eq!(jwk.thumbprint().as_deref(), Some(key.kid()));
        let signature = key.sign(b"message").unwrap();
        let public = key.verifying_key().unwrap();
        assert!(public.verify(alg, b"message", &signature), "{alg}");
        assert!(!public.verify(alg, b"massage", &signature), "{alg}");
        for other in SigAlg::ALL.iter().filter(|other| **other != alg) {
            assert!(!public.suits(*other) && !public.verify(*other, b"message", &signature), "{alg} as {other}");
        }
        // RFC 7518 §3.4: r || s of fixed length.
        match alg {
            SigAlg::ES256 | SigAlg::EdDSA => assert_eq!(signature.len(), 64),
            SigAlg::ES384 => assert_eq!(signature.len(), 96),
            SigAlg::ES512 => assert_eq!(signature.len(), 132),
            _ => assert_eq!(signature.len(), 256),
        }
        assert!(kids.insert(key.kid().to_owned()), "two keys must not share a thumbprint");
        assert!(!format!("{key:?}").contains("pkcs8"));
    }
    assert_eq!(SigningKey::generate(SigAlg::HS256).err(), Some(InvalidKey::Symmetric));
}

#[test]
fn a_private_key_of_another_kind_is_refused() {
    let ec = SigningKey::generate(SigAlg::ES256).unwrap();
    for alg in [SigAlg::ES384, SigAlg::EdDSA, SigAlg::RS256] {
        assert_eq!(SigningKey::from_pkcs8(alg, ec.pkcs8.expose()).err(), Some(InvalidKey::Malformed), "{alg}");
    }
    assert_eq!(SigningKey::from_pkcs8(SigAlg::HS256, ec.pkcs8.expose()).err(), Some(InvalidKey::Symmetric));
    assert_eq!(SigningKey::from_pkcs8(SigAlg::ES256, b"").err(), Some(InvalidKey::Malformed));
}

#[test]
fn an_rsa_key_without_alg_serves_all_rsa_algorithms_and_no_other() {
    let key = verifying(&vector("RFC 7515 A.2")["key"]).unwrap();
    let served: Vec<SigAlg> = SigAlg::ALL.iter().copied().filter(|alg| key.suits(*alg)).collect();
    assert_eq!(served, SigAlg::ASYMMETRIC[..6]);
}

#[test]
fn rsa_keys_of_a_wrong_size_or_exponent_are_refused() {
    let rsa = |n: &[u8], e: &[u8]| json!({"kty": "RSA", "alg": "RS256", "n": BASE64URL_NOPAD.encode(n), "e": BASE64URL_NOPAD.encode(e)});
    // RFC 7518 §3.3: 2047 bits are not 2048.
    let mut just_below = [0xff; 256];
    just_below[0] = 0x7f;
    for n in [&[0xff; 128][..], &just_below, &[0xff; 1025], &[0; 256], &[]] {
        assert_eq!(verifying(&rsa(n, &[1, 0, 1])).err(), Some(InvalidKey::RsaSize));
    }
    for e in [&[1][..], &[2], &[0], &[]] {
        assert_eq!(verifying(&rsa(&[0xff; 256], e)).err(), Some(InvalidKey::RsaExponent), "{e:?}");
    }
    // No sound key has one of these, and where it is accepted it is slow: even, or longer than 33 bits.
    let mut even = [0xff; 256];
    even[255] = 0xfe;
    assert_eq!(verifying(&rsa(&even, &[1, 0, 1])).err(), Some(InvalidKey::RsaModulus));
    assert_eq!(verifying(&rsa(&[0xff; 256], &[2, 0, 0, 0, 1])).err(), Some(InvalidKey::RsaExponent));
    // A large key with a long exponent costs what thirty usual ones do.
    let cost = |n: &[u8], e: &[u8]| verifying(&rsa(n, e)).unwrap().cost();
    assert_eq!(cost(&[0xff; 256], &[1, 0, 1]), 1);
    assert_eq!(cost(&[0xff; 384], &[1, 0, 1]), 3);
    assert_eq!(cost(&[0xff; 1024], &[1, 0, 1]), 16);
    assert_eq!(cost(&[0xff; 1024], &[1, 0xff, 0xff, 0xff, 0xff]), 32);
    assert_eq!(verifying(&json!({"kty": "RSA", "e": "AQAB"})).err(), Some(InvalidKey::Malformed));
    assert_eq!(verifying(&json!({"kty": "RSA", "n": "AQ==", "e": "AQAB"})).err(), Some(InvalidKey::Malformed));
}

#[test]
fn a_sign_byte_before_the_modulus_changes_nothing() {
    let vector = vector("RFC 7515 A.2");
    let mut jwk = vector["key"].clone();
    let n = Jwk::from_value(&jwk).unwrap().bytes("n").unwrap();
    jwk["n"] = json!(BASE64URL_NOPAD.encode(&[&[0][..], &n].concat()));
    let (message, signature) = vector["jws"].as_str().unwrap().rsplit_once('.').unwrap();
    let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).unwrap();
    assert!(verifying(&jwk).unwrap().verify(SigAlg::RS256, message.as_bytes(), &signature));
}

#[test]
fn points_that_are_short_or_off_the_curve_are_refused() {
    let good = vector("RFC 7515 A.3")["key"].clone();
    let with = |member: &str, value: &str| {
        let mut key = good.clone();
        key[member] = json!(value);
        verifying(&key).err()
    };
    assert_eq!(verifying(&good).err(), None);
    assert_eq!(with("y", good["x"].as_str().unwrap()), Some(InvalidKey::Malformed), "off the curve");
    assert_eq!(with("x", "AQ"), Some(InvalidKey::Malformed), "too short");
    assert_eq!(with("crv", "P-384"), Some(InvalidKey::Malformed), "another curve's length");
    assert_eq!(with("crv", "secp256k1"), Some(InvalidKey::Unsupported));
    assert_eq!(with("use", "enc"), Some(InvalidKey::Unsupported));
    let short = json!({"kty": "OKP", "crv": "Ed25519", "x": "AQ"});
    assert_eq!(verifying(&short).err(), Some(InvalidKey::Malformed));
    let longer = json!({"kty": "OKP", "crv": "Ed25519", "x": BASE64URL_NOPAD.encode(&[7; 33])});
    assert_eq!(verifying(&longer).err(), Some(InvalidKey::Malformed));
    let neutral = json!({"kty": "OKP", "crv": "Ed25519", "x": "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"});
    assert_eq!(verifying(&neutral).err(), Some(InvalidKey::SmallOrder));
    let agreement = json!({"kty": "OKP", "crv": "X25519", "x": vector("RFC 8037 A.4")["key"]["x"]});
    assert_eq!(verifying(&agreement).err(), Some(InvalidKey::Unsupported));
}

// RFC 7517 §5
#[test]
fn keys_of_a_set_that_are_not_understood_are_passed_over() {
    let set = json!({"keys": [
        {"kty": "future"}, {"kty": "RSA", "n": "AQ", "e": "AQAB"}, {"kty": "oct", "k": "AQ"},
        vector("RFC 7515 A.3")["key"], vector("RFC 8037 A.4")["key"],
    ]});
    assert_eq!(VerifyingKey::all_of(&JwkSet::from_value(&set).unwrap()).len(), 2);
}

proptest! {
    #[test]
    fn no_public_key_makes_it_panic(
        kty in "RSA|EC|OKP", crv in "P-256|P-384|P-521|Ed25519",
        a in prop::collection::vec(any::<u8>(), 0..300), b in prop::collection::vec(any::<u8>(), 0..70),
    ) {
        let (a, b) = (BASE64URL_NOPAD.encode(&a), BASE64URL_NOPAD.encode(&b));
        let _ = verifying(&json!({"kty": kty, "crv": crv, "n": a, "e": b, "x": a, "y": b}));
    }
}
