//! What a key of ours is for.

use std::fmt;

use crate::jose::{alg::SigAlg, jwe::EncFamily};

/// A place in the ring: each has one active key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyKind {
    /// Signs, with one algorithm.
    Signing(SigAlg),
    /// Opens what is encrypted to us, with every algorithm of a family.
    Decryption(EncFamily),
}

impl KeyKind {
    /// The `use` of keys that sign.
    pub const SIGNING_USE: &'static str = "sig";

    /// Every kind that there should be a key of.
    pub fn wanted() -> Vec<Self> {
        let signing = SigAlg::SIGNING.iter().map(|alg| Self::Signing(*alg));
        signing.chain(EncFamily::ALL.iter().map(|family| Self::Decryption(*family))).collect()
    }

    /// RFC 7517 §4.2 `use`.
    pub const fn key_use(self) -> &'static str {
        match self {
            Self::Signing(_) => Self::SIGNING_USE,
            Self::Decryption(_) => "enc",
        }
    }

    /// The algorithm or family, as it stands in the database and on the command line. No two kinds
    /// share a name.
    pub const fn alg(self) -> &'static str {
        match self {
            Self::Signing(alg) => alg.as_str(),
            Self::Decryption(family) => family.as_str(),
        }
    }

    /// The kind of a stored key.
    pub fn of(key_use: &str, alg: &str) -> Option<Self> {
        match key_use {
            "sig" => SigAlg::parse(alg).map(Self::Signing),
            "enc" => EncFamily::parse(alg).map(Self::Decryption),
            _ => None,
        }
    }

    /// The kind of a name that an operator gave.
    pub fn parse(alg: &str) -> Option<Self> {
        Self::wanted().into_iter().find(|kind| kind.alg() == alg)
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.alg())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_keep_their_stored_names_and_share_none() {
        let all = KeyKind::wanted();
        let names: std::collections::HashSet<&str> = all.iter().map(|kind| kind.alg()).collect();
        assert_eq!(names.len(), all.len());
        for kind in all {
            assert_eq!(KeyKind::of(kind.key_use(), kind.alg()), Some(kind));
            assert_eq!(KeyKind::parse(kind.alg()), Some(kind));
        }
        assert_eq!(KeyKind::of("enc", "RS256"), None);
        assert_eq!(KeyKind::of("sig", "RSA-OAEP"), None);
        assert_eq!(KeyKind::parse("HS256"), None);
    }
}
