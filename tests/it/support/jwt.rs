//! JSON Web Tokens made and read without Signet's own code.

use aws_lc_rs::{
    hmac,
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_2048_8192_SHA256,
        RsaPublicKeyComponents, UnparsedPublicKey,
    },
};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use serde_json::{Value, json};

fn part(value: &Value) -> String {
    BASE64URL_NOPAD.encode(value.to_string().as_bytes())
}

fn decoded(part: &str) -> Value {
    serde_json::from_slice(&BASE64URL_NOPAD.decode(part.as_bytes()).expect("base64url")).expect("JSON")
}

/// The header and the claims, unverified.
#[track_caller]
pub fn claims_of(jwt: &str) -> (Value, Value) {
    let parts: Vec<&str> = jwt.split('.').collect();
    assert_eq!(parts.len(), 3, "{jwt}");
    (decoded(parts[0]), decoded(parts[1]))
}

/// The claims of an RS256 token whose signature verifies with a key of this set.
#[track_caller]
pub fn verified(jwt: &str, jwks: &Value) -> Value {
    let (header, claims) = claims_of(jwt);
    assert_eq!(header["alg"], "RS256");
    let key = jwks["keys"].as_array().expect("keys").iter().find(|key| key["kid"] == header["kid"]);
    let key = key.unwrap_or_else(|| panic!("{} is not in the key set", header["kid"]));
    let number = |name: &str| BASE64URL_NOPAD.decode(key[name].as_str().expect(name).as_bytes()).expect("base64url");
    let (signed, signature) = jwt.rsplit_once('.').expect("a signature");
    let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).expect("base64url");
    RsaPublicKeyComponents { n: number("n"), e: number("e") }
        .verify(&RSA_PKCS1_2048_8192_SHA256, signed.as_bytes(), &signature)
        .expect("a signature that verifies");
    claims
}

/// Whether this ES256 key has signed a token that names it.
pub fn is_signed_by(jwt: &str, jwk: &Value) -> bool {
    let (header, _) = claims_of(jwt);
    let number = |name: &str| BASE64URL_NOPAD.decode(jwk[name].as_str().expect(name).as_bytes()).expect("base64url");
    let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, [vec![4], number("x"), number("y")].concat());
    let (signed, signature) = jwt.rsplit_once('.').expect("a signature");
    let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).expect("base64url");
    header["alg"] == "ES256" && header["kid"] == jwk["kid"] && key.verify(signed.as_bytes(), &signature).is_ok()
}

/// A JWT that nobody signed (RFC 7518 §3.6).
pub fn unsigned_jwt(claims: &Value) -> String {
    format!("{}.{}.", part(&json!({"alg": "none"})), part(claims))
}

/// A JWT under a shared secret.
pub fn hmac_jwt(alg: &str, secret: &str, claims: &Value) -> String {
    let algorithm = match alg {
        "HS256" => hmac::HMAC_SHA256,
        "HS384" => hmac::HMAC_SHA384,
        "HS512" => hmac::HMAC_SHA512,
        other => panic!("{other}"),
    };
    let signed = format!("{}.{}", part(&json!({"alg": alg})), part(claims));
    let tag = hmac::sign(&hmac::Key::new(algorithm, secret.as_bytes()), signed.as_bytes());
    format!("{signed}.{}", BASE64URL_NOPAD.encode(tag.as_ref()))
}

/// A client's own ES256 key.
pub struct ClientKey {
    pair: EcdsaKeyPair,
    kid: String,
}

impl ClientKey {
    /// A fresh key.
    pub fn new(kid: &str) -> Self {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key pair");
        Self { pair, kid: kid.to_owned() }
    }

    /// Its public part.
    pub fn jwk(&self) -> Value {
        let point = self.pair.public_key().as_ref();
        json!({
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.kid,
            "x": BASE64URL_NOPAD.encode(&point[1..33]), "y": BASE64URL_NOPAD.encode(&point[33..]),
        })
    }

    /// Its private part, as an operator keeps it (RFC 7468 §10).
    pub fn pem(&self) -> String {
        let pkcs8 = self.pair.to_pkcs8v1().expect("PKCS #8");
        format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", BASE64.encode(pkcs8.as_ref()))
    }

    /// Signs claims.
    pub fn sign(&self, claims: &Value) -> String {
        self.sign_under(&json!({"alg": "ES256", "kid": self.kid}), claims)
    }

    /// Signs claims as a token of this type.
    pub fn sign_as(&self, typ: &str, claims: &Value) -> String {
        self.sign_under(&json!({"alg": "ES256", "kid": self.kid, "typ": typ}), claims)
    }

    #[allow(clippy::disallowed_methods, reason = "a foreign party draws its own randomness")]
    fn sign_under(&self, header: &Value, claims: &Value) -> String {
        let signed = format!("{}.{}", part(header), part(claims));
        let signature = self.pair.sign(&SystemRandom::new(), signed.as_bytes()).expect("a signature");
        format!("{signed}.{}", BASE64URL_NOPAD.encode(signature.as_ref()))
    }
}
