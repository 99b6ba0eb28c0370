//! People who left for an upstream.

use crate::{
    Conn,
    base::{
        id::UpstreamId,
        secret::TokenHash,
        time::{Seconds, Timestamp},
    },
    sessions,
    testing::{self, NOW},
    tests::{fixtures::World, purge::purge_all},
    upstream_sign_ins::{self, UpstreamSignIn},
};

async fn upstream(conn: &mut Conn) -> UpstreamId {
    conn.script(
        "INSERT INTO upstreams (id, issuer_id, name, kind, label, position, settings, client_id, created_at, updated_at) \
         SELECT 'ups_1', id, 'up', 'oidc', 'Up', 0, '{}', 'us', 0, 0 FROM issuers",
    )
    .await
    .unwrap();
    UpstreamId::from_stored("ups_1")
}

fn left(world: &World, upstream: &UpstreamId, state: &str, at: Timestamp) -> UpstreamSignIn {
    UpstreamSignIn {
        state: TokenHash::of(state),
        upstream_id: upstream.clone(),
        browser_id: world.browser.id.clone(),
        interaction_id: None,
        session_id: Some(world.session.id.clone()),
        request: "sealed".to_owned(),
        created_at: at,
        expires_at: at + Seconds::minutes(10),
    }
}

#[tokio::test]
async fn a_state_is_spent_once_by_its_browser_and_in_time() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let upstream = upstream(&mut tx).await;
        let one = left(&world, &upstream, "one", NOW);
        upstream_sign_ins::insert(&mut tx, &one).await.unwrap();
        let (mine, theirs) = (&world.browser.id, world.id());
        assert_eq!(upstream_sign_ins::take(&mut tx, &one.state, &theirs, NOW).await.unwrap(), None);
        assert_eq!(upstream_sign_ins::take(&mut tx, &one.state, mine, one.expires_at).await.unwrap(), None);
        assert_eq!(upstream_sign_ins::find(&mut tx, &one.state).await.unwrap(), Some(one.clone()));
        assert_eq!(upstream_sign_ins::take(&mut tx, &one.state, mine, NOW).await.unwrap(), Some(one.clone()));
        assert_eq!(upstream_sign_ins::take(&mut tx, &one.state, mine, NOW).await.unwrap(), None);
    }
}

#[tokio::test]
async fn the_newest_of_a_browser_are_kept_and_all_go_with_their_time() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let upstream = upstream(&mut tx).await;
        for number in 0..5 {
            let row = left(&world, &upstream, &number.to_string(), NOW + Seconds(number));
            upstream_sign_ins::insert(&mut tx, &row).await.unwrap();
        }
        assert_eq!(upstream_sign_ins::keep_newest(&mut tx, &world.browser.id, 3).await.unwrap(), 2);
        let is_there = async |conn: &mut Conn, state: &str| {
            upstream_sign_ins::find(conn, &TokenHash::of(state)).await.unwrap().is_some()
        };
        assert!(!is_there(&mut tx, "1").await && is_there(&mut tx, "2").await && is_there(&mut tx, "4").await);
        assert_eq!(purge_all(&mut tx, NOW + Seconds(602)).await, 1);
        assert!(!is_there(&mut tx, "2").await && is_there(&mut tx, "3").await);
        // Whoever signs out has nobody to add an identity to; the row goes when the session does.
        sessions::end(&mut tx, &world.session.id, NOW).await.unwrap();
        assert!(is_there(&mut tx, "3").await);
    }
}
