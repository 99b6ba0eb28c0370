//! Introspection (RFC 7662).

use serde_json::json;
use signet::protocol::resource::TokenFormat;

use crate::support::{SECRET, TestApp, basic, on_both_engines};

const API: &str = "https://api.example/";

on_both_engines!(the_client_and_the_resource_server_learn_of_a_token_and_nobody_else, |t| {
    let ada = t.person("ada").await;
    let api = t.client("api", json!({})).await;
    let stranger = t.client("stranger", json!({})).await;
    t.resource_server(API, TokenFormat::Jwt, &["read"], Some("api")).await;
    let client = t.first_party("web", json!({})).await;
    let code = client.code(&mut t.browser_of("ada").await, &[("scope", "openid read"), ("resource", API)]).await;
    let tokens = crate::support::Tokens(client.redeem(&code).await.ok().json());
    let told = api.introspect(tokens.access()).await;
    assert_eq!(
        (
            &told["active"],
            &told["sub"],
            &told["client_id"],
            &told["aud"],
            &told["scope"],
            &told["token_type"],
            &told["iss"]
        ),
        (&json!(true), &json!(ada.sub), &json!("web"), &json!(API), &json!("read"), &json!("Bearer"), &json!(t.issuer))
    );
    // What is ours alone stays here.
    assert_eq!(told.get("grant_id"), None);
    assert_eq!(client.introspect(tokens.access()).await["active"], json!(true));
    // RFC 7662 §2.2: nothing is revealed, not even that it exists.
    assert_eq!(stranger.introspect(tokens.access()).await, json!({"active": false}));
    // A refresh token is between the client and us.
    assert_eq!(client.introspect(tokens.refresh()).await["active"], json!(true));
    for other in [&api, &stranger] {
        assert_eq!(other.introspect(tokens.refresh()).await, json!({"active": false}));
    }
});

on_both_engines!(what_has_ended_is_inactive, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let tokens = client.tokens(&mut t.browser_of("ada").await, "openid offline_access").await;
    let fresh = client.refreshed(tokens.refresh()).await;
    assert_eq!(client.introspect(tokens.id()).await, json!({"active": false}));
    assert_eq!(client.introspect("nonsense").await, json!({"active": false}));
    t.clock.advance(900);
    assert_eq!(client.introspect(fresh.access()).await, json!({"active": false}));
    assert_eq!(client.introspect(fresh.refresh()).await["active"], json!(true));
    t.clock.advance(7 * 86_400);
    assert_eq!(client.introspect(fresh.refresh()).await, json!({"active": false}));
});

// RFC 7662 §2.2: a replaced refresh token is not active, although the grace would still take it.
#[tokio::test]
async fn a_replaced_refresh_token_is_not_active() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let first = client.tokens(&mut t.browser_of("ada").await, "openid offline_access").await;
    let second = client.refreshed(first.refresh()).await;
    assert_eq!(client.introspect(first.refresh()).await, json!({"active": false}));
    t.clock.advance(31);
    assert_eq!(client.introspect(first.refresh()).await, json!({"active": false}));
    // Asking is no use: the family lives.
    client.refresh(second.refresh()).await.ok();
}

// RFC 7662 §2.1
#[tokio::test]
async fn only_clients_that_authenticate_may_ask() {
    let t = TestApp::sqlite().await;
    let public = t.client("spa", json!({"token_endpoint_auth_method": "none"})).await;
    let client = t.client("web", json!({})).await;
    let answer = public.post("/introspect", &[("token", "x")]).await;
    assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (401, "invalid_client"));
    assert_eq!(t.post("/introspect", &[("token", "x")], &[]).await.refusal(), "invalid_client");
    let wrong = t.post("/introspect", &[("token", "x")], &[("authorization", &basic("web", "no"))]).await;
    assert_eq!(wrong.refusal(), "invalid_client");
    assert_eq!(client.post("/introspect", &[]).await.refusal(), "invalid_request");
    assert_eq!(client.post("/introspect", &[("token", "a"), ("token", "b")]).await.refusal(), "invalid_request");
    let answer = client.post("/introspect", &[("token", "x"), ("token_type_hint", "unheard_of")]).await.ok();
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(t.get_with("/introspect?token=x", &[("authorization", &basic("web", SECRET))]).await.status, 405);
}

on_both_engines!(the_tokens_of_a_disabled_client_are_worth_nothing, |t| {
    t.person("ada").await;
    let api = t.client("api", json!({})).await;
    t.resource_server(API, TokenFormat::Jwt, &["read"], Some("api")).await;
    let client = t.first_party("web", json!({"scope": "openid read", "allowed_resources": [API]})).await;
    let persons = client.tokens(&mut t.browser_of("ada").await, "openid").await;
    let own = client.token(&[("grant_type", "client_credentials"), ("resource", API)]).await.ok().json();
    let own = own["access_token"].as_str().unwrap();
    assert_eq!(api.introspect(own).await["active"], json!(true));
    client.set_disabled(true).await;
    assert_eq!(client.userinfo(persons.access()).await.status, 401);
    assert_eq!(api.introspect(own).await, json!({"active": false}));
});
