//! How many rows a batch of the purge takes: as many as hold SQLite's one writer for a few milliseconds, whatever a row
//! costs on this machine and whatever is in memory. Each instance learns it for itself.

use std::{
    sync::atomic::{AtomicI64, AtomicU64, Ordering},
    time::Duration,
};

use crate::store::purge::Expired;

/// How long a batch is to hold the writer beyond what one takes that finds nothing.
const HELD: Duration = Duration::from_millis(5);
/// Rows of each table in the first batch: of one that nobody has in memory yet, each may wait for the disk.
const FIRST: i64 = 50;
/// The fewest: beyond that, what a batch costs by itself is more than its rows.
const FEWEST: i64 = 20;
/// The most: what a batch may hold that was quick for another table.
const MOST: i64 = 500;

/// The pace of one kind of batch.
#[derive(Debug)]
pub struct Pace {
    rows: AtomicI64,
    /// What a batch takes that finds nothing: its statements, and their trips to a server.
    empty: AtomicU64,
}

impl Default for Pace {
    fn default() -> Self {
        Self { rows: AtomicI64::new(FIRST), empty: AtomicU64::new(0) }
    }
}

impl Pace {
    /// How many rows of each table the next batch takes.
    pub fn rows(&self) -> i64 {
        self.rows.load(Ordering::Relaxed)
    }

    fn note(&self, touched: u64, held: Duration) {
        if touched == 0 {
            self.empty.store(micros(held), Ordering::Relaxed);
            return;
        }
        let empty = Duration::from_micros(self.empty.load(Ordering::Relaxed));
        self.rows.store(next(self.rows(), touched, held.saturating_sub(empty)), Ordering::Relaxed);
    }
}

/// The rows of the next batch, after one of `rows` that touched so many and held the writer for so long.
fn next(rows: i64, touched: u64, held: Duration) -> i64 {
    // One that found fewer than it might have taken says nothing of a larger one.
    let most = if touched < rows.unsigned_abs() { rows } else { rows.saturating_mul(2) };
    let fits = rows.unsigned_abs().saturating_mul(micros(HELD)) / micros(held).max(1);
    i64::try_from(fits).unwrap_or(MOST).min(most).clamp(FEWEST, MOST)
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

/// The pace of the purge, of each kind of batch by itself.
#[derive(Debug, Default)]
pub struct PurgePace {
    tokens: Pace,
    grants: Pace,
    counters: Pace,
    people: Pace,
    records: Pace,
    /// That of counting token events.
    pub counting: Pace,
    /// How long batches held the writer since somebody asked last, in microseconds.
    held: AtomicU64,
}

impl PurgePace {
    /// That of deleting these.
    pub const fn of(&self, expired: Expired) -> &Pace {
        match expired {
            Expired::Tokens => &self.tokens,
            Expired::Grants => &self.grants,
            Expired::Counters => &self.counters,
            Expired::People => &self.people,
            Expired::Records => &self.records,
        }
    }

    /// Takes note of a batch that touched so many rows and held the writer for so long; `pace` is one of these.
    pub fn note(&self, pace: &Pace, touched: u64, held: Duration) {
        pace.note(touched, held);
        self.held.fetch_add(micros(held), Ordering::Relaxed);
    }

    /// How long batches held the writer since this was asked last.
    pub fn take_held(&self) -> Duration {
        Duration::from_micros(self.held.swap(0, Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_takes_what_fits_into_its_time() {
        // Rows, how many were touched, microseconds; rows of the next.
        for (rows, touched, held, expected) in [
            (50, 50, 5_000, 50),
            (50, 50, 4_000, 62),
            (50, 50, 1_000, 100),
            (50, 50, 0, 100),
            (200, 200, 25_000, 40),
            // Of three tables.
            (200, 600, 25_000, 40),
            (50, 50, 1_000_000, FEWEST),
            (MOST, 1_000, 1_000, MOST),
            // It found fewer than it might have taken.
            (50, 49, 1_000, 50),
            (50, 10, 10_000, 25),
        ] {
            let found = next(rows, touched, Duration::from_micros(held));
            assert_eq!(found, expected, "after {touched} of {rows} rows in {held} µs");
        }
    }

    #[test]
    fn whatever_a_row_costs_a_batch_comes_to_hold_the_writer_for_as_long() {
        // Microseconds of a row, then of a batch that finds nothing; rows in the end.
        for (row, empty, expected) in
            [(1, 0, MOST), (20, 0, 250), (100, 0, 50), (200, 0, 25), (5_000, 0, FEWEST), (100, 60_000, 50)]
        {
            let pace = Pace::default();
            pace.note(0, Duration::from_micros(empty));
            for _ in 0..10 {
                let rows = pace.rows().unsigned_abs();
                pace.note(rows, Duration::from_micros(empty + rows * row));
            }
            assert_eq!(pace.rows(), expected, "{row} µs a row, {empty} µs without any");
        }
    }

    #[test]
    fn each_kind_has_its_own_pace_and_all_of_them_hold_one_writer() {
        let paces = PurgePace::default();
        for expired in Expired::ALL {
            assert_eq!(paces.of(expired).rows(), FIRST);
        }
        paces.note(paces.of(Expired::Tokens), 50, Duration::from_millis(10));
        paces.note(paces.of(Expired::Grants), 50, Duration::from_millis(1));
        paces.note(paces.of(Expired::People), 0, Duration::from_millis(2));
        paces.note(&paces.counting, 0, Duration::from_millis(4));
        let rows = Expired::ALL.map(|expired| paces.of(expired).rows());
        assert_eq!((rows, paces.counting.rows()), ([25, 100, FIRST, FIRST, FIRST], FIRST));
        assert_eq!(paces.take_held(), Duration::from_millis(17));
        assert_eq!(paces.take_held(), Duration::ZERO);
    }
}
