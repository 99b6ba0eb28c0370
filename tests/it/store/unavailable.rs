//! The database is away: nobody is told that they did something wrong, or that we are broken.

use serde_json::json;
use signet::{
    config::registration::Mode,
    domain::kernel::{Feature, features},
};

use crate::support::{Answer, SECRET, Tokens, basic, on_both_engines};

/// Demands what a program is told, in this media type.
#[track_caller]
fn assert_later(answer: &Answer, media_type: &str, what: &str) {
    assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, Some("5")), "{what} {}", answer.body);
    let fields = (answer.header("content-type"), answer.header("cache-control"));
    assert_eq!(fields, (Some(media_type), Some("no-store")), "{what}");
    let sentence = if media_type == "application/json" { "error_description" } else { "detail" };
    assert_eq!(answer.json()[sentence], "the server is not able to answer now; try again later", "{what}");
}

on_both_engines!(what_needs_the_database_answers_503_and_says_when_to_come_back, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let code = client.code(&mut browser, &[("scope", "openid")]).await;
    t.get("/.well-known/openid-configuration").await.ok();
    t.get("/jwks").await.ok();
    t.app.db.close().await;

    let header = basic("web", SECRET);
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", crate::support::REDIRECT_URI),
        ("code_verifier", crate::support::VERIFIER),
    ];
    for path in ["/token", "/introspect", "/revoke"] {
        let answer = t.post(path, &[&form[..], &[("token", "x")]].concat(), &[("authorization", &header)]).await;
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, Some("5")), "{path} {}", answer.body);
        assert_eq!(answer.json()["error"], "temporarily_unavailable", "{path}");
        assert_eq!(answer.description(), "the server is not able to answer now; try again later", "{path}");
    }
    for path in ["/account", "/login", "/logout", "/setup?token=x"] {
        let page = browser.get(&t.url(path)).await;
        assert_eq!((page.answer.status.as_u16(), page.answer.header("retry-after")), (503, Some("5")), "{path}");
        assert_eq!(page.heading(), "We cannot answer at the moment", "{path}");
    }
    let page = client.authorize(&mut browser, &[]).await;
    assert_eq!((page.left_for.clone(), page.answer.status.as_u16()), (None, 503));
    // What is kept in memory goes on.
    t.get("/.well-known/openid-configuration").await.ok();
    t.get("/jwks").await.ok();
    t.get("/health/live").await.ok();
    assert_eq!(t.get("/health/ready").await.status, 503);
});

on_both_engines!(
    programs_and_scripts_are_answered_503_in_json,
    |config| {
        config.registration.mode = Mode::Open;
    },
    |t| {
        t.person("ada").await;
        features::switch(&t.cx(), Feature::Ethereum, true).await.unwrap();
        let api = t.url("/api/v1/account");
        let client = t.client("web", json!({})).await;
        let manager = t.client("manager", json!({"allowed_resources": [api]})).await;
        let mut browser = t.browser_of("ada").await;
        let of_userinfo = client.tokens(&mut browser, "openid").await;
        let code = manager.code(&mut browser, &[("scope", "account:read"), ("resource", &api)]).await;
        let of_api = Tokens(manager.redeem(&code).await.ok().json());
        let page = client.authorize(&mut t.browser(), &[]).await;
        let journey = page.form_with("login-submit").field("interaction").expect("a journey").to_owned();
        t.app.db.close().await;

        assert_later(&client.userinfo(of_userinfo.access()).await, "application/json", "/userinfo");
        let members = json!({"redirect_uris": ["https://rp.example/cb"]}).to_string();
        let registered = t.post_raw("/register", &members, &[("content-type", "application/json")]).await;
        assert_later(&registered, "application/json", "/register");
        for path in ["", "/sessions", "/preferences"] {
            let bearer = format!("Bearer {}", of_api.access());
            let answer = t.get_with(&format!("/api/v1/account{path}"), &[("authorization", &bearer)]).await;
            assert_later(&answer, "application/problem+json", path);
        }
        // What scripts of our pages ask.
        for path in [
            "/login/passkey".to_owned(),
            "/login/ethereum?address=x&chain=1".to_owned(),
            "/account/security/wallet/message".to_owned(),
            format!("/factor/passkey?interaction={journey}"),
            "/account/address/state".to_owned(),
            format!("/verify/state?interaction={journey}&ticket=x"),
        ] {
            assert_later(&browser.get(&t.url(&path)).await.answer, "application/json", &path);
        }
    }
);
