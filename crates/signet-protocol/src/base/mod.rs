//! Words everyone uses: identifiers, time, randomness, secrets, URLs, e-mail addresses, names that people
//! read, the end of a certificate.
//!
//! This layer imports the standard library and leaf crates only.

pub mod email;
pub mod entropy;
pub mod id;
pub mod seal;
pub mod secret;
pub mod text;
pub mod time;
pub mod url;
pub mod x509;
