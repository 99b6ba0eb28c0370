//! What deletes for good, and a clock that jumps.

use super::*;
use crate::{
    app::App,
    base::time::Seconds,
    domain::{
        directory::accounts::{self, NewUser},
        installation::steady_time::WAITS,
        sessions::{self, Proof},
        testing::{self, TestApp, cx},
    },
    protocol::acr::{Factor, FactorKind},
    store::{sessions as session_rows, settings},
};

async fn purge(app: &App) {
    let (_stop, stopped) = watch::channel(false);
    Job::Purge.run(app, &stopped).await.unwrap();
}

async fn waits(t: &TestApp) -> String {
    let mut conn = t.app.db.read().await.unwrap();
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
        let mut conn = t.app.db.read().await.unwrap();
        session_rows::find(&mut conn, &session).await.unwrap().is_some()
    };
    purge(&t).await;
    t.clock.advance(30);
    let wrong = Seconds::days(170).0;
    t.clock.set_ahead(wrong);
    purge(&t).await;
    assert!(is_there().await);
    assert!(waits(&t).await.starts_with("the clock went ahead by 14688000 seconds at "), "{}", waits(&t).await);
    t.clock.advance(30);
    t.clock.set_ahead(-wrong);
    purge(&t).await;
    assert!(waits(&t).await.starts_with("the clock went back by 14688000 seconds at "), "{}", waits(&t).await);
    t.clock.advance(1_800);
    purge(&t).await;
    assert_eq!(waits(&t).await, "");
    assert!(is_there().await);
    // Time that passes is believed.
    t.clock.advance(wrong);
    purge(&t).await;
    assert!(!is_there().await);
}
