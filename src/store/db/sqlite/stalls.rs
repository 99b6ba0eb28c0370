//! How much a slow disk may hold up the threads that answer requests.
//!
//! A look-up runs where it is asked for: its pages are nearly always in memory, and a hop to another
//! thread costs more than it does. When they are not, the disk is waited for on the spot. What that takes
//! is added up, and when it exceeds [`ALLOWED`] within one second, every statement of the rest of that
//! second and of the next runs through a thread that may wait.

use std::{
    cell::Cell,
    fs,
    sync::atomic::{AtomicU64, Ordering},
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
    /// The second since `began` (upper half) and the microseconds stalled in it (lower half).
    last: AtomicU64,
    /// The second until which nothing runs on the spot.
    closed_until: AtomicU64,
}

impl Stalls {
    pub(super) fn new() -> Self {
        Self { began: Instant::now(), last: AtomicU64::new(0), closed_until: AtomicU64::new(0) }
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
        let took = u64::try_from(took.as_micros()).unwrap_or(u64::MAX).min(u64::from(u32::MAX) >> 1);
        let added = |last: u64| {
            let sum = if last >> 32 == second { (last & u64::from(u32::MAX)) + took } else { took };
            Some(second << 32 | sum.min(u64::from(u32::MAX)))
        };
        let before = self.last.fetch_update(Ordering::Relaxed, Ordering::Relaxed, added).unwrap_or_default();
        let sum = added(before).unwrap_or_default() & u64::from(u32::MAX);
        if u128::from(sum) > ALLOWED.as_micros() {
            self.closed_until.fetch_max(second + 2, Ordering::Relaxed);
        }
    }
}

thread_local! {
    static READ: Cell<u64> = const { Cell::new(0) };
}

/// Whether this thread has read from a disk since it was asked last. On a busy machine a statement is
/// more often slow because another thread had the processor, which a hop would not help.
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

    #[test]
    fn a_long_wait_is_counted_without_overflow() {
        let stalls = Stalls::new();
        stalls.add(7, Duration::from_secs(90_000));
        stalls.add(7, Duration::from_secs(90_000));
        stalls.add(7, Duration::from_secs(90_000));
        assert!(!stalls.allow(stalls.began + Duration::from_secs(8)));
        assert!(stalls.allow(stalls.began + Duration::from_secs(9)));
    }
}
