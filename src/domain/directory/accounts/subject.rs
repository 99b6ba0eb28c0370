//! What a person is called by clients: made once, never derived, never given again.

use data_encoding::HEXLOWER;

use crate::base::entropy::Entropy;

/// A subject identifier: 128 random bits as a UUID of version 4 (RFC 9562 §5.4).
pub fn fresh(entropy: &Entropy) -> String {
    // OIDC Core §2: never reassigned, so it is derived from nothing.
    let mut bytes = entropy.bytes::<16>();
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex = HEXLOWER.encode(&bytes);
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}
