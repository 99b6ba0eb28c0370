//! Whether a hash is one that can be compared here, before it is taken over.

use super::{
    argon::Stored,
    foreign::{ForeignHash, UnusableHash},
};

/// Longest text of a hash, in bytes.
const LONGEST: usize = 2048;

/// Whether a hash that another program made, or we did, can be compared here.
///
/// # Errors
/// Why it cannot.
pub fn check_hash(text: &str) -> Result<(), UnusableHash> {
    if text.len() > LONGEST || text.contains(char::is_control) {
        return Err(UnusableHash::Damaged);
    }
    match Stored::read(text) {
        Some(stored) if stored.is_affordable() => Ok(()),
        Some(_) => Err(UnusableHash::TooExpensive),
        None => ForeignHash::read(text).map(drop),
    }
}
