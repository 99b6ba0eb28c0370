//! Revocation (RFC 7009).

use serde_json::json;
use signet::{domain::installation::maintenance, protocol::resource::TokenFormat};

use crate::support::{SECRET, TestApp, basic, on_both_engines};

on_both_engines!(revoking_a_refresh_token_kills_its_access_tokens_at_once, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let other = client.tokens(&mut browser, "openid offline_access").await;
    let first = client.tokens(&mut browser, "openid offline_access").await;
    let second = client.refreshed(first.refresh()).await;
    let answer = client.revoke(second.refresh()).await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, ""));
    assert_eq!(client.refresh(second.refresh()).await.refusal(), "invalid_grant");
    for token in [first.access(), second.access()] {
        assert_eq!(client.userinfo(token).await.status, 401);
        assert_eq!(client.introspect(token).await, json!({"active": false}));
    }
    client.userinfo(other.access()).await.ok();
    client.refresh(other.refresh()).await.ok();
});

on_both_engines!(a_jwt_access_token_can_be_revoked_singly, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let first = client.tokens(&mut t.browser_of("ada").await, "openid offline_access").await;
    let second = client.refreshed(first.refresh()).await;
    client.revoke(first.access()).await.ok();
    assert_eq!(client.userinfo(first.access()).await.status, 401);
    assert_eq!(client.introspect(first.access()).await, json!({"active": false}));
    // Its siblings go on.
    client.userinfo(second.access()).await.ok();
    client.refresh(second.refresh()).await.ok();
    // Twice is fine.
    client.revoke(first.access()).await.ok();
});

on_both_engines!(the_token_of_a_machine_can_be_revoked_in_either_form, |t| {
    let both = ["https://jwt.example/", "https://opaque.example/"];
    let machine = t.client("machine", json!({"allowed_resources": both})).await;
    for (audience, format) in
        [("https://jwt.example/", TokenFormat::Jwt), ("https://opaque.example/", TokenFormat::Opaque)]
    {
        t.resource_server(audience, format, &[], None).await;
        let form = [("grant_type", "client_credentials"), ("resource", audience)];
        let answer = machine.token(&form).await.ok().json();
        let token = answer["access_token"].as_str().unwrap();
        assert_eq!(machine.introspect(token).await["active"], json!(true));
        machine.revoke(token).await.ok();
        assert_eq!(machine.introspect(token).await, json!({"active": false}));
    }
});

// RFC 7009 §2.1: the token was issued to the client making the revocation request.
on_both_engines!(a_foreign_token_is_not_revoked, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let stranger = t.client("stranger", json!({})).await;
    let tokens = client.tokens(&mut t.browser_of("ada").await, "openid offline_access").await;
    for token in [tokens.access(), tokens.refresh()] {
        let answer = stranger.revoke(token).await;
        assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (400, "unauthorized_client"));
    }
    client.userinfo(tokens.access()).await.ok();
    client.refresh(tokens.refresh()).await.ok();
});

// RFC 7009 §2.2: invalid tokens do not cause an error; §2.1 hints are only hints.
#[tokio::test]
async fn an_unknown_token_is_no_error_and_a_wrong_hint_no_obstacle() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    assert_eq!(client.revoke("nonsense").await.status, 200);
    let tokens = client.tokens(&mut t.browser_of("ada").await, "openid offline_access").await;
    for hint in ["access_token", "unheard_of"] {
        client.post("/revoke", &[("token", tokens.refresh()), ("token_type_hint", hint)]).await.ok();
    }
    assert_eq!(client.refresh(tokens.refresh()).await.refusal(), "invalid_grant");
    assert_eq!(client.post("/revoke", &[]).await.refusal(), "invalid_request");
    assert_eq!(t.post("/revoke", &[("token", "x")], &[]).await.refusal(), "invalid_client");
    assert_eq!(t.get_with("/revoke?token=x", &[("authorization", &basic("web", SECRET))]).await.status, 405);
}

// RFC 7009 §2.1, §5: public clients revoke their own.
#[tokio::test]
async fn a_public_client_revokes_its_own_tokens() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let spa = t.first_party("spa", json!({"token_endpoint_auth_method": "none"})).await;
    let tokens = spa.tokens(&mut t.browser_of("ada").await, "openid").await;
    spa.revoke(tokens.refresh()).await.ok();
    assert_eq!(spa.userinfo(tokens.access()).await.status, 401);
}

// Where it happens at once; another instance on the same database looks twice a second.
on_both_engines!(a_revocation_holds_on_every_instance, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let tokens = client.tokens(&mut t.browser_of("ada").await, "openid offline_access").await;
    let second = t.another_instance().await;
    client.at(&second).userinfo(tokens.access()).await.ok();
    client.revoke(tokens.access()).await.ok();
    assert_eq!(client.userinfo(tokens.access()).await.status, 401);
    maintenance::follow_changes(&second.cx()).await.unwrap();
    assert_eq!(client.at(&second).userinfo(tokens.access()).await.status, 401);
    client.at(&second).revoke(tokens.refresh()).await.ok();
    assert_eq!(client.refresh(tokens.refresh()).await.refusal(), "invalid_grant");
});
