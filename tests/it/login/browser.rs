//! The cookie, and forged forms.

use axum::http::header;
use serde_json::json;
use signet::config::limits::RuleName;

use crate::support::{Engine, PASSWORD, TestApp, on_both_engines};

// OWASP ASVS 5.0 §7.2.4: a new session token at authentication, re-authentication included.
on_both_engines!(the_cookie_changes_at_every_sign_in_and_the_old_one_is_worthless, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    let before = browser.cookie();
    browser.sign_in(&page, "ada", PASSWORD).await;
    let first = browser.cookie();
    let page = client.authorize(&mut browser, &[("prompt", "login")]).await;
    browser.submit(&page, page.form_with("login-submit").with("password", PASSWORD)).await.code();
    let second = browser.cookie();
    assert!(before.0 == first.0 && first.0 == second.0);
    assert!(before.1 != first.1 && first.1 != second.1);
    for old in [before, first] {
        let mut thief = t.browser();
        thief.cookies.insert(old.0, old.1);
        assert!(thief.get(&t.url("/account")).await.url.path().ends_with("/login"));
    }
    assert!(browser.get(&t.url("/account")).await.url.path().ends_with("/account"));
});

// Session fixation: a cookie that an attacker planted does not become the victim's session.
on_both_engines!(a_planted_cookie_does_not_become_a_session, |t| {
    t.person("ada").await;
    let mut attacker = t.browser();
    attacker.get(&t.url("/login")).await;
    let planted = attacker.cookie();
    let mut victim = t.browser();
    victim.cookies.insert(planted.0.clone(), planted.1.clone());
    let page = victim.get(&t.url("/login")).await;
    victim.sign_in(&page, "ada", PASSWORD).await;
    assert_ne!(victim.cookie(), planted);
    assert!(attacker.get(&t.url("/account")).await.url.path().ends_with("/login"));
    // A value that we never gave out is not taken over either.
    let mut victim = t.browser();
    victim.cookies.insert(planted.0, "chosen-by-the-attacker".to_owned());
    let page = victim.get(&t.url("/login")).await;
    assert_ne!(victim.cookie().1, "chosen-by-the-attacker");
    assert!(victim.sign_in(&page, "ada", PASSWORD).await.url.path().ends_with("/account"));
});

#[tokio::test]
async fn the_cookie_has_every_attribute_that_protects_it() {
    let t = TestApp::start(Engine::sqlite(), |config| {
        config.issuer.url = signet::base::url::Issuer::parse("https://id.example.com").unwrap();
    })
    .await;
    t.person("ada").await;
    let answer = t.get("/login").await;
    let line = answer.header("set-cookie").unwrap();
    assert!(line.starts_with("__Host-signet_"));
    let attributes: Vec<&str> = line.split("; ").skip(1).collect();
    assert_eq!(attributes, ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"]);
    // Kept beyond the browser's end only for whoever asked for it.
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    let form = page.form_with("login-submit").with("username", "ada").with("password", PASSWORD);
    let once = |form: crate::support::Form| {
        let (name, value) = browser.cookie();
        let headers = [("cookie", format!("{name}={value}")), ("sec-fetch-site", "same-origin".to_owned())];
        let t = &t;
        async move {
            let fields: Vec<(&str, &str)> = form.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            let headers: Vec<(&str, &str)> = headers.iter().map(|(n, v)| (*n, v.as_str())).collect();
            t.post("/login", &fields, &headers).await
        }
    };
    let answer = once(form.clone().with("remember", "yes")).await;
    assert!(answer.headers[header::SET_COOKIE].to_str().unwrap().ends_with("; Max-Age=2592000"));
}

// RFC 6749 §10.12
on_both_engines!(a_form_without_its_token_changes_nothing, |t| {
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    let form = page.form_with("login-submit").with("username", "ada").with("password", PASSWORD);
    for bad in [form.clone().without("csrf"), form.clone().with("csrf", ""), form.clone().with("csrf", "AAAA")] {
        let refused = browser.submit(&page, bad).await;
        assert_eq!(refused.answer.status, 403);
        assert_eq!(refused.heading(), "That form did not come from this site");
    }
    // The token of another browser, and of another form.
    let mut other = t.browser();
    let foreign = client.authorize(&mut other, &[]).await.form_with("login-submit");
    let refused = browser.submit(&page, form.clone().with("csrf", foreign.field("csrf").unwrap())).await;
    assert_eq!(refused.answer.status, 403);
    let page = browser.submit(&page, form.clone()).await;
    let consent = page.form_with("consent-allow").with("csrf", form.field("csrf").unwrap()).press("consent-allow");
    assert_eq!(browser.submit(&page, consent).await.answer.status, 403);
    assert_eq!(t.count("SELECT COUNT(*) FROM consents").await, 0);
    browser.press(&page, "consent-allow").await.code();
});

#[tokio::test]
async fn a_form_from_another_site_is_refused_even_with_its_token() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    let form = page.form_with("login-submit").with("username", "ada").with("password", PASSWORD);
    let fields: Vec<(&str, &str)> = form.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let (name, value) = browser.cookie();
    let cookie = format!("{name}={value}");
    for foreign in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("origin", "http://localhost:8081")],
        &[("referer", "http://localhost:8080.evil.example/")],
    ] {
        let headers: Vec<(&str, &str)> =
            [("cookie", cookie.as_str())].into_iter().chain(foreign.iter().copied()).collect();
        let answer = t.post("/login", &fields, &headers).await;
        assert_eq!(answer.status, 403, "{foreign:?}");
    }
    // SameSite=Lax: a real browser would not even send the cookie.
    let page = browser.submit_from_elsewhere(&t.url("/login"), &form.fields).await;
    assert_eq!(page.answer.status, 400);
}

#[tokio::test]
async fn without_cookies_the_person_is_told_so() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser();
    browser.keeps_cookies = false;
    let page = client.authorize(&mut browser, &[]).await;
    assert_eq!(
        (page.answer.status.as_u16(), page.heading().as_str()),
        (400, "This browser does not know this sign-in")
    );
    // Also when they were thrown away between the page and the form.
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    browser.cookies.clear();
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    assert_eq!(page.heading(), "This browser does not know this sign-in");
}

on_both_engines!(an_interaction_belongs_to_the_browser_that_began_it, |t| {
    t.person("ada").await;
    t.person("eve").await;
    let client = t.client("web", json!({})).await;
    let mut victim = t.browser_of("ada").await;
    let page = client.authorize(&mut victim, &[]).await;
    // Eve has a session of her own and learned the address.
    let mut eve = t.browser_of("eve").await;
    let stolen = eve.get(page.url.as_str()).await;
    assert_eq!(stolen.heading(), "This sign-in was begun in another browser");
    let form = page.form_with("consent-allow").press("consent-allow");
    let stolen = eve.submit(&page, form).await;
    assert_eq!((stolen.left_for.clone(), stolen.answer.status.as_u16()), (None, 400));
    victim.press(&page, "consent-allow").await.code();
});

// Each browser that was never seen before is a row: one address cannot make them without end.
on_both_engines!(strangers_from_one_address_are_limited_and_known_browsers_are_not, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut known = t.browser_of("ada").await;
    let most = t.app.config.limits.rules.find(RuleName::NewBrowserAddress).unwrap().max;
    let mut refused = None;
    for _ in 0..=most {
        let answer = t.get("/login").await;
        if answer.status != 200 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("a limit");
    assert_eq!(refused.status, 429);
    assert!(refused.header("retry-after").is_some() && refused.header("set-cookie").is_none());
    assert_eq!(t.count("SELECT COUNT(*) FROM browsers").await, i64::from(most));
    client.authorize(&mut known, &[]).await.code();
    // What needs no row goes on.
    assert_eq!(client.authorize(&mut t.browser(), &[("prompt", "none")]).await.error(), "login_required");
    let mut elsewhere = t.browser();
    elsewhere.ip = [198, 51, 100, 7];
    assert!(elsewhere.get(&t.url("/login")).await.has("login-submit"));
});
