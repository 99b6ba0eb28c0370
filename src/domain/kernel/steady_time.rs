//! Nothing is deleted for good, and nothing given up for being too old, by a clock that is not to be believed: what may be
//! deleted or given up waits, and says so.

use super::{Cx, Error};
use crate::{
    app::steady_time::{ClockReading, Doubt, EarlierRounds, Steadiness, WAIT},
    base::time::{Seconds, Timestamp},
    store::{self, Conn, audit, settings, token_events},
};

/// Where it is written down for [`find_reason`], and for the next process, that something waits.
pub const WAITS: &str = "purge.waits";
/// Where it is written down when the clock was believed last.
const BELIEVED: &str = "purge.believed";
/// Whoever waits looks twice a minute, and writes it down each time.
const LAST_LOOK: Seconds = Seconds::minutes(2);

/// Whether the clock is to be believed by what deletes for good.
///
/// # Errors
/// When the database fails.
pub async fn is_believed(cx: &Cx<'_>) -> Result<bool, Error> {
    let time = &cx.app.steady_time;
    let earlier = if time.is_new() { Earlier::find(cx).await? } else { Earlier::default() };
    let look = ClockReading::of(&cx.app.clock);
    let doubted = |why: &str| {
        let wait_seconds = WAIT.0;
        tracing::warn!(wait_seconds, "{why}: nothing that has expired is deleted until it has been steady");
    };
    let believed = match time.look(look, earlier.rounds()) {
        Steadiness::Steady => true,
        Steadiness::SteadyAgain => {
            tracing::info!("the clock has been steady for half an hour: what has expired is deleted again");
            time.keep(String::new());
            true
        }
        Steadiness::Doubted(doubt) => {
            let why = why(doubt);
            doubted(&why);
            time.keep(format!("{why} at {}", look.clock));
            false
        }
        Steadiness::DoubtedBefore => {
            doubted(&earlier.waits);
            time.keep(earlier.waits);
            false
        }
        Steadiness::Waits => false,
    };
    metrics::gauge!(crate::telemetry::PURGE_WAITS).set(if believed { 0.0 } else { 1.0 });
    write_down(cx, look.clock, believed).await?;
    Ok(believed)
}

/// Why something waits at present: who is gone waits no more, though the next process goes on where they were.
///
/// # Errors
/// When the database fails.
pub async fn find_reason(conn: &mut Conn, now: Timestamp) -> store::Result<Option<String>> {
    // A clock that was ahead wrote down a moment that is still to come.
    let found = settings::get_between(conn, WAITS, now - LAST_LOOK, now + LAST_LOOK).await?;
    Ok(found.filter(|why| !why.is_empty()))
}

fn why(doubt: Doubt) -> String {
    match doubt {
        Doubt::Jumped(by) if by.0 > 0 => format!("the clock went ahead by {} seconds", by.0),
        Doubt::Jumped(by) => format!("the clock went back by {} seconds", -by.0),
        Doubt::Silence(age) => format!("the clock was believed last {} seconds ago", age.0),
        Doubt::Behind(by) => format!("the clock was believed last when it was {} seconds ahead", by.0),
    }
}

/// What the processes before this one have left.
#[derive(Default)]
struct Earlier {
    believed: Option<Timestamp>,
    /// Why something waits; empty where nothing does.
    waits: String,
}

impl Earlier {
    async fn find(cx: &Cx<'_>) -> Result<Self, Error> {
        let mut conn = cx.read().await?;
        let waits = settings::get(&mut conn, WAITS).await?.unwrap_or_default();
        let believed = settings::get(&mut conn, BELIEVED).await?.and_then(|text| text.parse().ok()).map(Timestamp);
        let believed = match believed {
            Some(believed) => Some(believed),
            // A version before wrote nothing down: its newest event stands for it.
            None => audit::newest(&mut conn).await?.max(token_events::newest(&mut conn).await?),
        };
        Ok(Self { believed, waits })
    }

    const fn rounds(&self) -> EarlierRounds {
        EarlierRounds { believed: self.believed, waits: !self.waits.is_empty() }
    }
}

/// What the next process must know.
async fn write_down(cx: &Cx<'_>, now: Timestamp, believed: bool) -> Result<(), Error> {
    let time = &cx.app.steady_time;
    if let Some(waits) = time.to_write() {
        put(cx, WAITS, &waits).await?;
        time.written(&waits);
    }
    if believed && time.wants_note(now) {
        put(cx, BELIEVED, &now.0.to_string()).await?;
        time.noted(now);
    }
    Ok(())
}

async fn put(cx: &Cx<'_>, name: &str, value: &str) -> Result<(), Error> {
    cx.write_one(async |work| Ok(settings::put(work, name, value, cx.now).await?)).await
}
