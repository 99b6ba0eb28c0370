//! Proven numbers, and codes that were texted.

use crate::{
    base::{id::UserId, time::Seconds},
    phone_proofs::{self, PhoneProof},
    phones::{self, Phone},
    testing::{self, NOW},
    tests::fixtures::{self, World},
    users,
};

const NUMBER: &str = "+442071234567";
const PAUSE: Seconds = Seconds(10);

fn proof(place: &str, user: &UserId, sealed: &str) -> PhoneProof {
    PhoneProof {
        place: place.to_owned(),
        user_id: user.clone(),
        sealed: sealed.to_owned(),
        tries: 0,
        created_at: NOW,
        expires_at: NOW + Seconds::minutes(10),
        ended_at: None,
    }
}

#[tokio::test]
async fn a_number_is_one_persons_and_stays_a_factor_where_another_takes_its_place() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let ada = &world.user.id;
        assert!(!phones::set_factor(&mut tx, ada, Some(NOW)).await.unwrap(), "there is none");
        phones::upsert(&mut tx, ada, NUMBER, NOW).await.unwrap();
        assert!(!phones::used(&mut tx, ada, NUMBER, NOW).await.unwrap(), "no code is texted to it");
        assert!(phones::set_factor(&mut tx, ada, Some(NOW)).await.unwrap());
        let other = "+442071234568";
        phones::upsert(&mut tx, ada, other, NOW + Seconds(1)).await.unwrap();
        assert!(phones::is_factor(&mut tx, ada).await.unwrap());
        assert!(!phones::used(&mut tx, ada, NUMBER, NOW).await.unwrap(), "it is another one by now");
        assert!(phones::used(&mut tx, ada, other, NOW + Seconds(2)).await.unwrap());
        assert_eq!(phones::find_by_number(&mut tx, NUMBER).await.unwrap(), None);
        let expected = Phone {
            user_id: ada.clone(),
            number: other.to_owned(),
            proven_at: NOW + Seconds(1),
            factor_at: Some(NOW),
            last_used_at: Some(NOW + Seconds(2)),
        };
        assert_eq!(phones::find(&mut tx, ada).await.unwrap(), Some(expected));
        assert!(phones::delete(&mut tx, ada).await.unwrap());
        assert!(!phones::delete(&mut tx, ada).await.unwrap());
    }
}

#[tokio::test]
async fn a_texted_code_is_tried_up_to_a_limit_and_used_once() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let one = proof("factor int_1", &world.user.id, "one");
        assert!(phone_proofs::upsert(&mut tx, &one, PAUSE).await.unwrap());
        let again = PhoneProof { created_at: NOW + Seconds(9), ..proof(&one.place, &one.user_id, "two") };
        assert!(!phone_proofs::upsert(&mut tx, &again, PAUSE).await.unwrap(), "the second press of a button");
        for tries in 1..=2 {
            let counted = phone_proofs::count_try(&mut tx, &one.place, 2, NOW).await.unwrap();
            assert_eq!(counted, Some(PhoneProof { tries, ..one.clone() }));
        }
        assert_eq!(phone_proofs::count_try(&mut tx, &one.place, 2, NOW).await.unwrap(), None);
        assert!(!phone_proofs::end(&mut tx, &one.place, "two", NOW).await.unwrap(), "another code");
        assert!(!phone_proofs::end(&mut tx, &one.place, "one", one.expires_at).await.unwrap(), "too late");
        assert!(phone_proofs::end(&mut tx, &one.place, "one", NOW).await.unwrap());
        assert!(!phone_proofs::end(&mut tx, &one.place, "one", NOW).await.unwrap(), "once");
        // A newer one takes its place, and counts from the start.
        assert!(phone_proofs::upsert(&mut tx, &again, PAUSE).await.unwrap());
        assert_eq!(phone_proofs::find(&mut tx, &one.place).await.unwrap(), Some(again));
        assert_eq!(phone_proofs::end_all(&mut tx, &one.user_id, NOW).await.unwrap(), 1);
        assert_eq!(phone_proofs::count_try(&mut tx, &one.place, 2, NOW).await.unwrap(), None);
    }
}

#[tokio::test]
async fn numbers_and_codes_go_with_the_person() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let bob = fixtures::user(world.id(), "Bob");
        users::insert(&mut tx, &bob).await.unwrap();
        phones::upsert(&mut tx, &bob.id, NUMBER, NOW).await.unwrap();
        phone_proofs::upsert(&mut tx, &proof("number ses_1", &bob.id, "one"), PAUSE).await.unwrap();
        assert!(users::delete(&mut tx, &bob.id).await.unwrap());
        assert_eq!(phones::find_by_number(&mut tx, NUMBER).await.unwrap(), None);
        assert_eq!(phone_proofs::find(&mut tx, "number ses_1").await.unwrap(), None);
    }
}
