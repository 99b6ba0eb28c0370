//! RFC 7516 appendix A, RFC 7520 §5.5; messages that must not be opened.

mod cross_check;

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::jose::{
    jwk::{Jwk, JwkSet},
    key::{GeneratedKey, InvalidKey},
};

/// One key pair for each family, made once.
static OWN: LazyLock<Vec<(DecryptionKey, GeneratedKey)>> = LazyLock::new(|| {
    let make = |family: &EncFamily| {
        let pair = DecryptionKey::generate(*family).unwrap();
        (DecryptionKey::from_pkcs8(*family, pair.pkcs8.expose()).unwrap(), pair)
    };
    EncFamily::ALL.iter().map(make).collect()
});

fn own(alg: KeyMgmtAlg) -> &'static DecryptionKey {
    OWN.iter().map(|(key, _)| key).find(|key| key.family() == alg.family()).unwrap()
}

fn to_own(alg: KeyMgmtAlg) -> EncryptionKey {
    EncryptionKey::from_jwk(&Jwk::from_value(&own(alg).public_jwk()).unwrap(), alg).unwrap()
}

fn open(message: &str) -> Result<Vec<u8>, NotOpened> {
    let message = Unopened::parse(message).unwrap();
    let key = own(KeyMgmtAlg::parse(&message.header().alg).unwrap_or(KeyMgmtAlg::EcdhEs));
    message.decrypt(key, KeyMgmtAlg::ALL, ContentEnc::ALL)
}

fn pairs() -> impl Iterator<Item = (KeyMgmtAlg, ContentEnc)> {
    KeyMgmtAlg::ALL.iter().flat_map(|alg| ContentEnc::ALL.iter().map(|enc| (*alg, *enc)))
}

/// A message with another header, so that its tag no longer fits unless the header is the same.
fn with_header(message: &str, header: &Value) -> String {
    let rest = message.split_once('.').unwrap().1;
    format!("{}.{rest}", BASE64URL_NOPAD.encode(header.to_string().as_bytes()))
}

#[test]
fn the_messages_of_the_rfcs_decrypt() {
    let vectors: Vec<Value> = serde_json::from_str(include_str!("../vectors.json")).unwrap();
    assert_eq!(vectors.len(), 2);
    for vector in vectors {
        let family = EncFamily::parse(vector["family"].as_str().unwrap()).unwrap();
        let key = DecryptionKey::from_pkcs8(family, &cross_check::to_pkcs8(family, &vector["key"])).unwrap();
        let message = Unopened::parse(vector["jwe"].as_str().unwrap()).unwrap();
        let plain = message.decrypt(&key, KeyMgmtAlg::ALL, ContentEnc::ALL).unwrap();
        assert_eq!(std::str::from_utf8(&plain).unwrap(), vector["plaintext"], "{}", vector["source"]);
    }
}

#[test]
fn what_we_encrypt_to_ourselves_we_open_and_nobody_else_does() {
    let stranger = DecryptionKey::generate(EncFamily::Ecdh).unwrap();
    let stranger = DecryptionKey::from_pkcs8(EncFamily::Ecdh, stranger.pkcs8.expose()).unwrap();
    for (alg, enc) in pairs() {
        let message = encrypt(b"a.b.c", Outside::NESTED, &to_own(alg), enc).unwrap();
        let read = Unopened::parse(&message).unwrap();
        let expected = JweHeader {
            alg: alg.to_string(),
            enc: enc.to_string(),
            kid: Some(own(alg).kid().to_owned()),
            cty: Some("JWT".to_owned()),
        };
        assert_eq!(read.header(), &expected);
        assert_eq!(read.decrypt(own(alg), &[alg], &[enc]).unwrap(), b"a.b.c");
        let refusal = if alg.family() == EncFamily::Ecdh { NotOpened::Failed } else { NotOpened::NoKey };
        assert_eq!(read.decrypt(&stranger, &[alg], &[enc]), Err(refusal), "{alg}");
        assert_ne!(message, encrypt(b"a.b.c", Outside::NESTED, &to_own(alg), enc).unwrap(), "{alg} {enc}");
    }
}

// RFC 8725 §3.1, RFC 7516 §5.2: the recipient chooses what it accepts.
#[test]
fn the_message_does_not_choose_its_algorithms() {
    for (alg, enc) in pairs() {
        let message = encrypt(b"x", Outside::default(), &to_own(alg), enc).unwrap();
        let read = Unopened::parse(&message).unwrap();
        let without = |alg| KeyMgmtAlg::ALL.iter().copied().filter(|one| *one != alg).collect::<Vec<_>>();
        assert_eq!(read.decrypt(own(alg), &without(alg), ContentEnc::ALL), Err(NotOpened::Algorithm));
        let others: Vec<ContentEnc> = ContentEnc::ALL.iter().copied().filter(|one| *one != enc).collect();
        assert_eq!(read.decrypt(own(alg), KeyMgmtAlg::ALL, &others), Err(NotOpened::Algorithm));
    }
    let message = encrypt(b"x", Outside::default(), &to_own(KeyMgmtAlg::EcdhEs), ContentEnc::A128Gcm).unwrap();
    for alg in ["RSA1_5", "dir", "A128KW", "PBES2-HS256+A128KW", "none", "x"] {
        let changed = with_header(&message, &json!({ "alg": alg, "enc": "A128GCM" }));
        assert_eq!(open(&changed), Err(NotOpened::Algorithm), "{alg}");
    }
    let changed = with_header(&message, &json!({ "alg": "ECDH-ES", "enc": "A192GCM" }));
    assert_eq!(open(&changed), Err(NotOpened::Algorithm));
}

// RFC 7516 §11.5: what an attacker may learn from a changed message is that it was changed.
#[test]
fn whatever_was_changed_the_refusal_is_the_same() {
    for (alg, enc) in pairs() {
        let message = encrypt(&[7; 40], Outside::default(), &to_own(alg), enc).unwrap();
        let parts: Vec<Vec<u8>> =
            message.split('.').map(|part| BASE64URL_NOPAD.decode(part.as_bytes()).unwrap()).collect();
        let join =
            |parts: &[Vec<u8>]| parts.iter().map(|part| BASE64URL_NOPAD.encode(part)).collect::<Vec<_>>().join(".");
        for at in 1..5 {
            for change in [
                |part: &mut Vec<u8>| part.iter_mut().for_each(|byte| *byte ^= 0x80),
                |part: &mut Vec<u8>| part.extend_from_slice(&[0]),
                |part: &mut Vec<u8>| part.truncate(part.len().saturating_sub(1)),
                |part: &mut Vec<u8>| part.truncate(7),
                |part: &mut Vec<u8>| *part = vec![0; part.len()],
                |part: &mut Vec<u8>| part.clear(),
            ] {
                let mut changed = parts.clone();
                change(&mut changed[at]);
                if changed != parts {
                    assert_eq!(open(&join(&changed)), Err(NotOpened::Failed), "{alg} {enc} part {at}");
                }
            }
        }
        let mut header: Value = serde_json::from_slice(&parts[0]).unwrap();
        header["apu"] = json!("eA");
        assert_eq!(open(&with_header(&message, &header)), Err(NotOpened::Failed));
    }
}

// RFC 7518 §4.6.1.1: an ephemeral key off the curve would draw our private key out bit by bit.
#[test]
fn an_ephemeral_key_that_is_not_on_the_curve_opens_nothing() {
    for alg in [KeyMgmtAlg::EcdhEs, KeyMgmtAlg::EcdhEsA128Kw, KeyMgmtAlg::EcdhEsA256Kw] {
        let message = encrypt(b"x", Outside::default(), &to_own(alg), ContentEnc::A128Gcm).unwrap();
        let header = BASE64URL_NOPAD.decode(message.split('.').next().unwrap().as_bytes()).unwrap();
        let header: Value = serde_json::from_slice(&header).unwrap();
        for (member, value) in [
            ("x", header["epk"]["y"].clone()),
            ("y", header["epk"]["x"].clone()),
            ("y", json!("AA")),
            ("x", json!(7)),
            ("crv", json!("P-384")),
            ("crv", json!("secp256k1")),
            ("kty", json!("OKP")),
            ("kty", Value::Null),
        ] {
            let mut changed = header.clone();
            changed["epk"][member] = value;
            assert_eq!(open(&with_header(&message, &changed)), Err(NotOpened::Failed), "{changed}");
        }
    }
}

#[test]
fn only_compact_messages_with_a_plain_header_are_read() {
    let message = encrypt(b"x", Outside::default(), &to_own(KeyMgmtAlg::RsaOaep), ContentEnc::A128Gcm).unwrap();
    let base = json!({ "alg": "RSA-OAEP", "enc": "A128GCM" });
    for (member, value) in [
        ("zip", json!("DEF")),
        ("crit", json!(["exp"])),
        ("jku", json!("https://a.example")),
        ("x5u", json!("https://a.example")),
    ] {
        let mut header = base.clone();
        header[member] = value;
        let got = Unopened::parse(&with_header(&message, &header)).map(|_| ());
        assert_eq!(got, Err(MalformedJwe::ForbiddenMember(member)));
    }
    for header in [
        json!({ "enc": "A128GCM" }),
        json!({ "alg": "RSA-OAEP" }),
        json!({ "alg": 1, "enc": "A128GCM" }),
        json!({ "alg": "RSA-OAEP", "enc": null }),
        json!({ "alg": "RSA-OAEP", "enc": "A128GCM", "kid": 1 }),
        json!([]),
    ] {
        assert_eq!(Unopened::parse(&with_header(&message, &header)).map(|_| ()), Err(MalformedJwe::Header), "{header}");
    }
    let twice = BASE64URL_NOPAD.encode(br#"{"alg":"RSA-OAEP","enc":"A128GCM","enc":"A256GCM"}"#);
    let rest = message.split_once('.').unwrap().1;
    let refused = |text: &str| Unopened::parse(text).map(|_| ()).unwrap_err();
    assert_eq!(refused(&format!("{twice}.{rest}")), MalformedJwe::DuplicateMember);
    assert_eq!(refused(&message[..message.rfind('.').unwrap()]), MalformedJwe::NotCompact);
    assert_eq!(refused(&format!("{message}.")), MalformedJwe::NotCompact);
    assert_eq!(refused(&json!({ "protected": "x", "ciphertext": "x" }).to_string()), MalformedJwe::NotCompact);
    assert_eq!(refused(&format!("{message}=")), MalformedJwe::Base64);
    assert_eq!(refused(&format!("{message}{}", "A".repeat(MAX_MESSAGE_BYTES))), MalformedJwe::TooLarge);
    assert!(Unopened::looks_like_one(&message) && !Unopened::looks_like_one("a.b.c"));
}

#[test]
fn a_key_is_chosen_by_what_it_says_it_is_for() {
    let plain = own(KeyMgmtAlg::RsaOaep).public_jwk();
    let with = |kid: &str, changes: Value| {
        let mut key = plain.clone();
        (key["kid"], key["use"]) = (json!(kid), Value::Null);
        key.as_object_mut().unwrap().remove("use");
        key.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        key
    };
    let chosen = |keys: &[Value], alg| {
        let set = JwkSet::from_value(&json!({ "keys": keys })).unwrap();
        EncryptionKey::choose(&set, alg).and_then(|key| key.kid().map(str::to_owned))
    };
    let any = with("any", json!({}));
    let enc = with("enc", json!({"use": "enc"}));
    let named = with("named", json!({"use": "enc", "alg": "RSA-OAEP-256"}));
    let sig = with("sig", json!({"use": "sig"}));
    let signing = with("signing", json!({"alg": "RS256"}));
    let weak = with("weak", json!({"use": "enc", "alg": "RSA-OAEP-256", "n": "AQ"}));
    let verify = with("verify", json!({"key_ops": ["verify"]}));
    let wrap = with("wrap", json!({"key_ops": ["wrapKey"]}));
    let ec = own(KeyMgmtAlg::EcdhEs).public_jwk();
    let ec_kid = ec["kid"].as_str().unwrap().to_owned();
    let all = [sig.clone(), signing.clone(), weak, verify.clone(), any.clone(), enc, named, ec.clone()];
    assert_eq!(chosen(&all, KeyMgmtAlg::RsaOaep256).as_deref(), Some("named"));
    assert_eq!(chosen(&all, KeyMgmtAlg::RsaOaep).as_deref(), Some("enc"));
    assert_eq!(chosen(&all, KeyMgmtAlg::EcdhEsA256Kw), Some(ec_kid.clone()));
    assert_eq!(chosen(&[sig.clone(), any], KeyMgmtAlg::RsaOaep).as_deref(), Some("any"));
    assert_eq!(chosen(&[wrap], KeyMgmtAlg::RsaOaep).as_deref(), Some("wrap"));
    assert_eq!(chosen(&[sig, signing, verify], KeyMgmtAlg::RsaOaep), None);
    let web_crypto = json!({"kty": "EC", "crv": "P-256", "x": ec["x"], "y": ec["y"], "kid": "w", "key_ops": []});
    assert_eq!(chosen(&[web_crypto], KeyMgmtAlg::EcdhEs).as_deref(), Some("w"));
    let nulls = with("nulls", json!({"use": null, "alg": null, "key_ops": null}));
    assert_eq!(chosen(&[Value::Null, json!({}), nulls], KeyMgmtAlg::RsaOaep).as_deref(), Some("nulls"));
}

#[test]
fn what_is_wrong_with_each_key_is_named() {
    let plain = own(KeyMgmtAlg::RsaOaep).public_jwk();
    let with = |member: &str, value: Value| {
        let mut key = plain.clone();
        key[member] = value;
        key
    };
    let keys = json!([
        null,
        own(KeyMgmtAlg::EcdhEs).public_jwk(),
        with("use", json!("sig")),
        with("key_ops", json!(["verify"])),
        with("alg", json!("RSA-OAEP-256")),
        with("n", json!("AQ")),
    ]);
    let set = JwkSet::from_value(&json!({ "keys": keys })).unwrap();
    assert_eq!(
        EncryptionKey::why_none(&set, KeyMgmtAlg::RsaOaep),
        "key 1 of 6: it is not a JSON object with unique members (RFC 7517 section 4); \
         key 2 of 6: its kty or crv is not that of the algorithm (RFC 7518 section 4.1); \
         key 3 of 6: its use is not enc (RFC 7517 section 4.2); \
         key 4 of 6: its key_ops hold no operation of encryption (RFC 7517 section 4.3); \
         key 5 of 6: its alg is another (RFC 7517 section 4.4); \
         key 6 of 6: an RSA key has at least 2048 and at most 8192 bits (RFC 7518 section 3.3)"
    );
}

#[test]
fn our_keys_are_published_with_use_and_without_alg() {
    for (key, pair) in OWN.iter() {
        let jwk = Jwk::from_value(&pair.public_jwk).unwrap();
        assert_eq!(jwk.check_public(), Ok(()));
        assert_eq!((jwk.key_use(), jwk.alg(), jwk.kid()), (Some("enc"), None, Some(key.kid())));
        assert_eq!(jwk.thumbprint().as_deref(), Some(key.kid()));
        let other = EncFamily::ALL.iter().find(|one| **one != key.family()).unwrap();
        let wrong = DecryptionKey::from_pkcs8(*other, pair.pkcs8.expose()).map(|_| ());
        assert_eq!(wrong, Err(InvalidKey::Malformed));
        assert!(!format!("{key:?}").contains("material"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_content_comes_back(payload in prop::collection::vec(any::<u8>(), 0..300), at in 0usize..20) {
        let (alg, enc) = pairs().nth(at).unwrap();
        let message = encrypt(&payload, Outside::default(), &to_own(alg), enc).unwrap();
        prop_assert_eq!(open(&message).unwrap(), payload);
    }

    #[test]
    fn nothing_that_is_read_panics(text in "[A-Za-z0-9_.-]{0,200}", header in "\\PC{0,60}") {
        let _ = Unopened::parse(&text);
        let head = BASE64URL_NOPAD.encode(format!(r#"{{"alg":"ECDH-ES+A128KW","enc":"A128GCM","epk":{header}}}"#).as_bytes());
        if let Ok(message) = Unopened::parse(&format!("{head}.AAAA.AAAA.AAAA.AAAA")) {
            let _ = message.decrypt(own(KeyMgmtAlg::EcdhEs), KeyMgmtAlg::ALL, ContentEnc::ALL);
        }
    }

    // A changed byte anywhere makes the message worthless.
    #[test]
    fn no_changed_message_opens(at in any::<prop::sample::Index>(), to in "[A-Za-z0-9_-]", which in 0usize..20) {
        let (alg, enc) = pairs().nth(which).unwrap();
        let message = encrypt(b"payload", Outside::default(), &to_own(alg), enc).unwrap();
        let at = at.index(message.len());
        prop_assume!(message.as_bytes()[at] != b'.' && message[at..=at] != to);
        let mut changed = message.clone();
        changed.replace_range(at..=at, &to);
        if let Ok(read) = Unopened::parse(&changed) {
            let refused = read.decrypt(own(alg), KeyMgmtAlg::ALL, ContentEnc::ALL).unwrap_err();
            prop_assert!(matches!(refused, NotOpened::Algorithm | NotOpened::NoKey | NotOpened::Failed));
        }
    }
}
