//! Back-Channel Logout 1.0: what a logout token says, and what the client's answer means.
//!
//! 1. A session ends. In the same transaction a delivery is written for each of its clients that
//!    registered a `backchannel_logout_uri`.
//! 2. For each try a logout token is made and posted to the client.
//! 3. 200 or 204: the client signed the person out. 400: it says that it will not. Anything else
//!    may pass: the same again after a pause, each longer than the one before.
//!
//! Every token names one session by `sid` and its person by `sub`. Tokens without `sid`, which
//! would end all of a person's sessions at the client, are not sent.

use serde_json::{Map, Value, json};

use crate::{
    base::time::{Seconds, Timestamp},
    client::ClientId,
};

/// `typ` of a logout token (Back-Channel Logout §2.4): explicit, so that it passes for no other
/// kind of token.
pub const TYP: &str = "logout+jwt";

/// The one member of `events` (Back-Channel Logout §2.4).
pub const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// How long a logout token is good: Back-Channel Logout §4 recommends two minutes at most.
const LIFETIME: Seconds = Seconds::minutes(2);

/// The longest pause between two tries.
pub const LONGEST_PAUSE: Seconds = Seconds::hours(6);

/// What a logout token is made from.
#[derive(Debug, Clone, Copy)]
pub struct NewLogoutToken<'a> {
    /// `iss`
    pub issuer: &'a str,
    /// `aud`
    pub client: &'a ClientId,
    /// What the client calls the person; none when nobody remembers.
    pub subject: Option<&'a str>,
    /// What the client calls the session.
    pub sid: &'a str,
    /// A fresh identifier.
    pub jti: &'a str,
}

/// The claims of a logout token.
pub fn claims(facts: &NewLogoutToken<'_>, now: Timestamp) -> Map<String, Value> {
    let mut claims = Map::new();
    let mut put = |name: &str, value: Value| claims.insert(name.to_owned(), value);
    put("iss", json!(facts.issuer));
    put("aud", json!(facts.client));
    put("iat", json!(now));
    put("exp", json!(now + LIFETIME));
    put("jti", json!(facts.jti));
    // Back-Channel Logout §2.4: one member, whose value is the empty object; and no nonce, so that
    // the token is no ID token.
    put("events", json!({ EVENT: {} }));
    if let Some(subject) = facts.subject {
        put("sub", json!(subject));
    }
    put("sid", json!(facts.sid));
    claims
}

/// What the client's answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogoutAnswer {
    /// It signed the person out.
    Delivered,
    /// It says that it will not, and will say so again.
    Refused,
    /// Nothing is known: try again.
    Unclear,
}

/// Reads an HTTP status; `None` when there was no answer.
pub fn verdict(status: Option<u16>) -> LogoutAnswer {
    match status {
        // Back-Channel Logout §2.8: 200; some frameworks make 204 of an empty answer.
        Some(200 | 204) => LogoutAnswer::Delivered,
        // Back-Channel Logout §2.8: 400 when the request was invalid or the logout failed.
        Some(400) => LogoutAnswer::Refused,
        _ => LogoutAnswer::Unclear,
    }
}

/// How long to wait after try number `attempt` (from 1): four times as long each time.
pub fn pause_after(attempt: i64, first: Seconds) -> Seconds {
    let doublings = u32::try_from((attempt - 1).clamp(0, 15) * 2).unwrap_or(0);
    Seconds(first.0.saturating_mul(1 << doublings)).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logout_token_says_what_is_required_and_nothing_else() {
        let client = ClientId::new("web");
        let facts = NewLogoutToken {
            issuer: "https://id.example",
            client: &client,
            subject: Some("ada"),
            sid: "s1",
            jti: "j1",
        };
        assert_eq!(
            Value::Object(claims(&facts, Timestamp(1000))),
            json!({
                "iss": "https://id.example", "aud": "web", "iat": 1000, "exp": 1120, "jti": "j1", "sub": "ada",
                "sid": "s1", "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
            })
        );
        let nameless = claims(&NewLogoutToken { subject: None, ..facts }, Timestamp(1000));
        assert!(!nameless.contains_key("sub") && nameless.contains_key("sid"));
    }

    #[test]
    fn only_200_and_204_mean_that_it_is_done() {
        for status in [200, 204] {
            assert_eq!(verdict(Some(status)), LogoutAnswer::Delivered, "{status}");
        }
        assert_eq!(verdict(Some(400)), LogoutAnswer::Refused);
        for status in [201, 202, 301, 307, 401, 404, 429, 500, 501, 503] {
            assert_eq!(verdict(Some(status)), LogoutAnswer::Unclear, "{status}");
        }
        assert_eq!(verdict(None), LogoutAnswer::Unclear);
    }

    #[test]
    fn pauses_grow_fourfold_up_to_six_hours() {
        let pauses: Vec<i64> = (1..=7).map(|attempt| pause_after(attempt, Seconds(30)).0).collect();
        assert_eq!(pauses, [30, 120, 480, 1920, 7680, 21_600, 21_600]);
        assert_eq!(pause_after(i64::MAX, Seconds(i64::MAX)), LONGEST_PAUSE);
    }
}
