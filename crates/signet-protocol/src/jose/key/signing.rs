//! Our own key pairs.

use std::fmt;

use aws_lc_rs::{
    digest,
    encoding::{AsDer, Pkcs8V1Der},
    rsa::{KeyPair as RsaKeyPair, KeySize},
    signature::{self, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair as _, RsaSignatureEncoding},
};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use super::{InvalidKey, VerifyingKey};
use crate::{
    base::secret::Secret,
    jose::{alg::SigAlg, jwk::Jwk},
};

/// Token types that we write; their headers are encoded when the key is loaded.
const KNOWN_TYPES: [&str; 4] = ["JWT", "at+jwt", "logout+jwt", "token-introspection+jwt"];

/// A fresh key pair, not yet stored.
#[derive(Debug)]
pub struct GeneratedKey {
    /// The private key, unencrypted PKCS #8.
    pub pkcs8: Secret<Vec<u8>>,
    /// The public key with `kid`, `use` and `alg`.
    pub public_jwk: Value,
}

/// The crypto library could not sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature could not be made")]
pub struct SigningFailed;

enum Material {
    Rsa(RsaKeyPair, &'static RsaSignatureEncoding),
    Ec(EcdsaKeyPair),
    Ed(Ed25519KeyPair),
}

/// A private key ready to sign, for one algorithm.
pub struct SigningKey {
    alg: SigAlg,
    material: Material,
    public: Jwk,
    kid: String,
    headers: Vec<(&'static str, String)>,
}

impl SigningKey {
    /// Makes a key pair; RSA with 2048 bits.
    pub fn generate(alg: SigAlg) -> Result<GeneratedKey, InvalidKey> {
        let pkcs8 = if let Some(curve) = ec_algorithm(alg) {
            let pair = EcdsaKeyPair::generate(curve).map_err(|_| InvalidKey::Generation)?;
            pair.to_pkcs8v1().map_err(|_| InvalidKey::Generation)?.as_ref().to_vec()
        } else if alg == SigAlg::EdDSA {
            let pair = Ed25519KeyPair::generate().map_err(|_| InvalidKey::Generation)?;
            // Version 1 (RFC 5208) is what every tool reads.
            pair.to_pkcs8v1().map_err(|_| InvalidKey::Generation)?.as_ref().to_vec()
        } else if rsa_encoding(alg).is_some() {
            let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(|_| InvalidKey::Generation)?;
            let der: Pkcs8V1Der<'_> = pair.as_der().map_err(|_| InvalidKey::Generation)?;
            der.as_ref().to_vec()
        } else {
            return Err(InvalidKey::Symmetric);
        };
        let pkcs8 = Secret::new(pkcs8);
        let public_jwk = Self::from_pkcs8(alg, pkcs8.expose())?.public_jwk();
        Ok(GeneratedKey { pkcs8, public_jwk })
    }

    /// Takes a private key over and makes it ready.
    pub fn from_pkcs8(alg: SigAlg, pkcs8: &[u8]) -> Result<Self, InvalidKey> {
        let material = if let Some(curve) = ec_algorithm(alg) {
            Material::Ec(EcdsaKeyPair::from_pkcs8(curve, pkcs8).map_err(|_| InvalidKey::Malformed)?)
        } else if alg == SigAlg::EdDSA {
            Material::Ed(Ed25519KeyPair::from_pkcs8(pkcs8).map_err(|_| InvalidKey::Malformed)?)
        } else if let Some(encoding) = rsa_encoding(alg) {
            let pair = RsaKeyPair::from_pkcs8(pkcs8).map_err(|_| InvalidKey::Malformed)?;
            // RFC 7518 §3.3, §3.5: a key of 2048 bits or larger MUST be used.
            if pair.public_modulus_len() < 256 {
                return Err(InvalidKey::RsaSize);
            }
            Material::Rsa(pair, encoding)
        } else {
            return Err(InvalidKey::Symmetric);
        };
        let mut public = public_members(alg, &material);
        let bare = Jwk::from_value(&public).map_err(|_| InvalidKey::Malformed)?;
        // The thumbprint names the key: the same in every instance, and no two keys share it.
        let kid = bare.thumbprint().ok_or(InvalidKey::Malformed)?;
        public["kid"] = json!(kid);
        public["use"] = json!("sig");
        public["alg"] = json!(alg.as_str());
        let public = Jwk::from_value(&public).map_err(|_| InvalidKey::Malformed)?;
        let headers = KNOWN_TYPES.iter().map(|typ| (*typ, encode_header(alg, typ, Some(&kid)))).collect();
        Ok(Self { alg, material, public, kid, headers })
    }

    /// Its RFC 7638 thumbprint.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The one algorithm it signs with.
    pub fn alg(&self) -> SigAlg {
        self.alg
    }

    /// The public key with `kid`, `use` and `alg`, as `jwks_uri` shows it.
    pub fn public_jwk(&self) -> Value {
        self.public.to_value()
    }

    /// The public half, ready to verify.
    pub fn verifying_key(&self) -> Result<VerifyingKey, InvalidKey> {
        VerifyingKey::from_jwk(&self.public)
    }

    /// Signs. ECDSA signatures are `r || s` of fixed length (RFC 7518 §3.4).
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailed> {
        // The digest entry points need no generator to be named: aws-lc draws its own
        // randomness for PSS salts, ECDSA nonces and RSA blinding.
        match &self.material {
            Material::Rsa(pair, encoding) => {
                let hash = digest::digest(self.alg.digest(), message);
                let mut out = vec![0; pair.public_modulus_len()];
                pair.sign_digest(*encoding, &hash, &mut out).map_err(|_| SigningFailed)?;
                Ok(out)
            }
            Material::Ec(pair) => {
                let hash = digest::digest(self.alg.digest(), message);
                let out = pair.sign_digest(&hash).map_err(|_| SigningFailed)?;
                Ok(out.as_ref().to_vec())
            }
            Material::Ed(pair) => {
                let out = pair.try_sign(message).map_err(|_| SigningFailed)?;
                Ok(out.as_ref().to_vec())
            }
        }
    }

    /// The encoded header of a token type, ready when the type is one of ours.
    pub(in crate::jose) fn header(&self, typ: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| *known == typ).map(|(_, header)| header.as_str())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("alg", &self.alg).field("kid", &self.kid).finish_non_exhaustive()
    }
}

/// A JOSE header, encoded. `kid` is left out for shared secrets.
pub(in crate::jose) fn encode_header(alg: SigAlg, typ: &str, kid: Option<&str>) -> String {
    let mut header = json!({ "alg": alg.as_str(), "typ": typ });
    if let Some(kid) = kid {
        header["kid"] = json!(kid);
    }
    BASE64URL_NOPAD.encode(header.to_string().as_bytes())
}

fn rsa_encoding(alg: SigAlg) -> Option<&'static RsaSignatureEncoding> {
    match alg {
        SigAlg::RS256 => Some(&signature::RSA_PKCS1_SHA256),
        SigAlg::RS384 => Some(&signature::RSA_PKCS1_SHA384),
        SigAlg::RS512 => Some(&signature::RSA_PKCS1_SHA512),
        // RFC 7518 §3.5: the salt is as long as the hash, which is aws-lc-rs' default.
        SigAlg::PS256 => Some(&signature::RSA_PSS_SHA256),
        SigAlg::PS384 => Some(&signature::RSA_PSS_SHA384),
        SigAlg::PS512 => Some(&signature::RSA_PSS_SHA512),
        _ => None,
    }
}

fn ec_algorithm(alg: SigAlg) -> Option<&'static EcdsaSigningAlgorithm> {
    match alg {
        SigAlg::ES256 => Some(&signature::ECDSA_P256_SHA256_FIXED_SIGNING),
        SigAlg::ES384 => Some(&signature::ECDSA_P384_SHA384_FIXED_SIGNING),
        SigAlg::ES512 => Some(&signature::ECDSA_P521_SHA512_FIXED_SIGNING),
        _ => None,
    }
}

fn public_members(alg: SigAlg, material: &Material) -> Value {
    let text = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
    match material {
        Material::Rsa(pair, _) => {
            let public = pair.public_key();
            json!({
                "kty": "RSA",
                "n": text(public.modulus().big_endian_without_leading_zero()),
                "e": text(public.exponent().big_endian_without_leading_zero()),
            })
        }
        Material::Ec(pair) => {
            let curve = match alg {
                SigAlg::ES256 => "P-256",
                SigAlg::ES384 => "P-384",
                _ => "P-521",
            };
            // SEC 1 §2.3.3: 0x04, then both coordinates in full length.
            let point = pair.public_key().as_ref();
            let (x, y) = point[1..].split_at((point.len() - 1) / 2);
            json!({ "kty": "EC", "crv": curve, "x": text(x), "y": text(y) })
        }
        Material::Ed(pair) => json!({ "kty": "OKP", "crv": "Ed25519", "x": text(pair.public_key().as_ref()) }),
    }
}
