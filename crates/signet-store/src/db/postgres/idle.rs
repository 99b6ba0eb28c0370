//! The connections to PostgreSQL that nobody uses, and which of them may be used again.

use std::{
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use sqlx::PgConnection;

/// One that rested longer than this is closed.
const UNUSED: Duration = Duration::from_secs(10 * 60);
/// One that is older than this is replaced: what the server keeps for it only grows.
const LIFETIME: Duration = Duration::from_secs(30 * 60);

/// A connection and what decides whether it is handed out again.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) connection: PgConnection,
    generation: u64,
    at: Instant,
}

impl Made {
    /// One that was made now; the generation is that of before it was made.
    pub(super) fn new(connection: PgConnection, generation: u64) -> Self {
        Self { connection, generation, at: Instant::now() }
    }
}

/// A connection that nobody uses.
#[derive(Debug)]
pub(super) struct Resting {
    pub(super) made: Made,
    pub(super) since: Instant,
}

/// All of them. The last to rest is the first to be used.
#[derive(Debug, Default)]
pub(super) struct Idle {
    resting: Mutex<Vec<Resting>>,
    /// Raised when connections made before are of no use any more.
    generation: AtomicU64,
}

impl Idle {
    fn resting(&self) -> MutexGuard<'_, Vec<Resting>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The generation of connections that are made from here on.
    pub(super) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    /// No connection that was made before may be used again.
    pub(super) fn retire(&self) {
        self.generation.fetch_add(1, Ordering::AcqRel);
    }

    fn is_current(&self, made: &Made) -> bool {
        made.generation == self.generation()
    }

    /// Whether it may be used again.
    pub(super) fn is_usable(&self, made: &Made) -> bool {
        self.is_current(made) && made.at.elapsed() <= LIFETIME
    }

    /// Takes one out, of use or not.
    pub(super) fn take(&self) -> Option<Resting> {
        self.resting().pop()
    }

    /// Puts one back; answers one to close: itself when it is of no use, or the one that rested too long.
    pub(super) fn put(&self, made: Made) -> Option<Made> {
        if !self.is_current(&made) {
            return Some(made);
        }
        let mut resting = self.resting();
        resting.push(Resting { made, since: Instant::now() });
        // Those at the bottom may never be needed again.
        let unused = resting.first().is_some_and(|oldest| oldest.since.elapsed() > UNUSED);
        unused.then(|| resting.remove(0).made)
    }
}
