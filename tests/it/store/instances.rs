//! Several instances on one database: what one changes, the others follow.

use serde_json::json;
use signet::{
    domain::{keys, maintenance},
    protocol::{jose::alg::SigAlg, resource::TokenFormat},
};

use crate::support::{SECRET, basic, claims_of, on_both_engines};

const GRANT: (&str, &str) = ("grant_type", "client_credentials");

on_both_engines!(a_client_that_another_instance_changes_is_followed, |t| {
    let other = t.another_instance().await;
    // Asked for before it exists: the miss is cached, too.
    let header = basic("web", SECRET);
    assert_eq!(t.post("/token", &[GRANT], &[("authorization", &header)]).await.refusal(), "invalid_client");
    let theirs = other.client("web", json!({})).await;
    maintenance::follow_changes(&t.app).await.unwrap();
    t.post("/token", &[GRANT], &[("authorization", &header)]).await.ok();
    let secret = theirs.rotate_secret().await;
    maintenance::follow_changes(&t.app).await.unwrap();
    assert_eq!(t.post("/token", &[GRANT], &[("authorization", &header)]).await.refusal(), "invalid_client");
    let header = basic("web", &secret);
    t.post("/token", &[GRANT], &[("authorization", &header)]).await.ok();
    theirs.set_disabled(true).await;
    maintenance::follow_changes(&t.app).await.unwrap();
    assert_eq!(t.post("/token", &[GRANT], &[("authorization", &header)]).await.refusal(), "invalid_client");
});

on_both_engines!(a_resource_server_that_another_instance_makes_is_followed, |t| {
    let machine = t.client("machine", json!({})).await;
    let ask = [GRANT, ("resource", "https://api.example/")];
    assert_eq!(machine.token(&ask).await.refusal(), "invalid_target");
    let other = t.another_instance().await;
    other.resource_server("https://api.example/", TokenFormat::Opaque, &[], None).await;
    maintenance::follow_changes(&t.app).await.unwrap();
    machine.token(&ask).await.ok();
});

on_both_engines!(a_key_that_another_instance_rotates_is_followed, |t| {
    let machine = t.client("machine", json!({})).await;
    let other = t.another_instance().await;
    let token = async || machine.token(&[GRANT]).await.ok().json()["access_token"].as_str().unwrap().to_owned();
    let before = token().await;
    keys::rotate(&other.app, &[SigAlg::RS256], true, "cli").await.unwrap();
    maintenance::follow_changes(&t.app).await.unwrap();
    let after = token().await;
    assert_ne!(claims_of(&before).0["kid"], claims_of(&after).0["kid"]);
    assert_eq!(t.get("/jwks").await.json(), other.get("/jwks").await.json());
    // Each believes what the other signed.
    assert_eq!(machine.at(&other).introspect(&after).await["active"], json!(true));
    // Nothing changed since: nothing is read again.
    maintenance::follow_changes(&t.app).await.unwrap();
});

// Two instances that start at once agree on one issuer, one master key and one set of keys.
on_both_engines!(a_code_from_one_instance_is_redeemed_at_another, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let other = t.another_instance().await;
    let code = client.code(&mut t.browser_of("ada").await, &[("scope", "openid offline_access")]).await;
    let there = client.at(&other);
    let tokens = crate::support::Tokens(there.redeem(&code).await.ok().json());
    client.userinfo(tokens.access()).await.ok();
    let next = client.refreshed(tokens.refresh()).await;
    there.refresh(next.refresh()).await.ok();
    assert_eq!(client.redeem(&code).await.refusal(), "invalid_grant");
    assert_eq!(there.userinfo(next.access()).await.status, 401);
});
