//! Clients in a real database.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::*;
use crate::{
    base::secret::Secret,
    config::{Config, keys::MasterKeySetting, outbound::PrivateTarget},
    domain::{
        kernel::seals,
        testing::{self, cx},
    },
    protocol::client::{AuthMethod, ClientMetadata, ClientSource},
};

fn metadata(method: AuthMethod) -> ClientMetadata {
    ClientMetadata {
        redirect_uris: vec!["https://app.example.com/callback".to_owned()],
        token_endpoint_auth_method: method,
        jwks_uri: (method == AuthMethod::PrivateKeyJwt).then(|| "https://app.example.com/jwks".to_owned()),
        ..ClientMetadata::default()
    }
}

fn to(method: AuthMethod) -> ClientChanges {
    ClientChanges::to(&metadata(method))
}

fn new(method: AuthMethod) -> Registration {
    Registration {
        metadata: metadata(method),
        id: None,
        secret: None,
        first_party: false,
        source: ClientSource::Operator,
    }
}

#[tokio::test]
async fn a_secret_is_kept_in_the_form_that_its_use_needs() {
    let app = testing::app().await;
    for (method, length) in [
        (AuthMethod::Basic, Some(43)),
        (AuthMethod::Post, Some(43)),
        (AuthMethod::SecretJwt, Some(64)),
        (AuthMethod::PrivateKeyJwt, None),
        (AuthMethod::None, None),
    ] {
        let Registered { client, secret } = register(&cx(&app), new(method)).await.unwrap();
        assert_eq!(secret.as_ref().map(|secret| secret.expose().len()), length, "{method}");
        let known = find(&cx(&app), &client.id).await.unwrap().unwrap();
        let kept = &known.client;
        assert_eq!(kept.secret_hash.is_some(), matches!(method, AuthMethod::Basic | AuthMethod::Post), "{method}");
        assert_eq!(kept.secret_sealed.is_some(), method == AuthMethod::SecretJwt, "{method}");
        if let (Some(hash), Some(secret)) = (&kept.secret_hash, &secret) {
            assert!(hash.matches(secret.expose()));
        }
        if let (Some(sealed), Some(secret)) = (&kept.secret_sealed, &secret) {
            let opened = app.sealer.open(&seals::client_secret(&client.id), sealed).unwrap();
            assert_eq!(opened.expose(), secret.expose().as_bytes());
        }
    }
}

#[tokio::test]
async fn given_names_and_secrets_are_taken_once_and_judged() {
    let app = testing::app().await;
    let given = |id: &str, secret: &str| Registration {
        id: Some(ClientId::new(id)),
        secret: Some(Secret::new(secret.to_owned())),
        ..new(AuthMethod::Basic)
    };
    register(&cx(&app), given("my-app", "0123456789abcdef")).await.unwrap();
    let again = register(&cx(&app), given("my-app", "0123456789abcdef")).await;
    assert!(matches!(again, Err(Error::Conflict("client_id"))));
    let Err(Error::Invalid(problems)) = register(&cx(&app), given("a b", "short")).await else { panic!("taken") };
    assert_eq!(problems.iter().map(|one| one.field).collect::<Vec<_>>(), ["client_id", "client_secret"]);
}

#[tokio::test]
async fn a_change_is_seen_at_once_and_a_new_method_brings_its_own_secret() {
    let app = testing::app().await;
    let made = register(&cx(&app), new(AuthMethod::Basic)).await.unwrap();
    let id = made.client.id;
    let hash = find(&cx(&app), &id).await.unwrap().unwrap().client.secret_hash.clone();

    let same =
        update(&cx(&app), &id, &ClientChanges { first_party: Some(true), ..to(AuthMethod::Post) }).await.unwrap();
    assert!(same.secret.is_none(), "post and basic share one secret");
    let known = find(&cx(&app), &id).await.unwrap().unwrap();
    assert_eq!((&known.client.secret_hash, known.client.first_party_at.is_some()), (&hash, true));

    let sealed = update(&cx(&app), &id, &to(AuthMethod::SecretJwt)).await.unwrap();
    assert_eq!(sealed.secret.map(|secret| secret.expose().len()), Some(64));
    assert!(sealed.client.secret_hash.is_none() && sealed.client.first_party_at.is_some());

    let public = update(&cx(&app), &id, &to(AuthMethod::None)).await.unwrap();
    assert!(public.secret.is_none() && public.client.secret_sealed.is_none());
    let refused = rotate_secret(&cx(&app), &id, None).await.unwrap_err().to_string();
    assert_eq!(refused, "client_secret: a client with token_endpoint_auth_method none has no secret");
    let bad = ClientMetadata { redirect_uris: Vec::new(), ..metadata(AuthMethod::Basic) };
    let refused = update(&cx(&app), &id, &ClientChanges::to(&bad)).await.unwrap_err().to_string();
    let sentence = "grant types authorization_code and implicit need at least one (RFC 7591 section 2)";
    assert_eq!(refused, format!("redirect_uris: {sentence}"));
}

#[tokio::test]
async fn a_rotated_secret_ends_the_old_one_and_a_deleted_client_is_gone() {
    let app = testing::app().await;
    let made = register(&cx(&app), new(AuthMethod::Basic)).await.unwrap();
    let (id, old) = (made.client.id, made.secret.unwrap());
    let fresh = rotate_secret(&cx(&app), &id, None).await.unwrap().secret.unwrap();
    let known = find(&cx(&app), &id).await.unwrap().unwrap();
    let hash = known.client.secret_hash.as_ref().unwrap();
    assert!(hash.matches(fresh.expose()) && !hash.matches(old.expose()));

    assert!(set_disabled(&cx(&app), &id, true).await.unwrap());
    assert!(find(&cx(&app), &id).await.unwrap().is_none());
    assert!(!set_disabled(&cx(&app), &id, true).await.unwrap());
    assert!(set_disabled(&cx(&app), &id, false).await.unwrap());
    assert!(find(&cx(&app), &id).await.unwrap().is_some());
    delete(&cx(&app), &id).await.unwrap();
    assert!(find(&cx(&app), &id).await.unwrap().is_none());
    assert!(matches!(delete(&cx(&app), &id).await, Err(Error::NotFound)));
}

/// A key set on loopback, and how often it was fetched.
async fn key_set() -> (String, Arc<AtomicUsize>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/jwks", listener.local_addr().unwrap());
    let hits = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&hits);
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            counted.fetch_add(1, Ordering::SeqCst);
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await.unwrap();
            let answer = "HTTP/1.1 200 OK\r\ncontent-length: 11\r\nconnection: close\r\n\r\n{\"keys\":[]}";
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (url, hits)
}

#[tokio::test]
async fn keys_by_reference_are_fetched_again_when_the_registration_of_keys_changes() {
    let db = crate::store::testing::sqlite().await;
    let mut config = Config::for_tests(&db.url);
    config.keys.master_key = Some(MasterKeySetting::from([7; 32]));
    config.outbound.allow_private = vec![PrivateTarget::Net("127.0.0.1/32".parse().unwrap())];
    let app = testing::build(config, 1).await;
    let (url, hits) = key_set().await;
    let with = |uri: &str| ClientMetadata { jwks_uri: Some(uri.to_owned()), ..metadata(AuthMethod::PrivateKeyJwt) };
    let new = Registration { metadata: with(&url), ..new(AuthMethod::PrivateKeyJwt) };
    let id = register(&cx(&app), new).await.unwrap().client.id;
    let elsewhere = with("https://app.example.com/other");
    for (change, expected) in [(None, 1), (Some(with(&url)), 1), (Some(elsewhere), 2), (Some(with(&url)), 3)] {
        if let Some(change) = change {
            update(&cx(&app), &id, &ClientChanges::to(&change)).await.unwrap();
        }
        // Long enough for another attempt, not long enough for the set to be old.
        app.clock.advance(30);
        app.remote_keys.get(&url, None).await.unwrap();
        assert_eq!(hits.load(Ordering::SeqCst), expected);
    }
}
