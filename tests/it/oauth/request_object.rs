//! Request objects (OIDC Core §6, RFC 9101) from their arrival to the answer.

use serde_json::{Value, json};

use crate::support::{ClientKey, Engine, Loopback, TestApp, TestClient, on_both_engines, unsigned_jwt};

const METHOD: &str = "private_key_jwt";

/// A client with a key by value, whose objects are signed with it.
async fn signing<'t>(t: &'t TestApp, key: &ClientKey, more: Value) -> TestClient<'t> {
    let mut metadata = json!({"token_endpoint_auth_method": METHOD, "jwks": {"keys": [key.jwk()]}});
    metadata.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    t.first_party("rp", metadata).await
}

async fn permissive() -> TestApp {
    TestApp::start(Engine::sqlite(), |config| {
        config.jose.allow_unsigned = true;
        config.outbound.allow_private =
            vec![signet::config::outbound::PrivateTarget::Net("127.0.0.0/8".parse().expect("a network"))];
    })
    .await
}

on_both_engines!(what_stands_in_a_signed_object_wins_over_what_stands_beside_it, |t| {
    t.person("ada").await;
    let key = ClientKey::new("one");
    let client = signing(&t, &key, json!({})).await;
    let object = key.sign(&json!({
        "iss": "rp", "aud": t.issuer, "exp": t.now() + 60, "state": "inner", "client_id": "rp",
        "redirect_uri": "https://rp.example/cb", "response_mode": "fragment"
    }));
    // The address outside is nobody's: the one inside counts.
    let asked = [("request", object.as_str()), ("redirect_uri", "https://evil.example/")];
    let page = client.authorize(&mut t.browser_of("ada").await, &asked).await;
    let sent = page.fragment();
    assert_eq!(sent["state"], "inner");
    assert!(sent.contains_key("code"));
});

#[tokio::test]
async fn an_object_that_is_not_believed_is_told_to_the_address_outside_or_on_a_page() {
    let t = TestApp::sqlite().await;
    let (key, other) = (ClientKey::new("one"), ClientKey::new("two"));
    let client = signing(&t, &key, json!({})).await;
    let mut browser = t.browser();
    let expired = key.sign(&json!({"exp": t.now() - 61}));
    for object in [
        other.sign(&json!({})),
        unsigned_jwt(&json!({"scope": "openid"})),
        expired,
        key.sign(&json!({"aud": "https://other.example"})),
        key.sign(&json!({"client_id": "other"})),
        key.sign(&json!({"request_uri": "https://rp.example/"})),
        "a.b.c".to_owned(),
        format!("{}x", key.sign(&json!({}))),
    ] {
        let page = client.authorize(&mut browser, &[("request", &object)]).await;
        assert_eq!(page.error(), "invalid_request_object", "{object}");
        assert_eq!(page.sent("state").as_deref(), Some("af0ifjsldkj"));
        let asked = [("request", object.as_str()), ("redirect_uri", "https://evil.example/")];
        client.authorize(&mut browser, &asked).await.refused_here();
    }
    let both = [("request", "a.b.c"), ("request_uri", "https://rp.example/")];
    assert_eq!(client.authorize(&mut browser, &both).await.error(), "invalid_request");
}

// OIDC Registration §2 request_object_signing_alg, RFC 9101 §10.5
#[tokio::test]
async fn a_client_that_must_sign_is_held_to_it() {
    let t = permissive().await;
    t.person("ada").await;
    let key = ClientKey::new("one");
    let client = signing(&t, &key, json!({"require_signed_request_object": true})).await;
    let mut browser = t.browser_of("ada").await;
    assert_eq!(client.authorize(&mut browser, &[]).await.error(), "invalid_request");
    let unsigned = unsigned_jwt(&json!({"response_type": "code"}));
    assert_eq!(client.authorize(&mut browser, &[("request", &unsigned)]).await.error(), "invalid_request_object");
    // RFC 9101 §6.3: what stands outside does not count.
    let mut claims = json!({
        "iss": "rp", "aud": t.issuer, "response_type": "code", "redirect_uri": "https://rp.example/cb", "scope": "openid",
        "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "code_challenge_method": "S256"
    });
    let page = client.authorize(&mut browser, &[("request", &key.sign(&claims)), ("state", "outer")]).await;
    assert_eq!(page.sent("state"), None);
    page.code();
    claims["scope"] = json!("");
    let page = client.authorize(&mut browser, &[("request", &key.sign(&claims))]).await;
    assert_eq!(page.error(), "invalid_scope");
}

// OIDC Core §6.1
#[tokio::test]
async fn an_unsigned_object_counts_only_where_the_operator_permits_it() {
    let t = permissive().await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let object = unsigned_jwt(&json!({"state": "inner"}));
    let page = client.authorize(&mut t.browser_of("ada").await, &[("request", &object)]).await;
    assert_eq!(page.sent("state").as_deref(), Some("inner"));
    let metadata = t.get("/.well-known/openid-configuration").await.json();
    let listed = |metadata: &Value| {
        metadata["request_object_signing_alg_values_supported"].as_array().unwrap().contains(&json!("none"))
    };
    assert!(listed(&metadata));
    let strict = TestApp::sqlite().await;
    assert!(!listed(&strict.get("/.well-known/openid-configuration").await.json()));
}

// OIDC Core §6.2
#[tokio::test]
async fn an_object_by_reference_is_fetched_from_where_the_client_said() {
    let t = permissive().await;
    t.person("ada").await;
    let key = ClientKey::new("one");
    let object = key.sign(&json!({"state": "inner", "iss": "rp", "aud": t.issuer}));
    let server = Loopback::serving_bytes("application/oauth-authz-req+jwt", &object).await;
    let client = signing(&t, &key, json!({"request_uris": [server.url("/object#one")]})).await;
    let mut browser = t.browser_of("ada").await;
    for uri in [server.url("/object#one"), server.url("/object"), server.url("/object#two")] {
        let page = client.authorize(&mut browser, &[("request_uri", &uri)]).await;
        assert_eq!(page.sent("state").as_deref(), Some("inner"), "{uri}");
    }
    let hits = server.hits();
    let page = client.authorize(&mut browser, &[("request_uri", &server.url("/another"))]).await;
    assert_eq!((page.error().as_str(), server.hits()), ("invalid_request_uri", hits));
    // For some seconds the same address is answered from memory, however many ask.
    let hits = server.hits();
    client.authorize(&mut browser, &[("request_uri", &server.url("/object"))]).await.code();
    assert_eq!(server.hits(), hits);
    t.clock.advance(5);
    server.replace(&json!({"not": "a JWT"}));
    let page = client.authorize(&mut browser, &[("request_uri", &server.url("/object"))]).await;
    assert_eq!(page.error(), "invalid_request_object");
}

// RFC 9101 §10.4: nobody makes us look around in our own network.
#[tokio::test]
async fn a_reference_into_our_own_network_is_not_fetched() {
    let t = TestApp::sqlite().await;
    let server = Loopback::serving_bytes("application/jwt", "x").await;
    let client = t.client("web", json!({"request_uris": [server.url("/object")]})).await;
    let page = client.authorize(&mut t.browser(), &[("request_uri", &server.url("/object"))]).await;
    assert_eq!((page.error().as_str(), server.hits()), ("invalid_request_uri", 0));
    assert!(!page.sent("error_description").unwrap().contains("127.0.0.1"));
}

// A person who thinks for longer than the object lives is not sent away for it.
#[tokio::test]
async fn an_object_that_expires_while_its_person_thinks_stays_good() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let key = ClientKey::new("one");
    let client = signing(&t, &key, json!({})).await;
    let mut browser = t.browser();
    let object = key.sign(&json!({"exp": t.now() + 60, "state": "inner"}));
    let page = client.authorize(&mut browser, &[("request", &object)]).await;
    t.clock.advance(600);
    let page = browser.sign_in(&page, "ada", crate::support::PASSWORD).await;
    assert_eq!(page.sent("state").as_deref(), Some("inner"));
}
