//! Invitations, and what people agree to.

use crate::{
    PageRequest,
    agreements::{self, KeptAgreement},
    base::{
        id::{Id, InvitationId},
        secret::TokenHash,
        time::{Seconds, Timestamp},
    },
    invitations::{self, Invitation},
    testing::{self, NOW},
    tests::fixtures::World,
    users,
};

fn invitation(id: &str) -> Invitation {
    Invitation {
        id: Id::from_stored(id),
        secret_hash: TokenHash::of(id),
        email: "Grace@example.com".to_owned(),
        email_key: "grace@example.com".to_owned(),
        name: Some("Grace".to_owned()),
        organization_id: None,
        roles: vec!["owner".to_owned()],
        mailed: 1,
        created_at: NOW,
        expires_at: NOW + Seconds::days(7),
        accepted_at: None,
        revoked_at: None,
        user_id: None,
        purge_at: NOW + Seconds::days(37),
    }
}

#[tokio::test]
async fn an_invitation_is_used_or_taken_back_once_and_never_after_its_end() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let [used, revoked, old] = ["inv_1", "inv_2", "inv_3"].map(invitation);
        for one in [&used, &revoked, &old] {
            invitations::insert(&mut tx, one).await.unwrap();
        }
        assert_eq!(invitations::find_by_secret(&mut tx, &used.secret_hash).await.unwrap(), Some(used.clone()));
        let open = invitations::list_open(&mut tx, &used.email_key, NOW).await.unwrap();
        assert_eq!(open.len(), 3);
        let end: Timestamp = old.expires_at;
        assert_eq!(invitations::list_open(&mut tx, &used.email_key, end).await.unwrap(), []);

        let user = &world.user.id;
        assert!(invitations::accept(&mut tx, &used.id, user, NOW).await.unwrap());
        assert!(!invitations::accept(&mut tx, &used.id, user, NOW).await.unwrap(), "once");
        assert!(!invitations::revoke(&mut tx, &used.id, NOW).await.unwrap(), "it was used");
        assert!(invitations::revoke(&mut tx, &revoked.id, NOW).await.unwrap());
        assert!(!invitations::revoke(&mut tx, &revoked.id, NOW).await.unwrap(), "once");
        assert!(!invitations::accept(&mut tx, &revoked.id, user, NOW).await.unwrap(), "it was taken back");
        assert!(!invitations::accept(&mut tx, &old.id, user, end).await.unwrap(), "too late");
        assert!(!invitations::revoke(&mut tx, &old.id, end).await.unwrap(), "too late");
        let none: InvitationId = Id::from_stored("inv_0");
        assert!(!invitations::accept(&mut tx, &none, user, NOW).await.unwrap());

        // That of somebody who is deleted goes along.
        users::delete(&mut tx, user).await.unwrap();
        let left = invitations::list(&mut tx, &PageRequest::first(9)).await.unwrap();
        assert_eq!(left.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["inv_2", "inv_3"]);
    }
}

#[tokio::test]
async fn each_version_that_somebody_agreed_to_is_kept_with_the_first_time() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let of = |version: &str, at| KeptAgreement {
            document: "terms".to_owned(),
            version: version.to_owned(),
            agreed_at: at,
        };
        for one in [of("1", NOW), of("1", NOW + Seconds(9)), of("2", NOW + Seconds(9))] {
            agreements::insert(&mut tx, &world.user.id, &one).await.unwrap();
        }
        let kept = agreements::list_for_user(&mut tx, &world.user.id).await.unwrap();
        assert_eq!(kept, [of("1", NOW), of("2", NOW + Seconds(9))]);
        users::delete(&mut tx, &world.user.id).await.unwrap();
        assert_eq!(agreements::list_for_user(&mut tx, &world.user.id).await.unwrap(), []);
    }
}
