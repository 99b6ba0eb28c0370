//! The generic cell rate algorithm (ITU-T I.371): so many at once, then evenly.
//!
//! All of it is one number, the moment at which everything that was taken would be worked off if it were worked off
//! evenly. Nothing begins anew at the edge of a window, so nobody gets twice as much around it.

use crate::{base::time::Seconds, domain::kernel::ahead};

/// So much further ahead than can be is believed.
const SKEW: i64 = ahead::SKEW.0 * 1000;

/// How fast something is worked off, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gcra {
    /// How long one takes.
    pub interval: i64,
    /// How long takes what may be taken at once.
    pub burst: i64,
}

impl Gcra {
    /// `max` within each `window`.
    pub fn of(max: i64, window: Seconds) -> Self {
        let max = max.max(1);
        // Never zero: more than a thousand in a second are not told apart.
        let interval = (window.0.saturating_mul(1000) / max).max(1);
        Self { interval, burst: interval.saturating_mul(max) }
    }

    /// Takes one more: the moment from then on, or how long it is until there is room.
    ///
    /// # Errors
    /// The milliseconds to wait.
    pub fn take(self, worked_off: i64, now: i64) -> Result<i64, i64> {
        let after = self.begin(worked_off, now) + self.interval;
        let wait = after - self.burst - now;
        if wait <= 0 { Ok(after) } else { Err(wait) }
    }

    /// How many may still be taken at once.
    pub fn left(self, worked_off: i64, now: i64) -> i64 {
        ((self.burst - (self.begin(worked_off, now) - now)) / self.interval).max(0)
    }

    /// Until all of it may be taken at once again.
    pub fn reset(self, worked_off: i64, now: i64) -> i64 {
        self.begin(worked_off, now) - now
    }

    /// What lies further ahead was written by a clock that was wrong, and counts as nothing.
    pub fn furthest(self, now: i64) -> i64 {
        now.saturating_add(self.burst).saturating_add(SKEW)
    }

    fn begin(self, worked_off: i64, now: i64) -> i64 {
        if worked_off > now && worked_off <= self.furthest(now) { worked_off } else { now }
    }
}

/// So many whole seconds that nobody comes too early.
pub fn seconds(millis: i64) -> Seconds {
    Seconds(millis.max(0).unsigned_abs().div_ceil(1000).try_into().unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use proptest::prelude::*;

    use super::*;

    const NOW: i64 = 1_800_000_000_000;

    /// A queue with `max` places, from which one is served in each `interval`.
    struct Queue {
        max: usize,
        interval: i64,
        served: VecDeque<i64>,
    }

    impl Queue {
        fn enter(&mut self, now: i64) -> bool {
            while self.served.front().is_some_and(|at| *at <= now) {
                self.served.pop_front();
            }
            if self.served.len() >= self.max {
                return false;
            }
            let begin = self.served.back().copied().unwrap_or(now);
            self.served.push_back(begin + self.interval);
            true
        }
    }

    proptest! {
        #[test]
        fn it_is_a_queue_that_is_served_evenly(
            max in 1_i64..50,
            window in 1_i64..100_000,
            pauses in prop::collection::vec(0_i64..200_000, 1..300),
        ) {
            let gcra = Gcra::of(max, Seconds(window));
            let mut queue = Queue { max: usize::try_from(max).unwrap(), interval: gcra.interval, served: VecDeque::new() };
            let (mut worked_off, mut now) = (0, NOW);
            for pause in pauses {
                now += pause;
                let left = gcra.left(worked_off, now);
                let taken = gcra.take(worked_off, now);
                prop_assert_eq!(taken.is_ok(), queue.enter(now));
                prop_assert_eq!(taken.is_ok(), left > 0);
                match taken {
                    Ok(next) => {
                        prop_assert_eq!(gcra.left(next, now), left - 1);
                        worked_off = next;
                    }
                    // Whoever comes when they were told to gets in, and a moment before nobody does.
                    Err(wait) => {
                        prop_assert!(gcra.take(worked_off, now + wait).is_ok());
                        prop_assert_eq!(gcra.take(worked_off, now + wait - 1), Err(1));
                    }
                }
                let reset = gcra.reset(worked_off, now);
                prop_assert_eq!(gcra.left(worked_off, now + reset), max);
                prop_assert!(reset <= gcra.burst);
            }
        }

        #[test]
        fn a_clock_that_was_wrong_locks_nobody_out(max in 1_i64..1000, window in 1_i64..2_678_400, ahead in 1_i64..i64::MAX / 4) {
            let gcra = Gcra::of(max, Seconds(window));
            prop_assert!(gcra.take(gcra.furthest(NOW) + ahead, NOW).is_ok());
        }

        // Attack: what one instance let in is asked for once more at another, whose clock is behind.
        #[test]
        fn a_clock_that_is_behind_lets_nobody_in(max in 1_i64..1000, window in 1_i64..2_678_400, behind in 0_i64..=SKEW) {
            let gcra = Gcra::of(max, Seconds(window));
            let full = NOW + gcra.burst;
            prop_assert_eq!(gcra.take(full, NOW - behind), Err(gcra.interval + behind));
            prop_assert_eq!(gcra.left(full, NOW - behind), 0);
        }
    }

    #[test]
    fn so_many_at_once_and_then_evenly() {
        let gcra = Gcra::of(5, Seconds::minutes(15));
        let mut worked_off = 0;
        for left in (0..5).rev() {
            worked_off = gcra.take(worked_off, NOW).unwrap();
            assert_eq!(gcra.left(worked_off, NOW), left);
        }
        assert_eq!(gcra.take(worked_off, NOW), Err(180_000));
        assert_eq!((seconds(180_000), seconds(1), seconds(-1)), (Seconds(180), Seconds(1), Seconds(0)));
        // More in a second than there are milliseconds.
        assert_eq!(Gcra::of(5000, Seconds(1)), Gcra { interval: 1, burst: 5000 });
    }
}
