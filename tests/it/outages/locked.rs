//! A PostgreSQL with a table that somebody holds.

use std::{
    future::poll_fn,
    task::Poll,
    time::{Duration, Instant},
};

use signet::base::time::Seconds;

use super::{SENTENCE, ask, assert_unavailable, machine};
use crate::support::{Cluster, Engine, TestApp};

/// In a debug build on a busy machine; who waits for a connection here waits a second and more.
const SOON: Duration = Duration::from_millis(700);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_locked_table_does_not_drain_the_pool_for_others() {
    let Some(cluster) = Cluster::start() else { return };
    let t = TestApp::start(Engine::at(&cluster.url()), |config| {
        config.database.lock_timeout = Seconds(1);
    })
    .await;
    let machine = machine(&t).await;
    assert_eq!(ask(&machine).await.0.status, 200);
    let mut holder = cluster.connect().await;
    sqlx::raw_sql("BEGIN; LOCK TABLE tokens IN ACCESS EXCLUSIVE MODE").execute(&mut holder).await.unwrap();
    let locked = async {
        let all = (ask(&machine), ask(&machine), ask(&machine), ask(&machine), ask(&machine), ask(&machine));
        let (a, b, c, d, e, f) = tokio::join!(all.0, all.1, all.2, all.3, all.4, all.5);
        for (answer, took) in [a, b, c, d, e, f] {
            assert_unavailable(&answer, SENTENCE);
            println!("locked: told after {took:?}");
            assert!(took < Duration::from_secs(4), "{took:?}");
        }
    };
    let others = async {
        // Six want the table, four connections there are, of which three may wait for it.
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_others_are_served(&t).await;
    };
    tokio::join!(locked, others);
    sqlx::raw_sql("ROLLBACK").execute(&mut holder).await.unwrap();
    assert_eq!(ask(&machine).await.0.status, 200);
}

/// More than the pool can hold: two seconds of waiting each, at ten connections, are five requests a second.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_requests_a_second_at_a_locked_table_leave_connections_for_others() {
    let Some(cluster) = Cluster::start() else { return };
    let t = TestApp::start(Engine::at(&cluster.url()), |config| {
        config.database.max_connections = 10;
        config.database.lock_timeout = Seconds(2);
    })
    .await;
    let machine = machine(&t).await;
    assert_eq!(ask(&machine).await.0.status, 200);
    let mut holder = cluster.connect().await;
    sqlx::raw_sql("BEGIN; LOCK TABLE tokens IN ACCESS EXCLUSIVE MODE").execute(&mut holder).await.unwrap();
    let machine = &machine;
    let one = |number: u32| async move {
        tokio::time::sleep(Duration::from_millis(50) * number).await;
        ask(machine).await
    };
    let others = async {
        for _ in 0..5 {
            tokio::time::sleep(Duration::from_millis(500)).await;
            assert_others_are_served(&t).await;
        }
    };
    let (locked, ()) = tokio::join!(all((0..60).map(one)), others);
    assert_eq!(locked.len(), 60);
    for (answer, took) in locked {
        assert_unavailable(&answer, SENTENCE);
        // Three seconds for a connection, two for the lock.
        assert!(took < Duration::from_millis(6500), "{took:?}");
    }
    sqlx::raw_sql("ROLLBACK").execute(&mut holder).await.unwrap();
    assert_eq!(ask(machine).await.0.status, 200);
}

/// What is exported is written by a task of its own, once the request is answered.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn exports_that_wait_for_a_table_leave_a_connection_for_others() {
    let Some(cluster) = Cluster::start() else { return };
    let t = TestApp::start(Engine::at(&cluster.url()), |config| {
        config.database.lock_timeout = Seconds(10);
    })
    .await;
    t.person("ada").await;
    let mut asked = Vec::new();
    for _ in 0..4 {
        let mut browser = t.browser_of("ada").await;
        let page = browser.get(&t.url("/account/data")).await;
        asked.push((browser, page));
    }
    let mut holder = cluster.connect().await;
    sqlx::raw_sql("BEGIN; LOCK TABLE token_events IN ACCESS EXCLUSIVE MODE").execute(&mut holder).await.unwrap();
    let exports = all(asked.iter_mut().map(|(browser, page)| browser.press(page, "export")));
    let others = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_others_are_served(&t).await;
        sqlx::raw_sql("ROLLBACK").execute(&mut holder).await.unwrap();
    };
    let (exports, ()) = tokio::join!(exports, others);
    assert_eq!(exports.len(), 4);
    for page in exports {
        assert_eq!(page.answer.json()["account"]["username"], "ada");
    }
}

/// That pages that do not need the table are answered, and soon.
async fn assert_others_are_served(t: &TestApp) {
    for _ in 0..3 {
        let began = Instant::now();
        let page = t.browser().get(&t.url("/login")).await;
        let took = began.elapsed();
        assert_eq!(page.answer.status.as_u16(), 200, "{}", page.text());
        println!("beside: answered after {took:?}");
        assert!(took < SOON, "{took:?}");
    }
}

/// Waits for all of them at once.
async fn all<F: Future>(each: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut under_way: Vec<_> = each.map(Box::pin).collect();
    let mut done = Vec::new();
    poll_fn(|cx| {
        under_way.retain_mut(|one| match one.as_mut().poll(cx) {
            Poll::Ready(outcome) => {
                done.push(outcome);
                false
            }
            Poll::Pending => true,
        });
        if under_way.is_empty() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    done
}
