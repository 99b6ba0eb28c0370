//! A connection to PostgreSQL in use, and the transaction that may be open on it.

use std::{future::Future, time::Duration};

use sqlx::PgConnection;
use tokio::time::timeout;

use super::{idle::Made, places::Place, pool::Pool};
use crate::{Error, Result, error::Failure};

/// A connection in use. Dropped, it returns to the pool, and what is under way on it is undone first.
#[derive(Debug)]
pub(crate) struct PgConn {
    // Present until it is dropped.
    made: Option<Made>,
    state: State,
    pool: Pool,
    // Released after the connection is back.
    place: Option<Place>,
}

#[derive(Debug)]
struct State {
    patience: Duration,
    /// A transaction is open.
    open: bool,
    /// A transaction of one statement, which commits when it has run.
    one: bool,
    /// A statement is under way, or was given up under way.
    busy: bool,
    /// A statement of the transaction failed, with which PostgreSQL ended it.
    failed: bool,
    /// Not to be used again.
    useless: bool,
}

impl PgConn {
    pub(super) fn new(made: Made, pool: Pool, place: Place) -> Self {
        let state =
            State { patience: pool.patience(), open: false, one: false, busy: false, failed: false, useless: false };
        Self { made: Some(made), state, pool, place: Some(place) }
    }

    /// Waits for an answer for as long as it takes, from here on.
    pub(super) fn be_patient(&mut self) {
        self.state.patience = Duration::MAX;
    }

    /// Whether a statement stays prepared: a connection behind a pooler has another server each time.
    pub(crate) fn prepares(&self) -> bool {
        self.pool.prepares()
    }

    /// Runs a statement.
    pub(crate) async fn run<'c, T, F>(&'c mut self, start: impl FnOnce(&'c mut PgConnection) -> F) -> Result<T>
    where
        F: Future<Output = sqlx::Result<T>> + 'c,
    {
        let Self { made, state, pool, .. } = self;
        let Some(made) = made else { return Err(gone()) };
        state.busy = true;
        let answer = timeout(state.patience, start(&mut made.connection)).await;
        state.note(pool, answer.unwrap_or_else(|_| Err(no_answer())))
    }

    /// Runs statements without parameters, in one trip.
    pub(crate) async fn script(&mut self, sql: impl sqlx::SqlSafeStr) -> Result<()> {
        let script = sqlx::raw_sql(sql);
        self.run(|connection| script.execute(connection)).await.map(drop)
    }

    pub(super) async fn begin(&mut self, read_only: bool) -> Result<()> {
        self.state.open = true;
        let sql = self.pool.begin_sql(read_only);
        self.script(sql).await
    }

    pub(super) fn be_one(&mut self) {
        self.state.one = true;
    }

    /// Whether it is a transaction of one statement, which needs no COMMIT.
    pub(in crate::db) fn is_one(&self) -> bool {
        self.state.one
    }

    /// Makes the writes durable.
    pub(in crate::db) async fn commit(mut self) -> Result<()> {
        if self.state.failed || self.state.busy {
            // PostgreSQL would answer COMMIT with ROLLBACK, and call it success.
            return Err(Error::Unavailable("a statement before it failed, and the transaction with it".to_owned()));
        }
        if self.state.one {
            return Ok(());
        }
        let sent = self.script("COMMIT").await;
        if !self.state.busy {
            // It said how it ended: either way the transaction is over.
            self.state.open = false;
        }
        match sent {
            Ok(()) => Ok(()),
            Err(_) if !self.state.busy && !self.state.useless => sent,
            // It may have been the answer that was lost.
            Err(error) => Err(Error::CommitUnknown(error.to_string())),
        }
    }

    /// Undoes the writes.
    pub(in crate::db) async fn rollback(mut self) -> Result<()> {
        // Without the connection it is undone by itself.
        if self.state.open && !self.state.useless {
            self.script("ROLLBACK").await?;
            self.state.open = false;
        }
        Ok(())
    }
}

impl State {
    /// Takes note of how a statement ended.
    fn note<T>(&mut self, pool: &Pool, outcome: sqlx::Result<T>) -> Result<T> {
        let error = match outcome {
            Ok(done) => {
                self.busy = false;
                return Ok(done);
            }
            Err(error) => error,
        };
        let told = matches!(error, sqlx::Error::Database(_));
        self.failed |= (self.open || self.one) && told;
        // When the server said that it failed, or that there is no row, nothing is under way any more.
        self.busy = !told && !matches!(error, sqlx::Error::RowNotFound);
        let failure = Failure::of(&error);
        if failure == Failure::Connection {
            self.useless = true;
            pool.retire();
        }
        let refused = matches!(&error, sqlx::Error::Database(why) if why.code().is_some_and(|code| code == "25006"));
        match Error::from(error) {
            // The statement was its own COMMIT, and it may have been the answer that was lost.
            Error::Undone(why) | Error::Unavailable(why) if self.one && self.useless && !refused => {
                Err(Error::CommitUnknown(why))
            }
            error => Err(error),
        }
    }
}

impl Drop for PgConn {
    fn drop(&mut self) {
        let Some(made) = self.made.take() else { return };
        if self.state.useless {
            return;
        }
        if self.state.open || self.state.busy {
            self.pool.undo(made, self.place.take());
        } else {
            self.pool.rest(made);
        }
    }
}

fn gone() -> Error {
    Error::Unavailable("the connection is gone".to_owned())
}

fn no_answer() -> sqlx::Error {
    sqlx::Error::Io(std::io::Error::new(std::io::ErrorKind::TimedOut, "the server did not answer in time"))
}
