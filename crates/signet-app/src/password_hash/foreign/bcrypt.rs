//! bcrypt. It looks at the first 72 bytes of a password, as whoever made the hash did.

use std::str::FromStr;

use bcrypt::HashParts;
use data_encoding::HEXLOWER;

use super::UnusableHash;
use crate::base::secret::sha256;

/// The highest cost that is compared: about a second.
const MOST: u32 = 14;
/// The lowest that there is.
const LEAST: u32 = 4;

/// A bcrypt hash.
pub struct Bcrypt {
    text: String,
    /// Whether it is of the SHA-256 of the password, in hexadecimal (Django's `bcrypt_sha256`).
    of_digest: bool,
}

impl Bcrypt {
    pub(super) fn read(text: &str) -> Option<Result<Self, UnusableHash>> {
        let (rest, of_digest) = match (text.strip_prefix("bcrypt_sha256$"), text.strip_prefix("bcrypt$")) {
            (Some(rest), _) => (rest, true),
            (None, Some(rest)) => (rest, false),
            (None, None) => (text, false),
        };
        let known = ["$2a$", "$2b$", "$2y$"].iter().any(|prefix| rest.starts_with(prefix));
        known.then(|| {
            let parts = HashParts::from_str(rest).map_err(|_| UnusableHash::Damaged)?;
            if parts.get_cost() > MOST {
                return Err(UnusableHash::TooExpensive);
            }
            if parts.get_cost() < LEAST {
                return Err(UnusableHash::Damaged);
            }
            Ok(Self { text: rest.to_owned(), of_digest })
        })
    }

    pub(super) fn compare(&self, password: &[u8]) -> Option<bool> {
        if self.of_digest {
            return bcrypt::verify(HEXLOWER.encode(&sha256(password)), &self.text).ok();
        }
        bcrypt::verify(password, &self.text).ok()
    }
}
