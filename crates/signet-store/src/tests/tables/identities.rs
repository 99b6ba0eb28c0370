//! Who people are at upstreams, and what that gave them.

use crate::{
    Conn,
    base::id::UpstreamId,
    identities::{self, LinkedIdentity},
    identity_memberships::{self, IdentityMembership},
    memberships::{self, Membership},
    organizations::{self, Organization},
    protocol::upstream::settings::UpstreamKind,
    session_upstreams::{self, SessionUpstream},
    testing::{self, NOW},
    tests::fixtures::{self, World},
    upstreams::{self, UpstreamRow},
    users,
};

async fn upstream(conn: &mut Conn, world: &World, name: &str) -> UpstreamId {
    let row = UpstreamRow {
        id: world.id(),
        issuer_id: world.issuer.clone(),
        name: name.to_owned(),
        kind: UpstreamKind::Oidc,
        preset: None,
        label: "Up".to_owned(),
        position: 1,
        settings: "{}".to_owned(),
        client_id: "us".to_owned(),
        secret: None,
        secret_expires_at: None,
        created_at: NOW,
        updated_at: NOW,
        disabled_at: None,
    };
    upstreams::insert(conn, &row).await.unwrap();
    row.id
}

fn of_ada(world: &World, upstream: &UpstreamId, sub: &str) -> LinkedIdentity {
    LinkedIdentity {
        id: world.id(),
        user_id: world.user.id.clone(),
        upstream_id: upstream.clone(),
        iss: "https://up.example".to_owned(),
        sub: sub.to_owned(),
        label: None,
        created_at: NOW,
        last_used_at: None,
    }
}

#[tokio::test]
async fn an_identity_is_found_byte_for_byte_and_goes_with_its_person() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let (up, other) = (upstream(&mut tx, &world, "ups_1").await, upstream(&mut tx, &world, "ups_2").await);
        let one = of_ada(&world, &up, "Ada");
        identities::insert(&mut tx, &one).await.unwrap();
        let found = identities::find(&mut tx, &up, &one.iss, "Ada").await.unwrap();
        assert_eq!(found.as_ref(), Some(&one));
        for (at, iss, sub) in [
            (&up, "https://up.example", "ada"),
            (&up, "https://up.example", "Ada "),
            (&up, "https://up.example/", "Ada"),
            (&other, "https://up.example", "Ada"),
        ] {
            assert_eq!(identities::find(&mut tx, at, iss, sub).await.unwrap(), None, "{iss} {sub}");
        }
        let eve = fixtures::user(world.id(), "eve");
        users::insert(&mut tx, &eve).await.unwrap();
        assert!(!identities::used(&mut tx, &eve.id, &one.id, None, NOW).await.unwrap());
        assert!(identities::used(&mut tx, &world.user.id, &one.id, Some("ada"), NOW).await.unwrap());
        let all = identities::list(&mut tx, &world.user.id).await.unwrap();
        assert_eq!((all.len(), all[0].upstream.as_str()), (1, "ups_1"));
        assert_eq!((all[0].identity.label.as_deref(), all[0].identity.last_used_at), (Some("ada"), Some(NOW)));
        assert_eq!(identities::count_usable(&mut tx, &world.user.id).await.unwrap(), 1);
        let part = SessionUpstream {
            session_id: world.session.id.clone(),
            identity_id: one.id.clone(),
            sid: Some("s".to_owned()),
            id_token: None,
        };
        session_upstreams::upsert(&mut tx, &part).await.unwrap();
        session_upstreams::upsert(&mut tx, &part).await.unwrap();
        assert!(!identities::delete(&mut tx, &eve.id, &one.id).await.unwrap());
        assert!(users::delete(&mut tx, &world.user.id).await.unwrap());
        assert_eq!(identities::find(&mut tx, &up, &one.iss, "Ada").await.unwrap(), None);
    }
}

#[tokio::test]
async fn an_identity_has_one_person_and_a_person_one_at_each_upstream() {
    for db in testing::engines().await {
        for taken in ["subject", "person"] {
            let mut tx = db.begin().await.unwrap();
            let world = World::create(&mut tx).await;
            let up = upstream(&mut tx, &world, "ups_1").await;
            identities::insert(&mut tx, &of_ada(&world, &up, "1")).await.unwrap();
            let eve = fixtures::user(world.id(), "eve");
            users::insert(&mut tx, &eve).await.unwrap();
            let second = match taken {
                "subject" => LinkedIdentity { user_id: eve.id, ..of_ada(&world, &up, "1") },
                _ => of_ada(&world, &up, "2"),
            };
            let error = identities::insert(&mut tx, &second).await.unwrap_err();
            assert!(error.is_unique(), "{taken}: {error:?}");
        }
    }
}

#[tokio::test]
async fn what_an_identity_gave_stands_beside_it() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let up = upstream(&mut tx, &world, "ups_1").await;
        let one = of_ada(&world, &up, "1");
        identities::insert(&mut tx, &one).await.unwrap();
        let north = Organization {
            id: world.id(),
            issuer_id: world.issuer.clone(),
            slug: "north".to_owned(),
            name: "Northwind".to_owned(),
            created_at: NOW,
            updated_at: NOW,
        };
        organizations::insert(&mut tx, &north).await.unwrap();
        let roles = vec!["member".to_owned()];
        let member = Membership {
            organization_id: north.id.clone(),
            user_id: world.user.id.clone(),
            roles: roles.clone(),
            created_at: NOW,
        };
        memberships::upsert(&mut tx, &member).await.unwrap();
        let given = IdentityMembership {
            identity_id: one.id.clone(),
            organization_id: north.id.clone(),
            roles,
            joined_at: Some(NOW),
        };
        identity_memberships::upsert(&mut tx, &given).await.unwrap();
        let given = IdentityMembership { joined_at: None, ..given };
        identity_memberships::upsert(&mut tx, &given).await.unwrap();
        assert_eq!(identity_memberships::list(&mut tx, &one.id).await.unwrap(), std::slice::from_ref(&given));
        let of_member = identity_memberships::list_for_member(&mut tx, &world.user.id, &north.id).await.unwrap();
        assert_eq!(of_member, [given]);
        assert!(identity_memberships::delete(&mut tx, &one.id, &north.id).await.unwrap());
        assert!(!identity_memberships::delete(&mut tx, &one.id, &north.id).await.unwrap());
    }
}
