//! Browsers, sessions and paused requests.

use crate::{
    base::{id::IssuerId, secret::TokenHash, time::Seconds},
    browsers, interactions,
    protocol::acr::{Factor, FactorKind},
    session_clients, sessions,
    testing::{self, NOW},
    tests::fixtures::World,
};

#[tokio::test]
async fn a_session_is_live_until_idle_expired_or_ended() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let (id, hour) = (&world.session.id, NOW + Seconds::hours(1));
        let live = sessions::list_live_for_browser(&mut tx, &world.browser.id, NOW).await.unwrap();
        assert_eq!(live, std::slice::from_ref(&world.session));
        assert!(sessions::list_live_for_browser(&mut tx, &world.browser.id, hour).await.unwrap().is_empty(), "idle");
        assert!(sessions::touch(&mut tx, id, NOW + Seconds(10), hour + Seconds(10)).await.unwrap());
        assert_eq!(sessions::list_live_for_browser(&mut tx, &world.browser.id, hour).await.unwrap().len(), 1);
        let proof = sessions::Reauthentication {
            auth_time: NOW + Seconds(20),
            acr: "2".to_owned(),
            amr: vec!["pwd".to_owned(), "otp".to_owned()],
            factors: vec![Factor::new("otp", FactorKind::Possession, NOW)],
            idle_expires_at: hour + Seconds::days(2),
            expires_at: NOW + Seconds::days(2),
        };
        assert!(sessions::reauthenticate(&mut tx, id, &proof).await.unwrap());
        let at = NOW + Seconds::hours(47);
        assert_eq!(
            sessions::list_live_for_user(&mut tx, &world.issuer, &world.user.id, at).await.unwrap()[0].amr,
            proof.amr
        );
        assert_eq!(sessions::find(&mut tx, id).await.unwrap().unwrap().proven(), proof.factors);
        let elsewhere = IssuerId::from_stored("another");
        let (issuer, user) = (&world.issuer, &world.user.id);
        assert!(sessions::set_label(&mut tx, issuer, user, id, Some("Desk")).await.unwrap());
        assert!(!sessions::set_label(&mut tx, &elsewhere, user, id, None).await.unwrap());
        assert_eq!(sessions::find(&mut tx, id).await.unwrap().unwrap().label.as_deref(), Some("Desk"));
        assert!(sessions::list_live_for_user(&mut tx, &elsewhere, &world.user.id, at).await.unwrap().is_empty());
        let later = NOW + Seconds::days(2);
        assert!(
            sessions::list_live_for_browser(&mut tx, &world.browser.id, later).await.unwrap().is_empty(),
            "expired"
        );
        assert!(sessions::end(&mut tx, id, NOW + Seconds(30)).await.unwrap());
        assert!(!sessions::end(&mut tx, id, NOW + Seconds(31)).await.unwrap());
        assert!(!sessions::touch(&mut tx, id, NOW + Seconds(31), at).await.unwrap());
        assert!(!sessions::set_label(&mut tx, issuer, user, id, None).await.unwrap(), "ended");
        assert!(sessions::list_live_for_user(&mut tx, &world.issuer, &world.user.id, NOW).await.unwrap().is_empty());
        let ended = sessions::find(&mut tx, id).await.unwrap().unwrap();
        assert_eq!((ended.ended_at, ended.expires_at), (Some(NOW + Seconds(30)), NOW + Seconds(30)));
    }
}

#[tokio::test]
async fn one_session_more_than_there_may_be_is_found_and_the_oldest_sign_ins_end() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let mut opened = Vec::new();
        for at in 1..=3 {
            let session = sessions::Session { id: world.id(), auth_time: NOW + Seconds(at), ..world.session.clone() };
            opened.push((sessions::open(&mut tx, &session, 3).await.unwrap().surplus.is_some(), session));
        }
        assert_eq!(opened.iter().map(|(surplus, _)| *surplus).collect::<Vec<_>>(), [false, false, true]);
        let ended = sessions::end_oldest(&mut tx, &opened[2].1, 2, NOW).await.unwrap();
        assert_eq!(ended.len(), 2, "the first one, and one of before");
        assert!(ended.contains(&world.session.id) && ended.contains(&opened[0].1.id));
        let others = sessions::end_others_for_user(&mut tx, &world.user.id, &opened[2].1.id, NOW).await.unwrap();
        assert_eq!(others, std::slice::from_ref(&opened[1].1.id));
    }
}

#[tokio::test]
async fn a_browser_answers_to_its_present_cookie_alone() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let new =
            browsers::BrowserRow { id: world.id(), secret_hash: TokenHash::of("new cookie"), ..world.browser.clone() };
        browsers::insert(&mut tx, &new).await.unwrap();
        let interaction = interactions::Interaction {
            id: world.id(),
            issuer_id: world.issuer.clone(),
            browser_id: Some(new.id.clone()),
            client_id: Some(world.client.id.clone()),
            request: "{}".to_owned(),
            progress: "{}".to_owned(),
            created_at: NOW,
            expires_at: NOW + Seconds::hours(1),
            completed_at: None,
            place: None,
            network: None,
        };
        interactions::insert(&mut tx, &interaction).await.unwrap();
        assert!(sessions::list_live_for_browser(&mut tx, &new.id, NOW).await.unwrap().is_empty());
        assert_eq!(sessions::list_live_for_browser(&mut tx, &world.browser.id, NOW).await.unwrap().len(), 1);
        assert_eq!(interactions::list_open_for_browser(&mut tx, &new.id, NOW, 10).await.unwrap().len(), 1);
        let ended = sessions::end_all_for_user(&mut tx, &world.user.id, NOW).await.unwrap();
        assert_eq!(ended, std::slice::from_ref(&world.session.id));
        assert!(sessions::end_all_for_user(&mut tx, &world.user.id, NOW).await.unwrap().is_empty());

        let found = browsers::find_by_secret(&mut tx, &new.secret_hash, NOW).await.unwrap();
        assert_eq!(found.as_ref(), Some(&new));
        let fresh = TokenHash::of("fresh cookie");
        let exchange = browsers::Exchange { old: &new.secret_hash, new: &fresh };
        assert!(browsers::replace_secret(&mut tx, &new.id, exchange, NOW, NOW + Seconds(9)).await.unwrap());
        // Whoever holds the old cookie gets nothing for it.
        assert!(!browsers::replace_secret(&mut tx, &new.id, exchange, NOW, NOW + Seconds(9)).await.unwrap());
        assert!(browsers::find_by_secret(&mut tx, &new.secret_hash, NOW).await.unwrap().is_none());
        assert!(browsers::find_by_secret(&mut tx, &fresh, NOW + Seconds(9)).await.unwrap().is_none(), "expired");
        assert!(browsers::find_by_secret(&mut tx, &fresh, NOW + Seconds(8)).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn a_client_keeps_its_sid_for_the_whole_session() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let (first, second) = (world.granted(&mut tx).await, world.granted(&mut tx).await);
        let pair = (&world.session.id, &world.client.id);
        assert_eq!(session_clients::upsert(&mut tx, pair, "one", &first.id, NOW).await.unwrap(), "one");
        assert_eq!(session_clients::upsert(&mut tx, pair, "two", &second.id, NOW + Seconds(1)).await.unwrap(), "one");
        let found = session_clients::find_by_sid(&mut tx, "one").await.unwrap().unwrap();
        assert_eq!((found.last_grant_id.as_ref(), found.last_at), (Some(&second.id), NOW + Seconds(1)));
        let same = session_clients::find(&mut tx, &world.session.id, &world.client.id).await.unwrap();
        assert_eq!(same, Some(found));
    }
}

#[tokio::test]
async fn an_interaction_is_answered_once_and_never_late() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let interaction = interactions::Interaction {
            id: world.id(),
            issuer_id: world.issuer.clone(),
            browser_id: Some(world.browser.id.clone()),
            client_id: Some(world.client.id.clone()),
            request: r#"{"scope":"openid"}"#.to_owned(),
            progress: "{}".to_owned(),
            created_at: NOW,
            expires_at: NOW + Seconds(60),
            completed_at: None,
            place: None,
            network: None,
        };
        interactions::insert(&mut tx, &interaction).await.unwrap();
        assert_eq!(interactions::find(&mut tx, &interaction.id).await.unwrap().as_ref(), Some(&interaction));
        assert!(interactions::set_progress(&mut tx, &interaction.id, r#"{"step":1}"#).await.unwrap());
        assert!(!interactions::complete(&mut tx, &interaction.id, NOW + Seconds(60)).await.unwrap());
        assert!(interactions::complete(&mut tx, &interaction.id, NOW).await.unwrap());
        assert!(!interactions::complete(&mut tx, &interaction.id, NOW).await.unwrap());
        assert!(!interactions::set_progress(&mut tx, &interaction.id, "{}").await.unwrap());
        let open = interactions::list_open_for_browser(&mut tx, &world.browser.id, NOW, 10).await.unwrap();
        assert!(open.is_empty());
    }
}

#[test]
fn of_a_session_of_before_no_more_is_known_than_its_methods() {
    let session = sessions::Session {
        id: crate::base::id::Id::from_stored("ses_1"),
        issuer_id: IssuerId::from_stored("iss_1"),
        browser_id: crate::base::id::Id::from_stored("brw_1"),
        user_id: crate::base::id::Id::from_stored("usr_1"),
        organization_id: None,
        auth_time: NOW,
        acr: String::new(),
        amr: vec!["pwd".to_owned(), "otp".to_owned()],
        factors: Vec::new(),
        ip: None,
        user_agent: None,
        created_at: NOW,
        last_seen_at: NOW,
        idle_expires_at: NOW,
        expires_at: NOW,
        ended_at: None,
        label: None,
    };
    let known = [Factor::new("pwd", FactorKind::Knowledge, NOW), Factor::new("otp", FactorKind::Possession, NOW)];
    assert_eq!(session.proven(), known);
}
