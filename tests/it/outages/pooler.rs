//! Behind a pooler that gives each transaction another connection.

use signet::config::database::Pooling;

use super::{TOKENS, ask, is_ready, machine};
use crate::support::{Bouncer, Cluster, Engine, TestApp};

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
