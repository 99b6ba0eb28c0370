//! The one SQLite writer: transactions take turns on its connection and share durable commits.
//!
//! 1. `begin` takes the connection when it rests, opens a group with `BEGIN IMMEDIATE` and holds its first
//!    [`Lease`], all on the spot; otherwise it waits for its turn.
//! 2. The statements of a member run where the member runs. Its lease ends with "commit" (and whom to
//!    tell) or, also when it was dropped at an await point, with "undo", which rolls back its savepoint
//!    and no other, there and then. Whoever undoes and tells somebody why waits for the commit of what was
//!    seen.
//! 3. While others wait and the group is small and young, the next member gets the connection, under a
//!    savepoint of its own. Then one thread runs one `COMMIT`, which makes all of them durable; only then
//!    are they told.
//!
//! When that `COMMIT` fails, every member fails. That thread also waits for other processes, and leaves
//! the lock free now and then, so that another process (the command line) gets its turn.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread,
};

use tokio::sync::oneshot;

use super::{
    connection::Options,
    desk::{Desk, Place, SharedState, State, Waiter},
    group::{Group, Lease},
    writer_thread::{self, WriterThread},
};
use crate::{Error, Result};

/// How much the writer has done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WriteStats {
    /// Transactions acknowledged.
    pub transactions: u64,
    /// Durable commits made for them.
    pub commits: u64,
}

#[derive(Debug, Default)]
pub(super) struct Counters {
    pub(super) transactions: AtomicU64,
    pub(super) commits: AtomicU64,
}

/// The handle to the writer.
#[derive(Debug)]
pub(super) struct Writer {
    desk: Desk,
    counters: Arc<Counters>,
}

impl Writer {
    /// Opens the connection and starts the thread. It may have to wait.
    pub(super) fn open(options: Options) -> Result<Self> {
        let connection = writer_thread::connect(&options)?;
        let (jobs, queue) = mpsc::channel();
        let state = SharedState::new(connection);
        let counters = Arc::new(Counters::default());
        let desk = Desk { state: state.clone(), thread: jobs };
        let thread = WriterThread { options, state, counters: Arc::clone(&counters) };
        thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || thread.run(queue))
            .map_err(|error| Error::Unavailable(error.to_string()))?;
        Ok(Self { desk, counters })
    }

    pub(super) async fn begin(&self) -> Result<Lease> {
        let lease = {
            let mut state = self.desk.state();
            if state.closed {
                return Err(super::closed());
            }
            match state.take_place() {
                Place::Resting(connection) if !state.needs_gap() => {
                    drop(state);
                    match Group::open(connection) {
                        Ok(group) => return Ok(Lease { group: Some(group), desk: self.desk.clone() }),
                        // Another process has the lock: the thread waits for it.
                        Err((connection, _)) => self.wait(&mut self.desk.state(), Place::Resting(connection)),
                    }
                }
                place => self.wait(&mut state, place),
            }
        };
        lease.await.unwrap_or_else(|_| Err(super::closed()))
    }

    fn wait(&self, state: &mut State, place: Place) -> oneshot::Receiver<Result<Lease>> {
        let (waiter, lease) = Waiter::new(&self.desk);
        state.waiting.push_back(waiter);
        self.desk.serve(state, place);
        lease
    }

    /// Waits for what is under way and closes the connection.
    pub(super) async fn close(&self) {
        let (done, closed) = oneshot::channel();
        {
            let mut state = self.desk.state();
            state.closed = true;
            state.closing.push(done);
            let place = state.take_place();
            self.desk.serve(&mut state, place);
        }
        closed.await.ok();
    }

    /// Makes the thread panic.
    #[cfg(test)]
    pub(super) fn break_thread(&self) {
        self.desk.send(super::desk::Job::Panic);
    }

    pub(super) fn stats(&self) -> WriteStats {
        WriteStats {
            transactions: self.counters.transactions.load(Ordering::Relaxed),
            commits: self.counters.commits.load(Ordering::Relaxed),
        }
    }
}
