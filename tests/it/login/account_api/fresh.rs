//! Sensitive changes ask for a fresh and strong sign-in (RFC 9470).

use serde_json::json;

use super::{
    super::{factors, remembered_device::remembered},
    API, EVERYTHING, app, call, call_with, problem, refused, token,
};
use crate::support::{Browser, PASSWORD, Page, TestApp, TestClient, Tokens, on_both_engines};

const NEW: &str = "quite another long secret";
const TOO_WEAK: &str =
    "the person must have signed in lately, with everything that is asked of them, for this (RFC 9470 section 3)";
const SENSITIVE: &[&str] = &[
    "PATCH /passkeys/psk_1",
    "DELETE /passkeys/psk_1",
    "DELETE /factors/cre_1",
    "DELETE /identities/idn_1",
    "DELETE /wallets/wal_1",
    "POST /phone",
    "POST /phone/code",
    "DELETE /phone",
    "POST /recovery-codes",
    "PUT /password",
    "POST /email",
    "PUT /username",
    "GET /data",
    "POST /deletion",
];

/// What an app asks for after it was told to.
async fn step_up(t: &TestApp, client: &TestClient<'_>, browser: &mut Browser<'_>, acr: &str) -> Page {
    let api = t.url(API);
    let asked = [("scope", EVERYTHING), ("resource", api.as_str()), ("max_age", "599"), ("acr_values", acr)];
    let page = client.authorize(browser, &asked).await;
    browser.sign_in(&page, "ada", PASSWORD).await
}

async fn redeemed(client: &TestClient<'_>, page: &Page) -> String {
    Tokens(client.redeem(&page.code()).await.ok().json()).access().to_owned()
}

on_both_engines!(an_old_sign_in_changes_nothing_until_its_person_signs_in_for_it, |t| {
    t.person("ada").await;
    let client = app(&t).await;
    let mut browser = t.browser_of("ada").await;
    let old = token(&t, &client, &mut browser, EVERYTHING).await;
    t.clock.advance(600);
    for what in SENSITIVE {
        let (sentence, challenge) = refused(&call(&t, what, &old).await, 401, "insufficient_user_authentication");
        assert_eq!(sentence, TOO_WEAK, "{what}");
        assert!(challenge.contains(", max_age=\"599\"") && !challenge.contains("acr_values"), "{challenge}");
    }
    // What takes nothing from anybody asks for none of it, as on the pages.
    call(&t, "DELETE /apps/nobody", &old).await.ok();

    let page = step_up(&t, &client, &mut browser, "").await;
    let new = redeemed(&client, &page).await;
    let body = json!({"password": NEW});
    // Her sign-in was for the new token: what the old one has does not grow by it.
    let answer = call_with(&t, "PUT /password", &old, &body).await;
    assert_eq!(refused(&answer, 401, "insufficient_user_authentication").0, TOO_WEAK);
    assert_eq!(call_with(&t, "PUT /password", &new, &body).await.status, 204);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'password.set'").await, 1);
});

on_both_engines!(whoever_has_a_further_factor_proves_that_too, |t| {
    t.person("ada").await;
    let client = app(&t).await;
    let phone = factors::app_of_ada(&t).await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    factors::enter(&mut browser, &page, &phone.code(t.now())).await;
    let old = token(&t, &client, &mut browser, EVERYTHING).await;
    assert_eq!(call(&t, "POST /recovery-codes", &old).await.ok().json()["codes"].as_array().unwrap().len(), 10);
    t.clock.advance(600);
    let answer = call(&t, "POST /recovery-codes", &old).await;
    let (sentence, challenge) = refused(&answer, 401, "insufficient_user_authentication");
    assert_eq!(sentence, TOO_WEAK);
    assert!(challenge.contains("acr_values=\"urn:signet:acr:multi-factor\", max_age=\"599\""), "{challenge}");
    let page = step_up(&t, &client, &mut browser, "urn:signet:acr:multi-factor").await;
    assert_eq!(page.url.path(), "/factor", "{}", page.text());
    let page = factors::enter(&mut browser, &page, &phone.code(t.now())).await;
    let new = redeemed(&client, &page).await;
    assert_eq!(call(&t, "POST /recovery-codes", &new).await.ok().json()["codes"].as_array().unwrap().len(), 10);
});

// The device spares the question; it answers none.
on_both_engines!(a_remembered_device_is_no_further_factor, |t| {
    t.person("ada").await;
    let client = app(&t).await;
    let web = t.first_party("web", json!({})).await;
    let phone = factors::app_of_ada(&t).await;
    let mut browser = remembered(&t, &web, "ada", &phone).await;
    t.clock.advance(600);
    let page = step_up(&t, &client, &mut browser, "").await;
    let page = browser.press(&page, "consent-allow").await;
    let spared = redeemed(&client, &page).await;
    let answer = call(&t, "POST /recovery-codes", &spared).await;
    let (_, challenge) = refused(&answer, 401, "insufficient_user_authentication");
    assert!(challenge.contains("acr_values=\"urn:signet:acr:multi-factor\", max_age=\"599\""), "{challenge}");
    let api = t.url(API);
    let asked = [
        ("scope", EVERYTHING),
        ("resource", api.as_str()),
        ("max_age", "599"),
        ("acr_values", "urn:signet:acr:multi-factor"),
    ];
    let page = client.authorize(&mut browser, &asked).await;
    assert_eq!(page.url.path(), "/factor", "what is missing is asked for, and nothing else");
    t.clock.advance(1);
    let page = factors::enter(&mut browser, &page, &phone.code(t.now())).await;
    call(&t, "POST /recovery-codes", &redeemed(&client, &page).await).await.ok();
    // She proved it for the new token: the one that was spared the question is no stronger for it.
    let answer = call(&t, "POST /recovery-codes", &spared).await;
    assert_eq!(refused(&answer, 401, "insufficient_user_authentication").0, TOO_WEAK);
});

// An app may keep what it has while the person is away; it changes nothing of how they sign in then.
on_both_engines!(a_session_that_has_ended_is_no_fresh_sign_in, |t| {
    t.person("ada").await;
    let client = app(&t).await;
    let mut browser = t.browser_of("ada").await;
    let kept = token(&t, &client, &mut browser, &format!("{EVERYTHING} offline_access")).await;
    let page = browser.get(&t.url("/account")).await;
    browser.press(&page, "sign-out").await;
    call(&t, "GET /", &kept).await.ok();
    let answer = call(&t, "POST /recovery-codes", &kept).await;
    assert_eq!(refused(&answer, 401, "insufficient_user_authentication").0, TOO_WEAK);
    let answer = call(&t, "DELETE /sessions?which=others", &kept).await;
    assert_eq!(
        problem(&answer, 409, "session-ended"),
        "the session in which this app was approved has ended: there are no others beside it; which=all ends every one"
    );
});
