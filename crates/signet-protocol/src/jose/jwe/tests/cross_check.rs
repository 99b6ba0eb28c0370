//! An implementation that shares no code with ours (josekit, on OpenSSL) opens our messages,
//! and we open its.

use josekit::{
    jwe::{self as theirs, JweContext, JweDecrypter, JweEncrypter, JweHeader},
    jwk::{
        Jwk as TheirJwk,
        alg::{ec::EcCurve, ec::EcKeyPair, ecx::EcxCurve, rsa::RsaKeyPair},
    },
};

use super::*;

/// A private key as PKCS #8.
pub(super) fn to_pkcs8(family: EncFamily, jwk: &Value) -> Vec<u8> {
    let jwk = TheirJwk::from_bytes(jwk.to_string()).unwrap();
    match family {
        EncFamily::Rsa => RsaKeyPair::from_jwk(&jwk).unwrap().to_der_private_key(),
        EncFamily::Ecdh => EcKeyPair::from_jwk(&jwk).unwrap().to_der_private_key(),
    }
}

fn their_encrypter(alg: KeyMgmtAlg, jwk: &TheirJwk) -> Box<dyn JweEncrypter> {
    match alg {
        KeyMgmtAlg::RsaOaep => Box::new(theirs::RSA_OAEP.encrypter_from_jwk(jwk).unwrap()),
        KeyMgmtAlg::RsaOaep256 => Box::new(theirs::RSA_OAEP_256.encrypter_from_jwk(jwk).unwrap()),
        KeyMgmtAlg::EcdhEs => Box::new(theirs::ECDH_ES.encrypter_from_jwk(jwk).unwrap()),
        KeyMgmtAlg::EcdhEsA128Kw => Box::new(theirs::ECDH_ES_A128KW.encrypter_from_jwk(jwk).unwrap()),
        KeyMgmtAlg::EcdhEsA256Kw => Box::new(theirs::ECDH_ES_A256KW.encrypter_from_jwk(jwk).unwrap()),
    }
}

fn their_decrypter(alg: KeyMgmtAlg, jwk: &TheirJwk) -> Box<dyn JweDecrypter> {
    match alg {
        KeyMgmtAlg::RsaOaep => Box::new(theirs::RSA_OAEP.decrypter_from_jwk(jwk).unwrap()),
        KeyMgmtAlg::RsaOaep256 => Box::new(theirs::RSA_OAEP_256.decrypter_from_jwk(jwk).unwrap()),
        KeyMgmtAlg::EcdhEs => Box::new(theirs::ECDH_ES.decrypter_from_jwk(jwk).unwrap()),
        KeyMgmtAlg::EcdhEsA128Kw => Box::new(theirs::ECDH_ES_A128KW.decrypter_from_jwk(jwk).unwrap()),
        KeyMgmtAlg::EcdhEsA256Kw => Box::new(theirs::ECDH_ES_A256KW.decrypter_from_jwk(jwk).unwrap()),
    }
}

/// Keys of theirs for an algorithm: one RSA key, or one on every curve that we encrypt to.
fn their_keys(alg: KeyMgmtAlg) -> Vec<TheirJwk> {
    static RSA: LazyLock<TheirJwk> = LazyLock::new(|| TheirJwk::generate_rsa_key(2048).unwrap());
    match alg.family() {
        EncFamily::Rsa => vec![RSA.clone()],
        EncFamily::Ecdh => vec![
            TheirJwk::generate_ec_key(EcCurve::P256).unwrap(),
            TheirJwk::generate_ec_key(EcCurve::P384).unwrap(),
            TheirJwk::generate_ec_key(EcCurve::P521).unwrap(),
            TheirJwk::generate_ecx_key(EcxCurve::X25519).unwrap(),
        ],
    }
}

#[test]
fn josekit_opens_what_we_encrypt() {
    for (alg, enc) in pairs() {
        for mut jwk in their_keys(alg) {
            jwk.set_key_id("theirs");
            let mut public: Value = serde_json::from_str(&jwk.to_public_key().unwrap().to_string()).unwrap();
            // Left out by `to_public_key`.
            public["kid"] = json!("theirs");
            let key = EncryptionKey::from_jwk(&Jwk::from_value(&public).unwrap(), alg).unwrap();
            let message = encrypt("Grüße".as_bytes(), Outside::NESTED, &key, enc).unwrap();
            let decrypter = their_decrypter(alg, &jwk);
            let (plain, header) = JweContext::new().deserialize_compact(&message, &*decrypter).unwrap();
            assert_eq!(plain, "Grüße".as_bytes(), "{alg} {enc}");
            assert_eq!((header.content_encryption(), header.content_type()), (Some(enc.as_str()), Some("JWT")));
            assert_eq!(josekit::JoseHeader::claim(&header, "kid"), Some(&json!("theirs")));
        }
    }
}

#[test]
fn we_open_what_josekit_encrypts() {
    for (alg, enc) in pairs() {
        let jwk = TheirJwk::from_bytes(own(alg).public_jwk().to_string()).unwrap();
        for (apu, apv) in [(None, None), (Some("Alice"), Some("Bob"))] {
            let mut header = JweHeader::new();
            header.set_content_encryption(enc.as_str());
            if let (Some(apu), Some(apv)) = (apu, apv) {
                header.set_agreement_partyuinfo(apu);
                header.set_agreement_partyvinfo(apv);
            }
            let encrypter = their_encrypter(alg, &jwk);
            let message = JweContext::new().serialize_compact(b"hello", &header, &*encrypter).unwrap();
            assert_eq!(open(&message).unwrap(), b"hello", "{alg} {enc}");
            let kid = Unopened::parse(&message).unwrap().header().kid.clone();
            assert_eq!(kid.as_deref(), Some(own(alg).kid()));
        }
    }
}

// A message that inflates without bound when it is read is refused unread.
#[test]
fn compressed_messages_of_josekit_are_refused() {
    let jwk = TheirJwk::from_bytes(own(KeyMgmtAlg::RsaOaep256).public_jwk().to_string()).unwrap();
    let mut header = JweHeader::new();
    header.set_content_encryption("A128GCM");
    header.set_compression("DEF");
    let encrypter = their_encrypter(KeyMgmtAlg::RsaOaep256, &jwk);
    let bomb = JweContext::new().serialize_compact(&vec![0; 10_000_000], &header, &*encrypter).unwrap();
    assert!(bomb.len() < MAX_MESSAGE_BYTES, "else its length alone refused it");
    assert_eq!(Unopened::parse(&bomb).map(|_| ()), Err(MalformedJwe::ForbiddenMember("zip")));
}
