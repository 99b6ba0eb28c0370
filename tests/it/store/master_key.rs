//! The master key: made once, and never made anew under sealed rows.

use std::{fs, os::unix::fs::PermissionsExt, sync::Arc};

use signet::{
    app::{App, BuildError, Purpose, master_key::MasterKeyError},
    base::{entropy::Entropy, time::Clock},
    config::Config,
};

use crate::support::{NOW, on_both_engines};

async fn build(config: Config) -> Result<App, BuildError> {
    let purpose = Purpose { migrate: true, demo: false };
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
    let message = refusal(config.clone()).await;
    assert!(message.contains("No new key was made") && message.contains("keys.master_key_file"), "{message}");
    assert!(!file.exists());
    // Another key is as wrong as none.
    fs::write(&file, data_encoding::BASE64.encode(&[7; 32])).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    refusal(config.clone()).await;
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
