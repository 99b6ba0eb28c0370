//! The client acts for itself (RFC 6749 §4.4), for a resource of its own (RFC 8707, RFC 9068).

use serde_json::json;
use signet::protocol::resource::TokenFormat;

use crate::support::{TestApp, Tokens, claims_of, on_both_engines};

const API: &str = "https://api.example/";
const FILES: &str = "https://files.example/";

on_both_engines!(a_machine_gets_a_jwt_that_costs_no_row, |t| {
    t.resource_server(API, TokenFormat::Jwt, &["read", "write"], None).await;
    let machine = t.client("machine", json!({"scope": "read write", "allowed_resources": [API]})).await;
    let form = [("grant_type", "client_credentials"), ("resource", API), ("scope", "read")];
    let answer = machine.token(&form).await.ok().json();
    let (_, claims) = crate::support::signed_by(answer["access_token"].as_str().unwrap(), &t.get("/jwks").await.json());
    assert_eq!(
        (&claims["aud"], &claims["sub"], &claims["client_id"], &claims["scope"]),
        (&json!(API), &json!("machine"), &json!("machine"), &json!("read"))
    );
    // RFC 6749 §4.4.3: no refresh token; and nobody signed in.
    for absent in ["refresh_token", "id_token"] {
        assert_eq!(answer.get(absent), None);
    }
    for absent in ["auth_time", "acr", "amr"] {
        assert_eq!(claims.get(absent), None);
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM tokens").await, 0);
    assert_eq!(t.count("SELECT COUNT(*) FROM grants").await, 0);
});

on_both_engines!(a_resource_server_may_want_opaque_tokens, |t| {
    t.client("files", json!({})).await;
    let files = t.client("files-api", json!({})).await;
    t.resource_server(FILES, TokenFormat::Opaque, &["list"], Some("files-api")).await;
    let machine = t.client("machine", json!({"scope": "list", "allowed_resources": [FILES]})).await;
    let answer = machine.token(&[("grant_type", "client_credentials"), ("resource", FILES)]).await.ok().json();
    let token = answer["access_token"].as_str().unwrap();
    assert_eq!((token.len(), token.contains('.')), (43, false));
    assert_eq!(t.count("SELECT COUNT(*) FROM tokens").await, 1);
    let told = files.introspect(token).await;
    assert_eq!(
        (&told["active"], &told["aud"], &told["scope"], &told["sub"], &told["exp"]),
        (&json!(true), &json!(FILES), &json!("list"), &json!("machine"), &json!(t.now() + 900))
    );
    t.clock.advance(900);
    assert_eq!(files.introspect(token).await, json!({"active": false}));
});

// A script makes an API and asks for a token at once.
on_both_engines!(an_api_that_another_process_made_a_moment_ago_is_known, |t| {
    let machine = t.client("machine", json!({"scope": "read", "allowed_resources": [API]})).await;
    let ask = [("grant_type", "client_credentials"), ("resource", API)];
    // What is kept here is from before.
    let refused = machine.token(&ask).await;
    assert_eq!(refused.refusal(), "invalid_target");
    assert_eq!(refused.json()["error_description"], "resource is not registered here (RFC 8707 section 2)");
    t.another_instance().await.resource_server(API, TokenFormat::Jwt, &["read"], None).await;
    machine.token(&ask).await.ok();
});

// RFC 8707 §2
on_both_engines!(a_resource_must_be_registered_and_allowed, |t| {
    t.resource_server(API, TokenFormat::Jwt, &["read"], None).await;
    t.resource_server(FILES, TokenFormat::Opaque, &["list"], None).await;
    let machine = t.client("machine", json!({"allowed_resources": [API, FILES]})).await;
    let bound = t.client("bound", json!({"allowed_resources": [API]})).await;
    let ask = [("grant_type", "client_credentials"), ("resource", "https://nobody.example/")];
    assert_eq!(machine.token(&ask).await.refusal(), "invalid_target");
    for resource in ["relative", "https://api.example/#fragment", "urn:x y"] {
        let form = [("grant_type", "client_credentials"), ("resource", resource)];
        assert_eq!(machine.token(&form).await.refusal(), "invalid_target", "{resource}");
    }
    assert_eq!(
        bound.token(&[("grant_type", "client_credentials"), ("resource", FILES)]).await.refusal(),
        "invalid_target"
    );
    bound.token(&[("grant_type", "client_credentials"), ("resource", API)]).await.ok();
    // Two resources that want tokens of different kinds cannot share one.
    let both = [("grant_type", "client_credentials"), ("resource", API), ("resource", FILES)];
    assert_eq!(machine.token(&both).await.refusal(), "invalid_target");
});

#[tokio::test]
async fn one_token_may_be_for_two_resources_that_share_its_scopes() {
    let t = TestApp::sqlite().await;
    t.resource_server(API, TokenFormat::Jwt, &["read", "list"], None).await;
    t.resource_server(FILES, TokenFormat::Jwt, &["list", "read", "write"], None).await;
    let machine = t.client("machine", json!({"scope": "read list", "allowed_resources": [API, FILES]})).await;
    let both = [("grant_type", "client_credentials"), ("resource", API), ("resource", FILES)];
    let answer = machine.token(&both).await.ok().json();
    let claims = claims_of(answer["access_token"].as_str().unwrap()).1;
    assert_eq!((&claims["aud"], &claims["scope"]), (&json!([API, FILES]), &json!("read list")));
    // RFC 8707 §3: else whoever receives it could use it at the other.
    let writer = t.client("writer", json!({"scope": "read list write", "allowed_resources": [API, FILES]})).await;
    assert_eq!(writer.token(&both).await.refusal(), "invalid_target");
}

#[tokio::test]
async fn scopes_stay_within_the_registration() {
    let t = TestApp::sqlite().await;
    t.resource_server(API, TokenFormat::Jwt, &["read", "write"], None).await;
    let machine = t.client("machine", json!({"scope": "read openid gone", "allowed_resources": [API]})).await;
    let ask = async |scope: &'static str| {
        machine.token(&[("grant_type", "client_credentials"), ("resource", API), ("scope", scope)]).await
    };
    let refused = ask("read write").await;
    assert_eq!(refused.refusal(), "invalid_scope");
    assert_eq!(
        refused.description(),
        "scope holds a value that this client is not registered for: write (RFC 6749 section 3.3)"
    );
    // Registered, and unknown to the API: nothing is left.
    let refused = ask("gone").await;
    assert_eq!(
        (refused.refusal().as_str(), refused.description().as_str()),
        ("invalid_scope", "scope holds nothing that the resource knows: gone (RFC 6749 section 3.3)")
    );
    // There is no person whose claims could be asked for.
    assert_eq!(ask("openid").await.refusal(), "invalid_scope");
    assert_eq!(ask("read\u{e9}").await.refusal(), "invalid_scope");
    assert_eq!(ask("").await.ok().json()["scope"], "read");
}

// Nobody consents to what a client does for itself, so what its operator did not write down is not given.
on_both_engines!(a_machine_without_lists_may_call_nothing, |t| {
    t.resource_server(API, TokenFormat::Jwt, &["read"], None).await;
    // Also one that may ask people for every API.
    let plain = t.client("plain", json!({})).await;
    let refused = plain.token(&[("grant_type", "client_credentials"), ("resource", API)]).await;
    assert_eq!(refused.refusal(), "invalid_target");
    assert_eq!(
        refused.description(),
        "this client may not ask for that resource for itself: it is not one of its allowed_resources (RFC 8707 section 2)"
    );
    let bound = t.client("bound", json!({"allowed_resources": [API]})).await;
    let answer = bound.token(&[("grant_type", "client_credentials"), ("resource", API)]).await.ok().json();
    assert_eq!(answer.get("scope"), None, "no scope was asked for, and none is its own");
    let refused = bound.token(&[("grant_type", "client_credentials"), ("resource", API), ("scope", "read")]).await;
    assert_eq!(
        (refused.refusal().as_str(), refused.description().as_str()),
        ("invalid_scope", "scope holds a value that this client is not registered for: read (RFC 6749 section 3.3)")
    );
    // Without resource the token is for our own endpoints, where it is good for nothing.
    let own = plain.token(&[("grant_type", "client_credentials")]).await.ok().json();
    assert_eq!(plain.userinfo(own["access_token"].as_str().unwrap()).await.status, 403);
    // Another spelling of the same address is the same API.
    let form = [("grant_type", "client_credentials"), ("resource", "https://API.example")];
    let token = bound.token(&form).await.ok().json();
    assert_eq!(claims_of(token["access_token"].as_str().unwrap()).1["aud"], json!(API));
});

// RFC 6749 §4.4: confidential clients only.
#[tokio::test]
async fn a_public_client_has_no_credentials_to_use() {
    let t = TestApp::sqlite().await;
    let spa = t.client("spa", json!({"token_endpoint_auth_method": "none"})).await;
    assert_eq!(spa.token(&[("grant_type", "client_credentials")]).await.refusal(), "unauthorized_client");
}

// RFC 8707 §2.2: resources are kept on code, grant and family; a token request may only narrow.
on_both_engines!(a_person_grants_access_to_resources_and_each_token_is_for_one, |t| {
    t.person("ada").await;
    t.resource_server(API, TokenFormat::Jwt, &["read"], None).await;
    t.resource_server(FILES, TokenFormat::Opaque, &["list"], None).await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let url = format!(
        "{}&resource=https%3A%2F%2Ffiles.example%2F",
        client.authorize_url(&[("scope", "openid read list offline_access"), ("resource", API)])
    );
    let page = browser.get(&url).await;
    assert!(page.text().contains(API) && page.text().contains(FILES));
    let code = browser.press(&page, "consent-allow").await.code();
    // Both at once cannot be had, since they want different kinds of tokens.
    assert_eq!(client.redeem(&code).await.refusal(), "invalid_target");
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", crate::support::REDIRECT_URI),
        ("code_verifier", crate::support::VERIFIER),
        ("resource", API),
    ];
    let first = Tokens(client.token(&form).await.ok().json());
    let claims = claims_of(first.access()).1;
    assert_eq!((&claims["aud"], &claims["scope"]), (&json!(API), &json!("read")));
    // It is not for our own userinfo.
    assert_eq!(client.userinfo(first.access()).await.status, 401);
    let refresh = async |token: &str, resource: &'static str| {
        client.token(&[("grant_type", "refresh_token"), ("refresh_token", token), ("resource", resource)]).await
    };
    let second = Tokens(refresh(first.refresh(), FILES).await.ok().json());
    assert!(!second.access().contains('.'));
    assert_eq!(refresh(second.refresh(), "https://other.example/").await.refusal(), "invalid_target");
    // Not even our own userinfo can be added afterwards.
    assert_eq!(refresh(second.refresh(), "http://localhost:8080").await.refusal(), "invalid_target");
    // Remembered: the same again is not asked again, another resource is.
    let again = browser.get(&url).await;
    again.code();
    t.resource_server("https://more.example/", TokenFormat::Jwt, &["more"], None).await;
    let more = client.authorize(&mut browser, &[("scope", "openid"), ("resource", "https://more.example/")]).await;
    assert!(more.has("consent-allow"));
});

// Whoever wants both an API and userinfo asks for both, and gets one token for each.
on_both_engines!(our_own_userinfo_is_a_resource_like_any_other, |t| {
    t.person("ada").await;
    t.resource_server(API, TokenFormat::Jwt, &["read"], None).await;
    let client = t.first_party("web", json!({})).await;
    let url = format!(
        "{}&resource=http%3A%2F%2Flocalhost%3A8080",
        client.authorize_url(&[("scope", "openid email read"), ("resource", API)])
    );
    let code = t.browser_of("ada").await.get(&url).await.code();
    let form = |resource| {
        [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", crate::support::REDIRECT_URI),
            ("code_verifier", crate::support::VERIFIER),
            ("resource", resource),
        ]
    };
    let own = Tokens(client.token(&form("http://localhost:8080")).await.ok().json());
    assert_eq!(own.scope(), "openid email");
    assert_eq!(client.userinfo(own.access()).await.ok().json()["email"], "ada@example.com");
    let ask = [("grant_type", "refresh_token"), ("refresh_token", own.refresh()), ("resource", API)];
    let api = Tokens(client.token(&ask).await.ok().json());
    let claims = claims_of(api.access()).1;
    assert_eq!((&claims["scope"], &claims["aud"]), (&json!("read"), &json!(API)));
});
