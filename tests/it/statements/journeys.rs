//! Authorize, sign in, agree.

use serde_json::json;
use signet::config::{Config, risk::Reaction};

use super::counted;
use crate::support::{PASSWORD, TestApp, on_both_engines};

/// A browser that knows everything already: so that caches are warm.
async fn warm(t: &TestApp) {
    t.person("ada").await;
    let app = t.first_party("app", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    app.code(&mut browser, &[]).await;
}

on_both_engines!(authorize_with_a_session, |t| {
    warm(&t).await;
    let app = t.first_party("first", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    app.code(&mut browser, &[]).await;
    let (page, statements) = counted(app.authorize(&mut browser, &[])).await;
    page.code();
    statements.must_be(6, 1);
});

on_both_engines!(sign_in_with_the_code_at_its_end, |t| {
    warm(&t).await;
    let app = t.first_party("first", json!({})).await;
    let mut browser = t.browser();
    let page = app.authorize(&mut browser, &[]).await;
    let (page, statements) = counted(browser.sign_in(&page, "ada", PASSWORD)).await;
    page.code();
    statements.must_be(15, 1);
});

fn weighed(config: &mut Config) {
    config.risk.unusual_hour = Reaction::Notice;
}

// What is remembered is read once and written once; with every signal off, neither (above).
on_both_engines!(a_sign_in_that_is_weighed, |config| { weighed(config) }, |t| {
    warm(&t).await;
    let app = t.first_party("first", json!({})).await;
    let mut browser = t.browser();
    let page = app.authorize(&mut browser, &[]).await;
    let (page, statements) = counted(browser.sign_in(&page, "ada", PASSWORD)).await;
    page.code();
    statements.must_be(17, 1);
});

on_both_engines!(consent_with_the_code_at_its_end, |t| {
    warm(&t).await;
    let app = t.client("third", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let page = app.authorize(&mut browser, &[]).await;
    let (page, statements) = counted(browser.press(&page, "consent-allow")).await;
    page.code();
    statements.must_be(12, 1);
});
