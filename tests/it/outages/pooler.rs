//! Behind a pooler that gives each transaction another connection.

use std::time::Duration;

use signet::{base::time::Seconds, config::database::Pooling};
use sqlx::{PgConnection, Row};

use super::{SENTENCE, TOKENS, ask, assert_unavailable, is_ready, machine};
use crate::support::{Bouncer, Cluster, Engine, POOLED, TestApp, TestClient};

/// In seconds.
const LOCK_TIMEOUT: u64 = 1;
/// So much longer that it is plain which of the two ended a statement.
const STATEMENT_TIMEOUT: u64 = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_a_pooler_each_transaction_may_have_another_connection() {
    let Some(cluster) = Cluster::start() else { return };
    let bouncer = Bouncer::before(&cluster);
    let t = TestApp::start(Engine::at(&Cluster::url_at(bouncer.port())), |config| {
        config.database.pooler = Pooling::Transaction;
    })
    .await;
    let machine = machine(&t).await;
    t.person("ada").await;
    for _ in 0..10 {
        let all = tokio::join!(ask(&machine), ask(&machine), ask(&machine), ask(&machine), ask(&machine));
        for (answer, _) in [all.0, all.1, all.2, all.3, all.4] {
            assert_eq!(answer.status, 200, "{}", answer.body);
        }
    }
    t.browser_of("ada").await;
    assert!(is_ready(&t).await);
    assert_eq!(cluster.count(TOKENS).await, 50);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_names_nothing_stays_prepared_on_the_server() {
    let Some(cluster) = Cluster::start() else { return };
    let t = TestApp::start(Engine::at(&cluster.url()), |config| {
        config.database.pooler = Pooling::Transaction;
        config.database.max_connections = 1;
    })
    .await;
    let machine = machine(&t).await;
    assert_eq!(ask(&machine).await.0.status, 200);
    // Seen by the one connection that there is.
    cluster
        .execute(
            "CREATE TABLE seen (prepared BIGINT); CREATE FUNCTION look() RETURNS TRIGGER LANGUAGE plpgsql AS \
             'BEGIN INSERT INTO seen SELECT COUNT(*) FROM pg_prepared_statements WHERE name <> ''''; RETURN NEW; END'; \
             CREATE TRIGGER look BEFORE INSERT ON tokens FOR EACH ROW EXECUTE FUNCTION look()",
        )
        .await;
    assert_eq!(ask(&machine).await.0.status, 200);
    assert_eq!(cluster.count("SELECT MAX(prepared) FROM seen").await, 0);
}

/// That a token is refused by a limit of so many seconds.
async fn assert_refused_after(seconds: u64, machine: &TestClient<'_>) {
    let (answer, took) = ask(machine).await;
    assert_unavailable(&answer, SENTENCE);
    let limit = Duration::from_secs(seconds);
    assert!((limit..limit + Duration::from_secs(2)).contains(&took), "{took:?} where the limit is {limit:?}");
}

/// Begins a transaction through the pooler: its server, and its limits of statements and locks.
async fn begin(conn: &mut PgConnection) -> (i32, [String; 2]) {
    let sql = "BEGIN; SELECT pg_backend_pid(), current_setting('statement_timeout'), current_setting('lock_timeout')";
    let rows = sqlx::raw_sql(sql).fetch_all(conn).await.unwrap();
    (rows[0].get(0), [rows[0].get(1), rows[0].get(2)])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_a_pooler_limits_end_statements_and_end_with_their_transaction() {
    let Some(cluster) = Cluster::start() else { return };
    let bouncer = Bouncer::before(&cluster);
    let t = TestApp::start(Engine::at(&Cluster::url_at(bouncer.port())), |config| {
        config.database.pooler = Pooling::Transaction;
        config.database.lock_timeout = Seconds(LOCK_TIMEOUT.cast_signed());
        config.database.statement_timeout = Seconds(STATEMENT_TIMEOUT.cast_signed());
    })
    .await;
    let machine = machine(&t).await;
    assert_eq!(ask(&machine).await.0.status, 200);

    let mut holder = cluster.connect().await;
    sqlx::raw_sql("BEGIN; LOCK TABLE tokens IN EXCLUSIVE MODE").execute(&mut holder).await.unwrap();
    assert_refused_after(LOCK_TIMEOUT, &machine).await;
    sqlx::raw_sql("ROLLBACK").execute(&mut holder).await.unwrap();
    cluster
        .execute(
            "CREATE FUNCTION slow() RETURNS TRIGGER LANGUAGE plpgsql AS \
             'BEGIN PERFORM pg_sleep(60); RETURN NEW; END'; \
             CREATE TRIGGER slow BEFORE INSERT ON tokens FOR EACH ROW EXECUTE FUNCTION slow()",
        )
        .await;
    assert_refused_after(STATEMENT_TIMEOUT, &machine).await;
    cluster.execute("DROP FUNCTION slow() CASCADE").await;
    assert_eq!(ask(&machine).await.0.status, 200);

    // Others who get the same servers, all of them at once, find nothing of it there.
    let application = "SELECT pid FROM pg_stat_activity WHERE application_name = 'signet'";
    let ours = sqlx::query_as::<_, (i32,)>(application).fetch_all(&mut holder).await.unwrap();
    assert!(!ours.is_empty());
    let (mut others, mut servers) = (Vec::new(), Vec::new());
    for _ in 0..POOLED {
        let mut other = bouncer.connect().await.unwrap();
        let (server, limits) = begin(&mut other).await;
        assert_eq!(limits, ["0", "0"], "the limits of {server}");
        servers.push(server);
        others.push(other);
    }
    assert!(ours.iter().all(|(server,)| servers.contains(server)), "{ours:?} of {servers:?}");
}
