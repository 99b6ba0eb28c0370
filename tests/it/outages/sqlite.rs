//! An SQLite file that somebody holds, that cannot grow, and that is not there any more.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use super::{AT_ONCE, SENTENCE, UNKNOWN, ask, assert_unavailable, is_ready, let_it_rest, machine};
use crate::support::TestApp;

fn file(t: &TestApp) -> PathBuf {
    t.engine().directory().join("signet.db")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lock_that_another_program_holds_is_told_after_its_limit() {
    let t = TestApp::sqlite().await;
    let machine = machine(&t).await;
    assert_eq!(ask(&machine).await.0.status, 200);
    let holder = rusqlite::Connection::open(file(&t)).unwrap();
    holder.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let (answer, took) = ask(&machine).await;
    assert_unavailable(&answer, SENTENCE);
    println!("foreign lock: told after {took:?}");
    assert!(took < Duration::from_secs(2) + AT_ONCE, "{took:?}");
    let began = Instant::now();
    assert!(!is_ready(&t).await);
    assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());
    holder.execute_batch("ROLLBACK").unwrap();
    assert_eq!(ask(&machine).await.0.status, 200);
    assert!(is_ready(&t).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deleted_file_is_not_written_to() {
    let t = TestApp::sqlite().await;
    let machine = machine(&t).await;
    assert_eq!(ask(&machine).await.0.status, 200);
    let aside = file(&t).with_extension("aside");
    std::fs::rename(file(&t), &aside).unwrap();
    for _ in 0..3 {
        let (answer, took) = ask(&machine).await;
        assert_unavailable(&answer, SENTENCE);
        assert!(took < AT_ONCE, "{took:?}");
    }
    let_it_rest().await;
    assert!(!is_ready(&t).await);
    assert!(!file(&t).exists(), "no empty database was made in its place");
    // Nor is it told from memory.
    let page = t.browser().get(&t.url("/login")).await;
    assert_eq!(page.answer.status.as_u16(), 503, "{}", page.text());
    // Another file in its place is none of ours.
    std::fs::copy(&aside, file(&t)).unwrap();
    assert_unavailable(&ask(&machine).await.0, SENTENCE);
    let_it_rest().await;
    assert!(!is_ready(&t).await);
    // The same one is.
    std::fs::rename(&aside, file(&t)).unwrap();
    assert_eq!(ask(&machine).await.0.status, 200);
    assert!(is_ready(&t).await);
    assert_eq!(t.count("SELECT COUNT(*) FROM tokens").await, 2, "what was not acknowledged is not there");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deleted_log_is_not_written_to() {
    let t = TestApp::sqlite().await;
    let machine = machine(&t).await;
    assert_eq!(ask(&machine).await.0.status, 200);
    std::fs::remove_file(t.engine().directory().join("signet.db-wal")).unwrap();
    // It went into the log that is open and has no name.
    assert_unavailable(&ask(&machine).await.0, UNKNOWN);
    assert_unavailable(&ask(&machine).await.0, SENTENCE);
    let_it_rest().await;
    assert!(!is_ready(&t).await);
}
