//! Client authentication in a real database.

use data_encoding::BASE64;
use serde_json::{Value, json};

use super::*;
use crate::{
    base::time::Seconds,
    domain::{
        registry::clients::Registration,
        testing::{self, TestApp, cx},
    },
    protocol::{
        client::{ClientMetadata, ClientSource},
        client_auth::ASSERTION_TYPE,
        error::ErrorCode,
        jose::jwt,
    },
    store::clients as rows,
};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

async fn registered(app: &TestApp, id: &str, method: AuthMethod) {
    let metadata = ClientMetadata {
        redirect_uris: vec!["https://rp.example/cb".to_owned()],
        token_endpoint_auth_method: method,
        ..ClientMetadata::default()
    };
    let secret = uses_secret(method).then(|| Secret::new(SECRET.to_owned()));
    let id = Some(ClientId::new(id));
    let new = Registration { metadata, id, secret, first_party: false, source: ClientSource::Operator };
    clients::register(&cx(app), new).await.unwrap();
}

fn basic(id: &str, secret: &str) -> String {
    format!("Basic {}", BASE64.encode(format!("{id}:{secret}").as_bytes()))
}

fn hmac_assertion(app: &TestApp, id: &str, secret: &str, jti: &str) -> Params {
    let now = app.clock.now();
    let claims: Value = json!({
        "iss": id, "sub": id, "aud": app.issuer.url.as_str(), "exp": now + Seconds(60), "jti": jti,
    });
    let Value::Object(claims) = claims else { panic!("an object") };
    let jwt = jwt::sign_hmac(secret.as_bytes(), SigAlg::HS256, "JWT", &claims).unwrap();
    Params::from_pairs([("client_assertion_type", ASSERTION_TYPE), ("client_assertion", &jwt)])
}

async fn outcome(app: &TestApp, field: Option<&str>, params: &Params) -> Result<(), Refusal> {
    match authenticate(&cx(app), field, params, path::TOKEN).await {
        Ok(_) => Ok(()),
        Err(Error::Refused(refusal)) => Err(refusal),
        Err(other) => panic!("{other}"),
    }
}

// RFC 6749 §5.2
#[tokio::test]
async fn an_unknown_client_a_foreign_method_and_a_wrong_secret_read_the_same() {
    let app = testing::app().await;
    registered(&app, "web", AuthMethod::Basic).await;
    registered(&app, "hmac", AuthMethod::SecretJwt).await;
    registered(&app, "spa", AuthMethod::None).await;
    assert_eq!(outcome(&app, Some(&basic("web", SECRET)), &Params::default()).await, Ok(()));
    assert_eq!(outcome(&app, None, &hmac_assertion(&app, "hmac", SECRET, "1")).await, Ok(()));
    let alone = |id: &str| Params::from_pairs([("client_id", id)]);
    let refusals = [
        outcome(&app, Some(&basic("nobody", SECRET)), &Params::default()).await,
        outcome(&app, Some(&basic("web", "wrong")), &Params::default()).await,
        outcome(&app, Some(&basic("hmac", SECRET)), &Params::default()).await,
        outcome(&app, Some(&basic("spa", "x")), &Params::default()).await,
        outcome(&app, None, &alone("web")).await,
        outcome(&app, None, &alone("nobody")).await,
        outcome(&app, None, &hmac_assertion(&app, "hmac", "another secret, just as long as it", "2")).await,
        outcome(&app, None, &hmac_assertion(&app, "nobody", SECRET, "3")).await,
    ];
    let received: Vec<Option<String>> =
        refusals.iter().map(|one| one.as_ref().err().and_then(|refusal| refusal.received.clone())).collect();
    let nobody = || Some("nobody".to_owned());
    assert_eq!(received, [nobody(), None, None, None, None, nobody(), None, nobody()]);
    for refusal in refusals {
        let refusal = refusal.unwrap_err();
        assert_eq!((refusal.code, refusal.description), (ErrorCode::InvalidClient, refused().description));
    }
}

// The log has the client_id that nobody has, never a secret that came in its place.
#[tokio::test]
async fn a_secret_in_the_place_of_the_client_id_is_not_kept() {
    let app = testing::app().await;
    registered(&app, "web", AuthMethod::Basic).await;
    let swapped = outcome(&app, Some(&basic(SECRET, "web")), &Params::default()).await.unwrap_err();
    assert_eq!(swapped.received, None);
    assert_eq!(swapped.detail.as_deref(), Some("client_id and client_secret stand in each other's place"));
    let odd = outcome(&app, Some(&basic("we\nb", "x")), &Params::default()).await.unwrap_err();
    assert_eq!(odd.received.as_deref(), Some("we\\u{a}b"));
}

#[tokio::test]
async fn a_secret_that_has_expired_proves_nothing_however_it_is_used() {
    let app = testing::app().await;
    let end = app.clock.now() + Seconds(100);
    for (id, method) in [("web", AuthMethod::Basic), ("hmac", AuthMethod::SecretJwt)] {
        registered(&app, id, method).await;
        let mut conn = app.app.db.read().await.unwrap();
        let client = rows::find(&mut conn, &ClientId::new(id)).await.unwrap().unwrap();
        drop(conn);
        let kept = rows::StoredSecret { hash: client.secret_hash, sealed: client.secret_sealed, expires_at: Some(end) };
        let mut tx = app.app.db.begin().await.unwrap();
        rows::set_secret(&mut tx, &client.id, &kept, app.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
    }
    app.caches.forget_clients();
    assert_eq!(outcome(&app, Some(&basic("web", SECRET)), &Params::default()).await, Ok(()));
    assert_eq!(outcome(&app, None, &hmac_assertion(&app, "hmac", SECRET, "1")).await, Ok(()));
    app.clock.advance(100);
    let late = [
        outcome(&app, Some(&basic("web", SECRET)), &Params::default()).await,
        outcome(&app, None, &hmac_assertion(&app, "hmac", SECRET, "2")).await,
    ];
    for refusal in late {
        assert_eq!(refusal.unwrap_err().detail.as_deref(), Some("the secret has expired"));
    }
}
