//! When the thread that makes writes durable is gone, nobody waits for it.

use std::time::Duration;

use tokio::time::timeout;

use super::{has, put};
use crate::{Db, settings, testing, testing::NOW};

const CLOSED: &str = "the database is unavailable: the database is closed";

#[tokio::test]
async fn a_panic_of_the_writer_is_told_to_all_who_wait_and_all_who_come() {
    let db = testing::sqlite().await;
    put(&db, "before").await.unwrap();
    let mut open = db.begin().await.unwrap();
    settings::put(&mut open, "open", "1", NOW).await.unwrap();
    let waiting = db.clone();
    let waiting = tokio::spawn(async move { put(&waiting, "waiting").await });
    tokio::task::yield_now().await;
    let Db::Sqlite(sqlite) = &*db else { panic!("not SQLite") };
    sqlite.break_writer();

    let soon = Duration::from_secs(10);
    let told = timeout(soon, waiting).await.expect("one who waited still does").unwrap();
    assert_eq!(told.unwrap_err().to_string(), CLOSED);
    let told = timeout(soon, open.commit()).await.expect("a commit still waits");
    assert_eq!(told.unwrap_err().to_string(), CLOSED);
    let told = timeout(soon, put(&db, "late")).await.expect("one who came later waits");
    assert_eq!(told.unwrap_err().to_string(), CLOSED);
    // Reading goes on, and nothing unacknowledged was kept.
    assert!(has(&db, "before").await && !has(&db, "open").await);
    timeout(soon, db.close()).await.expect("closing waits");
}
