//! How much a slow disk may hold up the threads that answer requests.
//!
//! A look-up runs where it is asked for: its pages are nearly always in memory, and a hop to another
//! thread costs more than it does. When they are not, the disk is waited for on the spot. What that takes
//! is added up, and when it exceeds [`ALLOWED`] within one second, every statement of the rest of that
//! second and of the next runs through a thread that may wait.

use std::{
    cell::Cell,
    fs,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// A shorter statement did not wait for a disk to speak of.
const SLOW: Duration = Duration::from_millis(1);
/// What waiting on the spot may take of one second.
const ALLOWED: Duration = Duration::from_millis(50);

/// What the disk took lately.
#[derive(Debug)]
pub(super) struct Stalls {
    began: Instant,
    /// The second since `began` in which a statement was last slow, and what the disk took of it.
    last: Mutex<(u64, Duration)>,
    /// The second until which nothing runs on the spot.
    closed_until: AtomicU64,
}

impl Stalls {
    pub(super) fn new() -> Self {
        Self { began: Instant::now(), last: Mutex::new((0, Duration::ZERO)), closed_until: AtomicU64::new(0) }
    }

    /// Whether a look-up may run on the spot.
    pub(super) fn allow(&self, now: Instant) -> bool {
        let closed_until = self.closed_until.load(Ordering::Relaxed);
        closed_until == 0 || now.duration_since(self.began).as_secs() >= closed_until
    }

    /// Takes note of how long a statement took on the spot.
    pub(super) fn note(&self, started: Instant) {
        let took = started.elapsed();
        if took >= SLOW && waited_for_disk() {
            self.add(started.duration_since(self.began).as_secs(), took);
        }
    }

    fn add(&self, second: u64, took: Duration) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let before = if last.0 == second { last.1 } else { Duration::ZERO };
        *last = (second, before.saturating_add(took));
        if last.1 > ALLOWED {
            self.closed_until.fetch_max(second + 2, Ordering::Relaxed);
        }
    }
}

thread_local! {
    static READ: Cell<u64> = const { Cell::new(0) };
}

/// Whether this thread has read from a disk since it was asked last; the first time, whether it ever has. On a busy
/// machine a statement is more often slow because another thread had the processor, which a hop would not help.
fn waited_for_disk() -> bool {
    let Ok(text) = fs::read_to_string("/proc/thread-self/io") else { return true };
    let read = text.lines().find_map(|line| line.strip_prefix("read_bytes: ")?.parse::<u64>().ok());
    read.is_none_or(|read| READ.replace(read) != read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_disk_ends_running_on_the_spot_for_a_while() {
        let stalls = Stalls::new();
        let at = |seconds| stalls.began + Duration::from_secs(seconds);
        stalls.add(3, Duration::from_millis(40));
        assert!(stalls.allow(at(3)));
        stalls.add(4, Duration::from_millis(40));
        assert!(stalls.allow(at(4)), "each second has its own");
        stalls.add(4, Duration::from_millis(11));
        assert!(!stalls.allow(at(4)) && !stalls.allow(at(5)));
        assert!(stalls.allow(at(6)));
    }
}
