//! Migrations against real engines.

use super::*;
use crate::{DbOptions, testing, testing::NOW};

#[tokio::test]
async fn two_processes_that_start_together_migrate_once() {
    for db in testing::unmigrated_engines().await {
        // A second handle with connections of its own stands for a second process.
        let other = Db::open(&db.url, &DbOptions::default()).await.unwrap();
        let (first, second) = tokio::join!(up(&db, NOW), up(&other, NOW));
        let (first, second) = (first.unwrap(), second.unwrap());
        assert_eq!(first.len() + second.len(), MIGRATIONS.len(), "{}", db.engine_name());
        assert!(status(&db).await.unwrap().iter().all(|one| one.applied_at == Some(NOW)));
        assert_eq!(up(&db, NOW).await.unwrap(), [], "a third start finds nothing to do");
        other.close().await;
    }
}

#[tokio::test]
async fn status_tells_what_is_missing_without_applying_it() {
    for db in testing::unmigrated_engines().await {
        for _ in 0..2 {
            let status = status(&db).await.unwrap();
            assert!(status.iter().all(|one| one.applied_at.is_none()));
            assert_eq!(status.len(), MIGRATIONS.len());
        }
    }
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused() {
    for db in testing::engines().await {
        let error = up_with(&db, NOW, &[]).await.unwrap_err();
        assert!(matches!(&error, Error::Schema(text) if text.contains("newer")), "{error}");
    }
}

#[tokio::test]
async fn a_changed_migration_is_refused() {
    let changed = [Migration { version: 1, name: "foundation", sql: "CREATE TABLE other (id TEXT PRIMARY KEY)" }];
    for db in testing::engines().await {
        let error = up_with(&db, NOW, &changed).await.unwrap_err();
        assert!(matches!(&error, Error::Schema(text) if text.contains("different text")), "{error}");
    }
}

#[tokio::test]
async fn mail_domains_that_were_stored_before_come_into_their_one_form() {
    let at = MIGRATIONS.iter().position(|one| one.name == FOLD_AGAIN).unwrap();
    for db in testing::unmigrated_engines().await {
        up_with(&db, NOW, &MIGRATIONS[..at]).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        for (id, username, email) in [
            ("usr_1", "ada", "Ada@Bücher.example"),
            ("usr_2", "bob@bücher.example", "bob@example.com"),
            ("usr_3", "eve", "eve@bücher.example"),
            ("usr_4", "eva", "eve@xn--bcher-kva.example"),
        ] {
            // As the version before wrote them.
            let keys = (username.to_lowercase(), email.to_lowercase());
            q!(
                tx,
                execute,
                "INSERT INTO users (id, sub, username, username_key, email, email_key, claims, created_at, updated_at) \
                 VALUES ($1, $1, $2, $3, $4, $5, '{}', 0, 0)",
                id,
                username,
                &keys.0,
                email,
                &keys.1
            )
            .unwrap();
        }
        tx.commit().await.unwrap();
        up(&db, NOW).await.unwrap();
        let mut conn = db.read().await.unwrap();
        for (typed, id) in [
            ("ada@bücher.example", "usr_1"),
            ("ada@xn--bcher-kva.example", "usr_1"),
            ("bob@Bücher.example", "usr_2"),
            // Two accounts of one address: the one that had it in this form keeps it.
            ("eve@bücher.example", "usr_4"),
            ("eve", "usr_3"),
        ] {
            let found = users::find_by_login(&mut conn, &users::fold(typed)).await.unwrap();
            assert_eq!(found.map(|user| user.id.to_string()).as_deref(), Some(id), "{typed}");
        }
    }
}

#[tokio::test]
async fn a_migration_that_fails_leaves_nothing_behind() {
    let broken = [Migration {
        version: 1,
        name: "broken",
        sql: "CREATE TABLE half (id TEXT PRIMARY KEY); CREATE TABLE half (id TEXT PRIMARY KEY);",
    }];
    for db in testing::unmigrated_engines().await {
        let why = up_with(&db, NOW, &broken).await.unwrap_err().to_string();
        assert!(why.contains("half") && why.contains("already exists"), "{why}");
        up(&db, NOW).await.unwrap();
        let mut conn = db.read().await.unwrap();
        let why = conn.script("SELECT id FROM half").await.unwrap_err().to_string();
        assert!(why.contains("half"), "{why}");
    }
}
