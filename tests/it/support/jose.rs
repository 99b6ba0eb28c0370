//! Signatures and encryption by an implementation that shares no code with Signet's (josekit, on
//! OpenSSL).

use std::sync::OnceLock;

use josekit::{
    jwe::{self, JweContext, JweDecrypter, JweEncrypter, JweHeader},
    jwk::{Jwk, alg::ec::EcCurve},
    jws::{self, JwsVerifier},
};
use serde_json::{Value, json};

use super::claims_of;

/// A party that others encrypt to.
pub struct Recipient {
    alg: String,
    private: Jwk,
}

impl Recipient {
    /// With a key for an algorithm.
    pub fn new(alg: &str) -> Self {
        static RSA: OnceLock<Jwk> = OnceLock::new();
        let mut private = if alg.starts_with("RSA") {
            RSA.get_or_init(|| Jwk::generate_rsa_key(2048).expect("an RSA key")).clone()
        } else {
            Jwk::generate_ec_key(EcCurve::P256).expect("an EC key")
        };
        private.set_key_id(format!("to-{alg}"));
        Self { alg: alg.to_owned(), private }
    }

    /// What it publishes.
    pub fn jwk(&self) -> Value {
        let mut public =
            serde_json::to_value(self.private.to_public_key().expect("a public key").as_ref()).expect("JSON");
        public["kid"] = json!(self.private.key_id());
        public["use"] = json!("enc");
        public
    }

    /// The header and the content of a message to it, in the algorithms that are expected.
    #[track_caller]
    pub fn open(&self, message: &str, enc: &str) -> (Value, String) {
        let (content, header) =
            JweContext::new().deserialize_compact(message, &*decrypter(&self.alg, &self.private)).expect("a message");
        let header = serde_json::to_value(header.claims_set()).expect("JSON");
        assert_eq!((header["alg"].as_str(), header["enc"].as_str()), (Some(self.alg.as_str()), Some(enc)));
        assert_eq!(header["kid"], json!(self.private.key_id()));
        assert_eq!(header.get("zip"), None);
        (header, String::from_utf8(content).expect("UTF-8"))
    }

    /// The claims of a token that was signed by a key of `jwks` and then encrypted to it.
    #[track_caller]
    pub fn claims(&self, message: &str, enc: &str, jwks: &Value) -> (Value, Value) {
        let (header, token) = self.open(message, enc);
        // RFC 7519 §5.2
        assert_eq!(header["cty"], "JWT");
        signed_by(&token, jwks)
    }
}

/// Encrypts to a key that somebody publishes.
pub fn encrypted(content: &str, (alg, enc): (&str, &str), jwk: &Value) -> String {
    let mut header = JweHeader::new();
    header.set_content_encryption(enc);
    header.set_content_type("JWT");
    let key = Jwk::from_bytes(jwk.to_string()).expect("a key");
    JweContext::new().serialize_compact(content.as_bytes(), &header, &*encrypter(alg, &key)).expect("a message")
}

/// Header and claims of a token that a key of this set signed.
#[track_caller]
pub fn signed_by(token: &str, jwks: &Value) -> (Value, Value) {
    let (header, claims) = claims_of(token);
    let key = jwks["keys"].as_array().expect("keys").iter().find(|key| key["kid"] == header["kid"]);
    let key = key.unwrap_or_else(|| panic!("{} is not in the key set", header["kid"]));
    assert_eq!((key["use"].as_str(), &key["alg"]), (Some("sig"), &header["alg"]));
    let key = Jwk::from_bytes(key.to_string()).expect("a key");
    let (payload, _) = jws::deserialize_compact(token, &*verifier(header["alg"].as_str().expect("alg"), &key))
        .expect("a signature that verifies");
    assert_eq!(serde_json::from_slice::<Value>(&payload).expect("JSON"), claims);
    (header, claims)
}

fn verifier(alg: &str, key: &Jwk) -> Box<dyn JwsVerifier> {
    match alg {
        "RS256" => Box::new(jws::RS256.verifier_from_jwk(key).expect("a key")),
        "PS256" => Box::new(jws::PS256.verifier_from_jwk(key).expect("a key")),
        "ES256" => Box::new(jws::ES256.verifier_from_jwk(key).expect("a key")),
        "ES384" => Box::new(jws::ES384.verifier_from_jwk(key).expect("a key")),
        "EdDSA" => Box::new(jws::EdDSA.verifier_from_jwk(key).expect("a key")),
        other => panic!("{other}"),
    }
}

fn decrypter(alg: &str, key: &Jwk) -> Box<dyn JweDecrypter> {
    match alg {
        "RSA-OAEP" => Box::new(jwe::RSA_OAEP.decrypter_from_jwk(key).expect("a key")),
        "RSA-OAEP-256" => Box::new(jwe::RSA_OAEP_256.decrypter_from_jwk(key).expect("a key")),
        "ECDH-ES" => Box::new(jwe::ECDH_ES.decrypter_from_jwk(key).expect("a key")),
        "ECDH-ES+A128KW" => Box::new(jwe::ECDH_ES_A128KW.decrypter_from_jwk(key).expect("a key")),
        "ECDH-ES+A256KW" => Box::new(jwe::ECDH_ES_A256KW.decrypter_from_jwk(key).expect("a key")),
        other => panic!("{other}"),
    }
}

fn encrypter(alg: &str, key: &Jwk) -> Box<dyn JweEncrypter> {
    match alg {
        "RSA-OAEP" => Box::new(jwe::RSA_OAEP.encrypter_from_jwk(key).expect("a key")),
        "RSA-OAEP-256" => Box::new(jwe::RSA_OAEP_256.encrypter_from_jwk(key).expect("a key")),
        "ECDH-ES" => Box::new(jwe::ECDH_ES.encrypter_from_jwk(key).expect("a key")),
        "ECDH-ES+A128KW" => Box::new(jwe::ECDH_ES_A128KW.encrypter_from_jwk(key).expect("a key")),
        "ECDH-ES+A256KW" => Box::new(jwe::ECDH_ES_A256KW.encrypter_from_jwk(key).expect("a key")),
        other => panic!("{other}"),
    }
}
