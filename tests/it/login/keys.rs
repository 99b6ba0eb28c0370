//! Keys change while people are signed in (OIDC Core §10.1.1).

use serde_json::{Value, json};
use signet::{
    domain::registry::keys,
    protocol::jose::{alg::SigAlg, key_ring::KeyKind},
};

use crate::support::{TestApp, claims_of, on_both_engines, signed_by, verified};

const RS256: KeyKind = KeyKind::Signing(SigAlg::RS256);

async fn kids(t: &TestApp) -> Vec<String> {
    let set = t.get("/jwks").await.json();
    let keys = set["keys"].as_array().unwrap().iter();
    keys.filter(|key| key["alg"] == "RS256").map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

fn kid(jwt: &str) -> Value {
    claims_of(jwt).0["kid"].clone()
}

on_both_engines!(a_rotation_keeps_old_tokens_and_hints_good, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({"post_logout_redirect_uris": ["https://rp.example/bye"]})).await;
    let mut browser = t.browser_of("ada").await;
    let before = client.tokens(&mut browser, "openid offline_access").await;
    keys::rotate(&t.cx(), &[RS256, KeyKind::Signing(SigAlg::ES256)], true).await.unwrap();
    let after = client.refreshed(before.refresh()).await;
    assert_ne!((kid(before.id()), kid(before.access())), (kid(after.id()), kid(after.access())));
    // Both keys are published, and both tokens verify and are believed.
    let set = t.get("/jwks").await.json();
    signed_by(before.access(), &set);
    signed_by(after.access(), &set);
    assert_eq!(kids(&t).await.len(), 2);
    client.userinfo(before.access()).await.ok();
    client.authorize(&mut browser, &[("prompt", "none"), ("id_token_hint", before.id())]).await.code();
    // The old key leaves the set, and its ID tokens are still good hints.
    t.clock.advance(7 * 86_400 - 1);
    keys::tick(&t.cx()).await.unwrap();
    assert_eq!(kids(&t).await.len(), 2);
    t.clock.advance(1);
    keys::tick(&t.cx()).await.unwrap();
    assert_eq!(json!(kids(&t).await), json!([kid(after.id())]));
    let page = browser
        .get(&t.url(&format!(
            "/logout?id_token_hint={}&post_logout_redirect_uri=https%3A%2F%2Frp.example%2Fbye",
            before.id()
        )))
        .await;
    assert_eq!(page.left().as_str(), "https://rp.example/bye");
});

on_both_engines!(a_new_key_is_published_a_day_before_it_signs, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let old = kid(client.tokens(&mut browser, "openid").await.id());
    keys::rotate(&t.cx(), &[RS256], false).await.unwrap();
    assert_eq!(kids(&t).await.len(), 2);
    assert_eq!(kid(client.tokens(&mut browser, "openid").await.id()), old);
    t.clock.advance(86_400);
    keys::tick(&t.cx()).await.unwrap();
    let mut browser = t.browser_of("ada").await;
    let fresh = client.tokens(&mut browser, "openid").await;
    assert_ne!(kid(fresh.id()), old);
    verified(fresh.id(), &t.get("/jwks").await.json());
});

on_both_engines!(what_a_revoked_key_signed_is_believed_no_more, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let before = client.tokens(&mut browser, "openid offline_access").await;
    for stolen in [kid(before.access()), kid(before.id())] {
        keys::revoke(&t.cx(), stolen.as_str().unwrap()).await.unwrap();
        let set = t.get("/jwks").await.json();
        assert!(set["keys"].as_array().unwrap().iter().all(|key| key["kid"] != stolen));
    }
    assert_eq!(client.userinfo(before.access()).await.status, 401);
    let page = client.authorize(&mut browser, &[("id_token_hint", before.id())]).await;
    assert_eq!(page.error(), "invalid_request");
    // Nobody was signed out, and the successor signs.
    let after = client.refreshed(before.refresh()).await;
    client.userinfo(after.access()).await.ok();
});

on_both_engines!(keys_change_by_themselves_and_never_fail_a_request, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({"rotate_refresh_tokens": false})).await;
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..10 {
        let mut browser = t.browser_of("ada").await;
        let tokens = client.tokens(&mut browser, "openid").await;
        verified(tokens.id(), &t.get("/jwks").await.json());
        seen.insert(kid(tokens.id()).to_string());
        t.clock.advance(30 * 86_400);
        // The job looks once a minute; here the whole month passed between two looks.
        while keys::tick(&t.cx()).await.unwrap() {}
    }
    assert!((3..=5).contains(&seen.len()), "{seen:?}");
});
