//! Mails that wait while a clock is 70 days ahead.

use signet::{base::time::Seconds, domain::consumers::messages::MessageOutcome};

use super::{outbox::nowhere, queue_test, round, sends_to};
use crate::support::{SmtpSink, on_both_engines};

const WRONG: i64 = Seconds::days(70).0;

// Half a minute was enough: too old, given up, and what they said was gone.
on_both_engines!(mails_that_wait_outlive_a_clock_that_jumps, |config| { nowhere(config) }, |t| {
    queue_test(&t, "ada@example.com").await;
    assert!(matches!(&round(&t).await[..], [MessageOutcome::Retried { down: true, .. }]));
    t.clock.advance(5);
    t.clock.set_ahead(WRONG);
    let [MessageOutcome::Retried { why, down: false }] = &round(&t).await[..] else { panic!("it was given up") };
    assert_eq!(why, "it would be too old, by a clock that is not believed");
    // What is written down meanwhile is tried, and waits.
    queue_test(&t, "bob@example.com").await;
    assert!(matches!(&round(&t).await[..], [MessageOutcome::Retried { down: true, .. }]));
    t.clock.advance(30);
    t.clock.set_ahead(-WRONG);
    let sink = SmtpSink::start().await;
    let right = t.another_instance_with(|config| sends_to(config, &sink)).await;
    // Neither waits for 70 days. A try might be under way: after its lease.
    assert!(round(&right).await.is_empty());
    t.clock.advance(20);
    let outcomes = round(&right).await;
    assert!(matches!(&outcomes[..], [MessageOutcome::Sent(_), MessageOutcome::Sent(_)]), "{outcomes:?}");
    let mut to: Vec<String> = sink.mails().into_iter().map(|mail| mail.to).collect();
    to.sort();
    assert!(to[0].contains("ada@example.com") && to[1].contains("bob@example.com"), "{to:?}");
});
