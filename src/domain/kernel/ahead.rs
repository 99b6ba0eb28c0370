//! What a clock that was ahead has written: it neither counts nor waits until that time comes.

use super::{Cx, Error};
use crate::{
    base::time::{Seconds, Timestamp},
    store::outbox_deliveries,
};

/// So much further ahead than can be is believed: the clocks of instances differ, and a request may have waited since it
/// looked at the time. Else whoever comes by such a one would find nothing counted.
pub const SKEW: Seconds = Seconds::minutes(1);

/// Whether a moment that has passed by the clock which wrote it lies ahead.
pub fn is_ahead(written: Timestamp, now: Timestamp) -> bool {
    written > now + SKEW
}

/// Whether a pause that began with a mark is not over; a mark that lies ahead began none.
pub fn is_within(pause: Seconds, began: Timestamp, now: Timestamp) -> bool {
    now < began + pause && !is_ahead(began, now)
}

/// How long a consumer of the outbox lets its deliveries wait.
#[derive(Debug, Clone, Copy)]
pub struct Pauses {
    /// The longest pause between two tries.
    pub longest: Seconds,
    /// How long a try has that may be under way.
    pub lease: Seconds,
}

impl Pauses {
    /// What is due later than this was written by a clock that was ahead.
    pub fn furthest(self, now: Timestamp) -> Timestamp {
        now + self.longest.max(self.lease) + SKEW
    }
}

/// Makes due what waits for a consumer longer than it ever pauses: after a lease, since a try may be under way.
///
/// # Errors
/// When the database fails.
pub async fn bring_forward(cx: &Cx<'_>, consumer: &str, pauses: Pauses) -> Result<(), Error> {
    let furthest = pauses.furthest(cx.now);
    let mut conn = cx.read().await?;
    let any = outbox_deliveries::is_any_due_after(&mut conn, consumer, furthest).await?;
    drop(conn);
    if !any {
        return Ok(());
    }
    let at = cx.now + pauses.lease;
    let brought =
        cx.write_one(async |work| Ok(outbox_deliveries::bring_forward(work, consumer, furthest, at).await?)).await?;
    tracing::warn!(consumer, brought, "deliveries that waited for a time far ahead are due soon: a clock was wrong");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_right_clock_writes_is_ahead() {
        let now = Timestamp(1_000_000);
        assert!(!is_ahead(now, now) && !is_ahead(Timestamp(1_000_060), now) && is_ahead(Timestamp(1_000_061), now));
        let is_within = |began: i64| is_within(Seconds(10), Timestamp(began), now);
        assert_eq!([999_990, 999_991, 1_000_060, 1_000_061].map(is_within), [false, true, true, false]);
        let pauses = Pauses { longest: Seconds(600), lease: Seconds(20) };
        assert_eq!(pauses.furthest(now), Timestamp(1_000_660));
        let pauses = Pauses { longest: Seconds(10), lease: Seconds(20) };
        assert_eq!(pauses.furthest(now), Timestamp(1_000_080));
    }
}
