//! When something was made durable last: what readiness goes by.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// The last transaction that was acknowledged.
#[derive(Debug, Default)]
pub(crate) struct Writes(Mutex<Option<Instant>>);

impl Writes {
    /// One was acknowledged now.
    pub(super) fn note(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// None counts any more: the database is closed.
    pub(super) fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Whether one was within this time.
    pub(super) fn is_within(&self, time: Duration) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|last| last.elapsed() < time)
    }
}
