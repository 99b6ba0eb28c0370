//! What every answer carries, and what none gives away.

use axum::http::{Method, Request};
use serde_json::json;

use crate::support::{Engine, PASSWORD, TestApp};

#[tokio::test]
async fn every_answer_has_the_headers_that_protect_it() {
    let t = TestApp::start(Engine::sqlite(), |config| {
        config.issuer.url = signet::base::url::Issuer::parse("https://id.example.com").unwrap();
    })
    .await;
    for path in
        ["/", "/login", "/account", "/jwks", "/token", "/userinfo", "/nowhere", "/assets/nothing", "/health/live"]
    {
        let answer = t.get(path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("strict-transport-security", "max-age=31536000"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path} {policy}");
        assert!(answer.header("x-request-id").unwrap().starts_with("req_"));
        assert_eq!(answer.header("server"), None);
    }
}

#[tokio::test]
async fn pages_about_a_person_are_never_kept() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser();
    let login = client.authorize(&mut browser, &[]).await;
    let consent = browser.sign_in(&login, "ada", PASSWORD).await;
    let account = browser.get(&t.url("/account")).await;
    for page in [login, consent, account] {
        assert_eq!(page.answer.header("cache-control"), Some("no-store"));
        // No inline script, style or handler: the policy would stop them.
        for inline in ["<script>", "<style", " style=\"", " onclick=", " onload=", "javascript:"] {
            assert!(!page.answer.body.contains(inline), "{inline} on {}", page.url);
        }
    }
}

// A person's secrets and a client's never stand in the database as they are.
#[tokio::test]
async fn no_secret_stands_in_the_database_in_clear() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let jwt = t.client("hmac", json!({"token_endpoint_auth_method": "client_secret_jwt"})).await;
    let mut browser = t.browser_of("ada").await;
    let code = client.code(&mut browser, &[("scope", "openid offline_access")]).await;
    let tokens = crate::support::Tokens(client.redeem(&code).await.ok().json());
    let second = client.refreshed(tokens.refresh()).await;
    let mac = |token: &str| token.rsplit('.').next().unwrap().to_owned();
    let secrets = [
        PASSWORD.to_owned(),
        crate::support::SECRET.to_owned(),
        browser.cookie().1,
        code,
        mac(tokens.refresh()),
        mac(second.refresh()),
        mac(tokens.access()),
    ];
    // Two clients share the secret; whichever keeps it does not keep it in clear.
    assert_ne!(client.id(), jwt.id());
    t.app.db.close().await;
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(t.engine().directory()).unwrap() {
        bytes.extend(std::fs::read(entry.unwrap().path()).unwrap());
    }
    assert!(bytes.len() > 100_000);
    let found = |needle: &str| bytes.windows(needle.len()).any(|window| window == needle.as_bytes());
    assert!(found("ada@example.com"), "the search itself must be able to find");
    for secret in &secrets {
        assert!(!found(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_and_nothing_falls_over() {
    let t = TestApp::sqlite().await;
    let client = t.client("web", json!({})).await;
    let long = "a".repeat(1 << 20);
    let answer = client.token(&[("grant_type", "authorization_code"), ("code", &long)]).await;
    assert_eq!(answer.refusal(), "invalid_request");
    let answer = client.token(&[("grant_type", "authorization_code"), ("code", &long[..50_000])]).await;
    assert_eq!(answer.refusal(), "invalid_grant");
}

#[tokio::test]
async fn methods_that_mean_nothing_are_405() {
    let t = TestApp::sqlite().await;
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        for path in ["/token", "/authorize", "/jwks", "/login", "/userinfo"] {
            let request = Request::builder().method(method.clone()).uri(t.url(path));
            let answer = t.send(request.body(axum::body::Body::empty()).unwrap()).await;
            assert_eq!(answer.status, 405, "{method} {path}");
        }
    }
}

// OWASP ASVS 5.0 §1.2: what a client chose cannot become markup.
#[tokio::test]
async fn names_and_hints_never_become_markup() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    let client = t.client("web", json!({"client_name": evil})).await;
    let mut browser = t.browser();
    let login = client.authorize(&mut browser, &[("login_hint", evil), ("ui_locales", evil), ("state", evil)]).await;
    let wrong = browser.sign_in(&login, evil, "x").await;
    let consent = browser.sign_in(&login, "ada", PASSWORD).await;
    let posted =
        client.authorize(&mut browser, &[("prompt", "none"), ("response_mode", "form_post"), ("state", evil)]).await;
    let account = browser.press(&consent, "consent-allow").await;
    assert_eq!(account.sent("state").as_deref(), Some(evil));
    let account = browser.get(&t.url("/account?done=app&app=web")).await;
    for page in [login, wrong, consent, posted.clone(), account] {
        assert!(
            !page.answer.body.contains("<script>alert") && !page.answer.body.contains("<img src=x"),
            "{}",
            page.url
        );
    }
    assert_eq!(posted.forms()[0].field("state"), Some(evil));
}
