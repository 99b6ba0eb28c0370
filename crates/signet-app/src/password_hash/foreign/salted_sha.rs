//! The salted digests of LDAP directories (RFC 2307 §5.3 and what followed it).

use aws_lc_rs::digest::{Algorithm, Context, SHA1_FOR_LEGACY_USE_ONLY, SHA256, SHA512};

use super::{UnusableHash, text::base64};
use crate::base::secret::constant_time_eq;

/// A digest of password and salt.
pub struct SaltedSha {
    algorithm: &'static Algorithm,
    expected: Vec<u8>,
    salt: Vec<u8>,
}

impl SaltedSha {
    pub(super) fn read(text: &str) -> Option<Result<Self, UnusableHash>> {
        let (scheme, rest) = text.strip_prefix('{')?.split_once('}')?;
        let algorithm = match scheme.to_ascii_uppercase().as_str() {
            "SSHA" | "SHA" => &SHA1_FOR_LEGACY_USE_ONLY,
            "SSHA256" | "SHA256" => &SHA256,
            "SSHA512" | "SHA512" => &SHA512,
            _ => return None,
        };
        let is_salted = scheme.to_ascii_uppercase().starts_with("SS");
        let read = || {
            let mut expected = base64(rest)?;
            let length = algorithm.output_len();
            if expected.len() < length || (expected.len() == length) == is_salted {
                return None;
            }
            let salt = expected.split_off(length);
            Some(Self { algorithm, expected, salt })
        };
        Some(read().ok_or(UnusableHash::Damaged))
    }

    pub(super) fn compare(&self, password: &[u8]) -> bool {
        let mut digest = Context::new(self.algorithm);
        digest.update(password);
        digest.update(&self.salt);
        constant_time_eq(digest.finish().as_ref(), &self.expected)
    }
}
