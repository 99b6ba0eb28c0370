//! What the checks take from the machine: the time and randomness.

use aws_lc_rs::rand;
use data_encoding::BASE64URL_NOPAD;

/// The present second since 1970.
pub fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

/// The present millisecond since 1970.
pub fn now_millis() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

/// A second since 1970 as RFC 3339 writes it, in UTC.
pub fn rfc3339(second: i64) -> String {
    jiff::Timestamp::from_second(second).map_or_else(|_| second.to_string(), |time| time.to_string())
}

/// A value that nobody can guess: 256 bits in base64url.
pub fn random() -> String {
    let mut bytes = [0; 32];
    // The generator of aws-lc blocks until it is seeded and cannot fail afterwards; were it to, the checks would send
    // zeros to a provider under test, which is no secret of anybody's.
    let _ = rand::fill(&mut bytes);
    BASE64URL_NOPAD.encode(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_values_differ_and_are_long_enough_for_a_verifier() {
        let (one, other) = (random(), random());
        assert_ne!(one, other);
        // RFC 7636 §4.1: at least 43 characters.
        assert_eq!((one.len(), other.len()), (43, 43));
    }

    #[test]
    fn a_second_is_written_in_utc() {
        assert_eq!(rfc3339(1_800_000_000), "2027-01-15T08:00:00Z");
    }
}
