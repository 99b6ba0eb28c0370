//! A provider that lies: each lie is refused with the rule that it breaks, and nobody is signed in.

use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER};
use serde_json::{Value, json};
use signet::domain::{
    kernel::Error,
    login::upstream::{UpstreamAsk, UpstreamFaultKind},
};

use super::*;
use crate::support::{Signing, UPSTREAM_CLIENT, UPSTREAM_SECRET};

async fn with_claims(t: &TestApp, up: &StubUpstream, claims: Value) -> Result<CameBack, UpstreamFault> {
    up.acts().claims = claims;
    round_trip(t, up, UpstreamAsk::default()).await
}

#[tokio::test]
async fn claims_that_are_not_for_this_sign_in_are_refused() {
    let t = app().await;
    let up = provider(&t, &[]).await;
    for (claims, sentence) in [
        (
            json!({"iss": "https://evil.example"}),
            "iss of the token is not the issuer of the upstream (OIDC Core section 3.1.3.7, rule 2)",
        ),
        (
            json!({"iss": format!("{}/", up.issuer())}),
            "iss of the token is not the issuer of the upstream (OIDC Core section 3.1.3.7, rule 2)",
        ),
        (json!({"aud": "them"}), "aud of the token is not our client_id (OIDC Core section 3.1.3.7, rule 3)"),
        (
            json!({"aud": ["us", "them"]}),
            "the token has several audiences and no azp (OIDC Core section 3.1.3.7, rule 4)",
        ),
        (json!({"azp": "them"}), "azp of the token is not our client_id (OIDC Core section 3.1.3.7, rule 5)"),
        (json!({"exp": t.now() - 61}), "the token has expired (OIDC Core section 3.1.3.7, rule 9)"),
        (
            json!({"iat": t.now() - 3600}),
            "iat of the token is not of now: compare the clocks (OIDC Core section 3.1.3.7, rule 10)",
        ),
        (json!({"nonce": null}), "the ID token lacks nonce (OIDC Core section 3.1.3.7, rule 11)"),
        (
            json!({"nonce": "replayed"}),
            "nonce of the ID token is not the one that was sent (OIDC Core section 3.1.3.7, rule 11)",
        ),
        (
            json!({"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}),
            "at_hash of the ID token is not that of the access token (OIDC Core section 3.1.3.8)",
        ),
        (json!({"sub": null}), "sub is missing, or no text of at most 255 bytes (OIDC Core section 2)"),
    ] {
        untrusted(with_claims(&t, &up, claims).await, sentence);
    }
    assert!(with_claims(&t, &up, json!({})).await.is_ok());
}

/// Another account there is another person here, however alike the names look.
#[tokio::test]
async fn a_subject_that_changes_case_is_somebody_else() {
    let t = app().await;
    let up = provider(&t, &[]).await;
    up.acts().userinfo = json!({"sub": "Ada"});
    let one = with_claims(&t, &up, json!({"sub": "Ada"})).await.unwrap().person.sub;
    up.acts().userinfo = json!({"sub": "ada"});
    let two = with_claims(&t, &up, json!({"sub": "ada"})).await.unwrap().person.sub;
    assert_eq!((one.as_str(), two.as_str()), ("Ada", "ada"));
    // Userinfo that changes it speaks of somebody else, too.
    let changes = UpstreamChanges { settings: edits(&[("userinfo", "true")]), ..UpstreamChanges::default() };
    upstreams::update(&t.cx(), "up", changes).await.unwrap();
    up.acts().userinfo = json!({"sub": "ADA", "email": "victim@corp.example", "email_verified": true});
    let other = "sub of userinfo is not that of the ID token (OIDC Core section 5.3.2)";
    untrusted(with_claims(&t, &up, json!({"sub": "ada"})).await, other);
    up.acts().userinfo = json!({"name": "nobody"});
    untrusted(with_claims(&t, &up, json!({"sub": "ada"})).await, other);
}

// RFC 8725 §3.1, §3.2
#[tokio::test]
async fn a_token_that_nobody_signed_is_refused() {
    let t = app().await;
    let up = provider(&t, &[]).await;
    up.acts().signing = Signing::None;
    let none = "the token is not signed: alg is none (RFC 8725 section 3.2)";
    untrusted(round_trip(&t, &up, UpstreamAsk::default()).await, none);
    up.acts().metadata = json!({"id_token_signing_alg_values_supported": ["none"]});
    t.clock.advance(3600);
    up.set_now(t.now());
    untrusted(round_trip(&t, &up, UpstreamAsk::default()).await, none);
}

/// Changes what ID tokens may be signed with.
async fn agree(t: &TestApp, algs: &str) -> Result<(), Error> {
    let changes = UpstreamChanges { settings: edits(&[("id_token_algs", algs)]), ..UpstreamChanges::default() };
    upstreams::update(&t.cx(), "up", changes).await.map(drop)
}

/// An RSA key of 2048 bits and the exponent 65537 as PEM, by its modulus (RFC 5280 §4.1, RFC 3279 §2.3.1).
fn pem(modulus: &str) -> String {
    let modulus = BASE64URL_NOPAD.decode(modulus.as_bytes()).unwrap();
    assert_eq!(modulus.len(), 256);
    let before = "30820122300d06092a864886f70d01010105000382010f003082010a0282010100";
    let der = [HEXLOWER.decode(before.as_bytes()).unwrap(), modulus, vec![2, 3, 1, 0, 1]].concat();
    format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", BASE64.encode(&der))
}

/// RFC 8725 §2.1: what everybody can read is no secret.
#[tokio::test]
async fn a_public_key_does_not_serve_as_a_shared_secret() {
    let t = app().await;
    let up = provider(&t, &[]).await;
    let ours = t.get("/jwks").await.json();
    let rsa = ours["keys"].as_array().unwrap().iter().find(|key| key["kty"] == "RSA" && key["use"] == "sig").unwrap();
    let modulus = rsa["n"].as_str().unwrap().to_owned();
    let public = [pem(&modulus), rsa.to_string(), modulus];
    up.acts().keys = vec![rsa.clone()];
    // What it says of itself does not make a shared secret of its keys, either.
    up.acts().metadata = json!({"id_token_signing_alg_values_supported": ["HS256", "RS256", "ES256"]});
    let other = "alg of the token is none of those that the upstream signs with (OIDC Core section 3.1.3.7, rule 7)";
    for algs in ["", "RS256 ES256"] {
        agree(&t, algs).await.unwrap();
        for secret in &public {
            up.acts().signing = Signing::Hmac(secret.clone());
            untrusted(round_trip(&t, &up, UpstreamAsk::default()).await, other);
        }
        up.acts().signing = Signing::Honest;
        assert!(round_trip(&t, &up, UpstreamAsk::default()).await.is_ok(), "{algs:?}");
    }
    // Both doors at once are not to be had.
    let Err(Error::Invalid(why)) = agree(&t, "HS256 RS256 ES256").await else { panic!("a mixture was taken") };
    let why: Vec<_> = why.iter().map(|one| (one.field, one.code, one.message.as_str())).collect();
    assert_eq!(why, [("id_token_algs", "alg_invalid", "public-key algorithms such as RS256, or HS256 alone")]);
    // Where HS256 was agreed, the secret is ours and no key of the set.
    agree(&t, "HS256").await.unwrap();
    let unsigned = "the signature of the token does not verify (OIDC Core section 3.1.3.7, rule 6): the signature does \
                    not verify (RFC 7515 section 5.2)";
    for secret in &public {
        up.acts().signing = Signing::Hmac(secret.clone());
        untrusted(round_trip(&t, &up, UpstreamAsk::default()).await, unsigned);
    }
    up.acts().signing = Signing::Hmac(UPSTREAM_SECRET.to_owned());
    assert!(round_trip(&t, &up, UpstreamAsk::default()).await.is_ok());
}

#[tokio::test]
async fn a_key_that_is_not_published_signs_nobody_in() {
    let t = app().await;
    let up = provider(&t, &[]).await;
    up.acts().signing = Signing::OtherKey;
    let fault = round_trip(&t, &up, UpstreamAsk::default()).await.map(|came| came.person.sub).unwrap_err();
    let unsigned = "the signature of the token does not verify (OIDC Core section 3.1.3.7, rule 6): ";
    assert!(fault.kind == UpstreamFaultKind::Untrusted && fault.sentence.starts_with(unsigned), "{}", fault.sentence);
    // Forged tokens do not hammer the upstream: its keys are looked at once, and once more.
    for _ in 0..5 {
        assert!(
            round_trip(&t, &up, UpstreamAsk::default())
                .await
                .is_err_and(|fault| fault.kind == UpstreamFaultKind::Untrusted)
        );
    }
    assert!(up.hits("/jwks") <= 2, "{}", up.hits("/jwks"));
}

// OIDC Core §10.1.1
#[tokio::test]
async fn a_key_that_takes_the_place_of_another_is_found_by_its_name() {
    let t = app().await;
    let up = provider(&t, &[]).await;
    round_trip(&t, &up, UpstreamAsk::default()).await.unwrap();
    up.rotate("up-2");
    t.clock.advance(10);
    up.set_now(t.now());
    assert!(round_trip(&t, &up, UpstreamAsk::default()).await.is_ok());
    assert_eq!(up.hits("/jwks"), 2);
    // One that takes the name of the one before as well.
    up.rotate("up-2");
    t.clock.advance(10);
    up.set_now(t.now());
    assert!(round_trip(&t, &up, UpstreamAsk::default()).await.is_ok());
    assert_eq!(up.hits("/jwks"), 3);
}

/// RFC 9700 §4.5: the attacker's code in the victim's sign-in.
#[tokio::test]
async fn a_code_of_another_sign_in_is_the_injection_attack() {
    let t = app().await;
    let up = provider(&t, &[]).await;
    let (victim, attacker) = (browser(&t).await, browser(&t).await);
    let swapped = async || {
        let theirs = leave(&t, "up", &attacker, UpstreamAsk::default()).await.unwrap();
        let mine = leave(&t, "up", &victim, UpstreamAsk::default()).await.unwrap();
        let (state, code) = (sent(&mine, "state").unwrap(), up.code_for(&theirs));
        let answer =
            UpstreamAnswer { upstream: "up", state: Some(&state), code: Some(&code), ..UpstreamAnswer::default() };
        back(&t, &victim, answer).await
    };
    let grant = "the token endpoint answered invalid_grant (RFC 6749 section 5.2)";
    refused(swapped().await, &UpstreamFaultKind::Refused("invalid_grant".to_owned()), grant);
    // An upstream that does not look at the verifier: the nonce tells.
    up.acts().ignores_pkce = true;
    let nonce = "nonce of the ID token is not the one that was sent (OIDC Core section 3.1.3.7, rule 11)";
    untrusted(swapped().await, nonce);
}

#[tokio::test]
async fn token_answers_are_read_in_one_way_only() {
    let t = app().await;
    let up = provider(&t, &[]).await;
    for (token, sentence) in [
        (json!({"id_token": null}), "the token endpoint answers no id_token (OIDC Core section 3.1.3.3)"),
        (json!({"access_token": null}), "the token endpoint answers no access_token (RFC 6749 section 5.1)"),
        (json!({"token_type": "mac"}), "token_type of the token answer is not Bearer (OIDC Core section 3.1.3.3)"),
        (json!({"expires_in": "soon"}), "expires_in is no number of seconds (RFC 6749 section 5.1)"),
        (
            json!({"id_token": "a.b.c.d.e"}),
            "the ID token cannot be read: the token is not a JWS in compact serialization (RFC 7515 section 7.1)",
        ),
    ] {
        up.acts().token = token;
        untrusted(round_trip(&t, &up, UpstreamAsk::default()).await, sentence);
    }
}

#[tokio::test]
async fn the_secret_goes_to_the_token_endpoint_alone_and_in_the_way_that_was_agreed() {
    let t = app().await;
    let up = provider(&t, &[("client_auth", "client_secret_post")]).await;
    round_trip(&t, &up, UpstreamAsk::default()).await.unwrap();
    let form = up.last_form();
    let value = |name: &str| form.iter().find(|(sent, _)| sent == name).map(|(_, value)| value.as_str());
    assert_eq!((value("client_id"), value("client_secret")), (Some(UPSTREAM_CLIENT), Some(UPSTREAM_SECRET)));
    assert_eq!(value("grant_type"), Some("authorization_code"));
    let changes =
        UpstreamChanges { settings: edits(&[("client_auth", "client_secret_basic")]), ..UpstreamChanges::default() };
    upstreams::update(&t.cx(), "up", changes).await.unwrap();
    round_trip(&t, &up, UpstreamAsk::default()).await.unwrap();
    assert!(up.last_form().iter().all(|(name, _)| name != "client_secret" && name != "client_id"));
}
