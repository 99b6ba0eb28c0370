//! RFC 7523 §3, OIDC Core §9.

use serde_json::json;

use super::*;
use crate::error::ErrorCode;

const NOW: i64 = 1_700_000_000;
const ISSUER: &str = "https://id.example.com";
const TOKEN: &str = "https://id.example.com/token";

fn verdict(changes: &[(&str, Value)]) -> Result<AssertionFacts, Refusal> {
    verdict_at(&[ISSUER, TOKEN], changes)
}

fn verdict_at(audiences: &[&str], changes: &[(&str, Value)]) -> Result<AssertionFacts, Refusal> {
    let mut claims = json!({
        "iss": "app", "sub": "app", "aud": ISSUER, "exp": NOW + 60, "iat": NOW, "jti": "one",
    });
    for (name, value) in changes {
        if value.is_null() {
            claims.as_object_mut().unwrap().remove(*name);
        } else {
            claims[*name] = value.clone();
        }
    }
    let expected = ExpectedAssertion {
        client_id: "app",
        audiences,
        now: Timestamp(NOW),
        max_lifetime: Seconds::minutes(10),
        skew: Seconds(60),
    };
    check(claims.as_object().unwrap(), &expected)
}

fn refused(name: &str, value: &Value, rule: &str) {
    let error = verdict(&[(name, value.clone())]).expect_err(&format!("{name} = {value}"));
    assert_eq!(error.code, ErrorCode::InvalidClient);
    assert!(error.description.contains(rule), "{name} = {value}: {}", error.description);
}

#[test]
fn a_good_assertion_leaves_its_jti_to_be_remembered() {
    assert_eq!(verdict(&[]), Ok(AssertionFacts { jti: "one".to_owned(), exp: Timestamp(NOW + 60) }));
}

#[test]
fn issuer_and_subject_are_the_client() {
    for value in [json!(null), json!("other"), json!("App"), json!(["app"]), json!("")] {
        refused("iss", &value, "RFC 7523 section 3, rule 1");
        refused("sub", &value, "RFC 7523 section 3, rule 2");
    }
}

#[test]
fn the_audience_is_this_server() {
    for good in [json!(TOKEN), json!([TOKEN]), json!([TOKEN, ISSUER])] {
        assert!(verdict(&[("aud", good.clone())]).is_ok(), "{good}");
    }
    for bad in [
        json!(null),
        json!("https://other.example"),
        json!([]),
        json!([["x"]]),
        json!(format!("{ISSUER}/")),
        json!([ISSUER, 1]),
        // Whoever is named beside us could present it here.
        json!(["https://other.example", ISSUER]),
        json!([ISSUER, TOKEN, "https://other.example/token"]),
        json!({"a": ISSUER}),
    ] {
        refused("aud", &bad, "RFC 7523 section 3, rule 3");
    }
}

// RFC 7523bis §4
#[test]
fn where_the_issuer_alone_counts_no_endpoint_does() {
    for good in [json!(ISSUER), json!([ISSUER])] {
        assert!(verdict_at(&[ISSUER], &[("aud", good.clone())]).is_ok(), "{good}");
    }
    for bad in [json!(TOKEN), json!([TOKEN]), json!([ISSUER, TOKEN])] {
        let error = verdict_at(&[ISSUER], &[("aud", bad.clone())]).expect_err("an audience beside the issuer");
        assert_eq!(error.code, ErrorCode::InvalidClient);
        assert!(error.description.contains("the issuer and nothing else"), "{bad}: {}", error.description);
    }
}

#[test]
fn an_assertion_ends_soon_and_not_yet() {
    assert!(verdict(&[("exp", json!(NOW + 1))]).is_ok());
    assert!(verdict(&[("exp", json!(NOW + 660))]).is_ok());
    refused("exp", &json!(null), "exp is missing (RFC 7523 section 3, rule 4)");
    refused("exp", &json!(NOW), "exp has passed");
    refused("exp", &json!(NOW - 1), "exp has passed");
    refused("exp", &json!(NOW + 661), "too far in the future");
    refused("exp", &json!(i64::MAX), "too far in the future");
    refused("exp", &json!(u64::MAX), "RFC 7519 section 2");
    refused("exp", &json!(1e300), "RFC 7519 section 2");
    refused("exp", &json!("1700000060"), "RFC 7519 section 2");
}

// FAPI2 SP §5.3.2.1: up to 10 s ahead accepted, over 60 s refused.
#[test]
fn a_clock_that_runs_a_little_ahead_is_forgiven() {
    for name in ["iat", "nbf"] {
        assert!(verdict(&[(name, json!(NOW + 8))]).is_ok());
        assert!(verdict(&[(name, json!(NOW + 60))]).is_ok());
        assert!(verdict(&[(name, json!(null))]).is_ok());
        assert!(verdict(&[(name, json!(1_700_000_000.5))]).is_ok());
        refused(name, &json!(NOW + 61), "RFC 7523 section 3, rule");
        refused(name, &json!("soon"), "RFC 7519 section 2");
    }
    refused("iat", &json!(NOW - 661), "RFC 7523 section 3, rule 6");
    assert!(verdict(&[("iat", json!(NOW - 660))]).is_ok());
}

#[test]
fn every_assertion_has_a_jti() {
    for value in [json!(null), json!(""), json!(1)] {
        refused("jti", &value, "jti is missing");
    }
}
