//! The thread that makes groups durable: the one place where writing waits for the disk and for other
//! processes.

use std::{
    sync::{Arc, MutexGuard, atomic::Ordering, mpsc},
    thread::sleep,
    time::Instant,
};

use super::{
    connection::{BUSY_TIMEOUT, Connection, Options, RETRY},
    desk::{GAP, Job, Place, SharedState, State, Waiter},
    group::{Acknowledge, Group},
    writer::Counters,
};
use crate::{Error, Result, error::is_busy};

pub(super) struct WriterThread {
    pub(super) options: Options,
    pub(super) state: SharedState,
    pub(super) counters: Arc<Counters>,
}

/// Sees to it that nobody waits for a thread that has ended, be it by a panic.
struct AtTheEnd(SharedState);

impl Drop for AtTheEnd {
    fn drop(&mut self) {
        self.0.lock().abandon();
    }
}

impl WriterThread {
    /// Works until the writer and every lease are gone.
    pub(super) fn run(self, queue: mpsc::Receiver<Job>) {
        // Dropped after the queue: from then on sending a job fails, and its sender knows.
        let _at_the_end = AtTheEnd(self.state.clone());
        for job in queue {
            let connection = match job {
                // Who came while this thread woke up shares the commit.
                Job::Commit(group) => match group.reopen(|| self.state().next()) {
                    Some(group) => self.commit(*group),
                    None => continue,
                },
                Job::Fail(group, reason) => {
                    let members = group.written.into_iter().chain(group.watching);
                    tell(members, || Err(Error::Unavailable(reason.clone())));
                    None
                }
                Job::Serve(connection) => {
                    self.serve(connection);
                    continue;
                }
                #[cfg(test)]
                Job::Panic => panic!("a test breaks the thread"),
            };
            self.state().end();
            // A connection whose group failed is closed by now: a new one starts clean.
            self.serve(connection.or_else(|| Connection::open(&self.options).ok()));
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock()
    }

    fn commit(&self, group: Group) -> Option<Connection> {
        let file = &self.options.file;
        let members = group.written.len();
        let waiting = group.written.into_iter().chain(group.watching);
        if let Err(error) = file.check().and_then(|()| Ok(group.connection.control("COMMIT")?)) {
            drop(group.connection);
            let reason = reason_of(error);
            tell(waiting, || Err(Error::Unavailable(reason.clone())));
            return None;
        }
        // What went into a log without a name is not acknowledged, and may be there all the same in the end.
        if let Err(error) = file.check_with_log() {
            drop(group.connection);
            let reason = reason_of(error);
            tell(waiting, || Err(Error::CommitUnknown(reason.clone())));
            return None;
        }
        self.counters.commits.fetch_add(1, Ordering::Relaxed);
        self.counters.transactions.fetch_add(members as u64, Ordering::Relaxed);
        tell(waiting, || Ok(()));
        Some(group.connection)
    }

    /// Gives the next turn, or lets the connection rest.
    fn serve(&self, mut connection: Option<Connection>) {
        loop {
            let mut state = self.state();
            let Some(waiter) = state.next() else {
                state.place = match connection {
                    Some(connection) if !state.closed => Place::Resting(connection),
                    Some(connection) => {
                        connection.close();
                        Place::Lost
                    }
                    None => Place::Lost,
                };
                if state.closed {
                    for done in state.closing.drain(..) {
                        done.send(()).ok();
                    }
                }
                return;
            };
            let gap = state.needs_gap();
            drop(state);
            if gap {
                sleep(GAP);
                self.state().gap_made();
            }
            connection = match self.open_group(connection, &waiter) {
                Ok(group) => match waiter.lend(group) {
                    None => return,
                    // It went away meanwhile; a connection that cannot even undo nothing is not kept.
                    Some(group) => group.connection.control("ROLLBACK").ok().map(|()| group.connection),
                },
                Err((connection, error)) => {
                    waiter.answer.send(Err(Error::Unavailable(error.to_string()))).ok();
                    connection
                }
            };
        }
    }

    /// Opens a group, waiting for other processes for as long as the waiter has patience.
    fn open_group(
        &self,
        mut connection: Option<Connection>,
        waiter: &Waiter,
    ) -> std::result::Result<Box<Group>, (Option<Connection>, rusqlite::Error)> {
        loop {
            let error = match connection.map_or_else(|| Connection::open(&self.options), Ok) {
                Ok(open) => match Group::open(open) {
                    Ok(group) => return Ok(group),
                    Err((open, error)) => {
                        // Only a lock says nothing against the connection.
                        connection = is_busy(&error).then_some(open);
                        error
                    }
                },
                Err(error) => {
                    connection = None;
                    error
                }
            };
            if !is_busy(&error) || waiter.since.elapsed() >= self.options.lock_timeout || waiter.answer.is_closed() {
                return Err((connection, error));
            }
            sleep(RETRY);
        }
    }
}

/// Opens the first connection and turns the file into a WAL database, which it then stays. The switch
/// needs the file for itself and does not always wait: two processes that open a fresh file together
/// take turns here.
pub(super) fn connect(options: &Options) -> Result<Connection> {
    let began = Instant::now();
    loop {
        let opened = Connection::open(options)
            .and_then(|connection| connection.pragma("PRAGMA journal_mode = WAL").map(|_| connection));
        match opened {
            Ok(connection) => return Ok(connection),
            Err(error) if is_busy(&error) && began.elapsed() < BUSY_TIMEOUT => sleep(RETRY),
            Err(error) => return Err(error.into()),
        }
    }
}

/// Why it failed, without what [`tell`] says again.
fn reason_of(error: Error) -> String {
    match error {
        Error::Unavailable(reason) => reason,
        other => other.to_string(),
    }
}

/// Tells every member of a group.
fn tell(members: impl Iterator<Item = Acknowledge>, answer: impl Fn() -> Result<()>) {
    for acknowledge in members {
        // A member that hung up after asking for the commit has nobody to be told.
        acknowledge.send(answer()).ok();
    }
}
