//! What somebody gets who wants to sign in as another person.

use serde_json::json;
use signet::domain::directory::accounts;

use super::{another, ask, ask_page, deliver, enter, mails_to, newest, number_of, switch_on, waiting};
use crate::support::{Page, TestApp, on_both_engines};

on_both_engines!(a_stolen_link_signs_no_thief_in, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, waits) = waiting(&t, &client, "ada").await;
    let mailed = newest(&t, "ada@example.com").await;
    let mut thief = t.browser();
    let page = thief.get(&mailed.link).await;
    // The form of the browser that asked, made up by hand.
    let forged =
        thief.submit(&page, page.form_with("mail-refuse").with("token", mailed.link.rsplit('=').next().unwrap())).await;
    assert_ne!(forged.url.path(), "/account");
    assert_eq!(thief.get(&t.url("/account")).await.url.path(), "/login");
    drop(enter(&mut browser, &waits, &mailed.code).await);
});

on_both_engines!(a_stolen_code_opens_nothing_in_another_browser_or_on_another_journey, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, waits) = waiting(&t, &client, "ada").await;
    let mailed = newest(&t, "ada@example.com").await;
    // A thief with a journey of their own, who asked for the same person.
    t.clock.advance(11);
    let (mut thief, theirs) = waiting(&t, &client, "ada").await;
    let theirs_too = newest(&t, "ada@example.com").await;
    if theirs_too.code != mailed.code {
        let refused = enter(&mut thief, &theirs, &mailed.code).await;
        assert!(refused.text().contains("That code is not right."), "{}", refused.text());
    }
    // Their browser, with everything that the other page has.
    let form = waits.form_with("code-submit").with("code", &mailed.code);
    let refused = thief.submit(&waits, form).await;
    assert!(refused.text().contains("another browser"), "{}", refused.text());
    enter(&mut browser, &waits, &mailed.code).await.code();
});

on_both_engines!(a_planted_cookie_cannot_go_on_in_the_place_of_the_page_that_waits, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = ask_page(&t, &client).await;
    // Whoever planted the cookie sees the journey as the browser does, until a mail is asked for.
    let mut planter = browser.clone();
    planter.ip = [198, 51, 100, 7];
    let theirs = planter.get(page.url.as_str()).await;
    let waits = ask(&mut browser, &page, "ada").await;
    let mailed = newest(&t, "ada@example.com").await;
    let mut phone = t.browser();
    let link = phone.get(&mailed.link).await;
    phone.submit(&link, link.form_with("mail-refuse").with("number", &number_of(&waits)).without("refuse")).await;

    // They have cookie, interaction and form token, and no ticket.
    let token = theirs.form_with("mail-send").field("csrf").unwrap().to_owned();
    let form = waits.form_with("mail-continue").with("csrf", &token).with("ticket", "");
    let refused = planter.submit(&waits, form).await;
    assert!(refused.left_for.is_none(), "{}", refused.text());
    assert_eq!(planter.get(&t.url("/account")).await.url.path(), "/login");
    let shown = planter.get(page.url.as_str()).await;
    assert_eq!(shown.heading(), "Sign in by e-mail", "neither number nor ticket: {}", shown.text());
    assert!(!shown.answer.body.contains("mail-number"));

    let before = browser.cookie();
    browser.press(&waits, "mail-continue").await.code();
    assert_ne!(browser.cookie(), before, "what they planted is over");
    assert_eq!(planter.get(&t.url("/account")).await.url.path(), "/login");
});

on_both_engines!(many_guesses_at_once_are_no_more_than_one_after_the_other, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (browser, waits) = waiting(&t, &client, "ada").await;
    let mailed = newest(&t, "ada@example.com").await;
    let press = || async {
        let mut guesser = browser.clone();
        enter(&mut guesser, &waits, &another(&mailed.code)).await.text()
    };
    let all = tokio::join!(press(), press(), press(), press(), press(), press(), press(), press());
    let answers = [all.0, all.1, all.2, all.3, all.4, all.5, all.6, all.7];
    let looked_at = answers.iter().filter(|text| text.contains("That code is not right.")).count();
    assert_eq!(looked_at, 5);
    assert_eq!(t.count("SELECT MAX(tries) FROM mail_proofs").await, 5);
});

// Five codes a mail, ten mails an hour: 1,200 of a million codes a day, whoever guesses from wherever.
on_both_engines!(guesses_at_one_account_are_no_more_than_1200_a_day, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let mut mails = 0;
    // Asked for from 30 networks, by both names of the account.
    for network in 0..30u8 {
        let (mut browser, page) = ask_page(&t, &client).await;
        browser.ip = [10, network, 0, 1];
        let name = if network % 2 == 0 { "ada" } else { "ada@example.com" };
        ask(&mut browser, &page, name).await;
        mails = mails_to(&t, "ada@example.com").await.len();
    }
    assert_eq!(mails, 10, "and nobody is told");
    let tries_a_day = 5 * 10 * 24;
    assert!(tries_a_day <= 1200);
    // A browser in which she has signed in before is not kept waiting by them.
    let mut known = t.browser_of("ada").await;
    known.get(&t.url("/logout")).await;
    let page = known.get(&t.url("/login/email")).await;
    ask(&mut known, &page, "ada").await;
    assert_eq!(mails_to(&t, "ada@example.com").await.len(), 11);
});

on_both_engines!(mails_are_limited_for_one_name_from_one_address, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = ask_page(&t, &client).await;
    for name in ["ada", "nobody"] {
        for _ in 0..5 {
            t.clock.advance(11);
            ask(&mut browser, &page, name).await;
            deliver(&t).await;
        }
        let refused = browser.submit(&page, page.form_with("mail-send").with("username", name)).await;
        assert_eq!(refused.answer.status, 429, "{name}");
        assert!(refused.answer.header("retry-after").is_some());
        assert!(refused.text().contains("Many mails were sent already."), "{}", refused.text());
    }
    assert_eq!(mails_to(&t, "ada@example.com").await.len(), 5);
});

/// Nothing of this is a form that another site can send.
#[tokio::test]
async fn another_site_asks_for_no_mail() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = ask_page(&t, &client).await;
    let form = page.form_with("mail-send").with("username", "ada");
    let refused = browser.submit_from_elsewhere(&form.action, &form.fields).await;
    assert_eq!(refused.heading(), "Sign in by e-mail", "asked anew: {}", refused.text());
    assert!(mails_to(&t, "ada@example.com").await.is_empty());
}

on_both_engines!(a_planted_cookie_that_asks_for_the_same_person_gets_no_ticket_of_theirs, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = ask_page(&t, &client).await;
    let mut planter = browser.clone();
    let theirs = planter.get(page.url.as_str()).await;
    let ticket = |page: &Page| page.form_with("code-submit").field("ticket").unwrap().to_owned();
    let first = ask(&mut browser, &page, "ada").await;
    assert_eq!(ticket(&first), ticket(&ask(&mut browser, &page, "ada").await), "the second press of one button");
    let got = ask(&mut planter, &theirs, "ada").await;
    assert_ne!(ticket(&got), ticket(&first));
});

on_both_engines!(a_mailbox_alone_signs_no_administrator_in, |t| {
    let ada = t.person("ada").await;
    accounts::update(
        &t.cx(),
        &ada.id,
        accounts::AccountChanges { admin: Some(true), ..accounts::AccountChanges::default() },
    )
    .await
    .unwrap();
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    drop(waiting(&t, &client, "ada").await);
    assert!(mails_to(&t, "ada@example.com").await.is_empty());
});
