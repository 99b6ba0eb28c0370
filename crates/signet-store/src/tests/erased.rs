//! What was erased does not stay in the write-ahead log, and emptying that holds up nobody.

use std::time::Duration;

use tokio::time::timeout;

use super::put;
use crate::testing::{self, TestDb};

/// How much is in the write-ahead log.
fn logged(db: &TestDb) -> u64 {
    std::fs::metadata(db.file().with_extension("db-wal")).map_or(0, |log| log.len())
}

/// Another process that reads, and so keeps the log from being emptied.
fn reading(db: &TestDb) -> rusqlite::Connection {
    let other = rusqlite::Connection::open(db.file()).unwrap();
    other.execute_batch("BEGIN; SELECT name FROM settings").unwrap();
    other
}

#[tokio::test]
async fn the_log_is_emptied_at_once_when_nobody_reads_from_it() {
    for db in testing::engines().await {
        put(&db, "erased").await.unwrap();
        assert!(db.forget_erased().await.unwrap(), "{}", db.engine_name());
        assert!(db.finish_forgetting().await.unwrap(), "{}", db.engine_name());
        if db.engine_name() == "sqlite" {
            assert_eq!(logged(&db), 0);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_somebody_reads_is_emptied_later_and_writers_go_on_meanwhile() {
    let db = testing::sqlite().await;
    let reader = reading(&db);
    put(&db, "erased").await.unwrap();
    let erasing = db.clone();
    let erasing = tokio::spawn(async move { erasing.forget_erased().await });
    let mut written = 0;
    while !erasing.is_finished() {
        timeout(Duration::from_secs(10), put(&db, "meanwhile")).await.expect("a writer waits for it").unwrap();
        written += 1;
    }
    assert!(!erasing.await.unwrap().unwrap() && written > 2, "{written} writes meanwhile");

    // The next one leaves it to the same later moment.
    assert!(!db.forget_erased().await.unwrap());
    assert!(!db.finish_forgetting().await.unwrap(), "somebody still reads");
    assert!(logged(&db) > 0);
    reader.execute_batch("COMMIT").unwrap();
    assert!(db.finish_forgetting().await.unwrap());
    assert_eq!(logged(&db), 0);
    // Done is done: an erasure after that is one of its own, and without one the log is left alone.
    put(&db, "more").await.unwrap();
    assert!(db.finish_forgetting().await.unwrap() && logged(&db) > 0);
    assert!(db.forget_erased().await.unwrap());
    assert_eq!(logged(&db), 0);
}

#[tokio::test]
async fn a_log_that_another_process_writes_to_is_emptied_later() {
    let db = testing::sqlite().await;
    put(&db, "erased").await.unwrap();
    let other = rusqlite::Connection::open(db.file()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(!db.forget_erased().await.unwrap());
    other.execute_batch("COMMIT").unwrap();
    assert!(db.finish_forgetting().await.unwrap());
    assert_eq!(logged(&db), 0);
}
