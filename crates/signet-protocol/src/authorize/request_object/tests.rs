//! OIDC Core §6, RFC 9101.

use serde_json::json;

use super::*;
use crate::{
    base::id::IssuerId,
    client::{ClientId, ClientMetadata, ClientSource},
};

const NOW: Timestamp = Timestamp(1_700_000_000);
const ISSUER: &str = "https://op.example";

fn client(change: impl FnOnce(&mut ClientMetadata)) -> Client {
    let mut metadata = ClientMetadata {
        request_uris: vec!["https://rp.example/object#v1".into(), "https://rp.example/other".into()],
        ..ClientMetadata::default()
    };
    change(&mut metadata);
    Client::new(ClientId::new("rp"), IssuerId::from_stored("iss_1"), metadata, ClientSource::Operator, NOW)
}

fn header(alg: &str, typ: Option<&str>) -> JwsHeader {
    JwsHeader { alg: alg.into(), kid: None, typ: typ.map(str::to_owned), cty: None }
}

fn object(value: Value) -> Map<String, Value> {
    let Value::Object(members) = value else { panic!("not an object") };
    members
}

fn checked(claims: Value) -> Result<(), Refusal> {
    let outer = Params::from_pairs([("client_id", "rp"), ("response_type", "code id_token")]);
    let expected = ExpectedRequestObject { issuer: ISSUER, now: NOW, skew: Seconds(60) };
    check_claims(&object(claims), &outer, &client(|_| {}), &expected)
}

// OIDC Core §6.2
#[test]
fn an_object_comes_by_value_or_by_reference_and_not_by_both() {
    let of = |text: &str| Params::parse(text.as_bytes()).unwrap();
    assert_eq!(carried(&of("scope=openid")).unwrap(), None);
    assert_eq!(carried(&of("request=a.b.c")).unwrap(), Some(Carried::Value("a.b.c")));
    assert_eq!(carried(&of("request_uri=https://x/")).unwrap(), Some(Carried::Reference("https://x/")));
    let twice = "invalid_request: request or request_uri was sent more than once (RFC 6749 section 3.1)";
    for (broken, expected) in [
        (
            "request=a&request_uri=b",
            "invalid_request: request and request_uri must not be used together (OIDC Core section 6.2)",
        ),
        ("request=a&request=b", twice),
        ("request_uri=a&request_uri=a", twice),
    ] {
        assert_eq!(carried(&of(broken)).unwrap_err().to_string(), expected, "{broken}");
    }
}

// OIDC Registration §2, RFC 9101 §10.4.1
#[test]
fn only_registered_addresses_are_fetched_whatever_their_fragment() {
    let client = client(|_| {});
    for (uri, address) in [
        ("https://rp.example/object#v1", "https://rp.example/object"),
        ("https://rp.example/object#v2", "https://rp.example/object"),
        ("https://rp.example/other#x", "https://rp.example/other"),
    ] {
        assert_eq!(check_reference(uri, &client), Ok(address));
    }
    let long = format!("https://rp.example/object#{}", "x".repeat(600));
    for uri in ["https://rp.example/", "https://rp.example/object?x", "https://evil.example/object", long.as_str()] {
        assert_eq!(check_reference(uri, &client).unwrap_err().code.as_str(), "invalid_request_uri", "{uri}");
    }
}

// OIDC Registration §2, RFC 9101 §4, §10.5, §10.8
#[test]
fn the_algorithm_is_the_registered_one_and_none_only_where_it_is_permitted() {
    let any = client(|_| {});
    let es256 = client(|metadata| metadata.request_object_signing_alg = Some("ES256".into()));
    let none = client(|metadata| metadata.request_object_signing_alg = Some("none".into()));
    let must = client(|metadata| metadata.require_signed_request_object = true);
    let ok = |alg, client: &Client, unsigned| check_header(&header(alg, None), client, unsigned).is_ok();
    assert!(ok("RS256", &any, false) && ok("EdDSA", &any, false) && ok("ES256", &es256, false));
    assert!(
        !ok("RS256", &es256, true) && !ok("HS256", &any, true) && !ok("RS256", &none, true) && !ok("x", &any, true)
    );
    assert!(ok("none", &any, true) && ok("none", &none, true));
    assert!(!ok("none", &any, false) && !ok("none", &es256, true) && !ok("none", &must, true));
    assert!(!ok("None", &any, true));
    for (typ, fits) in [("JWT", true), ("oauth-authz-req+jwt", true), ("at+jwt", false), ("logout+jwt", false)] {
        assert_eq!(check_header(&header("RS256", Some(typ)), &any, false).is_ok(), fits, "{typ}");
    }
}

// OIDC Core §6.1, RFC 7519 §4.1, RFC 9101 §10.8
#[test]
fn each_claim_is_held_against_its_rule() {
    assert_eq!(checked(json!({})), Ok(()));
    assert_eq!(
        checked(json!({
            "iss": "rp", "aud": ["x", ISSUER], "exp": NOW.0 + 1, "iat": NOW.0, "nbf": 1_699_999_999.5,
            "client_id": "rp", "response_type": "id_token code"
        })),
        Ok(())
    );
    for wrong in [
        json!({"request": "a.b.c"}),
        json!({"request_uri": "https://rp.example/object"}),
        json!({"iss": "other"}),
        json!({"iss": 1}),
        json!({"aud": "https://other.example"}),
        json!({"sub": "rp"}),
        json!({"client_id": "other"}),
        json!({"client_id": ["rp"]}),
        json!({"response_type": "code"}),
        json!({"exp": NOW.0 - 61}),
        json!({"exp": "soon"}),
        json!({"nbf": NOW.0 + 61}),
        json!({"iat": NOW.0 + 61}),
    ] {
        assert_eq!(checked(wrong.clone()).unwrap_err().code.as_str(), "invalid_request_object", "{wrong}");
    }
}

// RFC 9101 §4, RFC 6749 §3.1
#[test]
fn a_client_that_must_sign_says_for_whom_and_nobody_repeats_a_parameter() {
    let expected = ExpectedRequestObject { issuer: ISSUER, now: NOW, skew: Seconds(60) };
    let outer = Params::from_pairs([("client_id", "rp")]);
    let must = client(|metadata| metadata.require_signed_request_object = true);
    let of = |claims: Value, outer: &Params| check_claims(&object(claims), outer, &must, &expected);
    assert_eq!(of(json!({"iss": "rp", "aud": ISSUER}), &outer), Ok(()));
    for claims in [json!({"iss": "rp"}), json!({"aud": ISSUER})] {
        assert_eq!(
            of(claims, &outer).unwrap_err().to_string(),
            "invalid_request_object: the request object must hold iss and aud (RFC 9101 section 4)"
        );
    }
    let twice = Params::from_pairs([("response_type", "code"), ("response_type", "id_token")]);
    assert_eq!(
        of(json!({"iss": "rp", "aud": ISSUER}), &twice).unwrap_err().to_string(),
        "invalid_request: response_type was sent more than once (RFC 6749 section 3.1)"
    );
}

// OIDC Core §6.1
#[test]
fn the_object_wins_and_the_rest_of_the_request_counts_beside_it() {
    let outer = Params::parse(b"client_id=rp&response_type=code&scope=openid&state=outer&nonce=n&request=x").unwrap();
    let claims = object(json!({
        "iss": "rp", "jti": "1", "state": "inner", "max_age": 60.0, "claims": {"userinfo": {"name": null}},
        "resource": ["https://a.example", "https://b.example"], "nonce": null
    }));
    let both = merged(&outer, &claims, &client(|_| {})).unwrap();
    assert_eq!(
        (both.get("state"), both.get("scope"), both.get("max_age")),
        (Some("inner"), Some("openid"), Some("60"))
    );
    assert_eq!(both.get("claims"), Some(r#"{"userinfo":{"name":null}}"#));
    assert_eq!(both.all("resource").len(), 2);
    assert!(!both.has("request") && !both.has("iss") && !both.has("jti") && !both.has("nonce"));
}

// RFC 9101 §6.3
#[test]
fn where_a_client_must_sign_only_the_object_counts() {
    let outer = Params::parse(b"client_id=rp&response_type=code&scope=openid&state=outer&request=x").unwrap();
    let must = client(|metadata| metadata.require_signed_request_object = true);
    let only = merged(&outer, &object(json!({"response_type": "code"})), &must).unwrap();
    assert_eq!((only.get("client_id"), only.get("response_type")), (Some("rp"), Some("code")));
    assert!(!only.has("scope") && !only.has("state"));
    assert_eq!(
        check_present(&must, None).unwrap_err().to_string(),
        "invalid_request: this client must send a signed request object in request or request_uri (RFC 9101 section 10.5)"
    );
    assert!(check_present(&must, Some(Carried::Value("x"))).is_ok());
}

#[test]
fn a_value_that_no_parameter_has_is_refused() {
    let outer = Params::from_pairs([("client_id", "rp")]);
    for (wrong, sentence) in [
        (
            json!({"scope": ["openid"]}),
            "a value of the request object is an array where one value is expected (OIDC Core section 6.1)",
        ),
        (json!({"state": "a\u{0}b"}), "a value of the request object holds a NUL character"),
    ] {
        let refused = merged(&outer, &object(wrong), &client(|_| {})).unwrap_err();
        assert_eq!(refused.to_string(), format!("invalid_request_object: {sentence}"));
    }
}
