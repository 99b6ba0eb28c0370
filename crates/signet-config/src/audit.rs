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
        /// Whether each issue of tokens is written down: who got them for whom, when, and by which
        /// grant.
        token_events: bool = true;
        /// How long each is kept by itself. After that only their number is: for each client,
        /// person and hour, as long as other events.
        token_retention: Seconds = Seconds::days(7);
        /// Token events that may wait in memory to be written together. When it is full, further
        /// ones are dropped and counted; events of a change of state are never dropped.
        queue: u32 = 8192;
    }
}

fn check(audit: &Audit, at: &mut Checker<'_>) {
    at.within("retention", audit.retention, (Seconds::days(1), Seconds::days(36_600)), print_length);
    let token_most = Seconds(audit.retention.0.max(Seconds::hours(1).0));
    at.within("token_retention", audit.token_retention, (Seconds::hours(1), token_most), print_length);
    at.within("queue", audit.queue, (16, 1 << 20), |count| count.to_string());
}
