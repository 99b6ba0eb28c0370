//! The code, the link, and what follows.

use serde_json::{Value, json};
use signet::{
    domain::directory::accounts::{self, AccountChanges},
    store::users,
};

use super::{address_of, another, ask, ask_page, enter, mails_to, newest, switch_on, waiting};
use crate::support::{PASSWORD, TestApp, TestClient, on_both_engines, verified};

async fn id_token(t: &TestApp, client: &TestClient<'_>, code: &str) -> Value {
    let tokens = client.redeem(code).await.ok().json();
    verified(tokens["id_token"].as_str().unwrap(), &t.get("/jwks").await.json())
}

on_both_engines!(a_code_signs_in_where_it_was_asked_for_and_the_request_goes_on, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = waiting(&t, &client, "ada").await;
    assert!(page.text().contains("If there is an account for ada"), "{}", page.text());
    let before = browser.cookie();
    let mailed = newest(&t, "ada@example.com").await;
    // As it is copied from a mail.
    let spaced = format!(" {} {} ", &mailed.code[..3], &mailed.code[3..]);
    let done = enter(&mut browser, &page, &spaced).await;
    assert_ne!(browser.cookie(), before, "a cookie that was planted goes no further");
    browser.device_cookie();
    let told = id_token(&t, &client, &done.code()).await;
    assert_eq!((&told["amr"], &told["acr"]), (&json!(["otp"]), &json!("urn:signet:acr:single-factor")));
    let started = "SELECT COUNT(*) FROM audit_events WHERE kind = 'session.started' AND data LIKE '%otp%'";
    assert_eq!(t.count(started).await, 1);

    // Code and link were one proof.
    let again = browser.get(&mailed.link).await;
    assert_eq!(again.answer.status, 404);
    assert!(again.text().contains("This link has been used or is too old"), "{}", again.text());
});

on_both_engines!(the_link_asks_first_and_signs_in_where_it_was_asked_for, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, waits) = waiting(&t, &client, "ada@example.com").await;
    let mailed = newest(&t, "ada@example.com").await;
    for _ in 0..3 {
        // Somebody who only looks spends nothing.
        t.browser().get(&mailed.link).await;
    }
    let page = browser.get(&mailed.link).await;
    assert!(page.heading().starts_with("Sign in as "), "{}", page.text());
    let mut second = browser.clone();
    let done = browser.press(&page, "login-submit").await;
    // A double click leads to the same place.
    let twice = second.press(&page, "login-submit").await;
    assert_eq!(done.left(), twice.left());
    done.code();
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions").await, 1);

    // The page that waits has nothing to wait for, also when it is opened by the button "back".
    let back = browser.get(waits.url.as_str()).await;
    assert!(back.text().contains("has been answered"), "{}", back.text());
    let late = enter(&mut browser, &waits, &mailed.code).await;
    assert!(late.text().contains("has been answered"), "{}", late.text());
});

on_both_engines!(one_visits_the_account_by_a_code_and_a_second_press_leads_there_too, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    let page = browser.get(&address_of(&page, "mail-sign-in")).await;
    let page = ask(&mut browser, &page, "ADA").await;
    let mailed = newest(&t, "ada@example.com").await;
    let mut second = browser.clone();
    let mut third = browser.clone();
    let done = enter(&mut browser, &page, &mailed.code).await;
    assert_eq!(done.url.path(), "/account");
    let again = enter(&mut second, &page, &mailed.code).await;
    assert_eq!((again.url.path(), second.cookie()), ("/account", browser.cookie()));
    third.cookies = browser.cookies.clone();
    let again = enter(&mut third, &page, &mailed.code).await;
    assert_eq!(again.url.path(), "/account", "{}", again.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions").await, 1);
});

on_both_engines!(a_wrong_code_says_so_and_the_fifth_is_the_last_that_is_looked_at, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = waiting(&t, &client, "ada").await;
    let mailed = newest(&t, "ada@example.com").await;
    for _ in 0..5 {
        let wrong = enter(&mut browser, &page, &another(&mailed.code)).await;
        assert!(wrong.text().contains("That code is not right."), "{}", wrong.text());
    }
    let right = enter(&mut browser, &page, &mailed.code).await;
    assert!(right.text().contains("That code was tried too often."), "{}", right.text());
    assert!(!right.has("code-submit"));
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'sign_in.failed'").await, 5);
    // The link still works: nobody can guess it.
    let page = browser.get(&mailed.link).await;
    browser.press(&page, "login-submit").await.code();
});

on_both_engines!(a_newer_mail_takes_the_place_of_an_older_one_and_both_end_after_ten_minutes, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = waiting(&t, &client, "ada").await;
    let first = newest(&t, "ada@example.com").await;
    // A second press of the button asks for nothing more.
    let same = browser.press(&page, "mail-again").await;
    assert_eq!((same.url.as_str(), mails_to(&t, "ada@example.com").await.len()), (page.url.as_str(), 1));
    t.clock.advance(11);
    let page = browser.press(&page, "mail-again").await;
    let second = newest(&t, "ada@example.com").await;
    assert_ne!((&first.code, &first.link), (&second.code, &second.link));
    assert_eq!(browser.get(&first.link).await.answer.status, 404);
    let old = enter(&mut browser, &page, &first.code).await;
    assert!(old.text().contains("That code is not right."), "{}", old.text());
    t.clock.advance(10 * 60);
    let late = enter(&mut browser, &page, &second.code).await;
    assert!(late.text().contains("That code does not work any more."), "{}", late.text());
    assert_eq!(browser.get(&second.link).await.answer.status, 404);
});

on_both_engines!(two_tabs_of_one_request_get_one_answer, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, one) = waiting(&t, &client, "ada").await;
    let two = browser.get(one.url.as_str()).await;
    let mailed = newest(&t, "ada@example.com").await;
    enter(&mut browser, &one, &mailed.code).await.code();
    let other = enter(&mut browser, &two, &mailed.code).await;
    // The same form within ten seconds gets the same answer; later it is told.
    assert_eq!(other.left().host_str(), Some("rp.example"));
    t.clock.advance(11);
    let other = enter(&mut browser, &two, &mailed.code).await;
    assert!(other.text().contains("has been answered"), "{}", other.text());
});

on_both_engines!(whoever_has_an_app_is_asked_for_its_code_all_the_same, |t| {
    let ada = t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let mut tx = t.app.db.begin().await.unwrap();
    users::set_second_factor(&mut tx, &ada.id, Some(t.clock.now())).await.unwrap();
    tx.commit().await.unwrap();
    let (mut browser, page) = waiting(&t, &client, "ada").await;
    let mailed = newest(&t, "ada@example.com").await;
    let page = enter(&mut browser, &page, &mailed.code).await;
    assert_eq!(page.url.path(), "/factor", "{}", page.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions").await, 0);
    assert_eq!(t.count("SELECT COUNT(*) FROM mail_proofs WHERE ended_at IS NULL").await, 0, "spent all the same");
});

on_both_engines!(an_address_that_was_proven_is_verified_and_another_one_proves_nothing, |t| {
    let ada = t.person("ada").await;
    switch_on(&t).await;
    let unproven = AccountChanges { email_verified: Some(false), ..AccountChanges::default() };
    accounts::update(&t.cx(), &ada.id, unproven).await.unwrap();
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = waiting(&t, &client, "ada").await;
    let mailed = newest(&t, "ada@example.com").await;
    let moved = |address: &str| AccountChanges { email: Some(Some(address.to_owned())), ..AccountChanges::default() };
    accounts::update(&t.cx(), &ada.id, moved("other@example.com")).await.unwrap();
    let refused = enter(&mut browser, &page, &mailed.code).await;
    assert!(refused.text().contains("That code does not work any more."), "{}", refused.text());
    accounts::update(&t.cx(), &ada.id, moved("ada@example.com")).await.unwrap();

    t.clock.advance(11);
    let (mut browser, page) = waiting(&t, &client, "ada").await;
    let mailed = newest(&t, "ada@example.com").await;
    let code = enter(&mut browser, &page, &mailed.code).await.code();
    id_token(&t, &client, &code).await;
    assert_eq!(t.count("SELECT COUNT(*) FROM users WHERE email_verified_at IS NOT NULL").await, 1);
});

on_both_engines!(it_is_off_until_it_is_switched_on, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser();
    let page = client.authorize(&mut browser, &[]).await;
    assert!(!page.answer.body.contains("/login/email"), "{}", page.answer.body);
    for path in ["/login/email", "/login/email/code", "/login/email/state", "/login/email/link?token=x"] {
        assert_eq!(t.get(path).await.status, 404, "{path}");
    }
    switch_on(&t).await;
    let (mut browser, page) = ask_page(&t, &client).await;
    // A password is as good as before.
    let page = browser.get(&address_of(&page, "use-password")).await;
    browser.sign_in(&page, "ada", PASSWORD).await.code();
});

on_both_engines!(whoever_signs_in_by_mail_says_whether_they_stay_signed_in, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    for (ticked, days) in [(false, 1), (true, 30)] {
        let (mut browser, page) = ask_page(&t, &client).await;
        let form = page.form_with("mail-send").with("username", "ada");
        let form = if ticked { form.with("remember", "yes") } else { form };
        let mut page = browser.submit(&page, form).await;
        if ticked {
            // The mail that is sent again is of the same wish.
            t.clock.advance(11);
            page = browser.press(&page, "mail-again").await;
        }
        let mailed = newest(&t, "ada@example.com").await;
        let done = enter(&mut browser, &page, &mailed.code).await;
        let is_kept = done.answer.headers.get_all("set-cookie").iter().any(|one| {
            let text = one.to_str().unwrap();
            !text.contains("signet_device") && !text.contains("signet_state") && text.contains("Max-Age=2592000")
        });
        assert_eq!(is_kept, ticked, "{:?}", done.answer.headers);
        let lasting = format!("SELECT COUNT(*) FROM sessions WHERE expires_at - created_at = {}", days * 86_400);
        assert_eq!(t.count(&lasting).await, 1, "{days} days");
        t.clock.advance(2 * 86_400);
        let account = browser.get(&t.url("/account")).await;
        assert_eq!(account.url.path() == "/account", ticked, "{}", account.url);
    }
});

on_both_engines!(the_box_beside_the_name_counts_for_the_link_too, |t| {
    t.person("ada").await;
    switch_on(&t).await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = ask_page(&t, &client).await;
    browser.submit(&page, page.form_with("mail-send").with("username", "ada").with("remember", "yes")).await;
    let mailed = newest(&t, "ada@example.com").await;
    let opened = browser.get(&mailed.link).await;
    browser.press(&opened, "login-submit").await.code();
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions WHERE expires_at - created_at = 2592000").await, 1);
});
