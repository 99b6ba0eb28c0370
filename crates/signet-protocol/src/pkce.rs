//! Proof key for code exchange (RFC 7636), S256 only.

use data_encoding::BASE64URL_NOPAD;

use crate::{
    base::secret::{constant_time_eq, sha256},
    client::Client,
    error::Refusal,
    params::Params,
    require_pkce::RequirePkce,
    scope::Scopes,
};

/// The challenge of an authorization request for `scopes` that is answered at `redirect_uri`.
///
/// # Errors
/// `invalid_request` when it is missing where it is required, or is not S256.
pub fn challenge(
    params: &Params,
    client: &Client,
    redirect_uri: &str,
    scopes: &Scopes,
) -> Result<Option<String>, Refusal> {
    let method = params.get("code_challenge_method");
    let Some(challenge) = params.get("code_challenge") else {
        check_absence(params, client, redirect_uri, scopes)?;
        if method.is_some() {
            return Err(Refusal::invalid_request(
                "code_challenge_method was sent without code_challenge (RFC 7636 section 4.3)",
            ));
        }
        return Ok(None);
    };
    // RFC 9700 §2.1.1: only S256; an absent method would mean plain (RFC 7636 §4.3).
    if method != Some("S256") {
        return Err(Refusal::invalid_request(
            "code_challenge_method must be S256 (RFC 7636 section 4.2, RFC 9700 section 2.1.1)",
        ));
    }
    let well_formed = challenge.len() == 43 && BASE64URL_NOPAD.decode(challenge.as_bytes()).is_ok();
    if !well_formed {
        return Err(Refusal::invalid_request("code_challenge must be 43 base64url characters (RFC 7636 section 4.2)"));
    }
    Ok(Some(challenge.to_owned()))
}

/// Whether a request of this client may come without a challenge.
fn check_absence(params: &Params, client: &Client, redirect_uri: &str, scopes: &Scopes) -> Result<(), Refusal> {
    let refuse = |text: &'static str| Err(Refusal::invalid_request(text));
    match client.require_pkce_at(redirect_uri) {
        RequirePkce::Always if client.require_pkce() != RequirePkce::Always => {
            refuse("code_challenge is required where a private-use scheme is answered (RFC 8252 section 8.1)")
        }
        RequirePkce::Always => refuse("code_challenge is required for this client (RFC 7636 section 4.4.1)"),
        // RFC 9700 §2.1.1: a confidential client may rely on the nonce, which only an ID token gives back.
        RequirePkce::PkceOrNonce if !(scopes.has("openid") && params.has("nonce")) => refuse(
            "code_challenge is required for this client, or a nonce with scope openid (RFC 7636 section 4.4.1, RFC 9700 section 2.1.1)",
        ),
        RequirePkce::PkceOrNonce | RequirePkce::Never => Ok(()),
    }
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
            let computed = BASE64URL_NOPAD.encode(&sha256(verifier.as_bytes()));
            if well_formed && constant_time_eq(computed.as_bytes(), challenge.as_bytes()) {
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
