//! Keys made ready: parsed once when they are loaded, shared by reference afterwards.
//!
//! A [`SigningKey`] holds the parsed aws-lc key and, for every token type that we write, the
//! header already encoded; a signature then costs the bare operation and one buffer. A
//! [`VerifyingKey`] holds the parsed public key once per algorithm that it may serve, so no
//! verification parses anything. aws-lc sets up its modular arithmetic at first use and keeps
//! it in the key. Both are `Send + Sync` and belong behind an `Arc`.

mod signing;
mod small_order;
mod verifying;

pub(in crate::jose) use signing::encode_header;
pub use signing::{GeneratedKey, SigningFailed, SigningKey};
pub use verifying::VerifyingKey;
pub(in crate::jose) use verifying::rsa_components;

/// Why key material cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidKey {
    /// The algorithm works with a shared secret and has no key pair.
    #[error("the algorithm has no key pair")]
    Symmetric,
    /// A type or curve that we do not use for this purpose.
    #[error("the key type or curve is not supported for this purpose")]
    Unsupported,
    /// A part is missing, malformed, not as long as it must be, or not on the curve.
    #[error("a part of the key is missing, is not base64url, has not the length of the curve, or does not lie on it")]
    Malformed,
    /// RFC 7518 §3.3, §3.5
    #[error("an RSA key has at least 2048 and at most 8192 bits (RFC 7518 section 3.3)")]
    RsaSize,
    /// RFC 8017 §3.1
    #[error("the modulus of an RSA key is odd (RFC 8017 section 3.1)")]
    RsaModulus,
    /// RFC 8017 §3.1; longer ones than any in use only burn time.
    #[error("the exponent of an RSA key is odd, at least 3 (RFC 8017 section 3.1) and at most 33 bits long")]
    RsaExponent,
    /// Every message has a signature of such a key, which anybody can write down.
    #[error("an Ed25519 key is not a point of small order (RFC 8032 section 5.1.7)")]
    SmallOrder,
    /// The random generator or the library failed.
    #[error("a key pair could not be generated")]
    Generation,
}

#[cfg(test)]
mod tests;
