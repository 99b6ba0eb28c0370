//! Who has an account is told by no page, no mail and no clock.

use serde_json::json;
use signet::domain::installation::maintenance;

use super::{ask, ask_page, enter, mails_to, switch_on, waiting};
use crate::support::{Page, TestApp, TestClient, Times, on_both_engines};

/// A page without what is random on it.
fn seen(page: &Page, name: &str) -> String {
    let number = super::number_of(page);
    page.text().replace(name, "NAME").replace(&number, "NN")
}

on_both_engines!(known_and_unknown_names_get_the_same_pages_and_one_of_them_a_mail, |t| {
    t.person("ada").await;
    t.person("off").await;
    t.disable("off").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let names = ["ada", "ada@example.com", "nobody", "nobody@example.com", "off", "off@example.com"];
    let mut pages = Vec::new();
    for name in names {
        let (mut browser, page) = waiting(&t, &client, name).await;
        let mut shown = vec![seen(&page, name)];
        for _ in 0..6 {
            // One of a million, and six tries.
            shown.push(seen(&enter(&mut browser, &page, "000000").await, name));
        }
        let limit = browser.press(&page, "mail-continue").await;
        shown.push(seen(&limit, name));
        pages.push(shown);
    }
    for (name, shown) in names.iter().zip(&pages) {
        assert_eq!(shown, &pages[0], "{name}");
    }
    assert_eq!(mails_to(&t, "ada@example.com").await.len(), 2);
    for nobody in ["nobody@example.com", "off@example.com", "nobody"] {
        assert!(mails_to(&t, nobody).await.is_empty(), "{nobody}");
    }
    // What is written for nobody is claimed by nobody, and gone when the code would have ended.
    let for_nobody = "SELECT COUNT(*) FROM outbox_deliveries WHERE consumer = 'nobody'";
    assert_eq!(t.count(for_nobody).await, 4);
    t.clock.advance(10 * 60 + 1);
    while maintenance::purge(&t.cx()).await.unwrap() {}
    assert_eq!(t.count(for_nobody).await, 0);
});

/// Asks for a mail with this name, and enters a wrong code: how long the one took, and the other.
async fn ask_for(t: &TestApp, client: &TestClient<'_>, times: &mut [Times; 2], name: &str, round: u8) {
    let [asked, entered] = times;
    let is_known = name.starts_with("person");
    let (mut browser, page) = ask_page(t, client).await;
    browser.ip = [10, round, 0, 1];
    let page = asked.measure(is_known, ask(&mut browser, &page, name)).await;
    // One of a million.
    let wrong = entered.measure(is_known, enter(&mut browser, &page, "000000")).await;
    assert!(wrong.text().contains("That code is not right."), "{}", wrong.text());
}

on_both_engines!(known_and_unknown_names_take_as_long, |t| {
    let client = t.first_party("web", json!({})).await;
    for number in 0..40 {
        t.person(&format!("person{number}")).await;
    }
    switch_on(&t).await;
    let mut times = [Times::default(), Times::default()];
    for round in 0..40u8 {
        let mut names = [format!("person{round}"), format!("nobody{round}")];
        names.rotate_left(usize::from(round % 2));
        for name in names {
            ask_for(&t, &client, &mut times, &name, round).await;
        }
    }
    let [asked, entered] = times;
    asked.assert_alike("mails that sign in");
    entered.assert_alike("their codes");
});
