//! Changing one's own password.

use serde_json::json;
use signet::config::login::PasswordProfile;

use super::recovery::mails;
use crate::support::{Browser, PASSWORD, Page, TestApp, on_both_engines};

const NEW: &str = "quite another long secret";

async fn choose(browser: &mut Browser<'_>, page: &Page, password: &str) -> Page {
    let form = page.form_with("password-submit").with("password", password).with("password_again", password);
    browser.submit(page, form).await
}

async fn form(t: &TestApp, browser: &mut Browser<'_>) -> Page {
    let page = browser.get(&t.url("/account/security/password")).await;
    assert_eq!(page.heading(), "Choose a new password", "{}", page.text());
    page
}

on_both_engines!(a_changed_password_ends_the_other_sessions_and_keeps_this_one, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut elsewhere = t.browser_of("ada").await;
    let offline = client.tokens(&mut elsewhere, "openid offline_access").await;
    let online = client.tokens(&mut elsewhere, "openid").await;
    let mut here = t.browser_of("ada").await;
    let own = client.tokens(&mut here, "openid").await;
    let device = here.device_cookie();

    let security = here.get(&t.url("/account/security")).await;
    assert!(security.answer.body.contains("/account/security/password"), "{}", security.text());
    let page = form(&t, &mut here).await;
    assert_eq!(page.form_with("password-submit").field("username"), Some("ada"), "for the password manager");
    let mut second = here.clone();
    let done = choose(&mut here, &page, NEW).await;
    assert!(done.text().contains("Your password is changed."), "{}", done.text());
    // The second press of a double click.
    assert!(choose(&mut second, &page, NEW).await.text().contains("Your password is changed."));
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'password.set'").await, 1);
    let subjects: Vec<String> = mails(&t).await.into_iter().map(|mail| mail.subject).collect();
    assert_eq!(subjects, ["Your Signet password was changed"]);

    assert!(here.get(&t.url("/account")).await.url.path().ends_with("/account"), "signed in here");
    client.refresh(own.refresh()).await.ok();
    assert_ne!(here.device_cookie(), device, "the browser is known by the new password");
    assert!(elsewhere.get(&t.url("/account")).await.url.path().ends_with("/login"), "signed out elsewhere");
    for gone in [offline.refresh(), online.refresh()] {
        assert_eq!(client.refresh(gone).await.json()["error"], "invalid_grant");
    }
    let page = elsewhere.get(&t.url("/login")).await;
    assert!(elsewhere.sign_in(&page, "ada", PASSWORD).await.text().contains("do not match"));
    assert!(elsewhere.sign_in(&page, "ada", NEW).await.url.path().ends_with("/account"));
});

on_both_engines!(whoever_finds_an_old_session_open_changes_no_password, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let page = form(&t, &mut browser).await;
    t.clock.advance(601);
    assert!(browser.get(&t.url("/account/security/password")).await.url.path().ends_with("/login"));
    let asked = choose(&mut browser, &page, NEW).await;
    assert!(asked.url.path().ends_with("/login"), "the form of before asks as well: {}", asked.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'password.set'").await, 0);
    let again = browser.sign_in(&asked, "ada", PASSWORD).await;
    assert!(again.url.path().ends_with("/account/security"), "{}", again.url);
    let page = form(&t, &mut browser).await;
    assert!(choose(&mut browser, &page, NEW).await.text().contains("Your password is changed."));
});

on_both_engines!(a_stolen_session_that_was_ended_changes_no_password, |t| {
    t.person("ada").await;
    let mut thief = t.browser_of("ada").await;
    let page = form(&t, &mut thief).await;
    let mut owner = t.browser_of("ada").await;
    let own = form(&t, &mut owner).await;
    assert!(choose(&mut owner, &own, NEW).await.text().contains("Your password is changed."));
    let refused = choose(&mut thief, &page, "the thief's own password").await;
    assert!(refused.url.path().ends_with("/login"), "{} {}", refused.url, refused.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'password.set'").await, 1);
    let (url, fields) = (t.url("/account/security/password"), own.form_with("password-submit").fields);
    assert_eq!(owner.submit_from_elsewhere(&url, &fields).await.answer.status, 400);
});

on_both_engines!(every_rule_that_a_password_breaks_is_named_at_once, |t| {
    t.person("ada").await;
    let t = t.another_instance_with(|config| config.login.password_profile = PasswordProfile::Classes).await;
    let mut browser = t.browser_of("ada").await;
    let page = form(&t, &mut browser).await;
    assert!(page.text().contains("A capital letter"));
    let wrong = choose(&mut browser, &page, "ada@exam").await;
    assert_eq!(wrong.answer.status, 422);
    for said in [
        "The password needs at least 12 characters.",
        "The password needs a capital letter.",
        "The password needs a digit.",
    ] {
        assert_eq!(wrong.text().matches(said).count(), 2, "at the head and beside the field: {}", wrong.text());
    }
    assert!(!wrong.text().contains("small letter."), "{}", wrong.text());
    let wrong = choose(&mut browser, &page, "correct horse battery").await;
    assert!(wrong.text().contains("a capital letter.") && wrong.text().contains("a digit."), "{}", wrong.text());
    let done = choose(&mut browser, &page, "Correct horse 42 battery").await;
    assert!(done.text().contains("Your password is changed."), "{}", done.text());
});
