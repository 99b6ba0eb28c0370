//! Which sessions a logout at an upstream ends.

use crate::{
    Conn,
    base::id::{IdentityId, UpstreamId},
    identities,
    identities::LinkedIdentity,
    session_upstreams::{self, LoggedOut, SessionUpstream},
    sessions,
    testing::{self, NOW},
    tests::fixtures::World,
};

/// The session of the world, as if it had begun at an upstream in this session of its own.
async fn began_there(conn: &mut Conn, world: &World, sid: Option<&str>) -> UpstreamId {
    conn.script(
        "INSERT INTO upstreams (id, issuer_id, name, kind, label, position, settings, client_id, created_at, updated_at) \
         SELECT 'ups_1', id, 'up', 'oidc', 'Up', 0, '{}', 'us', 0, 0 FROM issuers",
    )
    .await
    .unwrap();
    let upstream = UpstreamId::from_stored("ups_1");
    let id: IdentityId = world.id();
    let identity = LinkedIdentity {
        id: id.clone(),
        user_id: world.user.id.clone(),
        upstream_id: upstream.clone(),
        iss: "https://up.example".to_owned(),
        sub: "ada".to_owned(),
        label: None,
        created_at: NOW,
        last_used_at: None,
    };
    identities::insert(conn, &identity).await.unwrap();
    let row = SessionUpstream {
        session_id: world.session.id.clone(),
        identity_id: id,
        sid: sid.map(str::to_owned),
        id_token: Some("sealed".to_owned()),
    };
    session_upstreams::upsert(conn, &row).await.unwrap();
    upstream
}

#[tokio::test]
async fn a_logout_names_a_session_there_or_everything_of_a_person() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let upstream = began_there(&mut tx, &world, Some("S1")).await;
        let mine = vec![world.session.id.clone()];
        let of = |sid| LoggedOut { upstream: &upstream, iss: "https://up.example", sid };
        for (sid, sub, expected) in [
            (None, "ada", &mine),
            (Some("S1"), "ada", &mine),
            (Some("S2"), "ada", &Vec::new()),
            (None, "Ada", &Vec::new()),
        ] {
            let found = session_upstreams::list_live_of_subject(&mut tx, of(sid), sub).await.unwrap();
            assert_eq!(found, *expected, "{sid:?} {sub}");
        }
        assert_eq!(session_upstreams::list_live_of_sid(&mut tx, of(Some("S1"))).await.unwrap(), mine);
        let other = LoggedOut { iss: "https://evil.example", ..of(Some("S1")) };
        assert!(session_upstreams::list_live_of_sid(&mut tx, other).await.unwrap().is_empty());
        assert!(session_upstreams::list_live_of_sid(&mut tx, of(None)).await.unwrap().is_empty());
        let origin = session_upstreams::find_origin(&mut tx, &world.session.id).await.unwrap().unwrap();
        assert_eq!((origin.upstream_id, origin.id_token.as_deref()), (upstream.clone(), Some("sealed")));
        // What has ended does not end again.
        sessions::end(&mut tx, &world.session.id, NOW).await.unwrap();
        assert!(session_upstreams::list_live_of_sid(&mut tx, of(Some("S1"))).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_session_of_which_no_name_is_known_there_ends_with_its_person() {
    for db in testing::engines().await {
        let mut tx = db.begin().await.unwrap();
        let world = World::create(&mut tx).await;
        let upstream = began_there(&mut tx, &world, None).await;
        let out = LoggedOut { upstream: &upstream, iss: "https://up.example", sid: Some("S1") };
        let found = session_upstreams::list_live_of_subject(&mut tx, out, "ada").await.unwrap();
        assert_eq!(found, std::slice::from_ref(&world.session.id));
        assert!(session_upstreams::list_live_of_sid(&mut tx, out).await.unwrap().is_empty());
    }
}
