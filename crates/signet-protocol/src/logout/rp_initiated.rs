//! RP-Initiated Logout 1.0 §2 and §3: whom to ask, and where to go afterwards.
//!
//! ```text
//!  valid id_token_hint of a session here  ───▶ sign that account out at once
//!  anything else, or an address refused   ───▶ ask the person first; with several accounts, which
//!  then: registered post_logout_redirect_uri and a known client ───▶ redirect, with state only
//!        otherwise                                              ───▶ the signed-out page
//! ```
//! Without a valid hint there is a redirect only if `client_id` was sent and the address is
//! registered for that client. Whatever is wrong with a request, whoever wants to sign out can.

use crate::{
    base::url::Issuer,
    client::{Client, ClientId},
    error::Refusal,
    params::Params,
};

/// What is known of the client that asks.
#[derive(Debug, Clone, Copy)]
pub struct LogoutRequester<'a> {
    /// The client of the hint, or of `client_id`.
    pub client: Option<&'a Client>,
    /// Whether a hint was sent and is a token of ours.
    pub hint_valid: bool,
    /// Who is asked.
    pub issuer: &'a Issuer,
}

/// How a request speaks of an account that is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Named {
    /// A valid `id_token_hint` was issued in its very session.
    pub by_token: bool,
    /// A valid `id_token_hint` is about its person, and was issued in another session or in none.
    pub by_older_token: bool,
    /// `logout_hint` names it.
    pub by_hint: bool,
    /// Of several, the client that asks used it last.
    pub familiar: bool,
}

/// What to do about the accounts that are signed in, by their place in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plan {
    /// Sign these out without asking; none, when nobody is signed in.
    Now(Vec<usize>),
    /// Ask first, and suggest this one; all of them when there is none to suggest.
    Ask(Option<usize>),
}

/// Decides whether the person must be asked; `refused` is whether they cannot go where the client wants.
pub fn plan(accounts: &[Named], refused: bool) -> Plan {
    let places = |wanted: fn(&Named) -> bool| -> Vec<usize> {
        accounts.iter().enumerate().filter(|(_, named)| wanted(named)).map(|(at, _)| at).collect()
    };
    // RP-Initiated Logout §2: a token that was issued in the session here is the person's own wish,
    // told by a client. One whose sid is that of another session is suspect: whoever keeps old tokens
    // could sign the person out for ever. Anything else could be a stranger's link.
    let proven = places(|named| named.by_token);
    if accounts.is_empty() || (!proven.is_empty() && !refused) {
        return Plan::Now(proven);
    }
    // Out, and not back at the app either: nobody should learn of that when it is done.
    // RP-Initiated Logout §2: logout_hint is a hint about the End-User who is logging out. Anybody
    // can write it, so it suggests and decides nothing.
    let suggested =
        [proven, places(|named| named.by_older_token), places(|named| named.by_hint), places(|named| named.familiar)];
    Plan::Ask(suggested.iter().find_map(|some| if let [only] = some.as_slice() { Some(*only) } else { None }))
}

/// Checks `client_id` against the hint's audience (§2).
///
/// # Errors
/// `invalid_request` when they differ.
pub fn check_client(params: &Params, hint_client: Option<&ClientId>) -> Result<(), Refusal> {
    match (params.get("client_id"), hint_client) {
        // RP-Initiated Logout §2: when both are present, the OP MUST verify that they match.
        (Some(sent), Some(hinted)) if sent != hinted.as_str() => Err(Refusal::invalid_request(
            "client_id is not the client that id_token_hint was issued to (RP-Initiated Logout section 2)",
        )
        .about_client(sent)),
        _ => Ok(()),
    }
}

/// The client's address with `state`, if the browser is to go there afterwards; our own page otherwise.
///
/// # Errors
/// `invalid_request` when the client wants something that it cannot have: no ground to keep anybody
/// signed in, but one to say why they will not be where they expected.
pub fn redirect(params: &Params, asked: LogoutRequester<'_>) -> Result<Option<String>, Refusal> {
    if let Some(id) = params.get("client_id").filter(|_| asked.client.is_none() && !asked.hint_valid) {
        return Err(Refusal::invalid_request("client_id is unknown (RP-Initiated Logout section 2)").about_client(id));
    }
    let Some(uri) = params.get("post_logout_redirect_uri") else { return Ok(None) };
    if !asked.hint_valid && !params.has("client_id") {
        // RP-Initiated Logout §3: without a hint that is good, there must be other means to know that
        // the address is legitimate; client_id is ours.
        return Err(Refusal::invalid_request(if params.has("id_token_hint") {
            "id_token_hint is not an ID token of this issuer (RP-Initiated Logout section 2)"
        } else {
            "post_logout_redirect_uri needs id_token_hint or client_id (RP-Initiated Logout section 3)"
        }));
    }
    // A client that was switched off since then has no address.
    let Some(known) = asked.client else { return Ok(None) };
    // RP-Initiated Logout §3.1: the value MUST have been previously registered, exactly; but for the port
    // where a redirect URI's is free, too (RFC 8252 §7.3).
    let is_free_port = !known.metadata.post_logout_redirect_uris.iter().any(|one| one == uri);
    // RFC 9700 §2.1: a free port is not ours.
    if !known.has_post_logout_redirect_uri(uri) || is_free_port && asked.issuer.is_at(uri) {
        return Err(Refusal::invalid_request(
            "post_logout_redirect_uri is not registered for this client (RP-Initiated Logout section 3.1)",
        )
        .about_address(uri));
    }
    Ok(Some(with_state(uri, params.get("state"))))
}

fn with_state(uri: &str, state: Option<&str>) -> String {
    let Some(state) = state else { return uri.to_owned() };
    let encoded = url::form_urlencoded::Serializer::new(String::new()).append_pair("state", state).finish();
    format!("{uri}{}{encoded}", if uri.contains('?') { '&' } else { '?' })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOBODY: Named = Named { by_token: false, by_older_token: false, by_hint: false, familiar: false };
    const TOKEN: Named = Named { by_token: true, ..NOBODY };
    const OLDER: Named = Named { by_older_token: true, ..NOBODY };
    const HINT: Named = Named { by_hint: true, ..NOBODY };
    const FAMILIAR: Named = Named { familiar: true, ..NOBODY };

    #[test]
    fn only_a_token_about_an_account_here_signs_out_unasked() {
        assert_eq!(plan(&[], false), Plan::Now(vec![]));
        assert_eq!(plan(&[TOKEN], false), Plan::Now(vec![0]));
        assert_eq!(plan(&[NOBODY, TOKEN], false), Plan::Now(vec![1]));
        assert_eq!(plan(&[NOBODY], false), Plan::Ask(None));
        // With no way back the person is asked all the same.
        assert_eq!(plan(&[NOBODY, TOKEN], true), Plan::Ask(Some(1)));
        assert_eq!(plan(&[], true), Plan::Now(vec![]));
        // The token decides, whatever logout_hint says.
        assert_eq!(plan(&[HINT, TOKEN], false), Plan::Now(vec![1]));
    }

    // RP-Initiated Logout §2: a sid that is not that of the current session makes the request suspect.
    #[test]
    fn a_token_of_another_session_of_the_person_suggests_and_decides_nothing() {
        assert_eq!(plan(&[OLDER], false), Plan::Ask(Some(0)));
        assert_eq!(plan(&[HINT, OLDER, FAMILIAR], false), Plan::Ask(Some(1)));
        assert_eq!(plan(&[OLDER, TOKEN], false), Plan::Now(vec![1]));
    }

    #[test]
    fn a_logout_hint_suggests_one_account_before_the_one_the_client_used() {
        assert_eq!(plan(&[NOBODY, HINT], false), Plan::Ask(Some(1)));
        assert_eq!(plan(&[FAMILIAR, HINT], false), Plan::Ask(Some(1)));
        assert_eq!(plan(&[FAMILIAR, NOBODY], false), Plan::Ask(Some(0)));
        // A hint that fits several helps nobody to choose.
        assert_eq!(plan(&[HINT, HINT], false), Plan::Ask(None));
        assert_eq!(plan(&[HINT, HINT, FAMILIAR], false), Plan::Ask(Some(2)));
    }

    #[test]
    fn state_is_added_to_the_address_as_it_was_registered() {
        assert_eq!(with_state("https://a.example/bye", None), "https://a.example/bye");
        assert_eq!(with_state("https://a.example/bye", Some("a b")), "https://a.example/bye?state=a+b");
        assert_eq!(with_state("https://a.example/?x=1", Some("&")), "https://a.example/?x=1&state=%26");
    }
}
