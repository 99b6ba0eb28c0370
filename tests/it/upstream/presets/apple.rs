//! Sign in with Apple: the answer is a form, the secret a JWT, the name comes once and unsigned, addresses may be hidden.

use std::sync::OnceLock;

use josekit::jwk::{
    KeyPair,
    alg::ec::{EcCurve, EcKeyPair},
};
use serde_json::{Value, json};
use signet::store::users::{self, User};

use super::{
    super::{leaves, loopback, open, sent},
    row::{MAIL, Opens, Proof, Row},
    walk::{At, begin, comes, scene},
};
use crate::support::{Engine, TestApp, UPSTREAM_CLIENT, signed_by};

const TEAM: &str = "A1B2C3D4E5";
const KEY_ID: &str = "K1L2M3N4O5";
const SUB: &str = "001234.5678abcdef.0910";
/// Where Apple hands mail on for whoever hides their own address.
const RELAY: &str = "x7k2m9@privaterelay.appleid.com";

/// The private key (.p8) that Apple gives, and its public half.
pub(super) struct AppleKey {
    pub pem: String,
    jwks: Value,
}

/// It is the same for every test.
pub(super) fn key() -> &'static AppleKey {
    static KEY: OnceLock<AppleKey> = OnceLock::new();
    KEY.get_or_init(|| {
        let pair = EcKeyPair::generate(EcCurve::P256).expect("a key");
        let mut public = serde_json::to_value(pair.to_jwk_public_key().as_ref()).expect("JSON");
        for (name, value) in [("kid", KEY_ID), ("use", "sig"), ("alg", "ES256")] {
            public[name] = json!(value);
        }
        let pem = String::from_utf8(pair.to_pem_private_key()).expect("PEM");
        AppleKey { pem, jwks: json!({"keys": [public]}) }
    })
}

/// What is peculiar about it.
pub(super) fn row() -> Row {
    let claims = json!({
        "email": MAIL, "email_verified": "true", "is_private_email": "false", "nonce_supported": true,
        "auth_time": 1_799_999_000,
    });
    let row = Row::provider("apple", SUB, claims)
        .says("client_auth_values.team_id", TEAM)
        .says("client_auth_values.key_id", KEY_ID)
        .scope("openid name email")
        .asks("response_mode", "form_post")
        .without_pkce()
        .proven_by(Proof::SignedSecret)
        .hands_out(&json!({"refresh_token": "rt-of-ada"}))
        .marks_verified(Opens::Alone);
    Row { is_form: true, ..row }
}

/// Apple takes this secret: its key signed it, for the team and this client, for half a year at most.
#[track_caller]
pub(super) fn check_secret(at: At<'_>, secret: &str) {
    let (header, claims) = signed_by(secret, &key().jwks);
    assert_eq!((header["alg"].as_str(), header["kid"].as_str()), (Some("ES256"), Some(KEY_ID)));
    let now = at.t.now();
    assert_eq!(
        claims,
        json!({"iss": TEAM, "sub": UPSTREAM_CLIENT, "aud": at.service.origin(), "iat": now, "exp": now + 300})
    );
}

async fn account(t: &TestApp) -> User {
    let mut conn = t.app.db.read().await.unwrap();
    users::find_by_email_key(&mut conn, RELAY).await.unwrap().expect("an account")
}

#[tokio::test]
async fn a_name_that_comes_once_and_a_hidden_address_make_an_account() {
    let t = TestApp::start(Engine::sqlite(), open).await;
    let client = t.first_party("app", json!({})).await;
    let row = row();
    let service = begin(&t, &row).await;
    let at = At { t: &t, service: &service, row: &row };
    let mut hidden = scene(&row, &service);
    hidden.claims["email"] = json!(RELAY);
    hidden.claims["is_private_email"] = json!("true");
    service.plays(hidden);
    // The address in it is signed by nobody.
    let user = json!({"name": {"firstName": "Ada", "lastName": "Lovelace"}, "email": "victim@example.com"}).to_string();
    let went = comes(&client, at, &[("user", &user)]).await;
    assert!(went.is_in(), "{}", went.page.text());
    let made = account(&t).await;
    assert_eq!((made.email.as_deref(), made.email_verified_at), (Some(RELAY), Some(t.clock.now())));
    assert_eq!((&made.claims["given_name"], &made.claims["family_name"]), (&json!("Ada"), &json!("Lovelace")));
    let secret = |requests: &[super::stand_in::WireRequest]| {
        let token = requests.iter().find(|one| one.target == "/auth/token").expect("a request for tokens");
        token.members()["client_secret"].clone()
    };
    let first = secret(&service.took());
    // The second time no name comes, and the account is the same; so is its name. The secret is another.
    t.clock.advance(60);
    let went = comes(&client, at, &[]).await;
    assert!(went.is_in(), "{}", went.page.text());
    let second = secret(&service.took());
    assert_ne!(first, second);
    check_secret(at, &second);
    let known = account(&t).await;
    assert_eq!((known.id, known.claims), (made.id, made.claims));
    assert_eq!(t.count("SELECT COUNT(*) FROM users").await, 1);
    assert_eq!(t.count("SELECT COUNT(*) FROM identities").await, 1);
}

/// A form of another site brings no cookie, so that the answer is looked at one redirect later; whoever has no cookie then
/// began elsewhere.
#[tokio::test]
async fn the_form_of_another_browser_signs_nobody_in() {
    let t = TestApp::start(Engine::sqlite(), loopback).await;
    t.person("ada").await;
    let client = t.first_party("app", json!({})).await;
    let row = row();
    let service = begin(&t, &row).await;
    let mut began = t.browser();
    let address = leaves(&client, &mut began, &[]).await.left().clone();
    let answer =
        [("state".to_owned(), sent(&address, "state").unwrap()), ("code".to_owned(), service.code_for(&address))];
    let callback = t.url("/sign-in/upstream/up/callback");
    let elsewhere = t.browser().submit_from_elsewhere(&callback, &answer).await;
    assert_eq!(elsewhere.heading(), "You began in another browser.", "{}", elsewhere.text());
    assert!(service.took().is_empty(), "nothing was redeemed");
    let page = began.submit_from_elsewhere(&callback, &answer).await;
    assert!(page.left_for.is_some(), "{}", page.text());
}
