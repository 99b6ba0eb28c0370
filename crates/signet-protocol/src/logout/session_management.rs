//! Session Management 1.0: how a client's page learns, without asking us, that something changed.
//!
//! 1. A readable cookie of ours holds the browser state: a digest of who is signed in here.
//! 2. An authorization response brings `session_state` (§2): a salted digest of the client, the
//!    origin of its page, and that state.
//! 3. The client's page asks our page in a frame (§3.2), which reads the cookie and calculates
//!    the digest again: `unchanged`, `changed`, or `error` when the question makes no sense.
//!
//! The state is derived, so nothing is stored for it, and it reveals neither the session cookie nor
//! any identifier. It changes when an account is added to the browser or leaves it.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use url::Url;

use crate::{
    base::{
        id::{BrowserId, SessionId},
        secret::sha256,
    },
    client::ClientId,
};

/// The browser state: what the readable cookie holds.
pub fn browser_state<'a>(browser: &BrowserId, sessions: impl IntoIterator<Item = &'a SessionId>) -> String {
    let mut parts: Vec<&str> = sessions.into_iter().map(SessionId::as_str).collect();
    parts.sort_unstable();
    // The label keeps this digest apart from any other of the same identifiers.
    let text = format!("signet browser state\0{browser}\0{}", parts.join(" "));
    BASE64URL_NOPAD.encode(&sha256(text.as_bytes())[..16])
}

/// The origin of the page that a redirect URI belongs to; none for an app that is no web page.
pub fn origin(redirect_uri: &str) -> Option<String> {
    let url = Url::parse(redirect_uri).ok().filter(|url| matches!(url.scheme(), "https" | "http"))?;
    // Session Management §2: the origin of the authentication response, by RFC 6454 §4.
    Some(url.origin().ascii_serialization())
}

/// `session_state` (Session Management §2). Our page in the frame calculates the same:
/// `templates/assets/check-session.js`.
pub fn session_state(client: &ClientId, origin: &str, browser_state: &str, salt: &str) -> String {
    let digest = sha256(format!("{client} {origin} {browser_state} {salt}").as_bytes());
    // Session Management §2: MUST NOT contain the space character.
    format!("{}.{salt}", HEXLOWER.encode(&digest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(tail: char) -> SessionId {
        SessionId::from_stored(format!("ses_{}{tail}", "0".repeat(25)))
    }

    #[test]
    fn the_state_is_that_of_the_set_of_sessions_in_this_browser() {
        let (here, there) = (BrowserId::from_stored("brw_1"), BrowserId::from_stored("brw_2"));
        let (one, two) = (session('1'), session('2'));
        let both = browser_state(&here, [&one, &two]);
        assert_eq!(both, browser_state(&here, [&two, &one]));
        let all = [both, browser_state(&here, [&one]), browser_state(&here, []), browser_state(&there, [&one])];
        for (at, state) in all.iter().enumerate() {
            assert!(all[..at].iter().all(|other| other != state));
            assert!(state.len() == 22 && !state.contains("ses_"));
        }
    }

    #[test]
    fn only_web_pages_have_an_origin() {
        assert_eq!(origin("https://rp.example:443/cb?x=1").as_deref(), Some("https://rp.example"));
        assert_eq!(origin("http://127.0.0.1:3000/cb").as_deref(), Some("http://127.0.0.1:3000"));
        assert_eq!(origin("com.example.app:/cb"), None);
        assert_eq!(origin("x"), None);
    }

    #[test]
    fn the_session_state_binds_client_origin_and_state_and_has_no_space() {
        let web = ClientId::new("web");
        let state = session_state(&web, "https://rp.example", "abc", "salt");
        // By another implementation: printf 'web https://rp.example abc salt' | sha256sum
        assert_eq!(state, "905d8bd7f4187558ac503bfda50942f0326a101ba98e5b7f9861b77e682f5b9a.salt");
        assert!(!state.contains(' '));
        assert_ne!(state, session_state(&ClientId::new("other"), "https://rp.example", "abc", "salt"));
        assert_ne!(state, session_state(&web, "https://evil.example", "abc", "salt"));
        assert_ne!(state, session_state(&web, "https://rp.example", "abd", "salt"));
    }
}
