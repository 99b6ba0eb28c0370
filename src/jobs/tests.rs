//! What deletes for good, and a clock that jumps.

use super::*;
use crate::{
    app::{App, purge_pace::PurgePace},
    base::time::Seconds,
    config::limits::RuleName,
    domain::{
        directory::accounts::{self, NewUser},
        kernel::{limits::Window, steady_time::WAITS},
        sessions::{self, Proof},
        testing::{self, TestApp, cx},
    },
    protocol::{
        acr::{Factor, FactorKind},
        jose::{alg::SigAlg, key_ring::KeyKind},
    },
    store::{purge::Expired, sessions as session_rows, settings},
};

async fn run(job: Job, app: &App) {
    let (_stop, stopped) = watch::channel(false);
    job.run(app, &stopped).await.unwrap();
}

/// Why nothing is deleted at present.
async fn waits(t: &TestApp) -> String {
    let mut conn = cx(t).read().await.unwrap();
    settings::get(&mut conn, WAITS).await.unwrap().unwrap_or_default()
}

// A clock that was 70 days ahead for half a minute deleted every session for good.
#[tokio::test]
async fn a_clock_that_jumps_ahead_deletes_nothing_until_it_has_been_steady() {
    let t = testing::app().await;
    let user = NewUser { username: "ada".to_owned(), ..NewUser::default() };
    let user = accounts::create(&cx(&t), user).await.unwrap().id;
    let factors = vec![Factor::new("pwd", FactorKind::Knowledge, t.clock.now())];
    let proof = Proof { user, factors, remember: true };
    let at = cx(&t);
    let (session, _) = at.write(async |work| sessions::sign_in(&at, work, None, &proof).await).await.unwrap();
    let is_there = async || {
        let mut conn = cx(&t).read().await.unwrap();
        session_rows::find(&mut conn, &session).await.unwrap().is_some()
    };
    run(Job::Purge, &t).await;
    t.clock.advance(30);
    let wrong = Seconds::days(170).0;
    t.clock.set_ahead(wrong);
    run(Job::Purge, &t).await;
    assert!(is_there().await);
    assert!(waits(&t).await.starts_with("the clock went ahead by 14688000 seconds at "), "{}", waits(&t).await);
    t.clock.advance(30);
    t.clock.set_ahead(-wrong);
    run(Job::Purge, &t).await;
    assert!(waits(&t).await.starts_with("the clock went back by 14688000 seconds at "), "{}", waits(&t).await);
    t.clock.advance(1_800);
    run(Job::Purge, &t).await;
    assert_eq!(waits(&t).await, "");
    assert!(is_there().await);
    // Time that passes is believed.
    t.clock.advance(wrong);
    run(Job::Purge, &t).await;
    assert!(!is_there().await);
}

// Rotation drops a private key, and deletes what verified for the last time: neither by a clock that was wrong when
// the server began.
#[tokio::test]
async fn no_key_is_rotated_by_a_clock_that_is_wrong_at_the_start() {
    let t = testing::app().await;
    keys::ensure_and_load(&cx(&t)).await.unwrap();
    keys::rotate(&cx(&t), &[KeyKind::Signing(SigAlg::ES256)], false).await.unwrap();
    let before = keys::list(&cx(&t)).await.unwrap();
    let wrong = Seconds::days(70).0;
    t.clock.set_ahead(wrong);
    let again = testing::restarted(&t).await;
    keys::ensure_and_load(&cx(&again)).await.unwrap();
    for _ in 0..3 {
        run(Job::RotateKeys, &again).await;
        again.clock.advance(60);
    }
    assert_eq!(keys::list(&cx(&again)).await.unwrap(), before);
    let why = waits(&t).await;
    assert!(why.starts_with("the clock was believed last 6048000 seconds ago at "), "{why}");
    again.clock.set_ahead(-wrong);
    run(Job::RotateKeys, &again).await;
    assert!(waits(&t).await.starts_with("the clock went back by 6048000 seconds at "), "{}", waits(&t).await);
    again.clock.advance(1_800);
    run(Job::RotateKeys, &again).await;
    assert_eq!((waits(&t).await, keys::list(&cx(&again)).await.unwrap()), (String::new(), before.clone()));
    // What time asks for is done by a clock that is believed.
    again.clock.advance(again.config.keys.publish_ahead.0);
    run(Job::RotateKeys, &again).await;
    assert_ne!(keys::list(&cx(&again)).await.unwrap(), before);
}

// A restart ended the waiting: the server whose clock is wrong had written the newest row itself.
#[tokio::test]
async fn a_restart_by_a_wrong_clock_does_not_end_the_waiting() {
    let t = testing::app().await;
    run(Job::Purge, &t).await;
    let at = cx(&t);
    let proof = Proof {
        user: accounts::create(&at, NewUser { username: "ada".to_owned(), ..NewUser::default() }).await.unwrap().id,
        factors: vec![Factor::new("pwd", FactorKind::Knowledge, t.clock.now())],
        remember: true,
    };
    let (session, _) = at.write(async |work| sessions::sign_in(&at, work, None, &proof).await).await.unwrap();
    let is_there = async || {
        let mut conn = cx(&t).read().await.unwrap();
        session_rows::find(&mut conn, &session).await.unwrap().is_some()
    };
    let wrong = Seconds::days(170).0;
    t.clock.set_ahead(wrong);
    let first = testing::restarted(&t).await;
    run(Job::Purge, &first).await;
    let why = waits(&t).await;
    assert!(why.starts_with("the clock was believed last 14688000 seconds ago at "), "{why}");
    // A row of its own, as of a token.
    accounts::create(&cx(&first), NewUser { username: "bob".to_owned(), ..NewUser::default() }).await.unwrap();
    for _ in 0..3 {
        let again = testing::restarted(&t).await;
        run(Job::Purge, &again).await;
        t.clock.advance(1_799);
        run(Job::Purge, &again).await;
        assert_eq!((waits(&t).await, is_there().await), (why.clone(), true));
    }
    // Right again, and restarted: it waits once more, and then goes on.
    t.clock.set_ahead(-wrong);
    let right = testing::restarted(&t).await;
    run(Job::Purge, &right).await;
    assert_eq!(waits(&t).await, why);
    t.clock.advance(1_800);
    run(Job::Purge, &right).await;
    assert_eq!((waits(&t).await, is_there().await), (String::new(), true));
}

// Without it a purge of a million rows has the writer for itself until it is through.
#[tokio::test]
async fn a_purge_pauses_between_its_batches_for_three_times_as_long() {
    assert_eq!(pause_after(Duration::from_millis(20)), Duration::from_millis(60));
    let t = testing::app().await;
    run(Job::Purge, &t).await;
    let at = cx(&t);
    at.write(async |work| {
        for number in 0..401 {
            let window = Window::of(&at, RuleName::FactorAccount, &number.to_string(), 1).unwrap();
            window.add(work).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    t.clock.advance(1_800);
    // A stop ends the pause, and nothing else: the second batch does not begin.
    let (_stop, stopped) = watch::channel(true);
    Job::Purge.run(&t, &stopped).await.unwrap();
    assert_eq!(t.purge_pace.take_held(), Duration::ZERO, "the pause was for all that it took");
    assert!(maintenance::purge(&cx(&t)).await.unwrap(), "there is more");
    assert!(t.purge_pace.take_held() > Duration::ZERO);
    while maintenance::purge(&cx(&t)).await.unwrap() {}
    let paces = Expired::ALL.map(|expired| t.purge_pace.of(expired).rows());
    let untouched = [paces[0], paces[1], paces[3], paces[4]];
    assert_eq!(untouched, [PurgePace::default().counting.rows(); 4], "only counters went");
}
