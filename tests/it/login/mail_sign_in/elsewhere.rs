//! The link, opened in another browser than the one that asked.

use serde_json::json;

use super::{enter, newest, number_of, switch_on, waiting};
use crate::support::{Browser, Page, TestApp, on_both_engines};

/// The link of a mail in a browser that was never here.
async fn opened<'t>(t: &'t TestApp, link: &str) -> (Browser<'t>, Page) {
    let mut other = t.browser();
    other.ip = [198, 51, 100, 7];
    let page = other.get(link).await;
    assert_eq!(page.heading(), "Did you just ask to sign in?", "{}", page.text());
    (other, page)
}

/// The numbers that stand on the page.
fn choices(page: &Page) -> Vec<String> {
    let buttons = page.forms().into_iter().flat_map(|form| form.buttons);
    buttons.filter_map(|button| button.sends).filter(|(name, _)| name == "number").map(|(_, value)| value).collect()
}

async fn press(other: &mut Browser<'_>, page: &Page, number: &str) -> Page {
    other.submit(page, page.form_with("mail-refuse").with("number", number)).await
}

on_both_engines!(the_right_number_lets_the_waiting_page_go_on_and_signs_nobody_else_in, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({"client_name": "Orbit Notes"})).await;
    let (mut browser, waits) = waiting(&t, &client, "ada").await;
    let state = waits.url.as_str().replace("/login/email?", "/login/email/state?");
    assert_eq!(browser.get(&state).await.answer.json(), json!({"state": "waiting"}));
    let not_yet = browser.press(&waits, "mail-continue").await;
    assert!(not_yet.text().contains("The number has not been pressed yet."), "{}", not_yet.text());

    let mailed = newest(&t, "ada@example.com").await;
    let (mut other, page) = opened(&t, &mailed.link).await;
    let text = page.text();
    assert!(text.contains("Orbit Notes") && text.contains("192.0.2.0/24"), "the app and the place: {text}");
    assert!(!text.contains("ada"), "whose account it is says nothing to whoever found the link: {text}");
    let numbers = choices(&page);
    assert_eq!(numbers.len(), 3);
    assert!(numbers.contains(&number_of(&waits)), "{numbers:?}");
    assert_eq!(choices(&other.get(&mailed.link).await), numbers, "a reload tells no more");
    let done = press(&mut other, &page, &number_of(&waits)).await;
    assert_eq!(done.heading(), "Go back to the other browser", "{}", done.text());
    assert_eq!(other.get(&t.url("/account")).await.url.path(), "/login", "nobody is signed in here");
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions").await, 0);

    assert_eq!(browser.get(&state).await.answer.json(), json!({"state": "approved"}));
    browser.press(&waits, "mail-continue").await.code();
    assert_eq!(browser.get(&state).await.answer.json(), json!({"state": "over"}));
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions").await, 1);
});

on_both_engines!(a_wrong_number_ends_code_and_link_at_once, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    for is_refused in [false, true] {
        t.clock.advance(11);
        let (mut browser, waits) = waiting(&t, &client, "ada").await;
        let mailed = newest(&t, "ada@example.com").await;
        let (mut other, page) = opened(&t, &mailed.link).await;
        let wrong = choices(&page).into_iter().find(|one| *one != number_of(&waits)).unwrap();
        let done =
            if is_refused { other.press(&page, "mail-refuse").await } else { press(&mut other, &page, &wrong).await };
        assert_eq!(done.heading(), "Nobody was signed in", "{}", done.text());
        // There is no second choice, and the code is gone with it.
        let again = press(&mut other, &page, &number_of(&waits)).await;
        assert_eq!(again.answer.status, 404, "{}", again.text());
        let late = enter(&mut browser, &waits, &mailed.code).await;
        assert!(late.text().contains("That code does not work any more."), "{}", late.text());
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions").await, 0);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'sign_in.failed'").await, 2);
});
