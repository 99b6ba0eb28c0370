//! The master key: made once, and never made anew under sealed rows.

use std::{fs, os::unix::fs::PermissionsExt, sync::Arc};

use serde_json::json;
use signet::{
    app::{App, BuildError, BuildOptions, master_key::MasterKeyError},
    base::{entropy::Entropy, secret::Secret, time::Clock},
    config::Config,
    domain::{
        consumers::{
            messages::{self, MessageOutcome},
            sms,
        },
        directory::accounts::claim_sources::{self, Held, NewSource},
        kernel::messages::Channel,
        registry::keys,
    },
    render::Locale,
};

use crate::support::{NOW, SECRET, hmac_jwt, on_both_engines};

async fn build(config: Config) -> Result<App, BuildError> {
    let purpose = BuildOptions { prepare: true, demo: false };
    App::build(Arc::new(config), Clock::manual(NOW), Entropy::seeded(9), purpose).await
}

async fn refusal(config: Config) -> String {
    match build(config).await {
        Ok(_) => panic!("it started"),
        Err(error @ BuildError::MasterKey(MasterKeyError::Wrong { .. })) => error.to_string(),
        Err(error) => panic!("{error}"),
    }
}

on_both_engines!(without_the_key_that_sealed_them_start_refuses_and_makes_no_new_one, |t| {
    let config = (*t.app.config).clone();
    let file = config.keys.master_key_file.clone();
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let key = fs::read(&file).unwrap();
    fs::remove_file(&file).unwrap();
    let message = Box::pin(refusal(config.clone())).await;
    assert!(message.contains("No new key was made") && message.contains("keys.master_key_file"), "{message}");
    assert!(!file.exists());
    // Another key is as wrong as none.
    fs::write(&file, data_encoding::BASE64.encode(&[7; 32])).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    Box::pin(refusal(config.clone())).await;
    // Given as an earlier key, the right one opens.
    let earlier = file.with_file_name("earlier.key");
    fs::write(&earlier, &key).unwrap();
    fs::set_permissions(&earlier, fs::Permissions::from_mode(0o600)).unwrap();
    let mut with_earlier = config.clone();
    with_earlier.keys.previous_master_key_files = vec![earlier];
    build(with_earlier).await.map(drop).unwrap();
    // Put back, everything is as before.
    fs::write(&file, &key).unwrap();
    build(config.clone()).await.map(drop).unwrap();
    // A key that others may read is refused with the remedy.
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let Err(error) = build(config).await else { panic!("it started") };
    assert!(error.to_string().contains("chmod 600"), "{error}");
});

// `signet keys rewrap`: afterwards the old key is of no use, and nobody noticed.
on_both_engines!(after_a_rewrap_the_old_key_can_be_thrown_away, |t| {
    let ada = t.person("ada").await;
    let held = Held::Endpoint { url: "https://bank.example/".into(), access_token: Some(Secret::new("token".into())) };
    let source = NewSource { name: "bank".into(), claims: vec!["score".into()], held };
    claim_sources::set(&t.cx(), &ada.id, source).await.unwrap();
    let client = t.first_party("web", json!({})).await;
    let jwt = t.client("hmac", json!({"token_endpoint_auth_method": "client_secret_jwt"})).await;
    let tokens = client.tokens(&mut t.browser_of("ada").await, "openid offline_access").await;
    sms::queue_test_text(&t.cx(), "+442079460123", Locale::En).await.unwrap();
    let file = t.app.config.keys.master_key_file.clone();
    let old = file.with_file_name("old.key");
    fs::rename(&file, &old).unwrap();
    fs::write(&file, data_encoding::BASE64.encode(&[42; 32])).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let both = t.another_instance_with(|config| config.keys.previous_master_key_files = vec![old.clone()]).await;
    let done = keys::rewrap(&both.cx()).await.unwrap();
    assert_eq!((done.signing_keys, done.clients, done.refresh_families, done.unopened), (7, 1, 1, 0));
    assert_eq!((done.claim_sources, done.texts), (1, 1));
    fs::remove_file(old).unwrap();
    let fresh = t.another_instance().await;
    let tokens = client.at(&fresh).refreshed(tokens.refresh()).await;
    client.at(&fresh).userinfo(tokens.access()).await.ok();
    let waits = messages::claim(&fresh.cx(), Channel::Sms, 8).await.unwrap();
    assert!(matches!(messages::deliver(&fresh.cx(), Channel::Sms, &waits[0]).await.unwrap(), MessageOutcome::Sent(_)));
    let claims = json!({"iss": jwt.id(), "sub": jwt.id(), "aud": t.issuer, "exp": t.now() + 60, "jti": "1"});
    let form = [
        ("grant_type", "client_credentials"),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_assertion", &hmac_jwt("HS256", SECRET, &claims)),
    ];
    fresh.post("/token", &form, &[]).await.ok();
});
