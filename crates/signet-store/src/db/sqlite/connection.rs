//! One SQLite connection: how it is opened, and how a statement runs on it.

use std::{ops::Deref, path::PathBuf, sync::Arc, time::Duration};

use rusqlite::{OpenFlags, Statement, config::DbConfig};

use super::{
    columns::{Columns, FromRow},
    file::File,
    known::KnownStatements,
    nul::without_nul,
};
use crate::types::Value;

/// Prepared statements kept by each connection: more than the store has.
const STATEMENTS: usize = 512;
/// How long a statement waits for another process where it may wait.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(30);
/// How often a lock held by another process is tried where SQLite itself must not wait: its own waiting sleeps for
/// up to 100 ms. Shorter than [`GAP`](super::desk::GAP), so that two writers of ours always find each other's gaps.
pub(super) const RETRY: Duration = Duration::from_millis(1);

/// How a connection is opened.
#[derive(Debug, Clone)]
pub(super) struct Options {
    pub(super) path: PathBuf,
    pub(super) read_only: bool,
    /// The file as it was first opened.
    pub(super) file: Arc<File>,
    /// How long a transaction waits for another process.
    pub(super) lock_timeout: Duration,
}

/// A connection and what it learned about the statements that it ran.
#[derive(Debug)]
pub(crate) struct Connection {
    inner: Box<Inner>,
    known: KnownStatements,
}

/// SQLite's own connection, and the file that it is of.
#[derive(Debug)]
struct Inner {
    connection: rusqlite::Connection,
    file: Arc<File>,
}

impl Deref for Inner {
    type Target = rusqlite::Connection;
    fn deref(&self) -> &rusqlite::Connection {
        &self.connection
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // The last connection to close moves the log into the file and deletes the log by its name, which may be
        // another's by now.
        if !self.file.has_its_names() {
            self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).ok();
        }
    }
}

fn check(file: &File) -> rusqlite::Result<()> {
    file.check().map_err(|lost| {
        let failure = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CANTOPEN);
        rusqlite::Error::SqliteFailure(failure, Some(lost.to_string()))
    })
}

impl Connection {
    /// Opens a file that is there; for a thread that may wait.
    pub(super) fn open(options: &Options) -> rusqlite::Result<Self> {
        // Another file in its place is not even opened: SQLite would take the log beside it for that file's.
        check(&options.file)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = rusqlite::Connection::open_with_flags(&options.path, flags)?;
        let inner = Box::new(Inner { connection, file: Arc::clone(&options.file) });
        inner.set_prepared_statement_cache_capacity(STATEMENTS);
        // What is erased is overwritten, and does not stay readable in free pages.
        inner.execute_batch(
            "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864; \
             PRAGMA temp_store = memory; PRAGMA secure_delete = ON;",
        )?;
        if options.read_only {
            inner.execute_batch("PRAGMA query_only = ON")?;
        }
        // A statement keeps its plan. Otherwise SQLite parses and plans it anew whenever what is compared to an indexed
        // column was bound to another value (`sqlite3_prepare_v2`, item 3): more work than all it does.
        inner.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        inner.busy_timeout(Duration::ZERO)?;
        check(&options.file)?;
        if !options.read_only {
            options.file.forget_log();
        }
        Ok(Self { inner, known: KnownStatements::default() })
    }

    /// Lets the statements in `work` wait for other processes.
    pub(super) fn waiting<T>(&mut self, longest: Duration, work: impl FnOnce(&mut Self) -> T) -> T {
        // It only sets a number, which cannot fail on an open connection.
        self.inner.busy_timeout(longest).ok();
        let outcome = work(self);
        self.inner.busy_timeout(Duration::ZERO).ok();
        outcome
    }

    /// Whether no transaction is open.
    pub(super) fn is_autocommit(&self) -> bool {
        self.inner.is_autocommit()
    }

    /// Runs one of our own statements about transactions.
    pub(super) fn control(&self, sql: &'static str) -> rusqlite::Result<()> {
        self.inner.prepare_cached(sql)?.raw_execute().map(drop)
    }

    /// Runs statements without parameters.
    pub(crate) fn script(&mut self, sql: &'static str, _: &[Value<'_>]) -> rusqlite::Result<()> {
        self.inner.execute_batch(sql)
    }

    /// The one value of a pragma.
    pub(super) fn pragma(&self, sql: &str) -> rusqlite::Result<String> {
        self.inner.query_row(sql, [], |row| row.get(0))
    }

    /// Moves everything into the file and empties the write-ahead log; `false` when somebody reads from it.
    pub(super) fn empty_log(&self) -> rusqlite::Result<bool> {
        self.inner.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0)).map(|busy| busy == 0)
    }

    /// Writes a copy of the database to an empty file.
    pub(super) fn vacuum_into(&self, target: &str) -> rusqlite::Result<()> {
        self.inner.execute("VACUUM INTO ?1", [target]).map(drop)
    }

    /// Closes it: the last connection to close empties the write-ahead log.
    pub(super) fn close(self) {
        // What is left undone is done by the next one to open the file.
        drop(self);
    }

    /// The steps of SQLite's plan for a statement.
    #[cfg(test)]
    pub(super) fn plan(&self, sql: &str) -> rusqlite::Result<Vec<String>> {
        let mut explained = self.inner.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
        explained.raw_query().mapped(|row| row.get("detail")).collect()
    }

    /// Whether SQLite understands a statement.
    #[cfg(test)]
    pub(super) fn understands(&self, sql: &str) -> rusqlite::Result<()> {
        self.inner.prepare(sql).map(drop)
    }

    /// How many steps of SQLite's machine its statements took so far.
    #[cfg(test)]
    pub(super) fn steps(&self) -> u64 {
        self.known.steps()
    }

    /// How often SQLite planned its statements anew by itself so far.
    #[cfg(test)]
    pub(super) fn planned_again(&self) -> u64 {
        self.known.planned_again()
    }

    /// Whether the statement may touch more rows than a look-up does, by SQLite's own plan for it.
    pub(super) fn is_long(&mut self, sql: &'static str) -> rusqlite::Result<bool> {
        Ok(self.known.learn(&self.inner, sql)?.long)
    }

    fn run<T>(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
        work: impl FnOnce(&mut Statement<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        let known = self.known.learn(&self.inner, sql)?;
        let mut statement = self.inner.prepare_cached(sql)?;
        for (at, bind) in known.binds.iter().enumerate() {
            let value =
                values.get(*bind).ok_or(rusqlite::Error::InvalidParameterCount(values.len(), known.binds.len()))?;
            statement.raw_bind_parameter(at + 1, without_nul(value)?)?;
        }
        let outcome = work(&mut statement);
        #[cfg(test)]
        {
            let told = |what| u64::try_from(statement.reset_status(what)).unwrap_or(0);
            known.steps += told(rusqlite::StatementStatus::VmStep);
            known.planned_again += told(rusqlite::StatementStatus::RePrepare);
        }
        outcome
    }

    /// Runs a statement; answers how many rows it touched.
    pub(crate) fn execute(&mut self, sql: &'static str, values: &[Value<'_>]) -> rusqlite::Result<u64> {
        self.run(sql, values, |statement| Ok(statement.raw_execute()? as u64))
    }

    /// Every row.
    pub(crate) fn fetch_all<R: FromRow>(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> rusqlite::Result<Vec<R>> {
        self.run(sql, values, |statement| {
            let (mut rows, mut found) = (statement.raw_query(), Vec::new());
            while let Some(row) = rows.next()? {
                found.push(R::from_row(&mut Columns::of(row))?);
            }
            Ok(found)
        })
    }

    /// The first row, if there is one.
    pub(crate) fn fetch_optional<R: FromRow>(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> rusqlite::Result<Option<R>> {
        self.run(sql, values, |statement| {
            let mut rows = statement.raw_query();
            let found = rows.next()?.map(|row| R::from_row(&mut Columns::of(row))).transpose()?;
            // A RETURNING has done everything by its first row (SQLite, "RETURNING" §3).
            Ok(found)
        })
    }

    /// The first row.
    pub(crate) fn fetch_one<R: FromRow>(&mut self, sql: &'static str, values: &[Value<'_>]) -> rusqlite::Result<R> {
        self.fetch_optional(sql, values)?.ok_or(rusqlite::Error::QueryReturnedNoRows)
    }
}
