//! What goes when, and what stays.

use super::{batch, purge_all};
use crate::{
    Conn, PageRequest, audit,
    base::{secret::TokenHash, time::Seconds},
    browsers, codes, grants, limits,
    purge::{Batch, Retention},
    refresh_families, replay, revoked_tokens, sessions,
    testing::{self, NOW},
    tests::{
        fixtures::{self, World},
        tables::records,
    },
};

#[tokio::test]
async fn purging_takes_what_has_expired_in_batches_and_leaves_the_rest() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        for number in 0..5 {
            let key = TokenHash::of(&number.to_string());
            replay::remember(&mut tx, "assertion", &key, NOW + Seconds(number)).await.unwrap();
            limits::add(&mut tx, limits::Counted { rule: "login", hash: &key }, NOW, NOW + Seconds(number))
                .await
                .unwrap();
            revoked_tokens::insert(&mut tx, &number.to_string(), NOW, NOW + Seconds(number)).await.unwrap();
        }
        assert_eq!(batch(&mut tx, NOW + Seconds(3), 2).await, Batch { deleted: 6, postponed: 0 });
        assert_eq!(purge_all(&mut tx, NOW + Seconds(3)).await, 6);
        assert!(!replay::remember(&mut tx, "assertion", &TokenHash::of("4"), NOW).await.unwrap());

        let grant = world.granted(&mut tx).await;
        let code = fixtures::code(&grant, "code");
        codes::insert(&mut tx, &code).await.unwrap();
        assert_eq!(purge_all(&mut tx, NOW + Seconds(61)).await, 3, "only the youngest of the three counters");
        assert!(codes::find(&mut tx, &code.hash).await.unwrap().is_some(), "kept so that a second use is recognised");
        assert!(grants::find(&mut tx, &grant.id).await.unwrap().is_some());
        let day = NOW + Seconds::days(1) + Seconds(60);
        assert_eq!(purge_all(&mut tx, day).await, 2);
        assert!(grants::find(&mut tx, &grant.id).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_grant_stays_while_a_derived_grant_or_a_family_lives() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let (parent, kept) = (world.granted(&mut tx).await, world.granted(&mut tx).await);
        let mut child = world.grant();
        child.parent_grant_id = Some(parent.id.clone());
        child.expires_at = NOW + Seconds::hours(3);
        grants::insert(&mut tx, &child, child.expires_at).await.unwrap();
        let family = world.family(&kept);
        refresh_families::insert(&mut tx, &family).await.unwrap();

        assert_eq!(purge_all(&mut tx, NOW + Seconds::hours(2)).await, 0);
        let later = NOW + Seconds::hours(4);
        assert_eq!(purge_all(&mut tx, later).await, 1, "the child");
        assert_eq!(purge_all(&mut tx, later + Seconds(1)).await, 1, "its parent");
        assert_eq!(purge_all(&mut tx, family.idle_expires_at).await, 2, "family, then grant");
    }
}

#[tokio::test]
async fn a_family_that_was_used_is_kept_until_it_has_rested_since() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let granted = world.granted(&mut tx).await;
        let family = world.family(&granted);
        refresh_families::insert(&mut tx, &family).await.unwrap();
        let rested = family.idle_expires_at + Seconds::hours(1);
        assert!(refresh_families::advance(&mut tx, &family.id, family.generation, NOW, rested).await.unwrap());
        purge_all(&mut tx, family.idle_expires_at).await;
        assert!(refresh_families::find(&mut tx, &family.id).await.unwrap().is_some());
        purge_all(&mut tx, rested - Seconds(1)).await;
        assert!(refresh_families::find(&mut tx, &family.id).await.unwrap().is_some());
        assert_eq!(purge_all(&mut tx, rested).await, 2, "family, then grant");
    }
}

#[tokio::test]
async fn an_ended_session_is_kept_for_hints_and_its_browser_with_it() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let kept = Retention::default().ended_sessions;
        sessions::end(&mut tx, &world.session.id, NOW).await.unwrap();
        purge_all(&mut tx, NOW + kept - Seconds(1)).await;
        assert!(sessions::find(&mut tx, &world.session.id).await.unwrap().is_some());
        assert_eq!(purge_all(&mut tx, NOW + kept).await, 2, "session and browser");
        let gone = browsers::find_by_secret(&mut tx, &world.browser.secret_hash, NOW).await.unwrap();
        assert!(gone.is_none());
    }
}

#[tokio::test]
async fn audit_events_are_kept_for_their_time() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        audit::insert(&mut tx, &records::event(&world, "old", NOW)).await.unwrap();
        let year = NOW + Retention::default().audit;
        let listed = async |conn: &mut Conn| {
            audit::list(conn, &audit::Filter::default(), &PageRequest::first(9)).await.unwrap().len()
        };
        purge_all(&mut tx, year).await;
        assert_eq!(listed(&mut tx).await, 1);
        purge_all(&mut tx, year + Seconds(1)).await;
        assert_eq!(listed(&mut tx).await, 0);
    }
}
