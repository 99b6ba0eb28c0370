//! The feature registry: what is off is nowhere, on every instance.

use std::collections::BTreeMap;

use axum::{
    body::Body,
    http::{Method, Request},
};
use serde_json::{Value, json};
use signet::{
    base::time::Seconds,
    config::{features::Preset, registration::Mode},
    domain::{
        consumers::backchannel_logout as backchannel,
        directory::accounts::password_link,
        installation::maintenance,
        kernel::{Error, Feature, features},
    },
};

use crate::support::{Answer, ClientKey, Engine, TestApp, on_both_engines};

async fn set(t: &TestApp, feature: Feature, on: bool) {
    assert_eq!(features::switch(&t.cx(), feature, on).await.unwrap().on, on);
}

async fn off(t: &TestApp, feature: Feature) {
    set(t, feature, false).await;
}

async fn metadata(t: &TestApp) -> Value {
    t.get("/.well-known/openid-configuration").await.ok().json()
}

#[track_caller]
fn is_off(answer: &Answer, feature: Feature) {
    assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (404, "not_found"));
    let said = answer.description();
    assert_eq!(said, format!("{} is switched off at this server, by its operator", feature.id()));
}

// Fetch §4.8: a page reads an answer only where its preflight was answered.
#[tokio::test]
async fn a_page_of_any_origin_reads_that_registration_is_switched_off() {
    let t = TestApp::sqlite().await;
    let preflight = Request::builder()
        .method(Method::OPTIONS)
        .uri(t.url("/register"))
        .header("origin", "https://anywhere.example")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type");
    let answer = t.send(preflight.body(Body::empty()).unwrap()).await;
    assert_eq!((answer.status.as_u16(), answer.header("access-control-allow-origin")), (204, Some("*")));
    let answer = t.post("/register", &[], &[("origin", "https://anywhere.example")]).await;
    assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (404, "not_found"));
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
}

on_both_engines!(what_one_instance_switches_off_is_off_at_the_others_and_on_again, |t| {
    let other = t.another_instance().await;
    let endpoints = [
        (Feature::Introspection, "introspection_endpoint", "/introspect"),
        (Feature::Revocation, "revocation_endpoint", "/revoke"),
    ];
    for (feature, member, path) in endpoints {
        assert!(metadata(&other).await.get(member).is_some());
        off(&t, feature).await;
        // Not yet looked at: a look comes every half second.
        assert_eq!(other.post(path, &[], &[]).await.refusal(), "invalid_client");
        maintenance::follow_changes(&other.cx()).await.unwrap();
        for instance in [&t, &other] {
            is_off(&instance.post(path, &[], &[]).await, feature);
            let metadata = metadata(instance).await;
            let name = member.trim_end_matches("_endpoint");
            let named: Vec<&String> =
                metadata.as_object().unwrap().keys().filter(|key| key.starts_with(name)).collect();
            assert_eq!(named, Vec::<&String>::new());
        }
    }
    // An instance that starts later knows.
    let third = t.another_instance().await;
    is_off(&third.post("/revoke", &[], &[]).await, Feature::Revocation);
    for (feature, member, path) in endpoints {
        set(&other, feature, true).await;
        maintenance::follow_changes(&t.cx()).await.unwrap();
        assert_eq!(t.post(path, &[], &[]).await.refusal(), "invalid_client");
        assert!(metadata(&t).await.get(member).is_some());
    }
    // Said once for each change, not for each command.
    set(&other, Feature::Revocation, true).await;
    let count = "SELECT COUNT(*) FROM audit_events WHERE kind = 'feature.changed' AND actor = 'cli' AND data LIKE ";
    assert_eq!(t.count(&format!("{count}'%\"revocation\"%'")).await, 2);
    assert_eq!(t.count(&format!("{count}'%\"introspection\"%'")).await, 2);
});

#[tokio::test]
async fn nobody_but_the_operator_switches() {
    let t = TestApp::sqlite().await;
    let nobody = t.cx().acting(signet::domain::kernel::Actor::Anonymous);
    let refused = features::switch(&nobody, Feature::Revocation, false).await.unwrap_err();
    assert!(matches!(refused, Error::Forbidden), "{refused}");
    assert!(Feature::Revocation.is_on(&t.app));
}

// The configuration is the limit; below it a switch closes at once what was open.
on_both_engines!(a_switch_closes_registration_and_never_opens_it, |t| {
    let register = async |t: &TestApp| {
        let members = json!({"redirect_uris": ["https://a.example/cb"]}).to_string();
        t.post_raw("/register", &members, &[("content-type", "application/json")]).await
    };
    is_off(&register(&t).await, Feature::DynamicRegistration);
    let refused = features::switch(&t.cx(), Feature::DynamicRegistration, true).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "feature: registration.mode keeps dynamic_registration off, and no switch passes it: set it to \"token\" or \"open\""
    );
    let open = t.another_instance_with(|config| config.registration.mode = Mode::Open).await;
    let made = register(&open).await.ok().json();
    off(&open, Feature::DynamicRegistration).await;
    is_off(&register(&open).await, Feature::DynamicRegistration);
    assert_eq!(metadata(&open).await.get("registration_endpoint"), None);
    // Those that are there go on.
    let url = made["registration_client_uri"].as_str().unwrap().to_owned();
    let bearer = format!("Bearer {}", made["registration_access_token"].as_str().unwrap());
    let path = url.strip_prefix(&open.issuer).unwrap().to_owned();
    open.get_with(&path, &[("authorization", &bearer)]).await.ok();
    off(&open, Feature::RegistrationManagement).await;
    is_off(&open.get_with(&path, &[("authorization", &bearer)]).await, Feature::RegistrationManagement);
    // RFC 7592 §3: where registrations are not managed, nobody gets a token for it.
    set(&open, Feature::DynamicRegistration, true).await;
    let made = register(&open).await.ok().json();
    assert_eq!((made.get("registration_access_token"), made.get("registration_client_uri")), (None, None));
    let text = made["client_id"].as_str().unwrap();
    assert!(!text.is_empty());
});

// RFC 9700 §2.1.2
on_both_engines!(tokens_through_the_browser_are_not_supported_while_they_are_off, |t| {
    t.person("ada").await;
    let types = json!(["code", "id_token", "code id_token"]);
    let grants = json!(["authorization_code", "implicit"]);
    let client = t.first_party("spa", json!({"grant_types": grants, "response_types": types})).await;
    let mut browser = t.browser_of("ada").await;
    assert!(client.authorize(&mut browser, &[("response_type", "id_token")]).await.fragment().contains_key("id_token"));
    off(&t, Feature::FrontChannelTokens).await;
    for response_type in ["id_token", "code id_token", "id_token code"] {
        let page = client.authorize(&mut browser, &[("response_type", response_type)]).await;
        assert_eq!(page.fragment()["error"], "unsupported_response_type", "{response_type}");
        assert!(page.fragment()["error_description"].contains("switched off"), "{:?}", page.fragment());
    }
    client.authorize(&mut browser, &[]).await.code();
    let metadata = metadata(&t).await;
    assert_eq!(metadata["response_types_supported"], json!(["code", "none"]));
    assert_eq!(metadata["grant_types_supported"], json!(["authorization_code", "refresh_token", "client_credentials"]));
});

// OIDC Core §6.1, §6.2, §3.1.2.6
on_both_engines!(request_objects_have_an_error_of_their_own_while_they_are_off, |t| {
    t.person("ada").await;
    let key = ClientKey::new("one");
    let method = "private_key_jwt";
    let client =
        t.first_party("rp", json!({"token_endpoint_auth_method": method, "jwks": {"keys": [key.jwk()]}})).await;
    let mut browser = t.browser_of("ada").await;
    let object = key.sign(&json!({"iss": "rp", "aud": t.issuer}));
    client.authorize(&mut browser, &[("request", &object)]).await.code();
    off(&t, Feature::RequestUris).await;
    client.authorize(&mut browser, &[("request", &object)]).await.code();
    let page = client.authorize(&mut browser, &[("request_uri", "https://rp.example/object")]).await;
    assert_eq!(page.error(), "request_uri_not_supported");
    assert_eq!(
        page.sent("error_description").unwrap(),
        "request_uri is switched off at this server (OIDC Core section 6.2)"
    );
    off(&t, Feature::RequestObjects).await;
    let page = client.authorize(&mut browser, &[("request", &object)]).await;
    assert_eq!(page.error(), "request_not_supported");
    assert_eq!(
        page.sent("error_description").unwrap(),
        "request objects are switched off at this server (OIDC Core section 6.1)"
    );
    let metadata = metadata(&t).await;
    // OIDC Discovery §3: request_uri is supported where nothing is said.
    assert_eq!(metadata["request_uri_parameter_supported"], json!(false));
    assert_eq!(metadata["request_parameter_supported"], json!(false));
    let objects = metadata.as_object().unwrap().keys().filter(|key| key.starts_with("request_object"));
    assert_eq!(objects.count(), 0);
    let refused = features::switch(&t.cx(), Feature::RequestUris, true).await.unwrap_err();
    assert_eq!(refused.to_string(), "feature: request_uris needs request_objects, which is off: enable that first");
});

on_both_engines!(logouts_are_told_in_no_way_that_is_off, |t| {
    t.person("ada").await;
    let members = json!({
        "frontchannel_logout_uri": "https://rp.example/out",
        "backchannel_logout_uri": "https://rp.example/told",
    });
    let client = t.first_party("web", members).await;
    for feature in [Feature::FrontChannelLogout, Feature::BackChannelLogout, Feature::SessionManagement] {
        off(&t, feature).await;
    }
    let mut browser = t.browser_of("ada").await;
    let page = client.authorize(&mut browser, &[]).await;
    assert_eq!(page.sent("session_state"), None);
    let tokens = crate::support::Tokens(client.redeem(&page.code()).await.ok().json());
    let page = browser.get(&t.url(&format!("/logout?id_token_hint={}", tokens.id()))).await;
    assert!(!page.answer.body.contains("<iframe"), "{}", page.answer.body);
    assert_eq!(t.count("SELECT COUNT(*) FROM outbox_deliveries").await, 0);
    is_off(&t.get("/session/check").await, Feature::SessionManagement);
    let metadata = metadata(&t).await;
    assert_eq!(metadata.get("check_session_iframe"), None);
    for member in ["frontchannel_logout_supported", "backchannel_logout_supported"] {
        assert_eq!(metadata[member], json!(false), "{member}");
    }
});

// What was written down before waits: it is told late rather than never.
on_both_engines!(a_logout_that_was_written_down_waits_while_telling_is_off, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({"backchannel_logout_uri": "https://rp.example/told"})).await;
    let mut browser = t.browser_of("ada").await;
    let tokens = client.tokens(&mut browser, "openid").await;
    browser.get(&t.url(&format!("/logout?id_token_hint={}", tokens.id()))).await;
    let claimed = async || backchannel::claim(&t.cx(), 9, &BTreeMap::new()).await.unwrap().len();
    off(&t, Feature::BackChannelLogout).await;
    assert_eq!(claimed().await, 0);
    set(&t, Feature::BackChannelLogout, true).await;
    assert_eq!(claimed().await, 1);
});

on_both_engines!(a_password_link_is_no_page_while_such_links_are_off, |t| {
    let ada = t.person("ada").await;
    let made = password_link::issue(&t.cx(), &ada.id, Seconds::hours(1)).await.unwrap();
    let link = made.link.expose().clone();
    off(&t, Feature::PasswordLinks).await;
    let page = t.get_absolute(&link).await;
    assert_eq!(page.status, 404);
    assert!(page.header("content-type").unwrap().starts_with("text/html"), "a page for people");
    let refused = password_link::issue(&t.cx(), &ada.id, Seconds::hours(1)).await.unwrap_err();
    assert_eq!(refused.to_string(), "link: password_links is switched off; run: signet feature enable password_links");
    // It was spent by nobody.
    set(&t, Feature::PasswordLinks, true).await;
    t.get_absolute(&link).await.ok();
});

#[tokio::test]
async fn a_preset_leaves_off_what_the_code_flow_does_not_need() {
    let t = TestApp::start(Engine::sqlite(), |config| config.features.preset = Preset::Minimal).await;
    let document = metadata(&t).await;
    assert_eq!(document["response_types_supported"], json!(["code", "none"]));
    assert_eq!(document["request_parameter_supported"], json!(false));
    assert!(document.get("introspection_endpoint").is_some());
    is_off(&t.get("/session/check").await, Feature::SessionManagement);
    set(&t, Feature::SessionManagement, true).await;
    assert!(metadata(&t).await.get("check_session_iframe").is_some());
    t.get("/session/check").await.ok();
}

// RFC 8725 §3.2
#[tokio::test]
async fn a_switch_closes_unsigned_jwts_that_the_configuration_lets_be() {
    let t = TestApp::start(Engine::sqlite(), |config| config.jose.allow_unsigned = true).await;
    let none = |document: &Value, member: &str| document[member].as_array().unwrap().contains(&json!("none"));
    assert!(none(&metadata(&t).await, "id_token_signing_alg_values_supported"));
    off(&t, Feature::UnsignedJwts).await;
    let document = metadata(&t).await;
    for member in ["id_token_signing_alg_values_supported", "request_object_signing_alg_values_supported"] {
        assert!(!none(&document, member), "{member}");
    }
}
