//! Keys in a real database: first start, rotation, revocation, a changed master key.

use std::collections::BTreeMap;

use super::*;
use crate::{
    app::App,
    base::{
        id::{SessionId, UserId},
        time::Seconds,
    },
    config::{Config, keys::MasterKeySetting},
    domain::{
        directory::accounts::{self, NewUser},
        installation::maintenance::purge,
        kernel::Version,
        registry::clients::{self, Registration},
        sessions::{self, Browser, Proof},
        testing::{self, TestApp, cx},
    },
    protocol::{
        client::{AuthMethod, ClientMetadata, ClientSource},
        jose::{
            alg::SigAlg,
            jwe::{ContentEnc, EncFamily, EncryptionKey, KeyMgmtAlg, Outside, Unopened, encrypt},
            jwk::JwkSet,
        },
    },
    store::{cache_versions, sessions as session_rows},
};

/// How many keys of each algorithm are in each state.
async fn states(app: &App) -> BTreeMap<(String, &'static str), usize> {
    let mut states = BTreeMap::new();
    for row in list(&cx(app)).await.unwrap() {
        *states.entry((row.kind.to_string(), row.state.as_str())).or_default() += 1;
    }
    states
}

async fn version(app: &App) -> i64 {
    let mut conn = app.db.read().await.unwrap();
    let all = cache_versions::all(&mut conn).await.unwrap();
    all.into_iter().find(|(name, _)| name == Version::SigningKeys.as_str()).unwrap().1
}

fn one_each(state: &'static str) -> Vec<((String, &'static str), usize)> {
    ["ECDH-ES", "ES256", "ES384", "EdDSA", "PS256", "RS256", "RSA-OAEP"]
        .map(|alg| ((alg.to_owned(), state), 1))
        .to_vec()
}

async fn started() -> TestApp {
    let app = testing::app().await;
    ensure_and_load(&cx(&app)).await.unwrap();
    app
}

#[tokio::test]
async fn the_first_start_makes_one_key_of_each_kind_and_the_second_none() {
    let app = started().await;
    assert_eq!(states(&app).await.into_iter().collect::<Vec<_>>(), one_each("active"));
    assert_eq!(app.issuer.keys().algorithms(), SigAlg::SIGNING);
    let before = (version(&app).await, list(&cx(&app)).await.unwrap());
    ensure_and_load(&cx(&app)).await.unwrap();
    assert!(!tick(&cx(&app)).await.unwrap());
    assert_eq!((version(&app).await, list(&cx(&app)).await.unwrap()), before, "nothing to do changes nothing");
}

// A clock that is 70 days ahead for a moment ends no key.
#[tokio::test]
async fn a_start_replaces_and_deletes_no_key_whatever_the_clock_says() {
    let app = started().await;
    let first = app.issuer.keys().active(SigAlg::ES256).unwrap().kid().to_owned();
    rotate(&cx(&app), &[KeyKind::Signing(SigAlg::EdDSA)], true).await.unwrap();
    rotate(&cx(&app), &[KeyKind::Signing(SigAlg::ES256)], false).await.unwrap();
    let before = list(&cx(&app)).await.unwrap();
    for ahead in [Seconds::days(70), Seconds::days(1_000)] {
        app.clock.set_ahead(ahead.0);
        ensure_and_load(&cx(&app)).await.unwrap();
        assert_eq!(list(&cx(&app)).await.unwrap(), before);
        assert_eq!(app.issuer.keys().active(SigAlg::ES256).unwrap().kid(), first);
        app.clock.set_ahead(-ahead.0);
    }
    // Nor does a revocation by the operator end others.
    app.clock.set_ahead(Seconds::days(1_000).0);
    revoke(&cx(&app), &first).await.unwrap();
    assert_eq!(list(&cx(&app)).await.unwrap().len(), before.len());
    assert_eq!(states(&app).await[&("ES256".to_owned(), "active")], 1, "its successor takes over");
    // What is due is done by the first round that believes the clock.
    assert!(tick(&cx(&app)).await.unwrap());
}

#[tokio::test]
async fn instances_that_start_together_make_one_key_each_way() {
    let app = testing::app().await;
    let other = testing::second(&app.db, [7; 32], 2).await;
    let (one, two) = {
        let (here, there) = (cx(&app), cx(&other));
        tokio::join!(ensure_and_load(&here), ensure_and_load(&there))
    };
    one.unwrap();
    two.unwrap();
    assert_eq!(states(&app).await.into_iter().collect::<Vec<_>>(), one_each("active"));
    let kids = |app: &App| app.issuer.keys().facts().map(|key| key.kid.clone()).collect::<Vec<_>>();
    assert_eq!(kids(&app), kids(&other));
}

#[tokio::test]
async fn a_successor_is_published_before_it_signs_and_the_old_key_forgets_its_private_half() {
    let app = started().await;
    let first = app.issuer.keys().active(SigAlg::ES256).unwrap().kid().to_owned();
    rotate(&cx(&app), &[KeyKind::Signing(SigAlg::ES256)], false).await.unwrap();
    assert_eq!(states(&app).await[&("ES256".to_owned(), "next")], 1);
    assert_eq!(app.issuer.keys().active(SigAlg::ES256).unwrap().kid(), first);
    assert!(!tick(&cx(&app)).await.unwrap(), "it is not time");
    app.clock.advance(app.config.keys.publish_ahead.0);
    assert!(tick(&cx(&app)).await.unwrap());
    assert_ne!(app.issuer.keys().active(SigAlg::ES256).unwrap().kid(), first);
    assert!(app.issuer.keys().verifying(&first).is_some(), "what it signed is still good");
    let mut conn = app.app.db.read().await.unwrap();
    let rows = signing_keys::list(&mut conn, &app.issuer.id).await.unwrap();
    let old = rows.iter().find(|row| row.kid == first).unwrap();
    assert_eq!((old.state.as_str(), &old.private_sealed), ("retired", &None));
}

#[tokio::test]
async fn a_retired_key_verifies_hints_as_long_as_sessions_live_and_then_goes() {
    let app = started().await;
    let first = app.issuer.keys().active(SigAlg::EdDSA).unwrap().kid().to_owned();
    rotate(&cx(&app), &[KeyKind::Signing(SigAlg::EdDSA)], true).await.unwrap();
    let (keep, lasting) = (app.config.keys.retire_keep, app.config.session.absolute);
    app.clock.advance(keep.0);
    tick(&cx(&app)).await.unwrap();
    assert!(!app.issuer.keys().jwks(app.clock.now()).to_string().contains(&first));
    assert!(app.issuer.keys().verifying(&first).is_some());
    app.clock.advance(lasting.0);
    tick(&cx(&app)).await.unwrap();
    assert!(app.issuer.keys().verifying(&first).is_none());
}

async fn sign_in(app: &TestApp, browser: Option<&Browser>, user: &UserId) -> (SessionId, Browser) {
    let proof = Proof {
        user: user.clone(),
        factors: vec![crate::protocol::acr::Factor::new(
            "pwd",
            crate::protocol::acr::FactorKind::Knowledge,
            crate::base::time::Timestamp(0),
        )],
        remember: true,
    };
    let cx = cx(app);
    cx.write(async |work| sessions::sign_in(&cx, work, browser, &proof).await).await.unwrap()
}

#[tokio::test]
async fn a_retired_key_stays_for_a_session_that_is_renewed_again_and_again() {
    let app = started().await;
    let user = NewUser { username: "ada".to_owned(), ..NewUser::default() };
    let user = accounts::create(&cx(&app), user).await.unwrap().id;
    let (session, mut browser) = sign_in(&app, None, &user).await;
    let first = app.issuer.keys().active(SigAlg::EdDSA).unwrap().kid().to_owned();
    rotate(&cx(&app), &[KeyKind::Signing(SigAlg::EdDSA)], true).await.unwrap();
    let over = app.clock.now() + app.config.keys.retire_keep + app.config.session.absolute;
    while app.clock.now() < over {
        app.clock.advance(Seconds::days(5).0);
        let (same, next) = sign_in(&app, Some(&browser), &user).await;
        assert_eq!(same, session);
        browser = next;
    }
    tick(&cx(&app)).await.unwrap();
    assert!(app.issuer.keys().verifying(&first).is_some());
    // As long as the session is kept for hints after its end, and no longer.
    let mut conn = app.db.read().await.unwrap();
    let end = session_rows::find(&mut conn, &session).await.unwrap().unwrap().expires_at + Seconds::days(30);
    drop(conn);
    app.clock.advance((end - app.clock.now()).0 - 1);
    while purge(&cx(&app)).await.unwrap() {}
    tick(&cx(&app)).await.unwrap();
    assert!(app.issuer.keys().verifying(&first).is_some());
    app.clock.advance(1);
    while purge(&cx(&app)).await.unwrap() {}
    tick(&cx(&app)).await.unwrap();
    assert!(app.issuer.keys().verifying(&first).is_none());
}

#[tokio::test]
async fn keys_change_places_by_themselves() {
    let app = started().await;
    let first = app.issuer.keys().active(SigAlg::RS256).unwrap().kid().to_owned();
    let ahead = app.config.keys.rotation_interval.0 - app.config.keys.publish_ahead.0;
    app.clock.advance(ahead);
    assert!(tick(&cx(&app)).await.unwrap());
    assert_eq!(app.issuer.keys().active(SigAlg::RS256).unwrap().kid(), first);
    app.clock.advance(app.config.keys.publish_ahead.0);
    assert!(tick(&cx(&app)).await.unwrap());
    assert_ne!(app.issuer.keys().active(SigAlg::RS256).unwrap().kid(), first);
}

#[tokio::test]
async fn a_revoked_key_is_gone_at_once_and_another_signs() {
    let app = started().await;
    let first = app.issuer.keys().active(SigAlg::RS256).unwrap().kid().to_owned();
    let before = version(&app).await;
    revoke(&cx(&app), &first).await.unwrap();
    assert!(version(&app).await > before);
    assert!(app.issuer.keys().verifying(&first).is_none());
    assert!(!app.issuer.keys().jwks(app.clock.now()).to_string().contains(&first));
    assert_ne!(app.issuer.keys().active(SigAlg::RS256).unwrap().kid(), first);
    let twice = revoke(&cx(&app), &first).await.unwrap_err().to_string();
    assert_eq!(twice, "kid: the key was revoked before");
    assert!(matches!(revoke(&cx(&app), "unknown").await, Err(Error::NotFound)));
}

/// A message to the key of a family that the key set shows last.
fn to_us(app: &App, family: EncFamily) -> (String, Unopened) {
    let alg = if family == EncFamily::Rsa { KeyMgmtAlg::RsaOaep256 } else { KeyMgmtAlg::EcdhEs };
    let set = JwkSet::from_value(&app.issuer.keys().jwks(app.clock.now())).unwrap();
    let key = set.keys.iter().rev().find_map(|jwk| EncryptionKey::from_jwk(jwk, alg).ok()).unwrap();
    let message = encrypt(b"hello", Outside::default(), &key, ContentEnc::A128Gcm).unwrap();
    (key.kid().unwrap().to_owned(), Unopened::parse(&message).unwrap())
}

async fn opens(app: &App, message: &Unopened) -> bool {
    open(&cx(app), message, KeyMgmtAlg::ALL, ContentEnc::ALL).await.unwrap().is_ok()
}

// OIDC Core §10.2.1
#[tokio::test]
async fn a_retired_decryption_key_is_shown_no_more_and_opens_while_old_key_sets_are_about() {
    let app = started().await;
    for family in EncFamily::ALL {
        let (first, message) = to_us(&app, *family);
        rotate(&cx(&app), &[KeyKind::Decryption(*family)], false).await.unwrap();
        let (second, early) = to_us(&app, *family);
        assert_ne!(first, second, "the successor is shown");
        assert!(opens(&app, &early).await, "whoever uses the successor at once is understood");
        app.clock.advance(app.config.keys.publish_ahead.0);
        tick(&cx(&app)).await.unwrap();
        assert!(!app.issuer.keys().jwks(app.clock.now()).to_string().contains(&first));
        assert!(opens(&app, &message).await);
        app.clock.advance(app.config.keys.retire_keep.0);
        tick(&cx(&app)).await.unwrap();
        assert!(!opens(&app, &message).await);
        assert!(list(&cx(&app)).await.unwrap().iter().all(|row| row.kid != first));
    }
}

#[tokio::test]
async fn a_revoked_decryption_key_opens_nothing_and_another_takes_its_place() {
    let app = started().await;
    let (kid, message) = to_us(&app, EncFamily::Ecdh);
    revoke(&cx(&app), &kid).await.unwrap();
    assert!(!opens(&app, &message).await);
    let (successor, message) = to_us(&app, EncFamily::Ecdh);
    assert_ne!(successor, kid);
    assert!(opens(&app, &message).await);
    let mut conn = app.app.db.read().await.unwrap();
    let rows = signing_keys::list(&mut conn, &app.issuer.id).await.unwrap();
    assert_eq!(rows.iter().find(|row| row.kid == kid).unwrap().private_sealed, None);
}

#[tokio::test]
async fn a_key_that_another_instance_made_is_found_by_one_look() {
    let app = started().await;
    let other = testing::second(&app.db, [7; 32], 2).await;
    ensure_and_load(&cx(&other)).await.unwrap();
    rotate(&cx(&other), &[KeyKind::Signing(SigAlg::ES256), KeyKind::Decryption(EncFamily::Ecdh)], true).await.unwrap();
    let kid = other.issuer.keys().active(SigAlg::ES256).unwrap().kid().to_owned();
    assert!(app.issuer.keys().verifying(&kid).is_none());
    // All who come at once are served by the same look.
    let (one, two) = {
        let (here, there) = (cx(&app), cx(&app));
        tokio::join!(verifying(&here, &kid), verifying(&there, &kid))
    };
    assert!(one.unwrap().is_some() && two.unwrap().is_some());
    app.clock.advance(1);
    rotate(&cx(&other), &[KeyKind::Decryption(EncFamily::Ecdh)], true).await.unwrap();
    assert!(opens(&app, &to_us(&other, EncFamily::Ecdh).1).await);
}

#[tokio::test]
async fn invented_names_cost_one_look_a_second() {
    let app = started().await;
    let looks = |before: &std::sync::Arc<_>| !std::sync::Arc::ptr_eq(before, &app.issuer.keys());
    let mut done = 0;
    for second in 0..3 {
        for guess in 0..50 {
            let before = app.issuer.keys();
            assert!(verifying(&cx(&app), &format!("guess-{second}-{guess}")).await.unwrap().is_none());
            done += u32::from(looks(&before));
        }
        app.clock.advance(1);
    }
    assert_eq!(done, 3);
    // A name that is known and withdrawn is not looked for again either.
    let kid = app.issuer.keys().active(SigAlg::EdDSA).unwrap().kid().to_owned();
    revoke(&cx(&app), &kid).await.unwrap();
    let before = app.issuer.keys();
    assert!(verifying(&cx(&app), &kid).await.unwrap().is_none());
    assert!(!looks(&before));
}

#[tokio::test]
async fn a_key_of_a_later_version_is_left_alone() {
    let app = started().await;
    let mut tx = app.app.db.begin().await.unwrap();
    let one = signing_keys::list(&mut tx, &app.issuer.id).await.unwrap().remove(0);
    let later = signing_keys::KeyPair { kid: "later".to_owned(), alg: "XS256".to_owned(), ..one };
    signing_keys::insert(&mut tx, &later).await.unwrap();
    tx.commit().await.unwrap();
    reload(&cx(&app)).await.unwrap();
    assert!(!tick(&cx(&app)).await.unwrap());
    assert!(!app.issuer.keys().knows("later"));
    let mut conn = app.app.db.read().await.unwrap();
    assert_eq!(signing_keys::list(&mut conn, &app.issuer.id).await.unwrap().len(), KeyKind::wanted().len() + 1);
}

#[tokio::test]
async fn rewrapping_leaves_nothing_under_the_old_master_key() {
    let app = started().await;
    let metadata = ClientMetadata {
        redirect_uris: vec!["https://app.example.com/".to_owned()],
        token_endpoint_auth_method: AuthMethod::SecretJwt,
        ..ClientMetadata::default()
    };
    let new = Registration { metadata, id: None, secret: None, first_party: false, source: ClientSource::Operator };
    clients::register(&cx(&app), new).await.unwrap();
    assert_eq!(rewrap(&cx(&app)).await.unwrap(), Rewrapped { unchanged: 8, ..Rewrapped::default() });

    let old_file = app.db.file().with_file_name("old.key");
    std::fs::write(&old_file, MasterKeySetting::from([7; 32]).to_base64().expose()).unwrap();
    std::fs::set_permissions(&old_file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let mut config = Config::for_tests(&app.db.url);
    config.keys.master_key = Some(MasterKeySetting::from([8; 32]));
    config.keys.previous_master_key_files = vec![old_file];
    let changed = testing::build(config, 2).await;
    let done = rewrap(&cx(&changed)).await.unwrap();
    assert_eq!((done.signing_keys, done.clients, done.unchanged, done.unopened), (7, 1, 0, 0));

    // Only the new key from now on.
    let alone = testing::second(&app.db, [8; 32], 3).await;
    ensure_and_load(&cx(&alone)).await.unwrap();
    assert_eq!(alone.issuer.keys().algorithms(), SigAlg::SIGNING);
    assert_eq!(policy(&cx(&alone)).publish_ahead, Seconds::days(1));
}
