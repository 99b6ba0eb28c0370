//! RP-Initiated Logout 1.0 §2 and §3: whom to ask, and where to go afterwards.
//!
//! ```text
//!  valid id_token_hint of the session here ───▶ sign out at once
//!  anything else                           ───▶ ask the person first
//!  then: registered post_logout_redirect_uri and a known client ───▶ redirect, with state only
//!        otherwise                                              ───▶ the signed-out page
//! ```
//! Without a valid hint there is a redirect only if `client_id` was sent and the address is
//! registered for that client.

use serde::{Deserialize, Serialize};

use crate::protocol::{
    client::{Client, ClientId},
    error::Error,
    params::Params,
};

/// What is known of the client that asks.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The client of the hint, or of `client_id`.
    pub client: Option<&'a Client>,
    /// Whether a hint was sent and is a token of ours.
    pub hint_valid: bool,
    /// Whether a hint was sent at all.
    pub hint_sent: bool,
}

/// Where the browser goes after sign-out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Afterwards {
    /// The client that asked, if it is known.
    pub client: Option<ClientId>,
    /// Its registered address with `state`; otherwise our own page.
    pub redirect: Option<String>,
}

/// Checks `client_id` against the hint's audience (§2).
///
/// # Errors
/// `invalid_request` when they differ.
pub fn check_client(params: &Params, hint_client: Option<&ClientId>) -> Result<(), Error> {
    match (params.get("client_id"), hint_client) {
        // RP-Initiated Logout §2: when both are present, the OP MUST verify that they match.
        (Some(sent), Some(hinted)) if sent != hinted.as_str() => Err(Error::invalid_request(
            "client_id is not the client that id_token_hint was issued to (RP-Initiated Logout section 2)",
        )),
        _ => Ok(()),
    }
}

/// Decides where the browser goes afterwards.
///
/// # Errors
/// `invalid_request` when an address was sent that must not be followed: shown as a page, since
/// a person who asked to be signed out should learn why they are not where they expected.
pub fn afterwards(params: &Params, asked: Asked<'_>) -> Result<Afterwards, Error> {
    let client = asked.client.map(|client| client.id.clone());
    let Some(uri) = params.get("post_logout_redirect_uri") else { return Ok(Afterwards { client, redirect: None }) };
    if asked.hint_sent && !asked.hint_valid {
        return Err(Error::invalid_request(
            "id_token_hint is not an ID token of this issuer (RP-Initiated Logout section 2)",
        ));
    }
    let Some(known) = asked.client else { return Ok(Afterwards { client, redirect: None }) };
    // RP-Initiated Logout §3.1: the value MUST have been previously registered, exactly.
    if !known.metadata.post_logout_redirect_uris.iter().any(|registered| registered == uri) {
        return Err(Error::invalid_request(
            "post_logout_redirect_uri is not registered for this client (RP-Initiated Logout section 3.1)",
        ));
    }
    Ok(Afterwards { client, redirect: Some(with_state(uri, params.get("state"))) })
}

fn with_state(uri: &str, state: Option<&str>) -> String {
    let Some(state) = state else { return uri.to_owned() };
    let encoded = url::form_urlencoded::Serializer::new(String::new()).append_pair("state", state).finish();
    format!("{uri}{}{encoded}", if uri.contains('?') { '&' } else { '?' })
}
