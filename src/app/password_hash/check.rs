//! Whether a hash is one that can be compared here, before it is taken over.

use super::{
    argon::Stored,
    foreign::{ForeignHash, UnusableHash},
};

/// Whether a hash that another program made, or we did, can be compared here.
///
/// # Errors
/// Why it cannot.
pub fn check_hash(text: &str) -> Result<(), UnusableHash> {
    if Stored::read(text).is_some_and(|stored| stored.is_affordable()) {
        return Ok(());
    }
    ForeignHash::read(text).map(drop)
}
