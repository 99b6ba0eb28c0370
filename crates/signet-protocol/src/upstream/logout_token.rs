//! A logout token of an upstream (OIDC Back-Channel Logout §2.6): whose sessions it ends here.

use serde_json::{Map, Value};

use super::{
    audience::UpstreamAudience,
    id_token::{OLDEST, addressed, check_times},
    issuer::UpstreamIssuer,
    refusal::UpstreamRefusal,
};
use crate::{
    base::time::{Seconds, Timestamp},
    jose::jwt::JwsHeader,
    logout::backchannel::{EVENT, TYP},
};

/// What a logout token is held against.
#[derive(Debug, Clone, Copy)]
pub struct ExpectedUpstreamLogout<'a> {
    /// Who issues it.
    pub issuer: UpstreamIssuer<'a>,
    /// For whom: our `client_id` there.
    pub client_id: &'a str,
    /// The present moment.
    pub now: Timestamp,
    /// How far the upstream's clock may be off.
    pub skew: Seconds,
}

/// Whose sessions end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpstreamLogout {
    /// Who says so.
    pub iss: String,
    /// The person there.
    pub sub: Option<String>,
    /// The session there; all of the person's where it is not named.
    pub sid: Option<String>,
    /// Unique among its tokens.
    pub jti: String,
    /// Until when the token is good, and its `jti` remembered: no longer than its `iat` is of now.
    pub exp: Timestamp,
}

/// Refuses a token that says itself that it is of another kind.
///
/// # Errors
/// By its `typ`.
pub fn check_type(header: &JwsHeader) -> Result<(), UpstreamRefusal> {
    // OIDC Back-Channel Logout §2.4: logout+jwt is recommended; most write JWT, or nothing.
    if header.typ.is_none() || header.is_typ("JWT") || header.is_typ(TYP) {
        return Ok(());
    }
    Err(UpstreamRefusal::untrusted("typ of the token is not logout+jwt (OIDC Back-Channel Logout section 2.4)"))
}

/// Reads the claims of a token whose signature was verified.
///
/// # Errors
/// By the rules of OIDC Back-Channel Logout §2.6.
pub fn check(
    claims: &Map<String, Value>,
    expected: &ExpectedUpstreamLogout<'_>,
) -> Result<UpstreamLogout, UpstreamRefusal> {
    // OIDC Back-Channel Logout §2.6 (4): iss, aud, iat and exp as in an ID token.
    let iss = addressed(claims, expected.issuer, UpstreamAudience::Us(expected.client_id))?;
    let exp = check_times(claims, expected.now, expected.skew)?;
    let text = |name: &str| claims.get(name).and_then(Value::as_str).filter(|text| (1..=1024).contains(&text.len()));
    let (sub, sid) = (text("sub"), text("sid"));
    // OIDC Back-Channel Logout §2.6 (5): a person, a session, or both.
    if sub.is_none() && sid.is_none() {
        return Err(UpstreamRefusal::untrusted(
            "the logout token names neither sub nor sid (OIDC Back-Channel Logout section 2.6)",
        ));
    }
    // OIDC Back-Channel Logout §2.6 (6): it says that it is a logout.
    let event = claims.get("events").and_then(Value::as_object).and_then(|events| events.get(EVENT));
    if !event.is_some_and(Value::is_object) {
        return Err(UpstreamRefusal::untrusted(
            "events of the logout token do not name a logout (OIDC Back-Channel Logout section 2.6)",
        ));
    }
    // OIDC Back-Channel Logout §2.6 (7): an ID token MUST NOT pass for one.
    if claims.contains_key("nonce") {
        return Err(UpstreamRefusal::untrusted("a logout token has no nonce (OIDC Back-Channel Logout section 2.6)"));
    }
    let jti = text("jti").ok_or_else(|| {
        UpstreamRefusal::untrusted("the logout token lacks jti (OIDC Back-Channel Logout section 2.4)")
    })?;
    Ok(UpstreamLogout {
        iss: iss.to_owned(),
        sub: sub.map(str::to_owned),
        sid: sid.map(str::to_owned),
        jti: jti.to_owned(),
        // A clock that is ahead has written an iat that much later.
        exp: exp.min(expected.now + OLDEST + expected.skew + Seconds(1)),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::upstream::UpstreamSettings;

    const NOW: Timestamp = Timestamp(1_800_000_000);

    fn claims() -> Value {
        json!({
            "iss": "https://up.example", "aud": "us", "iat": NOW.0, "exp": NOW.0 + 120, "jti": "j1", "sub": "ada",
            "sid": "S1", "events": {EVENT: {}},
        })
    }

    fn checked(change: impl FnOnce(&mut Map<String, Value>)) -> Result<UpstreamLogout, String> {
        let settings =
            UpstreamSettings { issuer: Some("https://up.example".to_owned()), ..UpstreamSettings::default() };
        let mut claims = claims().as_object().cloned().unwrap();
        change(&mut claims);
        let expected = ExpectedUpstreamLogout {
            issuer: UpstreamIssuer::of(&settings).unwrap(),
            client_id: "us",
            now: NOW,
            skew: Seconds(60),
        };
        check(&claims, &expected).map_err(|why| why.to_string())
    }

    #[test]
    fn a_logout_token_names_a_session_or_a_person() {
        let both = checked(|_| {}).unwrap();
        assert_eq!((both.sub.as_deref(), both.sid.as_deref(), both.jti.as_str()), (Some("ada"), Some("S1"), "j1"));
        assert_eq!(both.exp, NOW + Seconds(120));
        assert_eq!(checked(|claims| drop(claims.remove("sub"))).unwrap().sub, None);
        assert_eq!(checked(|claims| drop(claims.remove("sid"))).unwrap().sid, None);
        // Nobody takes it later, whatever it says: its iat is not of now.
        let forever = checked(|claims| drop(claims.insert("exp".to_owned(), json!(i64::MAX)))).unwrap();
        assert_eq!(forever.exp, NOW + Seconds::minutes(11) + Seconds(1));
        let neither = checked(|claims| claims.retain(|name, _| name != "sub" && name != "sid"));
        assert_eq!(
            neither.unwrap_err(),
            "the logout token names neither sub nor sid (OIDC Back-Channel Logout section 2.6)"
        );
    }

    // OIDC Back-Channel Logout §2.6
    #[test]
    fn what_is_no_logout_of_this_upstream_for_us_is_refused() {
        let set = |name: &'static str, value: Value| {
            checked(move |claims| drop(claims.insert(name.to_owned(), value))).unwrap_err()
        };
        let no_event = "events of the logout token do not name a logout (OIDC Back-Channel Logout section 2.6)";
        for events in [json!({}), json!({"other": {}}), json!([EVENT]), json!({EVENT: true})] {
            assert_eq!(set("events", events), no_event);
        }
        assert_eq!(set("nonce", json!("n")), "a logout token has no nonce (OIDC Back-Channel Logout section 2.6)");
        assert_eq!(set("jti", json!("")), "the logout token lacks jti (OIDC Back-Channel Logout section 2.4)");
        assert_eq!(
            set("iss", json!("https://evil.example")),
            "iss of the token is not the issuer of the upstream (OIDC Core section 3.1.3.7, rule 2)"
        );
        assert_eq!(
            set("aud", json!("them")),
            "aud of the token is not our client_id (OIDC Core section 3.1.3.7, rule 3)"
        );
        let expired = "the token has expired (OIDC Core section 3.1.3.7, rule 9)";
        assert_eq!(set("exp", json!(NOW.0 - 60)), expired);
        assert_eq!(
            set("iat", json!(NOW.0 - 3600)),
            "iat of the token is not of now: compare the clocks (OIDC Core section 3.1.3.7, rule 10)"
        );
    }

    #[test]
    fn a_token_of_another_type_is_none() {
        let header = |typ: Option<&str>| JwsHeader {
            alg: "RS256".to_owned(),
            kid: None,
            typ: typ.map(str::to_owned),
            cty: None,
        };
        for fine in [None, Some("JWT"), Some("logout+jwt"), Some("application/logout+jwt")] {
            assert_eq!(check_type(&header(fine)), Ok(()), "{fine:?}");
        }
        assert_eq!(
            check_type(&header(Some("at+jwt"))).unwrap_err().sentence,
            "typ of the token is not logout+jwt (OIDC Back-Channel Logout section 2.4)"
        );
    }
}
