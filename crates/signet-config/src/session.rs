//! `[session]`: how long a browser stays signed in.

use super::{
    choice::choice,
    section::{Checker, section},
    units::print_length,
};
use crate::base::time::Seconds;

section! {
    /// How long a browser stays signed in to Signet itself. The preset says what the keys are that nobody set:
    ///
    /// absolute:     relaxed 30d, balanced 7d,  strict 1d
    /// idle:         relaxed 7d,  balanced 1d,  strict 1h
    /// update_age:   relaxed 1h,  balanced 15m, strict 5m
    /// unremembered: relaxed 1d,  balanced 12h, strict 8h
    /// fresh:        relaxed 10m, balanced 10m, strict 5m
    Session, check = check {
        /// "relaxed", "balanced" or "strict": which of the above count for the keys that are not set.
        preset: SessionPreset = SessionPreset::Relaxed;
        /// A session ends this long after the sign-in, used or not. Whoever signs in again while it
        /// lasts prolongs it.
        absolute: Seconds = Seconds::days(30);
        /// A session that is not used for this long ends.
        idle: Seconds = Seconds::days(7);
        /// How stale "last used" may be before it is written again. Shorter makes session.idle
        /// more exact and costs a write each time.
        update_age: Seconds = Seconds::hours(1);
        /// A session ends this long after the sign-in when the person did not ask to be
        /// remembered; its cookie ends with the browser.
        unremembered: Seconds = Seconds::hours(24);
        /// How long after a sign-in a person may change how they sign in; later they are asked to sign in again.
        fresh: Seconds = Seconds::minutes(10);
        /// In how many browsers a person is signed in at most, at one issuer. A sign-in in one more ends the session
        /// whose sign-in is longest ago, and the person is told by mail. 0: in any number.
        max: u32 = 5;
    }
}

choice! {
    /// A set of lengths.
    SessionPreset, "preset" {
        /// A month, for people who come back each week.
        Relaxed = "relaxed",
        /// A week, for people who come back each day.
        Balanced = "balanced",
        /// A day at work.
        Strict = "strict",
    }
}

impl SessionPreset {
    /// What it sets.
    fn values(self) -> Session {
        let standard = Session { preset: self, ..Session::default() };
        match self {
            Self::Relaxed => standard,
            Self::Balanced => Session {
                absolute: Seconds::days(7),
                idle: Seconds::days(1),
                update_age: Seconds::minutes(15),
                unremembered: Seconds::hours(12),
                ..standard
            },
            Self::Strict => Session {
                absolute: Seconds::days(1),
                idle: Seconds::hours(1),
                update_age: Seconds::minutes(5),
                unremembered: Seconds::hours(8),
                fresh: Seconds::minutes(5),
                ..standard
            },
        }
    }
}

impl Session {
    /// What nobody set is as the preset says.
    pub(super) fn follow_preset(&mut self, is_set: impl Fn(&str) -> bool) {
        let preset = self.preset.values();
        let lengths = [
            ("absolute", &mut self.absolute, preset.absolute),
            ("idle", &mut self.idle, preset.idle),
            ("update_age", &mut self.update_age, preset.update_age),
            ("unremembered", &mut self.unremembered, preset.unremembered),
            ("fresh", &mut self.fresh, preset.fresh),
        ];
        for (_, length, value) in lengths.into_iter().filter(|(key, _, _)| !is_set(key)) {
            *length = value;
        }
    }
}

fn check(session: &Session, at: &mut Checker<'_>) {
    let range = (Seconds(60), Seconds::days(3660));
    at.within("absolute", session.absolute, range, print_length);
    at.within("idle", session.idle, range, print_length);
    at.within("unremembered", session.unremembered, range, print_length);
    at.within("fresh", session.fresh, range, print_length);
    at.within("max", session.max, (0, 1000), |count| count.to_string());
    if session.update_age >= session.idle {
        at.refuse("update_age", "a session in use would end as idle", "choose less than session.idle");
    }
    for (key, length) in [("idle", session.idle), ("unremembered", session.unremembered)] {
        if length > session.absolute {
            at.refuse(key, "it is longer than session.absolute", "choose at most session.absolute");
        }
    }
}
