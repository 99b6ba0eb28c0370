//! A limit that was reached stands in the audit log once for its rule, subject and window.

use serde_json::json;
use signet::{
    base::time::Seconds,
    config::{limits::RuleName, registration::Mode},
    domain::kernel::catalogue::EventKind,
};

use super::limit;
use crate::support::{Answer, TestApp, on_both_engines};

const EXCEEDED: &str = "SELECT COUNT(*) FROM audit_events WHERE kind = 'rate_limit.exceeded'";

async fn exceeded(t: &TestApp, rule: &str) -> i64 {
    t.count(&format!("{EXCEEDED} AND data LIKE '%\"rule\":\"{rule}\"%'")).await
}

on_both_engines!(a_limit_on_passwords_is_written_down_once_in_its_window, |t| {
    t.person("ada").await;
    let mut browser = t.browser();
    let page = browser.get(&t.url("/login")).await;
    for _ in 0..5 {
        assert_eq!(browser.sign_in(&page, "ada", "wrong").await.answer.status, 200);
    }
    assert_eq!(t.count(EXCEEDED).await, 0, "it is reached, and nobody was refused yet");
    let refused = browser.sign_in(&page, "ada", "wrong").await;
    assert_eq!(refused.answer.status, 429);
    assert!(
        refused.text().contains("There were too many attempts. To protect the account, please wait 15 minutes."),
        "{}",
        refused.text()
    );
    for _ in 0..10 {
        assert_eq!(browser.sign_in(&page, "ada", "wrong").await.answer.status, 429);
    }
    assert_eq!((exceeded(&t, "login_account_address").await, t.count(EXCEEDED).await), (1, 1));
    // Another subject, and another window of the first.
    for _ in 0..6 {
        browser.sign_in(&page, "nobody", "wrong").await;
    }
    assert_eq!(exceeded(&t, "login_account_address").await, 2);
    t.clock.advance(15 * 60);
    for _ in 0..7 {
        browser.sign_in(&page, "ada", "wrong").await;
    }
    assert_eq!(exceeded(&t, "login_account_address").await, 3);
    let told = "SELECT COUNT(*) FROM audit_events WHERE kind = 'rate_limit.exceeded' AND personal_ip = '192.0.2.1' \
                AND request_id IS NOT NULL AND data LIKE '%\"max\":5%' AND data LIKE '%\"window\":900%'";
    assert_eq!(t.count(told).await, 3);
});

// Several instances: each asks the database once.
on_both_engines!(
    instances_share_an_allowance_to_the_last_one_and_write_down_once_that_it_is_used_up,
    |config| {
        config.registration.mode = Mode::Open;
        limit(config, RuleName::RegistrationAddress, 10, Seconds::hours(1));
    },
    |t| {
        let (one, two) = (t.another_instance().await, t.another_instance().await);
        let register = async |at: &TestApp| -> Answer {
            let members = json!({"redirect_uris": ["https://rp.example/cb"]}).to_string();
            at.post_raw("/register", &members, &[("content-type", "application/json")]).await
        };
        let four = async |at: &TestApp| {
            let (a, b, c, d) = tokio::join!(register(at), register(at), register(at), register(at));
            [a, b, c, d]
        };
        let mut statuses = Vec::new();
        for _ in 0..3 {
            let (a, b, c) = tokio::join!(four(&t), four(&one), four(&two));
            statuses.extend([a, b, c].concat().iter().map(|answer| answer.status.as_u16()));
        }
        let (made, refused) = (
            statuses.iter().filter(|status| **status == 201).count(),
            statuses.iter().filter(|status| **status == 429).count(),
        );
        assert_eq!((made, refused), (10, 26), "{statuses:?}");
        assert_eq!(exceeded(&t, "registration_address").await, 1);
        // One comes back in each sixth minute, at whichever instance.
        t.clock.advance(359);
        assert_eq!(register(&two).await.status, 429);
        t.clock.advance(1);
        assert_eq!(register(&one).await.status, 201);
        assert_eq!(register(&t).await.status, 429);
    }
);

// A browser never seen before is made inside a unit of work that is undone: what is written down stays.
on_both_engines!(
    what_is_refused_is_undone_and_written_down_all_the_same,
    |config| { limit(config, RuleName::NewBrowserAddress, 2, Seconds::minutes(10)) },
    |t| {
        for _ in 0..2 {
            assert_eq!(t.get("/login").await.status, 200);
        }
        let refused = t.get("/login").await;
        assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, Some("300")));
        assert!(refused.body.contains("That was a lot in a short time"), "{}", refused.body);
        assert!(refused.body.contains("Please wait 5 minutes, then try again."), "{}", refused.body);
        assert_eq!(t.count("SELECT COUNT(*) FROM browsers").await, 2);
        assert_eq!(exceeded(&t, "new_browser_address").await, 1);
        let german = t.get_with("/login", &[("accept-language", "de")]).await;
        assert!(german.body.contains("Bitte warten Sie 5 Minuten"), "{}", german.body);
        assert_eq!(exceeded(&t, "new_browser_address").await, 1);
    }
);

#[test]
fn it_is_known_by_the_name_that_other_systems_give_it() {
    let kind = EventKind::named("rate_limit_exceeded");
    assert_eq!(kind.map(EventKind::as_str), Some("rate_limit.exceeded"));
}
