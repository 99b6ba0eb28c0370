//! Whether the clock is to be believed before something is deleted for good by it.
//!
//! ```text
//!  first look ─── a process before this one waited, or the last round that believed the clock
//!                 is more than a day ago, or more than an hour ahead ────▶ waits
//!  each look ──── the clock went an hour other than the machine ran ─────▶ waits, from the beginning
//!  waits ──────── half an hour without that ─────────────────────────────▶ steady
//! ```
//! A machine that slept has run: its clock is expected to be ahead by as much.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::base::time::{Clock, Seconds, Timestamp};

/// By how much the clock may go other than the machine runs.
const JUMP: Seconds = Seconds::hours(1);
/// How long ago the last round may be that believed the clock, when a process begins.
const SILENCE: Seconds = Seconds::days(1);
/// How long time must be steady after that.
pub const WAIT: Seconds = Seconds::minutes(30);
/// How often it is written down that the clock is believed.
const NOTE: Seconds = Seconds::hours(1);

/// What was seen of the clock.
#[derive(Debug)]
pub struct SteadyTime(Mutex<State>);

#[derive(Debug)]
struct State {
    /// When the process began.
    begin: ClockReading,
    last: Option<ClockReading>,
    waits_since: Option<Seconds>,
    /// When it was written down last that the clock is believed.
    noted: Option<Timestamp>,
    /// Why something waits, which is written down at each look; or that nothing does, until it is written down.
    to_write: Option<String>,
}

/// A look at the clock.
#[derive(Debug, Clone, Copy)]
pub struct ClockReading {
    /// What it says.
    pub clock: Timestamp,
    /// How long the machine has been running.
    pub running: Seconds,
}

/// What the processes before this one have written down.
#[derive(Debug, Clone, Copy, Default)]
pub struct EarlierRounds {
    /// When the clock was believed last.
    pub believed: Option<Timestamp>,
    /// Whether something waits.
    pub waits: bool,
}

/// Why the clock is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It went ahead by so much, or back.
    Jumped(Seconds),
    /// It was believed last so long ago.
    Silence(Seconds),
    /// It was believed last when it was ahead by so much.
    Behind(Seconds),
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
    /// It was doubted by a process before this one, and is.
    DoubtedBefore,
    /// It is still doubted.
    Waits,
}

impl ClockReading {
    /// At present.
    pub fn of(clock: &Clock) -> Self {
        Self { clock: clock.now(), running: clock.running() }
    }
}

impl State {
    fn doubt(&self, now: ClockReading, earlier: EarlierRounds) -> Option<Doubt> {
        let last = self.last.unwrap_or(self.begin);
        let ahead = (now.clock - last.clock).0 - (now.running.0 - last.running.0);
        if ahead.abs() > JUMP.0 {
            return Some(Doubt::Jumped(Seconds(ahead)));
        }
        let believed = earlier.believed.filter(|_| self.last.is_none())?;
        let (age, behind) = (self.begin.clock - believed, believed - now.clock);
        if age > SILENCE {
            return Some(Doubt::Silence(age));
        }
        (behind > JUMP).then_some(Doubt::Behind(behind))
    }
}

impl SteadyTime {
    /// Of a process that begins.
    pub const fn begin(begin: ClockReading) -> Self {
        Self(Mutex::new(State { begin, last: None, waits_since: None, noted: None, to_write: None }))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether nobody has looked yet.
    pub fn is_new(&self) -> bool {
        self.lock().last.is_none()
    }

    /// Looks; `earlier` counts at the first look.
    pub fn look(&self, now: ClockReading, earlier: EarlierRounds) -> Steadiness {
        let mut state = self.lock();
        let doubt = state.doubt(now, earlier);
        let is_first = state.last.replace(now).is_none();
        if is_first && earlier.waits {
            state.waits_since = Some(now.running);
            return Steadiness::DoubtedBefore;
        }
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

    /// Whether it is to be written down again that the clock is believed.
    pub fn wants_note(&self, now: Timestamp) -> bool {
        self.lock().noted.is_none_or(|noted| (now - noted).0.abs() >= NOTE.0)
    }

    /// That this is written down.
    pub fn noted(&self, now: Timestamp) {
        self.lock().noted = Some(now);
    }

    /// Keeps why something waits; empty where nothing does.
    pub fn keep(&self, waits: String) {
        self.lock().to_write = Some(waits);
    }

    /// Why something waits, where that is to be written down.
    pub fn to_write(&self) -> Option<String> {
        self.lock().to_write.clone()
    }

    /// That this is written down. A reason is written again: its time says that somebody still waits.
    pub fn written(&self, waits: &str) {
        let mut state = self.lock();
        if waits.is_empty() && state.to_write.as_deref() == Some(waits) {
            state.to_write = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(clock: i64, running: i64) -> ClockReading {
        ClockReading { clock: Timestamp(clock), running: Seconds(running) }
    }

    const NOTHING: EarlierRounds = EarlierRounds { believed: None, waits: false };

    fn believed(at: i64) -> EarlierRounds {
        EarlierRounds { believed: Some(Timestamp(at)), waits: false }
    }

    #[test]
    fn a_jump_in_either_direction_is_doubted_for_half_an_hour_of_steady_time() {
        for jump in [70 * 86_400, 3_601, -3_601] {
            let time = SteadyTime::begin(at(1_000_000, 50));
            assert_eq!(time.look(at(1_000_000, 50), believed(1_000_000)), Steadiness::Steady);
            assert_eq!(time.look(at(1_000_030, 80), NOTHING), Steadiness::Steady);
            let jumped = Steadiness::Doubted(Doubt::Jumped(Seconds(jump)));
            assert_eq!(time.look(at(1_000_060 + jump, 110), NOTHING), jumped);
            // Back again: from the beginning.
            let back = Steadiness::Doubted(Doubt::Jumped(Seconds(-jump)));
            assert_eq!(time.look(at(1_000_090, 140), NOTHING), back);
            assert_eq!(time.look(at(1_000_090 + 1_799, 140 + 1_799), NOTHING), Steadiness::Waits);
            assert_eq!(time.look(at(1_000_090 + 1_800, 140 + 1_800), NOTHING), Steadiness::SteadyAgain);
            assert_eq!(time.look(at(1_000_090 + 1_830, 140 + 1_830), NOTHING), Steadiness::Steady);
        }
    }

    #[test]
    fn a_machine_that_slept_and_a_clock_that_is_set_right_by_minutes_are_believed() {
        let time = SteadyTime::begin(at(1_000_000, 50));
        assert_eq!(time.look(at(1_000_000, 50), NOTHING), Steadiness::Steady, "nobody has looked before");
        let week = 7 * 86_400;
        assert_eq!(time.look(at(1_000_000 + week, 50 + week), NOTHING), Steadiness::Steady);
        assert_eq!(time.look(at(1_000_030 + week + 3_600, 80 + week), NOTHING), Steadiness::Steady);
    }

    #[test]
    fn a_process_that_begins_more_than_a_day_after_the_clock_was_believed_last_doubts_it() {
        let time = SteadyTime::begin(at(1_086_401, 50));
        let silence = Steadiness::Doubted(Doubt::Silence(Seconds(86_401)));
        assert_eq!(time.look(at(1_086_401, 50), believed(1_000_000)), silence);
        assert_eq!(time.look(at(1_086_402, 51), believed(1_000_000)), Steadiness::Waits);
        let time = SteadyTime::begin(at(1_086_400, 50));
        assert_eq!(time.look(at(1_086_400, 50), believed(1_000_000)), Steadiness::Steady);
    }

    // What a clock that was ahead has written blinds nobody for as long as it was.
    #[test]
    fn a_process_that_begins_before_the_clock_was_believed_last_doubts_it() {
        let time = SteadyTime::begin(at(1_000_000, 50));
        let behind = Steadiness::Doubted(Doubt::Behind(Seconds(3_601)));
        assert_eq!(time.look(at(1_000_000, 50), believed(1_003_601)), behind);
        assert_eq!(time.look(at(1_001_800, 1_850), NOTHING), Steadiness::SteadyAgain);
        let time = SteadyTime::begin(at(1_000_000, 50));
        assert_eq!(time.look(at(1_000_000, 50), believed(1_003_600)), Steadiness::Steady);
    }

    #[test]
    fn a_process_that_begins_while_something_waits_goes_on_waiting() {
        let time = SteadyTime::begin(at(1_000_000, 50));
        let waits = EarlierRounds { believed: Some(Timestamp(1_000_000)), waits: true };
        assert_eq!(time.look(at(1_000_000, 50), waits), Steadiness::DoubtedBefore);
        assert_eq!(time.look(at(1_001_799, 1_849), waits), Steadiness::Waits);
        assert_eq!(time.look(at(1_001_800, 1_850), waits), Steadiness::SteadyAgain);
    }

    #[test]
    fn a_jump_before_the_first_look_is_one() {
        let time = SteadyTime::begin(at(1_000_000, 50));
        let jumped = Steadiness::Doubted(Doubt::Jumped(Seconds(7_200)));
        assert_eq!(time.look(at(1_007_201, 51), believed(1_007_000)), jumped);
    }

    #[test]
    fn what_is_to_be_written_down_is_kept_until_it_is() {
        let time = SteadyTime::begin(at(1_000_000, 50));
        assert_eq!(time.to_write(), None);
        time.keep("why".to_owned());
        time.keep(String::new());
        time.written("why");
        assert_eq!(time.to_write(), Some(String::new()), "the newer one is not written yet");
        time.written("");
        assert_eq!(time.to_write(), None);
        assert!(time.wants_note(Timestamp(1_000_000)));
        time.noted(Timestamp(1_000_000));
        assert!(!time.wants_note(Timestamp(1_003_599)) && time.wants_note(Timestamp(1_003_600)));
        assert!(time.wants_note(Timestamp(996_400)), "the clock went back");
    }
}
