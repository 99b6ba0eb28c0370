//! Whoever comes back goes away before the answer, at any moment: an account, its identity and its session are all there,
//! or none of them is, and the person begins anew. tests/e2e/upstream-crash.test.mjs does the same with kill -9.

use std::{future::poll_fn, task::Poll};

use serde_json::json;

use super::{super::mail_sign_in::sign_up::open, answered, came, journey_of, mail, staff, try_arrive, visit};
use crate::support::{TestApp, on_both_engines};

/// More moments than an arrival has.
const MOST: usize = 300;

/// What becomes of something that is given up once it has had to wait so many times.
async fn given_up<T>(waits: usize, future: impl Future<Output = T>) -> Option<T> {
    let mut future = Box::pin(future);
    let mut left = waits;
    poll_fn(move |cx| match future.as_mut().poll(cx) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if left == 0 => Poll::Ready(None),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

/// How many accounts, identities and sessions there are of somebody: a digit each.
async fn what_is_there(t: &TestApp, sub: &str) -> i64 {
    let identities = format!("SELECT COUNT(*) FROM identities WHERE sub = '{sub}'");
    let accounts = format!("SELECT COUNT(*) FROM users WHERE email_key = '{sub}@example.com'");
    let sessions = format!(
        "SELECT COUNT(*) FROM session_upstreams s JOIN identities i ON i.id = s.identity_id WHERE i.sub = '{sub}'"
    );
    t.count(&format!("SELECT ({accounts}) * 100 + ({identities}) * 10 + ({sessions})")).await
}

on_both_engines!(whoever_goes_away_at_any_moment_leaves_no_half_account, |config| { open(config) }, |t| {
    let staff = staff(&t, &[]).await;
    let client = t.first_party("web", json!({})).await;
    for waits in 0..MOST {
        let (sub, email) = (format!("person{waits}"), format!("person{waits}@example.com"));
        let comer = || came(&staff, &sub, mail(&email));
        let mut browser = t.browser();
        let page = client.authorize(&mut browser, &[]).await;
        let journey = journey_of(&page);
        let arrived = given_up(waits, try_arrive(&t, &mut browser, &journey, comer())).await;
        let there = what_is_there(&t, &sub).await;
        assert!(there == 0 || there == 111, "{there:03} after {waits} waits");
        let is_whole = arrived.is_some();
        if let Some(arrived) = arrived {
            answered(arrived.expect("an arrival"));
            assert_eq!(there, 111);
        }
        // In another browser, as after a crash: the same person, and one account.
        answered(visit(&t, &client, comer()).await.1);
        let again = what_is_there(&t, &sub).await;
        assert!(again == 111 || again == 112, "{again:03} after {waits} waits and another try");
        if is_whole {
            return;
        }
    }
    panic!("an arrival waits more than {MOST} times");
});
