//! Who is the client (RFC 6749 §2.3, RFC 7521, RFC 7523, OIDC Core §9)?

use serde_json::{Value, json};
use signet::config::outbound::PrivateTarget;

use crate::support::{Answer, ClientKey, Engine, Loopback, SECRET, TestApp, basic, hmac_jwt, on_both_engines};

const GRANT: (&str, &str) = ("grant_type", "client_credentials");
const TYPE: (&str, &str) = ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");

fn assertion(t: &TestApp, client: &str, jti: &str) -> Value {
    json!({"iss": client, "sub": client, "aud": t.issuer, "exp": t.now() + 60, "iat": t.now(), "jti": jti})
}

async fn present(t: &TestApp, jwt: &str) -> Answer {
    t.post("/token", &[GRANT, TYPE, ("client_assertion", jwt)], &[]).await
}

// RFC 7591 §2: the registered one; the two ways to send one secret count as one.
on_both_engines!(each_registered_method_works_and_no_weaker_one, |t| {
    let key = ClientKey::new("one");
    let jwks = json!({"keys": [key.jwk()]});
    let by_basic = t.client("basic", json!({})).await;
    let by_post = t.client("post", json!({"token_endpoint_auth_method": "client_secret_post"})).await;
    t.client("public", json!({"token_endpoint_auth_method": "none"})).await;
    t.client("pkj", json!({"token_endpoint_auth_method": "private_key_jwt", "jwks": jwks})).await;
    t.client("csj", json!({"token_endpoint_auth_method": "client_secret_jwt"})).await;
    by_basic.token(&[GRANT]).await.ok();
    by_post.token(&[GRANT]).await.ok();
    let header = |id: &str| basic(id, SECRET);
    t.post("/token", &[GRANT], &[("authorization", &header("post"))]).await.ok();
    t.post("/token", &[GRANT, ("client_id", "basic"), ("client_secret", SECRET)], &[]).await.ok();
    let mut bodies = std::collections::BTreeSet::new();
    for id in ["pkj", "csj", "public", "nobody"] {
        let in_header = t.post("/token", &[GRANT], &[("authorization", &header(id))]).await;
        let in_body = t.post("/token", &[GRANT, ("client_id", id), ("client_secret", SECRET)], &[]).await;
        for answer in [in_header, in_body] {
            assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (401, "invalid_client"), "{id}");
            bodies.insert(answer.body);
        }
    }
    for id in ["basic", "post", "pkj", "csj"] {
        let answer = t.post("/token", &[GRANT, ("client_id", id)], &[]).await;
        assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (401, "invalid_client"), "{id}");
        bodies.insert(answer.body);
    }
    // Nobody learns which clients exist, or how they are registered.
    assert_eq!(bodies.len(), 1, "{bodies:#?}");
});

// RFC 6749 §5.2
#[tokio::test]
async fn a_wrong_secret_and_an_unknown_client_look_the_same() {
    let t = TestApp::sqlite().await;
    t.client("web", json!({})).await;
    let wrong = t.post("/token", &[GRANT], &[("authorization", &basic("web", "wrong"))]).await;
    let unknown = t.post("/token", &[GRANT], &[("authorization", &basic("nobody", "wrong"))]).await;
    for answer in [&wrong, &unknown] {
        assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (401, "invalid_client"));
        assert_eq!(answer.header("www-authenticate"), Some("Basic realm=\"signet\""));
    }
    assert_eq!(wrong.body, unknown.body);
}

// RFC 6749 §2.3
#[tokio::test]
async fn two_methods_at_once_are_refused() {
    let t = TestApp::sqlite().await;
    t.client("web", json!({})).await;
    let header = basic("web", SECRET);
    for extra in [&[("client_secret", SECRET)][..], &[("client_assertion", "x"), TYPE], &[("client_id", "other")]] {
        let form: Vec<_> = [GRANT].into_iter().chain(extra.iter().copied()).collect();
        let answer = t.post("/token", &form, &[("authorization", &header)]).await;
        assert_eq!(answer.refusal(), "invalid_request", "{extra:?}");
    }
    // The same client_id beside the header is no second method.
    t.post("/token", &[GRANT, ("client_id", "web")], &[("authorization", &header)]).await.ok();
}

#[tokio::test]
async fn broken_credentials_are_named_and_never_a_failure_of_ours() {
    let t = TestApp::sqlite().await;
    for header in ["Basic", "Basic !!!", "Basic Og==", "Bearer x", "Basic //79", "basic d2Vi", "Digest x=y"] {
        let answer = t.post("/token", &[GRANT], &[("authorization", header)]).await;
        assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (401, "invalid_client"), "{header}");
    }
    assert_eq!(t.post("/token", &[GRANT], &[]).await.refusal(), "invalid_client");
}

on_both_engines!(client_secret_jwt_works_with_every_hmac, |t| {
    let method =
        |alg: &str| json!({"token_endpoint_auth_method": "client_secret_jwt", "token_endpoint_auth_signing_alg": alg});
    for alg in ["HS256", "HS384", "HS512"] {
        t.client(alg, method(alg)).await;
        present(&t, &hmac_jwt(alg, SECRET, &assertion(&t, alg, "1"))).await.ok();
        assert_eq!(present(&t, &hmac_jwt(alg, "another", &assertion(&t, alg, "2"))).await.refusal(), "invalid_client");
    }
    // The algorithm is the registered one (RFC 8725 §3.1).
    let other = hmac_jwt("HS256", SECRET, &assertion(&t, "HS512", "3"));
    assert_eq!(present(&t, &other).await.refusal(), "invalid_client");
});

on_both_engines!(private_key_jwt_works_with_registered_keys, |t| {
    let key = ClientKey::new("one");
    t.client("pkj", json!({"token_endpoint_auth_method": "private_key_jwt", "jwks": {"keys": [key.jwk()]}})).await;
    present(&t, &key.sign(&assertion(&t, "pkj", "1"))).await.ok();
    let stranger = ClientKey::new("one");
    assert_eq!(present(&t, &stranger.sign(&assertion(&t, "pkj", "2"))).await.refusal(), "invalid_client");
    // RFC 8725 §3.11
    for typ in ["JWT", "jwt", "client-authentication+jwt", "application/client-authentication+jwt"] {
        present(&t, &key.sign_as(typ, &assertion(&t, "pkj", typ))).await.ok();
    }
    for typ in ["at+jwt", "logout+jwt", "oauth-authz-req+jwt", "dpop+jwt"] {
        let answer = present(&t, &key.sign_as(typ, &assertion(&t, "pkj", typ))).await;
        assert_eq!(answer.refusal(), "invalid_client", "{typ}");
    }
    // It may name the issuer, the token endpoint, or both, and nobody else: they could present it here.
    for (jti, typ, aud) in [
        ("5", "JWT", json!([t.issuer, "https://other.example"])),
        // RFC 7523bis §4
        ("6", "client-authentication+jwt", json!(t.url("/token"))),
        ("7", "client-authentication+jwt", json!([t.issuer, t.url("/token")])),
    ] {
        let mut claims = assertion(&t, "pkj", jti);
        claims["aud"] = aud;
        let answer = present(&t, &key.sign_as(typ, &claims)).await;
        assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (401, "invalid_client"), "{claims}");
        assert!(answer.description().contains("and nothing else"), "{}", answer.description());
    }
    for (jti, aud) in [("3", json!(t.url("/token"))), ("4", json!([t.issuer, t.url("/token")]))] {
        let mut claims = assertion(&t, "pkj", jti);
        claims["aud"] = aud;
        present(&t, &key.sign(&claims)).await.ok();
    }
});

// RFC 7523 §3
#[tokio::test]
async fn an_assertion_must_be_about_this_client_this_server_and_now() {
    let t = TestApp::sqlite().await;
    let key = ClientKey::new("one");
    let jwks = json!({"keys": [key.jwk()]});
    t.client("pkj", json!({"token_endpoint_auth_method": "private_key_jwt", "jwks": jwks})).await;
    t.client("other", json!({"token_endpoint_auth_method": "private_key_jwt", "jwks": jwks})).await;
    let now = t.now();
    for (name, value) in [
        ("iss", json!("other")),
        ("iss", Value::Null),
        ("sub", json!("nobody")),
        ("sub", Value::Null),
        ("aud", json!("https://other.example")),
        ("aud", Value::Null),
        ("exp", json!(now)),
        ("exp", json!(now - 300)),
        ("exp", json!(now + 90_000)),
        ("exp", Value::Null),
        ("nbf", json!(now + 61)),
        ("iat", json!(now + 3600)),
        ("jti", Value::Null),
        ("jti", json!("")),
    ] {
        let mut claims = assertion(&t, "pkj", "x");
        claims[name] = value.clone();
        if value.is_null() {
            claims.as_object_mut().unwrap().remove(name);
        }
        let answer = present(&t, &key.sign(&claims)).await;
        assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (401, "invalid_client"), "{name} {value}");
    }
    let mut claims = assertion(&t, "pkj", "y");
    claims["nbf"] = json!(now + 8);
    present(&t, &key.sign(&claims)).await.ok();
    // RFC 7521 §4.2
    let form = [GRANT, TYPE, ("client_assertion", &key.sign(&assertion(&t, "pkj", "z"))), ("client_id", "other")];
    assert_eq!(t.post("/token", &form, &[]).await.refusal(), "invalid_client");
    for broken in ["x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJwa2oifQ."] {
        assert_eq!(present(&t, broken).await.refusal(), "invalid_client", "{broken}");
    }
}

// RFC 7523 §3 (7)
on_both_engines!(an_assertion_is_good_once, |t| {
    let key = ClientKey::new("one");
    let metadata = json!({"token_endpoint_auth_method": "private_key_jwt", "jwks": {"keys": [key.jwk()]}});
    t.client("a", metadata.clone()).await;
    t.client("b", metadata).await;
    let jwt = key.sign(&assertion(&t, "a", "same"));
    present(&t, &jwt).await.ok();
    let replayed = present(&t, &jwt).await;
    assert_eq!(replayed.refusal(), "invalid_client");
    assert!(replayed.description().contains("jti"));
    // A fresh signature does not make the jti fresh; another client's jti is its own.
    assert_eq!(present(&t, &key.sign(&assertion(&t, "a", "same"))).await.refusal(), "invalid_client");
    present(&t, &key.sign(&assertion(&t, "b", "same"))).await.ok();
});

async fn by_reference(allowed: bool) -> (TestApp, Loopback, ClientKey) {
    let key = ClientKey::new("one");
    let server = Loopback::serving(json!({"keys": [key.jwk()]})).await;
    let t = TestApp::start(Engine::sqlite(), |config| {
        if allowed {
            config.outbound.allow_private = vec![PrivateTarget::Net("127.0.0.1/32".parse().unwrap())];
        }
    })
    .await;
    (t, server, key)
}

#[tokio::test]
async fn private_key_jwt_works_with_a_jwks_uri_and_follows_a_rotation() {
    let (t, server, key) = Box::pin(by_reference(true)).await;
    let uri = server.url("/jwks");
    t.client("pkj", json!({"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": uri})).await;
    present(&t, &key.sign(&assertion(&t, "pkj", "1"))).await.ok();
    present(&t, &key.sign(&assertion(&t, "pkj", "2"))).await.ok();
    assert_eq!(server.hits(), 1);
    // A key that is not known yet is looked for, but not more often than jwks_min_refetch.
    let next = ClientKey::new("two");
    server.replace(&json!({"keys": [key.jwk(), next.jwk()]}));
    assert_eq!(present(&t, &next.sign(&assertion(&t, "pkj", "3"))).await.refusal(), "invalid_client");
    t.clock.advance(10);
    present(&t, &next.sign(&assertion(&t, "pkj", "4"))).await.ok();
    assert_eq!(server.hits(), 2);
}

// RFC 7517 §4.5: kid is optional, so nothing in the token tells that the key was replaced.
#[tokio::test]
async fn a_key_that_was_replaced_without_a_new_name_is_looked_for() {
    let (t, server, _) = Box::pin(by_reference(true)).await;
    let uri = server.url("/jwks");
    t.client("pkj", json!({"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": uri})).await;
    let [old, new] = [ClientKey::new("same"), ClientKey::new("same")];
    server.replace(&json!({"keys": [old.jwk()]}));
    present(&t, &old.sign(&assertion(&t, "pkj", "1"))).await.ok();
    server.replace(&json!({"keys": [new.jwk()]}));
    // Not more often than jwks_min_refetch: anybody can send a signature that does not fit.
    assert_eq!(present(&t, &new.sign(&assertion(&t, "pkj", "2"))).await.refusal(), "invalid_client");
    t.clock.advance(10);
    present(&t, &new.sign(&assertion(&t, "pkj", "3"))).await.ok();
    assert_eq!(present(&t, &old.sign(&assertion(&t, "pkj", "4"))).await.refusal(), "invalid_client");
    assert_eq!(server.hits(), 2);
}

#[tokio::test]
async fn a_jwks_uri_in_our_own_network_is_not_fetched() {
    let (t, server, key) = Box::pin(by_reference(false)).await;
    let uri = server.url("/jwks");
    t.client("pkj", json!({"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": uri})).await;
    let answer = present(&t, &key.sign(&assertion(&t, "pkj", "1"))).await;
    assert_eq!(answer.refusal(), "invalid_client");
    assert_eq!(server.hits(), 0);
    assert!(!answer.body.contains("127.0.0.1"));
}

// RFC 9700 §4.8, RFC 8725 §3.1: a public key is no shared secret.
#[tokio::test]
async fn a_public_key_does_not_pass_for_a_shared_secret() {
    let t = TestApp::sqlite().await;
    let key = ClientKey::new("one");
    let jwks = json!({"keys": [key.jwk()]});
    t.client("pkj", json!({"token_endpoint_auth_method": "private_key_jwt", "jwks": jwks})).await;
    for secret in [key.jwk()["x"].as_str().unwrap().to_owned(), key.jwk().to_string(), SECRET.to_owned()] {
        let jwt = hmac_jwt("HS256", &secret, &assertion(&t, "pkj", "1"));
        assert_eq!(present(&t, &jwt).await.refusal(), "invalid_client");
    }
}

// RFC 6749 §2.3.1: form-encoded inside Basic.
#[tokio::test]
async fn identifiers_with_unusual_characters_survive_http_basic() {
    let t = TestApp::sqlite().await;
    let client = t.client("urn:example:app+1%/x", json!({})).await;
    client.token(&[GRANT]).await.ok();
}

on_both_engines!(a_secret_that_was_replaced_ends_at_once, |t| {
    let client = t.client("web", json!({})).await;
    client.token(&[GRANT]).await.ok();
    let fresh = client.rotate_secret().await;
    assert_eq!(client.token(&[GRANT]).await.refusal(), "invalid_client");
    t.post("/token", &[GRANT], &[("authorization", &basic("web", &fresh))]).await.ok();
});
