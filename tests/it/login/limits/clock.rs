//! Limits that were reached while a clock was 70 days ahead.

use signet::{
    base::time::Seconds,
    config::{Config, limits::RuleName},
    domain::kernel::limits::{Window, failures},
};

use crate::{
    login::attack::{at_most, at_the_form},
    support::{PASSWORD, TestApp, on_both_engines},
};

const WRONG: i64 = Seconds::days(70).0;
const HERE: [u8; 4] = [192, 0, 2, 1];

/// Four failures of an address, two of an account in a row, and no newcomer.
fn few(config: &mut Config) {
    at_most(config, RuleName::LoginAddress, 4);
    at_most(config, RuleName::LoginAccount, 2);
    at_most(config, RuleName::LoginAccountNewcomer, 0);
}

/// What a password is answered with, and whether it opened the account.
async fn tries(t: &TestApp, ip: [u8; 4], name: &str, password: &str) -> (u16, bool) {
    let (mut browser, page) = at_the_form(t, ip).await;
    let page = browser.sign_in(&page, name, password).await;
    (page.answer.status.as_u16(), page.url.path().ends_with("/account"))
}

// Every sign-in by password from there was answered with 429 until day 70.
on_both_engines!(nobody_is_held_out_by_what_was_counted_while_the_clock_was_ahead, |config| { few(config) }, |t| {
    t.person("ada").await;
    t.person("bob").await;
    t.clock.set_ahead(WRONG);
    for name in ["one", "two", "three", "four"] {
        assert_eq!(tries(&t, HERE, name, "wrong").await, (200, false));
    }
    assert_eq!(tries(&t, HERE, "ada", PASSWORD).await, (429, false));
    for network in [1, 2] {
        assert_eq!(tries(&t, [10, network, 0, 1], "bob", "wrong").await, (200, false));
    }
    assert_eq!(tries(&t, [10, 3, 0, 1], "bob", PASSWORD).await, (429, false));
    t.clock.advance(30);
    t.clock.set_ahead(-WRONG);
    assert_eq!(tries(&t, HERE, "ada", PASSWORD).await, (200, true));
    assert_eq!(tries(&t, [10, 3, 0, 1], "bob", PASSWORD).await, (200, true));
    // What fails from now on counts, from the beginning.
    for name in ["one", "two", "three", "four"] {
        assert_eq!(tries(&t, HERE, name, "wrong").await, (200, false));
    }
    assert_eq!(tries(&t, HERE, "ada", PASSWORD).await, (429, false));
    for network in [4, 5] {
        assert_eq!(tries(&t, [10, network, 0, 1], "bob", "wrong").await, (200, false));
    }
    assert_eq!(tries(&t, [10, 6, 0, 1], "bob", PASSWORD).await, (429, false));
});

// A password waits for its hash longer than clocks may differ, and others fail meanwhile by clocks that are right.
on_both_engines!(what_fails_while_a_call_waits_counts_for_it, |t| {
    let waiting = t.cx();
    t.clock.advance(1000);
    let later = t.cx();
    let window = Window::of(&later, RuleName::LoginAddress, "somewhere", 1).unwrap();
    later.write(async |work| window.add(work).await).await.unwrap();
    let found = failures(&waiting, &[window.key()]).await.unwrap();
    assert_eq!(found.iter().map(|one| one.count).collect::<Vec<_>>(), [1]);
});
