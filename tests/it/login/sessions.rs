//! In how many browsers somebody is signed in, and how they end that in others.

use serde_json::json;
use signet::domain::directory::accounts;

use crate::support::{Browser, Form, Page, TestApp, on_both_engines};

/// How many sessions are alive.
async fn alive(t: &TestApp) -> i64 {
    t.count("SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL").await
}

async fn events(t: &TestApp, kind: &str) -> i64 {
    t.count(&format!("SELECT COUNT(*) FROM audit_events WHERE kind = '{kind}'")).await
}

async fn is_signed_in(t: &TestApp, browser: &mut Browser<'_>) -> bool {
    browser.get(&t.url("/account")).await.url.path() == "/account"
}

/// The forms that end one session each.
fn ends(page: &Page) -> Vec<Form> {
    page.forms().into_iter().filter(|form| form.action.ends_with("/account/sessions/end")).collect()
}

on_both_engines!(the_sixth_browser_ends_the_oldest_sign_in_and_its_person_and_its_apps_are_told, |t| {
    t.person("ada").await;
    t.person("bob").await;
    let told = json!({"backchannel_logout_uri": "https://rp.example/logout"});
    let client = t.first_party("web", told).await;
    let mut browsers = Vec::new();
    for _ in 0..5 {
        browsers.push(t.browser_of("ada").await);
        t.clock.advance(60);
    }
    let online = client.tokens(&mut browsers[0], "openid").await;
    let offline = client.tokens(&mut browsers[0], "openid offline_access").await;
    t.browser_of("bob").await;
    assert_eq!(alive(&t).await, 6);
    // It was used last, and is the oldest sign-in all the same.
    let mut sixth = t.browser_of("ada").await;
    assert_eq!(alive(&t).await, 6);
    assert!(!is_signed_in(&t, &mut browsers[0]).await);
    for browser in browsers.iter_mut().skip(1).chain([&mut sixth]) {
        assert!(is_signed_in(&t, browser).await);
    }
    assert_eq!(client.refresh(online.refresh()).await.refusal(), "invalid_grant");
    assert_eq!(client.userinfo(online.access()).await.status, 401);
    client.refresh(offline.refresh()).await.ok();
    let to_app = "SELECT COUNT(*) FROM outbox_deliveries WHERE consumer = 'backchannel_logout'";
    assert_eq!(t.count(to_app).await, 1);
    assert_eq!((events(&t, "session.ended").await, events(&t, "session.limit_reached").await), (1, 1));
    let mails = "SELECT COUNT(*) FROM outbox WHERE payload LIKE '%session_limit%'";
    assert_eq!(t.count(mails).await, 1);
    // Signing in once more in a browser that is one of the five ends none.
    let page = sixth.get(&t.url("/login")).await;
    sixth.sign_in(&page, "ada", crate::support::PASSWORD).await;
    assert_eq!((alive(&t).await, events(&t, "session.limit_reached").await), (6, 1));
});

on_both_engines!(an_address_that_nobody_has_proven_is_told_of_no_session, |config| { config.session.max = 1 }, |t| {
    let ada = t.person("ada").await;
    let changes = accounts::AccountChanges { email_verified: Some(false), ..Default::default() };
    accounts::update(&t.cx(), &ada.id, changes).await.unwrap();
    t.browser_of("ada").await;
    t.browser_of("ada").await;
    assert_eq!((alive(&t).await, events(&t, "session.limit_reached").await), (1, 1));
    assert_eq!(t.count("SELECT COUNT(*) FROM outbox WHERE payload LIKE '%session_limit%'").await, 0);
});

on_both_engines!(without_a_limit_nobody_is_signed_out, |config| { config.session.max = 0 }, |t| {
    t.person("ada").await;
    for _ in 0..8 {
        t.browser_of("ada").await;
    }
    assert_eq!((alive(&t).await, events(&t, "session.limit_reached").await), (8, 0));
});

on_both_engines!(sessions_that_ran_out_count_for_nothing, |t| {
    t.person("ada").await;
    for _ in 0..5 {
        t.browser_of("ada").await;
    }
    t.clock.advance(86_400);
    t.browser_of("ada").await;
    assert_eq!(events(&t, "session.limit_reached").await, 0);
});

on_both_engines!(a_session_that_is_ended_twice_is_ended_and_nobody_is_alarmed, |t| {
    t.person("ada").await;
    t.browser_of("ada").await;
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&t.url("/account")).await;
    let own = page.answer.body.split("<li>").find(|row| row.contains("\"tag\"")).unwrap();
    let form = ends(&page).into_iter().find(|form| !own.contains(form.field("session").unwrap())).unwrap();
    for _ in 0..2 {
        let done = browser.submit(&page, form.clone()).await;
        assert_eq!((done.answer.status.as_u16(), done.url.path()), (200, "/account"), "{}", done.text());
        assert!(done.text().contains("That browser is signed out."), "{}", done.text());
    }
    assert_eq!((alive(&t).await, events(&t, "session.ended").await), (1, 1));
});

// A sign-in of long ago is enough, unlike for what changes how one signs in.
on_both_engines!(one_signs_out_everywhere_else_and_stays, |t| {
    t.person("ada").await;
    t.person("bob").await;
    let client = t.client("web", json!({})).await;
    let mut other = t.browser_of("ada").await;
    let tokens = client.tokens(&mut other, "openid").await;
    let mut bobs = t.browser_of("bob").await;
    let mut browser = t.browser_of("ada").await;
    let own = client.tokens(&mut browser, "openid").await;
    t.clock.advance(3600);
    let page = browser.get(&t.url("/account")).await;
    let forged = page.form_with("end-others").with("csrf", "AAAA");
    assert_eq!(browser.submit(&page, forged).await.answer.status, 403);
    for _ in 0..2 {
        let done = browser.press(&page, "end-others").await;
        assert_eq!(done.url.path(), "/account");
        assert!(done.text().contains("The other browsers are signed out."), "{}", done.text());
        assert!(!done.has("end-others"), "there are no others");
    }
    assert!(!is_signed_in(&t, &mut other).await && is_signed_in(&t, &mut bobs).await);
    assert_eq!(client.refresh(tokens.refresh()).await.refusal(), "invalid_grant");
    client.refresh(own.refresh()).await.ok();
    assert_eq!(events(&t, "session.ended").await, 1);
});

// "Last used" is written once an hour, however often the session is used.
on_both_engines!(using_a_session_costs_a_write_an_hour, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let seen = async || t.count("SELECT last_seen_at FROM sessions").await;
    let begun = seen().await;
    t.clock.advance(3599);
    client.code(&mut browser, &[]).await;
    browser.get(&t.url("/account")).await;
    assert_eq!(seen().await, begun);
    t.clock.advance(1);
    client.code(&mut browser, &[]).await;
    assert_eq!(seen().await, begun + 3600);
});
