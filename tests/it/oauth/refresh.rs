//! Refresh tokens (RFC 6749 §6, RFC 9700 §4.14, OIDC Core §11 and §12).

use serde_json::json;
use signet::{base::time::Seconds, domain::installation::maintenance};

use crate::support::{TestApp, TestClient, Tokens, claims_of, on_both_engines};

on_both_engines!(a_refresh_token_rotates_and_the_new_one_goes_on, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let first = client.tokens(&mut t.browser_of("ada").await, "openid email offline_access").await;
    let mut last = first.clone();
    for _ in 0..3 {
        t.clock.advance(1000);
        let next = client.refreshed(last.refresh()).await;
        assert_ne!((next.refresh(), next.access()), (last.refresh(), last.access()));
        assert_eq!(next.scope(), "openid email offline_access");
        client.userinfo(next.access()).await.ok();
        last = next;
    }
    // OIDC Core §12.2: same sub, iss and aud, the original auth_time, no nonce.
    let (before, after) = (claims_of(first.id()).1, claims_of(last.id()).1);
    for name in ["iss", "sub", "aud", "auth_time", "sid", "acr", "amr"] {
        assert_eq!(before[name], after[name], "{name}");
    }
    assert_eq!((after.get("nonce"), &after["iat"]), (None, &json!(t.now())));
});

// The grace: a lost answer or a second tab is no theft.
on_both_engines!(within_the_grace_the_same_successor_comes_with_fresh_tokens, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let first = client.tokens(&mut t.browser_of("ada").await, "openid offline_access").await;
    let second = client.refreshed(first.refresh()).await;
    t.clock.advance(30);
    let again = client.refreshed(first.refresh()).await;
    assert_eq!(again.refresh(), second.refresh());
    assert_ne!(again.access(), second.access());
    assert_eq!(claims_of(again.id()).1["iat"], json!(t.now()));
    // Both access tokens work, and so does the successor.
    client.userinfo(second.access()).await.ok();
    client.userinfo(again.access()).await.ok();
    client.refresh(second.refresh()).await.ok();
});

// RFC 9700 §4.14.2
on_both_engines!(reuse_after_the_grace_revokes_the_family_and_the_grant, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let other = client.tokens(&mut browser, "openid offline_access").await;
    let first = client.tokens(&mut browser, "openid offline_access").await;
    let second = client.refreshed(first.refresh()).await;
    t.clock.advance(31);
    let reused = client.refresh(first.refresh()).await;
    assert_eq!(reused.refusal(), "invalid_grant");
    assert!(reused.description().contains("RFC 9700 section 4.14.2"));
    assert_eq!(client.refresh(second.refresh()).await.refusal(), "invalid_grant");
    assert_eq!(client.userinfo(second.access()).await.status, 401);
    // The other approval is another matter.
    client.refresh(other.refresh()).await.ok();
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'refresh_token.reused'").await, 1);
});

// A tab that is slower than two refreshes of its neighbors gets nothing, and takes nothing from them.
on_both_engines!(a_late_tab_two_steps_back_is_refused_and_the_family_lives, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let first = client.tokens(&mut t.browser_of("ada").await, "openid offline_access").await;
    let second = client.refreshed(first.refresh()).await;
    t.clock.advance(20);
    let third = client.refreshed(second.refresh()).await;
    t.clock.advance(10);
    let late = client.refresh(first.refresh()).await;
    assert_eq!(late.refusal(), "invalid_grant");
    assert_eq!(
        late.description(),
        "the refresh token was replaced a moment ago; use the newest one (RFC 6749 section 6)"
    );
    client.userinfo(third.access()).await.ok();
    // The second is still within its own grace.
    assert_eq!(client.refreshed(second.refresh()).await.refresh(), third.refresh());
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'refresh_token.reused'").await, 0);
    // Its own grace, not that of the token that followed it.
    t.clock.advance(1);
    let reused = client.refresh(first.refresh()).await;
    assert!(reused.description().contains("its family has been revoked"), "{}", reused.description());
    assert_eq!(client.refresh(third.refresh()).await.refusal(), "invalid_grant");
});

// RFC 9700 §4.14.2
on_both_engines!(a_token_three_steps_back_is_reuse_even_at_once, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let first = client.tokens(&mut t.browser_of("ada").await, "openid offline_access").await;
    let second = client.refreshed(first.refresh()).await;
    let third = client.refreshed(second.refresh()).await;
    let fourth = client.refreshed(third.refresh()).await;
    let reused = client.refresh(first.refresh()).await;
    assert!(reused.description().contains("its family has been revoked"), "{}", reused.description());
    assert_eq!(client.refresh(fourth.refresh()).await.refusal(), "invalid_grant");
});

on_both_engines!(
    without_a_grace_the_second_use_is_reuse_at_once,
    |config| {
        config.tokens.refresh_grace = Seconds(0);
    },
    |t| {
        t.person("ada").await;
        let client = t.first_party("web", json!({})).await;
        let first = client.tokens(&mut t.browser_of("ada").await, "openid offline_access").await;
        let second = client.refreshed(first.refresh()).await;
        assert_eq!(client.refresh(first.refresh()).await.refusal(), "invalid_grant");
        assert_eq!(client.refresh(second.refresh()).await.refusal(), "invalid_grant");
    }
);

on_both_engines!(rotation_can_be_off_for_a_client, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({"rotate_refresh_tokens": false})).await;
    let first = client.tokens(&mut t.browser_of("ada").await, "openid offline_access").await;
    for _ in 0..3 {
        t.clock.advance(1000);
        assert_eq!(client.refreshed(first.refresh()).await.refresh(), first.refresh());
    }
});

// OIDC Core §11: offline access is there when the person is not.
on_both_engines!(offline_access_survives_the_sign_out_and_online_access_does_not, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let online = client.tokens(&mut browser, "openid").await;
    let offline = client.tokens(&mut browser, "openid offline_access").await;
    client.refresh(online.refresh()).await.ok();
    let page = browser.get(&t.url("/logout")).await;
    browser.press(&page, "logout-confirm").await;
    t.clock.advance(100);
    assert_eq!(client.refresh(online.refresh()).await.refusal(), "invalid_grant");
    assert_eq!(client.userinfo(online.access()).await.status, 401);
    client.refresh(offline.refresh()).await.ok();
    client.userinfo(offline.access()).await.ok();
});

/// Refreshes each hour until the session of somebody who is not remembered has run out, a day after the sign-in.
async fn past_the_session(t: &TestApp, client: &TestClient<'_>) -> Tokens {
    let mut tokens = client.tokens(&mut t.browser_of("ada").await, "openid").await;
    for _ in 0..23 {
        t.clock.advance(3600);
        tokens = client.refreshed(tokens.refresh()).await;
    }
    t.clock.advance(3600);
    tokens
}

on_both_engines!(
    a_session_that_runs_out_leaves_refresh_tokens_alone,
    |config| {
        config.tokens.refresh_lifetime = Seconds::days(60);
    },
    |t| {
        t.person("ada").await;
        let client = t.first_party("web", json!({})).await;
        let mut tokens = past_the_session(&t, &client).await;
        assert_eq!(client.introspect(tokens.refresh()).await["active"], json!(true));
        // Not even when it is forgotten.
        for _ in 0..6 {
            tokens = client.refreshed(tokens.refresh()).await;
            t.clock.advance(6 * 86_400);
        }
        tokens = client.refreshed(tokens.refresh()).await;
        while maintenance::purge(&t.cx()).await.unwrap() {}
        assert_eq!(t.count("SELECT COUNT(*) FROM sessions").await, 0);
        tokens = client.refreshed(tokens.refresh()).await;
        // Whoever signs out everywhere ends it all the same.
        let mut browser = t.browser_of("ada").await;
        let page = browser.get(&t.url("/account")).await;
        browser.press(&page, "sign-out-everywhere").await;
        assert_eq!(client.refresh(tokens.refresh()).await.refusal(), "invalid_grant");
    }
);

on_both_engines!(a_client_may_want_refresh_tokens_to_end_with_the_session, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({"refresh_tokens": "with_session"})).await;
    let offline = client.tokens(&mut t.browser_of("ada").await, "openid offline_access").await;
    let tokens = past_the_session(&t, &client).await;
    assert_eq!(client.introspect(tokens.refresh()).await, json!({"active": false}));
    let ended = client.refresh(tokens.refresh()).await;
    assert_eq!(ended.refusal(), "invalid_grant");
    assert_eq!(ended.description(), "the session that this refresh token belongs to has ended (OIDC Core section 11)");
    client.refresh(offline.refresh()).await.ok();
});

on_both_engines!(an_unused_refresh_token_ends_and_none_outlives_its_family, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let idle = client.tokens(&mut browser, "openid offline_access").await;
    let mut used = client.tokens(&mut browser, "openid offline_access").await;
    t.clock.advance(7 * 86_400 - 1);
    used = client.refreshed(used.refresh()).await;
    t.clock.advance(1);
    assert_eq!(client.refresh(idle.refresh()).await.refusal(), "invalid_grant");
    for _ in 0..4 {
        t.clock.advance(5 * 86_400);
        used = client.refreshed(used.refresh()).await;
    }
    t.clock.advance(3 * 86_400);
    assert_eq!(client.refresh(used.refresh()).await.refusal(), "invalid_grant");
});

// RFC 6749 §6: bound to the client it was issued to.
on_both_engines!(a_refresh_token_of_another_client_is_unknown_and_unharmed, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let stranger = t.client("stranger", json!({})).await;
    let tokens = client.tokens(&mut t.browser_of("ada").await, "openid offline_access").await;
    assert_eq!(stranger.refresh(tokens.refresh()).await.refusal(), "invalid_grant");
    client.refresh(tokens.refresh()).await.ok();
});

// RFC 6749 §6: the scope may be narrowed, never widened; the refresh token keeps the original.
on_both_engines!(scope_can_be_narrowed_and_not_widened, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let tokens = client.tokens(&mut t.browser_of("ada").await, "openid email phone offline_access").await;
    let ask = async |token: &str, scope: &str| {
        client.token(&[("grant_type", "refresh_token"), ("refresh_token", token), ("scope", scope)]).await
    };
    assert_eq!(ask(tokens.refresh(), "openid profile").await.refusal(), "invalid_scope");
    let narrow = Tokens(ask(tokens.refresh(), "openid email").await.ok().json());
    assert_eq!(narrow.scope(), "openid email");
    let info = client.userinfo(narrow.access()).await.ok().json();
    assert!(info.get("email").is_some() && info.get("phone_number").is_none());
    let wide = client.refreshed(narrow.refresh()).await;
    assert_eq!(wide.scope(), "openid email phone offline_access");
});

#[tokio::test]
async fn what_is_no_refresh_token_of_ours_is_unknown() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let tokens = client.tokens(&mut t.browser_of("ada").await, "openid offline_access").await;
    let (head, mac) = tokens.refresh().rsplit_once('.').unwrap();
    let (family, _) = head.split_once('.').unwrap();
    for forged in [
        "x".to_owned(),
        format!("{family}.1.{mac}"),
        format!("{family}.-1.{mac}"),
        format!("{family}.0.{}", "A".repeat(43)),
        format!("{}.0.{mac}", family.replace('0', "1")),
        format!("{family}.99999999999999999999.{mac}"),
        tokens.access().to_owned(),
    ] {
        assert_eq!(client.refresh(&forged).await.refusal(), "invalid_grant", "{forged}");
    }
    client.refresh(tokens.refresh()).await.ok();
}

#[tokio::test]
async fn there_is_no_refresh_token_without_the_grant_type() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.first_party("web", json!({"grant_types": ["authorization_code"]})).await;
    let tokens = client.tokens(&mut t.browser_of("ada").await, "openid offline_access").await;
    assert_eq!((tokens.0.get("refresh_token"), tokens.scope()), (None, "openid"));
}

async fn two_tabs(t: TestApp) {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let first = client.tokens(&mut t.browser_of("ada").await, "openid offline_access").await;
    let refresh = || client.refreshed(first.refresh());
    let all = tokio::join!(refresh(), refresh(), refresh(), refresh());
    for other in [&all.1, &all.2, &all.3] {
        assert_eq!(all.0.refresh(), other.refresh());
        client.userinfo(other.access()).await.ok();
    }
    client.refresh(all.0.refresh()).await.ok();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_refreshes_get_the_same_successor_on_sqlite() {
    two_tabs(TestApp::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_refreshes_get_the_same_successor_on_postgres() {
    let Some(engine) = crate::support::Engine::postgres() else { return };
    two_tabs(TestApp::start(engine, |_| {}).await).await;
}
