//! `[audit]`: the record of what happened.

use super::{
    section::{Checker, section},
    units::print_length,
};
use crate::base::time::Seconds;

section! {
    /// The record of what happened.
    Audit, check = check {
        /// How long events are kept. Ask whoever is responsible for data protection.
        retention: Seconds = Seconds::days(400);
        /// Token events that may wait in memory to be written together. When it is full, further
        /// ones are dropped and counted; events of a change of state are never dropped.
        queue: u32 = 8192;
    }
}

fn check(audit: &Audit, at: &mut Checker<'_>) {
    at.within("retention", audit.retention, (Seconds::days(1), Seconds::days(36_600)), print_length);
    at.within("queue", audit.queue, (16, 1 << 20), |count| count.to_string());
}
