//! Signing keys made once for the whole process: an RSA pair costs more than a test does.

use std::sync::OnceLock;

use signet::{
    app::App,
    base::time::Timestamp,
    protocol::{
        jose::{
            alg::SigAlg,
            key::{GeneratedKey, SigningKey},
        },
        registration::SIGNING_ALGS,
    },
    store::signing_keys,
};

fn pairs() -> &'static [(SigAlg, GeneratedKey)] {
    static PAIRS: OnceLock<Vec<(SigAlg, GeneratedKey)>> = OnceLock::new();
    PAIRS.get_or_init(|| {
        SIGNING_ALGS.iter().map(|alg| (*alg, SigningKey::generate(*alg).expect("making a key pair"))).collect()
    })
}

/// Gives a new application its active keys, as `domain::keys` would have made them.
pub async fn install(app: &App, now: Timestamp) {
    let mut tx = app.db.begin().await.expect("beginning");
    for (alg, pair) in pairs() {
        let kid = pair.public_jwk["kid"].as_str().expect("a kid");
        let row = signing_keys::SigningKey {
            kid: kid.to_owned(),
            issuer_id: app.issuer.id.clone(),
            alg: alg.as_str().to_owned(),
            key_use: "sig".to_owned(),
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
