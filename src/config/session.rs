//! `[session]`: how long a browser stays signed in.

use super::{
    section::{Checker, section},
    units::print_length,
};
use crate::base::time::Seconds;

section! {
    /// How long a browser stays signed in to Signet itself.
    Session, check = check {
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
    }
}

fn check(session: &Session, at: &mut Checker<'_>) {
    let range = (Seconds(60), Seconds::days(3660));
    at.within("absolute", session.absolute, range, print_length);
    at.within("idle", session.idle, range, print_length);
    at.within("unremembered", session.unremembered, range, print_length);
    at.within("fresh", session.fresh, range, print_length);
    if session.update_age >= session.idle {
        at.refuse("update_age", "a session in use would end as idle", "choose less than session.idle");
    }
    for (key, length) in [("idle", session.idle), ("unremembered", session.unremembered)] {
        if length > session.absolute {
            at.refuse(key, "it is longer than session.absolute", "choose at most session.absolute");
        }
    }
}
