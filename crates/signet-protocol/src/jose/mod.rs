//! Keys, signatures, encryption and tokens (RFC 7515, 7516, 7517, 7518, 7519, 7638, 8037).
//!
//! A token's story: [`jwt::Unverified::parse`] reads it without believing it, the caller
//! finds whose it claims to be, and [`jwt::Unverified::verify`] holds it against that
//! party's keys and the algorithms allowed to it. Ours are written by [`jwt::sign`].
//!
//! [`jwe`] keeps a message from everybody but its recipient.
//!
//! `none` is written and read by functions of its own ([`jwt::write_unsigned`],
//! [`jwt::Unverified::claims_of_unsigned`]), never by those that sign and verify.
//!
//! Deliberately not supported: JSON serialization, unencoded payloads (RFC 7797), keys named by
//! the token itself (`jku`, `x5u`), ES256K, Ed448.

pub mod alg;
pub mod json;
pub mod jwe;
pub mod jwk;
pub mod jwt;
pub mod key;
pub mod key_ring;
pub mod key_set;

pub use alg::hash_half;
