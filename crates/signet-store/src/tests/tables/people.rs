//! People, organizations, clients, keys.

use serde_json::json;

use crate::{
    PageRequest,
    base::{
        id::{IssuerId, OrganizationId, UserId},
        time::Seconds,
    },
    client_origins, clients, credentials, issuers, memberships, organizations,
    protocol::{
        client::{Client, ClientId, ClientSource},
        resource::{ResourceServer, TokenFormat, TokenTyp},
    },
    resource_servers, sessions, signing_keys,
    testing::{self, NOW},
    tests::fixtures::{self, World},
    users,
};

#[test]
fn names_that_look_alike_are_one_name() {
    assert_eq!(users::fold("  ADA "), users::fold("ada"));
    assert_eq!(users::fold("ﬁn"), "fin");
    assert_eq!(users::fold("É"), users::fold("e\u{301}"));
    // RFC 5890 §2.3.2.4
    assert_eq!(users::fold("Ada@BÜCHER.example"), "ada@xn--bcher-kva.example");
    assert_eq!(users::fold("ada@xn--bcher-kva.example"), users::fold("ada@bu\u{308}cher.example"));
    assert_eq!((users::fold("a@b@c d"), users::fold("ada@")), ("a@b@c d".to_owned(), "ada@".to_owned()));
    for text in ["İstanbul", "Å", "Straße", "ＡＤＡ", "ada@Bücher.example", "ä@ß.example"] {
        assert_eq!(users::fold(&users::fold(text)), users::fold(text), "folding {text} twice");
    }
}

#[tokio::test]
async fn a_person_comes_back_as_stored() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let ada = &world.user;
        assert_eq!(users::find(&mut tx, &ada.id).await.unwrap().as_ref(), Some(ada));
        assert_eq!(users::find_by_sub(&mut tx, &ada.sub).await.unwrap().as_ref(), Some(ada));
        assert_eq!(users::find_by_username_key(&mut tx, "ada").await.unwrap().as_ref(), Some(ada));
        assert_eq!(users::find_by_email_key(&mut tx, "ada@example.org").await.unwrap().as_ref(), Some(ada));
        assert_eq!(users::find_by_login(&mut tx, "ada@example.org").await.unwrap().as_ref(), Some(ada));

        let mut changed = ada.clone();
        changed.claims.insert("address".to_owned(), json!({"country": "GB"}));
        changed.admin_at = Some(NOW);
        assert_eq!(users::count_admins(&mut tx).await.unwrap(), 0);
        assert!(users::update(&mut tx, &changed).await.unwrap());
        assert_eq!(users::find(&mut tx, &ada.id).await.unwrap(), Some(changed));
        assert_eq!(users::count_admins(&mut tx).await.unwrap(), 1);
        assert!(users::delete(&mut tx, &ada.id).await.unwrap());
        assert!(!users::delete(&mut tx, &ada.id).await.unwrap());
        assert_eq!(sessions::find(&mut tx, &world.session.id).await.unwrap(), None, "sessions go with the person");
    }
}

#[tokio::test]
async fn a_username_wins_over_the_same_address_of_another() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let mut squatter = fixtures::user(world.id(), "squatter");
        squatter.email_key = Some("ada".to_owned());
        users::insert(&mut tx, &squatter).await.unwrap();
        assert_eq!(users::find_by_login(&mut tx, "ada").await.unwrap().map(|user| user.id), Some(world.user.id));
    }
}

#[tokio::test]
async fn a_second_person_with_the_same_name_is_a_unique_violation() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let error = users::insert(&mut tx, &fixtures::user(world.id(), "ADA")).await.unwrap_err();
        assert!(error.is_unique(), "{error:?}");
        assert!(!error.to_string().to_lowercase().contains("ada"));
    }
}

#[tokio::test]
async fn a_row_that_refers_to_nothing_is_refused() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let stranger: UserId = world.id();
        let error = credentials::set_password(&mut tx, &stranger, "phc", &world.id(), NOW).await.unwrap_err();
        assert!(error.is_reference(), "{error:?}");
    }
}

#[tokio::test]
async fn pages_follow_one_another_without_gap_or_repeat() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        for number in 0..6 {
            users::insert(&mut tx, &fixtures::user(world.id(), &format!("user{number}"))).await.unwrap();
        }
        let mut seen = Vec::new();
        let mut page = PageRequest::first(3);
        loop {
            let rows = users::list(&mut tx, &page).await.unwrap();
            let Some(last) = rows.last() else { break };
            page = page.after(last.id.as_str());
            seen.extend(rows.into_iter().map(|user| user.id));
        }
        let mut sorted = seen.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!((seen.len(), &seen), (7, &sorted));
    }
}

#[tokio::test]
async fn a_password_is_replaced_in_place_and_a_rehash_never_brings_back_an_old_one() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let user = &world.user.id;
        credentials::set_password(&mut tx, user, "first", &world.id(), NOW).await.unwrap();
        let first = credentials::find_password(&mut tx, user).await.unwrap().unwrap();
        credentials::set_password(&mut tx, user, "second", &world.id(), NOW + Seconds(5)).await.unwrap();
        assert!(!credentials::rehash(&mut tx, &first.id, "first", "first, stronger").await.unwrap());
        assert!(credentials::rehash(&mut tx, &first.id, "second", "second, stronger").await.unwrap());
        assert!(!credentials::opened(&mut tx, &first.id, "first", NOW + Seconds(9)).await.unwrap());
        assert!(credentials::opened(&mut tx, &first.id, "second, stronger", NOW + Seconds(9)).await.unwrap());
        let now = credentials::find_password(&mut tx, user).await.unwrap().unwrap();
        assert_eq!((now.id, now.secret.expose().as_str()), (first.id, "second, stronger"));
        assert_eq!((now.updated_at, now.last_used_at), (NOW + Seconds(5), Some(NOW + Seconds(9))));
    }
}

#[tokio::test]
async fn memberships_are_listed_by_organization_id_up_to_a_limit() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let mut ids: Vec<OrganizationId> = Vec::new();
        for slug in ["c", "a", "b"] {
            let organization = organizations::Organization {
                id: world.id(),
                issuer_id: world.issuer.clone(),
                slug: slug.to_owned(),
                name: slug.to_uppercase(),
                created_at: NOW,
                updated_at: NOW,
            };
            organizations::insert(&mut tx, &organization).await.unwrap();
            let found = organizations::find_by_slug(&mut tx, &world.issuer, slug).await.unwrap();
            assert_eq!(found.as_ref(), Some(&organization));
            let mut membership = memberships::Membership {
                organization_id: organization.id.clone(),
                user_id: world.user.id.clone(),
                roles: vec!["owner".to_owned()],
                created_at: NOW,
            };
            memberships::upsert(&mut tx, &membership).await.unwrap();
            membership.roles = vec!["member".to_owned(), "billing".to_owned()];
            memberships::upsert(&mut tx, &membership).await.unwrap();
            let found = memberships::find(&mut tx, &organization.id, &world.user.id).await.unwrap();
            assert_eq!(found, Some(membership));
            ids.push(organization.id);
        }
        ids.sort();
        let listed = memberships::list_for_user(&mut tx, &world.user.id, 50).await.unwrap();
        assert_eq!(listed.iter().map(|one| one.organization_id.clone()).collect::<Vec<_>>(), ids);
        assert_eq!(listed[0].roles, ["member", "billing"]);
        assert_eq!(memberships::list_for_user(&mut tx, &world.user.id, 2).await.unwrap().len(), 2);
        assert!(memberships::remove(&mut tx, &ids[0], &world.user.id).await.unwrap());
        assert!(organizations::delete(&mut tx, &ids[1]).await.unwrap());
        assert_eq!(memberships::list_for_user(&mut tx, &world.user.id, 50).await.unwrap().len(), 1);
        assert_eq!(organizations::list(&mut tx, &world.issuer, &PageRequest::first(9)).await.unwrap().len(), 2);
        assert!(organizations::list(&mut tx, &world.id(), &PageRequest::first(9)).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_client_comes_back_as_stored() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let id = &world.client.id;
        let found = clients::find(&mut tx, id).await.unwrap().unwrap();
        assert_eq!(format!("{found:?}"), format!("{:?}", world.client));

        let mut changed = found;
        changed.metadata.client_name = Some("Renamed".to_owned());
        changed.metadata.extra.insert("client_name#de".to_owned(), json!("Umbenannt"));
        changed.first_party_at = Some(NOW);
        changed.operator_set.insert("scope".to_owned(), json!("openid"));
        assert!(clients::update(&mut tx, &changed).await.unwrap());
        let secret = clients::StoredSecret { sealed: Some("sealed".to_owned()), ..Default::default() };
        assert!(clients::set_secret(&mut tx, id, &secret, NOW + Seconds(1)).await.unwrap());
        assert!(!clients::set_sealed(&mut tx, id, "other", "new").await.unwrap());
        assert!(clients::set_sealed(&mut tx, id, "sealed", "resealed").await.unwrap());
        assert!(clients::set_disabled(&mut tx, id, Some(NOW), NOW + Seconds(2)).await.unwrap());
        clients::touch(&mut tx, id, NOW).await.unwrap();
        let found = clients::find(&mut tx, id).await.unwrap().unwrap();
        assert_eq!((&found.metadata, &found.operator_set), (&changed.metadata, &changed.operator_set));
        let held = clients::hold(&mut tx, id).await.unwrap();
        assert_eq!(format!("{held:?}"), format!("{:?}", Some(&found)));
        assert_eq!((found.secret_hash, found.secret_sealed.as_deref()), (None, Some("resealed")));
        assert_eq!((found.disabled_at, found.updated_at), (Some(NOW), NOW + Seconds(2)));
        clients::insert(&mut tx, &fixtures::client(&world.issuer, "other")).await.unwrap();
        assert_eq!(clients::list_for_issuer(&mut tx, &world.issuer, &PageRequest::first(10)).await.unwrap().len(), 2);
        assert_eq!(
            clients::list_for_issuer(&mut tx, &world.issuer, &PageRequest::first(5).after("app")).await.unwrap().len(),
            1
        );
        assert!(clients::list_for_issuer(&mut tx, &world.id(), &PageRequest::first(5)).await.unwrap().is_empty());
        assert!(clients::delete(&mut tx, id).await.unwrap());
        assert!(clients::find(&mut tx, id).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_client_has_the_origins_of_its_addresses_as_long_as_it_is_there() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let mut client = Client { metadata: world.client.metadata.clone(), ..fixtures::client(&world.issuer, "two") };
        client.metadata.redirect_uris =
            ["https://two.example/a", "https://two.example/b", "app.two:/cb"].map(String::from).into();
        clients::insert(&mut tx, &client).await.unwrap();
        let origin = "https://two.example";
        assert!(client_origins::is_registered(&mut tx, origin).await.unwrap());
        client.metadata.redirect_uris = vec!["https://three.example/".to_owned()];
        clients::update(&mut tx, &client).await.unwrap();
        assert!(!client_origins::is_registered(&mut tx, origin).await.unwrap());
        // As after the migration that made the table.
        tx.script("DELETE FROM client_origins").await.unwrap();
        client_origins::fill(&mut tx).await.unwrap();
        assert!(client_origins::is_registered(&mut tx, "https://three.example").await.unwrap());
        clients::set_disabled(&mut tx, &client.id, Some(NOW), NOW).await.unwrap();
        assert!(!client_origins::is_registered(&mut tx, "https://three.example").await.unwrap());
        assert!(clients::delete(&mut tx, &client.id).await.unwrap());
    }
}

#[tokio::test]
async fn clients_of_a_source_are_found_by_when_they_were_used_or_made() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let other = world.id();
        issuers::insert(&mut tx, &other, "https://other.example", NOW).await.unwrap();
        let of = |issuer: &IssuerId, id: &str, source: ClientSource| Client { source, ..fixtures::client(issuer, id) };
        let (old, used) = (ClientId::new("old"), ClientId::new("used"));
        for client in [
            of(&world.issuer, "old", ClientSource::Registered),
            of(&world.issuer, "used", ClientSource::Registered),
            of(&world.issuer, "by-hand", ClientSource::Operator),
            of(&other, "elsewhere", ClientSource::Registered),
        ] {
            clients::insert(&mut tx, &client).await.unwrap();
        }
        clients::touch(&mut tx, &used, NOW + Seconds(10)).await.unwrap();
        let later = NOW + Seconds(1);
        assert_eq!(clients::list_unused(&mut tx, &world.issuer, ClientSource::Registered, NOW, 9).await.unwrap(), []);
        assert_eq!(
            clients::list_unused(&mut tx, &world.issuer, ClientSource::Registered, later, 9).await.unwrap(),
            std::slice::from_ref(&old)
        );
        assert!(clients::hold_unused(&mut tx, &old, later).await.unwrap());
        assert!(!clients::hold_unused(&mut tx, &used, later).await.unwrap());
        assert!(!clients::hold_unused(&mut tx, &ClientId::new("nobody"), later).await.unwrap());
    }
}

#[tokio::test]
async fn the_builtin_resource_server_is_one_and_stays() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let builtin = ResourceServer {
            id: world.id(),
            issuer_id: world.issuer.clone(),
            builtin_at: Some(NOW),
            ..ResourceServer::sample("https://id.example", &["openid"])
        };
        resource_servers::insert(&mut tx, &builtin).await.unwrap();
        let mut api = ResourceServer {
            id: world.id(),
            audience: "https://api.example".to_owned(),
            token_format: TokenFormat::Opaque,
            client_id: Some(world.client.id.clone()),
            builtin_at: None,
            ..builtin.clone()
        };
        resource_servers::insert(&mut tx, &api).await.unwrap();
        api.token_lifetime = Seconds::hours(1);
        api.open_scopes = Some(vec!["read".to_owned()]);
        api.default_scopes = vec!["read".to_owned(), "write".to_owned()];
        api.token_typ = TokenTyp::Jwt;
        assert!(resource_servers::update(&mut tx, &api).await.unwrap());
        assert_eq!(resource_servers::hold(&mut tx, &api.id).await.unwrap().as_ref(), Some(&api));
        let issuer = &world.issuer;
        assert_eq!(resource_servers::find_builtin(&mut tx, issuer).await.unwrap().as_ref(), Some(&builtin));
        assert_eq!(
            resource_servers::find_by_audience(&mut tx, issuer, "https://api.example").await.unwrap().as_ref(),
            Some(&api)
        );
        assert_eq!(resource_servers::list(&mut tx, issuer).await.unwrap(), [builtin.clone(), api.clone()]);
        assert!(resource_servers::list(&mut tx, &world.id()).await.unwrap().is_empty());
        assert_eq!(resource_servers::list_all(&mut tx).await.unwrap(), [builtin.clone(), api.clone()]);
        assert!(!resource_servers::delete(&mut tx, &builtin.id).await.unwrap());
        clients::delete(&mut tx, &ClientId::new("app")).await.unwrap();
        let orphaned = resource_servers::find(&mut tx, &api.id).await.unwrap().unwrap();
        assert_eq!(orphaned.client_id, None);
        assert!(resource_servers::delete(&mut tx, &api.id).await.unwrap());
        let second = ResourceServer { id: world.id(), audience: "another".to_owned(), ..builtin };
        assert!(resource_servers::insert(&mut tx, &second).await.unwrap_err().is_unique());
    }
}

#[tokio::test]
async fn a_signing_key_moves_from_state_to_state_once() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let key = |kid: &str, state: &str| signing_keys::KeyPair {
            kid: kid.to_owned(),
            issuer_id: world.issuer.clone(),
            alg: "RS256".to_owned(),
            key_use: "sig".to_owned(),
            state: state.to_owned(),
            public_jwk: "{}".to_owned(),
            private_sealed: Some("sealed".to_owned()),
            created_at: NOW,
            activated_at: None,
            retired_at: None,
            expires_at: None,
            revoked_at: None,
        };
        signing_keys::insert(&mut tx, &key("a", "active")).await.unwrap();
        signing_keys::insert(&mut tx, &key("b", "next")).await.unwrap();
        let retire = signing_keys::StateTimes {
            retired_at: Some(NOW),
            expires_at: Some(NOW + Seconds::days(1)),
            ..Default::default()
        };
        assert!(signing_keys::set_state(&mut tx, "a", "active", "retired", retire).await.unwrap());
        assert!(!signing_keys::set_state(&mut tx, "a", "active", "retired", retire).await.unwrap());
        let activate = signing_keys::StateTimes { activated_at: Some(NOW), ..Default::default() };
        assert!(signing_keys::set_state(&mut tx, "b", "next", "active", activate).await.unwrap());
        assert!(signing_keys::set_sealed(&mut tx, "b", "sealed", "resealed").await.unwrap());
        assert!(!signing_keys::set_sealed(&mut tx, "b", "sealed", "again").await.unwrap());
        assert!(signing_keys::drop_private(&mut tx, "a", "sig").await.unwrap());
        assert!(signing_keys::revoke(&mut tx, "b", "revoked", NOW).await.unwrap());
        assert!(!signing_keys::revoke(&mut tx, "b", "revoked", NOW).await.unwrap());
        let keys = signing_keys::list(&mut tx, &world.issuer).await.unwrap();
        assert_eq!(keys.len(), 2);
        assert!(keys.iter().all(|key| key.private_sealed.is_none()));
        assert_eq!((keys[0].retired_at, keys[1].activated_at, keys[1].revoked_at), (Some(NOW), Some(NOW), Some(NOW)));
        assert!(signing_keys::delete(&mut tx, "a").await.unwrap());
        assert!(!signing_keys::delete(&mut tx, "a").await.unwrap());
        signing_keys::insert(&mut tx, &key("c", "active")).await.unwrap();
        let rival = signing_keys::insert(&mut tx, &key("d", "active")).await;
        assert!(rival.unwrap_err().is_unique(), "two active keys of one algorithm");
    }
}
