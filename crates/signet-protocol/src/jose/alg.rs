//! Signature algorithms (RFC 7518 §3.1, RFC 8037 §3.1) and the half hashes of OIDC Core.

use aws_lc_rs::{digest, hmac};
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};

/// What a key must be made of to serve an algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyType {
    /// `kty` RSA, PKCS #1 v1.5 (RFC 7518 §3.3) or PSS (§3.5).
    Rsa,
    /// `kty` EC on this curve (RFC 7518 §3.4).
    Ec(&'static str),
    /// `kty` OKP on Ed25519 (RFC 8037 §3.1).
    Ed25519,
    /// A shared secret (RFC 7518 §3.2).
    Hmac,
}

macro_rules! algorithms {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $family:expr, $digest:ident;)*) => {
        /// A signature algorithm.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum SigAlg {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }
        impl SigAlg {
            /// Every algorithm that is understood.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The registered name.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
            /// The algorithm of a registered name.
            pub fn parse(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
            /// What its keys are made of.
            pub const fn family(self) -> KeyType {
                match self { $(Self::$variant => $family,)* }
            }
            /// Its hash. Ed25519 hashes with SHA-512 inside (RFC 8032 §5.1).
            pub(crate) fn digest(self) -> &'static digest::Algorithm {
                match self { $(Self::$variant => &digest::$digest,)* }
            }
        }
    };
}

algorithms! {
    /// RFC 7518 §3.3
    RS256 = "RS256", KeyType::Rsa, SHA256;
    /// RFC 7518 §3.3
    RS384 = "RS384", KeyType::Rsa, SHA384;
    /// RFC 7518 §3.3
    RS512 = "RS512", KeyType::Rsa, SHA512;
    /// RFC 7518 §3.5
    PS256 = "PS256", KeyType::Rsa, SHA256;
    /// RFC 7518 §3.5
    PS384 = "PS384", KeyType::Rsa, SHA384;
    /// RFC 7518 §3.5
    PS512 = "PS512", KeyType::Rsa, SHA512;
    /// RFC 7518 §3.4
    ES256 = "ES256", KeyType::Ec("P-256"), SHA256;
    /// RFC 7518 §3.4
    ES384 = "ES384", KeyType::Ec("P-384"), SHA384;
    /// RFC 7518 §3.4
    ES512 = "ES512", KeyType::Ec("P-521"), SHA512;
    /// RFC 8037 §3.1, with Ed25519 only
    EdDSA = "EdDSA", KeyType::Ed25519, SHA512;
    /// RFC 7518 §3.2
    HS256 = "HS256", KeyType::Hmac, SHA256;
    /// RFC 7518 §3.2
    HS384 = "HS384", KeyType::Hmac, SHA384;
    /// RFC 7518 §3.2
    HS512 = "HS512", KeyType::Hmac, SHA512;
}

impl SigAlg {
    /// What we sign with, in the order in which discovery lists it.
    pub const SIGNING: &'static [Self] = &[Self::RS256, Self::PS256, Self::ES256, Self::ES384, Self::EdDSA];
    /// Public-key algorithms that we verify.
    pub const ASYMMETRIC: &'static [Self] = &[
        Self::RS256,
        Self::RS384,
        Self::RS512,
        Self::PS256,
        Self::PS384,
        Self::PS512,
        Self::ES256,
        Self::ES384,
        Self::ES512,
        Self::EdDSA,
    ];
    /// Shared-secret algorithms.
    pub const SYMMETRIC: &'static [Self] = &[Self::HS256, Self::HS384, Self::HS512];

    /// The algorithm that a token's or a key's `alg` names: the registered names, and the
    /// fully specified `Ed25519` (RFC 9864 §2.2).
    pub fn from_header(name: &str) -> Option<Self> {
        if name == "Ed25519" { Some(Self::EdDSA) } else { Self::parse(name) }
    }

    /// Whether it works with a shared secret.
    pub const fn is_symmetric(self) -> bool {
        matches!(self.family(), KeyType::Hmac)
    }

    /// The HMAC of a symmetric algorithm.
    pub(crate) fn hmac(self) -> Option<hmac::Algorithm> {
        match self {
            Self::HS256 => Some(hmac::HMAC_SHA256),
            Self::HS384 => Some(hmac::HMAC_SHA384),
            Self::HS512 => Some(hmac::HMAC_SHA512),
            _ => None,
        }
    }
}

impl std::fmt::Display for SigAlg {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The value of `at_hash` or `c_hash` in an ID token signed with `alg`.
pub fn hash_half(alg: SigAlg, value: &str) -> String {
    // OIDC Core §3.1.3.6: the left half of the hash that the ID token's `alg` uses.
    let hash = digest::digest(alg.digest(), value.as_bytes());
    let hash = hash.as_ref();
    BASE64URL_NOPAD.encode(&hash[..hash.len() / 2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_algorithm_is_either_symmetric_or_not_and_keeps_its_name() {
        for alg in SigAlg::ALL {
            assert_eq!(SigAlg::parse(alg.as_str()), Some(*alg));
            assert_eq!(alg.is_symmetric(), SigAlg::SYMMETRIC.contains(alg));
            assert_ne!(alg.is_symmetric(), SigAlg::ASYMMETRIC.contains(alg));
            assert_eq!(alg.hmac().is_some(), alg.is_symmetric());
        }
        assert_eq!(SigAlg::parse("none"), None);
        assert_eq!(SigAlg::parse("rs256"), None);
        assert_eq!(SigAlg::parse("Ed25519"), None);
        assert_eq!(SigAlg::from_header("Ed25519"), Some(SigAlg::EdDSA));
    }

    // OIDC Core §A.3 (at_hash) and §A.4 (c_hash): both ID tokens are signed with RS256.
    #[test]
    fn half_hashes_match_the_examples_of_openid_connect_core() {
        assert_eq!(hash_half(SigAlg::RS256, "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"), "77QmUPtjPfzWtF2AnpK9RQ");
        assert_eq!(
            hash_half(SigAlg::RS256, "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk"),
            "LDktKdoQak3Pk0cnXxCltA"
        );
    }

    #[test]
    fn half_hashes_are_half_as_long_as_the_hash() {
        for (alg, bytes) in [(SigAlg::PS256, 16), (SigAlg::ES384, 24), (SigAlg::HS512, 32), (SigAlg::EdDSA, 32)] {
            assert_eq!(BASE64URL_NOPAD.decode(hash_half(alg, "x").as_bytes()).unwrap().len(), bytes);
        }
    }
}
