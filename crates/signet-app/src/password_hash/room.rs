//! How many threads hash, and how many may wait for them.

use std::time::Duration;

/// How much is hashed at once, and who may wait for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Threads, at least one. One fewer than the cores is a good number: it leaves the rest to other endpoints.
    pub workers: usize,
    /// How many may wait in each lane.
    pub places: usize,
    /// How long one may wait.
    pub wait: Duration,
}

impl Room {
    /// How many threads hash where an operator wants so many, or with 0 says nothing: then one core is left to whoever
    /// signs in nowhere, to tokens, keys and metadata.
    pub fn workers_for(wanted: u32, cores: usize) -> usize {
        let usual = cores.saturating_sub(1).max(1);
        if wanted == 0 { usual } else { usize::try_from(wanted).unwrap_or(usual) }
    }
}
