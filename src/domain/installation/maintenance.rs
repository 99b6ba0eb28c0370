//! What goes on beside the requests: caches follow the database, expired rows go, audit events
//! are written in batches.

use std::time::{Duration, Instant};

use crate::{
    app::{audit_queue::AuditBatch, purge_pace::BatchTime},
    domain::{
        kernel::{Cx, Error, catalogue::EventKind, or_again},
        registry::versions,
    },
    store::{self, purge, token_counts, token_events},
};

/// Audit events written in one transaction.
pub const AUDIT_BATCH: usize = 500;

/// Drops what another process changed since the last look, and reports what waited to be reported.
///
/// # Errors
/// When the database fails.
pub async fn follow_changes(cx: &Cx<'_>) -> Result<(), Error> {
    cx.app.refusals.write_remaining();
    let written = cx.app.db.write_stats();
    metrics::counter!(crate::telemetry::DB_COMMITS).absolute(written.commits);
    metrics::counter!(crate::telemetry::DB_COMMITTED_TRANSACTIONS).absolute(written.transactions);
    versions::follow_changes(cx).await
}

/// A batch within its unit of work, which waits for the writer before it.
struct Timed<T> {
    batch: T,
    began: Instant,
    statements: Duration,
}

impl<T> Timed<T> {
    async fn of(batch: impl Future<Output = store::Result<T>>) -> Result<Self, Error> {
        let began = Instant::now();
        let batch = batch.await?;
        Ok(Self { batch, began, statements: began.elapsed() })
    }

    /// When it is durable.
    fn took(&self) -> BatchTime {
        BatchTime { statements: self.statements, held: self.began.elapsed() }
    }
}

/// Deletes a batch of each kind of what has expired, in a transaction for each kind, and answers whether there was
/// any. A batch has as many rows as hold the writer for a few milliseconds, so that nobody waits long behind it. After
/// the last one, empties the log of what an erasure had to leave in it.
///
/// # Errors
/// When the database fails.
pub async fn purge(cx: &Cx<'_>) -> Result<bool, Error> {
    let retention = purge::Retention { audit: cx.app.config.audit.retention, ..purge::Retention::default() };
    let paces = &cx.app.purge_pace;
    let mut done = purge::Batch::default();
    for expired in purge::Expired::ALL {
        let pace = paces.of(expired);
        let due = purge::Due { now: cx.now, retention: &retention, limit: pace.rows() };
        let timed = cx.write(async |work| Timed::of(purge::purge_batch(work, expired, &due)).await).await?;
        let took = timed.took();
        let batch = timed.batch;
        paces.note(pace, batch.deleted + batch.postponed, took);
        done += batch;
    }
    metrics::counter!(crate::telemetry::ROWS_PURGED).increment(done.deleted);
    let counted = count_tokens(cx).await?;
    if done.is_empty() && !counted {
        cx.app.db.finish_forgetting().await?;
    }
    Ok(!done.is_empty() || counted)
}

/// Counts a batch of the token events that were kept one by one for long enough; answers whether there was any.
async fn count_tokens(cx: &Cx<'_>) -> Result<bool, Error> {
    let before = cx.now - cx.app.config.audit.token_retention;
    let kind = EventKind::TokenIssued.as_str();
    let paces = &cx.app.purge_pace;
    let limit = paces.counting.rows();
    let timed = cx
        .write(async |work| {
            Timed::of(async {
                Ok(token_counts::compact(work, before, limit).await?
                    + token_counts::compact_audited(work, kind, before, limit).await?)
            })
            .await
        })
        .await?;
    paces.note(&paces.counting, timed.batch, timed.took());
    Ok(timed.batch > 0)
}

/// Writes a batch of the token events that wait; answers whether it was a full one, so that more
/// may wait.
///
/// # Errors
/// When the database fails; the batch goes back to the others when it is not available, and is lost otherwise, and
/// counted.
pub async fn write_audit(cx: &Cx<'_>) -> Result<bool, Error> {
    let batch = cx.app.audit.take(AUDIT_BATCH).await;
    let full = batch.events().len() >= AUDIT_BATCH;
    write(cx, batch).await.map(|()| full)
}

/// Writes what still waits, before the process ends.
///
/// # Errors
/// When the database fails.
pub async fn write_audit_rest(cx: &Cx<'_>) -> Result<(), Error> {
    while write_audit(cx).await? {}
    Ok(())
}

async fn write(cx: &Cx<'_>, batch: AuditBatch<'_>) -> Result<(), Error> {
    if batch.events().is_empty() {
        return Ok(());
    }
    let insert = || cx.write_one(async |work| Ok(token_events::insert_many(work, batch.events()).await?));
    let written = or_again(insert().await, insert()).await;
    match &written {
        Ok(()) => batch.written(),
        // Nothing of it was committed: it waits for the database.
        Err(Error::Unavailable(cause)) if !cause.is_unknown() => drop(batch),
        Err(_) => batch.lost(),
    }
    written
}
