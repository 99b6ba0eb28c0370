//! Proofs of a mailbox.

use crate::{
    base::{
        id::InteractionId,
        secret::TokenHash,
        time::{Seconds, Timestamp},
    },
    mail_proofs::{self, MailProof},
    testing::{self, NOW},
};

const PAUSE: Seconds = Seconds(10);

fn proof(name: &str, link: &str, at: Timestamp) -> MailProof {
    MailProof {
        user_id: None,
        interaction_id: InteractionId::from_stored("int_1"),
        name_hash: TokenHash::of(name),
        link_hash: TokenHash::of(link),
        sealed: "sealed".to_owned(),
        tries: 0,
        created_at: at,
        expires_at: at + Seconds::minutes(10),
        approved_at: None,
        ended_at: None,
        proven_at: None,
    }
}

#[tokio::test]
async fn a_newer_proof_takes_the_place_of_an_older_one_and_a_second_press_does_not() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let first = proof("ada", "one", NOW);
        assert!(mail_proofs::upsert(&mut tx, &first, PAUSE).await.unwrap());
        assert!(!mail_proofs::upsert(&mut tx, &proof("ada", "two", NOW + Seconds(9)), PAUSE).await.unwrap());
        assert_eq!(mail_proofs::find(&mut tx, &first.interaction_id).await.unwrap(), Some(first.clone()));
        // Another name is no second press, nor is one that comes later.
        assert!(mail_proofs::upsert(&mut tx, &proof("eve", "three", NOW + Seconds(9)), PAUSE).await.unwrap());
        let last = proof("eve", "four", NOW + Seconds(19));
        assert!(mail_proofs::upsert(&mut tx, &last, PAUSE).await.unwrap());
        assert_eq!(mail_proofs::find_by_link(&mut tx, &last.link_hash).await.unwrap(), Some(last));
        assert_eq!(mail_proofs::find_by_link(&mut tx, &first.link_hash).await.unwrap(), None);
    }
}

#[tokio::test]
async fn tries_are_counted_up_to_a_limit_and_a_proof_ends_once() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let one = proof("ada", "one", NOW);
        let link = &one.link_hash;
        mail_proofs::upsert(&mut tx, &one, PAUSE).await.unwrap();
        for tries in 1..=2 {
            let counted = mail_proofs::count_try(&mut tx, link, 2, NOW).await.unwrap();
            assert_eq!(counted, Some(MailProof { tries, ..one.clone() }));
        }
        assert_eq!(mail_proofs::count_try(&mut tx, link, 2, NOW).await.unwrap(), None);
        assert!(!mail_proofs::approve(&mut tx, link, one.expires_at).await.unwrap(), "too late");
        assert!(mail_proofs::approve(&mut tx, link, NOW).await.unwrap());
        assert!(!mail_proofs::approve(&mut tx, link, NOW).await.unwrap(), "once");
        assert!(!mail_proofs::end(&mut tx, link, one.expires_at).await.unwrap(), "too late");
        assert!(mail_proofs::end(&mut tx, link, NOW).await.unwrap());
        assert!(!mail_proofs::end(&mut tx, link, NOW).await.unwrap(), "once");
        assert_eq!(mail_proofs::count_try(&mut tx, link, 9, NOW).await.unwrap(), None);
    }
}

#[tokio::test]
async fn an_address_is_proven_once_and_the_page_that_waits_goes_on_where_it_is_let() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let until = NOW + Seconds::minutes(30);
        for (let_on, approved_before, approved_after) in
            [(None, None, None), (Some(NOW), None, Some(NOW)), (None, Some(NOW), Some(NOW))]
        {
            let one = MailProof { approved_at: approved_before, ..proof("ada", "one", NOW) };
            mail_proofs::upsert(&mut tx, &one, PAUSE).await.unwrap();
            let link = &one.link_hash;
            assert!(!mail_proofs::prove(&mut tx, link, one.expires_at, until, let_on).await.unwrap(), "too late");
            assert!(mail_proofs::prove(&mut tx, link, NOW, until, let_on).await.unwrap());
            assert!(!mail_proofs::prove(&mut tx, link, NOW, until, let_on).await.unwrap(), "once");
            let proven = MailProof {
                approved_at: approved_after,
                ended_at: Some(NOW),
                proven_at: Some(NOW),
                expires_at: until,
                ..one.clone()
            };
            assert_eq!(mail_proofs::find_by_link(&mut tx, link).await.unwrap(), Some(proven));
        }
    }
}
