//! RFC 7515, RFC 7519 and the attacks of RFC 8725 §2.

use std::sync::LazyLock;

use data_encoding::BASE64URL_NOPAD;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::jose::jwk::Jwk;

mod cross_check;

struct Pair {
    signing: SigningKey,
    verifying: VerifyingKey,
}

// RSA keys take long to find; every test shares one pair per algorithm.
static PAIRS: LazyLock<Vec<Pair>> = LazyLock::new(|| {
    SigAlg::SIGNING
        .iter()
        .map(|alg| {
            let generated = SigningKey::generate(*alg).unwrap();
            let signing = SigningKey::from_pkcs8(*alg, generated.pkcs8.expose()).unwrap();
            let verifying = signing.verifying_key().unwrap();
            Pair { signing, verifying }
        })
        .collect()
});

fn pair(alg: SigAlg) -> &'static Pair {
    PAIRS.iter().find(|pair| pair.signing.alg() == alg).unwrap()
}

const SECRET: &[u8] = &[7; 64];

fn encode(value: &Value) -> String {
    BASE64URL_NOPAD.encode(value.to_string().as_bytes())
}

/// A token with a header of our choice, rightly signed by the ES256 key.
fn with_header(header: &Value, claims: &str) -> String {
    let unsigned = format!("{}.{}", encode(header), BASE64URL_NOPAD.encode(claims.as_bytes()));
    let signature = pair(SigAlg::ES256).signing.sign(unsigned.as_bytes()).unwrap();
    format!("{unsigned}.{}", BASE64URL_NOPAD.encode(&signature))
}

fn refusal(token: &str) -> MalformedJws {
    Unverified::parse(token).unwrap_err()
}

#[test]
fn what_we_sign_says_which_key_and_what_it_is_and_verifies() {
    for pair in PAIRS.iter() {
        let alg = pair.signing.alg();
        for typ in ["JWT", "at+jwt", "something-else+jwt"] {
            let token = sign(&pair.signing, typ, &json!({"sub": "usr", "n": 1})).unwrap();
            let read = Unverified::parse(&token).unwrap();
            assert_eq!(read.header().alg, alg.as_str());
            assert_eq!(read.header().kid.as_deref(), Some(pair.signing.kid()));
            assert_eq!(read.header().typ.as_deref(), Some(typ));
            let claims = read.verify([&pair.verifying], &[alg]).unwrap();
            assert_eq!(Value::Object(claims), json!({"sub": "usr", "n": 1}));
        }
    }
}

// RFC 7515 §A.1 and §A.3 carry JWT claims; the other vectors are checked in jose/key/tests.rs.
#[test]
fn the_tokens_of_rfc_7515_are_read_and_verified() {
    let vectors: Vec<Value> = serde_json::from_str(include_str!("../../key/vectors.json")).unwrap();
    for vector in vectors.iter().take(3) {
        let token = Unverified::parse(vector["jws"].as_str().unwrap()).unwrap();
        let jwk = Jwk::from_value(&vector["key"]).unwrap();
        let claims = match VerifyingKey::from_jwk(&jwk) {
            Ok(key) => token.verify([&key], SigAlg::ASYMMETRIC),
            Err(_) => token.verify_hmac(&jwk.bytes("k").unwrap(), &[SigAlg::HS256]),
        }
        .unwrap();
        assert_eq!(claims["iss"], "joe");
        assert_eq!(claims["http://example.com/is_root"], true);
    }
}

#[test]
fn a_change_to_any_part_is_noticed() {
    for pair in PAIRS.iter() {
        let alg = pair.signing.alg();
        let token = sign(&pair.signing, "JWT", &json!({"sub": "usr_1"})).unwrap();
        let parts: Vec<&str> = token.split('.').collect();
        let claims = encode(&json!({"sub": "usr_2"}));
        let header = encode(&json!({"alg": alg.as_str(), "kid": pair.signing.kid()}));
        let mut signature = BASE64URL_NOPAD.decode(parts[2].as_bytes()).unwrap();
        *signature.last_mut().unwrap() ^= 1;
        let changed_signature = BASE64URL_NOPAD.encode(&signature);
        signature.pop();
        let short_signature = BASE64URL_NOPAD.encode(&signature);
        for changed in [
            format!("{}.{claims}.{}", parts[0], parts[2]),
            format!("{header}.{}.{}", parts[1], parts[2]),
            format!("{}.{}.{changed_signature}", parts[0], parts[1]),
            format!("{}.{}.{short_signature}", parts[0], parts[1]),
            format!("{}.{}.", parts[0], parts[1]),
        ] {
            let read = Unverified::parse(&changed).unwrap();
            assert_eq!(read.verify([&pair.verifying], &[alg]), Err(Invalid::Signature), "{alg}: {changed}");
        }
    }
}

// RFC 8725 §2.1, §3.1
#[test]
fn the_algorithm_is_never_the_tokens_choice() {
    let rsa = pair(SigAlg::RS256);
    let allowed = [SigAlg::RS256];
    // The classic: the public key, which everyone has, as an HMAC secret.
    let public = rsa.signing.public_jwk().to_string();
    let forged = sign_hmac(public.as_bytes(), SigAlg::HS256, "JWT", &json!({"sub": "admin"})).unwrap();
    let read = Unverified::parse(&forged).unwrap();
    assert_eq!(read.verify([&rsa.verifying], &allowed), Err(Invalid::Algorithm));
    // Not even a caller who allows everything can mix the two kinds up.
    assert_eq!(read.verify([&rsa.verifying], SigAlg::ALL), Err(Invalid::Algorithm));
    let genuine = Unverified::parse(&sign(&rsa.signing, "JWT", &json!({})).unwrap()).unwrap();
    assert_eq!(genuine.verify_hmac(public.as_bytes(), SigAlg::ALL), Err(Invalid::Algorithm));
    assert_eq!(genuine.verify([&rsa.verifying], &[SigAlg::PS256]), Err(Invalid::Algorithm));
    assert_eq!(genuine.verify([&rsa.verifying], &[]), Err(Invalid::Algorithm));

    for none in ["none", "None", "nOnE", "", "RS1", "ES256K"] {
        let token = format!("{}.{}.", encode(&json!({"alg": none})), encode(&json!({})));
        let read = Unverified::parse(&token).unwrap();
        assert_eq!(read.verify([&rsa.verifying], SigAlg::ALL), Err(Invalid::Algorithm));
        assert_eq!(read.verify_hmac(SECRET, SigAlg::ALL), Err(Invalid::Algorithm));
    }
}

#[test]
fn an_rsa_key_made_for_one_padding_does_not_serve_the_other() {
    let pair = pair(SigAlg::RS256);
    let unsigned = format!("{}.{}", encode(&json!({"alg": "PS256", "kid": pair.signing.kid()})), encode(&json!({})));
    let signature = BASE64URL_NOPAD.encode(&pair.signing.sign(unsigned.as_bytes()).unwrap());
    let read = Unverified::parse(&format!("{unsigned}.{signature}")).unwrap();
    assert_eq!(read.verify([&pair.verifying], SigAlg::ASYMMETRIC), Err(Invalid::NoKey));
}

// RFC 7515 §6, §4.1.4: kid is a hint that need not be there, so every key that suits may be the one.
#[test]
fn a_good_key_is_found_behind_many_others_and_the_search_ends() {
    let good = pair(SigAlg::ES256);
    let other = SigningKey::generate(SigAlg::ES256).unwrap();
    let other = SigningKey::from_pkcs8(SigAlg::ES256, other.pkcs8.expose()).unwrap().verifying_key().unwrap();
    let token = Unverified::parse(&with_header(&json!({"alg": "ES256"}), r#"{"a":1}"#)).unwrap();
    let behind = |count: usize| {
        let keys: Vec<&VerifyingKey> = std::iter::repeat_n(&other, count).chain([&good.verifying]).collect();
        token.verify(keys, SigAlg::ASYMMETRIC).map(Value::Object)
    };
    assert_eq!(behind(16), Ok(json!({"a": 1})));
    assert_eq!(behind(49), Ok(json!({"a": 1})));
    assert_eq!(behind(50), Err(Invalid::Signature));
}

// 50 keys of P-521 cost 27 ms for each request, as much as the RSA keys below.
#[test]
fn a_key_of_a_slow_curve_is_tried_less_often() {
    for (alg, found) in [(SigAlg::ES384, 16), (SigAlg::ES512, 9)] {
        let fresh = || SigningKey::from_pkcs8(alg, SigningKey::generate(alg).unwrap().pkcs8.expose()).unwrap();
        let (signing, other) = (fresh(), fresh().verifying_key().unwrap());
        let good = signing.verifying_key().unwrap();
        let unsigned = format!("{}.{}", encode(&json!({"alg": alg.as_str()})), encode(&json!({"a": 1})));
        let signature = BASE64URL_NOPAD.encode(&signing.sign(unsigned.as_bytes()).unwrap());
        let token = Unverified::parse(&format!("{unsigned}.{signature}")).unwrap();
        let behind = |count: usize| {
            let keys: Vec<&VerifyingKey> = std::iter::repeat_n(&other, count).chain([&good]).collect();
            token.verify(keys, SigAlg::ASYMMETRIC).err()
        };
        assert_eq!((behind(found), behind(found + 1)), (None, Some(Invalid::Signature)), "{alg:?}");
    }
}

// 42 such keys in the jwks of a stranger cost 28 ms for each request.
#[test]
fn keys_that_are_slow_to_try_are_tried_less_often() {
    let good = pair(SigAlg::RS256);
    let number = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
    let slow = json!({"kty": "RSA", "n": number(&[0xff; 1024]), "e": number(&[1, 0xff, 0xff, 0xff, 0xff])});
    let slow = VerifyingKey::from_jwk(&Jwk::from_value(&slow).unwrap()).unwrap();
    let unsigned = format!("{}.{}", encode(&json!({"alg": "RS256"})), encode(&json!({"a": 1})));
    let signature = BASE64URL_NOPAD.encode(&good.signing.sign(unsigned.as_bytes()).unwrap());
    let token = Unverified::parse(&format!("{unsigned}.{signature}")).unwrap();
    let behind = |count: usize| {
        let keys: Vec<&VerifyingKey> = std::iter::repeat_n(&slow, count).chain([&good.verifying]).collect();
        token.verify(keys, SigAlg::ASYMMETRIC).err()
    };
    assert_eq!((behind(3), behind(4)), (None, Some(Invalid::Signature)));
}

#[test]
fn ed25519_answers_to_both_of_its_names() {
    let pair = pair(SigAlg::EdDSA);
    let unsigned = format!("{}.{}", encode(&json!({"alg": "Ed25519"})), encode(&json!({"a": 1})));
    let signature = BASE64URL_NOPAD.encode(&pair.signing.sign(unsigned.as_bytes()).unwrap());
    let read = Unverified::parse(&format!("{unsigned}.{signature}")).unwrap();
    assert_eq!(read.verify([&pair.verifying], &[SigAlg::EdDSA]).unwrap()["a"], 1);
}

// RFC 7515 §4.1.11, RFC 7797, RFC 8725 §3.10
#[test]
fn headers_that_change_the_meaning_or_bring_their_own_key_are_refused() {
    for (member, value) in [
        ("crit", json!(["exp"])),
        ("crit", json!([])),
        ("b64", json!(false)),
        ("b64", json!(true)),
        ("jku", json!("https://evil.example/jwks")),
        ("x5u", json!("https://evil.example/cert")),
    ] {
        let token = with_header(&json!({"alg": "ES256", member: value}), "{}");
        assert_eq!(refusal(&token), MalformedJws::ForbiddenMember(member));
    }
}

#[test]
fn headers_and_claims_are_read_in_one_way_only() {
    let es256 = json!({"alg": "ES256"});
    assert_eq!(refusal(&with_header(&es256, r#"{"sub":"a","sub":"b"}"#)), MalformedJws::DuplicateMember);
    assert_eq!(refusal(&with_header(&es256, r#"{"cnf":{"jkt":"a","jkt":"b"}}"#)), MalformedJws::DuplicateMember);
    assert_eq!(refusal(&with_header(&es256, "[]")), MalformedJws::Claims);
    assert_eq!(refusal(&with_header(&es256, "text")), MalformedJws::Claims);
    let twice = BASE64URL_NOPAD.encode(br#"{"alg":"none","alg":"ES256"}"#);
    assert_eq!(refusal(&format!("{twice}.e30.AA")), MalformedJws::DuplicateMember);
    for header in [json!({}), json!({"alg": 1}), json!({"alg": "ES256", "kid": 1}), json!({"alg": "ES256", "typ": []})]
    {
        assert_eq!(refusal(&with_header(&header, "{}")), MalformedJws::Header, "{header}");
    }
}

#[test]
fn only_compact_tokens_of_three_parts_are_read() {
    let token = with_header(&json!({"alg": "ES256"}), "{}");
    for text in ["", ".", "..", "a.b", "a.b.c.d.e", &format!("{token}."), &format!(".{token}"), r#"{"payload":""}"#] {
        // Three empty parts are three parts.
        let expected = if text == ".." { MalformedJws::Header } else { MalformedJws::NotCompact };
        assert_eq!(Unverified::parse(text).err(), Some(expected), "{text}");
    }
    assert_eq!(refusal("a.b.c.d.e"), MalformedJws::NotCompact);
    assert_eq!(refusal(r#"{"payload":"","signatures":[]}"#), MalformedJws::NotCompact);
    // RFC 7515 §2: no padding, no white space, no second spelling of the last bits.
    assert_eq!(refusal(&format!("{token}=")), MalformedJws::Base64);
    assert_eq!(refusal(&format!("{token}\n")), MalformedJws::Base64);
    assert_eq!(refusal("eyJhbGciOiJub25lIn0.e30.AB"), MalformedJws::Base64);
    assert_eq!(refusal("eyJhbGciOiJub25lIn0.e31.AA"), MalformedJws::Base64);
}

#[test]
fn a_token_longer_than_the_cap_is_not_even_decoded() {
    let long = with_header(&json!({"alg": "ES256"}), &json!({"x": "a".repeat(MAX_TOKEN_BYTES)}).to_string());
    assert_eq!(refusal(&long), MalformedJws::TooLarge);
    let fits = with_header(&json!({"alg": "ES256"}), &json!({"x": "a".repeat(40_000)}).to_string());
    assert!(Unverified::parse(&fits).is_ok());
}

#[test]
fn the_kid_names_the_key_and_without_it_all_that_suit_are_tried() {
    let ec = pair(SigAlg::ES256);
    let keys: Vec<VerifyingKey> = PAIRS.iter().map(|pair| pair.verifying.clone()).collect();
    let read = |header: Value| Unverified::parse(&with_header(&header, "{}")).unwrap();
    let allowed = [SigAlg::ES256];
    assert!(read(json!({"alg": "ES256"})).verify(&keys, &allowed).is_ok());
    assert!(read(json!({"alg": "ES256", "kid": ec.signing.kid()})).verify(&keys, &allowed).is_ok());
    assert_eq!(read(json!({"alg": "ES256", "kid": "absent"})).verify(&keys, &allowed), Err(Invalid::NoKey));
    let other = pair(SigAlg::EdDSA).signing.kid();
    assert_eq!(read(json!({"alg": "ES256", "kid": other})).verify(&keys, &allowed), Err(Invalid::NoKey));
    assert_eq!(read(json!({"alg": "ES256"})).verify(&[], &allowed), Err(Invalid::NoKey));
}

// RFC 7518 §3.2
#[test]
fn shared_secrets_are_as_long_as_the_hash() {
    for (alg, length) in [(SigAlg::HS256, 32), (SigAlg::HS384, 48), (SigAlg::HS512, 64)] {
        let token = sign_hmac(&SECRET[..length], alg, "JWT", &json!({"a": 1})).unwrap();
        let read = Unverified::parse(&token).unwrap();
        assert_eq!(read.header().kid, None);
        assert_eq!(read.verify_hmac(&SECRET[..length], &[alg]).unwrap()["a"], 1);
        assert_eq!(read.verify_hmac(&[8; 64], &[alg]), Err(Invalid::Signature));
        assert_eq!(read.verify_hmac(&SECRET[..length - 1], &[alg]), Err(Invalid::WeakSecret));
        assert_eq!(sign_hmac(&SECRET[..length - 1], alg, "JWT", &json!({})), Err(NotSigned::WeakSecret));
    }
    assert_eq!(sign_hmac(SECRET, SigAlg::RS256, "JWT", &json!({})), Err(NotSigned::NotSymmetric));
}

// RFC 7515 §4.1.9
#[test]
fn a_media_type_is_known_by_its_short_and_its_full_name() {
    let typ = |typ: &str| JwsHeader { alg: String::new(), kid: None, typ: Some(typ.to_owned()), cty: None };
    for name in ["at+jwt", "AT+JWT", "application/at+jwt", "Application/at+jwt"] {
        assert!(typ(name).is_typ("at+jwt"), "{name}");
    }
    for name in ["JWT", "", "text/at+jwt", "at+jwt;x=1", "ääääääääää"] {
        assert!(!typ(name).is_typ("at+jwt"), "{name}");
    }
    assert!(!JwsHeader { typ: None, ..typ("") }.is_typ("JWT"));
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in ".{0,80}", parts in prop::collection::vec("[A-Za-z0-9_-]{0,40}", 0..5)) {
        let _ = Unverified::parse(&text);
        let _ = Unverified::parse(&parts.join("."));
    }

    #[test]
    fn whatever_is_claimed_comes_back(
        claims in prop::collection::hash_map("[^\0]{1,10}", prop_oneof!["[^\0]{0,40}".prop_map(Value::from), any::<i64>().prop_map(Value::from)], 0..8)
    ) {
        let pair = pair(SigAlg::EdDSA);
        let token = sign(&pair.signing, "JWT", &claims).unwrap();
        let back = Unverified::parse(&token).unwrap().verify([&pair.verifying], &[SigAlg::EdDSA]).unwrap();
        prop_assert_eq!(Value::Object(back), serde_json::to_value(&claims).unwrap());
    }

    #[test]
    fn no_single_changed_character_verifies(at in any::<prop::sample::Index>(), with in "[A-Za-z0-9_-]") {
        let pair = pair(SigAlg::ES256);
        let token = sign(&pair.signing, "JWT", &json!({"sub": "usr_1", "aud": ["a", "b"]})).unwrap();
        let at = at.index(token.len());
        let mut changed = token.clone();
        changed.replace_range(at..=at, &with);
        prop_assume!(changed != token);
        let verdict = Unverified::parse(&changed).ok().and_then(|t| t.verify([&pair.verifying], SigAlg::ALL).ok());
        prop_assert_eq!(verdict, None);
    }
}
