//! Whether requests can be served now: whether the database takes writes. A look-up would not find a full disk, a
//! lock that somebody holds, a server that became a standby, or a file that was deleted.

use std::time::{Duration, Instant};

use tokio::time::timeout;

use crate::{
    app::readiness::WriteCheck,
    domain::kernel::{Cx, Error},
    store::settings,
};

/// A write that was acknowledged this long ago still counts, and so does a look.
const RECENT: Duration = Duration::from_secs(1);
/// How long a look may take; whoever probes waits for it.
const LONGEST_LOOK: Duration = Duration::from_secs(3);
/// The setting that a look writes.
const NAME: &str = "readiness";

/// Whether the database takes writes. It goes by those of the last second, and makes one where there was none.
pub async fn takes_writes(cx: &Cx<'_>) -> bool {
    if cx.app.db.wrote_within(RECENT) {
        return true;
    }
    timeout(LONGEST_LOOK, look(cx)).await.unwrap_or_else(|_| {
        tracing::warn!("not ready: the database did not acknowledge a write in time");
        false
    })
}

async fn look(cx: &Cx<'_>) -> bool {
    let mut last = cx.app.readiness.lock().await;
    if let Some(look) = last.filter(|look| look.at.elapsed() < RECENT) {
        return look.passed;
    }
    let written = write(cx).await;
    if let Err(cause) = &written {
        tracing::warn!(%cause, "not ready: the database takes no write");
    }
    *last = Some(WriteCheck { at: Instant::now(), passed: written.is_ok() });
    written.is_ok()
}

async fn write(cx: &Cx<'_>) -> Result<(), Error> {
    let now = cx.now;
    cx.write_one(async |work| Ok(settings::put(work, NAME, &now.0.to_string(), now).await?)).await
}
