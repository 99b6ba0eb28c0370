//! What goes on beside the requests: caches follow the database, expired rows go, audit events
//! are written in batches.

use super::{
    error::{Error, settle},
    keys,
};
use crate::{
    app::App,
    store::{audit, cache_versions, purge},
};

/// Rows deleted in one transaction, per table: small, so that nobody waits behind it.
const PURGE_BATCH: i64 = 200;
/// Audit events written in one transaction.
pub const AUDIT_BATCH: usize = 500;

/// Drops what another process changed since the last look.
///
/// # Errors
/// When the database fails.
pub async fn follow_changes(app: &App) -> Result<(), Error> {
    app.refusals.settle();
    let mut conn = app.db.read().await?;
    let versions = cache_versions::all(&mut conn).await?;
    drop(conn);
    let written = app.db.write_stats();
    metrics::counter!(crate::telemetry::DB_COMMITS).absolute(written.commits);
    metrics::counter!(crate::telemetry::DB_COMMITTED_TRANSACTIONS).absolute(written.transactions);
    for name in app.caches.risen(versions) {
        match name.as_str() {
            "clients" => app.caches.forget_clients(),
            "resource_servers" => app.caches.resource_servers.clear(),
            "attributes" => app.caches.forget_attributes(),
            "signing_keys" => keys::reload(app).await?,
            _ => {}
        }
    }
    Ok(())
}

/// Deletes a batch of expired rows; answers how many.
///
/// # Errors
/// When the database fails.
pub async fn purge(app: &App) -> Result<u64, Error> {
    let now = app.clock.now();
    let retention = purge::Retention { audit: app.config.audit.retention, ..purge::Retention::default() };
    let mut tx = app.db.begin().await?;
    let outcome = purge::purge_batch(&mut tx, now, &retention, PURGE_BATCH).await.map_err(Error::from);
    let purged = settle(tx, outcome).await?;
    metrics::counter!(crate::telemetry::ROWS_PURGED).increment(purged);
    Ok(purged)
}

/// Writes a batch of the token events that wait; answers whether it was a full one, so that more
/// may wait.
///
/// # Errors
/// When the database fails; the batch is lost then, and counted.
pub async fn write_audit(app: &App) -> Result<bool, Error> {
    let batch = app.audit.take(AUDIT_BATCH).await;
    let full = batch.len() >= AUDIT_BATCH;
    write(app, batch).await.map(|()| full)
}

/// Writes what still waits, before the process ends.
///
/// # Errors
/// When the database fails.
pub async fn write_audit_rest(app: &App) -> Result<(), Error> {
    while write_audit(app).await? {}
    Ok(())
}

async fn write(app: &App, batch: Vec<audit::Event>) -> Result<(), Error> {
    if batch.is_empty() {
        return Ok(());
    }
    let mut tx = app.db.begin().await?;
    let outcome = audit::insert_many(&mut tx, &batch).await.map_err(Error::from);
    let written = settle(tx, outcome).await;
    if written.is_err() {
        metrics::counter!(crate::telemetry::AUDIT_DROPPED).increment(u64::try_from(batch.len()).unwrap_or(0));
    }
    written
}
