//! Public keys that can verify, on aws-lc.

use aws_lc_rs::signature::{self, EcdsaVerificationAlgorithm, ParsedPublicKey, RsaParameters, RsaPublicKeyComponents};

use super::{
    algorithm::{Algorithm, Family, Hash},
    jwk::{Jwk, KeySet},
};

/// A public key, ready for each algorithm that it may serve.
#[derive(Debug, Clone)]
pub struct VerifyingKey {
    kid: Option<String>,
    ready: Vec<(Algorithm, ParsedPublicKey)>,
}

impl VerifyingKey {
    /// Makes a key ready; nothing for one that serves no algorithm, or whose numbers are no key.
    pub fn of(jwk: &Jwk) -> Option<Self> {
        let suited = Algorithm::ALL.into_iter().filter(|one| jwk.suits(*one));
        let ready: Option<Vec<_>> = suited.map(|one| Some((one, parse(jwk, one)?))).collect();
        let ready = ready.filter(|ready| !ready.is_empty())?;
        Some(Self { kid: jwk.text("kid").map(str::to_owned), ready })
    }

    /// The keys of a set that can verify.
    pub fn all_of(set: &KeySet) -> Vec<Self> {
        // RFC 7517 §5: keys that are not understood or out of range are ignored.
        set.keys.iter().filter_map(Self::of).collect()
    }

    /// The name its owner gave it.
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// Whether it may verify signatures of an algorithm.
    pub fn suits(&self, algorithm: Algorithm) -> bool {
        self.ready.iter().any(|(one, _)| *one == algorithm)
    }

    /// Whether a signature of a message is this key's.
    pub fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        let key = self.ready.iter().find(|(one, _)| *one == algorithm);
        key.is_some_and(|(_, key)| key.verify_sig(message, signature).is_ok())
    }
}

fn parse(jwk: &Jwk, algorithm: Algorithm) -> Option<ParsedPublicKey> {
    match algorithm.family {
        Family::RsaPkcs1 | Family::RsaPss => rsa(jwk, algorithm),
        Family::P256 => ec(jwk, &signature::ECDSA_P256_SHA256_FIXED, 32),
        Family::P384 => ec(jwk, &signature::ECDSA_P384_SHA384_FIXED, 48),
        Family::P521 => ec(jwk, &signature::ECDSA_P521_SHA512_FIXED, 66),
        Family::Ed25519 => ParsedPublicKey::new(&signature::ED25519, jwk.bytes("x").filter(|x| x.len() == 32)?).ok(),
        Family::Secret => None,
    }
}

/// RFC 7518 §3.3, §3.5: 2048 bits or larger; above 8192 a signature only burns time.
fn rsa(jwk: &Jwk, algorithm: Algorithm) -> Option<ParsedPublicKey> {
    let parameters: &'static RsaParameters = match (algorithm.family, algorithm.hash) {
        (Family::RsaPss, Hash::Sha256) => &signature::RSA_PSS_2048_8192_SHA256,
        (Family::RsaPss, Hash::Sha384) => &signature::RSA_PSS_2048_8192_SHA384,
        (Family::RsaPss, Hash::Sha512) => &signature::RSA_PSS_2048_8192_SHA512,
        (_, Hash::Sha256) => &signature::RSA_PKCS1_2048_8192_SHA256,
        (_, Hash::Sha384) => &signature::RSA_PKCS1_2048_8192_SHA384,
        (_, Hash::Sha512) => &signature::RSA_PKCS1_2048_8192_SHA512,
    };
    let (n, e) = (number(jwk, "n")?, number(jwk, "e")?);
    // RFC 8017 §3.1: the modulus is odd, and so is the exponent, which is more than 1.
    let odd = |number: &[u8]| number.last().is_some_and(|last| last % 2 == 1);
    // An exponent of more than 33 bits only burns time.
    let fit = odd(&n) && odd(&e) && e != [1] && bits(&e) <= 33 && (2048..=8192).contains(&bits(&n));
    let key = fit.then_some(RsaPublicKeyComponents { n, e })?;
    key.to_parsed_public_key(parameters).ok()
}

/// RFC 7518 §6.2.1.2: coordinates have the full length of the curve; aws-lc refuses points beside it.
fn ec(jwk: &Jwk, algorithm: &'static EcdsaVerificationAlgorithm, length: usize) -> Option<ParsedPublicKey> {
    let coordinate = |name: &str| jwk.bytes(name).filter(|bytes| bytes.len() == length);
    let point = [&[4][..], &coordinate("x")?, &coordinate("y")?].concat();
    ParsedPublicKey::new(algorithm, point).ok()
}

/// A number without the sign byte that some libraries put in front (RFC 7518 §6.3.1.1 warns of it).
fn number(jwk: &Jwk, name: &str) -> Option<Vec<u8>> {
    Some(jwk.bytes(name)?.into_iter().skip_while(|byte| *byte == 0).collect())
}

/// How many bits a number without leading zeros has.
fn bits(number: &[u8]) -> usize {
    number.first().map_or(0, |first| number.len() * 8 - first.leading_zeros() as usize)
}

/// How many bits the modulus of an RSA key has.
pub fn rsa_bits(jwk: &Jwk) -> usize {
    number(jwk, "n").map_or(0, |n| bits(&n))
}

#[cfg(test)]
mod tests {
    use data_encoding::BASE64URL_NOPAD;
    use serde_json::{Value, json};

    use super::*;

    fn ready(key: &Value) -> Option<VerifyingKey> {
        let set = KeySet::read(&json!({"keys": [key]}).to_string()).unwrap();
        VerifyingKey::of(&set.keys[0])
    }

    // RFC 7515 §A, RFC 7520 §4, RFC 8037 §A.4
    #[test]
    fn the_signatures_of_the_rfcs_verify_and_no_other_message_has_them() {
        let vectors: Vec<Value> = serde_json::from_str(include_str!("vectors.json")).unwrap();
        let mut verified = 0;
        for vector in &vectors {
            let algorithm = Algorithm::named(vector["alg"].as_str().unwrap()).unwrap();
            let Some(key) = ready(&vector["key"]) else {
                assert!(algorithm.is_symmetric(), "{vector}");
                continue;
            };
            let (message, signature) = vector["jws"].as_str().unwrap().rsplit_once('.').unwrap();
            let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).unwrap();
            assert!(key.verifies(algorithm, message.as_bytes(), &signature), "{vector}");
            assert!(!key.verifies(algorithm, &message.as_bytes()[1..], &signature), "{vector}");
            verified += 1;
        }
        assert_eq!(verified, 7);
    }

    #[test]
    fn numbers_that_are_no_key_make_none() {
        let modulus = |bytes: usize, last: u8| {
            let mut n = vec![0xff; bytes];
            n[bytes - 1] = last;
            BASE64URL_NOPAD.encode(&n)
        };
        let rsa = |n: String, e: &str| json!({"kty": "RSA", "n": n, "e": e});
        assert!(ready(&rsa(modulus(256, 1), "AQAB")).is_some());
        for broken in [
            rsa(modulus(255, 1), "AQAB"),
            rsa(modulus(1025, 1), "AQAB"),
            rsa(modulus(256, 2), "AQAB"),
            rsa(modulus(256, 1), "AQ"),
            rsa(modulus(256, 1), "Ag"),
            rsa(modulus(256, 1), "__________8"),
            json!({"kty": "RSA", "n": modulus(256, 1)}),
            json!({"kty": "OKP", "crv": "Ed25519", "x": "AA"}),
            // On no curve: RFC 7515 §A.3 with its coordinates changed places.
            json!({"kty": "EC", "crv": "P-256", "x": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
                   "y": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"}),
            json!({"kty": "oct", "k": "AAAA"}),
        ] {
            assert!(ready(&broken).is_none(), "{broken}");
        }
    }
}
