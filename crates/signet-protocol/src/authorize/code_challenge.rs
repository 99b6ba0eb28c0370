//! `code_challenge` and `code_challenge_method` (RFC 7636 §4.3): S256 only.

use data_encoding::BASE64URL_NOPAD;

use super::{Asking, Draft};
use crate::{client::Client, error::Refusal, params::Params, require_pkce::RequirePkce, scope::Scopes};

/// There where it must be, and S256.
pub(super) fn check<'a>(asking: &Asking<'a>, draft: &mut Draft<'a>) -> Result<(), Refusal> {
    // Where no code is issued there is nothing to redeem.
    if draft.request.response_type.has_code() {
        let redirect_uri = draft.request.address.redirect_uri();
        draft.request.code_challenge = challenge(asking.params, asking.client, redirect_uri, &draft.request.scopes)?;
    }
    Ok(())
}

fn challenge(params: &Params, client: &Client, redirect_uri: &str, scopes: &Scopes) -> Result<Option<String>, Refusal> {
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
