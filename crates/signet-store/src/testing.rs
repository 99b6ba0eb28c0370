//! Databases for tests: a SQLite file in a directory of its own, a PostgreSQL schema of its own.
//! Both are gone when the [`TestDb`] is dropped.
//!
//! For the tests of this crate and, by the feature `testing`, for those of the crates above.

#![allow(clippy::expect_used, reason = "a failed expectation is what a test is for")]

use std::{
    ops::Deref,
    path::PathBuf,
    sync::atomic::{AtomicU64, Ordering},
};

use super::{Conn, Db, DbOptions, Result, migrate, outbox::OutboxEvent};
use crate::base::time::Timestamp;

/// The moment at which tests happen unless they say otherwise.
pub const NOW: Timestamp = Timestamp(1_800_000_000);

static COUNT: AtomicU64 = AtomicU64::new(0);

/// An empty, migrated database.
pub struct TestDb {
    /// The database itself.
    pub db: Db,
    /// Where it can be opened a second time.
    pub url: String,
    cleanup: Cleanup,
}

enum Cleanup {
    Directory(PathBuf),
    Schema { server: String, name: String },
}

impl Deref for TestDb {
    type Target = Db;
    fn deref(&self) -> &Db {
        &self.db
    }
}

impl TestDb {
    /// The SQLite file; panics on PostgreSQL.
    pub fn file(&self) -> PathBuf {
        PathBuf::from(self.url.strip_prefix("sqlite:").expect("a SQLite database"))
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        match &self.cleanup {
            Cleanup::Directory(directory) => drop(std::fs::remove_dir_all(directory)),
            Cleanup::Schema { server, name } => {
                let (server, sql) = (server.clone(), drop_schema(name));
                let dropped = std::thread::spawn(move || run_alone(&server, sql)).join();
                assert!(dropped.is_ok() || std::thread::panicking(), "the test schema could not be dropped");
            }
        }
    }
}

/// What drops a PostgreSQL schema. A transaction dropped by the test is rolled back by its runtime, which waits for this:
/// whoever still holds a lock in the schema is sent away first.
pub fn drop_schema(name: &str) -> String {
    format!(
        "SELECT pg_terminate_backend(pid) FROM (SELECT DISTINCT l.pid FROM pg_locks l \
         JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace \
         WHERE n.nspname = '{name}' AND l.pid <> pg_backend_pid()) AS holders; \
         DROP SCHEMA IF EXISTS {name} CASCADE"
    )
}

/// A migrated SQLite database.
pub async fn sqlite() -> TestDb {
    let test = unmigrated_sqlite().await;
    migrate::up(&test, NOW).await.expect("migrating SQLite");
    test
}

/// A SQLite database without tables.
pub async fn unmigrated_sqlite() -> TestDb {
    let directory = std::env::temp_dir().join(unique_name());
    let url = format!("sqlite:{}/data/signet.db", directory.display());
    let db = Db::open(&url, &DbOptions::default()).await.expect("opening SQLite");
    TestDb { db, url, cleanup: Cleanup::Directory(directory) }
}

/// A migrated PostgreSQL schema, on the server that `SIGNET_TEST_POSTGRES_URL` names.
pub async fn postgres() -> Option<TestDb> {
    let test = unmigrated_postgres().await?;
    migrate::up(&test, NOW).await.expect("migrating PostgreSQL");
    Some(test)
}

/// A PostgreSQL schema without tables.
// Tests alone: the program reads its environment in config.
#[allow(clippy::disallowed_methods)]
pub async fn unmigrated_postgres() -> Option<TestDb> {
    let Ok(server) = std::env::var("SIGNET_TEST_POSTGRES_URL") else {
        assert!(std::env::var("CI").is_err(), "SIGNET_TEST_POSTGRES_URL must be set where CI is");
        println!("PostgreSQL left out: SIGNET_TEST_POSTGRES_URL is not set");
        return None;
    };
    let name = unique_name();
    let (admin, sql) = (server.clone(), format!("CREATE SCHEMA {name}"));
    std::thread::spawn(move || run_alone(&admin, sql)).join().expect("creating a schema");
    let separator = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{separator}options[search_path]={name}");
    let options = DbOptions { postgres_connections: 4, ..DbOptions::default() };
    let db = Db::open(&url, &options).await.expect("opening PostgreSQL");
    Some(TestDb { db, url, cleanup: Cleanup::Schema { server, name } })
}

/// Every engine there is to test on.
pub async fn engines() -> Vec<TestDb> {
    let mut engines = vec![sqlite().await];
    engines.extend(postgres().await);
    engines
}

/// Every engine, without tables.
pub async fn unmigrated_engines() -> Vec<TestDb> {
    let mut engines = vec![unmigrated_sqlite().await];
    engines.extend(unmigrated_postgres().await);
    engines
}

/// The events of the outbox of one kind, oldest first; consumers have deliveries of their own.
///
/// # Errors
/// When the database fails.
pub async fn events(conn: &mut Conn, kind: &str) -> Result<Vec<OutboxEvent>> {
    q!(
        conn,
        fetch_all,
        OutboxEvent,
        "SELECT id, issuer_id, at, kind, payload, expires_at FROM outbox WHERE kind = $1 ORDER BY id",
        kind
    )
}

fn unique_name() -> String {
    format!("signet_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

fn run_alone(server: &str, sql: String) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        use sqlx::{Connection, PgConnection};
        let mut conn = PgConnection::connect(server).await.expect("connecting to PostgreSQL");
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut conn).await.expect("running a statement");
        conn.close().await.expect("closing");
    });
}

impl super::Error {
    /// Whether the row refers to one that is not there.
    pub fn is_reference(&self) -> bool {
        matches!(self, Self::Reference)
    }
}
