//! A calculation after failures: who is asked for it, what it is worth, and the way without it.

use serde_json::json;
use signet::{
    base::secret::sha256,
    config::{Config, limits::ProofOfWork},
};

use crate::support::{Browser, PASSWORD, Page, TestApp, on_both_engines};

const BITS: u32 = 8;

fn on(config: &mut Config) {
    config.limits.proof_of_work = ProofOfWork::AfterFailures;
    config.limits.proof_of_work_bits = BITS;
}

/// What the script of the page finds.
fn solved(challenge: &str) -> String {
    let fits = |number: &u32| {
        let digest = sha256(format!("{challenge}.{number}").as_bytes());
        u32::from_be_bytes(digest[..4].try_into().unwrap()).leading_zeros() >= BITS
    };
    (0..u32::MAX).find(fits).unwrap().to_string()
}

/// A number that is none.
fn unsolved(challenge: &str) -> String {
    let right: u32 = solved(challenge).parse().unwrap();
    if right == 0 { "-1".to_owned() } else { (right - 1).to_string() }
}

async fn at_the_form(t: &TestApp) -> (Browser<'_>, Page) {
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    (browser, page)
}

/// A browser whose address has failed three times, each time for somebody else.
async fn after_failures(t: &TestApp) -> (Browser<'_>, Page) {
    let (mut browser, mut page) = at_the_form(t).await;
    for name in ["one", "two", "three"] {
        assert_eq!(challenge(&page), None, "nothing is asked before");
        page = browser.sign_in(&page, name, "wrong").await;
        assert!(page.text().contains("That name and password do not match."), "{}", page.text());
    }
    (browser, page)
}

fn challenge(page: &Page) -> Option<String> {
    page.form_with("login-submit").field("work").map(str::to_owned)
}

async fn enter(browser: &mut Browser<'_>, page: &Page, name: &str, answer: &str) -> Page {
    let form = page.form_with("login-submit").with("username", name).with("password", PASSWORD);
    browser.submit(page, form.with("work_answer", answer)).await
}

fn is_asked(page: &Page) {
    assert_eq!(page.answer.status, 429, "{}", page.text());
    assert!(page.text().contains("One moment, please."), "{}", page.text());
    assert!(page.text().contains("so your password was not checked yet. Enter it once more."), "{}", page.text());
}

fn is_in(page: &Page) {
    assert!(page.url.path().ends_with("/account"), "{} {}", page.url, page.text());
}

on_both_engines!(a_browser_calculates_before_another_password_is_looked_at, |config| { on(config) }, |t| {
    t.person("ada").await;
    let (mut browser, page) = after_failures(&t).await;
    let asked = challenge(&page).expect("the next one is ready to be calculated");
    assert_eq!((page.data("bits"), page.data("challenge")), (BITS.to_string(), asked.clone()));
    assert!(page.text().contains("Wait 30 seconds before you continue."), "{}", page.text());
    for answer in [String::new(), unsolved(&asked), "x".to_owned(), "9".repeat(21)] {
        let again = enter(&mut browser, &page, "ada", &answer).await;
        is_asked(&again);
        assert_eq!(challenge(&again), Some(asked.clone()), "it is still good");
        assert_eq!(again.answer.header("retry-after"), Some("30"));
    }
    assert_eq!(
        t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'sign_in.failed'").await,
        3,
        "nothing was tried"
    );
    is_in(&enter(&mut browser, &page, "ada", &solved(&asked)).await);
});

on_both_engines!(whoever_runs_no_scripts_waits_instead, |config| { on(config) }, |t| {
    t.person("ada").await;
    let (mut browser, page) = after_failures(&t).await;
    t.clock.advance(29);
    let again = enter(&mut browser, &page, "ada", "").await;
    is_asked(&again);
    assert!(again.text().contains("Wait one second before you continue."), "{}", again.text());
    t.clock.advance(1);
    is_in(&enter(&mut browser, &again, "ada", "").await);
});

on_both_engines!(an_answer_is_good_once_and_for_one_browser_and_journey, |config| { on(config) }, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({})).await;
    let (mut browser, page) = after_failures(&t).await;
    let asked = challenge(&page).unwrap();
    let answer = solved(&asked);
    // Attack: calculated elsewhere, in another browser of the same address.
    let (mut other, form) = at_the_form(&t).await;
    let form = form.form_with("login-submit").with("username", "ada").with("password", PASSWORD);
    let form = form.with("work", &asked).with("work_answer", &answer);
    let refused = other.submit(&page, form).await;
    is_asked(&refused);
    assert_ne!(challenge(&refused), Some(asked.clone()));
    // And on another journey.
    let journey = client.authorize(&mut browser, &[]).await;
    let form = journey.form_with("login-submit").with("username", "ada").with("password", PASSWORD);
    let form = form.with("work", &asked).with("work_answer", &answer);
    is_asked(&browser.submit(&journey, form).await);
    // A wrong password spends it.
    let form = page.form_with("login-submit").with("username", "four").with("password", "wrong");
    let wrong = browser.submit(&page, form.with("work_answer", &answer)).await;
    assert!(wrong.text().contains("That name and password do not match."), "{}", wrong.text());
    let again = enter(&mut browser, &page, "ada", &answer).await;
    is_asked(&again);
    let next = challenge(&again).unwrap();
    assert_ne!(next, asked);
    // It ends, and no number of its own choice helps whoever makes one up.
    t.clock.advance(900);
    assert_eq!(challenge(&browser.get(&t.url("/login")).await), None);
    let (mut browser, page) = after_failures(&t).await;
    let old = page.form_with("login-submit").with("username", "ada").with("password", PASSWORD);
    is_asked(&browser.submit(&page, old.clone().with("work", &next).with("work_answer", &solved(&next))).await);
    let made_up = "A".repeat(75);
    is_asked(&browser.submit(&page, old.with("work", &made_up).with("work_answer", &solved(&made_up))).await);
});

on_both_engines!(it_tells_nothing_of_accounts_and_spares_the_persons_own_browser, |config| { on(config) }, |t| {
    t.person("ada").await;
    let mut own = t.browser_of("ada").await;
    let account = own.get(&t.url("/account")).await;
    own.press(&account, "sign-out").await;
    let form = own.get(&t.url("/login")).await;
    let (mut browser, page) = after_failures(&t).await;
    for name in ["ada", "nobody"] {
        is_asked(&enter(&mut browser, &page, name, "").await);
    }
    is_in(&own.sign_in(&form, "ada", PASSWORD).await);
    // Another address has not failed.
    let (mut fresh, page) = at_the_form(&t).await;
    fresh.ip = [198, 51, 100, 7];
    is_in(&enter(&mut fresh, &page, "ada", "").await);
});

on_both_engines!(it_is_off_unless_the_operator_wants_it, |t| {
    t.person("ada").await;
    let (mut browser, page) = after_failures(&t).await;
    assert_eq!(challenge(&page), None);
    is_in(&browser.sign_in(&page, "ada", PASSWORD).await);
});
