//! Whether the server can be reached. While it cannot, one at a time tries, and all others are told at once.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::{Error, Result};

/// How long nobody tries after a try that failed.
const PAUSE: Duration = Duration::from_millis(250);

/// What is known of the server.
#[derive(Debug, Default)]
pub(super) struct Reach(Mutex<Option<Away>>);

/// It cannot be reached.
#[derive(Debug)]
struct Away {
    reason: String,
    since: Instant,
    tried: Instant,
    /// Somebody tries now.
    trying: bool,
}

impl Reach {
    fn state(&self) -> MutexGuard<'_, Option<Away>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the last try failed.
    pub(super) fn is_away(&self) -> bool {
        self.state().is_some()
    }

    /// Permission to try; the reason of the last failure where somebody else tries, or did a moment ago.
    pub(super) fn attempt(&self) -> Result<Attempt<'_>> {
        if let Some(away) = self.state().as_mut() {
            if away.trying || away.tried.elapsed() < PAUSE {
                return Err(Error::Unavailable(away.reason.clone()));
            }
            away.trying = true;
        }
        Ok(Attempt(self))
    }
}

/// A try under way. Dropped without an outcome, it lets the next one try.
#[derive(Debug)]
pub(super) struct Attempt<'r>(&'r Reach);

impl Attempt<'_> {
    /// It was reached.
    pub(super) fn reached(self) {
        if let Some(away) = self.0.state().take() {
            tracing::info!(seconds = away.since.elapsed().as_secs(), "the database is reached again");
        }
    }

    /// It was not.
    pub(super) fn failed(self, reason: String) -> Error {
        let mut state = self.0.state();
        let now = Instant::now();
        if state.is_none() {
            tracing::error!(%reason, "the database cannot be reached: what needs it is answered 503");
        }
        let since = state.as_ref().map_or(now, |away| away.since);
        *state = Some(Away { reason: reason.clone(), since, tried: now, trying: false });
        Error::Unavailable(reason)
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        if let Some(away) = self.0.state().as_mut() {
            away.trying = false;
        }
    }
}
