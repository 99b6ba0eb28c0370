//! An app that the operator named an upstream to gets what it handed out for a person who agreed (RFC 8693).

use serde_json::{Value, json};
use signet::{
    base::{secret::Secret, time::Seconds},
    domain::{
        kernel::{Feature, features},
        registry::upstreams::tokens::{self, NewUpstreamTokens},
    },
    protocol::{resource::TokenFormat, upstream::HandedOut},
};

use super::*;
use crate::{
    statements::counted,
    support::{Answer, Instead, TestClient, on_both_engines},
};

const GRANT: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";

/// What a page says of access that cannot be renewed.
const ENDED: &str = "That access has ended. Sign in with this account once more to renew it.";

/// A provider that keeps what it hands out, and the feature on.
async fn keeping(t: &TestApp) -> StubUpstream {
    features::switch(&t.cx(), Feature::TokenExchange, true).await.unwrap();
    provider(t, &[("keeps_tokens", "true")]).await
}

/// An app that the operator named these upstreams to.
pub(super) async fn app<'t>(t: &'t TestApp, id: &str, upstreams: &[&str]) -> TestClient<'t> {
    let grants = json!(["authorization_code", "refresh_token", GRANT]);
    t.client(id, json!({"client_name": "Tea", "grant_types": grants, "upstream_tokens": upstreams})).await
}

/// A person with an identity there, and what was handed out for it.
pub(super) async fn person(t: &TestApp, username: &str, lifetime: i64) {
    t.person(username).await;
    let identity = linked(t, username, username).await;
    let upstream = upstreams::named(&t.cx(), "up").await.unwrap();
    let tokens = HandedOut {
        access_token: Secret::new("at-1".to_owned()),
        expires_in: Some(Seconds(lifetime)),
        refresh_token: Some(Secret::new("rt-1".to_owned())),
        scope: Some("openid calendar".to_owned()),
    };
    let cx = t.cx();
    let new = NewUpstreamTokens { upstream: &upstream, identity: &identity, tokens: &tokens };
    cx.write(async |work| tokens::keep(&cx, work, new).await).await.unwrap();
}

/// An access token of ours, of somebody who is signed in and agrees.
pub(super) async fn agreed(t: &TestApp, client: &TestClient<'_>, username: &str, scope: &str) -> String {
    client.tokens(&mut t.browser_of(username).await, scope).await.access().to_owned()
}

pub(super) async fn exchange(client: &TestClient<'_>, token: &str, more: &[(&str, &str)]) -> Answer {
    let mut form =
        vec![("grant_type", GRANT), ("subject_token", token), ("subject_token_type", ACCESS_TOKEN), ("audience", "up")];
    form.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    form.extend(more);
    client.token(&form).await
}

pub(super) async fn released(t: &TestApp) -> i64 {
    t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'upstream.token_released'").await
}

on_both_engines!(an_app_gets_the_access_token_and_never_what_refreshes_it, |config| { loopback(config) }, |t| {
    let up = keeping(&t).await;
    let client = app(&t, "app", &["up"]).await;
    person(&t, "ada", 3600).await;
    let mut browser = t.browser_of("ada").await;
    let page = client.authorize(&mut browser, &[("scope", "openid upstream:up")]).await;
    assert!(page.text().contains("Use your account at Up"), "{}", page.text());
    let code = browser.press(&page, "consent-allow").await.code();
    let tokens: Value = client.redeem(&code).await.ok().json();
    assert_eq!(tokens["scope"], "openid upstream:up");
    let answer = exchange(&client, tokens["access_token"].as_str().unwrap(), &[]).await.ok();
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(
        answer.json(),
        json!({
            "access_token": "at-1", "token_type": "Bearer", "expires_in": 3600, "scope": "openid calendar",
            "issued_token_type": ACCESS_TOKEN,
        })
    );
    let narrower = [("scope", "calendar"), ("requested_token_type", ACCESS_TOKEN)];
    let answer = exchange(&client, tokens["access_token"].as_str().unwrap(), &narrower).await.ok();
    assert_eq!(answer.json()["scope"], "openid calendar", "what it is good for is told as it is");
    assert_eq!((released(&t).await, up.hits("/token")), (2, 0));
    // The person sees which app may use it, and ends that.
    let page = browser.get(&t.url("/account/security")).await;
    for said in ["Apps that may use it: ", "Access kept here: openid calendar"] {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
    assert!(!page.text().contains(ENDED), "{}", page.text());
    let page = browser.get(&t.url("/account")).await;
    assert!(page.text().contains("Use your account at Up"), "{}", page.text());
});

on_both_engines!(what_ends_soon_is_refreshed_first, |config| { loopback(config) }, |t| {
    let up = keeping(&t).await;
    let client = app(&t, "app", &["up"]).await;
    person(&t, "ada", 30).await;
    let token = agreed(&t, &client, "ada", "openid upstream:up").await;
    // It ends soon, and was fetched a moment ago.
    assert_eq!(exchange(&client, &token, &[]).await.ok().json()["access_token"], "at-1");
    t.clock.advance(61);
    up.acts().instead.insert("/token", Instead::Answer(500, "{}"));
    let answer = exchange(&client, &token, &[]).await;
    assert_eq!(answer.status.as_u16(), 503);
    assert_eq!(
        (answer.json()["error"].as_str(), answer.description().as_str()),
        (Some("temporarily_unavailable"), "the upstream does not answer now; try again later")
    );
    t.clock.advance(601);
    let token = agreed(&t, &client, "ada", "openid upstream:up").await;
    let fresh = r#"{"access_token": "at-2", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "rt-2"}"#;
    up.acts().instead.insert("/token", Instead::Answer(200, fresh));
    let answer = exchange(&client, &token, &[]).await.ok().json();
    assert_eq!((&answer["access_token"], &answer["scope"]), (&json!("at-2"), &json!("openid calendar")));
    let form = up.last_form();
    assert!(form.contains(&("refresh_token".to_owned(), "rt-1".to_owned())), "{form:?}");
    // One that is good no more is gone until the person signs in there again.
    t.clock.advance(3600);
    let token = agreed(&t, &client, "ada", "openid upstream:up").await;
    up.acts().instead.insert("/token", Instead::Answer(400, r#"{"error": "invalid_grant"}"#));
    let gone = "nothing is kept of this person at the upstream: they sign in there once more (RFC 8693 section 2.2.2)";
    assert_error(&exchange(&client, &token, &[]).await, "invalid_target", gone);
    assert_eq!(released(&t).await, 2);
    let page = t.browser_of("ada").await.get(&t.url("/account/security")).await;
    assert!(page.text().contains(ENDED), "{}", page.text());
});

on_both_engines!(nothing_is_released_without_the_operator_and_the_person, |config| { loopback(config) }, |t| {
    let _up = keeping(&t).await;
    let (client, other) = (app(&t, "app", &["up"]).await, app(&t, "other", &[]).await);
    person(&t, "ada", 3600).await;
    t.person("eve").await;
    let token = agreed(&t, &client, "ada", "openid upstream:up").await;
    // What the operator did not name to an app is not asked for, and not exchanged.
    let theirs: Value = {
        let code = other.code(&mut t.browser_of("ada").await, &[("scope", "openid upstream:up")]).await;
        other.redeem(&code).await.ok().json()
    };
    assert_eq!(theirs["scope"], "openid");
    let unnamed = "audience names no upstream whose tokens this client may get (RFC 8693 section 2.2.2)";
    assert_error(&exchange(&other, theirs["access_token"].as_str().unwrap(), &[]).await, "invalid_target", unnamed);
    assert_error(&exchange(&client, &token, &[("audience", "nobody")]).await, "invalid_target", unnamed);
    let another = app(&t, "another", &["up"]).await;
    let foreign = "subject_token was issued to another client (RFC 8693 section 2.2.2)";
    assert_error(&exchange(&another, &token, &[]).await, "invalid_request", foreign);
    let plain = agreed(&t, &client, "ada", "openid").await;
    let lacks = "subject_token lacks the scope upstream:NAME, by which its person agrees (RFC 8693 section 2.2.2)";
    assert_error(&exchange(&client, &plain, &[]).await, "invalid_request", lacks);
    let unknown = "subject_token is unknown, expired or revoked (RFC 8693 section 2.2.2)";
    assert_error(&exchange(&client, "guessed", &[]).await, "invalid_request", unknown);
    let wider = "scope asks for more than the upstream gave (RFC 6749 section 6)";
    assert_error(&exchange(&client, &token, &[("scope", "calendar drive")]).await, "invalid_scope", wider);
    let resource = "no token is exchanged for a resource: name the upstream in audience (RFC 8693 section 2.2.2)";
    assert_error(&exchange(&client, &token, &[("resource", "https://api.example")]).await, "invalid_target", resource);
    let of_eve = agreed(&t, &client, "eve", "openid upstream:up").await;
    let gone = "nothing is kept of this person at the upstream: they sign in there once more (RFC 8693 section 2.2.2)";
    assert_error(&exchange(&client, &of_eve, &[]).await, "invalid_target", gone);
    // Whoever is switched off, or took the token back, agrees to nothing.
    t.engine().execute("UPDATE users SET disabled_at = 1 WHERE username = 'ada'").await;
    assert_error(&exchange(&client, &token, &[]).await, "invalid_request", unknown);
    t.engine().execute("UPDATE users SET disabled_at = NULL WHERE username = 'ada'").await;
    client.revoke(&token).await.ok();
    assert_error(&exchange(&client, &token, &[]).await, "invalid_request", unknown);
    assert_eq!(released(&t).await, 0);
});

on_both_engines!(the_grant_is_listed_and_served_only_while_it_is_on, |config| { loopback(config) }, |t| {
    let listed = async || {
        let metadata = t.get("/.well-known/openid-configuration").await.ok().json();
        metadata["grant_types_supported"].as_array().expect("a list").contains(&json!(GRANT))
    };
    assert!(!listed().await, "it is off until it is switched on");
    let _up = keeping(&t).await;
    assert!(listed().await);
    let client = app(&t, "app", &["up"]).await;
    person(&t, "ada", 3600).await;
    let token = agreed(&t, &client, "ada", "openid upstream:up").await;
    features::switch(&t.cx(), Feature::TokenExchange, false).await.unwrap();
    assert!(!listed().await);
    let unsupported = "grant_type is not supported: expected authorization_code, refresh_token or client_credentials (RFC 6749 section 5.2)";
    assert_error(&exchange(&client, &token, &[]).await, "unsupported_grant_type", unsupported);
    assert_eq!(released(&t).await, 0);
});

// The operator speaks for what is theirs, and not for what another provider handed out.
on_both_engines!(a_first_party_app_gets_nothing_that_its_person_did_not_give, |config| { loopback(config) }, |t| {
    let _up = keeping(&t).await;
    let grants = json!(["authorization_code", "refresh_token", GRANT]);
    let metadata = json!({"client_name": "Tea", "grant_types": grants, "upstream_tokens": ["up"]});
    let client = t.first_party("app", metadata).await;
    person(&t, "ada", 3600).await;
    let mut browser = t.browser_of("ada").await;
    client.authorize(&mut browser, &[("scope", "openid profile email")]).await.code();
    let silent = client.authorize(&mut browser, &[("scope", "openid upstream:up"), ("prompt", "none")]).await;
    assert_eq!(silent.error(), "consent_required");
    assert_eq!(
        silent.sent("error_description").as_deref(),
        Some("the person has not agreed to all that is asked for (OIDC Core section 3.1.2.6)")
    );
    let page = client.authorize(&mut browser, &[("scope", "openid upstream:up")]).await;
    assert!(page.text().contains("Use your account at Up"), "{}", page.text());
    assert_eq!(browser.press(&page, "consent-deny").await.error(), "access_denied");
    let token = agreed(&t, &client, "ada", "openid upstream:up").await;
    assert_eq!(exchange(&client, &token, &[]).await.ok().json()["access_token"], "at-1");
    // They are asked once.
    client.authorize(&mut browser, &[("scope", "openid upstream:up"), ("prompt", "none")]).await.code();
});

// RFC 9068 §4
on_both_engines!(a_token_that_is_meant_for_an_api_opens_no_upstream, |config| { loopback(config) }, |t| {
    let _up = keeping(&t).await;
    let api = "https://files.example/";
    t.resource_server(api, TokenFormat::Jwt, &["list"], None).await;
    let client = app(&t, "app", &["up"]).await;
    person(&t, "ada", 3600).await;
    let asked = [("scope", "openid list upstream:up"), ("resource", api)];
    let code = client.code(&mut t.browser_of("ada").await, &asked).await;
    let tokens: Value = client.redeem(&code).await.ok().json();
    let foreign = "subject_token is meant for another resource server (RFC 9068 section 4)";
    let answer = exchange(&client, tokens["access_token"].as_str().unwrap(), &[]).await;
    assert_error(&answer, "invalid_request", foreign);
    assert_eq!(released(&t).await, 0);
});

// Which apps may use what is kept says something only of an account that is connected.
on_both_engines!(the_page_of_whoever_has_no_account_elsewhere_asks_for_no_apps, |config| { loopback(config) }, |t| {
    let _up = keeping(&t).await;
    t.person("eve").await;
    let mut browser = t.browser_of("eve").await;
    let mut page = async || {
        // Once more each time, so that what is kept in memory is there.
        browser.get(&t.url("/account/security")).await;
        let (page, statements) = counted(browser.get(&t.url("/account/security"))).await;
        assert_eq!(page.answer.status.as_u16(), 200, "{}", page.text());
        statements.count()
    };
    let with_exchange = page().await;
    features::switch(&t.cx(), Feature::TokenExchange, false).await.unwrap();
    assert_eq!(with_exchange, page().await);
});
