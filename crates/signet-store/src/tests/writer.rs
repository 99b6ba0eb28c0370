//! Group commit on SQLite; the same promises on PostgreSQL where they make sense.

use std::time::Duration;

use tokio::{sync::oneshot, time::timeout};

use super::{has, put};
use crate::{Db, DbOptions, settings, testing, testing::NOW};

#[tokio::test]
async fn a_dropped_transaction_undoes_exactly_its_own_writes() {
    for db in testing::engines().await {
        let dropped = db.clone();
        let (reached, written) = oneshot::channel();
        let hung_up = tokio::spawn(async move {
            let mut tx = dropped.begin().await.unwrap();
            settings::put(&mut tx, "dropped", "1", NOW).await.unwrap();
            reached.send(()).unwrap();
            std::future::pending::<()>().await;
            tx.commit().await.unwrap();
        });
        written.await.unwrap();
        // These three wait behind the one above on SQLite, so they share its group.
        let others = ["one", "two", "three"].map(|name| {
            let db = db.clone();
            tokio::spawn(async move { put(&db, name).await })
        });
        tokio::task::yield_now().await;
        hung_up.abort();
        for other in others {
            other.await.unwrap().unwrap();
        }
        assert!(!has(&db, "dropped").await);
        for name in ["one", "two", "three"] {
            assert!(has(&db, name).await, "{name} was lost on {}", db.engine_name());
        }
    }
}

#[tokio::test]
async fn a_transaction_dropped_in_the_middle_of_a_statement_leaves_the_writer_usable() {
    for db in testing::engines().await {
        for round in 0..50 {
            let mut tx = db.begin().await.unwrap();
            {
                let write = settings::put(&mut tx, "half", "1", NOW);
                // Polled once: the statement is on its way, its answer is not awaited.
                let polled = timeout(Duration::ZERO, write).await;
                drop(polled);
            }
            drop(tx);
            put(&db, &format!("after {round}")).await.unwrap();
            assert!(!has(&db, "half").await, "round {round} on {}", db.engine_name());
        }
    }
}

#[tokio::test]
async fn a_requester_that_goes_away_before_its_turn_blocks_nobody() {
    let db = testing::sqlite().await;
    let holder = db.begin().await.unwrap();
    let waiting = db.clone();
    let waiting = tokio::spawn(async move { waiting.begin().await.map(drop) });
    tokio::task::yield_now().await;
    waiting.abort();
    assert!(waiting.await.unwrap_err().is_cancelled());
    holder.rollback().await.unwrap();
    put(&db, "next").await.unwrap();
    assert!(has(&db, "next").await);
}

// Else a second press finds an interaction completed, and not yet the answer that completed it.
#[tokio::test]
async fn whoever_undoes_waits_until_what_it_saw_is_durable() {
    let db = testing::sqlite().await;
    for round in 0..50 {
        let (first, second) = (format!("first {round}"), format!("second {round}"));
        let mut tx = db.begin().await.unwrap();
        let sees = {
            let (db, first, second) = (db.clone(), first.clone(), second.clone());
            tokio::spawn(async move {
                let mut tx = db.begin().await.unwrap();
                assert_eq!(settings::get(&mut tx, &first).await.unwrap().as_deref(), Some("1"));
                settings::put(&mut tx, &second, "1", NOW).await.unwrap();
                tx.rollback().await.unwrap();
                assert!(has(&db, &first).await, "round {round}");
            })
        };
        settings::put(&mut tx, &first, "1", NOW).await.unwrap();
        tokio::task::yield_now().await;
        tx.commit().await.unwrap();
        sees.await.unwrap();
        assert!(!has(&db, &second).await, "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_transactions_share_durable_commits() {
    const MEMBERS: u64 = 400;
    let db = testing::sqlite().await;
    let before = db.write_stats();
    let tasks: Vec<_> = (0..MEMBERS)
        .map(|number| {
            let db = db.clone();
            tokio::spawn(async move { put(&db, &format!("setting {number}")).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let after = db.write_stats();
    assert_eq!(after.transactions - before.transactions, MEMBERS);
    let commits = after.commits - before.commits;
    assert!(commits <= MEMBERS / 4, "{commits} commits for {MEMBERS} transactions");
    // Another process sees all of them: they are in the file.
    let other = Db::open(&db.url, &DbOptions::default()).await.unwrap();
    let mut conn = other.read().await.unwrap();
    let (count,) = q!(conn, fetch_one, (i64,), "SELECT COUNT(*) FROM settings").unwrap();
    assert_eq!(u64::try_from(count).unwrap(), MEMBERS);
    drop(conn);
    other.close().await;
}

#[tokio::test]
async fn a_failing_member_does_not_hurt_the_others() {
    for db in testing::engines().await {
        let tasks: Vec<_> = (0..30)
            .map(|number| {
                let db = db.clone();
                tokio::spawn(async move {
                    if number % 3 != 0 {
                        return put(&db, &format!("good {number}")).await;
                    }
                    let mut tx = db.begin().await?;
                    settings::put(&mut tx, &format!("bad {number}"), "1", NOW).await?;
                    let insert =
                        "INSERT INTO settings (name, value, updated_at) VALUES ('twice', '', 0), ('twice', '', 0)";
                    q!(tx, execute, insert)?;
                    tx.commit().await
                })
            })
            .collect();
        for (number, task) in tasks.into_iter().enumerate() {
            let answer = task.await.unwrap();
            if number % 3 == 0 {
                assert!(answer.unwrap_err().is_unique());
                assert!(!has(&db, &format!("bad {number}")).await);
            } else {
                answer.unwrap();
                assert!(has(&db, &format!("good {number}")).await);
            }
        }
    }
}

#[tokio::test]
async fn nothing_is_seen_by_readers_before_it_is_acknowledged() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        settings::put(&mut tx, "pending", "1", NOW).await.unwrap();
        assert!(!has(&db, "pending").await);
        tx.commit().await.unwrap();
        assert!(has(&db, "pending").await);
    }
}

#[tokio::test]
async fn a_reader_cannot_write() {
    let db = testing::sqlite().await;
    let mut conn = db.read().await.unwrap();
    let why = settings::put(&mut conn, "read", "1", NOW).await.unwrap_err().to_string();
    assert_eq!(why, "the database refused a statement: attempt to write a readonly database");
}

/// A storm of writers that never leaves the queue empty.
fn storm(db: &Db) -> Vec<tokio::task::JoinHandle<()>> {
    (0..16)
        .map(|number| {
            let db = db.clone();
            tokio::spawn(async move {
                loop {
                    put(&db, &format!("storm {number}")).await.unwrap();
                }
            })
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_process_gets_its_turn_during_a_storm() {
    let db = testing::sqlite().await;
    let storm = storm(&db);
    let other = Db::open(&db.url, &DbOptions::default()).await.unwrap();
    for number in 0..10 {
        let turn = timeout(Duration::from_secs(5), put(&other, &format!("command {number}"))).await;
        turn.expect("no turn within five seconds").unwrap();
    }
    other.close().await;
    storm.iter().for_each(tokio::task::JoinHandle::abort);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_made_during_a_storm_is_whole() {
    let db = testing::sqlite().await;
    put(&db, "before").await.unwrap();
    let storm = storm(&db);
    let target = db.file().with_file_name("backup.db");
    db.backup_to(&target).await.unwrap();
    storm.iter().for_each(tokio::task::JoinHandle::abort);
    let twice = db.backup_to(&target).await.unwrap_err().to_string();
    assert!(twice.ends_with("(it must not exist yet)"), "a backup never overwrites a file: {twice}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let copy = Db::open(&format!("sqlite:{}", target.display()), &DbOptions::default()).await.unwrap();
    assert!(has(&copy, "before").await);
    let mut conn = copy.read().await.unwrap();
    let (verdict,) = q!(conn, fetch_one, (String,), "PRAGMA integrity_check").unwrap();
    assert_eq!(verdict, "ok");
    drop(conn);
    copy.close().await;
}

#[tokio::test]
async fn a_lock_held_by_another_process_is_waited_for() {
    let db = testing::sqlite().await;
    let other = rusqlite::Connection::open(db.file()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let waiting = db.clone();
    let mut write = tokio::spawn(async move { put(&waiting, "patient").await });
    assert!(timeout(Duration::from_millis(50), &mut write).await.is_err(), "it did not wait");
    other.execute_batch("COMMIT").unwrap();
    write.await.unwrap().unwrap();
    other.close().unwrap();
}

#[tokio::test]
async fn a_file_is_private_and_memory_is_refused() {
    let db = testing::sqlite().await;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&db.file()), 0o600);
        assert_eq!(mode(db.file().parent().unwrap()), 0o700);
    }
    for (url, why) in [
        (
            "sqlite::memory:",
            "a database in memory would forget everything; name a file, for example sqlite:data/signet.db",
        ),
        ("sqlite:", "it names no file; write for example sqlite:data/signet.db"),
        ("sqlite:a.db?mode=ro", "parameters are not supported after the file name"),
        ("mysql://localhost/x", "the database URL must start with sqlite: (a file) or postgres:// (a server)"),
    ] {
        let refused = Db::open(url, &DbOptions::default()).await.unwrap_err().to_string();
        assert!(refused.ends_with(why), "{url}: {refused}");
    }
}

#[tokio::test]
async fn a_closed_database_says_so_and_leaves_no_log_behind() {
    let db = testing::sqlite().await;
    put(&db, "last").await.unwrap();
    db.close().await;
    assert!(db.begin().await.unwrap_err().is_unavailable());
    assert!(db.read().await.unwrap_err().is_unavailable());
    assert!(!db.file().with_extension("db-wal").exists(), "the write-ahead log was not folded in");
}

#[tokio::test]
async fn both_engines_answer_a_ping() {
    for db in testing::engines().await {
        db.ping().await.unwrap();
    }
}

#[tokio::test]
async fn when_the_commit_fails_every_member_fails_and_the_writer_recovers() {
    let db = testing::sqlite().await;
    let mut tx = db.begin().await.unwrap();
    // Our schema defers nothing; here it stands for any COMMIT that fails, such as a full disk.
    tx.script("CREATE TABLE late (id TEXT REFERENCES issuers (id) DEFERRABLE INITIALLY DEFERRED)").await.unwrap();
    tx.commit().await.unwrap();

    let mut first = db.begin().await.unwrap();
    let innocent = db.clone();
    let innocent = tokio::spawn(async move { put(&innocent, "innocent").await });
    tokio::task::yield_now().await;
    q!(first, execute, "INSERT INTO late (id) VALUES ('nobody')").unwrap();
    let before = db.write_stats();
    assert!(first.commit().await.unwrap_err().is_unavailable());
    assert!(innocent.await.unwrap().unwrap_err().is_unavailable());
    assert!(!has(&db, "innocent").await);
    assert_eq!(db.write_stats(), before);

    put(&db, "afterwards").await.unwrap();
    assert!(has(&db, "afterwards").await);
}

#[tokio::test]
async fn the_writer_is_durable_and_strict() {
    let db = testing::sqlite().await;
    for connection in ["writer", "writer opened again"] {
        let mut tx = db.begin().await.unwrap();
        let (synchronous,) = q!(tx, fetch_one, (i64,), "PRAGMA synchronous").unwrap();
        let (foreign_keys,) = q!(tx, fetch_one, (i64,), "PRAGMA foreign_keys").unwrap();
        let (journal,) = q!(tx, fetch_one, (String,), "PRAGMA journal_mode").unwrap();
        assert_eq!((synchronous, foreign_keys, journal.as_str()), (2, 1, "wal"), "{connection}");
        // Ends the transaction behind the writer's back, so that it must open the connection anew.
        tx.script("ROLLBACK").await.unwrap();
        assert!(tx.commit().await.unwrap_err().is_unavailable());
    }
}
