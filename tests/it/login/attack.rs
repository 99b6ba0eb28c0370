//! Wrong passwords for one account from everywhere: how they end, and who gets in meanwhile.

use std::time::{Duration, Instant};

use signet::{
    config::{
        Config,
        limits::{Rule, RuleName},
    },
    domain::login::unlock,
};

use super::password::without_noise;
use crate::support::{Browser, PASSWORD, Page, TestApp, on_both_engines};

/// Lets so many failures through by a rule.
pub fn at_most(config: &mut Config, name: RuleName, max: u32) {
    let changed = |rule: &Rule| if rule.rule == name { Rule { max, ..*rule } } else { *rule };
    config.limits.rules = config.limits.rules.iter().map(changed).collect();
}

/// NIST SP 800-63B §3.2.2 to the letter: after a hundred failures in a row nobody new is looked at.
fn without_newcomers(config: &mut Config) {
    at_most(config, RuleName::LoginAccountNewcomer, 0);
}

const WRONG: &str = "That name and password do not match.";

/// The statuses of so many wrong passwords for a name, each from a network of its own.
async fn guesses(t: &TestApp, name: &str, count: u8, first_network: u8) -> Vec<u16> {
    let mut statuses = Vec::new();
    for number in 0..count {
        let (mut browser, page) = at_the_form(t, [10, first_network, number, 1]).await;
        statuses.push(browser.sign_in(&page, name, "wrong").await.answer.status.as_u16());
    }
    statuses
}

/// A browser at this address, with the sign-in page.
pub async fn at_the_form(t: &TestApp, ip: [u8; 4]) -> (Browser<'_>, Page) {
    let mut browser = t.browser();
    browser.ip = ip;
    let page = browser.get(&t.url("/login")).await;
    (browser, page)
}

async fn enters(t: &TestApp, ip: [u8; 4], name: &str) -> (u16, bool) {
    let (mut browser, page) = at_the_form(t, ip).await;
    let page = browser.sign_in(&page, name, PASSWORD).await;
    (page.answer.status.as_u16(), page.url.path().ends_with("/account"))
}

// NIST SP 800-63B §3.2.2: at most 100 failures in a row, from wherever they come.
on_both_engines!(
    guesses_from_everywhere_end_at_a_hundred_and_the_persons_own_browser_goes_on,
    |config| {
        without_newcomers(config);
    },
    |t| {
        t.person("ada").await;
        let mut own = t.browser_of("ada").await;
        let account = own.get(&t.url("/account")).await;
        own.press(&account, "sign-out").await;
        let statuses = guesses(&t, "ada", 160, 1).await;
        assert!(statuses[..100].iter().all(|status| *status == 200), "{statuses:?}");
        assert!(statuses[100..].iter().all(|status| *status == 429), "{statuses:?}");
        // Not even the right password, from a network that never failed.
        assert_eq!(enters(&t, [198, 51, 100, 9], "ada").await, (429, false));
        // A name that nobody has behaves the same, so it tells nothing.
        assert_eq!(guesses(&t, "nobody", 160, 2).await, statuses);
        // The person's own browser is not slowed, though strangers fail at its address too.
        let page = own.get(&t.url("/login")).await;
        assert_eq!(enters(&t, [192, 0, 2, 1], "ada").await, (429, false));
        assert!(own.sign_in(&page, "ada", PASSWORD).await.url.path().ends_with("/account"));
        // And strangers gain nothing by that: what they failed stands.
        assert_eq!(enters(&t, [198, 51, 100, 9], "ada").await, (429, false));
        assert_eq!(enters(&t, [198, 51, 100, 9], "ada@example.com").await, (200, false));
        // After an hour one more is looked at.
        t.clock.advance(3600);
        assert_eq!(enters(&t, [198, 51, 100, 9], "ada").await, (200, true));
    }
);

on_both_engines!(
    the_names_of_one_account_share_its_count_and_nobody_sees_it,
    |config| {
        without_newcomers(config);
    },
    |t| {
        t.person("ada").await;
        guesses(&t, "ada", 100, 1).await;
        // By the other name: no answer differs from that of a name that nobody has, though the password is right.
        let mut pages = Vec::new();
        for name in ["ada@example.com", "none@example.com"] {
            let mut browser = t.browser();
            browser.ip = [198, 51, 100, 9];
            let page = browser.get(&t.url("/login")).await;
            let page = browser.sign_in(&page, name, PASSWORD).await;
            assert_eq!(page.answer.status.as_u16(), 200);
            assert!(page.text().contains("That name and password do not match."));
            pages.push(without_noise(&page.answer.body, name));
        }
        assert_eq!(pages[0], pages[1]);
        // What was not looked at does not keep it closed.
        t.clock.advance(3599);
        assert_eq!(enters(&t, [198, 51, 100, 10], "ada@example.com").await, (200, false));
        t.clock.advance(1);
        assert_eq!(enters(&t, [198, 51, 100, 11], "ada@example.com").await, (200, true));
    }
);

on_both_engines!(
    a_streak_goes_on_by_one_an_hour_and_is_forgotten_after_a_success,
    |config| {
        without_newcomers(config);
    },
    |t| {
        t.person("ada").await;
        guesses(&t, "ada", 100, 1).await;
        for _ in 0..3 {
            t.clock.advance(3600);
            // One is looked at, and being wrong it closes the way for the next.
            assert_eq!(guesses(&t, "ada", 1, 3).await, [429]);
            assert_eq!(enters(&t, [198, 51, 100, 9], "ada").await, (429, false));
        }
        t.clock.advance(3600);
        assert_eq!(enters(&t, [198, 51, 100, 9], "ada").await, (200, true));
        assert_eq!(guesses(&t, "ada", 101, 4).await.iter().filter(|status| **status == 200).count(), 100);
    }
);

/// A hundred failures in a row, three of them from one network.
async fn a_hundred(t: &TestApp, name: &str, first_network: u8) {
    let (mut browser, page) = at_the_form(t, [172, 16, first_network, 1]).await;
    for _ in 0..3 {
        assert!(browser.sign_in(&page, name, "wrong").await.text().contains(WRONG));
    }
    assert_eq!(guesses(t, name, 97, first_network).await, [200; 97]);
}

/// A hundred failures in a row, and who comes then from a network that failed, and from one that has not.
async fn after_a_hundred(t: &TestApp, name: &str, first_network: u8) -> Vec<u16> {
    a_hundred(t, name, first_network).await;
    let mut statuses = vec![enters(t, [172, 16, first_network, 2], name).await.0];
    let (mut browser, page) = at_the_form(t, [172, 17, first_network, 1]).await;
    for _ in 0..4 {
        statuses.push(browser.sign_in(&page, name, "wrong").await.answer.status.as_u16());
    }
    statuses
}

// Strangers who fail from everywhere leave the owner a way into a browser that was never here.
on_both_engines!(a_network_that_has_not_failed_is_looked_at_though_strangers_have_used_up_the_account, |t| {
    t.person("ada").await;
    let statuses = after_a_hundred(&t, "ada", 1).await;
    // A network that failed is refused with the right password, too, and a newcomer may fail three times.
    assert_eq!(statuses, [429, 200, 200, 200, 429]);
    // A name that nobody has behaves the same, so it tells nothing.
    assert_eq!(after_a_hundred(&t, "nobody", 2).await, statuses);
    // Neighbours are one newcomer; other networks are not concerned.
    assert_eq!(enters(&t, [172, 17, 1, 200], "ada").await, (429, false));
    assert_eq!(enters(&t, [198, 51, 100, 9], "ada").await, (200, true));
});

// By the other name: "do not match" is read only where that is what a guesser reads, too.
on_both_engines!(a_newcomer_gets_in_by_the_other_name, |t| {
    t.person("ada").await;
    guesses(&t, "ada", 100, 1).await;
    assert_eq!(enters(&t, [198, 51, 100, 9], "ada@example.com").await, (200, true));
});

on_both_engines!(newcomers_do_not_postpone_the_look_of_every_hour, |t| {
    t.person("ada").await;
    a_hundred(&t, "ada", 1).await;
    t.clock.advance(1800);
    assert_eq!(guesses(&t, "ada", 5, 2).await, [200; 5]);
    assert_eq!(enters(&t, [172, 16, 1, 1], "ada").await, (429, false));
    t.clock.advance(1800);
    assert_eq!(enters(&t, [172, 16, 1, 1], "ada").await, (200, true));
});

// At an account under attack an address that failed waits before its password is looked at.
on_both_engines!(an_address_that_failed_waits_for_its_hash_at_an_account_under_attack, |t| {
    t.person("ada").await;
    for (name, network, enters) in [("nobody", 1, false), ("ada", 2, true)] {
        guesses(&t, name, 20, network).await;
        let (mut browser, page) = at_the_form(&t, [198, 51, 100, network]).await;
        assert!(browser.sign_in(&page, name, "wrong").await.text().contains(WRONG));
        let began = Instant::now();
        let page = browser.sign_in(&page, name, PASSWORD).await;
        assert!(began.elapsed() >= Duration::from_secs(1), "{:?}", began.elapsed());
        assert_eq!(page.url.path().ends_with("/account"), enters);
    }
});

on_both_engines!(
    an_operator_lets_somebody_try_again,
    |config| {
        without_newcomers(config);
    },
    |t| {
        let ada = t.person("ada").await;
        assert!(!unlock::unlock(&t.cx(), &ada.id).await.unwrap(), "nothing failed");
        guesses(&t, "ada", 101, 1).await;
        assert_eq!(enters(&t, [198, 51, 100, 9], "ada").await, (429, false));
        assert!(unlock::unlock(&t.cx(), &ada.id).await.unwrap());
        assert_eq!(enters(&t, [198, 51, 100, 9], "ada").await, (200, true));
        let told = "SELECT COUNT(*) FROM audit_events WHERE kind = 'user.unlocked' AND actor = 'cli'";
        assert_eq!(t.count(told).await, 1, "what changed nothing is not told");
    }
);
