//! Nothing is deleted for good by a clock that is not to be believed: what may be deleted waits, and says so.

use crate::{
    app::steady_time::{ClockReading, Doubt, Steadiness, WAIT},
    base::time::Timestamp,
    domain::kernel::{Cx, Error},
    store::{audit, settings, token_events},
};

/// Where it is written down for `signet config check` that something waits.
pub const WAITS: &str = "purge.waits";

/// Whether the clock is to be believed by what deletes for good.
///
/// # Errors
/// When the database fails.
pub async fn is_believed(cx: &Cx<'_>) -> Result<bool, Error> {
    let time = &cx.app.steady_time;
    let (is_first, newest) = if time.is_new() { (true, newest(cx).await?) } else { (false, None) };
    let look = ClockReading { clock: cx.now, running: cx.app.clock.running() };
    let (believed, waits) = match time.look(look, newest) {
        // A process that was ended while it waited has left its reason in the settings.
        Steadiness::Steady if is_first => (true, Some(String::new())),
        Steadiness::Steady => (true, None),
        Steadiness::Waits => (false, None),
        Steadiness::SteadyAgain => {
            tracing::info!("the clock has been steady for half an hour: what has expired is deleted again");
            (true, Some(String::new()))
        }
        Steadiness::Doubted(doubt) => {
            let why = why(doubt);
            tracing::warn!(
                wait_seconds = WAIT.0,
                "{why}: nothing that has expired is deleted until it has been steady"
            );
            (false, Some(format!("{why} at {}", cx.now)))
        }
    };
    metrics::gauge!(crate::telemetry::PURGE_WAITS).set(if believed { 0.0 } else { 1.0 });
    if let Some(waits) = waits {
        note(cx, &waits).await?;
    }
    Ok(believed)
}

fn why(doubt: Doubt) -> String {
    match doubt {
        Doubt::Jumped(by) if by.0 > 0 => format!("the clock went ahead by {} seconds", by.0),
        Doubt::Jumped(by) => format!("the clock went back by {} seconds", -by.0),
        Doubt::Silence(age) => format!("the newest row of the database is {} seconds old", age.0),
    }
}

/// When the newest event was written.
async fn newest(cx: &Cx<'_>) -> Result<Option<Timestamp>, Error> {
    let mut conn = cx.read().await?;
    Ok(audit::newest(&mut conn).await?.max(token_events::newest(&mut conn).await?))
}

async fn note(cx: &Cx<'_>, waits: &str) -> Result<(), Error> {
    let mut conn = cx.read().await?;
    let known = settings::get(&mut conn, WAITS).await?.unwrap_or_default();
    drop(conn);
    if known == waits {
        return Ok(());
    }
    cx.write_one(async |work| Ok(settings::put(work, WAITS, waits, cx.now).await?)).await
}
