//! Browsers in which somebody has signed in before: by what they are known once nobody is signed in there any
//! more, and how little whoever copies that can do with it.

use serde_json::json;
use signet::{
    base::{secret::Secret, time::Seconds},
    config::{Config, limits::RuleName},
    domain::{
        directory::accounts::{self, NewPassword},
        installation::maintenance,
        kernel::one_time::{self, LinkSubject, Purpose},
    },
};

use super::{
    attack::{at_most, at_the_form},
    password::without_noise,
};
use crate::support::{Browser, PASSWORD, Page, TestApp, on_both_engines};

const TOO_MANY: u16 = 429;

/// Strangers have used up what anybody may fail at the account.
async fn attacked(t: &TestApp, name: &str) {
    for number in 0..10 {
        let (mut browser, page) = at_the_form(t, [10, 1, number, 1]).await;
        browser.sign_in(&page, name, "wrong").await;
    }
}

/// A browser at an address from which strangers have failed, with nothing but this cookie.
async fn with_only(t: &TestApp, cookie: (String, String)) -> (Browser<'_>, Page) {
    let mut browser = t.browser();
    browser.ip = [10, 1, 1, 1];
    browser.cookies.insert(cookie.0, cookie.1);
    let page = browser.get(&t.url("/login")).await;
    (browser, page)
}

/// How a try with the right password ends in a browser with nothing but this cookie.
async fn outcome(t: &TestApp, cookie: (String, String), name: &str) -> (u16, bool) {
    let (mut browser, page) = with_only(t, cookie).await;
    let page = browser.sign_in(&page, name, PASSWORD).await;
    (page.answer.status.as_u16(), page.url.path().ends_with("/account"))
}

const IN: (u16, bool) = (200, true);
/// A stranger while the account is attacked.
const OUT: (u16, bool) = (TOO_MANY, false);

/// Ten failures in a row, and no newcomers: it takes few strangers to close an account to strangers.
fn strict(config: &mut Config) {
    at_most(config, RuleName::LoginAccountNewcomer, 0);
    at_most(config, RuleName::LoginAccount, 10);
}

on_both_engines!(
    a_browser_keeps_its_way_in_after_its_session_and_everything_about_it_is_gone,
    |config| {
        strict(config);
    },
    |t| {
        t.person("ada").await;
        let mut own = t.browser_of("ada").await;
        let cookie = own.device_cookie();
        let account = own.get(&t.url("/account")).await;
        own.press(&account, "sign-out").await;
        assert_eq!(own.device_cookie(), cookie, "signing out leaves it");
        attacked(&t, "ada").await;
        assert_eq!(outcome(&t, ("x".into(), "y".into()), "ada").await, OUT);
        assert_eq!(outcome(&t, cookie.clone(), "ada").await, IN);
        // By the other name, too: it is about the account.
        assert_eq!(outcome(&t, cookie.clone(), "ada@example.com").await, IN);
        // Whatever the session left behind is deleted, and the cookie still counts.
        t.clock.advance(100 * 86_400);
        while maintenance::purge(&t.cx()).await.unwrap() {}
        assert_eq!(t.count("SELECT COUNT(*) FROM browsers").await, 0);
        attacked(&t, "ada").await;
        assert_eq!(outcome(&t, cookie.clone(), "ada").await, IN);
        // It ends.
        t.clock.advance(80 * 86_400);
        attacked(&t, "ada").await;
        assert_eq!(outcome(&t, cookie, "ada").await, OUT);
    }
);

on_both_engines!(
    a_new_password_ends_it_and_another_account_gains_nothing_by_it,
    |config| {
        strict(config);
    },
    |t| {
        let ada = t.person("ada").await;
        t.person("bob").await;
        let cookie = t.browser_of("ada").await.device_cookie();
        attacked(&t, "ada").await;
        attacked(&t, "bob").await;
        assert_eq!(outcome(&t, cookie.clone(), "bob").await, OUT);
        assert_eq!(outcome(&t, cookie.clone(), "ada").await, IN);
        t.clock.advance(10);
        let new = NewPassword { password: Secret::new(PASSWORD.to_owned()), keep_sessions: true };
        accounts::set_password(&t.cx(), &ada.id, new).await.unwrap();
        attacked(&t, "ada").await;
        assert_eq!(outcome(&t, cookie, "ada").await, OUT);
    }
);

// A stolen cookie is good for as many guesses as any browser has, and the person's own goes on beside it.
on_both_engines!(
    a_copied_cookie_has_as_few_guesses_as_the_browser_that_it_was_copied_from,
    |config| {
        strict(config);
    },
    |t| {
        t.person("ada").await;
        let mut own = t.browser_of("ada").await;
        let stolen = own.device_cookie();
        // The next sign-in gets another nonce.
        let again = own.get(&t.url("/login?another=1")).await;
        assert!(own.sign_in(&again, "ada", PASSWORD).await.url.path().ends_with("/account"));
        let renewed = own.device_cookie();
        assert_ne!(stolen, renewed);
        attacked(&t, "ada").await;
        let mut statuses = Vec::new();
        for network in 1..8 {
            // From wherever, and in however many browsers.
            let (mut thief, page) = with_only(&t, stolen.clone()).await;
            thief.ip = [172, 16, network, 1];
            statuses.push(thief.sign_in(&page, "ada", "wrong").await.answer.status.as_u16());
        }
        assert_eq!(statuses, [200, 200, 200, 200, 200, TOO_MANY, TOO_MANY]);
        assert_eq!(outcome(&t, stolen.clone(), "ada").await, OUT, "not with the right one either");
        assert_eq!(outcome(&t, renewed, "ada").await, IN);
        // In a row, over weeks: ten in this test, then one an hour.
        let mut looked_at = 5;
        for _ in 0..20 {
            t.clock.advance(900);
            for _ in 0..3 {
                let (mut thief, page) = with_only(&t, stolen.clone()).await;
                looked_at += i32::from(thief.sign_in(&page, "ada", "wrong").await.answer.status == 200);
            }
        }
        assert_eq!(looked_at, 10);
    }
);

on_both_engines!(
    what_somebody_made_up_or_changed_is_a_strangers,
    |config| {
        strict(config);
    },
    |t| {
        t.person("ada").await;
        let (name, text) = t.browser_of("ada").await.device_cookie();
        attacked(&t, "ada").await;
        let last = text.len() - 2;
        let changed =
            format!("{}{}{}", &text[..last], if &text[last..=last] == "A" { "B" } else { "A" }, &text[last + 1..]);
        let longer_lived = format!("1.{}{}{}", &text[2..24], "____", &text[28..]);
        for made_up in ["", "1", "1.", "2.AAAA", "1.AAAA", "1.....", &"A".repeat(500), &changed, &longer_lived] {
            assert_eq!(outcome(&t, (name.clone(), made_up.to_owned()), "ada").await, OUT, "{made_up}");
        }
        // Beside an entry that nobody can read, ours still counts.
        assert_eq!(outcome(&t, (name, format!("1.AAAA.{}", &text[2..])), "ada").await, IN);
    }
);

// The answers to a holder of somebody's cookie who tries other names are those to anybody.
on_both_engines!(it_tells_nothing_of_accounts, |t| {
    let ada = t.person("ada").await;
    t.person("bob").await;
    let cookie = t.browser_of("ada").await.device_cookie();
    let other = t.browser_of("ada").await.device_cookie();
    // Nothing in two browsers' cookies says that they are about one account.
    assert!(cookie.1 != other.1 && !cookie.1.contains(ada.id.as_str()), "{cookie:?} {other:?}");
    let mut pages = Vec::new();
    for name in ["bob", "nobody"] {
        let (mut browser, page) = with_only(&t, cookie.clone()).await;
        let page = browser.sign_in(&page, name, "wrong").await;
        assert_eq!(page.answer.status, 200);
        assert_eq!(browser.device_cookie(), cookie, "a failure changes nothing");
        pages.push(without_noise(&page.answer.body, name));
    }
    assert_eq!(pages[0], pages[1]);
});

on_both_engines!(the_last_five_accounts_of_a_browser_are_remembered, |t| {
    for name in ["a1", "a2", "a3", "a4", "a5", "a6"] {
        t.person(name).await;
    }
    let mut browser = t.browser_of("a1").await;
    for name in ["a2", "a3", "a4", "a5", "a1", "a6"] {
        let page = browser.get(&t.url("/login?another=1")).await;
        browser.sign_in(&page, name, PASSWORD).await;
    }
    let (_, text) = browser.device_cookie();
    assert_eq!(text.split('.').count(), 6);
    assert!(text.len() < 400, "{}", text.len());
});

on_both_engines!(it_is_kept_from_scripts_and_other_sites_and_set_by_a_link_as_well, |t| {
    let ada = t.person("ada").await;
    let browser = t.browser_of("ada").await;
    let line = browser.set_cookies.iter().find(|line| line.contains("signet_device_")).unwrap();
    // On loopback; `http/cookies.rs` has what an https issuer adds.
    assert!(line.ends_with("; Path=/; HttpOnly; SameSite=Strict; Max-Age=15552000"), "{line}");
    let cx = t.cx();
    let made = cx.write(async |work| {
        one_time::issue(&cx, work, Purpose::SignIn, LinkSubject::user(ada.id.clone()), Seconds::hours(1)).await
    });
    let secret = made.await.unwrap();
    let mut by_link = t.browser();
    let page = by_link.get(&t.url(&format!("/sign-in-link?token={}", secret.expose()))).await;
    by_link.press(&page, "login-submit").await;
    by_link.device_cookie();
    // An app that the person signs in to sees none of it.
    let client = t.first_party("web", json!({})).await;
    let back = client.authorize(&mut by_link, &[]).await;
    assert!(!back.left_for.unwrap().as_str().contains("device"));
});

on_both_engines!(
    an_operator_may_do_without,
    |config| {
        strict(config);
        config.login.device_cookie = Seconds(0);
    },
    |t| {
        t.person("ada").await;
        let mut own = t.browser_of("ada").await;
        assert!(own.set_cookies.iter().all(|line| !line.contains("signet_device_")));
        let account = own.get(&t.url("/account")).await;
        own.press(&account, "sign-out").await;
        attacked(&t, "ada").await;
        let page = own.get(&t.url("/login")).await;
        assert_eq!(own.sign_in(&page, "ada", PASSWORD).await.answer.status, TOO_MANY);
    }
);
