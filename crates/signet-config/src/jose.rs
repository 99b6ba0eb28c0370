//! `[jose]`: signatures and encryption.

use super::section::section;

section! {
    /// Signatures and encryption of what clients and Signet send each other.
    Jose {
        /// Whether `alg: none` exists: request objects without a signature, and ID tokens without
        /// one for clients that register for it and take them from the token endpoint only. Off,
        /// discovery does not list it either. Nothing needs it but a test of conformance.
        allow_unsigned: bool = false;
    }
}
