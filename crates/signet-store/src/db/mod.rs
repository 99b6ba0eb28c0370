//! The database behind one door. Beside this directory, only the macros and `token_events::insert_many`, which spares
//! PostgreSQL a trip for each row, ask which engine it is.

mod options;
pub(crate) mod postgres;
mod share;
pub(crate) mod sqlite;
pub mod statements;
mod writes;

use std::{
    ops::{Deref, DerefMut},
    path::Path,
    sync::Arc,
    time::Duration,
};

pub use self::{
    options::{DbOptions, Pooler},
    share::RouteShare,
    sqlite::{WriteStats, restore},
};
use self::{
    postgres::PgConn,
    sqlite::{Connection, SqliteConn},
    writes::Writes,
};
use super::{Error, Result};

/// A row that may be part of a joined look-up.
pub(crate) trait Part {
    /// How many columns it takes.
    const COLUMNS: usize;
}
impl<R: Part> Part for Option<R> {
    const COLUMNS: usize = R::COLUMNS;
}

/// An open database. Cloning it is cheap and shares everything.
#[derive(Debug, Clone)]
pub enum Db {
    /// An embedded file.
    Sqlite(Arc<sqlite::Sqlite>),
    /// A server.
    Postgres(postgres::Pool),
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
            Self::Postgres(pool) => Held::Postgres(pool.read().await?),
        }))
    }

    /// Begins a transaction. Keep it short: on SQLite it holds the only writer.
    pub async fn begin(&self) -> Result<Tx> {
        statements::note(statements::BEGIN);
        Ok(self.tx(match self {
            Self::Sqlite(sqlite) => Held::Sqlite(sqlite.begin().await?),
            Self::Postgres(pool) => Held::Postgres(pool.begin().await?),
        }))
    }

    /// Begins a transaction of one statement, which needs neither BEGIN nor COMMIT on PostgreSQL: the statement
    /// is durable when it has run, and cannot be undone.
    pub async fn begin_one(&self) -> Result<Tx> {
        match self {
            Self::Sqlite(_) => self.begin().await,
            Self::Postgres(pool) => Ok(self.tx(Held::Postgres(pool.begin_one().await?))),
        }
    }

    /// What makes the share of a request of a route; none where routes share no connections.
    pub const fn share_of(&self) -> Option<fn(&'static str, &str) -> RouteShare> {
        match self {
            Self::Sqlite(_) => None,
            Self::Postgres(_) => Some(RouteShare::of),
        }
    }

    fn tx(&self, held: Held) -> Tx {
        Tx { conn: Conn(held), writes: Arc::clone(self.writes()) }
    }

    /// When something was made durable last.
    fn writes(&self) -> &Arc<Writes> {
        match self {
            Self::Sqlite(sqlite) => sqlite.writes(),
            Self::Postgres(pool) => pool.writes(),
        }
    }

    /// Whether the database answers.
    #[cfg(test)]
    pub(crate) async fn ping(&self) -> Result<()> {
        let mut conn = self.read().await?;
        q!(conn, fetch_one, (i64,), "SELECT CAST(1 AS BIGINT)").map(drop)
    }

    /// Whether a transaction was made durable within this time.
    pub fn wrote_within(&self, time: Duration) -> bool {
        self.writes().is_within(time)
    }

    /// Waits for what is under way and closes every connection.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(sqlite) => sqlite.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
        self.writes().forget();
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
    Postgres(PgConn),
}

/// The engine's own connection, for the macros of this layer.
#[derive(Debug)]
pub(super) enum Engine<'c> {
    /// SQLite.
    Sqlite(&'c mut SqliteConn),
    /// PostgreSQL.
    Postgres(&'c mut PgConn),
}

impl Conn {
    /// The engine's own connection.
    pub(super) fn engine(&mut self) -> Engine<'_> {
        match &mut self.0 {
            Held::Sqlite(conn) => Engine::Sqlite(conn),
            Held::Postgres(conn) => Engine::Postgres(conn),
        }
    }

    /// Runs a script of several statements without parameters.
    pub(super) async fn script(&mut self, sql: &'static str) -> Result<()> {
        match self.engine() {
            Engine::Sqlite(conn) => conn.through(sql, &[], Connection::script).finish().await,
            Engine::Postgres(conn) => conn.script(sql).await,
        }
    }
}

/// A transaction. Dropping it at any point undoes exactly what was written through it.
#[derive(Debug)]
#[must_use = "a transaction that is dropped is undone"]
pub struct Tx {
    conn: Conn,
    writes: Arc<Writes>,
}

impl Tx {
    /// Makes the writes durable: when this answers, they are on disk. Once it has begun, dropping
    /// its future no longer undoes them.
    pub async fn commit(self) -> Result<()> {
        if !matches!(&self.conn.0, Held::Postgres(conn) if conn.is_one()) {
            statements::note(statements::COMMIT);
        }
        let committed = match self.conn.0 {
            Held::Sqlite(conn) => conn.commit().await,
            Held::Postgres(conn) => conn.commit().await,
        };
        if committed.is_ok() {
            self.writes.note();
        }
        committed
    }

    /// Undoes the writes. When this answers, what others wrote and this transaction saw is on disk.
    pub async fn rollback(self) -> Result<()> {
        match self.conn.0 {
            Held::Sqlite(conn) => conn.rollback().await,
            Held::Postgres(conn) => conn.rollback().await,
        }
    }
}

impl Deref for Tx {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        &self.conn
    }
}
impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.conn
    }
}
