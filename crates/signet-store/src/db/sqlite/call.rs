//! Where a statement runs: on the spot, or through a thread that may be kept waiting.
//!
//! | statement | runs |
//! |---|---|
//! | a look-up or a narrow write, by SQLite's plan | on the spot |
//! | one that walks a table or a list, or a script | through a thread |
//! | any, while the disk is slow ([`super::stalls`]) | through a thread |
//! | any that finds the file locked | again, through a thread that waits |

use std::{sync::Arc, time::Instant};

use tokio::task::{coop::consume_budget, spawn_blocking};

use super::{
    connection::{BUSY_TIMEOUT, Connection},
    group::Lease,
    readers::Reader,
    stalls::Stalls,
};
use crate::{Error, Result, error::is_busy, types::Value};

/// A connection in use, of a reader or of the writer.
#[derive(Debug)]
pub(crate) struct SqliteConn {
    // Absent while a thread has it, and for good when nobody waited for that thread.
    held: Option<InUse>,
    stalls: Arc<Stalls>,
}

#[derive(Debug)]
pub(super) enum InUse {
    Reader(Reader),
    Writer(Lease),
}

impl InUse {
    fn connection(&mut self) -> Result<&mut Connection> {
        match self {
            Self::Reader(reader) => reader.connection(),
            Self::Writer(lease) => lease.connection(),
        }
    }
}

/// What runs: one of the functions of [`Connection`].
type Work<T> = fn(&mut Connection, &'static str, &[Value<'_>]) -> rusqlite::Result<T>;

/// A statement that has run, or one that will.
#[must_use = "it may not have run yet"]
pub(crate) enum Call<'c, T> {
    Done(Result<T>),
    Through { conn: &'c mut SqliteConn, sql: &'static str, values: Vec<Value<'static>>, work: Work<T> },
}

impl SqliteConn {
    pub(super) fn new(held: InUse, stalls: Arc<Stalls>) -> Self {
        Self { held: Some(held), stalls }
    }

    /// Makes the writes of a transaction durable.
    pub(in crate::db) async fn commit(self) -> Result<()> {
        match self.held {
            Some(InUse::Writer(lease)) => lease.commit().await,
            // A reader has no transaction.
            Some(InUse::Reader(_)) => Ok(()),
            None => Err(abandoned()),
        }
    }

    /// Undoes the writes of a transaction, and waits for those of others that it saw.
    pub(in crate::db) async fn rollback(self) -> Result<()> {
        match self.held {
            Some(InUse::Writer(lease)) => lease.rollback().await,
            // A reader has no transaction, and what a thread still has is undone by it.
            Some(InUse::Reader(_)) | None => Ok(()),
        }
    }

    fn connection(&mut self) -> Result<&mut Connection> {
        self.held.as_mut().ok_or_else(abandoned)?.connection()
    }

    /// Whether SQLite understands a statement.
    #[cfg(test)]
    pub(crate) fn understands(&mut self, sql: &str) -> Result<()> {
        Ok(self.connection()?.understands(sql)?)
    }

    /// The steps of SQLite's plan for a statement.
    #[cfg(test)]
    pub(crate) fn plan(&mut self, sql: &str) -> Result<Vec<String>> {
        Ok(self.connection()?.plan(sql)?)
    }

    /// How many steps of SQLite's machine the statements of this connection took so far.
    #[cfg(test)]
    pub(crate) fn steps(&mut self) -> Result<u64> {
        Ok(self.connection()?.steps())
    }

    /// How often SQLite planned the statements of this connection anew by itself so far.
    #[cfg(test)]
    pub(crate) fn planned_again(&mut self) -> Result<u64> {
        Ok(self.connection()?.planned_again())
    }

    /// Whether a statement runs through a thread.
    #[cfg(test)]
    pub(crate) fn is_long(&mut self, sql: &'static str) -> Result<bool> {
        Ok(self.connection()?.is_long(sql)?)
    }

    /// Runs a statement on the spot, or prepares to run it through a thread.
    pub(crate) fn call<T>(&mut self, sql: &'static str, values: &[Value<'_>], work: Work<T>) -> Call<'_, T> {
        let started = Instant::now();
        let allowed = self.stalls.allow(started);
        let connection = match self.connection() {
            Ok(connection) => connection,
            Err(error) => return Call::Done(Err(error)),
        };
        let long = match connection.is_long(sql) {
            Ok(long) => long,
            Err(error) if is_busy(&error) => true,
            Err(error) => return Call::Done(Err(error.into())),
        };
        if allowed && !long {
            let outcome = work(connection, sql, values);
            self.stalls.note(started);
            match outcome {
                Err(error) if is_busy(&error) => {}
                outcome => return Call::Done(outcome.map_err(Error::from)),
            }
        }
        self.through(sql, values, work)
    }

    /// Prepares to run statements through a thread.
    pub(crate) fn through<T>(&mut self, sql: &'static str, values: &[Value<'_>], work: Work<T>) -> Call<'_, T> {
        Call::Through { conn: self, sql, values: values.iter().map(Value::detached).collect(), work }
    }
}

impl<T: Send + 'static> Call<'_, T> {
    /// The outcome.
    pub(crate) async fn finish(self) -> Result<T> {
        let (conn, sql, values, work) = match self {
            Self::Done(outcome) => {
                // A loop of look-ups never waits by itself: here others get their turn.
                consume_budget().await;
                return outcome;
            }
            Self::Through { conn, sql, values, work } => (conn, sql, values, work),
        };
        let mut held = conn.held.take().ok_or_else(abandoned)?;
        // When the caller goes away, the thread drops what it holds: a reader returns to its place, and a
        // transaction is undone.
        let thread = spawn_blocking(move || {
            let outcome = held.connection().and_then(|connection| {
                connection.waiting(BUSY_TIMEOUT, |connection| work(connection, sql, &values)).map_err(Error::from)
            });
            (held, outcome)
        });
        let (held, outcome) = thread.await.map_err(|error| Error::Unavailable(error.to_string()))?;
        conn.held = Some(held);
        outcome
    }
}

fn abandoned() -> Error {
    Error::Unavailable("an earlier statement was abandoned".to_owned())
}
