//! What access tokens for our own endpoints are signed with: ES256 in a new installation, RS256 in one from
//! before, and whatever the operator chose.

use data_encoding::BASE64URL_NOPAD;
use serde_json::json;
use signet::domain::{
    installation::maintenance,
    kernel::Error,
    registry::resource_servers::{self, ResourceServerChanges},
};

use crate::support::{TestApp, claims_of, on_both_engines, signed_by, verified};

/// As `signet resource update ISSUER --alg ALG`.
async fn choose(t: &TestApp, alg: &str) -> Result<(), Error> {
    let changes = ResourceServerChanges { signing_alg: Some(alg.to_owned()), ..ResourceServerChanges::default() };
    resource_servers::update(&t.cx(), &t.issuer, changes).await.map(drop)
}

/// The algorithm of access tokens as a client gets them, each of which our own endpoints take.
async fn algorithm(t: &TestApp) -> String {
    let client = t.first_party("web", json!({})).await;
    let tokens = client.tokens(&mut t.browser_of("ada").await, "openid email").await;
    client.userinfo(tokens.access()).await.ok();
    assert_eq!(client.introspect(tokens.access()).await["active"], json!(true));
    let jwks = t.get("/jwks").await.json();
    // OIDC Registration §2: the default of ID tokens stays RS256.
    verified(tokens.id(), &jwks);
    signed_by(tokens.access(), &jwks).0["alg"].as_str().expect("alg").to_owned()
}

on_both_engines!(a_new_installation_signs_its_own_access_tokens_with_es256, |t| {
    t.person("ada").await;
    assert_eq!(algorithm(&t).await, "ES256");
});

// What was written down at the first start counts, whatever a newer version would write.
on_both_engines!(an_installation_from_before_keeps_rs256_until_its_operator_chooses, |t| {
    t.person("ada").await;
    choose(&t, "RS256").await.unwrap();
    let restarted = t.another_instance().await;
    assert_eq!(algorithm(&restarted).await, "RS256");
});

on_both_engines!(an_issuer_with_a_new_address_keeps_its_algorithm, |t| {
    t.person("ada").await;
    choose(&t, "RS256").await.unwrap();
    let url = signet::base::url::Issuer::parse("https://id.new.example").unwrap();
    let moved = t.another_instance_with(|config| config.issuer.url = url).await;
    assert_eq!(algorithm(&moved).await, "RS256");
});

on_both_engines!(the_operator_chooses_and_tokens_from_before_stay_good, |t| {
    t.person("ada").await;
    let client = t.first_party("app", json!({})).await;
    let before = client.tokens(&mut t.browser_of("ada").await, "openid").await;
    for alg in ["EdDSA", "RS256"] {
        choose(&t, alg).await.unwrap();
        maintenance::follow_changes(&t.cx()).await.unwrap();
        let machine = client.token(&[("grant_type", "client_credentials")]).await.ok().json();
        assert_eq!(claims_of(machine["access_token"].as_str().unwrap()).0["alg"], alg);
        client.userinfo(before.access()).await.ok();
    }
    let Err(Error::Invalid(problems)) = choose(&t, "none").await else { panic!("an algorithm that does not sign") };
    let problem = (problems[0].field, problems[0].code, problems[0].message.as_str());
    assert_eq!(problem, ("signing_alg", "alg_unknown", "one of RS256, PS256, ES256, ES384, EdDSA"));
});

// OIDC Core §3.1.3.6
on_both_engines!(at_hash_is_of_the_algorithm_of_the_id_token, |t| {
    t.person("ada").await;
    let client = t.first_party("web", json!({"id_token_signed_response_alg": "ES384"})).await;
    let tokens = client.tokens(&mut t.browser_of("ada").await, "openid").await;
    assert_eq!(claims_of(tokens.access()).0["alg"], "ES256");
    let (header, claims) = claims_of(tokens.id());
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA384, tokens.access().as_bytes());
    assert_eq!(header["alg"], "ES384");
    assert_eq!(claims["at_hash"], BASE64URL_NOPAD.encode(&digest.as_ref()[..24]));
});
