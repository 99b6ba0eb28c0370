//! A clock that jumps 70 days ahead and is set right again: what is deleted for good waits, whoever starts meanwhile.

use signet::{
    base::time::Seconds,
    domain::{kernel::steady_time, registry::upstreams::tokens::revoke_due},
    store::settings,
};

use crate::support::{NOW, TestApp, on_both_engines};

const WRONG: i64 = Seconds::days(70).0;

async fn believes(t: &TestApp) -> bool {
    steady_time::is_believed(&t.cx()).await.unwrap()
}

/// Why something waits, as `signet config check` and the next process read it.
async fn why(t: &TestApp) -> String {
    let mut conn = t.cx().read().await.unwrap();
    settings::get(&mut conn, steady_time::WAITS).await.unwrap().unwrap_or_default()
}

// A server whose clock was wrong had written the newest row itself: its next start believed it.
on_both_engines!(whoever_starts_while_something_waits_goes_on_waiting, |t| {
    assert!(believes(&t).await);
    t.clock.set_ahead(WRONG);
    for name in ["ada", "bob", "eve"] {
        let wrong = t.another_instance().await;
        assert!(!believes(&wrong).await);
        wrong.person(name).await;
        t.clock.advance(1_799);
        assert!(!believes(&wrong).await);
        assert!(why(&t).await.starts_with("the clock was believed last 6048000 seconds ago at "), "{}", why(&t).await);
    }
    t.clock.set_ahead(-WRONG);
    let right = t.another_instance().await;
    assert!(!believes(&right).await);
    t.clock.advance(1_800);
    assert!(believes(&right).await);
    assert_eq!(why(&t).await, "");
    // The rows of the wrong clock blind nobody, and hold nobody up.
    let next = t.another_instance().await;
    assert!(believes(&next).await);
    t.clock.set_ahead(WRONG);
    let wrong = t.another_instance().await;
    assert!(!believes(&wrong).await);
});

// The row stays for the next process; whoever asks is told of those who wait.
on_both_engines!(a_reason_to_wait_ends_with_the_instance_that_waits, |t| {
    let reason = async || {
        let mut conn = t.cx().read().await.unwrap();
        steady_time::find_reason(&mut conn, t.cx().now).await.unwrap()
    };
    assert!(believes(&t).await);
    assert_eq!(reason().await, None);
    t.clock.set_ahead(WRONG);
    for starts_again in [false, true] {
        let waiting = t.another_instance().await;
        for _ in 0..10 {
            assert!(!believes(&waiting).await);
            assert_eq!(reason().await, Some(why(&t).await), "started again: {starts_again}");
            t.clock.advance(60);
        }
        t.clock.advance(61);
        assert_eq!(reason().await, None);
    }
    // The clock is set right: what was written down is of a moment that is still to come.
    assert!(!believes(&t.another_instance().await).await);
    assert_eq!(reason().await, Some(why(&t).await));
    t.clock.set_ahead(-121);
    assert_eq!(reason().await, None);
    assert!(why(&t).await.starts_with("the clock was believed last 6048000 seconds ago at "), "{}", why(&t).await);
});

// Somebody may believe a wrong clock in the end: it was steady. That it was wrong shows when it is right.
on_both_engines!(whoever_starts_before_the_clock_was_believed_last_waits, |t| {
    t.clock.set_ahead(WRONG);
    let wrong = t.another_instance().await;
    believes(&wrong).await;
    t.clock.advance(1_800);
    assert!(believes(&wrong).await);
    t.clock.set_ahead(-WRONG);
    let right = t.another_instance().await;
    assert!(!believes(&right).await);
    let told = why(&t).await;
    assert!(told.starts_with("the clock was believed last when it was 604"), "{told}");
    t.clock.advance(1_800);
    assert!(believes(&right).await);
    assert!(believes(&t.another_instance().await).await);
});

// What a server that runs has noted is never older than an hour, however quiet it is.
on_both_engines!(a_server_that_ran_quietly_for_days_is_started_again_without_waiting, |t| {
    assert!(believes(&t).await);
    for _ in 0..96 {
        t.clock.advance(3_600);
        assert!(believes(&t).await);
    }
    assert!(believes(&t.another_instance().await).await);
    t.clock.advance(86_401);
    assert!(!believes(&t.another_instance().await).await);
});

// A revocation that waits is forgotten for good: not by a clock that jumped.
on_both_engines!(what_waits_to_be_revoked_at_an_upstream_outlives_a_clock_that_jumps, |t| {
    let (issuer, now) = (&t.app.issuer.id, NOW.0);
    t.engine()
        .execute(&format!(
            "INSERT INTO upstream_revocations (identity_id, issuer_id, upstream, call, attempts, due_at, expires_at) \
             VALUES ('idn_ada', '{issuer}', 'staff', 'not to be opened', 0, {now}, {})",
            now + 86_400
        ))
        .await;
    let revoke = async || revoke_due(&t.cx(), 20).await.unwrap();
    let waiting = async || t.count("SELECT COUNT(*) FROM upstream_revocations").await;
    t.clock.set_ahead(WRONG);
    assert_eq!((revoke().await, waiting().await), (1, 1));
    assert_eq!(t.count(&format!("SELECT COUNT(*) FROM upstream_revocations WHERE due_at > {}", now + WRONG)).await, 1);
    t.clock.set_ahead(-WRONG);
    // A try might be under way: after its lease.
    assert_eq!((revoke().await, waiting().await), (0, 1));
    t.clock.advance(120);
    assert_eq!((revoke().await, waiting().await), (1, 1));
    // After a day it is given up by a clock that was steady.
    t.clock.advance(86_400);
    assert_eq!((revoke().await, waiting().await), (1, 1), "the clock went back since the last look");
    t.clock.advance(7_200);
    assert_eq!((revoke().await, waiting().await), (1, 0));
});
