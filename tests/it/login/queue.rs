//! The queue before the hash: who finds a place in it over HTTP, and what the others are told.

use std::sync::Arc;

use serde_json::json;
use signet::{
    app::password_hash::{HashError, PasswordMatch, QueueLane, Share},
    base::{secret::Secret, time::Seconds},
    config::Config,
};
use tokio::task::JoinHandle;

use super::attack::at_the_form;
use crate::support::{PASSWORD, Page, TestApp, on_both_engines};

/// Many passes: it keeps the only worker busy for longer than a refusal takes.
const SLOW: &str = "$argon2id$v=19$m=65536,t=12,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

/// One worker, one place in each lane, and patience.
pub(super) fn narrow(config: &mut Config) {
    config.login.hash_workers = 1;
    config.login.hash_queue = 1;
    config.server.request_timeout = Seconds(600);
}

fn share(lane: QueueLane) -> Share {
    Share::of(lane, "elsewhere", "somebody")
}

pub(super) type Held = JoinHandle<Result<PasswordMatch, HashError>>;

fn ask(t: &TestApp, lane: QueueLane) -> Held {
    let app = Arc::clone(&t.app);
    tokio::spawn(async move { app.passwords.verify(&share(lane), Secret::new("x".to_owned()), SLOW).await })
}

/// The only worker is busy, and the only place of each of these lanes is taken.
pub(super) async fn fill(t: &TestApp, lanes: &[QueueLane]) -> Vec<Held> {
    let mut held = vec![ask(t, QueueLane::Known)];
    loop {
        tokio::task::yield_now().await;
        let another = ask(t, QueueLane::Known);
        tokio::task::yield_now().await;
        if !another.is_finished() {
            // The first has left its place: it is being hashed.
            another.abort();
            break;
        }
    }
    held.extend(lanes.iter().map(|lane| ask(t, *lane)));
    tokio::task::yield_now().await;
    for lane in lanes {
        let refused = t.app.passwords.verify_nobody(&share(*lane), Secret::new("x".to_owned())).await;
        assert!(matches!(refused, Err(HashError::Busy { .. })), "{refused:?}");
    }
    held
}

fn is_busy(page: &Page) {
    assert_eq!(page.answer.status, 503);
    assert!(page.answer.header("retry-after").unwrap().parse::<u32>().unwrap() >= 1);
    assert!(page.text().contains("Many people are signing in right now."), "{}", page.text());
    assert!(page.text().contains("Your password was not checked. Wait a few seconds, then try again."));
    // Another try is a press away.
    assert!(page.has("login-submit"));
}

// Every attempt costs one hash: a name that does not exist finds as little room as one that does.
on_both_engines!(
    a_full_queue_answers_503_and_leaves_everything_else_alone,
    |config| {
        narrow(config);
    },
    |t| {
        t.person("ada").await;
        let machine = t.client("machine", json!({})).await;
        let (mut browser, page) = at_the_form(&t, [192, 0, 2, 1]).await;
        let held = fill(&t, &[QueueLane::New]).await;
        for name in ["ada", "nobody"] {
            is_busy(&browser.sign_in(&page, name, PASSWORD).await);
        }
        machine.token(&[("grant_type", "client_credentials")]).await.ok();
        t.get("/jwks").await.ok();
        assert!(held.iter().all(|one| !one.is_finished()));
        // What was never looked at does not count as a failure.
        let failures = "SELECT CAST(COALESCE(SUM(count), 0) AS BIGINT) FROM limits WHERE rule LIKE 'login_%'";
        assert_eq!(t.count(failures).await, 0);
    }
);

// A browser in which the person has signed in before waits in a lane of its own, also at another account's expense.
on_both_engines!(
    a_browser_that_is_known_is_served_before_strangers_who_fill_the_queue,
    |config| {
        narrow(config);
    },
    |t| {
        t.person("ada").await;
        t.person("bob").await;
        let mut own = t.browser_of("ada").await;
        let account = own.get(&t.url("/account")).await;
        own.press(&account, "sign-out").await;
        let form = own.get(&t.url("/login")).await;
        let (mut stranger, page) = at_the_form(&t, [198, 51, 100, 7]).await;
        let held = fill(&t, &[QueueLane::New, QueueLane::Failed]).await;
        is_busy(&stranger.sign_in(&page, "ada", PASSWORD).await);
        // In the same browser somebody else is a stranger.
        is_busy(&own.sign_in(&form, "bob", PASSWORD).await);
        assert!(own.sign_in(&form, "ada", PASSWORD).await.url.path().ends_with("/account"));
        // Those who came before it still wait.
        assert!(held[1..].iter().any(|one| !one.is_finished()));
    }
);

// A cookie that somebody made up, or of a browser in which another person signed in, opens no lane.
on_both_engines!(
    no_other_cookie_makes_a_browser_known,
    |config| {
        narrow(config);
    },
    |t| {
        t.person("ada").await;
        t.person("eve").await;
        let mut eve = t.browser_of("eve").await;
        let page = eve.get(&t.url("/login?another=1")).await;
        let (mut forger, form) = at_the_form(&t, [198, 51, 100, 7]).await;
        let _held = fill(&t, &[QueueLane::New]).await;
        is_busy(&forger.sign_in(&form, "ada", PASSWORD).await);
        is_busy(&eve.sign_in(&page, "ada", PASSWORD).await);
        let (name, _) = forger.cookie();
        forger.cookies.insert(name, "A".repeat(43));
        let refused = forger.sign_in(&form, "ada", PASSWORD).await;
        assert_eq!(refused.answer.status, 400);
        assert_eq!(refused.heading(), "Your browser did not send our cookie");
    }
);

// An address that failed waits behind those that did not, whatever the name, and whether somebody has it or not.
on_both_engines!(
    an_address_that_failed_waits_in_another_lane_than_one_that_did_not,
    |config| {
        narrow(config);
    },
    |t| {
        t.person("ada").await;
        let (mut failed, page) = at_the_form(&t, [198, 51, 100, 7]).await;
        assert_eq!(failed.sign_in(&page, "somebody", "wrong").await.answer.status, 200);
        let (mut fresh, form) = at_the_form(&t, [203, 0, 113, 7]).await;
        let _held = fill(&t, &[QueueLane::Failed]).await;
        for name in ["ada", "nobody"] {
            is_busy(&failed.sign_in(&page, name, PASSWORD).await);
        }
        assert!(fresh.sign_in(&form, "ada", PASSWORD).await.url.path().ends_with("/account"));
    }
);

// Whoever waited in vain gets the page with another try, before the request as a whole is given up.
on_both_engines!(
    waiting_ends,
    |config| {
        config.login.hash_workers = 1;
        config.server.request_timeout = Seconds(1);
    },
    |t| {
        t.person("ada").await;
        let (mut browser, page) = at_the_form(&t, [192, 0, 2, 1]).await;
        let _held = fill(&t, &[]).await;
        is_busy(&browser.sign_in(&page, "ada", PASSWORD).await);
    }
);

/// The nice value in a line of `/proc/PID/stat` (proc_pid_stat(5): the nineteenth field; the second is a name in brackets).
#[cfg(target_os = "linux")]
fn nice_of(stat: &str) -> i32 {
    let (_, after_name) = stat.rsplit_once(')').expect("a name");
    after_name.split_whitespace().nth(16).expect("nineteen fields").parse().expect("a number")
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn threads_that_hash_step_back_behind_those_that_answer() {
    let t = TestApp::sqlite().await;
    // Whoever has hashed has stepped back before.
    t.person("ada").await;
    let own = nice_of(&std::fs::read_to_string("/proc/self/stat").expect("this process"));
    let mut of_hashing = Vec::new();
    for task in std::fs::read_dir("/proc/self/task").expect("its threads") {
        let task = task.expect("a thread").path();
        // Threads of other tests may end meanwhile.
        let (Ok(name), Ok(stat)) =
            (std::fs::read_to_string(task.join("comm")), std::fs::read_to_string(task.join("stat")))
        else {
            continue;
        };
        if name.starts_with("password-") {
            of_hashing.push(nice_of(&stat));
        }
    }
    assert!(of_hashing.contains(&(own + 10).min(19)), "{own}: {of_hashing:?}");
}
