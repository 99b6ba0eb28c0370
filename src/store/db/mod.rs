//! The database behind one door. Beside this directory, only the macros and `audit::insert_many`, which spares
//! PostgreSQL a trip for each row, ask which engine it is.

pub(in crate::store) mod postgres;
pub(in crate::store) mod sqlite;
pub mod statements;

use std::{
    ops::{Deref, DerefMut},
    path::Path,
    sync::Arc,
    time::Duration,
};

use sqlx::{PgConnection, Postgres, pool::PoolConnection};

use self::sqlite::{Connection, SqliteConn};
pub use self::sqlite::{WriteStats, restore};
use super::{Error, Result};

/// A row that may be part of a joined look-up.
pub(in crate::store) trait Part {
    /// How many columns it takes.
    const COLUMNS: usize;
}
impl<R: Part> Part for Option<R> {
    const COLUMNS: usize = R::COLUMNS;
}

/// How the database is opened; [`DbOptions::default`] suits two cores.
#[derive(Debug, Clone)]
pub struct DbOptions {
    /// SQLite: connections that only read.
    pub sqlite_readers: u32,
    /// PostgreSQL: connections in all.
    pub postgres_connections: u32,
    /// How long a request waits for a connection before it is told that the database is busy.
    pub acquire_timeout: Duration,
}

impl DbOptions {
    /// At most this many connections on PostgreSQL, and no more readers than that on SQLite.
    pub fn limited_to(connections: u32) -> Self {
        let default = Self::default();
        Self { sqlite_readers: default.sqlite_readers.min(connections), postgres_connections: connections, ..default }
    }
}

impl Default for DbOptions {
    fn default() -> Self {
        Self { sqlite_readers: 2, postgres_connections: 10, acquire_timeout: Duration::from_secs(10) }
    }
}

/// An open database. Cloning it is cheap and shares everything.
#[derive(Debug, Clone)]
pub enum Db {
    /// An embedded file.
    Sqlite(Arc<sqlite::Sqlite>),
    /// A server.
    Postgres(sqlx::PgPool),
}

impl Db {
    /// Opens `sqlite:data/signet.db` (made when it is missing) or `postgres://…`.
    pub async fn open(url: &str, options: &DbOptions) -> Result<Self> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(postgres::open(url, options).await?));
        }
        match url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")) {
            Some(path) => Ok(Self::Sqlite(Arc::new(sqlite::Sqlite::open(path, options).await?))),
            None => Err(Error::Settings(
                "the database URL must start with sqlite: (a file) or postgres:// (a server)".to_owned(),
            )),
        }
    }

    /// A connection for reading.
    pub async fn read(&self) -> Result<Conn> {
        Ok(Conn(match self {
            Self::Sqlite(sqlite) => Held::Sqlite(sqlite.read().await?),
            Self::Postgres(pool) => Held::Postgres(pool.acquire().await?),
        }))
    }

    /// Begins a transaction. Keep it short: on SQLite it holds the only writer.
    pub async fn begin(&self) -> Result<Tx> {
        statements::note(statements::BEGIN);
        Ok(Tx(Conn(match self {
            Self::Sqlite(sqlite) => Held::Sqlite(sqlite.begin().await?),
            Self::Postgres(pool) => Held::PostgresTransaction(pool.begin().await?),
        })))
    }

    /// Begins a transaction of one statement, which needs neither BEGIN nor COMMIT on PostgreSQL: the statement
    /// is durable when it has run, and cannot be undone.
    pub async fn begin_one(&self) -> Result<Tx> {
        match self {
            Self::Sqlite(_) => self.begin().await,
            Self::Postgres(pool) => Ok(Tx(Conn(Held::PostgresOne { conn: pool.acquire().await?, ran: false }))),
        }
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        let mut conn = self.read().await?;
        q!(conn, fetch_one, (i64,), "SELECT CAST(1 AS BIGINT)").map(drop)
    }

    /// Waits for what is under way and closes every connection.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(sqlite) => sqlite.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }

    /// Leaves nothing of what was erased in files beside the database; `false` when that is left to
    /// [`Self::finish_forgetting`].
    pub async fn forget_erased(&self) -> Result<bool> {
        match self {
            Self::Sqlite(sqlite) => sqlite.forget_erased().await,
            // The log of a server is its operator's.
            Self::Postgres(_) => Ok(true),
        }
    }

    /// Does what [`Self::forget_erased`] left undone, for all of them at once; `false` when it must be tried again.
    pub async fn finish_forgetting(&self) -> Result<bool> {
        match self {
            Self::Sqlite(sqlite) => sqlite.finish_forgetting().await,
            Self::Postgres(_) => Ok(true),
        }
    }

    /// Writes a consistent copy to a file that must not exist yet, while serving goes on.
    pub async fn backup_to(&self, path: &Path) -> Result<()> {
        match self {
            Self::Sqlite(sqlite) => sqlite.backup_to(path).await,
            Self::Postgres(_) => Err(Error::Settings(
                "a PostgreSQL database is backed up with pg_dump: pg_dump --host=HOST --username=USER --format=custom \
                 --file=FILE DATABASE (a password stands in ~/.pgpass or PGPASSFILE, never in an argument)"
                    .to_owned(),
            )),
        }
    }

    /// `sqlite` or `postgres`.
    pub fn engine_name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }

    /// Transactions acknowledged and durable commits made for them by the SQLite writer;
    /// zeros on PostgreSQL, which groups by itself.
    pub fn write_stats(&self) -> WriteStats {
        match self {
            Self::Sqlite(sqlite) => sqlite.write_stats(),
            Self::Postgres(_) => WriteStats::default(),
        }
    }

    /// Makes the holder of `tx` the only one to change the schema until it ends.
    pub(super) async fn lock_schema(&self, tx: &mut Tx) -> Result<()> {
        match self {
            // BEGIN IMMEDIATE already keeps every other process from writing.
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(_) => postgres::lock_schema(tx).await,
        }
    }
}

/// A connection, of a reader or inside a transaction.
#[derive(Debug)]
pub struct Conn(Held);

#[derive(Debug)]
enum Held {
    Sqlite(SqliteConn),
    Postgres(PoolConnection<Postgres>),
    PostgresTransaction(sqlx::Transaction<'static, Postgres>),
    PostgresOne { conn: PoolConnection<Postgres>, ran: bool },
}

/// The engine's own connection, for the macros of this layer.
#[derive(Debug)]
pub(super) enum Engine<'c> {
    /// SQLite.
    Sqlite(&'c mut SqliteConn),
    /// PostgreSQL.
    Postgres(&'c mut PgConnection),
}

impl Conn {
    /// The engine's own connection.
    pub(super) fn engine(&mut self) -> Engine<'_> {
        match &mut self.0 {
            Held::Sqlite(conn) => Engine::Sqlite(conn),
            Held::Postgres(conn) => Engine::Postgres(conn),
            Held::PostgresTransaction(conn) => Engine::Postgres(conn),
            Held::PostgresOne { conn, ran } => {
                debug_assert!(!*ran, "a second statement in a transaction of one");
                *ran = true;
                Engine::Postgres(conn)
            }
        }
    }

    /// Runs a script of several statements without parameters.
    pub(super) async fn script(&mut self, sql: &'static str) -> Result<()> {
        match self.engine() {
            Engine::Sqlite(conn) => conn.through(sql, &[], Connection::script).finish().await,
            Engine::Postgres(conn) => Ok(sqlx::raw_sql(sql).execute(conn).await.map(drop)?),
        }
    }
}

/// A transaction. Dropping it at any point undoes exactly what was written through it.
#[derive(Debug)]
#[must_use = "a transaction that is dropped is undone"]
pub struct Tx(Conn);

impl Tx {
    /// Makes the writes durable: when this answers, they are on disk. Once it has begun, dropping
    /// its future no longer undoes them.
    pub async fn commit(self) -> Result<()> {
        if !matches!(self.0.0, Held::PostgresOne { .. }) {
            statements::note(statements::COMMIT);
        }
        match self.0.0 {
            Held::Sqlite(conn) => conn.commit().await,
            Held::PostgresTransaction(tx) => Ok(tx.commit().await?),
            // Its one statement has run; and a Tx is never a reader.
            Held::PostgresOne { .. } | Held::Postgres(_) => Ok(()),
        }
    }

    /// Undoes the writes. When this answers, what others wrote and this transaction saw is on disk.
    pub async fn rollback(self) -> Result<()> {
        match self.0.0 {
            Held::Sqlite(conn) => conn.rollback().await,
            Held::PostgresTransaction(tx) => Ok(tx.rollback().await?),
            Held::PostgresOne { .. } | Held::Postgres(_) => Ok(()),
        }
    }
}

impl Deref for Tx {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        &self.0
    }
}
impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.0
    }
}
