//! An implementation that shares no code with ours (josekit, on OpenSSL) reads our tokens,
//! and we read its.

use josekit::{
    jwk::{
        Jwk as TheirJwk,
        alg::{ec::EcCurve, ed::EdCurve},
    },
    jws::{self, JwsHeader, JwsSigner, JwsVerifier},
    jwt::{self as theirs, JwtPayload},
};

use super::*;

fn their_verifier(alg: SigAlg, jwk: &TheirJwk) -> Box<dyn JwsVerifier> {
    match alg {
        SigAlg::RS256 => Box::new(jws::RS256.verifier_from_jwk(jwk).unwrap()),
        SigAlg::PS256 => Box::new(jws::PS256.verifier_from_jwk(jwk).unwrap()),
        SigAlg::ES256 => Box::new(jws::ES256.verifier_from_jwk(jwk).unwrap()),
        SigAlg::ES384 => Box::new(jws::ES384.verifier_from_jwk(jwk).unwrap()),
        SigAlg::EdDSA => Box::new(jws::EdDSA.verifier_from_jwk(jwk).unwrap()),
        other => panic!("{other}"),
    }
}

fn their_signer(alg: SigAlg) -> (Box<dyn JwsSigner>, TheirJwk) {
    match alg {
        SigAlg::RS256 | SigAlg::PS256 => {
            let jwk = TheirJwk::generate_rsa_key(2048).unwrap();
            let signer: Box<dyn JwsSigner> = if alg == SigAlg::RS256 {
                Box::new(jws::RS256.signer_from_jwk(&jwk).unwrap())
            } else {
                Box::new(jws::PS256.signer_from_jwk(&jwk).unwrap())
            };
            (signer, jwk)
        }
        SigAlg::ES256 => {
            let jwk = TheirJwk::generate_ec_key(EcCurve::P256).unwrap();
            (Box::new(jws::ES256.signer_from_jwk(&jwk).unwrap()), jwk)
        }
        SigAlg::ES384 => {
            let jwk = TheirJwk::generate_ec_key(EcCurve::P384).unwrap();
            (Box::new(jws::ES384.signer_from_jwk(&jwk).unwrap()), jwk)
        }
        SigAlg::EdDSA => {
            let jwk = TheirJwk::generate_ed_key(EdCurve::Ed25519).unwrap();
            (Box::new(jws::EdDSA.signer_from_jwk(&jwk).unwrap()), jwk)
        }
        other => panic!("{other}"),
    }
}

fn their_payload() -> JwtPayload {
    let mut payload = JwtPayload::new();
    payload.set_subject("usr_1");
    payload.set_claim("nested", Some(json!({"a": [1, "zwei"]}))).unwrap();
    payload
}

#[test]
fn josekit_verifies_what_we_sign() {
    for pair in PAIRS.iter() {
        let alg = pair.signing.alg();
        let jwk = TheirJwk::from_bytes(pair.signing.public_jwk().to_string()).unwrap();
        let token = sign(&pair.signing, "JWT", &json!({"sub": "usr_1", "nested": {"a": [1, "zwei"]}})).unwrap();
        let (payload, header) = theirs::decode_with_verifier(&token, &*their_verifier(alg, &jwk)).unwrap();
        assert_eq!(payload, their_payload(), "{alg}");
        assert_eq!(header.key_id(), Some(pair.signing.kid()));
        assert_eq!(header.algorithm(), Some(alg.as_str()));
    }
}

#[test]
fn we_verify_what_josekit_signs() {
    for alg in SigAlg::SIGNING {
        let (signer, jwk) = their_signer(*alg);
        let token = theirs::encode_with_signer(&their_payload(), &JwsHeader::new(), &*signer).unwrap();
        let public: Value = serde_json::from_str(&jwk.to_public_key().unwrap().to_string()).unwrap();
        let jwk = Jwk::from_value(&public).unwrap();
        assert_eq!(jwk.check_public(), Ok(()), "{alg}");
        let key = VerifyingKey::from_jwk(&jwk).unwrap();
        let claims = Unverified::parse(&token).unwrap().verify([&key], &[*alg]).unwrap();
        assert_eq!(&claims, their_payload().claims_set(), "{alg}");
    }
}

#[test]
fn shared_secrets_work_both_ways() {
    let signer = jws::HS256.signer_from_bytes(SECRET).unwrap();
    let token = theirs::encode_with_signer(&their_payload(), &JwsHeader::new(), &signer).unwrap();
    let claims = Unverified::parse(&token).unwrap().verify_hmac(SECRET, &[SigAlg::HS256]).unwrap();
    assert_eq!(&claims, their_payload().claims_set());

    let token = sign_hmac(SECRET, SigAlg::HS256, "JWT", their_payload().claims_set()).unwrap();
    let verifier = jws::HS256.verifier_from_bytes(SECRET).unwrap();
    assert_eq!(theirs::decode_with_verifier(&token, &verifier).unwrap().0, their_payload());
}
