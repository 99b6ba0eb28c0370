//! Behind a pooler that gives each transaction another connection.

use std::{
    net::TcpStream,
    path::Path,
    process::{Child, Command},
    time::{Duration, Instant},
};

use signet::config::database::Pooling;

use super::{TOKENS, ask, is_ready, machine};
use crate::support::{Cluster, Engine, TestApp, as_postgres, free_port};

/// pgbouncer in its strictest mode. Gone when dropped.
struct Bouncer {
    child: Child,
    port: u16,
}

impl Drop for Bouncer {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Bouncer {
    fn before(cluster: &Cluster) -> Self {
        let runs = |program: &&str| Command::new(program).arg("--version").output().is_ok();
        let program = ["pgbouncer", "/usr/sbin/pgbouncer"].into_iter().find(runs);
        let program = program.expect("pgbouncer is not installed; `make test STEPS=rust` installs it");
        let port = free_port();
        let settings = format!(
            "[databases]\npostgres = host=127.0.0.1 port={} dbname=postgres user=signet pool_size=3\n[pgbouncer]\n\
             listen_addr = 127.0.0.1\nlisten_port = {port}\nauth_type = any\npool_mode = transaction\nunix_socket_dir =\n",
            cluster.port()
        );
        let file = std::env::temp_dir().join(format!("signet-bouncer-{port}.ini"));
        std::fs::write(&file, settings).unwrap();
        let child = as_postgres(Path::new(program)).arg("-q").arg(&file).spawn().unwrap();
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(began.elapsed() < Duration::from_secs(10), "pgbouncer does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        std::fs::remove_file(&file).ok();
        Self { child, port }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_a_pooler_each_transaction_may_have_another_connection() {
    let Some(cluster) = Cluster::start() else { return };
    let bouncer = Bouncer::before(&cluster);
    let t = TestApp::start(Engine::at(&Cluster::url_at(bouncer.port)), |config| {
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
