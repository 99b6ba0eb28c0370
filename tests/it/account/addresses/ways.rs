//! The ways in which somebody changes their address, and what stands in them.

use serde_json::json;
use signet::domain::{
    directory::accounts::{self, AccountChanges},
    installation::maintenance,
};

use super::{NEW, OLD, another, ask, changed, code_to, enter, has, link_to, mail_to, number_of};
use crate::{
    login::{
        factors::{self, app_of_ada},
        recovery::mails,
    },
    support::{PASSWORD, TestApp, on_both_engines},
};

const DAY: i64 = 86_400;

on_both_engines!(an_address_counts_once_both_mailboxes_are_proven, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let tokens = client.tokens(&mut browser, "openid email").await;
    let page = ask(&t, &mut browser, &format!(" {NEW} ")).await;
    assert_eq!(page.heading(), "Confirm the change", "{}", page.text());
    let sent = mails(&t).await;
    assert_eq!(sent.len(), 2);
    assert_eq!(mail_to(&sent, OLD).subject, "The address of your Signet account is to be changed", "told at once");
    assert_eq!(mail_to(&sent, NEW).subject, "Your code for Signet");
    assert!(!mail_to(&sent, NEW).text.contains("ada"), "whoever reads it learns nothing of the account");

    // One of two is not enough, in whichever order.
    let half = enter(&mut browser, &page, &code_to(&sent, NEW), "").await;
    assert!(half.text().contains("is yours.") && half.has("code-submit"), "{}", half.text());
    assert!(has(&t, OLD, true).await);
    let told = client.userinfo(tokens.access()).await.ok().json();
    assert_eq!((&told["email"], &told["email_verified"]), (&json!(OLD), &json!(true)), "apps see what counts");

    t.clock.advance(5);
    let form = half.form_with("code-submit").with("old_code", &code_to(&sent, OLD));
    let mut second = browser.clone();
    let done = browser.submit(&half, form.clone()).await;
    assert!(done.text().contains("Your address is changed."), "{}", done.text());
    // The second press of a double click.
    assert!(second.submit(&half, form).await.text().contains("Your address is changed."));
    assert!(has(&t, NEW, true).await);
    let told = client.userinfo(tokens.access()).await.ok().json();
    assert_eq!((&told["email"], &told["email_verified"]), (&json!(NEW), &json!(true)));

    let after = mails(&t).await;
    assert_eq!(after.len(), 1);
    assert_eq!(mail_to(&after, OLD).subject, "The address of your Signet account was changed");
    for (kind, count) in [("user.email_change_requested", 1), ("user.email_changed", 1)] {
        assert_eq!(t.count(&format!("SELECT COUNT(*) FROM audit_events WHERE kind = '{kind}'")).await, count, "{kind}");
    }
    // The new one signs in, the old one does not.
    let mut other = t.browser();
    let page = other.get(&t.url("/login")).await;
    assert!(other.sign_in(&page, OLD, PASSWORD).await.text().contains("do not match"));
    assert!(other.sign_in(&page, NEW, PASSWORD).await.url.path().ends_with("/account"));
});

on_both_engines!(the_link_of_the_mail_proves_the_new_address_in_the_browser_that_asked, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    ask(&t, &mut browser, NEW).await;
    let sent = mails(&t).await;
    let link = link_to(&sent, NEW);
    let page = browser.get(&link).await;
    assert_eq!(page.heading(), "Is countess@example.net your address?", "{}", page.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM address_changes WHERE new_proven_at IS NOT NULL").await, 0);
    let waits = browser.press(&page, "Yes, it is mine").await;
    assert_eq!(waits.heading(), "Confirm the change");
    // Pressed again, it leads where it led.
    assert_eq!(browser.press(&page, "Yes, it is mine").await.heading(), "Confirm the change");
    let form = waits.form_with("code-submit").with("old_code", &code_to(&sent, OLD));
    let done = browser.submit(&waits, form).await;
    assert!(done.text().contains("Your address is changed."), "{}", done.text());
    assert_eq!(browser.get(&link).await.answer.status, 404);
});

on_both_engines!(the_link_in_another_browser_asks_for_the_number_and_signs_nobody_in, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let waits = ask(&t, &mut browser, NEW).await;
    let sent = mails(&t).await;
    let waits = browser.submit(&waits, waits.form_with("code-submit").with("old_code", &code_to(&sent, OLD))).await;
    let early = browser.press(&waits, "mail-continue").await;
    assert!(early.text().contains("The number has not been pressed yet."), "{}", early.text());
    let mut phone = t.browser();
    let page = phone.get(&link_to(&sent, NEW)).await;
    assert_eq!(page.heading(), "Did you just confirm your address?");
    let form = page.form_with("mail-refuse").with("number", &number_of(&waits)).without("refuse");
    assert_eq!(phone.submit(&page, form).await.heading(), "Go back to the other browser");
    assert!(phone.get(&t.url("/account")).await.url.path().ends_with("/login"));
    assert!(has(&t, OLD, true).await, "the page that waits goes on");
    let state = browser.get(&t.url("/account/address/state")).await;
    assert_eq!(state.answer.json(), json!({"state": "approved"}));
    let done = browser.press(&waits, "mail-continue").await;
    assert!(done.text().contains("Your address is changed."), "{}", done.text());
});

on_both_engines!(a_wrong_number_ends_the_change, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let waits = ask(&t, &mut browser, NEW).await;
    let sent = mails(&t).await;
    let mut phone = t.browser();
    let page = phone.get(&link_to(&sent, NEW)).await;
    assert_eq!(phone.press(&page, "mail-refuse").await.answer.status, 200);
    let late = enter(&mut browser, &waits, &code_to(&sent, NEW), &code_to(&sent, OLD)).await;
    assert!(late.text().contains("ten minutes have passed"), "{}", late.text());
    assert!(has(&t, OLD, true).await);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'user.email_change_stopped'").await, 1);
});

on_both_engines!(codes_end_after_ten_minutes_and_with_the_next_mail_and_when_it_is_stopped, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let waits = ask(&t, &mut browser, NEW).await;
    let first = mails(&t).await;
    // A second press asks for nothing more; a later one does.
    browser.press(&waits, "mail-again").await;
    assert!(mails(&t).await.is_empty());
    t.clock.advance(11);
    let waits = browser.press(&waits, "mail-again").await;
    let second = mails(&t).await;
    assert_eq!(second.len(), 2);
    if code_to(&first, NEW) != code_to(&second, NEW) {
        let wrong = enter(&mut browser, &waits, &code_to(&first, NEW), "").await;
        assert!(wrong.text().contains("That code is not right."), "{}", wrong.text());
    }
    t.clock.advance(600);
    let late = enter(&mut browser, &waits, &code_to(&second, NEW), &code_to(&second, OLD)).await;
    assert!(late.text().contains("ten minutes have passed"), "{}", late.text());
    assert_eq!(browser.get(&link_to(&second, NEW)).await.answer.status, 404);
    while maintenance::purge(&t.cx()).await.unwrap() {}
    assert_eq!(t.count("SELECT COUNT(*) FROM address_changes").await, 0);

    let mut browser = t.browser_of("ada").await;
    let waits = ask(&t, &mut browser, NEW).await;
    let third = mails(&t).await;
    let stopped = browser.press(&waits, "address-stop").await;
    assert!(stopped.text().contains("The change is stopped."), "{}", stopped.text());
    // The way back of the browser leads to a form that is worth nothing.
    let late = enter(&mut browser, &waits, &code_to(&third, NEW), &code_to(&third, OLD)).await;
    assert_eq!(late.heading(), "E-mail address");
    assert!(has(&t, OLD, true).await);
});

on_both_engines!(whoever_lost_the_old_mailbox_signs_in_again_with_a_factor_that_they_have_had_for_a_while, |t| {
    t.person("ada").await;
    let phone = app_of_ada(&t).await;
    t.clock.advance(8 * DAY);
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    factors::enter(&mut browser, &page, &phone.code(t.now())).await;
    let waits = ask(&t, &mut browser, NEW).await;
    let sent = mails(&t).await;
    // The sign-in before does not count: whoever has taken the session has taken that along.
    let page = browser.press(&waits, "address-lost").await;
    assert!(page.url.path().ends_with("/login"), "{}", page.url);
    t.clock.advance(30);
    let page = browser.sign_in(&page, "ada", PASSWORD).await;
    let waits = factors::enter(&mut browser, &page, &phone.code(t.now())).await;
    assert_eq!(waits.heading(), "Confirm the change", "{} {}", waits.url, waits.text());
    let waits = browser.press(&waits, "Go on without its code").await;
    assert!(!waits.answer.body.contains("name=\"old_code\""), "{}", waits.text());
    let form = waits.form_with("code-submit").with("code", &code_to(&sent, NEW));
    assert!(browser.submit(&waits, form).await.text().contains("Your address is changed."));
    let told = mails(&t).await;
    assert_eq!(mail_to(&told, OLD).subject, "The address of your Signet account was changed", "told all the same");
});

on_both_engines!(an_address_that_nobody_proved_has_no_word_and_gets_no_way_back, |t| {
    let ada = t.person("ada").await;
    let unproven = AccountChanges { email_verified: Some(false), ..AccountChanges::default() };
    accounts::update(&t.cx(), &ada.id, unproven).await.unwrap();
    let mut browser = t.browser_of("ada").await;
    let waits = ask(&t, &mut browser, NEW).await;
    let sent = mails(&t).await;
    assert!(mail_to(&sent, OLD).text.contains("asked for another e-mail address"), "it is told");
    assert!(!waits.answer.body.contains("name=\"old_code\""));
    let form = waits.form_with("code-submit").with("code", &code_to(&sent, NEW));
    assert!(browser.submit(&waits, form).await.text().contains("Your address is changed."));
    assert!(has(&t, NEW, true).await);
    assert!(mails(&t).await.is_empty(), "whoever reads the old one may be anybody");
    assert_eq!(t.count("SELECT COUNT(*) FROM one_time_tokens").await, 0);
});

on_both_engines!(the_address_that_one_has_is_proven_in_the_same_way, |t| {
    let ada = t.person("ada").await;
    let unproven = AccountChanges { email_verified: Some(false), ..AccountChanges::default() };
    accounts::update(&t.cx(), &ada.id, unproven).await.unwrap();
    let mut browser = t.browser_of("ada").await;
    let waits = ask(&t, &mut browser, OLD).await;
    let sent = mails(&t).await;
    assert_eq!(sent.len(), 1);
    browser.submit(&waits, waits.form_with("code-submit").with("code", &code_to(&sent, OLD))).await;
    assert!(has(&t, OLD, true).await);
    assert!(mails(&t).await.is_empty());
    let same = ask(&t, &mut browser, "ADA@example.com").await;
    assert_eq!(same.answer.status, 422);
    assert!(same.text().contains("This is your address already."), "{}", same.text());
});

on_both_engines!(
    addresses_that_the_operator_refuses_are_nobodys,
    |config| {
        config.sign_up.blocked_domains = vec!["example.org".to_owned()];
    },
    |t| {
        t.person("ada").await;
        let mut browser = t.browser_of("ada").await;
        let cases = [
            ("ada", "Write it in full"),
            ("ada@example.org", "Take another one"),
            ("ada@mailinator.com", "Take one that stays yours"),
        ];
        for (email, why) in cases {
            let page = ask(&t, &mut browser, email).await;
            assert_eq!(page.answer.status, 422, "{email}");
            assert!(page.text().contains(why), "{email}: {}", page.text());
            assert_eq!(page.form_with("address-send").field("email"), Some(email), "what was typed stays");
        }
        assert!(mails(&t).await.is_empty());
    }
);

on_both_engines!(
    where_the_operator_changes_addresses_nobody_else_does,
    |config| {
        config.account.change_email = false;
    },
    |t| {
        t.person("ada").await;
        let page = t.browser_of("ada").await.get(&t.url("/account/address")).await;
        assert!(page.text().contains(OLD) && !page.has("address-send"), "{}", page.text());
    }
);

on_both_engines!(the_export_has_what_waits_and_what_was_and_an_erasure_leaves_neither, |t| {
    let ada = t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    changed(&t, &mut browser, OLD, NEW).await;
    t.clock.advance(61);
    ask(&t, &mut browser, "third@example.net").await;
    let codes = mails(&t).await;
    let page = browser.get(&t.url("/account/data")).await;
    let answer = browser.press(&page, "export").await.answer;
    let data = answer.json();
    assert_eq!(data["account"]["email"], NEW);
    assert_eq!(data["address_change"]["email"], "third@example.net");
    assert_eq!(data["former_addresses"][0]["email"], OLD);
    assert!(!answer.body.contains(&format!("\"{}\"", code_to(&codes, NEW))), "never a code");
    accounts::delete(&t.cx(), &ada.id).await.unwrap();
    for table in ["address_changes", "one_time_tokens"] {
        assert_eq!(t.count(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
    }
});

on_both_engines!(an_old_sign_in_asks_for_nothing, |t| {
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let page = browser.get(&t.url("/account/address")).await;
    t.clock.advance(601);
    let first = browser.submit(&page, page.form_with("address-send").with("email", NEW)).await;
    assert!(first.url.path().ends_with("/login"), "{}", first.url);
    let back = browser.sign_in(&first, "ada", PASSWORD).await;
    assert!(back.url.path().ends_with("/account/address"), "{}", back.url);
    assert!(mails(&t).await.is_empty());
});

/// An empty field is no code, and costs no try.
#[tokio::test]
async fn an_empty_code_is_said_to_be_missing_and_costs_nothing() {
    let t = TestApp::sqlite().await;
    t.person("ada").await;
    let mut browser = t.browser_of("ada").await;
    let waits = ask(&t, &mut browser, NEW).await;
    let sent = mails(&t).await;
    let empty = enter(&mut browser, &waits, "", " ").await;
    assert!(empty.text().contains("That code is not right."), "{}", empty.text());
    assert_eq!(t.count("SELECT MAX(tries) FROM address_changes").await, 0);
    let wrong = enter(&mut browser, &waits, &another(&code_to(&sent, NEW)), &code_to(&sent, OLD)).await;
    assert!(wrong.answer.body.contains("aria-invalid"), "{}", wrong.text());
    assert!(!wrong.answer.body.contains("name=\"old_code\""), "the one that was right counts");
}
