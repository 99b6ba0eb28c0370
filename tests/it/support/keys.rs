//! Keys made once for the whole process: an RSA pair costs more than a test does.

use std::sync::OnceLock;

use signet::{
    app::App,
    base::time::Timestamp,
    protocol::jose::{
        jwe::DecryptionKey,
        key::{GeneratedKey, SigningKey},
        key_ring::KeyKind,
    },
    store::signing_keys,
};

fn pairs() -> &'static [(KeyKind, GeneratedKey)] {
    static PAIRS: OnceLock<Vec<(KeyKind, GeneratedKey)>> = OnceLock::new();
    let make = |kind: KeyKind| match kind {
        KeyKind::Signing(alg) => SigningKey::generate(alg),
        KeyKind::Decryption(family) => DecryptionKey::generate(family),
    };
    PAIRS.get_or_init(|| {
        KeyKind::wanted().into_iter().map(|kind| (kind, make(kind).expect("making a key pair"))).collect()
    })
}

/// Gives a new application its active keys, as `domain::keys` would have made them.
pub async fn install(app: &App, now: Timestamp) {
    let mut tx = app.db.begin().await.expect("beginning");
    for (kind, pair) in pairs() {
        let kid = pair.public_jwk["kid"].as_str().expect("a kid");
        let row = signing_keys::KeyPair {
            kid: kid.to_owned(),
            issuer_id: app.issuer.id.clone(),
            alg: kind.alg().to_owned(),
            key_use: kind.key_use().to_owned(),
            state: "active".to_owned(),
            public_jwk: pair.public_jwk.to_string(),
            private_sealed: Some(app.sealer.seal(&format!("signing_keys/{kid}"), pair.pkcs8.expose(), &app.entropy)),
            created_at: now,
            activated_at: Some(now),
            retired_at: None,
            expires_at: None,
            revoked_at: None,
        };
        signing_keys::insert(&mut tx, &row).await.expect("inserting a key");
    }
    tx.commit().await.expect("committing");
}
