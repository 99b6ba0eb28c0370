//! Who goes on with an address that was proven: whoever brought the proof, and nobody who only waits.

use serde_json::json;

use super::{
    enter, newest, number_of,
    sign_up::{NEW, address_page, give, open, waiting},
    switch_on,
};
use crate::support::on_both_engines;

on_both_engines!(
    a_planted_cookie_makes_no_account_of_an_address_that_somebody_else_proved,
    |config| { open(config) },
    |t| {
        switch_on(&t).await;
        let client = t.first_party("web", json!({})).await;
        let (mut browser, page) = address_page(&t, &client).await;
        let mut planter = browser.clone();
        let page = give(&mut browser, &page, NEW).await;
        let mailed = newest(&t, NEW).await;
        let details = enter(&mut browser, &page, &mailed.code).await;
        let address = details.url.as_str().split("&ticket=").next().unwrap().to_owned();
        let shown = planter.get(&address).await;
        assert!(!shown.has("sign-up-submit"), "{}", shown.text());
        browser.press(&details, "sign-up-submit").await.code();
        assert_eq!(planter.get(&t.url("/account")).await.url.path(), "/login");
    }
);

on_both_engines!(
    the_link_of_a_sign_up_that_another_began_proves_nothing_for_the_page_that_waits,
    |config| { open(config) },
    |t| {
        switch_on(&t).await;
        let client = t.first_party("web", json!({})).await;
        // Whoever planted the cookie began the sign-up and has the page that waits; the owner has only the mail.
        let (mut planter, waits) = waiting(&t, &client, NEW).await;
        let mut owner = planter.clone();
        let link = owner.get(&newest(&t, NEW).await.link).await;
        let details = owner.press(&link, "login-submit").await;
        assert_eq!(details.heading(), "Almost done", "{}", details.text());
        let reloaded = planter.get(waits.url.as_str()).await;
        assert!(!reloaded.has("sign-up-submit"), "{}", reloaded.text());
        let ticket = waits.form_with("code-submit").field("ticket").unwrap().to_owned();
        let same = planter.get(&waits.url.as_str().replace("/login/email", "/sign-up/details")).await;
        assert!(same.text().contains("That code does not work any more."), "{}", same.text());
        for pressed in [planter.press(&waits, "mail-continue").await, enter(&mut planter, &waits, "000000").await] {
            assert!(pressed.text().contains("That code does not work any more."), "{}", pressed.text());
            assert!(!pressed.has("sign-up-submit"), "{}", pressed.text());
        }
        let form = details.form_with("sign-up-submit").with("ticket", &ticket);
        let refused = planter.submit(&details, form).await;
        assert!(refused.text().contains("That code does not work any more."), "{}", refused.text());
        assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 0);
        owner.press(&details, "sign-up-submit").await.code();
        assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 1);
    }
);

on_both_engines!(a_second_press_leads_where_the_first_led, |config| { open(config) }, |t| {
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, _) = waiting(&t, &client, NEW).await;
    let mailed = newest(&t, NEW).await;
    let mut other = t.browser();
    let elsewhere = other.get(&mailed.link).await;
    let link = browser.get(&mailed.link).await;
    let first = browser.press(&link, "login-submit").await;
    assert_eq!(first.heading(), "Almost done", "{}", first.text());
    assert_eq!(browser.press(&link, "login-submit").await.url, first.url);
    // Any other browser is told that the link was used.
    let refused = other.press(&elsewhere, "mail-refuse").await;
    assert_eq!(refused.answer.status, 404);
    assert!(refused.text().contains("This link has been used or is too old"), "{}", refused.text());

    // The page that waits goes on where it brought the proof itself: by the code, or once it was let go on.
    let email = "second@example.com";
    let (mut browser, waits) = waiting(&t, &client, email).await;
    let mailed = newest(&t, email).await;
    let first = enter(&mut browser, &waits, &mailed.code).await;
    assert_eq!(enter(&mut browser, &waits, &mailed.code).await.url, first.url);
    assert_eq!(browser.get(waits.url.as_str()).await.url, first.url);

    let email = "third@example.com";
    let (mut browser, waits) = waiting(&t, &client, email).await;
    let mut phone = t.browser();
    let link = phone.get(&newest(&t, email).await.link).await;
    phone.submit(&link, link.form_with("mail-refuse").with("number", &number_of(&waits))).await;
    let first = browser.press(&waits, "mail-continue").await;
    assert_eq!(first.heading(), "Almost done", "{}", first.text());
    assert_eq!(browser.press(&waits, "mail-continue").await.url, first.url);
});

on_both_engines!(a_domain_that_is_let_in_no_more_makes_no_account, |config| { open(config) }, |t| {
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = waiting(&t, &client, NEW).await;
    let mailed = newest(&t, NEW).await;
    let details = enter(&mut browser, &page, &mailed.code).await;
    assert_eq!(details.heading(), "Almost done", "{}", details.text());
    // The operator says otherwise, and the server begins anew.
    let blocked = vec!["example.com".to_owned()];
    let later = t.another_instance_with(|config| config.sign_up.blocked_domains = blocked).await;
    let mut there = later.browser();
    there.cookies = browser.cookies.clone();
    let refused = there.press(&details, "sign-up-submit").await;
    assert!(!refused.has("sign-up-submit"), "{}", refused.text());
    assert!(refused.has("sign-up-send"), "the address is asked for: {}", refused.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 0);
    let refused = give(&mut there, &refused, NEW).await;
    assert!(refused.text().contains("No account can be made with this address."), "{}", refused.text());
});
