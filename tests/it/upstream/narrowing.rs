//! An app gets no more of an upstream than its person let it have: a narrower token, or none (RFC 6749 §6).

use std::{sync::Arc, time::Duration};

use serde_json::{Value, json};
use signet::domain::kernel::{Feature, features};
use tokio::sync::Notify;

use super::{
    exchange::{agreed, app, exchange, person, released},
    *,
};
use crate::support::{Instead, on_both_engines};

/// What asks for the scope `calendar` alone.
const CALENDAR: &str = "openid upstream:up:calendar";
/// Why an app that may have less than what is kept gets nothing.
const TOO_WIDE: &str = "what is kept of this person is good for more than they let this client have, and the upstream \
                        makes no narrower token (RFC 8693 section 2.2.2)";

/// A token for that alone, and another refresh token.
const NARROW: &str =
    r#"{"access_token": "at-narrow", "token_type": "Bearer", "expires_in": 600, "refresh_token": "rt-2"}"#;

/// A provider of which `openid calendar` is kept of ada, and the feature on.
async fn keeping(t: &TestApp, narrows: bool) -> StubUpstream {
    features::switch(&t.cx(), Feature::TokenExchange, true).await.unwrap();
    let narrows = narrows.to_string();
    let up = provider(t, &[("keeps_tokens", "true"), ("narrows_tokens", narrows.as_str())]).await;
    person(t, "ada", 3600).await;
    up
}

/// Demands that an app that may have everything gets what is kept, as it is.
async fn demand_kept(t: &TestApp) {
    let whole = app(t, "whole", &["up"]).await;
    let token = agreed(t, &whole, "ada", "openid upstream:up").await;
    let answer = exchange(&whole, &token, &[]).await.ok().json();
    assert_eq!((&answer["access_token"], &answer["scope"]), (&json!("at-1"), &json!("openid calendar")));
}

on_both_engines!(an_app_that_may_have_one_scope_gets_a_token_for_that_alone, |config| { loopback(config) }, |t| {
    let up = keeping(&t, true).await;
    let client = app(&t, "app", &["up:calendar", "up:mail"]).await;
    let mut browser = t.browser_of("ada").await;
    // All of it, and what the operator did not name, is not asked for.
    let page =
        client.authorize(&mut browser, &[("scope", "openid upstream:up upstream:up:calendar upstream:up:x")]).await;
    for (said, is_asked) in
        [("Use “calendar” of your account at Up", true), ("Use your account at Up", false), ("“x”", false)]
    {
        assert_eq!(page.text().contains(said), is_asked, "{said}: {}", page.text());
    }
    let code = browser.press(&page, "consent-allow").await.code();
    let tokens: Value = client.redeem(&code).await.ok().json();
    assert_eq!(tokens["scope"], CALENDAR);
    let token = tokens["access_token"].as_str().unwrap();
    up.acts().instead.insert("/token", Instead::Answer(200, NARROW));
    let answer = exchange(&client, token, &[]).await.ok().json();
    assert_eq!((&answer["access_token"], &answer["expires_in"]), (&json!("at-narrow"), &json!(600)));
    assert_eq!(answer["scope"], "calendar");
    let sent = |name: &str| up.last_form().into_iter().find(|(sent, _)| sent == name).map(|(_, value)| value);
    assert_eq!((sent("scope").as_deref(), sent("refresh_token").as_deref()), (Some("calendar"), Some("rt-1")));
    // The token that fetches the next one is the one that came, and what is kept is as wide as before.
    exchange(&client, token, &[("scope", "calendar")]).await.ok();
    assert_eq!((sent("refresh_token").as_deref(), up.hits("/token")), (Some("rt-2"), 2));
    demand_kept(&t).await;
    assert_eq!((up.hits("/token"), released(&t).await), (2, 3));
    let narrow =
        "SELECT COUNT(*) FROM audit_events WHERE kind = 'upstream.token_released' AND data LIKE '%[\"calendar\"]%'";
    assert_eq!(t.count(narrow).await, 2);
    let page = browser.get(&t.url("/account/security")).await;
    assert!(page.text().contains("Apps that may use it: Tea"), "{}", page.text());
    let page = browser.get(&t.url("/account")).await;
    assert!(page.text().contains("Use “calendar” of your account at Up"), "{}", page.text());
});

on_both_engines!(where_no_narrower_token_is_to_be_had_none_is_released, |config| { loopback(config) }, |t| {
    let up = keeping(&t, false).await;
    let client = app(&t, "app", &["up:calendar"]).await;
    let token = agreed(&t, &client, "ada", CALENDAR).await;
    assert_error(&exchange(&client, &token, &[]).await, "invalid_target", TOO_WIDE);
    assert_eq!(up.hits("/token"), 0, "the operator has not said that it leaves the refresh token as it is");
    let narrows = UpstreamChanges { settings: edits(&[("narrows_tokens", "true")]), ..UpstreamChanges::default() };
    upstreams::update(&t.cx(), "up", narrows).await.unwrap();
    for answer in [
        Instead::Answer(200, r#"{"access_token": "at-2", "token_type": "Bearer", "scope": "openid calendar"}"#),
        Instead::Answer(400, r#"{"error": "invalid_scope"}"#),
    ] {
        up.acts().instead.insert("/token", answer);
        assert_error(&exchange(&client, &token, &[]).await, "invalid_target", TOO_WIDE);
    }
    up.acts().instead.insert("/token", Instead::Answer(500, "{}"));
    let answer = exchange(&client, &token, &[]).await;
    assert_eq!((answer.status.as_u16(), answer.json()["error"].as_str()), (503, Some("temporarily_unavailable")));
    assert_eq!(answer.description(), "the upstream does not answer now; try again later");
    let more = "scope asks for more than the person let this client have (RFC 6749 section 6)";
    assert_error(&exchange(&client, &token, &[("scope", "openid")]).await, "invalid_scope", more);
    assert_eq!((up.hits("/token"), released(&t).await), (3, 0));
    demand_kept(&t).await;
    // What is no wider than what they agreed to goes as it is; of what was not given there is nothing.
    let all = app(&t, "all", &["up:openid", "up:calendar", "up:mail"]).await;
    let token = agreed(&t, &all, "ada", "openid upstream:up:openid upstream:up:calendar").await;
    assert_eq!(exchange(&all, &token, &[]).await.ok().json()["access_token"], "at-1");
    let token = agreed(&t, &all, "ada", "openid upstream:up:mail").await;
    let none = "the upstream gave none of the scopes that the person let this client have (RFC 6749 section 6)";
    assert_error(&exchange(&all, &token, &[]).await, "invalid_scope", none);
    assert_eq!(up.hits("/token"), 3);
});

// Attack: an app that hangs up, so that what is kept has a refresh token that is spent.
on_both_engines!(an_app_that_goes_away_leaves_the_refresh_token_that_came, |config| { loopback(config) }, |t| {
    let up = keeping(&t, true).await;
    let client = app(&t, "app", &["up:calendar"]).await;
    let token = agreed(&t, &client, "ada", CALENDAR).await;
    let let_go = Arc::new(Notify::new());
    up.acts().instead.insert("/token", Instead::Held(Arc::clone(&let_go), NARROW));
    let is_asked = async {
        while up.hits("/token") == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        answer = exchange(&client, &token, &[]) => panic!("{}", answer.body),
        () = is_asked => {}
    }
    up.acts().instead.insert("/token", Instead::Answer(200, NARROW));
    let_go.notify_one();
    // The lease is given back.
    let leased = format!("SELECT COUNT(*) FROM upstream_tokens WHERE due_at < {}", t.now() + 600);
    let is_given_back = async {
        while t.count(&leased).await > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), is_given_back).await.unwrap();
    exchange(&client, &token, &[]).await.ok();
    let sent = up.last_form().into_iter().find(|(name, _)| name == "refresh_token");
    assert_eq!(sent.map(|(_, value)| value).as_deref(), Some("rt-2"));
});
