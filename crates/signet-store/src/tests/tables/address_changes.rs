//! Changes of an address.

use crate::{
    address_changes::{self, AddressChange, ProvenEnds},
    base::{
        id::SessionId,
        secret::TokenHash,
        time::{Seconds, Timestamp},
    },
    testing::{self, NOW},
    tests::fixtures::World,
};

const BOTH: ProvenEnds = ProvenEnds { old: true, new: true };

fn change(world: &World, link: &str, at: Timestamp) -> AddressChange {
    AddressChange {
        user_id: world.user.id.clone(),
        session_id: SessionId::from_stored("ses_1"),
        link_hash: TokenHash::of(link),
        sealed: "sealed".to_owned(),
        tries: 0,
        created_at: at,
        expires_at: at + Seconds::minutes(10),
        old_proven_at: None,
        new_proven_at: None,
        ended_at: None,
        changed_at: None,
    }
}

#[tokio::test]
async fn a_newer_change_takes_the_place_of_an_older_one_whatever_became_of_it() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let first = change(&world, "one", NOW);
        address_changes::upsert(&mut tx, &first).await.unwrap();
        address_changes::prove(&mut tx, &first.link_hash, BOTH, NOW).await.unwrap();
        assert!(address_changes::finish(&mut tx, &first.link_hash, NOW).await.unwrap());
        let second = change(&world, "two", NOW + Seconds(1));
        address_changes::upsert(&mut tx, &second).await.unwrap();
        assert_eq!(address_changes::find(&mut tx, &world.user.id).await.unwrap(), Some(second.clone()));
        assert_eq!(address_changes::find_by_link(&mut tx, &second.link_hash).await.unwrap(), Some(second));
        assert_eq!(address_changes::find_by_link(&mut tx, &first.link_hash).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_change_is_done_once_and_only_with_both_ends_and_in_time() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let one = change(&world, "one", NOW);
        let link = &one.link_hash;
        address_changes::upsert(&mut tx, &one).await.unwrap();
        for end in [ProvenEnds { old: false, new: true }, ProvenEnds { old: true, new: false }] {
            assert!(!address_changes::finish(&mut tx, link, NOW).await.unwrap(), "one end is missing");
            address_changes::prove(&mut tx, link, end, NOW).await.unwrap().unwrap();
        }
        // What was proven before stays as it was.
        let later = address_changes::prove(&mut tx, link, BOTH, NOW + Seconds(5)).await.unwrap().unwrap();
        assert_eq!((later.old_proven_at, later.new_proven_at), (Some(NOW), Some(NOW)));
        assert!(!address_changes::finish(&mut tx, link, one.expires_at).await.unwrap(), "too late");
        assert_eq!(address_changes::prove(&mut tx, link, BOTH, one.expires_at).await.unwrap(), None, "too late");
        assert!(address_changes::finish(&mut tx, link, NOW).await.unwrap());
        assert!(!address_changes::finish(&mut tx, link, NOW).await.unwrap(), "once");
        assert!(!address_changes::stop(&mut tx, &world.user.id, NOW).await.unwrap(), "it is done");
        assert_eq!(address_changes::prove(&mut tx, link, BOTH, NOW).await.unwrap(), None);
    }
}

#[tokio::test]
async fn tries_are_counted_up_to_a_limit_and_not_after_a_stop() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let one = change(&world, "one", NOW);
        let link = &one.link_hash;
        address_changes::upsert(&mut tx, &one).await.unwrap();
        assert!(address_changes::count_try(&mut tx, link, 2, NOW).await.unwrap());
        assert!(!address_changes::count_try(&mut tx, link, 2, one.expires_at).await.unwrap(), "too late");
        assert!(address_changes::count_try(&mut tx, link, 2, NOW).await.unwrap());
        assert!(!address_changes::count_try(&mut tx, link, 2, NOW).await.unwrap(), "two");
        assert!(address_changes::stop(&mut tx, &world.user.id, NOW).await.unwrap());
        assert!(!address_changes::stop(&mut tx, &world.user.id, NOW).await.unwrap(), "once");
        assert!(!address_changes::count_try(&mut tx, link, 9, NOW).await.unwrap());
    }
}
