//! Every rule of OIDC Core §3.1.3.7 refuses by its own sentence.

use serde_json::json;

use super::*;
use crate::upstream::UpstreamSettings;

const NOW: Timestamp = Timestamp(1_800_000_000);
const ACCESS: &str = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";

fn claims() -> Value {
    json!({
        "iss": "https://up.example", "aud": "us", "sub": "24400320", "exp": NOW.0 + 300, "iat": NOW.0 - 5,
        "nonce": "n", "auth_time": NOW.0 - 40, "acr": "mfa", "amr": ["pwd", "otp", 1], "sid": "S1",
        "email": "ada@up.example", "email_verified": true, "at_hash": "77QmUPtjPfzWtF2AnpK9RQ",
    })
}

fn without(name: &str) -> Value {
    let mut claims = claims();
    claims.as_object_mut().unwrap().remove(name);
    claims
}

fn with(name: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[name] = value;
    claims
}

fn checked_for(claims: &Value, ask: &UpstreamAsk, proves_freshness: bool) -> Result<UpstreamPerson, UpstreamRefusal> {
    let settings = UpstreamSettings { issuer: Some("https://up.example".to_owned()), ..UpstreamSettings::default() };
    let expected = ExpectedUpstreamToken {
        issuer: UpstreamIssuer::of(&settings).unwrap(),
        audience: UpstreamAudience::Us("us"),
        subject: "sub",
        nonce: Some("n"),
        access_token: Some(ACCESS),
        asked: AskedAt { ask, at: NOW - Seconds(30) },
        proves_freshness,
        now: NOW,
        skew: Seconds(60),
    };
    check(claims.as_object().unwrap(), SigAlg::RS256, &expected)
}

fn checked(claims: &Value) -> Result<UpstreamPerson, UpstreamRefusal> {
    checked_for(claims, &UpstreamAsk::default(), true)
}

#[track_caller]
fn refused(claims: &Value, sentence: &str) {
    let why = checked(claims).unwrap_err();
    assert_eq!((why.kind, why.sentence.as_str()), (UpstreamFaultKind::Untrusted, sentence), "{claims}");
}

#[test]
fn a_good_token_proves_its_person() {
    let person = checked(&claims()).unwrap();
    assert_eq!((person.iss.as_str(), person.sub.as_str()), ("https://up.example", "24400320"));
    assert_eq!((person.auth_time, person.acr.as_deref()), (Some(NOW - Seconds(40)), Some("mfa")));
    assert_eq!((person.amr, person.sid.as_deref()), (vec!["pwd".to_owned(), "otp".to_owned()], Some("S1")));
    assert_eq!(Value::Object(person.claims), json!({"email": "ada@up.example", "email_verified": true}));
}

#[test]
fn a_token_of_another_issuer_or_for_another_client_is_refused() {
    refused(
        &with("iss", json!("https://evil.example")),
        "iss of the token is not the issuer of the upstream (OIDC Core section 3.1.3.7, rule 2)",
    );
    let other = "aud of the token is not our client_id (OIDC Core section 3.1.3.7, rule 3)";
    for aud in [json!("them"), json!(["them"]), json!([]), json!(null), json!({"us": 1}), json!("us them")] {
        refused(&with("aud", aud), other);
    }
    refused(&without("aud"), other);
}

#[test]
fn beside_other_audiences_azp_has_to_name_us() {
    let several = "the token has several audiences and no azp (OIDC Core section 3.1.3.7, rule 4)";
    refused(&with("aud", json!(["us", "them"])), several);
    let azp = "azp of the token is not our client_id (OIDC Core section 3.1.3.7, rule 5)";
    refused(&with("azp", json!("them")), azp);
    refused(&with("azp", json!(["us"])), azp);
    let mut both = with("aud", json!(["them", "us"]));
    both["azp"] = json!("us");
    assert!(checked(&both).is_ok());
}

// RFC 8725 §3.1, §3.2
#[test]
fn the_algorithm_is_one_of_those_allowed_and_never_none() {
    let header = |name: &str| JwsHeader { alg: name.to_owned(), kid: None, typ: None, cty: None };
    let allowed = [SigAlg::RS256, SigAlg::ES256];
    assert_eq!(alg(&header("ES256"), &allowed), Ok(SigAlg::ES256));
    for none in ["none", "None", "NONE"] {
        assert_eq!(
            alg(&header(none), &allowed).unwrap_err().sentence,
            "the token is not signed: alg is none (RFC 8725 section 3.2)"
        );
    }
    for other in ["HS256", "RS512", "rs256", ""] {
        assert_eq!(
            alg(&header(other), &allowed).unwrap_err().sentence,
            "alg of the token is none of those that the upstream signs with (OIDC Core section 3.1.3.7, rule 7)",
            "{other}"
        );
    }
}

#[test]
fn times_are_those_of_now() {
    let expired = "the token has expired (OIDC Core section 3.1.3.7, rule 9)";
    refused(&with("exp", json!(NOW.0 - 60)), expired);
    assert!(checked(&with("exp", json!(NOW.0 - 59))).is_ok(), "a small difference of clocks");
    refused(&with("exp", json!("tomorrow")), "the token lacks exp (OIDC Core section 2)");
    refused(&without("exp"), "the token lacks exp (OIDC Core section 2)");
    refused(&without("iat"), "the token lacks iat (OIDC Core section 2)");
    let iat = "iat of the token is not of now: compare the clocks (OIDC Core section 3.1.3.7, rule 10)";
    refused(&with("iat", json!(NOW.0 + 61)), iat);
    refused(&with("iat", json!(NOW.0 - 661)), iat);
    refused(&with("nbf", json!(NOW.0 + 61)), "the token is not good yet: nbf (RFC 7519 section 4.1.5)");
}

/// RFC 9700 §4.5: the code, or the token, of another sign-in.
#[test]
fn a_token_of_another_sign_in_is_the_injection_attack() {
    let other = "nonce of the ID token is not the one that was sent (OIDC Core section 3.1.3.7, rule 11)";
    refused(&with("nonce", json!("m")), other);
    refused(&with("nonce", json!("")), other);
    refused(&without("nonce"), "the ID token lacks nonce (OIDC Core section 3.1.3.7, rule 11)");
    refused(&with("nonce", json!(["n"])), "the ID token lacks nonce (OIDC Core section 3.1.3.7, rule 11)");
}

#[test]
fn the_access_token_is_the_one_that_came_with_it() {
    let other = "at_hash of the ID token is not that of the access token (OIDC Core section 3.1.3.8)";
    refused(&with("at_hash", json!("LDktKdoQak3Pk0cnXxCltA")), other);
    refused(&with("at_hash", json!(null)), other);
    assert!(checked(&without("at_hash")).is_ok());
}

#[test]
fn a_person_has_a_name_of_at_most_255_bytes() {
    let none = "sub is missing, or no text of at most 255 bytes (OIDC Core section 2)";
    for sub in [json!(""), json!(24_400_320), json!("x".repeat(256)), json!(null)] {
        refused(&with("sub", sub), none);
    }
    refused(&without("sub"), none);
    assert_ne!(checked(&with("sub", json!("Ada"))).unwrap().sub, checked(&with("sub", json!("ada"))).unwrap().sub);
}

#[test]
fn a_fresh_sign_in_is_proven_by_auth_time_or_not_at_all() {
    let fresh = UpstreamAsk { is_fresh: true, ..UpstreamAsk::default() };
    let aged = |age| UpstreamAsk { max_age: Some(age), ..UpstreamAsk::default() };
    let why = |claims: &Value, ask: &UpstreamAsk| {
        let why = checked_for(claims, ask, true).unwrap_err();
        assert_eq!(why.kind, UpstreamFaultKind::NotFresh);
        why.sentence
    };
    let missing = "the ID token lacks auth_time although max_age was asked (OIDC Core section 3.1.2.1)";
    assert_eq!(why(&without("auth_time"), &fresh), missing);
    assert_eq!(why(&without("auth_time"), &aged(3600)), missing);
    let old = "auth_time of the ID token is older than was asked for (OIDC Core section 3.1.3.7, rule 13)";
    // Asked thirty seconds ago, with a minute of grace.
    assert_eq!(why(&with("auth_time", json!(NOW.0 - 91)), &fresh), old);
    assert_eq!(why(&with("auth_time", json!(NOW.0 - 191)), &aged(100)), old);
    assert!(checked_for(&with("auth_time", json!(NOW.0 - 190)), &aged(100), true).is_ok());
    // A negative age means none at all.
    assert_eq!(why(&with("auth_time", json!(NOW.0 - 91)), &aged(-1000)), old);
}

#[test]
fn auth_time_is_never_newer_than_what_was_proven() {
    let ahead = checked(&with("auth_time", json!(NOW.0 + 30))).unwrap();
    assert_eq!(ahead.auth_time, Some(NOW));
    let future = "auth_time of the ID token is no time of the past (OIDC Core section 2)";
    refused(&with("auth_time", json!(NOW.0 + 61)), future);
    refused(&with("auth_time", json!("now")), future);
    assert_eq!(checked(&without("auth_time")).unwrap().auth_time, None);
    // The word of one who cannot prove it counts for nothing, and refuses nobody.
    let fresh = UpstreamAsk { is_fresh: true, ..UpstreamAsk::default() };
    assert_eq!(checked_for(&claims(), &fresh, false).unwrap().auth_time, None);
}

#[test]
fn a_strength_that_was_asked_for_and_is_not_named_refuses_nobody_and_is_told_as_it_is() {
    let ask =
        |value: &str| UpstreamAsk { acr_values: vec!["hw".to_owned(), value.to_owned()], ..UpstreamAsk::default() };
    // amr says the rest, or a factor of the account that is asked for on top.
    for (claims, ask, acr) in [
        (claims(), ask("mfa"), Some("mfa")),
        (claims(), ask("other"), Some("mfa")),
        (without("acr"), ask("mfa"), None),
        (with("acr", json!(["mfa"])), ask("mfa"), None),
    ] {
        let person = checked_for(&claims, &ask, true).unwrap();
        assert_eq!((person.acr.as_deref(), person.amr), (acr, vec!["pwd".to_owned(), "otp".to_owned()]));
    }
}
