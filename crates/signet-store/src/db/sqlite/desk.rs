//! Where the writing connection is, and who waits for it.
//!
//! Whoever takes the connection away looks at who waits before it rests again.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc},
    time::{Duration, Instant},
};

use tokio::sync::oneshot;

use super::{
    connection::Connection,
    group::{Group, Lease},
};
use crate::Result;

/// After this much work without a gap, the lock is left free for [`GAP`].
const UNBROKEN: Duration = Duration::from_millis(100);
pub(super) const GAP: Duration = Duration::from_millis(4);

/// Work for the thread that may wait for the disk and for other processes.
#[derive(Debug)]
pub(super) enum Job {
    /// Make a group durable and tell its members.
    Commit(Box<Group>),
    /// Tell the members of a group that it failed, and open the connection anew.
    Fail(Box<Group>, String),
    /// Serve those who wait.
    Serve(Option<Connection>),
    /// Panic.
    #[cfg(test)]
    Panic,
}

#[derive(Debug, Clone)]
pub(super) struct Desk {
    pub(super) state: SharedState,
    pub(super) thread: mpsc::Sender<Job>,
}

#[derive(Debug, Clone)]
pub(super) struct SharedState(Arc<Mutex<State>>);

impl SharedState {
    pub(super) fn new(connection: Connection) -> Self {
        Self(Arc::new(Mutex::new(State::new(connection))))
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug)]
pub(super) struct State {
    pub(super) place: Place,
    pub(super) waiting: VecDeque<Waiter>,
    pub(super) closing: Vec<oneshot::Sender<()>>,
    pub(super) closed: bool,
    /// When the last transaction ended.
    ended: Instant,
    /// Since when the lock was never free for as long as [`GAP`].
    unbroken_since: Instant,
}

#[derive(Debug)]
pub(super) enum Place {
    /// Here, without a transaction.
    Resting(Connection),
    /// With a lease or with the thread, which will look at who waits.
    Away,
    /// It has to be opened anew.
    Lost,
}

impl Place {
    /// What the thread has to do so that somebody is served.
    pub(super) fn job_to_serve(self) -> Option<Job> {
        match self {
            Self::Resting(connection) => Some(Job::Serve(Some(connection))),
            Self::Lost => Some(Job::Serve(None)),
            Self::Away => None,
        }
    }
}

/// One who waits for a turn.
#[derive(Debug)]
pub(super) struct Waiter {
    pub(super) answer: oneshot::Sender<Result<Lease>>,
    pub(super) since: Instant,
    desk: Desk,
}

impl Waiter {
    pub(super) fn new(desk: &Desk) -> (Self, oneshot::Receiver<Result<Lease>>) {
        let (answer, lease) = oneshot::channel();
        (Self { answer, since: Instant::now(), desk: desk.clone() }, lease)
    }

    /// Gives the turn; answers the group again when nobody is there to take it.
    pub(super) fn lend(self, group: Box<Group>) -> Option<Box<Group>> {
        let lease = Lease { group: Some(group), desk: self.desk };
        match self.answer.send(Ok(lease)) {
            Err(Ok(mut lease)) => lease.group.take(),
            _ => None,
        }
    }
}

impl State {
    fn new(connection: Connection) -> Self {
        let now = Instant::now();
        Self {
            place: Place::Resting(connection),
            waiting: VecDeque::new(),
            closing: Vec::new(),
            closed: false,
            ended: now,
            unbroken_since: now,
        }
    }

    /// Where the connection was; from now on it is away.
    pub(super) fn take_place(&mut self) -> Place {
        std::mem::replace(&mut self.place, Place::Away)
    }

    /// Takes note that a transaction ended.
    pub(super) fn end(&mut self) {
        self.ended = Instant::now();
    }

    /// Whether the lock has to be left free before the next transaction.
    pub(super) fn needs_gap(&mut self) -> bool {
        if self.ended.elapsed() >= GAP {
            self.unbroken_since = Instant::now();
        }
        self.unbroken_since.elapsed() >= UNBROKEN
    }

    /// Takes note that it was left free.
    pub(super) fn gap_made(&mut self) {
        self.unbroken_since = Instant::now();
    }

    /// Takes note that the thread is gone: nobody is served any more.
    pub(super) fn abandon(&mut self) {
        self.closed = true;
        self.place = Place::Lost;
        self.waiting.clear();
        self.closing.clear();
    }

    /// The next one who is still there.
    pub(super) fn next(&mut self) -> Option<Waiter> {
        while let Some(waiter) = self.waiting.pop_front() {
            if !waiter.answer.is_closed() {
                return Some(waiter);
            }
        }
        None
    }
}

impl Desk {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock()
    }

    pub(super) fn send(&self, job: Job) {
        // Without the thread the connection closes here, which undoes everything open.
        self.thread.send(job).ok();
    }

    /// Sees to it that those who wait are served, or learn that nobody will.
    pub(super) fn serve(&self, state: &mut State, place: Place) {
        if place.job_to_serve().is_some_and(|job| self.thread.send(job).is_err()) {
            state.abandon();
        }
    }

    pub(super) fn is_awaited(&self) -> bool {
        !self.state().waiting.is_empty()
    }

    pub(super) fn next(&self) -> Option<Waiter> {
        self.state().next()
    }

    /// Takes back a connection without a transaction.
    pub(super) fn rest(&self, connection: Connection) {
        let mut state = self.state();
        state.end();
        if state.waiting.is_empty() && !state.closed {
            state.place = Place::Resting(connection);
        } else {
            drop(state);
            self.send(Job::Serve(Some(connection)));
        }
    }
}
