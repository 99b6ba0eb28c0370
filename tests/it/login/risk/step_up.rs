//! One thing more is asked for: a further factor, or a code by mail.

use serde_json::json;
use signet::config::{Config, risk::Reaction};

use super::{ada_at, another_time, count_events, decided, enter_password, is_in, mails, stranger};
use crate::{
    login::{
        cancel::leads_back,
        factors::{Phone, a_step_later, enter, id_token, set_up},
        remembered_device::remembered,
    },
    support::{BERLIN, Browser, Form, PASSWORD, Page, SYDNEY, TestApp, country_file, on_both_engines},
};

fn countries_on(config: &mut Config) {
    config.risk.new_country = Reaction::StepUp;
    config.risk.country_file = Some(country_file());
}

fn devices_on(config: &mut Config) {
    config.risk.new_device = Reaction::StepUp;
}

async fn phone_of(t: &TestApp) -> Phone {
    let (phone, _) = set_up(t, &mut t.browser_of("ada").await).await;
    a_step_later(t);
    phone
}

/// The page that asks for a code by mail.
#[track_caller]
pub(super) fn is_asked(page: &Page) {
    assert_eq!((page.url.path(), page.heading().as_str()), ("/login/confirm", "One more step"), "{}", page.text());
}

/// Has the mail sent; answers the page that waits, and the code.
pub(super) async fn mailed(t: &TestApp, browser: &mut Browser<'_>, page: &Page) -> (Page, String) {
    let waits = browser.press(page, "confirm-send").await;
    assert_eq!(waits.heading(), "Look into your mailbox", "{}", waits.text());
    let mail = mails(t, "Your code to sign in").await.remove(0);
    let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|digit| digit.is_ascii_digit());
    let code = mail.text.lines().map(str::trim).find(is_code).unwrap_or_else(|| panic!("no code in {}", mail.text));
    (waits, code.to_owned())
}

pub(super) async fn type_code(browser: &mut Browser<'_>, page: &Page, code: &str) -> Page {
    browser.submit(page, page.form_with("code-submit").with("code", code)).await
}

on_both_engines!(
    a_remembered_browser_is_asked_for_its_factor_from_a_new_country,
    |config| { countries_on(config) },
    |t| {
        t.person("ada").await;
        let client = t.first_party("web", json!({})).await;
        let phone = phone_of(&t).await;
        let browser = remembered(&t, &client, "ada", &phone).await;
        is_in(&enter_password(&t, &mut another_time(&t, &browser, BERLIN), PASSWORD).await);
        let mut abroad = another_time(&t, &browser, SYDNEY);
        let page = enter_password(&t, &mut abroad, PASSWORD).await;
        assert_eq!(page.url.path(), "/factor", "{}", page.text());
        assert_eq!(count_events(&t, "asked for their further factor").await, 1);
        a_step_later(&t);
        is_in(&enter(&mut abroad, &page, &phone.code(t.now())).await);
        // It has proven itself there.
        is_in(&enter_password(&t, &mut another_time(&t, &abroad, SYDNEY), PASSWORD).await);
        assert_eq!(decided(&t).await, 1);
    }
);

on_both_engines!(
    whoever_has_no_factor_brings_the_code_of_a_mail_beside_the_password,
    |config| { devices_on(config) },
    |t| {
        t.person("ada").await;
        ada_at(&t, BERLIN).await;
        let client = t.first_party("web", json!({})).await;
        let mut browser = stranger(&t, BERLIN);
        let page = client.authorize(&mut browser, &[]).await;
        let page = browser.sign_in(&page, "ada", PASSWORD).await;
        is_asked(&page);
        assert!(!page.answer.body.contains("ada@example.com"), "whoever stole the password does not learn the address");
        assert_eq!(count_events(&t, "asked for a code that was mailed").await, 1);
        let (waits, code) = mailed(&t, &mut browser, &page).await;
        assert!(!waits.answer.body.contains("ada@example.com"));
        let wrong = type_code(&mut browser, &waits, if code == "000000" { "000001" } else { "000000" }).await;
        assert!(wrong.text().contains("That code is not right."), "{}", wrong.text());
        let token = id_token(&t, &client, &type_code(&mut browser, &wrong, &code).await.code()).await;
        assert_eq!(token["amr"], json!(["pwd", "otp"]));
        // The browser is known from now on.
        is_in(&enter_password(&t, &mut another_time(&t, &browser, BERLIN), PASSWORD).await);
        assert_eq!(decided(&t).await, 1);
    }
);

on_both_engines!(the_password_twice_does_not_make_a_strange_browser_known, |config| { devices_on(config) }, |t| {
    t.person("ada").await;
    ada_at(&t, BERLIN).await;
    let mut thief = stranger(&t, SYDNEY);
    for times in 1..=3 {
        is_asked(&enter_password(&t, &mut thief, PASSWORD).await);
        assert_eq!(decided(&t).await, times);
        assert!(!thief.cookies.keys().any(|name| name.contains("signet_device_")), "{:?}", thief.cookies);
    }
});

on_both_engines!(a_code_without_the_password_before_it_signs_nobody_in, |config| { devices_on(config) }, |t| {
    t.person("ada").await;
    ada_at(&t, BERLIN).await;
    let mut browser = stranger(&t, BERLIN);
    let page = enter_password(&t, &mut browser, PASSWORD).await;
    let (waits, code) = mailed(&t, &mut browser, &page).await;
    // The password is replaced in this moment: what it proved is worth nothing any more.
    t.clock.advance(1);
    t.set_password("ada", "quite another long secret").await;
    let page = type_code(&mut browser, &waits, &code).await;
    assert_eq!(page.url.path(), "/login", "{}", page.text());
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL").await, 0);
});

on_both_engines!(the_mail_opened_elsewhere_lets_nobody_in_there, |config| { devices_on(config) }, |t| {
    t.person("ada").await;
    ada_at(&t, BERLIN).await;
    let mut browser = stranger(&t, BERLIN);
    let page = enter_password(&t, &mut browser, PASSWORD).await;
    mailed(&t, &mut browser, &page).await;
    let mail = mails(&t, "Your code to sign in").await.remove(0);
    let link = mail.text.lines().find(|line| line.contains("/login/confirm/link?token=")).expect("a link").to_owned();
    let mut elsewhere = stranger(&t, BERLIN);
    let page = elsewhere.get(&link).await;
    assert_eq!(page.heading(), "Did you just ask to sign in?", "{}", page.text());
    let page = elsewhere.press(&page, "mail-refuse").await;
    assert!(page.text().contains("Nobody was signed in"), "{}", page.text());
    // The link of one kind of mail is none of the other.
    let mixed = link.replace("/login/confirm/link", "/verify/link");
    assert_ne!(elsewhere.get(&mixed).await.answer.status, 200);
});

on_both_engines!(cancel_leads_back_from_both_pages_that_ask_for_a_mail, |config| { devices_on(config) }, |t| {
    t.person("ada").await;
    ada_at(&t, BERLIN).await;
    let client = t.first_party("web", json!({})).await;
    for is_sent in [false, true] {
        let mut browser = stranger(&t, BERLIN);
        let page = client.authorize(&mut browser, &[]).await;
        let page = browser.sign_in(&page, "ada", PASSWORD).await;
        is_asked(&page);
        let page = if is_sent { mailed(&t, &mut browser, &page).await.0 } else { page };
        leads_back(&mut browser, &page, "cancel").await;
    }
    assert_eq!(t.count("SELECT COUNT(*) FROM sessions").await, 1, "the first one");
});

/// The form with Ada's password, as it is pressed.
fn with_password(page: &Page) -> Form {
    let form = page.form_with("login-submit").with("username", "ada").with("password", PASSWORD);
    form.press("login-submit")
}

#[track_caller]
fn is_unknown(browser: &Browser<'_>) {
    assert!(!browser.cookies.keys().any(|name| name.contains("signet_device_")), "{:?}", browser.cookies);
}

// The second press of a double click is answered with what the first led to: to no session.
on_both_engines!(the_password_pressed_twice_makes_no_strange_browser_known, |config| { devices_on(config) }, |t| {
    t.person("ada").await;
    ada_at(&t, BERLIN).await;
    let client = t.first_party("web", json!({})).await;
    let mut thief = stranger(&t, SYDNEY);
    let page = client.authorize(&mut thief, &[]).await;
    let mut second = thief.clone();
    is_asked(&thief.submit(&page, with_password(&page)).await);
    is_asked(&second.submit(&page, with_password(&page)).await);
    is_unknown(&thief);
    is_unknown(&second);
    second.cookies.retain(|name, _| name.contains("signet_device_"));
    is_asked(&enter_password(&t, &mut second, PASSWORD).await);
});

// Attack: somebody with an account of their own signs in to it, so that the browser is known, and then with the password
// that they stole.
on_both_engines!(
    what_another_person_has_proven_in_a_browser_spares_no_mailed_code,
    |config| { devices_on(config) },
    |t| {
        t.person("ada").await;
        t.person("eve").await;
        ada_at(&t, BERLIN).await;
        let client = t.first_party("web", json!({})).await;
        let mut eves = t.browser_of("eve").await;
        let known = eves.device_cookie();
        // Beside the session of another person, and pressed twice.
        let page = client.authorize(&mut eves, &[("prompt", "select_account")]).await;
        let page = eves.press(&page, "account-other").await;
        let mut second = eves.clone();
        is_asked(&eves.submit(&page, with_password(&page)).await);
        is_asked(&second.submit(&page, with_password(&page)).await);
        for browser in [&eves, &second] {
            assert_eq!(browser.device_cookie(), known, "it says nothing of Ada");
            is_asked(&enter_password(&t, &mut another_time(&t, browser, BERLIN), PASSWORD).await);
        }
        assert_eq!(t.count("SELECT COUNT(*) FROM sessions").await, 2, "Ada's first one, and Eve's");
    }
);

fn bursts_on(config: &mut Config) {
    config.risk.failure_burst = Reaction::StepUp;
    config.risk.burst = 3;
}

on_both_engines!(
    a_password_that_was_guessed_is_asked_for_more_until_its_owner_has_proven_it,
    |config| { bursts_on(config) },
    |t| {
        t.person("ada").await;
        let known = ada_at(&t, BERLIN).await;
        for guess in ["one", "two", "three"] {
            enter_password(&t, &mut stranger(&t, SYDNEY), guess).await;
        }
        for _ in 0..2 {
            is_asked(&enter_password(&t, &mut stranger(&t, SYDNEY), PASSWORD).await);
        }
        assert_eq!(
            count_events(&t, "3 wrong passwords in a row before this one (step_up)").await,
            2,
            "it is not forgotten"
        );
        // A browser of her own has failures of its own.
        is_in(&enter_password(&t, &mut another_time(&t, &known, BERLIN), PASSWORD).await);
        let mut hers = stranger(&t, BERLIN);
        let page = enter_password(&t, &mut hers, PASSWORD).await;
        is_asked(&page);
        let (waits, code) = mailed(&t, &mut hers, &page).await;
        is_in(&type_code(&mut hers, &waits, &code).await);
        is_in(&enter_password(&t, &mut stranger(&t, BERLIN), PASSWORD).await);
    }
);
