//! Back-Channel Logout 1.0: who is told, and what the token says.

mod deliveries;

use std::collections::BTreeMap;

use serde_json::{Value, json};
use signet::{
    config::{Config, outbound::PrivateTarget},
    domain::{
        consumers::backchannel_logout as backchannel, directory::accounts, installation::maintenance, registry::clients,
    },
    jobs::Jobs,
    store::outbox_deliveries::{self, Logged, Narrowed},
};

use crate::support::{
    Browser, Page, Receiver, Recipient, TestApp, TestClient, Tokens, claims_of, on_both_engines, verified,
};

fn loopback(config: &mut Config) {
    config.outbound.allow_private = vec![PrivateTarget::Net("127.0.0.1/32".parse().unwrap())];
}

async fn app() -> TestApp {
    TestApp::start(crate::support::Engine::sqlite(), loopback).await
}

/// A client that wants to be told.
async fn notified_client<'t>(t: &'t TestApp, id: &str, receiver: &Receiver) -> TestClient<'t> {
    let uri = receiver.url(&format!("/{id}/logout"));
    t.first_party(id, json!({"backchannel_logout_uri": uri, "backchannel_logout_session_required": true})).await
}

/// Ada, signed in to a client that wants to be told.
async fn signed_in<'t>(t: &'t TestApp, receiver: &Receiver) -> (Browser<'t>, Tokens) {
    t.person("ada").await;
    let client = notified_client(t, "web", receiver).await;
    let mut browser = t.browser_of("ada").await;
    let tokens = client.tokens(&mut browser, "openid").await;
    (browser, tokens)
}

/// One round of deliveries, as the job makes them; answers how many were tried.
async fn round(t: &TestApp) -> usize {
    let claimed = backchannel::claim(&t.cx(), backchannel::AT_ONCE, &BTreeMap::new()).await.unwrap();
    for one in &claimed {
        backchannel::deliver(&t.cx(), one).await.unwrap();
    }
    claimed.len()
}

async fn logout(t: &TestApp, browser: &mut Browser<'_>, tokens: &Tokens) -> Page {
    browser.get(&t.url(&format!("/logout?id_token_hint={}", tokens.id()))).await
}

async fn log(t: &TestApp) -> Vec<Logged> {
    let mut conn = t.app.db.read().await.unwrap();
    outbox_deliveries::list(&mut conn, backchannel::CONSUMER, &t.app.issuer.id, Narrowed::default(), 100).await.unwrap()
}

async fn events(t: &TestApp, kind: &str) -> i64 {
    t.count(&format!("SELECT COUNT(*) FROM audit_events WHERE kind = '{kind}'")).await
}

async fn keys(t: &TestApp) -> Value {
    t.get("/jwks").await.json()
}

fn sid(tokens: &Tokens) -> String {
    claims_of(tokens.id()).1["sid"].as_str().unwrap().to_owned()
}

// §2.4, §2.5: the token, and how it travels.
on_both_engines!(a_client_is_posted_a_logout_token_and_nothing_else, |config| { loopback(config) }, |t| {
    let ada = t.person("ada").await;
    let receiver = Receiver::start().await;
    let client = notified_client(&t, "web", &receiver).await;
    let mut browser = t.browser_of("ada").await;
    let tokens = client.tokens(&mut browser, "openid").await;
    logout(&t, &mut browser, &tokens).await;
    assert_eq!(round(&t).await, 1);
    let received = receiver.next().await;
    assert_eq!(received.path, "/web/logout");
    assert_eq!(received.content_type.as_deref(), Some("application/x-www-form-urlencoded"));
    let [(name, token)] = received.form.as_slice() else { panic!("{received:?}") };
    assert_eq!(name, "logout_token");
    assert_eq!(claims_of(token).0["typ"], "logout+jwt");
    let claims = verified(token, &keys(&t).await);
    let jti = claims["jti"].as_str().unwrap();
    assert!(jti.len() >= 22);
    assert_eq!(
        claims,
        json!({
            "iss": t.issuer, "aud": "web", "iat": t.now(), "exp": t.now() + 120, "jti": jti, "sub": ada.sub,
            "sid": sid(&tokens), "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
        })
    );
    // Told once.
    t.clock.advance(86_400);
    assert_eq!(round(&t).await, 0);
    let [logged] = log(&t).await.try_into().unwrap();
    assert_eq!((logged.attempts, logged.last_status, logged.last_error), (1, Some(200), None));
    assert!(logged.delivered_at.is_some());
    assert_eq!(events(&t, "backchannel_logout.delivered").await, 1);
    // What named the person to the client is forgotten.
    assert_eq!(t.count("SELECT COUNT(*) FROM outbox_deliveries WHERE data <> '{}'").await, 0);
});

// §2.3: the clients that the person signed in to through this session, and no others.
on_both_engines!(every_client_of_the_session_is_told_by_its_own_name, |config| { loopback(config) }, |t| {
    t.person("ada").await;
    t.person("bob").await;
    let receiver = Receiver::start().await;
    let (one, two, unused) = (
        notified_client(&t, "one", &receiver).await,
        notified_client(&t, "two", &receiver).await,
        notified_client(&t, "unused", &receiver).await,
    );
    let silent = t.first_party("silent", json!({})).await;
    let mut browser = t.browser_of("ada").await;
    let first = one.tokens(&mut browser, "openid").await;
    let second = two.tokens(&mut browser, "openid").await;
    silent.tokens(&mut browser, "openid").await;
    one.tokens(&mut t.browser_of("bob").await, "openid").await;
    unused.tokens(&mut t.browser_of("bob").await, "openid").await;
    logout(&t, &mut browser, &first).await;
    assert_eq!(round(&t).await, 2);
    let mut told: Vec<(String, String)> = Vec::new();
    for received in receiver.rest().await {
        let claims = verified(&received.form[0].1, &keys(&t).await);
        told.push((claims["aud"].as_str().unwrap().to_owned(), claims["sid"].as_str().unwrap().to_owned()));
    }
    told.sort();
    assert_eq!(told, [("one".to_owned(), sid(&first)), ("two".to_owned(), sid(&second))]);
    assert_ne!(sid(&first), sid(&second));
});

// Every way a session ends tells the clients; `who` is what they are told.
on_both_engines!(whatever_ends_a_session_tells_its_clients, |config| { loopback(config) }, |t| {
    let receiver = Receiver::start().await;
    let client = notified_client(&t, "web", &receiver).await;
    for way in ["disable", "password", "erase", "everywhere", "account", "elsewhere", "withdraw"] {
        let person = t.person(way).await;
        let mut browser = t.browser_of(way).await;
        let tokens = client.tokens(&mut browser, "openid").await;
        let mut second = t.browser_of(way).await;
        let elsewhere = client.tokens(&mut second, "openid").await;
        let cx = &t.cx();
        let ended = match way {
            "disable" => {
                t.disable(way).await;
                vec![&tokens, &elsewhere]
            }
            "password" => {
                t.set_password(way, "another good secret").await;
                vec![&tokens, &elsewhere]
            }
            "erase" => {
                accounts::delete(cx, &person.id).await.unwrap();
                vec![&tokens, &elsewhere]
            }
            "everywhere" => {
                assert_eq!(accounts::sign_out(cx, &person.id).await.unwrap().len(), 2);
                vec![&tokens, &elsewhere]
            }
            "account" => {
                let page = browser.get(&t.url("/account")).await;
                browser.press(&page, "sign-out").await;
                vec![&tokens]
            }
            "elsewhere" => {
                let page = browser.get(&t.url("/account")).await;
                let rows = page.answer.body.split("<li>");
                let row = rows.filter(|row| row.contains("name=\"session\"")).find(|row| !row.contains("\"tag\""));
                let mut forms = page.forms().into_iter().filter(|form| form.action.ends_with("/account/sessions/end"));
                let form = forms
                    .find(|form| row.unwrap().contains(&format!("\"{}\"", form.field("session").unwrap())))
                    .unwrap();
                browser.submit(&page, form).await;
                vec![&elsewhere]
            }
            _ => {
                let id = &client.client.id;
                signet::domain::approval::consents::withdraw(cx, &person.id, id).await.unwrap();
                vec![&tokens, &elsewhere]
            }
        };
        // The job was rung for, after the commit.
        let rung = tokio::time::timeout(std::time::Duration::ZERO, t.app.deliveries.notified()).await;
        assert!(rung.is_ok(), "{way}");
        assert_eq!(round(&t).await, ended.len(), "{way}");
        let mut heard: Vec<(Value, Value)> = Vec::new();
        for received in receiver.rest().await {
            let claims = verified(&received.form[0].1, &keys(&t).await);
            heard.push((claims["sub"].clone(), claims["sid"].clone()));
        }
        let mut expected: Vec<_> = ended.iter().map(|one| (json!(person.sub), json!(sid(one)))).collect();
        heard.sort_by_key(|(_, sid)| sid.to_string());
        expected.sort_by_key(|(_, sid)| sid.to_string());
        assert_eq!(heard, expected, "{way}");
    }
});

// OIDC Core §8: the client is told the name that it knows, also of somebody who is erased just then.
on_both_engines!(a_pairwise_client_is_told_its_own_name_of_the_person, |config| { loopback(config) }, |t| {
    let ada = t.person("ada").await;
    let receiver = Receiver::start().await;
    let uri = receiver.url("/web/logout");
    let client = t.first_party("web", json!({"backchannel_logout_uri": uri, "subject_type": "pairwise"})).await;
    let tokens = client.tokens(&mut t.browser_of("ada").await, "openid").await;
    let sub = claims_of(tokens.id()).1["sub"].clone();
    assert_ne!(sub, json!(ada.sub));
    accounts::delete(&t.cx(), &ada.id).await.unwrap();
    assert_eq!(round(&t).await, 1);
    let claims = verified(&receiver.next().await.form[0].1, &keys(&t).await);
    assert_eq!((&claims["sub"], claims["sid"].as_str()), (&sub, Some(sid(&tokens).as_str())));
});

// A session that ran out is not a logout; but "everywhere" means those too.
on_both_engines!(a_session_that_ran_out_is_told_only_when_everything_ends, |config| { loopback(config) }, |t| {
    let ada = t.person("ada").await;
    let receiver = Receiver::start().await;
    let client = notified_client(&t, "web", &receiver).await;
    client.tokens(&mut t.browser_of("ada").await, "openid").await;
    t.clock.advance(25 * 3600);
    maintenance::purge(&t.cx()).await.unwrap();
    assert_eq!(round(&t).await, 0);
    accounts::sign_out(&t.cx(), &ada.id).await.unwrap();
    assert_eq!(round(&t).await, 1);
});

// After access was taken back, a new approval in the same session is another session to the client.
on_both_engines!(a_client_that_was_removed_and_allowed_again_gets_a_new_sid, |config| { loopback(config) }, |t| {
    t.person("ada").await;
    let receiver = Receiver::start().await;
    let uri = receiver.url("/web/logout");
    let client = t.client("web", json!({"backchannel_logout_uri": uri})).await;
    let mut browser = t.browser_of("ada").await;
    let before = client.tokens(&mut browser, "openid").await;
    let page = browser.get(&t.url("/account")).await;
    browser.press(&page, "remove-app-1").await;
    assert_eq!(round(&t).await, 1);
    let claims = verified(&receiver.next().await.form[0].1, &keys(&t).await);
    assert_eq!(claims["sid"], sid(&before));
    // The person is still signed in.
    let after = client.tokens(&mut browser, "openid").await;
    assert_ne!(sid(&before), sid(&after));
});

// RFC 8725 §3.11: a client that kept its logout token cannot sign the person out with it.
#[tokio::test]
async fn a_logout_token_is_no_hint() {
    let t = app().await;
    t.person("ada").await;
    let receiver = Receiver::start().await;
    let client = notified_client(&t, "web", &receiver).await;
    let mut first = t.browser_of("ada").await;
    let tokens = client.tokens(&mut first, "openid").await;
    logout(&t, &mut first, &tokens).await;
    round(&t).await;
    let token = receiver.next().await.form[0].1.clone();
    let mut second = t.browser_of("ada").await;
    let page = second.get(&t.url(&format!("/logout?id_token_hint={token}"))).await;
    assert!(page.has("logout-confirm"));
    assert_eq!(client.introspect(&token).await, json!({"active": false}));
}

// §2.4: signed and encrypted like the client's ID tokens; without a signature never.
on_both_engines!(
    a_logout_token_is_protected_as_the_client_registered,
    |config| {
        loopback(config);
        config.jose.allow_unsigned = true;
    },
    |t| {
        t.person("ada").await;
        let receiver = Receiver::start().await;
        let recipient = Recipient::new("ECDH-ES");
        let encrypted = json!({
            "id_token_signed_response_alg": "ES256",
            "id_token_encrypted_response_alg": "ECDH-ES",
            "id_token_encrypted_response_enc": "A256GCM",
            "jwks": {"keys": [recipient.jwk()]},
        });
        let unsigned = json!({"id_token_signed_response_alg": "none"});
        for (id, mut metadata) in [("encrypted", encrypted), ("unsigned", unsigned)] {
            metadata["backchannel_logout_uri"] = json!(receiver.url(&format!("/{id}/logout")));
            let client = t.first_party(id, metadata).await;
            client.tokens(&mut t.browser_of("ada").await, "openid").await;
        }
        t.set_password("ada", "another good secret").await;
        assert_eq!(round(&t).await, 2);
        let keys = keys(&t).await;
        for _ in 0..2 {
            let received = receiver.next().await;
            let token = received.form[0].1.clone();
            let (header, claims) = if received.path.starts_with("/encrypted") {
                recipient.claims(&token, "A256GCM", &keys)
            } else {
                (claims_of(&token).0, verified(&token, &keys))
            };
            assert_eq!(header["typ"], "logout+jwt");
            assert_eq!(header["alg"], if received.path.starts_with("/encrypted") { "ES256" } else { "RS256" });
            assert!(claims["events"].is_object() && claims.get("nonce").is_none());
        }
    }
);
