//! A database for one test: a SQLite file in a directory of its own, or a PostgreSQL schema of
//! its own. Gone when dropped.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use signet::store::testing::drop_schema;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row};

static COUNT: AtomicU64 = AtomicU64::new(0);

/// Where one test keeps its things.
pub struct Engine {
    /// For the master key and, on SQLite, the database.
    directory: PathBuf,
    url: String,
    schema: Option<Schema>,
}

struct Schema {
    server: String,
    name: String,
}

impl Engine {
    /// A SQLite file that does not exist yet, in a directory that does.
    pub fn sqlite() -> Self {
        let directory = fresh_directory(&fresh_name());
        let url = format!("sqlite:{}/signet.db", directory.display());
        Self { directory, url, schema: None }
    }

    /// An empty schema on the server that `SIGNET_TEST_POSTGRES_URL` names.
    #[allow(clippy::disallowed_methods, reason = "the program reads its environment in config; this is no program")]
    pub fn postgres() -> Option<Self> {
        let Ok(server) = std::env::var("SIGNET_TEST_POSTGRES_URL") else {
            assert!(std::env::var("CI").is_err(), "SIGNET_TEST_POSTGRES_URL must be set where CI is");
            println!("PostgreSQL left out: SIGNET_TEST_POSTGRES_URL is not set");
            return None;
        };
        let name = fresh_name();
        alone({
            let (server, name) = (server.clone(), name.clone());
            async move { execute(&server, format!("CREATE SCHEMA {name}")).await }
        });
        let separator = if server.contains('?') { '&' } else { '?' };
        let url = format!("{server}{separator}options[search_path]={name}");
        Some(Self { directory: fresh_directory(&name), url, schema: Some(Schema { server, name }) })
    }

    /// A database that the test has made itself; nothing is read past the application.
    pub fn at(url: &str) -> Self {
        Self { directory: fresh_directory(&fresh_name()), url: url.to_owned(), schema: None }
    }

    /// For `database.url`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// For files that belong to the test.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Reads one number past the application, as an operator with a database shell would.
    pub async fn count(&self, sql: &str) -> i64 {
        match &self.schema {
            None => self.shell().query_row(sql, [], |row| row.get(0)).expect("reading SQLite"),
            Some(_) => {
                let sql = AssertSqlSafe(sql.to_owned());
                let mut conn = PgConnection::connect(&self.url).await.expect("connecting to PostgreSQL");
                let row = sqlx::query(sql).fetch_one(&mut conn).await.expect("reading PostgreSQL");
                conn.close().await.expect("closing");
                row.get(0)
            }
        }
    }

    /// Runs a statement past the application.
    pub async fn execute(&self, sql: &str) {
        match &self.schema {
            None => self.shell().execute_batch(sql).expect("changing SQLite"),
            Some(_) => execute(&self.url, sql.to_owned()).await,
        }
    }

    /// What tables and indexes take on the disk. Not what PostgreSQL keeps beside each table about its free space and
    /// its visible pages: some ten kB, however little is in it.
    pub async fn bytes(&self) -> i64 {
        if self.schema.is_none() {
            return self.count("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()").await;
        }
        // Where rows are that are dead, there is room for others.
        self.execute(&format!("VACUUM {}", self.tables().await.join(", "))).await;
        self.count(
            "SELECT CAST(SUM(pg_total_relation_size(oid) - pg_relation_size(oid, 'fsm') - pg_relation_size(oid, 'vm')) \
             AS BIGINT) FROM pg_class WHERE relkind = 'r' \
             AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())",
        )
        .await
    }

    fn shell(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.directory.join("signet.db")).expect("opening SQLite")
    }

    /// The names of the tables that the migrations made.
    pub async fn tables(&self) -> Vec<String> {
        let sqlite = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
        match &self.schema {
            None => {
                let shell = self.shell();
                let mut statement = shell.prepare(sqlite).expect("reading SQLite");
                let names = statement.query_map([], |row| row.get(0)).expect("reading SQLite");
                names.map(|name| name.expect("a name")).collect()
            }
            Some(schema) => {
                let mut conn = PgConnection::connect(&self.url).await.expect("connecting to PostgreSQL");
                let sql = "SELECT tablename::text FROM pg_tables WHERE schemaname = $1 ORDER BY tablename";
                let rows = sqlx::query(sql).bind(&schema.name).fetch_all(&mut conn).await.expect("reading PostgreSQL");
                rows.iter().map(|row| row.get(0)).collect()
            }
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        if let Some(Schema { server, name }) = &self.schema {
            let (server, sql) = (server.clone(), drop_schema(name));
            alone(async move { execute(&server, sql).await });
        }
        drop(std::fs::remove_dir_all(&self.directory));
    }
}

fn fresh_name() -> String {
    format!("signet_it_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

fn fresh_directory(name: &str) -> PathBuf {
    let directory = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&directory).expect("making a directory");
    directory
}

async fn execute(server: &str, sql: String) {
    let mut conn = PgConnection::connect(server).await.expect("connecting to PostgreSQL");
    conn.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.expect("running a statement");
    conn.close().await.expect("closing");
}

/// Runs a future to its end although a runtime of the test is already running here.
fn alone(future: impl Future<Output = ()> + Send + 'static) {
    let thread = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(future);
    });
    assert!(thread.join().is_ok() || std::thread::panicking(), "the test schema could not be made or dropped");
}
