//! Keys in a real database: first start, rotation, revocation, a changed master key.

use std::collections::BTreeMap;

use super::*;
use crate::{
    base::time::Seconds,
    config::{Config, keys::MasterKey},
    domain::{
        clients::{self, Registration},
        testing::{self, TestApp, by},
    },
    protocol::client::{AuthMethod, ClientMetadata},
    store::cache_versions,
};

/// How many keys of each algorithm are in each state.
async fn states(app: &App) -> BTreeMap<(String, &'static str), usize> {
    let mut states = BTreeMap::new();
    for row in list(app).await.unwrap() {
        *states.entry((row.alg.to_string(), row.state.as_str())).or_default() += 1;
    }
    states
}

async fn version(app: &App) -> i64 {
    let mut conn = app.db.read().await.unwrap();
    let all = cache_versions::all(&mut conn).await.unwrap();
    all.into_iter().find(|(name, _)| name == VERSION).unwrap().1
}

fn one_each(state: &'static str) -> Vec<((String, &'static str), usize)> {
    ["ES256", "EdDSA", "RS256"].map(|alg| ((alg.to_owned(), state), 1)).to_vec()
}

async fn started() -> TestApp {
    let app = testing::app().await;
    ensure_and_load(&app).await.unwrap();
    app
}

#[tokio::test]
async fn the_first_start_makes_one_key_for_each_algorithm_and_the_second_none() {
    let app = started().await;
    assert_eq!(states(&app).await.into_iter().collect::<Vec<_>>(), one_each("active"));
    assert_eq!(app.keys().algorithms(), SIGNING_ALGS);
    let before = (version(&app).await, list(&app).await.unwrap());
    ensure_and_load(&app).await.unwrap();
    assert!(!tick(&app).await.unwrap());
    assert_eq!((version(&app).await, list(&app).await.unwrap()), before, "nothing to do changes nothing");
}

#[tokio::test]
async fn instances_that_start_together_make_one_key_each_way() {
    let app = testing::app().await;
    let other = testing::second(&app.db, [7; 32], 2).await;
    let (one, two) = tokio::join!(ensure_and_load(&app), ensure_and_load(&other));
    one.unwrap();
    two.unwrap();
    assert_eq!(states(&app).await.into_iter().collect::<Vec<_>>(), one_each("active"));
    let kids = |app: &App| app.keys().facts().map(|key| key.kid.clone()).collect::<Vec<_>>();
    assert_eq!(kids(&app), kids(&other));
}

#[tokio::test]
async fn a_successor_is_published_before_it_signs_and_the_old_key_forgets_its_private_half() {
    let app = started().await;
    let first = app.keys().active(SigAlg::ES256).unwrap().kid().to_owned();
    rotate(&app, &[SigAlg::ES256], false, "test").await.unwrap();
    assert_eq!(states(&app).await[&("ES256".to_owned(), "next")], 1);
    assert_eq!(app.keys().active(SigAlg::ES256).unwrap().kid(), first);
    assert!(!tick(&app).await.unwrap(), "it is not time");
    app.clock.advance(app.config.keys.publish_ahead.0);
    assert!(tick(&app).await.unwrap());
    assert_ne!(app.keys().active(SigAlg::ES256).unwrap().kid(), first);
    assert!(app.keys().verifying(&first).is_some(), "what it signed is still good");
    let mut conn = app.app.db.read().await.unwrap();
    let rows = signing_keys::list(&mut conn, &app.issuer.id).await.unwrap();
    let old = rows.iter().find(|row| row.kid == first).unwrap();
    assert_eq!((old.state.as_str(), &old.private_sealed), ("retired", &None));
}

#[tokio::test]
async fn a_retired_key_verifies_hints_as_long_as_sessions_live_and_then_goes() {
    let app = started().await;
    let first = app.keys().active(SigAlg::EdDSA).unwrap().kid().to_owned();
    rotate(&app, &[SigAlg::EdDSA], true, "test").await.unwrap();
    let (keep, session) = (app.config.keys.retire_keep, app.config.session.absolute);
    app.clock.advance(keep.0);
    tick(&app).await.unwrap();
    assert!(!app.keys().jwks(app.clock.now()).to_string().contains(&first));
    assert!(app.keys().verifying(&first).is_some());
    app.clock.advance(session.0);
    tick(&app).await.unwrap();
    assert!(app.keys().verifying(&first).is_none());
}

#[tokio::test]
async fn keys_change_places_by_themselves() {
    let app = started().await;
    let first = app.keys().active(SigAlg::RS256).unwrap().kid().to_owned();
    let ahead = app.config.keys.rotation_interval.0 - app.config.keys.publish_ahead.0;
    app.clock.advance(ahead);
    assert!(tick(&app).await.unwrap());
    assert_eq!(app.keys().active(SigAlg::RS256).unwrap().kid(), first);
    app.clock.advance(app.config.keys.publish_ahead.0);
    assert!(tick(&app).await.unwrap());
    assert_ne!(app.keys().active(SigAlg::RS256).unwrap().kid(), first);
}

#[tokio::test]
async fn a_revoked_key_is_gone_at_once_and_another_signs() {
    let app = started().await;
    let first = app.keys().active(SigAlg::RS256).unwrap().kid().to_owned();
    let before = version(&app).await;
    revoke(&app, &first, "test").await.unwrap();
    assert!(version(&app).await > before);
    assert!(app.keys().verifying(&first).is_none());
    assert!(!app.keys().jwks(app.clock.now()).to_string().contains(&first));
    assert_ne!(app.keys().active(SigAlg::RS256).unwrap().kid(), first);
    assert!(matches!(revoke(&app, &first, "test").await, Err(Error::Invalid(_))));
    assert!(matches!(revoke(&app, "unknown", "test").await, Err(Error::NotFound)));
    assert!(matches!(rotate(&app, &[SigAlg::PS256], false, "test").await, Err(Error::Invalid(_))));
}

#[tokio::test]
async fn rewrapping_leaves_nothing_under_the_old_master_key() {
    let app = started().await;
    let metadata = ClientMetadata {
        redirect_uris: vec!["https://app.example.com/".to_owned()],
        token_endpoint_auth_method: AuthMethod::SecretJwt,
        ..ClientMetadata::default()
    };
    let new = Registration { metadata, id: None, secret: None, first_party: false, source: "cli" };
    clients::register(&app, &app.issuer, new, by()).await.unwrap();
    assert_eq!(rewrap(&app, "test").await.unwrap(), Rewrapped { unchanged: 4, ..Rewrapped::default() });

    let old_file = app.db.file().with_file_name("old.key");
    std::fs::write(&old_file, MasterKey::from([7; 32]).to_base64().expose()).unwrap();
    std::fs::set_permissions(&old_file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let mut config = Config::for_tests(&app.db.url);
    config.keys.master_key = Some(MasterKey::from([8; 32]));
    config.keys.previous_master_key_files = vec![old_file];
    let changed = testing::build(config, 2).await;
    let done = rewrap(&changed, "test").await.unwrap();
    assert_eq!((done.signing_keys, done.clients, done.unchanged, done.unopened), (3, 1, 0, 0));

    // Only the new key from now on.
    let alone = testing::second(&app.db, [8; 32], 3).await;
    ensure_and_load(&alone).await.unwrap();
    assert_eq!(alone.keys().algorithms(), SIGNING_ALGS);
    assert_eq!(policy(&alone).publish_ahead, Seconds::days(1));
}
