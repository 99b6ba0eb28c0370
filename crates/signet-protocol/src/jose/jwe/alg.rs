//! Key management (RFC 7518 §4) and content encryption (RFC 7518 §5) algorithms.

use serde::{Deserialize, Serialize};

/// What a key must be made of to serve an encryption algorithm; one key pair of ours serves a
/// whole family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EncFamily {
    /// `kty` RSA, for RSA-OAEP and RSA-OAEP-256.
    Rsa,
    /// `kty` EC or OKP, for ECDH-ES with and without key wrapping.
    Ecdh,
}

impl EncFamily {
    /// Both.
    pub const ALL: &'static [Self] = &[Self::Rsa, Self::Ecdh];

    /// The name it goes by in the database and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rsa => "RSA-OAEP",
            Self::Ecdh => "ECDH-ES",
        }
    }
    /// The family of a stored name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.as_str() == name)
    }
}

macro_rules! algorithms {
    ($(#[$head:meta])* $type:ident { $($(#[$doc:meta])* $variant:ident = $name:literal;)* }) => {
        $(#[$head])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $type {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }
        impl $type {
            /// Every one that works, in the order in which discovery lists them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The registered name.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
            /// The algorithm of a registered name.
            pub fn parse(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

algorithms! {
    /// How the content encryption key reaches the recipient.
    KeyMgmtAlg {
        /// RFC 7518 §4.3
        RsaOaep256 = "RSA-OAEP-256";
        /// RFC 7518 §4.3
        RsaOaep = "RSA-OAEP";
        /// RFC 7518 §4.6, the agreed key encrypts the content itself
        EcdhEs = "ECDH-ES";
        /// RFC 7518 §4.6, the agreed key wraps the content encryption key
        EcdhEsA128Kw = "ECDH-ES+A128KW";
        /// RFC 7518 §4.6, the agreed key wraps the content encryption key
        EcdhEsA256Kw = "ECDH-ES+A256KW";
    }
}

algorithms! {
    /// How the content is encrypted and authenticated.
    ContentEnc {
        /// RFC 7518 §5.2.3
        A128CbcHs256 = "A128CBC-HS256";
        /// RFC 7518 §5.2.5
        A256CbcHs512 = "A256CBC-HS512";
        /// RFC 7518 §5.3
        A128Gcm = "A128GCM";
        /// RFC 7518 §5.3
        A256Gcm = "A256GCM";
    }
}

impl KeyMgmtAlg {
    /// What its keys are made of.
    pub const fn family(self) -> EncFamily {
        match self {
            Self::RsaOaep | Self::RsaOaep256 => EncFamily::Rsa,
            Self::EcdhEs | Self::EcdhEsA128Kw | Self::EcdhEsA256Kw => EncFamily::Ecdh,
        }
    }
}

impl ContentEnc {
    // OIDC Registration §2: the default where a client registers an `alg` and no `enc`.
    /// What encrypts where nothing was registered.
    pub const DEFAULT: Self = Self::A128CbcHs256;

    /// How many bytes its key has.
    pub const fn key_len(self) -> usize {
        match self {
            Self::A128Gcm => 16,
            Self::A256Gcm | Self::A128CbcHs256 => 32,
            Self::A256CbcHs512 => 64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_registered_ones_and_weak_algorithms_have_none() {
        for alg in KeyMgmtAlg::ALL {
            assert_eq!(KeyMgmtAlg::parse(alg.as_str()), Some(*alg));
        }
        for enc in ContentEnc::ALL {
            assert_eq!(ContentEnc::parse(enc.as_str()), Some(*enc));
        }
        for family in EncFamily::ALL {
            assert_eq!(EncFamily::parse(family.as_str()), Some(*family));
        }
        for weak in ["RSA1_5", "dir", "PBES2-HS256+A128KW", "A128KW", "A128GCMKW", "none", "rsa-oaep"] {
            assert_eq!(KeyMgmtAlg::parse(weak), None, "{weak}");
        }
        assert_eq!(ContentEnc::parse("A128CBC"), None);
    }
}
