//! Metadata that are not taken, and what is made of those that are.

use serde_json::json;

use super::*;

fn settings() -> UpstreamSettings {
    UpstreamSettings { issuer: Some("https://up.example".to_owned()), ..UpstreamSettings::default() }
}

fn document() -> Value {
    json!({
        "issuer": "https://up.example",
        "authorization_endpoint": "https://up.example/auth",
        "token_endpoint": "https://up.example/token",
        "userinfo_endpoint": "https://up.example/me",
        "jwks_uri": "https://up.example/jwks",
        "id_token_signing_alg_values_supported": ["none", "HS256", "RS256", "ES256", "RS256", "XS1"],
        "authorization_response_iss_parameter_supported": true,
    })
}

fn resolve(settings: &UpstreamSettings, document: &Value) -> Result<UpstreamEndpoints, String> {
    let metadata = UpstreamMetadata::read(document.to_string().as_bytes()).map_err(|why| why.to_string())?;
    endpoints(UpstreamKind::Oidc, settings, Some(&metadata)).map_err(|why| why.to_string())
}

#[test]
fn endpoints_come_from_the_metadata_where_the_settings_name_none() {
    let set = UpstreamSettings { token_endpoint: Some("https://other.example/t".to_owned()), ..settings() };
    let found = resolve(&set, &document()).unwrap();
    assert_eq!(
        (found.authorization.as_str(), found.token.as_str()),
        ("https://up.example/auth", "https://other.example/t")
    );
    assert_eq!(found.algs, [SigAlg::RS256, SigAlg::ES256]);
    assert!(found.names_itself && found.end_session.is_none());
}

#[test]
fn that_people_choose_an_account_there_is_said_or_it_is_not_known() {
    for (said, offers) in [
        (json!(["none", "login", "select_account"]), true),
        (json!(["none", "login", "consent"]), false),
        (json!([]), false),
        (json!("select_account"), false),
        (json!(null), false),
    ] {
        let mut named = document();
        named["prompt_values_supported"] = said.clone();
        assert_eq!(resolve(&settings(), &named).unwrap().offers_accounts, offers, "{said}");
    }
    assert!(!resolve(&settings(), &document()).unwrap().offers_accounts);
}

#[test]
fn metadata_of_another_issuer_are_refused() {
    let mut other = document();
    other["issuer"] = json!("https://up.example/");
    assert_eq!(
        resolve(&settings(), &other).unwrap_err(),
        "issuer of the metadata is not the one that they were asked of (OIDC Discovery section 4.3)"
    );
}

#[test]
fn what_is_no_document_is_refused() {
    let none = "the metadata are not a JSON object with each member once (OIDC Discovery section 4.2)";
    for text in ["", "[]", "<html>", r#"{"issuer":"a","issuer":"b"}"#] {
        assert_eq!(UpstreamMetadata::read(text.as_bytes()).unwrap_err().to_string(), none, "{text}");
    }
    let lacking = UpstreamMetadata::read(b"{}").unwrap_err();
    assert_eq!(lacking.to_string(), "the metadata lack issuer (OIDC Discovery section 3)");
    let long = json!({"issuer": "https://up.example", "jwks_uri": "x".repeat(3000)}).to_string();
    assert_eq!(
        UpstreamMetadata::read(long.as_bytes()).unwrap_err().to_string(),
        "jwks_uri of the metadata is no address of at most 2048 bytes (OIDC Discovery section 3)"
    );
}

/// The browser is sent to the authorization endpoint: metadata could name a program of the device.
#[test]
fn an_endpoint_is_an_address_of_the_web() {
    for wrong in [
        "javascript:alert(1)",
        "http://up.example/auth",
        "https://up.example/auth#x",
        "https://ada@up.example/auth",
        "https:up.example",
        "data:text/html,x",
    ] {
        let mut document = document();
        document["authorization_endpoint"] = json!(wrong);
        assert_eq!(
            resolve(&settings(), &document).unwrap_err(),
            "authorization_endpoint is not an https address without fragment (RFC 6749 section 3.1)",
            "{wrong}"
        );
    }
    let mut lacking = document();
    lacking.as_object_mut().unwrap().remove("token_endpoint");
    assert_eq!(resolve(&settings(), &lacking).unwrap_err(), "neither settings nor metadata name token_endpoint");
}

// RFC 8725 §3.1
#[test]
fn a_shared_secret_signs_only_where_the_settings_say_so() {
    let algs = |names: &[&str]| {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        resolve(&UpstreamSettings { id_token_algs: names, ..settings() }, &document()).map(|found| found.algs)
    };
    assert_eq!(algs(&["HS256", "ES256"]), Ok(vec![SigAlg::HS256, SigAlg::ES256]));
    assert_eq!(algs(&["PS256"]), Ok(vec![SigAlg::PS256]));
    for name in ["none", "HS512", "RS1"] {
        assert_eq!(
            algs(&[name]).unwrap_err(),
            "id_token_algs names what is neither a public-key algorithm nor HS256 (RFC 8725 section 3.1)",
            "{name}"
        );
    }
}

#[test]
fn a_service_without_metadata_is_described_as_a_whole() {
    let described = UpstreamSettings {
        authorization_endpoint: Some("https://svc.example/auth".to_owned()),
        token_endpoint: Some("https://svc.example/token".to_owned()),
        ..UpstreamSettings::default()
    };
    let found = endpoints(UpstreamKind::OAuth2, &described, None);
    assert_eq!(found.unwrap_err().to_string(), "neither settings nor metadata name userinfo_endpoint");
    let with = UpstreamSettings { userinfo_endpoint: Some("https://svc.example/me".to_owned()), ..described.clone() };
    assert!(endpoints(UpstreamKind::OAuth2, &with, None).is_ok());
    assert!(!needs_metadata(UpstreamKind::OAuth2, &described) && needs_metadata(UpstreamKind::Oidc, &settings()));
    let nameless = endpoints(UpstreamKind::Oidc, &described, None);
    assert_eq!(nameless.unwrap_err().to_string(), "an OpenID provider needs an issuer (OIDC Discovery section 3)");
}
