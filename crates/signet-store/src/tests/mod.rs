//! The store against real engines.

mod broken_writer;
mod erased;
mod fixtures;
mod on_the_spot;
mod purge;
mod statements;
mod tables;
mod walks;
mod writer;

use super::{Db, Error, settings, testing::NOW};

/// Writes a setting in a transaction of its own.
async fn put(db: &Db, name: &str) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    settings::put(&mut tx, name, "1", NOW).await?;
    tx.commit().await
}

/// Whether the setting can be read.
async fn has(db: &Db, name: &str) -> bool {
    let mut conn = db.read().await.unwrap();
    settings::get(&mut conn, name).await.unwrap().is_some()
}
