//! Counters, audit, outbox and settings.

use serde_json::{Map, json};

use crate::{
    Conn, PageRequest, audit,
    base::{
        secret::TokenHash,
        time::{Seconds, Timestamp},
    },
    cache_versions, initial_access_tokens, issuers, limits, outbox,
    outbox_deliveries::{self, DeliveryKey, DeliveryState, Narrowed},
    pairwise_subjects, replay, settings,
    testing::{self, NOW},
    tests::{fixtures::World, purge::purge_all},
};

#[tokio::test]
async fn an_issuer_is_found_by_its_exact_url() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let found = issuers::find_by_url(&mut tx, "https://id.example").await.unwrap();
        assert_eq!(found, Some(world.issuer));
        assert_eq!(issuers::find_by_url(&mut tx, "https://id.example/").await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_replay_is_noticed_for_its_purpose() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let jti = TokenHash::of("jti");
        assert!(replay::remember(&mut tx, "assertion", &jti, NOW).await.unwrap());
        assert!(!replay::remember(&mut tx, "assertion", &jti, NOW).await.unwrap());
        assert!(replay::remember(&mut tx, "dpop", &jti, NOW).await.unwrap());
    }
}

#[tokio::test]
async fn failures_are_counted_within_their_window() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let hash = TokenHash::of("ada@192.0.2.1");
        let key = limits::Counted { rule: "login", hash: &hash };
        let count = async |tx: &mut Conn, rule, now| {
            let found = limits::list(tx, &[limits::Counted { rule, hash: &hash }], now).await.unwrap();
            found.first().map_or(0, |one| one.count)
        };
        let (minute, next) = (NOW + Seconds(60), NOW + Seconds(120));
        assert_eq!(count(&mut tx, "login", NOW).await, 0);
        assert_eq!(limits::add(&mut tx, key, NOW, minute).await.unwrap(), 1);
        assert_eq!(limits::add(&mut tx, key, NOW, minute).await.unwrap(), 2);
        assert_eq!(count(&mut tx, "login", NOW).await, 2);
        assert_eq!(count(&mut tx, "other", NOW).await, 0);
        assert_eq!(count(&mut tx, "login", minute).await, 0, "the window is over");
        assert_eq!(limits::add(&mut tx, key, minute, next).await.unwrap(), 1);
        assert_eq!(limits::add(&mut tx, key, minute, next).await.unwrap(), 2);
        assert_eq!(limits::add(&mut tx, key, NOW, minute).await.unwrap(), 3, "one that waited clears nothing");
        assert_eq!(count(&mut tx, "login", minute).await, 3);
        // A clock that was a day ahead.
        let (day, after) = (NOW + Seconds::days(1), NOW + Seconds::days(1) + Seconds(60));
        assert_eq!(limits::add(&mut tx, key, day, after).await.unwrap(), 1);
        assert_eq!(limits::add(&mut tx, key, minute, next).await.unwrap(), 1);
        assert_eq!(count(&mut tx, "login", minute).await, 1);
        limits::clear(&mut tx, key).await.unwrap();
        assert_eq!(count(&mut tx, "login", minute).await, 0);
    }
}

#[tokio::test]
async fn failures_in_a_row_begin_anew_after_a_clock_that_was_wrong() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let hash = TokenHash::of("account");
        let key = limits::Counted { rule: "login", hash: &hash };
        let week = Seconds::days(7);
        for expected in 1..=3 {
            assert_eq!(limits::add_to_streak(&mut tx, key, NOW, NOW + week).await.unwrap(), expected);
        }
        let wrong = NOW + Seconds::days(70);
        assert_eq!(limits::add_to_streak(&mut tx, key, wrong, wrong + week).await.unwrap(), 1, "it was forgotten");
        assert_eq!(limits::add_to_streak(&mut tx, key, wrong, wrong + week).await.unwrap(), 2);
        assert_eq!(limits::add_to_streak(&mut tx, key, NOW, NOW + week).await.unwrap(), 1);
        // By an attempt that waited: it clears nothing.
        let later = NOW + Seconds::minutes(10);
        assert_eq!(limits::add_to_streak(&mut tx, key, later, later + week).await.unwrap(), 2);
        assert_eq!(limits::add_to_streak(&mut tx, key, NOW, NOW + week).await.unwrap(), 3);
    }
}

#[tokio::test]
async fn what_is_asked_for_is_taken_while_there_is_room_and_worked_off_evenly() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let hash = TokenHash::of("192.0.2.1");
        let key = limits::Counted { rule: "mail", hash: &hash };
        let at = |now| limits::Taking { now, interval: 1000, burst: 3000, furthest: now + 4000 };
        assert_eq!(limits::find_worked_off(&mut tx, key).await.unwrap(), None);
        for worked_off in [11_000, 12_000, 13_000] {
            assert_eq!(limits::take(&mut tx, key, at(10_000)).await.unwrap(), Some(worked_off));
        }
        assert_eq!(limits::take(&mut tx, key, at(10_000)).await.unwrap(), None);
        assert_eq!(limits::take(&mut tx, key, at(10_999)).await.unwrap(), None);
        assert_eq!(
            limits::find_worked_off(&mut tx, key).await.unwrap(),
            Some(13_000),
            "what is refused counts nothing"
        );
        assert_eq!(limits::take(&mut tx, key, at(11_000)).await.unwrap(), Some(14_000));
        assert_eq!(limits::take(&mut tx, key, at(10_500)).await.unwrap(), None, "by a clock that is behind");
        assert_eq!(limits::take(&mut tx, key, at(20_000)).await.unwrap(), Some(21_000), "all of it is worked off");
        // A clock that was a day ahead.
        assert_eq!(limits::take(&mut tx, key, at(90_000_000)).await.unwrap(), Some(90_001_000));
        assert_eq!(limits::take(&mut tx, key, at(21_000)).await.unwrap(), Some(22_000));
        let other = limits::Counted { rule: "other", hash: &hash };
        assert_eq!(limits::take(&mut tx, other, at(21_000)).await.unwrap(), Some(22_000));
    }
}

#[tokio::test]
async fn a_pairwise_subject_once_given_stays() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let (issuer, user) = (&world.issuer, &world.user.id);
        let sector = (issuer, "app.example");
        assert_eq!(pairwise_subjects::find(&mut tx, issuer, "app.example", user).await.unwrap(), None);
        assert_eq!(pairwise_subjects::insert(&mut tx, sector, user, "first", NOW).await.unwrap(), "first");
        assert_eq!(pairwise_subjects::insert(&mut tx, sector, user, "second", NOW).await.unwrap(), "first");
        let found = pairwise_subjects::find(&mut tx, issuer, "app.example", user).await.unwrap();
        assert_eq!(found.as_deref(), Some("first"));
        let owner = pairwise_subjects::find_user_by_sub(&mut tx, issuer, "app.example", "first").await.unwrap();
        assert_eq!(owner.as_ref(), Some(user));
    }
}

#[tokio::test]
async fn an_initial_access_token_is_spent_as_often_as_it_says() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let token = |text: &str, uses_left: Option<i64>| initial_access_tokens::InitialAccessToken {
            id: world.id(),
            issuer_id: world.issuer.clone(),
            token_hash: TokenHash::of(text),
            label: Some("portal".to_owned()),
            uses_left,
            created_at: NOW,
            expires_at: NOW + Seconds(60),
            last_used_at: None,
            revoked_at: None,
        };
        let (twice, any) = (token("twice", Some(2)), token("any", None));
        for one in [&twice, &any] {
            initial_access_tokens::insert(&mut tx, one).await.unwrap();
        }
        let (hash, later) = (&twice.token_hash, NOW + Seconds(1));
        for expected in [true, true, false] {
            assert_eq!(initial_access_tokens::spend(&mut tx, hash, later).await.unwrap(), expected);
        }
        let found = initial_access_tokens::find(&mut tx, hash).await.unwrap().unwrap();
        assert_eq!((found.uses_left, found.last_used_at), (Some(0), Some(later)));
        assert!(initial_access_tokens::spend(&mut tx, &any.token_hash, later).await.unwrap());
        assert!(!initial_access_tokens::spend(&mut tx, &any.token_hash, any.expires_at).await.unwrap());
        assert!(initial_access_tokens::revoke(&mut tx, &any.id, later).await.unwrap());
        assert!(!initial_access_tokens::revoke(&mut tx, &any.id, later).await.unwrap());
        assert!(!initial_access_tokens::spend(&mut tx, &any.token_hash, later).await.unwrap());
        assert_eq!(initial_access_tokens::list(&mut tx, &world.issuer, &PageRequest::first(9)).await.unwrap().len(), 2);
        let elsewhere = initial_access_tokens::list(&mut tx, &world.id(), &PageRequest::first(9)).await.unwrap();
        assert!(elsewhere.is_empty());
    }
}

pub(in crate::tests) fn event(world: &World, kind: &str, at: Timestamp) -> audit::AuditEvent {
    audit::AuditEvent {
        id: world.id(),
        issuer_id: Some(world.issuer.clone()),
        at,
        kind: kind.to_owned(),
        actor: "system".to_owned(),
        user_id: Some(world.user.id.clone()),
        client_id: None,
        session_id: None,
        grant_id: None,
        organization_id: None,
        request_id: Some(world.id()),
        data: Map::from_iter([("reason".to_owned(), json!("test"))]),
        personal_ip: Some("192.0.2.1".to_owned()),
        personal_user_agent: Some("curl".to_owned()),
        chain: None,
    }
}

#[tokio::test]
async fn audit_events_are_listed_newest_first_by_what_they_concern() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let mut events = Vec::new();
        for number in 0..450 {
            world.clock.advance(1);
            let kind = if number % 2 == 0 { "even" } else { "odd" };
            let mut event = event(&world, kind, world.clock.now());
            if number >= 440 {
                event.user_id = None;
                event.client_id = Some(world.client.id.clone());
            }
            events.push(event);
        }
        audit::insert(&mut tx, &events[0]).await.unwrap();
        audit::insert_few(&mut tx, &events[1..]).await.unwrap();
        audit::insert_few(&mut tx, &[]).await.unwrap();
        events.reverse();

        let everything = audit::Filter::default();
        let first = audit::list(&mut tx, &everything, &PageRequest::first(100)).await.unwrap();
        assert_eq!(first, events[..100]);
        let second =
            audit::list(&mut tx, &everything, &PageRequest::first(100).after(first[99].id.as_str())).await.unwrap();
        assert_eq!(second, events[100..200]);

        let filter =
            audit::Filter { kind: Some("even".to_owned()), client: Some(world.client.id.clone()), ..everything };
        assert_eq!(audit::list(&mut tx, &filter, &PageRequest::first(100)).await.unwrap().len(), 5);
        let filter = audit::Filter {
            user: Some(world.user.id.clone()),
            since: Some(NOW + Seconds(11)),
            until: Some(NOW + Seconds(21)),
            ..audit::Filter::default()
        };
        assert_eq!(audit::list(&mut tx, &filter, &PageRequest::first(100)).await.unwrap().len(), 10);
        let filter = audit::Filter { client: Some(world.client.id.clone()), ..filter };
        assert!(audit::list(&mut tx, &filter, &PageRequest::first(100)).await.unwrap().is_empty());
        let elsewhere = audit::Filter { issuer: Some(world.id()), ..audit::Filter::default() };
        assert!(audit::list(&mut tx, &elsewhere, &PageRequest::first(100)).await.unwrap().is_empty());
        let here = audit::Filter { issuer: Some(world.issuer.clone()), ..elsewhere };
        assert_eq!(audit::list(&mut tx, &here, &PageRequest::first(100)).await.unwrap().len(), 100);
    }
}

#[tokio::test]
async fn personal_data_is_erased_and_the_event_stays() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        audit::insert(&mut tx, &event(&world, "session.started", NOW)).await.unwrap();
        assert_eq!(audit::erase_personal_for_user(&mut tx, &world.user.id).await.unwrap(), 1);
        let events = audit::list(&mut tx, &audit::Filter::default(), &PageRequest::first(9)).await.unwrap();
        assert_eq!((events.len(), &events[0].personal_ip, &events[0].personal_user_agent), (1, &None, &None));
    }
}

#[tokio::test]
async fn settings_versions_and_outbox_events_are_kept() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        assert_eq!(settings::get(&mut tx, "name").await.unwrap(), None);
        assert!(settings::put_first(&mut tx, "name", "a", NOW).await.unwrap());
        assert!(!settings::put_first(&mut tx, "name", "b", NOW).await.unwrap());
        assert_eq!(settings::get(&mut tx, "name").await.unwrap().as_deref(), Some("a"));
        settings::put(&mut tx, "name", "c", NOW).await.unwrap();
        assert_eq!(settings::get(&mut tx, "name").await.unwrap().as_deref(), Some("c"));

        let version = |all: Vec<(String, i64)>, name: &str| all.into_iter().find(|one| one.0 == name).map(|one| one.1);
        let before = version(cache_versions::all(&mut tx).await.unwrap(), "clients").unwrap();
        cache_versions::bump(&mut tx, "clients").await.unwrap();
        cache_versions::bump(&mut tx, "unheard of").await.unwrap();
        let all = cache_versions::all(&mut tx).await.unwrap();
        assert_eq!(version(all.clone(), "clients"), Some(before + 1));
        assert_eq!(version(all, "unheard of"), Some(1));

        let event = event_of(&mut tx, &world).await;
        assert_eq!(outbox::find(&mut tx, &event.id).await.unwrap(), Some(event));
    }
}

async fn event_of(tx: &mut Conn, world: &World) -> outbox::OutboxEvent {
    let event = outbox::OutboxEvent {
        id: world.id(),
        issuer_id: world.issuer.clone(),
        at: NOW,
        kind: "session.revoked".to_owned(),
        payload: Map::from_iter([("session_id".to_owned(), json!(world.session.id))]),
        expires_at: NOW + Seconds::days(1),
    };
    outbox::insert(tx, &event).await.unwrap();
    event
}

#[tokio::test]
async fn a_delivery_is_taken_by_one_and_settled_by_whoever_holds_it() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let event = event_of(&mut tx, &world).await;
        let key = DeliveryKey { event: &event.id, consumer: "logout", target: "web" };
        let data = Map::from_iter([("sid".to_owned(), json!("s1"))]);
        outbox_deliveries::insert(&mut tx, key, &data, NOW).await.unwrap();
        assert_eq!(outbox_deliveries::list_due_targets(&mut tx, "logout", NOW, 9).await.unwrap(), ["web"]);
        assert!(outbox_deliveries::list_due_targets(&mut tx, "other", NOW, 9).await.unwrap().is_empty());
        assert!(outbox_deliveries::list_due_targets(&mut tx, "logout", NOW - Seconds(1), 9).await.unwrap().is_empty());
        let first = outbox_deliveries::claim(&mut tx, key, NOW, NOW + Seconds(40)).await.unwrap().unwrap();
        assert_eq!((first.attempts, &first.data, first.created_at), (1, &data, NOW));
        assert!(outbox_deliveries::claim(&mut tx, key, NOW, NOW + Seconds(40)).await.unwrap().is_none());
        // The lease ends: somebody else takes it, and the first has nothing more to say but success.
        let later = NOW + Seconds(40);
        let second = outbox_deliveries::claim(&mut tx, key, later, later + Seconds(40)).await.unwrap().unwrap();
        assert_eq!(second.attempts, 2);
        let (status, why) = (Some(503), "the answer has status 503");
        assert!(!outbox_deliveries::retry(&mut tx, &first, status, why, later).await.unwrap());
        assert!(!outbox_deliveries::fail(&mut tx, &first, status, why, later).await.unwrap());
        assert!(outbox_deliveries::retry(&mut tx, &second, status, why, later + Seconds(5)).await.unwrap());
        assert!(outbox_deliveries::list_due(&mut tx, "logout", "web", later, 9).await.unwrap().is_empty());
        let due = outbox_deliveries::list_due(&mut tx, "logout", "web", later + Seconds(5), 9).await.unwrap();
        assert_eq!(due[0].last_error.as_deref(), Some(why));
        assert!(outbox_deliveries::deliver(&mut tx, &first, Some(204), later).await.unwrap());
        assert!(!outbox_deliveries::deliver(&mut tx, &second, Some(200), later).await.unwrap());
        let listed = outbox_deliveries::list(&mut tx, "logout", &world.issuer, Narrowed::default(), 9).await.unwrap();
        let [done] = listed.as_slice() else { panic!("{listed:?}") };
        assert_eq!((done.last_status, done.delivered_at), (Some(204), Some(later)));
        // What was told is not kept.
        let (data,) =
            q!(tx, fetch_one, (String,), "SELECT data FROM outbox_deliveries WHERE target = $1", "web").unwrap();
        assert_eq!(data, "{}");
    }
}

#[tokio::test]
async fn a_delivery_that_was_given_up_is_never_due_and_goes_with_its_event() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let event = event_of(&mut tx, &world).await;
        for target in ["off", "web"] {
            let key = DeliveryKey { event: &event.id, consumer: "logout", target };
            outbox_deliveries::insert(&mut tx, key, &Map::new(), NOW).await.unwrap();
        }
        let key = DeliveryKey { event: &event.id, consumer: "logout", target: "web" };
        let claimed = outbox_deliveries::claim(&mut tx, key, NOW, NOW).await.unwrap().unwrap();
        assert!(outbox_deliveries::fail(&mut tx, &claimed, None, "no", NOW).await.unwrap());
        let far = NOW + Seconds::days(3650);
        assert_eq!(outbox_deliveries::list_due_targets(&mut tx, "logout", far, 9).await.unwrap(), ["off"]);
        assert!(outbox_deliveries::claim(&mut tx, key, far, far).await.unwrap().is_none());
        for (target, state, expected) in [
            (None, None, &["off", "web"][..]),
            (Some("web"), None, &["web"]),
            (None, Some(DeliveryState::Failed), &["web"]),
            (None, Some(DeliveryState::Waiting), &["off"]),
            (Some("web"), Some(DeliveryState::Delivered), &[]),
        ] {
            let narrowed = Narrowed { target, state };
            let listed = outbox_deliveries::list(&mut tx, "logout", &world.issuer, narrowed, 9).await.unwrap();
            let targets: Vec<&str> = listed.iter().map(|one| one.target.as_str()).collect();
            assert_eq!(targets, expected, "{narrowed:?}");
        }
        let elsewhere = outbox_deliveries::list(&mut tx, "logout", &world.id(), Narrowed::default(), 9).await.unwrap();
        assert!(elsewhere.is_empty());
        purge_all(&mut tx, NOW + Seconds::days(2)).await;
        let left = outbox_deliveries::list(&mut tx, "logout", &world.issuer, Narrowed::default(), 9).await.unwrap();
        assert_eq!(left, []);
    }
}
