//! Consents, grants, codes, families, tokens.

use std::sync::Arc;

use serde_json::{Map, json};

use crate::{
    base::{
        secret::TokenHash,
        time::{Seconds, Timestamp},
    },
    codes, consents, grants, one_time_tokens, refresh_families, revoked_tokens, standing,
    testing::{self, NOW},
    tests::fixtures::{self, World},
    tokens,
};

const LATER: Timestamp = Timestamp(NOW.0 + 10);

#[tokio::test]
async fn a_consent_is_remembered_for_each_organization_and_replaced() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let (issuer, user, client) = (&world.issuer, &world.user.id, &world.client.id);
        let mut consent = consents::Consent {
            id: world.id(),
            issuer_id: issuer.clone(),
            user_id: user.clone(),
            client_id: client.clone(),
            organization_key: String::new(),
            scopes: vec!["openid".to_owned()],
            claims: Vec::new(),
            resources: Vec::new(),
            created_at: NOW,
            updated_at: NOW,
        };
        consents::upsert(&mut tx, &consent).await.unwrap();
        assert!(consents::find(&mut tx, issuer, user, client, "org_1").await.unwrap().is_none());
        let again = consents::Consent {
            id: world.id(),
            scopes: vec!["openid".to_owned(), "email".to_owned()],
            created_at: LATER,
            updated_at: LATER,
            ..consent.clone()
        };
        consents::upsert(&mut tx, &again).await.unwrap();
        consent.scopes.clone_from(&again.scopes);
        consent.updated_at = LATER;
        assert_eq!(consents::find(&mut tx, issuer, user, client, "").await.unwrap().as_ref(), Some(&consent));
        assert_eq!(consents::list_for_user(&mut tx, user).await.unwrap(), [consent]);
        assert_eq!(consents::delete(&mut tx, user, client).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_grant_comes_back_as_stored_and_only_grows_older() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let mut grant = world.grant();
        grant.authorization_details = Some(json!([{"type": "payment"}]));
        grant.act = Some(json!({"sub": "agent"}));
        grant.resources = vec!["https://api.example".to_owned()];
        grants::insert(&mut tx, &grant, grant.expires_at).await.unwrap();
        assert_eq!(grants::find(&mut tx, &grant.id).await.unwrap().as_ref(), Some(&grant));
        assert!(grants::extend(&mut tx, &grant.id, NOW + Seconds::days(9)).await.unwrap());
        assert!(grants::extend(&mut tx, &grant.id, NOW).await.unwrap());
        let extended = grants::find(&mut tx, &grant.id).await.unwrap().unwrap();
        assert_eq!(extended.expires_at, NOW + Seconds::days(9));
        // A code redeemed while its grant is being revoked must find out here.
        grants::revoke(&mut tx, &grant.id, NOW).await.unwrap();
        assert!(!grants::extend(&mut tx, &grant.id, NOW + Seconds::days(9)).await.unwrap());
    }
}

#[tokio::test]
async fn revoking_a_grant_revokes_what_was_derived_from_it_and_nothing_else() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let (parent, bystander) = (world.granted(&mut tx).await, world.granted(&mut tx).await);
        let mut child = world.grant();
        child.parent_grant_id = Some(parent.id.clone());
        grants::insert(&mut tx, &child, child.expires_at).await.unwrap();
        let mut grandchild = world.grant();
        grandchild.parent_grant_id = Some(child.id.clone());
        grants::insert(&mut tx, &grandchild, grandchild.expires_at).await.unwrap();

        assert_eq!(grants::revoke(&mut tx, &parent.id, LATER).await.unwrap().len(), 3);
        assert!(grants::revoke(&mut tx, &parent.id, LATER).await.unwrap().is_empty());
        for (id, revoked) in [(&parent.id, true), (&child.id, true), (&grandchild.id, true), (&bystander.id, false)] {
            let found = grants::find(&mut tx, id).await.unwrap().unwrap();
            assert_eq!(found.revoked_at.is_some(), revoked);
        }
        let rest = grants::revoke_for_user_client(&mut tx, &world.user.id, &world.client.id, LATER).await.unwrap();
        assert_eq!(rest, [bystander.id]);
        assert!(grants::revoke_for_client(&mut tx, &world.client.id, LATER).await.unwrap().is_empty());
        assert!(grants::revoke_for_user(&mut tx, &world.user.id, LATER).await.unwrap().is_empty());
    }
}

// OIDC Core §11
#[tokio::test]
async fn the_end_of_a_session_spares_offline_access() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let (bare, online, offline) =
            (world.granted(&mut tx).await, world.granted(&mut tx).await, world.granted(&mut tx).await);
        refresh_families::insert(&mut tx, &world.family(&online)).await.unwrap();
        let family = refresh_families::Family { offline_at: Some(NOW), ..world.family(&offline) };
        refresh_families::insert(&mut tx, &family).await.unwrap();
        let mut revoked = grants::revoke_for_session(&mut tx, &world.session.id, LATER).await.unwrap();
        revoked.sort();
        let mut expected = vec![bare.id, online.id];
        expected.sort();
        assert_eq!(revoked, expected);
        assert_eq!(grants::find(&mut tx, &offline.id).await.unwrap(), Some(offline));
    }
}

// RFC 6749 §4.1.2
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_exchanges_of_one_code_exactly_one_succeeds() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let grant = world.granted(&mut tx).await;
        let code = fixtures::code(&grant, "code");
        codes::insert(&mut tx, &code).await.unwrap();
        assert_eq!(codes::find(&mut tx, &code.hash).await.unwrap().as_ref(), Some(&code));
        tx.commit().await.unwrap();
        let hash = Arc::new(code.hash);
        let tasks: Vec<_> = (0..20)
            .map(|_| {
                let (db, hash) = (db.clone(), Arc::clone(&hash));
                tokio::spawn(async move {
                    let mut tx = db.begin().await.unwrap();
                    let won = codes::consume(&mut tx, &hash, LATER).await.unwrap();
                    tx.commit().await.unwrap();
                    won
                })
            })
            .collect();
        let mut winners = 0;
        for task in tasks {
            winners += u32::from(task.await.unwrap());
        }
        assert_eq!(winners, 1, "{}", db.engine_name());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_rotations_of_one_generation_exactly_one_succeeds() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let grant = world.granted(&mut tx).await;
        let family = world.family(&grant);
        refresh_families::insert(&mut tx, &family).await.unwrap();
        tx.commit().await.unwrap();
        let id = Arc::new(family.id.clone());
        let tasks: Vec<_> = (0..20)
            .map(|_| {
                let (db, id) = (db.clone(), Arc::clone(&id));
                tokio::spawn(async move {
                    let mut tx = db.begin().await.unwrap();
                    let won = refresh_families::advance(&mut tx, &id, 1, LATER, NOW + Seconds::days(2)).await.unwrap();
                    tx.commit().await.unwrap();
                    won
                })
            })
            .collect();
        let mut winners = 0;
        for task in tasks {
            winners += u32::from(task.await.unwrap());
        }
        assert_eq!(winners, 1, "{}", db.engine_name());
        let mut conn = db.read().await.unwrap();
        let found = refresh_families::find(&mut conn, &family.id).await.unwrap().unwrap();
        assert_eq!((found.generation, found.rotated_at, found.previous_rotated_at), (2, LATER, Some(NOW)));
    }
}

#[tokio::test]
async fn a_revoked_family_neither_rotates_nor_lives_on() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let grant = world.granted(&mut tx).await;
        let (first, second) = (world.family(&grant), world.family(&grant));
        refresh_families::insert(&mut tx, &first).await.unwrap();
        refresh_families::insert(&mut tx, &second).await.unwrap();
        assert!(refresh_families::touch(&mut tx, &first.id, NOW + Seconds::days(3)).await.unwrap());
        assert!(refresh_families::set_sealed(&mut tx, &first.id, "sealed", "resealed").await.unwrap());
        assert!(refresh_families::revoke(&mut tx, &first.id, LATER).await.unwrap());
        assert!(!refresh_families::revoke(&mut tx, &first.id, LATER).await.unwrap());
        assert!(!refresh_families::advance(&mut tx, &first.id, 1, LATER, LATER).await.unwrap());
        assert!(!refresh_families::touch(&mut tx, &first.id, LATER).await.unwrap());
        for (family, revoked_at) in [(&first, Some(LATER)), (&second, None)] {
            let found = refresh_families::find(&mut tx, &family.id).await.unwrap().unwrap();
            assert_eq!(found.revoked_at, revoked_at);
        }
    }
}

#[tokio::test]
async fn tokens_are_revoked_once() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let token = tokens::Token {
            hash: TokenHash::of("opaque"),
            issuer_id: world.issuer.clone(),
            grant_id: None,
            client_id: world.client.id.clone(),
            audience: "https://api.example".to_owned(),
            claims: Map::from_iter([("scope".to_owned(), json!("read"))]),
            created_at: NOW,
            expires_at: NOW + Seconds(60),
            revoked_at: None,
        };
        tokens::insert(&mut tx, &token).await.unwrap();
        let found = standing::find_opaque(&mut tx, &token.hash).await.unwrap().unwrap();
        assert_eq!((found.token, found.standing), (token.clone(), None));
        assert!(tokens::revoke(&mut tx, &token.hash, LATER).await.unwrap());
        assert!(!tokens::revoke(&mut tx, &token.hash, LATER).await.unwrap());

        assert!(!revoked_tokens::find(&mut tx, "jti").await.unwrap());
        assert!(revoked_tokens::insert(&mut tx, "jti", NOW, LATER).await.unwrap());
        assert!(!revoked_tokens::insert(&mut tx, "jti", NOW, LATER).await.unwrap());
        assert!(revoked_tokens::find(&mut tx, "jti").await.unwrap());
    }
}

#[tokio::test]
async fn a_one_time_token_opens_its_own_door_once() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let token = one_time_tokens::OneTimeToken {
            hash: TokenHash::of("link"),
            purpose: "setup".to_owned(),
            user_id: Some(world.user.id.clone()),
            data: Map::new(),
            created_at: NOW,
            expires_at: NOW + Seconds(60),
            consumed_at: None,
        };
        one_time_tokens::insert(&mut tx, &token).await.unwrap();
        assert_eq!(one_time_tokens::find(&mut tx, &token.hash).await.unwrap().as_ref(), Some(&token));
        let late = NOW + Seconds(60);
        assert!(one_time_tokens::consume(&mut tx, "setup", &token.hash, late).await.unwrap().is_none());
        assert!(one_time_tokens::consume(&mut tx, "sign_in", &token.hash, NOW).await.unwrap().is_none());
        let used = one_time_tokens::consume(&mut tx, "setup", &token.hash, NOW).await.unwrap().unwrap();
        assert_eq!((used.user_id, used.consumed_at), (token.user_id, Some(NOW)));
        assert!(one_time_tokens::consume(&mut tx, "setup", &token.hash, NOW).await.unwrap().is_none());
        assert_eq!(one_time_tokens::delete_for_purpose(&mut tx, "setup").await.unwrap(), 1);
    }
}
