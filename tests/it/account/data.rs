//! All that is kept about somebody, to take along.

use serde_json::{Value, json};
use signet::{
    domain::directory::accounts::{self, Requirement},
    store::credentials,
};

use crate::{
    login::factors::{app_of_ada, enter},
    support::{Answer, Browser, PASSWORD, TestApp, on_both_engines},
};

async fn export(t: &TestApp, browser: &mut Browser<'_>) -> Answer {
    let page = browser.get(&t.url("/account/data")).await;
    browser.press(&page, "export").await.answer
}

on_both_engines!(everything_that_is_kept_about_a_person_is_in_one_document, |t| {
    let ada = t.person("ada").await;
    t.person("bob").await;
    t.organization("north", "Northwind", &ada).await;
    let client = t.client("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    client.tokens(&mut browser, "openid email offline_access").await;
    t.browser_of("bob").await;
    let answer = export(&t, &mut browser).await;
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"account-data.json\""));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let data: Value = answer.json();
    assert_eq!(data["account"]["username"], "ada");
    assert_eq!(data["account"]["email"], "ada@example.com");
    assert_eq!(data["account"]["claims"]["given_name"], "Ada");
    assert!(data["password_set_at"].is_string());
    assert_eq!(data["organizations"][0]["slug"], "north");
    assert_eq!(data["organizations"][0]["roles"], json!(["owner"]));
    assert_eq!(data["consents"][0]["client_id"], "web");
    assert_eq!(data["approvals"][0]["client_id"], "web");
    assert_eq!((&data["wallets"], &data["agreements"]), (&json!([]), &json!([])));
    assert_eq!(data["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(data["sessions"][0]["amr"], json!(["pwd"]));
    let events: Vec<&str> =
        data["events"].as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap()).collect();
    for kind in ["session.started", "consent.given", "grant.created", "user.data_exported", "user.created"] {
        assert!(events.contains(&kind), "{kind}: {events:?}");
    }
    assert!(!answer.body.contains("bob"), "nothing of anybody else");
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.data_exported'").await, 1);
});

on_both_engines!(no_secret_and_no_digest_of_one_is_in_it, |t| {
    let ada = t.person("ada").await;
    let phone = app_of_ada(&t).await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    enter(&mut browser, &page, &phone.code(t.now())).await;
    let answer = export(&t, &mut browser).await;
    let data = answer.json();
    assert_eq!(data["authenticator_apps"].as_array().unwrap().len(), 1);
    assert_eq!(data["recovery_codes_left"], 10);
    for secret in ["$argon2", "\"v1.", "secret", "hash", "sealed"] {
        assert!(!answer.body.contains(secret), "{secret} in {}", answer.body);
    }
    let mut conn = t.app.db.read().await.unwrap();
    let mut kept = Vec::new();
    for kind in ["password", "totp", "recovery_code"] {
        kept.extend(credentials::list(&mut conn, &ada.id, kind).await.unwrap());
    }
    assert_eq!(kept.len(), 12, "a password, an app, ten codes");
    for one in kept {
        assert!(!answer.body.contains(one.secret.expose().as_str()), "{}", one.kind);
    }
});

on_both_engines!(long_lists_come_whole, |t| {
    let ada = t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    // More than two pages of events.
    for _ in 0..225 {
        accounts::require(&t.cx(), &ada.id, Requirement::Factor, true).await.unwrap();
        accounts::require(&t.cx(), &ada.id, Requirement::Factor, false).await.unwrap();
    }
    let kept = t.count(&format!("SELECT COUNT(*) FROM audit_events WHERE user_id = '{}'", ada.id)).await;
    let data = export(&t, &mut browser).await.json();
    let events = data["events"].as_array().unwrap();
    let ids: std::collections::BTreeSet<&str> = events.iter().map(|event| event["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), events.len(), "none twice");
    assert_eq!(i64::try_from(events.len()).unwrap(), kept + 1, "and that of the export itself");
});

on_both_engines!(whoever_finds_an_old_session_open_takes_nothing_along, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&t.url("/account/data")).await;
    t.clock.advance(601);
    let asked = browser.press(&page, "export").await;
    assert!(asked.url.path().ends_with("/login"), "{}", asked.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.data_exported'").await, 0);
    let back = browser.sign_in(&asked, "ada", PASSWORD).await;
    assert!(back.url.path().ends_with("/account/data"), "{}", back.url);
    assert_eq!(browser.press(&back, "export").await.answer.json()["account"]["username"], "ada");
});
