//! Signature algorithms (RFC 7518 §3.1, RFC 8037 §3.1).

use aws_lc_rs::{digest, hmac};
use data_encoding::BASE64URL_NOPAD;

/// A signature algorithm that is understood here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Algorithm {
    /// Its registered name.
    pub name: &'static str,
    /// The keys that it works with.
    pub(super) family: Family,
    /// What the message is hashed with.
    pub(super) hash: Hash,
}

/// The keys of an algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// RFC 7518 §3.3
    RsaPkcs1,
    /// RFC 7518 §3.5
    RsaPss,
    /// RFC 7518 §3.4
    P256,
    /// RFC 7518 §3.4
    P384,
    /// RFC 7518 §3.4
    P521,
    /// RFC 8037 §3.1
    Ed25519,
    /// RFC 7518 §3.2
    Secret,
}

/// The hash of an algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    /// 32 bytes
    Sha256,
    /// 48 bytes
    Sha384,
    /// 64 bytes
    Sha512,
}

impl Algorithm {
    /// Every algorithm that is understood.
    pub const ALL: [Self; 13] = [
        Self::new("RS256", Family::RsaPkcs1, Hash::Sha256),
        Self::new("RS384", Family::RsaPkcs1, Hash::Sha384),
        Self::new("RS512", Family::RsaPkcs1, Hash::Sha512),
        Self::new("PS256", Family::RsaPss, Hash::Sha256),
        Self::new("PS384", Family::RsaPss, Hash::Sha384),
        Self::new("PS512", Family::RsaPss, Hash::Sha512),
        Self::new("ES256", Family::P256, Hash::Sha256),
        Self::new("ES384", Family::P384, Hash::Sha384),
        Self::new("ES512", Family::P521, Hash::Sha512),
        // RFC 8032 §5.1: Ed25519 hashes with SHA-512 inside.
        Self::new("EdDSA", Family::Ed25519, Hash::Sha512),
        Self::new("HS256", Family::Secret, Hash::Sha256),
        Self::new("HS384", Family::Secret, Hash::Sha384),
        Self::new("HS512", Family::Secret, Hash::Sha512),
    ];

    const fn new(name: &'static str, family: Family, hash: Hash) -> Self {
        Self { name, family, hash }
    }

    /// The algorithm that a token's or a key's `alg` names.
    pub fn named(name: &str) -> Option<Self> {
        // RFC 9864 §2.2: `Ed25519` is EdDSA with its one curve that is understood here.
        let name = if name == "Ed25519" { "EdDSA" } else { name };
        Self::ALL.into_iter().find(|one| one.name == name)
    }

    /// Whether it works with a shared secret.
    pub fn is_symmetric(self) -> bool {
        self.family == Family::Secret
    }
}

impl Hash {
    pub(super) fn digest(self) -> &'static digest::Algorithm {
        match self {
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        }
    }

    pub(super) fn hmac(self) -> hmac::Algorithm {
        match self {
            Self::Sha256 => hmac::HMAC_SHA256,
            Self::Sha384 => hmac::HMAC_SHA384,
            Self::Sha512 => hmac::HMAC_SHA512,
        }
    }
}

/// The value of `at_hash` or `c_hash` in an ID token signed with this algorithm.
pub fn hash_half(algorithm: Algorithm, value: &str) -> String {
    // OIDC Core §3.1.3.6: the left half of the hash that the ID token's `alg` uses.
    let hash = digest::digest(algorithm.hash.digest(), value.as_bytes());
    let hash = hash.as_ref();
    BASE64URL_NOPAD.encode(&hash[..hash.len() / 2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_algorithm_is_found_by_its_registered_name() {
        for algorithm in Algorithm::ALL {
            assert_eq!(Algorithm::named(algorithm.name), Some(algorithm));
            assert_eq!(algorithm.is_symmetric(), algorithm.name.starts_with("HS"));
        }
        assert_eq!(Algorithm::named("Ed25519"), Algorithm::named("EdDSA"));
        for unknown in ["none", "rs256", "ES256K", "Ed448", ""] {
            assert_eq!(Algorithm::named(unknown), None, "{unknown}");
        }
    }

    // OIDC Core §A.3 (at_hash) and §A.4 (c_hash): both ID tokens are signed with RS256.
    #[test]
    fn half_hashes_match_the_examples_of_openid_connect_core() {
        let half = |name: &str, value: &str| hash_half(Algorithm::named(name).unwrap(), value);
        assert_eq!(half("RS256", "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"), "77QmUPtjPfzWtF2AnpK9RQ");
        assert_eq!(
            half("RS256", "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk"),
            "LDktKdoQak3Pk0cnXxCltA"
        );
        for (name, bytes) in [("PS256", 16), ("ES384", 24), ("HS512", 32), ("EdDSA", 32)] {
            assert_eq!(BASE64URL_NOPAD.decode(half(name, "x").as_bytes()).unwrap().len(), bytes, "{name}");
        }
    }
}
