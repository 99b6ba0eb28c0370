//! PBKDF2 (RFC 8018 §5.2).

use std::num::NonZeroU32;

use aws_lc_rs::pbkdf2::{self, Algorithm, PBKDF2_HMAC_SHA1, PBKDF2_HMAC_SHA256, PBKDF2_HMAC_SHA512};

use super::{
    UnusableHash,
    text::{base64, number},
};

/// Most iterations that are compared: about a second.
const MOST: u32 = 2_500_000;
/// Longest output in bytes. Of one that is longer than a digest only that much is compared.
const LONGEST: usize = 64;

/// A PBKDF2 hash.
pub struct Pbkdf2 {
    algorithm: Algorithm,
    iterations: NonZeroU32,
    salt: Vec<u8>,
    expected: Vec<u8>,
}

impl Pbkdf2 {
    pub(super) fn read(text: &str) -> Option<Result<Self, UnusableHash>> {
        if let Some(rest) = text.strip_prefix("pbkdf2_") {
            return Some(of_django(rest).ok_or(UnusableHash::Damaged).and_then(Self::bounded));
        }
        let rest = text.strip_prefix("$pbkdf2")?;
        Some(of_phc(rest).ok_or(UnusableHash::Damaged).and_then(Self::bounded))
    }

    fn bounded(mut self) -> Result<Self, UnusableHash> {
        if self.expected.len() < 16 {
            return Err(UnusableHash::Damaged);
        }
        if self.iterations.get() > MOST || self.expected.len() > LONGEST {
            return Err(UnusableHash::TooExpensive);
        }
        // RFC 8018 §5.2: each block of a digest's length is computed by itself, and costs all the iterations.
        let block = match self.algorithm {
            known if known == PBKDF2_HMAC_SHA1 => 20,
            known if known == PBKDF2_HMAC_SHA256 => 32,
            _ => 64,
        };
        self.expected.truncate(block);
        Ok(self)
    }

    pub(super) fn compare(&self, password: &[u8]) -> bool {
        pbkdf2::verify(self.algorithm, self.iterations, &self.salt, password, &self.expected).is_ok()
    }
}

fn algorithm(name: &str) -> Option<Algorithm> {
    Some(match name {
        "" | "sha1" => PBKDF2_HMAC_SHA1,
        "sha256" => PBKDF2_HMAC_SHA256,
        "sha512" => PBKDF2_HMAC_SHA512,
        _ => return None,
    })
}

/// `sha256$iterations$salt$hash`; the salt is text.
fn of_django(rest: &str) -> Option<Pbkdf2> {
    let [name, iterations, salt, hash] = rest.split('$').collect::<Vec<_>>().try_into().ok()?;
    Some(Pbkdf2 {
        algorithm: algorithm(name)?,
        iterations: iterations.parse().ok()?,
        salt: salt.as_bytes().to_vec(),
        expected: base64(hash)?,
    })
}

/// `-sha256$i=…,l=…$salt$hash`, or passlib's `-sha256$iterations$salt$hash`; without a digest it is SHA-1.
fn of_phc(rest: &str) -> Option<Pbkdf2> {
    let [name, parameters, salt, hash] = rest.split('$').collect::<Vec<_>>().try_into().ok()?;
    let iterations = number(parameters, "i").or_else(|| parameters.parse().ok())?;
    Some(Pbkdf2 {
        algorithm: algorithm(name.trim_start_matches('-'))?,
        iterations: NonZeroU32::new(iterations)?,
        salt: base64(salt)?,
        expected: base64(hash)?,
    })
}
