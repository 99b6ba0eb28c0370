//! The queue: at least once, by one instance, until it is too old.

use serde_json::json;
use signet::domain::{
    consumers::messages::{self, MessageOutcome},
    installation::maintenance,
    kernel::messages::Channel,
};

use super::{Gateway, listed, once, queue, round};
use crate::support::{Engine, TestApp, on_both_engines};

on_both_engines!(a_text_of_an_instance_that_died_is_sent_by_another, |t| {
    let gateway = Gateway::start().await;
    let one = t.another_instance_with(|config| gateway.twilio(config)).await;
    let two = t.another_instance_with(|config| gateway.twilio(config)).await;
    queue(&one).await;
    let claimed = messages::claim(&one.cx(), Channel::Sms, 8).await.unwrap();
    // It dies when the gateway has the text, before its note.
    gateway.says_nothing(true);
    let cx = one.cx();
    let mut sending = Box::pin(messages::deliver(&cx, Channel::Sms, &claimed[0]));
    tokio::select! {
        _ = &mut sending => panic!("it was noted"),
        () = gateway.arrived.notified() => {}
    }
    drop(sending);
    gateway.says_nothing(false);
    assert!(round(&two).await.is_empty(), "the lease is not over");
    t.clock.advance(20);
    assert!(matches!(&round(&two).await[..], [MessageOutcome::Sent(_)]));
    let told = gateway.all();
    assert_eq!(told.len(), 2, "one text too many is better than none");
    assert_eq!(told[0].form()[..3], told[1].form()[..3]);
    assert!(round(&one).await.is_empty());
});

// How a row is named and sealed is kept: what waits while a server is replaced by a newer one is sent by that.
on_both_engines!(a_text_that_a_version_before_wrote_down_is_sent, |t| {
    let gateway = Gateway::start().await;
    let t = t.another_instance_with(|config| gateway.twilio(config)).await;
    queue(&t).await;
    let named = "SELECT COUNT(*) FROM outbox o JOIN outbox_deliveries d ON d.event_id = o.id \
                 WHERE o.kind = 'sms' AND d.consumer = 'sms' AND o.payload LIKE '%\"sms\"%\"test\"%'";
    assert_eq!(t.count(named).await, 1);
    let id = listed(&t).await[0].event_id.clone();
    let until = t.now() + 600;
    let text = json!({"to": "+442079460999", "locale": "en", "until": until, "content": {"kind": "test"}});
    let sealed = t.app.sealer.seal(&format!("texts/{id}"), text.to_string().as_bytes(), &t.app.entropy);
    let data = json!({ "sealed": sealed });
    t.engine().execute(&format!("UPDATE outbox_deliveries SET data = '{data}'")).await;
    assert!(matches!(&round(&t).await[..], [MessageOutcome::Sent(_)]));
    let to = gateway.last().form().into_iter().find(|(name, _)| name == "To").map(|(_, to)| to);
    assert_eq!(to.as_deref(), Some("+442079460999"));
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
    let MessageOutcome::GivenUp(why) = &last.1 else { panic!("{last:?}") };
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
