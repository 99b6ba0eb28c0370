//! State is bounded: what has ended goes.

use serde_json::json;
use signet::{
    domain::{
        installation::{demo, maintenance, setup},
        registry::keys,
    },
    protocol::resource::TokenFormat,
};

use crate::support::{ClientKey, PASSWORD, TestApp, on_both_engines};

/// Tables that hold what somebody keeps on purpose, each with what it grows by.
const KEPT: &[(&str, &str)] = &[
    ("attributes", "declared by an operator"),
    ("cache_versions", "a row for each kind of thing that is cached"),
    ("clients", "registered by an operator"),
    ("client_origins", "of a client"),
    ("consents", "one for each person and client, until either goes or takes it back"),
    ("credentials", "of a person"),
    ("issuers", "one"),
    ("memberships", "of a person"),
    ("schema_migrations", "a row for each migration"),
    ("organizations", "made by an operator"),
    ("resource_servers", "registered by an operator"),
    ("settings", "a handful"),
    ("signing_keys", "those of today"),
    ("user_attributes", "of a person"),
    ("users", "people"),
];

async fn purge_everything(t: &TestApp) {
    while maintenance::purge(&t.cx()).await.unwrap() {}
}

async fn left(t: &TestApp) -> Vec<(String, i64)> {
    let mut left = Vec::new();
    for table in t.engine().tables().await {
        let count = t.count(&format!("SELECT COUNT(*) FROM {table}")).await;
        if count > 0 && !KEPT.iter().any(|(kept, _)| *kept == table) {
            left.push((table, count));
        }
    }
    left
}

/// Everything that leaves a trace, once.
async fn live_a_little(t: &TestApp) {
    let ada = t.person("ada").await;
    t.organization("north", "Northwind", &ada).await;
    t.resource_server("https://files.example/", TokenFormat::Opaque, &["list"], None).await;
    let key = ClientKey::new("one");
    let jwks = json!({"keys": [key.jwk()]});
    t.client("pkj", json!({"token_endpoint_auth_method": "private_key_jwt", "jwks": jwks})).await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    browser.sign_in(&page, "ada", "wrong").await;
    browser.sign_in(&page, "bob", "wrong").await;
    browser.sign_in(&page, "ada", PASSWORD).await;
    browser.sign_in(&page, "bob", "wrong").await;
    // Somebody to tell of the sign-out, who does not listen.
    let bell = json!({"backchannel_logout_uri": "http://127.0.0.1:9/logout"});
    t.first_party("bell", bell).await.tokens(&mut browser, "openid").await;
    // A code never redeemed, one redeemed, one reused.
    client.code(&mut browser, &[]).await;
    let tokens = client.tokens(&mut browser, "openid offline_access").await;
    let code = client.code(&mut browser, &[("scope", "openid list"), ("resource", "https://files.example/")]).await;
    let opaque = crate::support::Tokens(client.redeem(&code).await.ok().json());
    let code = client.code(&mut browser, &[]).await;
    client.redeem(&code).await.ok();
    client.redeem(&code).await;
    let next = client.refreshed(tokens.refresh()).await;
    client.revoke(next.access()).await.ok();
    client.revoke(opaque.access()).await.ok();
    let now = t.now();
    let claims = json!({"iss": "pkj", "sub": "pkj", "aud": t.issuer, "exp": now + 60, "jti": "1"});
    let form = [
        ("grant_type", "client_credentials"),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_assertion", &key.sign(&claims)),
    ];
    t.post("/token", &form, &[]).await.ok();
    // Interactions given up, and links never used.
    client.authorize(&mut t.browser(), &[]).await;
    setup::link(&t.cx()).await.unwrap();
    demo::prepare(&t.cx()).await.unwrap();
    let page = browser.get(&t.url("/logout")).await;
    browser.press(&page, "logout-confirm").await;
    t.disable("ada").await;
    maintenance::write_audit_rest(&t.cx()).await.unwrap();
}

on_both_engines!(nothing_is_left_behind_once_everything_has_expired, |t| {
    Box::pin(live_a_little(&t)).await;
    let full: Vec<String> = left(&t).await.into_iter().map(|(table, _)| table).collect();
    assert_eq!(
        full,
        [
            "audit_events",
            "browsers",
            "codes",
            "grants",
            "interactions",
            "limits",
            "one_time_tokens",
            "outbox",
            "outbox_deliveries",
            "outcomes",
            "refresh_families",
            "replay",
            "revoked_tokens",
            "session_clients",
            "sessions",
            "tokens",
        ]
    );
    let tables = t.engine().tables().await;
    for (kept, law) in KEPT {
        assert!(tables.iter().any(|table| table == kept), "there is no table {kept} ({law})");
    }
    t.clock.advance(500 * 86_400);
    purge_everything(&t).await;
    assert_eq!(left(&t).await, []);
    // What is kept was kept.
    assert_eq!(t.count("SELECT COUNT(*) FROM consents").await, 1);
});

on_both_engines!(nothing_that_is_still_good_is_purged, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let tokens = client.tokens(&mut browser, "openid offline_access").await;
    let code = client.code(&mut browser, &[]).await;
    t.clock.advance(59);
    purge_everything(&t).await;
    client.redeem(&code).await.ok();
    client.userinfo(tokens.access()).await.ok();
    // A spent code is remembered for a day, so that its second use is recognized.
    t.clock.advance(3600);
    purge_everything(&t).await;
    assert!(client.redeem(&code).await.description().contains("already used"));
    t.clock.advance(6 * 86_400);
    purge_everything(&t).await;
    let tokens = client.refreshed(tokens.refresh()).await;
    t.clock.advance(100);
    purge_everything(&t).await;
    client.userinfo(tokens.access()).await.ok();
});

// A revoked access token stays revoked for as long as it would have lived.
on_both_engines!(a_revocation_is_not_forgotten_before_the_token_has_expired, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let tokens = client.tokens(&mut t.browser_of("ada").await, "openid").await;
    client.revoke(tokens.access()).await.ok();
    t.clock.advance(899);
    purge_everything(&t).await;
    assert_eq!(client.userinfo(tokens.access()).await.status, 401);
});

// ARCHITECTURE §7: a JWT access token costs no row.
on_both_engines!(machine_tokens_cost_no_row, |t| {
    let machine = t.client("machine", json!({})).await;
    for _ in 0..20 {
        machine.token(&[("grant_type", "client_credentials")]).await.ok();
    }
    assert_eq!(left(&t).await.iter().filter(|(table, _)| table != "audit_events").count(), 0);
});

on_both_engines!(old_signing_keys_go_when_nothing_they_signed_is_good, |t| {
    let first = t.count("SELECT COUNT(*) FROM signing_keys").await;
    for _ in 0..24 {
        t.clock.advance(30 * 86_400);
        while keys::tick(&t.cx()).await.unwrap() {}
        purge_everything(&t).await;
    }
    let now = t.count("SELECT COUNT(*) FROM signing_keys").await;
    assert!(now <= first * 3, "{now} keys");
});
