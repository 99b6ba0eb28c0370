//! Redeeming an authorization code (RFC 6749 §4.1.3, RFC 7636 §4.6).
//!
//! 1. The code is known and belongs to this client.
//! 2. It has not expired.
//! 3. `redirect_uri` is the one of the authorization request.
//! 4. The verifier fits the challenge.
//! 5. Nobody redeemed it before: the database decides, with one conditional update.

use crate::{base::time::Timestamp, client::ClientId, error::Refusal, params::Params, pkce};

/// What a stored code was issued for.
#[derive(Debug, Clone)]
pub struct IssuedCode<'a> {
    /// The client it was issued to.
    pub client_id: &'a ClientId,
    /// Where it was sent.
    pub redirect_uri: &'a str,
    /// Whether the authorization request named `redirect_uri`.
    pub redirect_uri_sent: bool,
    /// RFC 7636.
    pub code_challenge: Option<&'a str>,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Whether the client has no secret, now.
    pub client_is_public: bool,
}

/// Checks everything but single use.
///
/// # Errors
/// `invalid_grant`, naming the rule.
pub fn check(code: &IssuedCode<'_>, presenter: &ClientId, params: &Params, now: Timestamp) -> Result<(), Refusal> {
    // RFC 6749 §4.1.3: ensure that the code was issued to the authenticated client.
    if code.client_id != presenter {
        return Err(unknown().because("the code was issued to another client"));
    }
    // RFC 6749 §4.1.2: a maximum lifetime, so that a leaked code is soon worthless.
    if now >= code.expires_at {
        return Err(Refusal::invalid_grant("the code has expired (RFC 6749 section 4.1.2)"));
    }
    match params.get("redirect_uri") {
        // RFC 6749 §4.1.3: identical to the one of the authorization request.
        Some(sent) if sent != code.redirect_uri => {
            return Err(Refusal::invalid_grant(
                "redirect_uri differs from the authorization request (RFC 6749 section 4.1.3)",
            ));
        }
        None if code.redirect_uri_sent => {
            return Err(Refusal::invalid_grant(
                "redirect_uri is required, as it was in the authorization request (RFC 6749 section 4.1.3)",
            ));
        }
        _ => {}
    }
    // RFC 9700 §2.1.1: issued to a client that had a secret then, it would now be good for whoever holds it.
    if code.client_is_public && code.code_challenge.is_none() {
        return Err(Refusal::invalid_grant(
            "the code was issued without code_challenge, and the client has become public (RFC 9700 section 2.1.1)",
        ));
    }
    pkce::check(code.code_challenge, params.get("code_verifier"))
}

/// What is said of a code that is unknown, or is somebody else's.
pub fn unknown() -> Refusal {
    Refusal::invalid_grant("the code is unknown, or was issued to another client (RFC 6749 section 5.2)")
}

/// What is said of a code that was redeemed before.
pub fn reused() -> Refusal {
    Refusal::invalid_grant("the code was already used; what it brought has been revoked (RFC 6749 section 4.1.2)")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(client_id: &ClientId) -> IssuedCode<'_> {
        IssuedCode {
            client_id,
            redirect_uri: "https://rp.example/cb",
            redirect_uri_sent: true,
            code_challenge: None,
            expires_at: Timestamp(60),
            client_is_public: false,
        }
    }

    // RFC 6749 §4.1.3
    #[test]
    fn a_code_is_bound_to_client_time_and_redirect_uri() {
        let (ada, bob) = (ClientId::new("a"), ClientId::new("b"));
        let right = Params::from_pairs([("redirect_uri", "https://rp.example/cb")]);
        assert_eq!(check(&facts(&ada), &ada, &right, Timestamp(59)), Ok(()));
        let refused = |presenter: &ClientId, params: &Params, now: i64| {
            check(&facts(&ada), presenter, params, Timestamp(now)).unwrap_err().to_string()
        };
        assert_eq!(
            refused(&bob, &right, 59),
            "invalid_grant: the code is unknown, or was issued to another client (RFC 6749 section 5.2)"
        );
        assert_eq!(refused(&ada, &right, 60), "invalid_grant: the code has expired (RFC 6749 section 4.1.2)");
        assert_eq!(
            refused(&ada, &Params::default(), 59),
            "invalid_grant: redirect_uri is required, as it was in the authorization request (RFC 6749 section 4.1.3)"
        );
        let wrong = Params::from_pairs([("redirect_uri", "https://rp.example/cb/")]);
        assert_eq!(
            refused(&ada, &wrong, 59),
            "invalid_grant: redirect_uri differs from the authorization request (RFC 6749 section 4.1.3)"
        );
    }
}
