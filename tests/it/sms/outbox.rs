//! The queue: at least once, by one instance, until it is too old.

use signet::domain::{
    consumers::sms::{self, SmsOutcome},
    installation::maintenance,
};

use super::{Gateway, listed, once, queue, round};
use crate::support::{Engine, TestApp, on_both_engines};

on_both_engines!(a_text_of_an_instance_that_died_is_sent_by_another, |t| {
    let gateway = Gateway::start().await;
    let one = t.another_instance_with(|config| gateway.twilio(config)).await;
    let two = t.another_instance_with(|config| gateway.twilio(config)).await;
    queue(&one).await;
    let claimed = sms::claim(&one.cx(), 8).await.unwrap();
    // It dies when the gateway has the text, before its note.
    gateway.says_nothing(true);
    let cx = one.cx();
    let mut sending = Box::pin(sms::deliver(&cx, &claimed[0]));
    tokio::select! {
        _ = &mut sending => panic!("it was noted"),
        () = gateway.arrived.notified() => {}
    }
    drop(sending);
    gateway.says_nothing(false);
    assert!(round(&two).await.is_empty(), "the lease is not over");
    t.clock.advance(20);
    assert!(matches!(&round(&two).await[..], [SmsOutcome::Sent(_)]));
    let told = gateway.all();
    assert_eq!(told.len(), 2, "one text too many is better than none");
    assert_eq!(told[0].form()[..3], told[1].form()[..3]);
    assert!(round(&one).await.is_empty());
});

on_both_engines!(a_text_is_tried_after_growing_pauses_and_its_end_is_told_without_number_and_words, |t| {
    let gateway = Gateway::start().await;
    let t = t.another_instance_with(|config| gateway.twilio(config)).await;
    gateway.answers(503, "");
    queue(&t).await;
    let began = t.now();
    let mut tries = Vec::new();
    while t.now() < began + 2 * 3600 {
        for outcome in round(&t).await {
            tries.push((t.now() - began, outcome));
        }
        t.clock.advance(5);
    }
    let (last, tried) = tries.split_last().unwrap();
    let moments: Vec<i64> = tried.iter().map(|(at, _)| *at).take(5).collect();
    assert_eq!(moments, [0, 5, 25, 105, 425]);
    let SmsOutcome::GivenUp(why) = &last.1 else { panic!("{last:?}") };
    assert_eq!(*why, format!("too old; 503 from {}: ", gateway.url));
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'sms.failed'").await, 1);
    gateway.answers(201, "{}");
    once(&t).await;
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'sms.sent'").await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE data LIKE '%79460123%'").await, 0);
    assert!(listed(&t).await.iter().all(|row| row.failed_at.is_some() || row.delivered_at.is_some()));
    // It is told for a week, and gone after that.
    t.clock.advance(9 * 86_400);
    while maintenance::purge(&t.cx()).await.unwrap() {}
    assert!(listed(&t).await.is_empty());
});

// Attack: whoever reads a copy of the database reads the codes that wait, and whose numbers they go to.
#[tokio::test]
async fn what_waits_is_sealed() {
    let gateway = Gateway::start().await;
    let t = TestApp::start(Engine::sqlite(), |config| gateway.twilio(config)).await;
    queue(&t).await;
    let sealed = "SELECT COUNT(*) FROM outbox_deliveries WHERE consumer = 'sms' AND data LIKE '{\"sealed\":\"v1.%' \
                  AND data NOT LIKE '%7946%'";
    assert_eq!(t.count(sealed).await, 1);
}
