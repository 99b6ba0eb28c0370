//! No clock tells who has an account: each answer takes as long for a known name as for an unknown one. Signing in by
//! mail and telephone numbers have theirs beside their other tests.

use serde_json::json;

use super::mail_sign_in::{address_of, enter, sign_up::open, switch_on};
use crate::support::{Browser, Page, TestApp, TestClient, Times, on_both_engines};

const ROUNDS: u8 = 40;

/// People whose names are known.
async fn people(t: &TestApp) {
    for number in 0..ROUNDS {
        t.person(&format!("person{number}")).await;
    }
}

/// The names of a round, the known one first in every other.
fn names(round: u8) -> [(bool, String); 2] {
    let mut names = [(true, format!("person{round}")), (false, format!("nobody{round}"))];
    names.rotate_left(usize::from(round % 2));
    names
}

/// A browser of its own network, on the sign-in page of a client's request.
async fn sign_in_page<'t>(t: &'t TestApp, client: &TestClient<'_>, round: u8) -> (Browser<'t>, Page) {
    let mut browser = t.browser();
    browser.ip = [10, round, 0, 1];
    let page = client.authorize(&mut browser, &[]).await;
    (browser, page)
}

on_both_engines!(known_and_unknown_names_take_as_long_by_password, |t| {
    people(&t).await;
    for number in 0..ROUNDS {
        t.person(&format!("off{number}")).await;
        t.disable(&format!("off{number}")).await;
    }
    let client = t.first_party("web", json!({})).await;
    let (mut times, mut off) = (Times::default(), Times::default());
    for round in 0..ROUNDS {
        for (is_known, name) in names(round) {
            let (mut browser, page) = sign_in_page(&t, &client, round).await;
            let answer = times.measure(is_known, browser.sign_in(&page, &name, "a wrong password")).await;
            assert!(answer.text().contains("That name and password do not match."), "{}", answer.text());
        }
        // An account that is switched off, against a name that nobody has.
        for (is_known, name) in [(true, format!("off{round}")), (false, format!("no{round}"))] {
            let (mut browser, page) = sign_in_page(&t, &client, round).await;
            browser.ip = [10, 100 + round, 0, 1];
            off.measure(is_known, browser.sign_in(&page, &name, "a wrong password")).await;
        }
    }
    times.assert_alike("passwords");
    off.assert_alike("passwords of an account that is switched off");
});

/// Gives known and unknown addresses to the page that makes accounts, and a wrong code to the page that follows.
async fn sign_up(t: &TestApp, what: &str) {
    let client = t.first_party("web", json!({})).await;
    let (mut times, mut codes) = (Times::default(), Times::default());
    for round in 0..ROUNDS {
        for (is_known, name) in names(round) {
            let (mut browser, page) = sign_in_page(t, &client, round).await;
            let page = browser.get(&address_of(&page, "sign-up")).await;
            let form = page.form_with("sign-up-send").with("email", &format!("{name}@example.com"));
            let answer = times.measure(is_known, browser.submit(&page, form)).await;
            assert_eq!(answer.heading(), "Look into your mailbox", "{}", answer.text());
            // One of a million.
            let wrong = codes.measure(is_known, enter(&mut browser, &answer, "000000")).await;
            assert!(wrong.text().contains("That code is not right."), "{}", wrong.text());
        }
    }
    times.assert_alike(what);
    codes.assert_alike(&format!("codes of {what}"));
}

on_both_engines!(known_and_unknown_addresses_take_as_long_at_sign_up, |config| { open(config) }, |t| {
    people(&t).await;
    sign_up(&t, "sign-up").await;
});

on_both_engines!(
    known_and_unknown_addresses_take_as_long_at_sign_up_where_mails_sign_in,
    |config| { open(config) },
    |t| {
        people(&t).await;
        switch_on(&t).await;
        sign_up(&t, "sign-up where mails sign in").await;
    }
);

on_both_engines!(known_and_unknown_names_take_as_long_at_recovery, |t| {
    people(&t).await;
    let client = t.first_party("web", json!({})).await;
    let mut times = Times::default();
    for round in 0..ROUNDS {
        for (is_known, name) in names(round) {
            let (mut browser, page) = sign_in_page(&t, &client, round).await;
            let page = browser.get(&address_of(&page, "forgot-password")).await;
            let form = page.form_with("forgot-submit").with("username", &name);
            let answer = times.measure(is_known, browser.submit(&page, form)).await;
            assert_eq!(answer.heading(), "Look in your mailbox", "{}", answer.text());
        }
    }
    times.assert_alike("recovery");
});
