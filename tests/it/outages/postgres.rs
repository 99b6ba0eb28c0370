//! A PostgreSQL that is restarted, demoted, killed, starved, and silent.

use std::time::{Duration, Instant};

use super::{AT_ONCE, SENTENCE, TOKENS, UNKNOWN, ask, assert_unavailable, is_ready, let_it_rest, machine, on};
use crate::support::{Cluster, Engine, Mode, TestApp, Wire};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_is_told_at_once_and_forgotten_when_it_is_over() {
    let Some(cluster) = Cluster::start() else { return };
    let t = on(cluster.port()).await;
    let machine = machine(&t).await;
    assert_eq!(ask(&machine).await.0.status, 200);
    assert!(is_ready(&t).await);
    for mode in ["fast", "immediate"] {
        cluster.stop(mode);
        for _ in 0..5 {
            let (answer, took) = ask(&machine).await;
            assert_unavailable(&answer, SENTENCE);
            assert!(took < AT_ONCE, "{took:?}");
        }
        let page = t.browser().get(&t.url("/login")).await;
        assert_eq!(
            (page.answer.status.as_u16(), page.answer.header("retry-after")),
            (503, Some("5")),
            "{}",
            page.text()
        );
        assert!(page.text().contains("We cannot answer at the moment"), "{}", page.text());
        let_it_rest().await;
        assert!(!is_ready(&t).await);
        cluster.resume();
        // A try that failed a moment ago is not repeated at once.
        let began = Instant::now();
        while ask(&machine).await.0.status != 200 {
            assert!(began.elapsed() < Duration::from_secs(2), "it is not noticed that the server is back");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        println!("{mode}: noticed {:?} after the server was back", began.elapsed());
        assert!(is_ready(&t).await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_to_a_server_that_was_demoted_are_given_up() {
    let Some(cluster) = Cluster::start() else { return };
    let t = on(cluster.port()).await;
    let machine = machine(&t).await;
    assert_eq!(ask(&machine).await.0.status, 200);
    cluster.execute("ALTER DATABASE postgres SET default_transaction_read_only = on").await;
    cluster.terminate().await;
    for _ in 0..3 {
        let (answer, took) = ask(&machine).await;
        assert_unavailable(&answer, SENTENCE);
        assert!(took < AT_ONCE, "{took:?}");
    }
    let_it_rest().await;
    assert!(!is_ready(&t).await);
    // What was connected meanwhile stays read-only for as long as it lives: it is not used again.
    let mut operator = cluster.connect().await;
    for sql in
        ["SET default_transaction_read_only = off", "ALTER DATABASE postgres RESET default_transaction_read_only"]
    {
        sqlx::raw_sql(sql).execute(&mut operator).await.unwrap();
    }
    assert_eq!(ask(&machine).await.0.status, 200);
    assert!(is_ready(&t).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_connections_cost_no_request_that_writes() {
    let Some(cluster) = Cluster::start() else { return };
    let t = on(cluster.port()).await;
    let machine = machine(&t).await;
    let mut before = 0;
    for round in 0..5 {
        for _ in 0..3 {
            let (answer, took) = ask(&machine).await;
            assert_eq!(answer.status, 200, "round {round}: {}", answer.body);
            assert!(took < AT_ONCE, "{took:?}");
        }
        before += 3;
        assert_eq!(cluster.count(TOKENS).await, before, "each was done once");
        cluster.terminate().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_without_room_is_told_at_once() {
    let Some(cluster) = Cluster::start() else { return };
    let t = on(cluster.port()).await;
    let machine = machine(&t).await;
    assert_eq!(ask(&machine).await.0.status, 200);
    cluster.terminate().await;
    let mut others = Vec::new();
    while let Ok(one) = <sqlx::PgConnection as sqlx::Connection>::connect(&cluster.url()).await {
        others.push(one);
    }
    for _ in 0..3 {
        let (answer, took) = ask(&machine).await;
        assert_unavailable(&answer, SENTENCE);
        assert!(took < AT_ONCE, "{took:?}");
    }
    for one in others {
        sqlx::Connection::close(one).await.unwrap();
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(ask(&machine).await.0.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_says_nothing_is_waited_for_once() {
    let Some(cluster) = Cluster::start() else { return };
    let wire = Wire::to(cluster.port()).await;
    let t = TestApp::start(Engine::at(&Cluster::url_at(wire.port())), |config| {
        config.database.statement_timeout = signet::base::time::Seconds(1);
    })
    .await;
    let machine = machine(&t).await;
    assert_eq!(ask(&machine).await.0.status, 200);
    wire.set(Mode::Hold);
    // Two seconds for the connection that is there, then as long for a new one, each once.
    for longest in [2, 2, 0, 0, 0] {
        let (answer, took) = ask(&machine).await;
        // A connection that was used a moment ago is not tried before the statement.
        let unknown = longest == 2 && answer.body.contains(UNKNOWN);
        assert_unavailable(&answer, if unknown { UNKNOWN } else { SENTENCE });
        println!("silent: told after {took:?}");
        assert!(took < AT_ONCE + Duration::from_secs(longest), "{took:?}");
    }
    let began = Instant::now();
    assert!(!is_ready(&t).await);
    assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());
    wire.set(Mode::Pass);
    let began = Instant::now();
    while ask(&machine).await.0.status != 200 {
        assert!(began.elapsed() < Duration::from_secs(5), "it is not noticed that the server is back");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(is_ready(&t).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_outcome_of_commit_is_told_and_never_repeated() {
    let Some(cluster) = Cluster::start() else { return };
    let wire = Wire::to(cluster.port()).await;
    let t = on(wire.port()).await;
    let machine = machine(&t).await;
    assert_eq!(ask(&machine).await.0.status, 200);
    let before = cluster.count(TOKENS).await;
    // A statement that is its own transaction.
    wire.set(Mode::LoseStatement);
    let (answer, _) = ask(&machine).await;
    assert_unavailable(&answer, UNKNOWN);
    wire.set(Mode::Pass);
    assert_eq!(cluster.count(TOKENS).await, before + 1, "it was done, and once");
    assert_eq!(ask(&machine).await.0.status, 200);
    // A transaction of several.
    t.browser().get(&t.url("/login")).await;
    let browsers = "SELECT COUNT(*) FROM browsers";
    let before = cluster.count(browsers).await;
    wire.set(Mode::LoseCommit);
    let page = t.browser().get(&t.url("/login")).await;
    assert_eq!(page.answer.status.as_u16(), 503, "{}", page.text());
    wire.set(Mode::Pass);
    assert_eq!(cluster.count(browsers).await, before + 1, "it was done, and once");
    assert_eq!(ask(&machine).await.0.status, 200);
}
