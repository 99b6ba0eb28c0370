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

    fn note(&self, touched: u64, statements: Duration) {
        let empty = self.empty.load(Ordering::Relaxed);
        if touched == 0 {
            // One that stood still for a moment says little of the next.
            let most = if empty == 0 { u64::MAX } else { empty + empty / 8 + 1 };
            self.empty.store(micros(statements).min(most), Ordering::Relaxed);
            return;
        }
        let rows = next(self.rows(), touched, statements.saturating_sub(Duration::from_micros(empty)));
        self.rows.store(rows, Ordering::Relaxed);
    }
}

/// The rows of the next batch, after one of `rows` that touched so many, whose statements took so long.
fn next(rows: i64, touched: u64, statements: Duration) -> i64 {
    // One that found fewer than it might have taken says nothing of a larger one.
    let most = if touched < rows.unsigned_abs() { rows } else { rows.saturating_mul(2) };
    let fits = rows.unsigned_abs().saturating_mul(micros(HELD)) / micros(statements).max(1);
    i64::try_from(fits).unwrap_or(MOST).min(most).clamp(FEWEST, MOST)
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

/// What a batch took.
#[derive(Debug, Clone, Copy)]
pub struct BatchTime {
    /// Its statements: by these its size goes.
    pub statements: Duration,
    /// From its first statement until its COMMIT was durable: for so long, others may have waited for the writer.
    pub held: Duration,
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

    /// Takes note of a batch that touched so many rows; `pace` is one of these.
    pub fn note(&self, pace: &Pace, touched: u64, took: BatchTime) {
        pace.note(touched, took.statements);
        self.held.fetch_add(micros(took.held), Ordering::Relaxed);
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
    fn an_empty_batch_that_stood_still_makes_no_later_one_larger() {
        let pace = Pace::default();
        pace.note(0, Duration::from_millis(1));
        pace.note(0, Duration::from_secs(10));
        pace.note(50, Duration::from_millis(6));
        assert_eq!(pace.rows(), 51);
    }

    #[test]
    fn each_kind_has_its_own_pace_and_all_of_them_hold_one_writer() {
        let paces = PurgePace::default();
        for expired in Expired::ALL {
            assert_eq!(paces.of(expired).rows(), FIRST);
        }
        let took = |statements, commit| BatchTime {
            statements: Duration::from_millis(statements),
            held: Duration::from_millis(statements + commit),
        };
        paces.note(paces.of(Expired::Tokens), 50, took(10, 8));
        paces.note(paces.of(Expired::Grants), 50, took(1, 8));
        paces.note(paces.of(Expired::People), 0, took(2, 0));
        paces.note(&paces.counting, 0, took(4, 0));
        let rows = Expired::ALL.map(|expired| paces.of(expired).rows());
        assert_eq!((rows, paces.counting.rows()), ([25, 100, FIRST, FIRST, FIRST], FIRST));
        assert_eq!(paces.take_held(), Duration::from_millis(33));
        assert_eq!(paces.take_held(), Duration::ZERO);
    }
}
