//! What runs on the spot on SQLite, what runs through a thread, and what is left when nobody waits for it.

use std::task::{Context, Waker};

use super::{has, put};
use crate::{Error, base::id::FamilyId, db::Engine, presented, settings, testing, testing::NOW};

/// Keeps a thread at work for a while.
macro_rules! long_read {
    () => {
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000000) SELECT COUNT(*) FROM n"
    };
}

/// A write before that; a reader would refuse it at once.
const LONG: &str = concat!("INSERT INTO settings (name, value, updated_at) VALUES ('half', '1', 0); ", long_read!());

/// Begins, and goes away while a thread is at work for it.
fn begin_and_leave(work: impl Future<Output = Result<(), Error>>) {
    let polled = std::pin::pin!(work).poll(&mut Context::from_waker(Waker::noop()));
    assert!(polled.is_pending(), "it ran on the spot");
}

#[tokio::test]
async fn a_transaction_dropped_while_a_thread_works_for_it_is_undone() {
    let db = testing::sqlite().await;
    for round in 0..5 {
        let mut tx = db.begin().await.unwrap();
        begin_and_leave(tx.script(LONG));
        drop(tx);
        put(&db, &format!("after {round}")).await.unwrap();
        assert!(!has(&db, "half").await, "round {round}");
    }
}

#[tokio::test]
async fn a_reader_dropped_while_a_thread_works_for_it_returns() {
    let db = testing::sqlite().await;
    // More often than there are readers: one that did not come back would be waited for.
    for _ in 0..5 {
        let mut conn = db.read().await.unwrap();
        begin_and_leave(conn.script(long_read!()));
        drop(conn);
    }
    db.close().await;
}

#[tokio::test]
async fn a_connection_whose_statement_was_abandoned_says_so() {
    let db = testing::sqlite().await;
    let mut tx = db.begin().await.unwrap();
    begin_and_leave(tx.script(LONG));
    let error = settings::put(&mut tx, "late", "1", NOW).await.unwrap_err();
    assert!(error.is_unavailable());
    assert_eq!(error.to_string(), "the database is unavailable: an earlier statement was abandoned");
    assert!(tx.commit().await.unwrap_err().is_unavailable());
    assert!(!has(&db, "late").await);
}

#[tokio::test]
async fn a_look_up_runs_on_the_spot_and_a_walk_through_a_thread() {
    let db = testing::sqlite().await;
    let mut conn = db.read().await.unwrap();
    let Engine::Sqlite(conn) = conn.engine() else { panic!("not SQLite") };
    for (sql, long) in [
        ("SELECT value FROM settings WHERE name = $1", false),
        ("INSERT INTO settings (name, value, updated_at) VALUES ($1, $2, $3)", false),
        ("UPDATE settings SET value = $2 WHERE name = $1", false),
        ("DELETE FROM limits WHERE rule = $1 AND hash = $2", false),
        // It runs with each new row, and finds few.
        (
            "DELETE FROM interactions WHERE place = $1 AND id <= \
             (SELECT id FROM interactions WHERE place = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)",
            false,
        ),
        ("SELECT name FROM settings", true),
        ("SELECT COUNT(*) FROM users", true),
        // A range of an index, however short the answer.
        ("SELECT MIN(expires_at) FROM tokens WHERE expires_at > $1", true),
        // Any number of rows of one value, or of a list.
        ("UPDATE sessions SET ended_at = $2 WHERE user_id = $1", true),
        ("UPDATE tokens SET client_id = $2 WHERE hash IN (SELECT hash FROM tokens WHERE client_id = $1)", true),
        ("DELETE FROM limits WHERE rule = $1", true),
        ("DELETE FROM outcomes WHERE hash IN (SELECT hash FROM outcomes WHERE expires_at <= $1 LIMIT $2)", true),
        // One row, and all that others have of it.
        ("DELETE FROM users WHERE id = $1", true),
    ] {
        assert_eq!(conn.is_long(sql).unwrap(), long, "{sql}");
    }
}

#[tokio::test]
async fn a_statement_is_planned_once_whatever_its_values_are() {
    let db = testing::sqlite().await;
    let mut conn = db.read().await.unwrap();
    for id in ["fam_1", "fam_2", "fam_3"] {
        presented::find_family(&mut conn, &FamilyId::from_stored(id), NOW).await.unwrap();
    }
    let Engine::Sqlite(conn) = conn.engine() else { panic!("not SQLite") };
    assert_eq!(conn.planned_again().unwrap(), 0);
}

#[tokio::test]
async fn a_parameter_is_found_by_its_number() {
    for db in testing::engines().await {
        let mut conn = db.read().await.unwrap();
        let sql = "SELECT CAST($2 AS TEXT), CAST($1 AS TEXT), CAST($2 AS TEXT)";
        let found = q!(conn, fetch_one, (String, String, String), sql, "one", "two").unwrap();
        assert_eq!(found, ("two".to_owned(), "one".to_owned(), "two".to_owned()), "{}", db.engine_name());
    }
}

#[tokio::test]
async fn nothing_is_written_after_a_transaction_was_undone_behind_its_back() {
    let db = testing::sqlite().await;
    let mut tx = db.begin().await.unwrap();
    tx.script("ROLLBACK").await.unwrap();
    let error = settings::put(&mut tx, "stray", "1", NOW).await.unwrap_err();
    assert_eq!(error.to_string(), "the database is unavailable: the transaction was undone");
    drop(tx);
    assert!(!has(&db, "stray").await);
    put(&db, "afterwards").await.unwrap();
    assert!(has(&db, "afterwards").await);
}
