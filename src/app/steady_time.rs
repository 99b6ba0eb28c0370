//! Whether the clock is to be believed before something is deleted for good by it.
//!
//! ```text
//!  first look ─── the newest row is more than a day old ───────────────▶ waits
//!  each look ──── the clock went an hour other than the machine ran ───▶ waits, from the beginning
//!  waits ──────── half an hour without that ───────────────────────────▶ steady
//! ```
//! A machine that slept has run: its clock is expected to be ahead by as much.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::base::time::{Seconds, Timestamp};

/// By how much the clock may go other than the machine runs.
const JUMP: Seconds = Seconds::hours(1);
/// How old the newest row may be when a process begins.
const SILENCE: Seconds = Seconds::days(1);
/// How long time must be steady after that.
pub const WAIT: Seconds = Seconds::minutes(30);

/// What was seen of the clock.
#[derive(Debug, Default)]
pub struct SteadyTime(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    last: Option<ClockReading>,
    waits_since: Option<Seconds>,
}

/// A look at the clock.
#[derive(Debug, Clone, Copy)]
pub struct ClockReading {
    /// What it says.
    pub clock: Timestamp,
    /// How long the machine has been running.
    pub running: Seconds,
}

/// Why the clock is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It went ahead by so much, or back.
    Jumped(Seconds),
    /// The newest row is so old.
    Silence(Seconds),
}

/// What follows of a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Steadiness {
    /// The clock is believed.
    Steady,
    /// It is believed from now on.
    SteadyAgain,
    /// It is doubted from now on.
    Doubted(Doubt),
    /// It is still doubted.
    Waits,
}

impl SteadyTime {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether nobody has looked yet.
    pub fn is_new(&self) -> bool {
        self.lock().last.is_none()
    }

    /// Looks; `newest` is when the newest row was written, for the first look.
    pub fn look(&self, now: ClockReading, newest: Option<Timestamp>) -> Steadiness {
        let mut state = self.lock();
        let doubt = match state.last.replace(now) {
            None => newest.map(|newest| now.clock - newest).filter(|age| *age > SILENCE).map(Doubt::Silence),
            Some(last) => {
                let ahead = (now.clock - last.clock).0 - (now.running.0 - last.running.0);
                (ahead.abs() > JUMP.0).then_some(Doubt::Jumped(Seconds(ahead)))
            }
        };
        if let Some(doubt) = doubt {
            state.waits_since = Some(now.running);
            return Steadiness::Doubted(doubt);
        }
        match state.waits_since {
            None => Steadiness::Steady,
            Some(since) if now.running.0 - since.0 >= WAIT.0 => {
                state.waits_since = None;
                Steadiness::SteadyAgain
            }
            Some(_) => Steadiness::Waits,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(clock: i64, running: i64) -> ClockReading {
        ClockReading { clock: Timestamp(clock), running: Seconds(running) }
    }

    #[test]
    fn a_jump_in_either_direction_is_doubted_for_half_an_hour_of_steady_time() {
        for jump in [70 * 86_400, 3_601, -3_601] {
            let time = SteadyTime::default();
            assert_eq!(time.look(at(1_000_000, 50), Some(Timestamp(1_000_000))), Steadiness::Steady);
            assert_eq!(time.look(at(1_000_030, 80), None), Steadiness::Steady);
            let jumped = Steadiness::Doubted(Doubt::Jumped(Seconds(jump)));
            assert_eq!(time.look(at(1_000_060 + jump, 110), None), jumped);
            // Back again: from the beginning.
            let back = Steadiness::Doubted(Doubt::Jumped(Seconds(-jump)));
            assert_eq!(time.look(at(1_000_090, 140), None), back);
            assert_eq!(time.look(at(1_000_090 + 1_799, 140 + 1_799), None), Steadiness::Waits);
            assert_eq!(time.look(at(1_000_090 + 1_800, 140 + 1_800), None), Steadiness::SteadyAgain);
            assert_eq!(time.look(at(1_000_090 + 1_830, 140 + 1_830), None), Steadiness::Steady);
        }
    }

    #[test]
    fn a_machine_that_slept_and_a_clock_that_is_set_right_by_minutes_are_believed() {
        let time = SteadyTime::default();
        assert_eq!(time.look(at(1_000_000, 50), None), Steadiness::Steady, "no row at all");
        let week = 7 * 86_400;
        assert_eq!(time.look(at(1_000_000 + week, 50 + week), None), Steadiness::Steady);
        assert_eq!(time.look(at(1_000_030 + week + 3_600, 80 + week), None), Steadiness::Steady);
    }

    #[test]
    fn a_first_look_more_than_a_day_after_the_newest_row_is_doubted() {
        let time = SteadyTime::default();
        let silence = Steadiness::Doubted(Doubt::Silence(Seconds(86_401)));
        assert_eq!(time.look(at(1_086_401, 50), Some(Timestamp(1_000_000))), silence);
        assert_eq!(time.look(at(1_086_402, 51), None), Steadiness::Waits);
        let time = SteadyTime::default();
        assert_eq!(time.look(at(1_086_400, 50), Some(Timestamp(1_000_000))), Steadiness::Steady);
    }
}
