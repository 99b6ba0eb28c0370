//! Proof key for code exchange (RFC 7636), S256 only: where a code is redeemed. What the authorization request
//! brings is `authorize/code_challenge.rs`.

use data_encoding::BASE64URL_NOPAD;

use crate::{
    base::secret::{constant_time_eq, sha256},
    error::Refusal,
};

/// The challenge of a verifier.
pub fn challenge(verifier: &str) -> String {
    // RFC 7636 §4.2: BASE64URL(SHA256(code_verifier)).
    BASE64URL_NOPAD.encode(&sha256(verifier.as_bytes()))
}

/// Compares the verifier of a token request with the challenge that its code was issued for.
///
/// # Errors
/// `invalid_grant` when they do not fit, and when a verifier is sent for a code that had no
/// challenge: that is the downgrade attack of RFC 9700 §2.1.1.
pub fn check(challenge: Option<&str>, verifier: Option<&str>) -> Result<(), Refusal> {
    match (challenge, verifier) {
        (None, None) => Ok(()),
        // RFC 9700 §2.1.1: a verifier is accepted only if there was a challenge.
        (None, Some(_)) => Err(Refusal::invalid_grant(
            "code_verifier was sent but the authorization request had no code_challenge (RFC 9700 section 2.1.1)",
        )),
        (Some(_), None) => Err(Refusal::invalid_grant("code_verifier is required (RFC 7636 section 4.5)")),
        (Some(challenge), Some(verifier)) => {
            // RFC 7636 §4.1: 43 to 128 characters of the unreserved set.
            let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
            let well_formed = (43..=128).contains(&verifier.len()) && verifier.bytes().all(unreserved);
            // RFC 7636 §4.6: BASE64URL(SHA256(code_verifier)) == code_challenge.
            if well_formed && constant_time_eq(self::challenge(verifier).as_bytes(), challenge.as_bytes()) {
                Ok(())
            } else {
                Err(Refusal::invalid_grant("code_verifier does not match the code_challenge (RFC 7636 section 4.6)"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 7636 appendix B
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn the_vector_of_rfc_7636_fits() {
        assert_eq!(check(Some(CHALLENGE), Some(VERIFIER)), Ok(()));
    }

    #[test]
    fn a_wrong_short_or_missing_verifier_is_refused() {
        let wrong = "invalid_grant: code_verifier does not match the code_challenge (RFC 7636 section 4.6)";
        for (verifier, expected) in [
            (None, "invalid_grant: code_verifier is required (RFC 7636 section 4.5)"),
            (Some("short"), wrong),
            (Some(CHALLENGE), wrong),
        ] {
            assert_eq!(check(Some(CHALLENGE), verifier).unwrap_err().to_string(), expected);
        }
    }

    // RFC 9700 §2.1.1
    #[test]
    fn a_verifier_without_challenge_is_the_downgrade_attack() {
        assert_eq!(
            check(None, Some(VERIFIER)).unwrap_err().to_string(),
            "invalid_grant: code_verifier was sent but the authorization request had no code_challenge (RFC 9700 section 2.1.1)"
        );
    }
}
