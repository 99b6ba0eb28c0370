//! A sign-in with the right password is stopped: its owner gets in, and a thief learns nothing.

use serde_json::json;
use signet::config::{
    Config,
    limits::{Rule, RuleName, Rules},
    risk::Reaction,
};

use super::{
    ada_at, another_time, count_events, decided, enter_password, is_in, mails,
    step_up::{is_asked, mailed, type_code},
    stranger,
};
use crate::support::{BERLIN, Browser, PASSWORD, SYDNEY, TestApp, city_file, on_both_engines};

const NEW: &str = "quite another long secret";
const HOUR: i64 = 3600;

fn on(config: &mut Config) {
    config.risk.new_device = Reaction::Block;
    config.risk.country_file = Some(city_file());
}

/// Ada, who has had her password for long, and has signed in once.
async fn ada_for_long(t: &TestApp) {
    t.person("ada").await;
    ada_at(t, BERLIN).await;
    t.clock.advance(2 * HOUR);
}

fn link_in(text: &str) -> String {
    let link = text.lines().find(|line| line.starts_with("http://localhost:8080/reset?token="));
    link.unwrap_or_else(|| panic!("no link in {text}")).to_owned()
}

on_both_engines!(a_thief_does_not_learn_that_a_stolen_password_is_right, |config| { on(config) }, |t| {
    ada_for_long(&t).await;
    let right = enter_password(&t, &mut stranger(&t, SYDNEY), PASSWORD).await;
    let wrong = enter_password(&t, &mut stranger(&t, SYDNEY), "wrong").await;
    let nobody = {
        let mut browser = stranger(&t, SYDNEY);
        let page = browser.get(&t.url("/login")).await;
        browser.sign_in(&page, "nobody", "wrong").await
    };
    for other in [&wrong, &nobody] {
        assert_eq!((right.answer.status, right.url.path()), (other.answer.status, other.url.path()));
        assert_eq!(right.text(), other.text());
    }
    assert!(right.text().contains("You could not be signed in with that."), "{}", right.text());
    let names = |page: &crate::support::Page| {
        let mut names: Vec<String> = page.answer.headers.keys().map(ToString::to_string).collect();
        names.sort();
        names
    };
    assert_eq!(names(&right), names(&wrong), "no cookie more");
    assert_eq!((decided(&t).await, t.count("SELECT COUNT(*) FROM sessions").await), (1, 1));
    assert_eq!(count_events(&t, "stopped, and mailed a link to set another password").await, 1);
});

on_both_engines!(a_stopped_sign_in_counts_like_a_wrong_password, |config| { on(config) }, |t| {
    ada_for_long(&t).await;
    let failed = async || t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'sign_in.failed'").await;
    let mut thief = stranger(&t, SYDNEY);
    for times in 1..=4 {
        enter_password(&t, &mut thief, PASSWORD).await;
        assert_eq!(failed().await, times);
    }
    enter_password(&t, &mut thief, PASSWORD).await;
    // login_account_address: five, right or wrong.
    let page = enter_password(&t, &mut thief, PASSWORD).await;
    assert_eq!(page.answer.status, 429, "{}", page.text());
});

on_both_engines!(whoever_is_stopped_is_mailed_a_way_in, |config| { on(config) }, |t| {
    ada_for_long(&t).await;
    let mut browser = stranger(&t, SYDNEY);
    enter_password(&t, &mut browser, PASSWORD).await;
    let mail = mails(&t, "was stopped").await.remove(0);
    assert!(mail.text.contains("\nWhere: Sydney, Australia\n"), "{}", mail.text);
    let page = browser.get(&link_in(&mail.text)).await;
    let form = page.form_with("password-submit").with("password", NEW).with("password_again", NEW);
    let done = browser.submit(&page, form).await;
    assert_eq!(done.answer.status, 200, "{}", done.text());
    // With it she is asked for one thing more in its first hour, wherever she is.
    let page = enter_password(&t, &mut browser, NEW).await;
    is_asked(&page);
    let (waits, code) = mailed(&t, &mut browser, &page).await;
    is_in(&type_code(&mut browser, &waits, &code).await);
    is_in(&enter_password(&t, &mut another_time(&t, &browser, SYDNEY), NEW).await);
    // The browser is hers from then on; another one is not, and is stopped once the password is no new one.
    is_asked(&enter_password(&t, &mut stranger(&t, BERLIN), NEW).await);
    t.clock.advance(HOUR);
    let page = enter_password(&t, &mut stranger(&t, BERLIN), NEW).await;
    assert!(page.text().contains("You could not be signed in with that."), "{}", page.text());
});

on_both_engines!(the_link_goes_on_with_the_request_that_was_stopped, |config| { on(config) }, |t| {
    ada_for_long(&t).await;
    let client = t.first_party("web", json!({})).await;
    let mut browser = stranger(&t, SYDNEY);
    let page = client.authorize(&mut browser, &[]).await;
    browser.sign_in(&page, "ada", PASSWORD).await;
    let link = link_in(&mails(&t, "was stopped").await.remove(0).text);
    let choose = async |browser: &mut Browser<'_>| {
        let page = browser.get(&link).await;
        let form = page.form_with("password-submit").with("password", NEW).with("password_again", NEW);
        browser.submit(&page, form).await
    };
    choose(&mut browser).await.code();
    is_in(&enter_password(&t, &mut another_time(&t, &browser, SYDNEY), NEW).await);
});

fn on_with_few_mails(config: &mut Config) {
    on(config);
    let rule = |rule, max| Rule { rule, max, window: signet::base::time::Seconds::hours(1) };
    let rules = [rule(RuleName::RecoveryAccount, 2), rule(RuleName::LoginAccount, 50)];
    config.limits.rules = rules.into_iter().collect::<Rules>();
}

on_both_engines!(
    a_thief_who_is_stopped_again_and_again_fills_no_mailbox,
    |config| { on_with_few_mails(config) },
    |t| {
        ada_for_long(&t).await;
        for _ in 0..5 {
            enter_password(&t, &mut stranger(&t, SYDNEY), PASSWORD).await;
        }
        assert_eq!(count_events(&t, "stopped, and mailed").await, 2);
        assert_eq!(count_events(&t, "stopped; no link was mailed").await, 3);
        assert!(mails(&t, "was stopped").await.len() <= 2);
    }
);
