//! The database is away: nobody is told that they did something wrong, or that we are broken.

use serde_json::json;

use crate::support::{SECRET, basic, on_both_engines};

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
