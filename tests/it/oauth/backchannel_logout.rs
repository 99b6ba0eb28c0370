//! Back-Channel Logout 1.0: who is told, what the token says, and what happens when nobody answers.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use signet::{
    config::{Config, outbound::PrivateTarget},
    domain::{
        accounts,
        audit::{By, Origin},
        clients,
        logout::backchannel,
        maintenance,
    },
    jobs::Jobs,
    store::outbox_deliveries::{self, Logged},
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
async fn told<'t>(t: &'t TestApp, id: &str, receiver: &Receiver) -> TestClient<'t> {
    let uri = receiver.url(&format!("/{id}/logout"));
    t.first_party(id, json!({"backchannel_logout_uri": uri, "backchannel_logout_session_required": true})).await
}

/// One round of deliveries, as the job makes them; answers how many were tried.
async fn round(t: &TestApp) -> usize {
    let claimed = backchannel::claim(&t.app, backchannel::AT_ONCE, &BTreeMap::new()).await.unwrap();
    for one in &claimed {
        backchannel::deliver(&t.app, &t.app.issuer, one).await.unwrap();
    }
    claimed.len()
}

async fn logout(t: &TestApp, browser: &mut Browser<'_>, tokens: &Tokens) -> Page {
    browser.get(&t.url(&format!("/logout?id_token_hint={}", tokens.id()))).await
}

async fn log(t: &TestApp) -> Vec<Logged> {
    let mut conn = t.app.db.read().await.unwrap();
    outbox_deliveries::list(&mut conn, backchannel::CONSUMER, (None, None), 100).await.unwrap()
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
    let client = told(&t, "web", &receiver).await;
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
    let (one, two, unused) =
        (told(&t, "one", &receiver).await, told(&t, "two", &receiver).await, told(&t, "unused", &receiver).await);
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

// §2.8, and the pauses between tries.
on_both_engines!(
    a_client_that_does_not_answer_well_is_told_again_and_then_no_more,
    |config| { loopback(config) },
    |t| {
        t.person("ada").await;
        let receiver = Receiver::start().await;
        let client = told(&t, "web", &receiver).await;
        let mut browser = t.browser_of("ada").await;
        let tokens = client.tokens(&mut browser, "openid").await;
        receiver.answer(503);
        logout(&t, &mut browser, &tokens).await;
        let mut seen = Vec::new();
        for (attempt, pause) in [(1, 30), (2, 120), (3, 480), (4, 1920)] {
            assert_eq!(round(&t).await, 1, "{attempt}");
            let token = receiver.next().await.form[0].1.clone();
            // A fresh token each time: the one before has expired.
            let claims = verified(&token, &keys(&t).await);
            assert_eq!(claims["iat"], t.now());
            assert!(!seen.contains(&claims["jti"]));
            seen.push(claims["jti"].clone());
            t.clock.advance(pause - 1);
            assert_eq!(round(&t).await, 0, "{attempt}");
            t.clock.advance(1);
            let [logged] = log(&t).await.try_into().unwrap();
            assert_eq!((logged.attempts, logged.last_status), (attempt, Some(503)));
            assert_eq!((logged.delivered_at, logged.failed_at), (None, None));
        }
        assert_eq!(round(&t).await, 1);
        let [logged] = log(&t).await.try_into().unwrap();
        assert!(logged.failed_at.is_some() && logged.attempts == 5);
        assert_eq!(logged.last_error.as_deref(), Some("the answer has status 503"));
        assert_eq!(events(&t, "backchannel_logout.failed").await, 1);
        receiver.answer(200);
        t.clock.advance(3600);
        assert_eq!(round(&t).await, 0);
    }
);

#[tokio::test]
async fn a_client_that_recovers_is_told_in_the_end() {
    let t = app().await;
    t.person("ada").await;
    let receiver = Receiver::start().await;
    let client = told(&t, "web", &receiver).await;
    let mut browser = t.browser_of("ada").await;
    let tokens = client.tokens(&mut browser, "openid").await;
    receiver.answer(502);
    logout(&t, &mut browser, &tokens).await;
    round(&t).await;
    receiver.answer(204);
    t.clock.advance(30);
    assert_eq!(round(&t).await, 1);
    let [logged] = log(&t).await.try_into().unwrap();
    assert_eq!((logged.attempts, logged.last_status, logged.last_error), (2, Some(204), None));
    assert_eq!(events(&t, "backchannel_logout.delivered").await, 1);
    assert_eq!(events(&t, "backchannel_logout.failed").await, 0);
}

// §2.8: 400 is the client's last word.
#[tokio::test]
async fn a_client_that_refuses_is_not_told_again() {
    let t = app().await;
    t.person("ada").await;
    let receiver = Receiver::start().await;
    let client = told(&t, "web", &receiver).await;
    let mut browser = t.browser_of("ada").await;
    let tokens = client.tokens(&mut browser, "openid").await;
    receiver.answer(400);
    logout(&t, &mut browser, &tokens).await;
    round(&t).await;
    t.clock.advance(86_400);
    assert_eq!(round(&t).await, 0);
    let [logged] = log(&t).await.try_into().unwrap();
    assert_eq!((logged.attempts, logged.last_status), (1, Some(400)));
    assert!(logged.failed_at.is_some());
}

// A redirect is not followed: the token was meant for the registered address.
#[tokio::test]
async fn a_client_that_cannot_be_reached_or_sends_elsewhere_is_tried_again() {
    let t = app().await;
    t.person("ada").await;
    let receiver = Receiver::start().await;
    receiver.answer(307);
    let redirecting = told(&t, "redirecting", &receiver).await;
    let gone = Receiver::start().await;
    let absent = told(&t, "absent", &gone).await;
    drop(gone);
    let mut browser = t.browser_of("ada").await;
    let tokens = redirecting.tokens(&mut browser, "openid").await;
    absent.tokens(&mut browser, "openid").await;
    logout(&t, &mut browser, &tokens).await;
    assert_eq!(round(&t).await, 2);
    for logged in log(&t).await {
        assert_eq!((logged.attempts, logged.failed_at, logged.delivered_at), (1, None, None));
        assert!(logged.last_error.is_some() && logged.last_status.is_none());
    }
}

// Two instances look at the same moment: the client hears it once.
on_both_engines!(of_two_instances_one_tells, |config| { loopback(config) }, |t| {
    t.person("ada").await;
    let receiver = Receiver::start().await;
    let other = t.another_instance().await;
    let client = told(&t, "web", &receiver).await;
    for _ in 0..6 {
        let mut browser = t.browser_of("ada").await;
        let tokens = client.tokens(&mut browser, "openid").await;
        logout(&t, &mut browser, &tokens).await;
    }
    let mut told = 0;
    for _ in 0..6 {
        told += {
            let (here, there) = tokio::join!(round(&t), round(&other));
            here + there
        };
    }
    assert_eq!((told, receiver.rest().await.len()), (6, 6));
    assert_eq!(events(&t, "backchannel_logout.delivered").await, 6);
});

// An instance that dies between taking and telling loses nothing but time.
on_both_engines!(what_a_crashed_instance_had_taken_is_taken_over, |config| { loopback(config) }, |t| {
    t.person("ada").await;
    let receiver = Receiver::start().await;
    let client = told(&t, "web", &receiver).await;
    let mut browser = t.browser_of("ada").await;
    let tokens = client.tokens(&mut browser, "openid").await;
    logout(&t, &mut browser, &tokens).await;
    let lost = backchannel::claim(&t.app, 8, &BTreeMap::new()).await.unwrap();
    assert_eq!(lost.len(), 1);
    let other = t.another_instance().await;
    assert_eq!(round(&other).await, 0);
    t.clock.advance(40);
    assert_eq!(round(&other).await, 1);
    assert_eq!(receiver.rest().await.len(), 1);
    // It was not dead after all: it says so too late, and nothing is told or noted twice.
    receiver.answer(503);
    backchannel::deliver(&t.app, &t.app.issuer, &lost[0]).await.unwrap();
    let [logged] = log(&t).await.try_into().unwrap();
    assert_eq!((logged.attempts, logged.last_status), (2, Some(200)));
    assert_eq!(events(&t, "backchannel_logout.delivered").await, 1);
});

// A client that hangs must not keep the others waiting.
#[tokio::test]
async fn no_client_takes_all_the_places() {
    let t = app().await;
    t.person("ada").await;
    let receiver = Receiver::start().await;
    let (slow, quick) = (told(&t, "slow", &receiver).await, told(&t, "quick", &receiver).await);
    for at in 0..6 {
        let mut browser = t.browser_of("ada").await;
        let tokens = slow.tokens(&mut browser, "openid").await;
        if at == 5 {
            quick.tokens(&mut browser, "openid").await;
        }
        logout(&t, &mut browser, &tokens).await;
    }
    let claimed = backchannel::claim(&t.app, backchannel::AT_ONCE, &BTreeMap::new()).await.unwrap();
    let of = |name: &str| claimed.iter().filter(|one| one.target == name).count();
    assert_eq!((of("slow"), of("quick")), (4, 1));
    let busy = BTreeMap::from([("slow".to_owned(), 4)]);
    assert!(backchannel::claim(&t.app, backchannel::AT_ONCE, &busy).await.unwrap().is_empty());
    let busy = BTreeMap::from([("slow".to_owned(), 3)]);
    assert_eq!(backchannel::claim(&t.app, backchannel::AT_ONCE, &busy).await.unwrap().len(), 1);
}

// Every way a session ends tells the clients; `who` is what they are told.
on_both_engines!(whatever_ends_a_session_tells_its_clients, |config| { loopback(config) }, |t| {
    let receiver = Receiver::start().await;
    let client = told(&t, "web", &receiver).await;
    let origin = Origin::default();
    let by = By { actor: "cli", origin: &origin };
    for way in ["disable", "password", "erase", "everywhere", "account", "elsewhere", "withdraw"] {
        let person = t.person(way).await;
        let mut browser = t.browser_of(way).await;
        let tokens = client.tokens(&mut browser, "openid").await;
        let mut second = t.browser_of(way).await;
        let elsewhere = client.tokens(&mut second, "openid").await;
        let (app, issuer) = (&t.app, &t.app.issuer);
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
                accounts::delete(app, issuer, &person.id, by).await.unwrap();
                vec![&tokens, &elsewhere]
            }
            "everywhere" => {
                assert_eq!(accounts::sign_out(app, issuer, &person.id, by).await.unwrap().len(), 2);
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
                let form = forms.find(|form| row.unwrap().contains(form.field("session").unwrap())).unwrap();
                browser.submit(&page, form).await;
                vec![&elsewhere]
            }
            _ => {
                let id = &client.client.id;
                signet::domain::consents::withdraw(app, issuer, &person.id, id, &origin).await.unwrap();
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
    let origin = Origin::default();
    accounts::delete(&t.app, &t.app.issuer, &ada.id, By { actor: "cli", origin: &origin }).await.unwrap();
    assert_eq!(round(&t).await, 1);
    let claims = verified(&receiver.next().await.form[0].1, &keys(&t).await);
    assert_eq!((&claims["sub"], claims["sid"].as_str()), (&sub, Some(sid(&tokens).as_str())));
});

// A session that ran out is not a logout; but "everywhere" means those too.
on_both_engines!(a_session_that_ran_out_is_told_only_when_everything_ends, |config| { loopback(config) }, |t| {
    let ada = t.person("ada").await;
    let receiver = Receiver::start().await;
    let client = told(&t, "web", &receiver).await;
    client.tokens(&mut t.browser_of("ada").await, "openid").await;
    t.clock.advance(25 * 3600);
    maintenance::purge(&t.app).await.unwrap();
    assert_eq!(round(&t).await, 0);
    let origin = Origin::default();
    accounts::sign_out(&t.app, &t.app.issuer, &ada.id, By { actor: "cli", origin: &origin }).await.unwrap();
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

// What has changed at the client since then counts.
#[tokio::test]
async fn a_client_that_went_meanwhile_is_not_told() {
    let t = app().await;
    t.person("ada").await;
    let receiver = Receiver::start().await;
    let (off, gone) = (told(&t, "off", &receiver).await, told(&t, "gone", &receiver).await);
    let mut browser = t.browser_of("ada").await;
    let tokens = off.tokens(&mut browser, "openid").await;
    gone.tokens(&mut browser, "openid").await;
    logout(&t, &mut browser, &tokens).await;
    off.set_disabled(true).await;
    let origin = Origin::default();
    clients::delete(&t.app, &t.app.issuer, &gone.client.id, By { actor: "cli", origin: &origin }).await.unwrap();
    assert_eq!(round(&t).await, 2);
    assert!(receiver.rest().await.is_empty());
    for logged in log(&t).await {
        assert!(logged.failed_at.is_some());
        assert_eq!(logged.last_error.as_deref(), Some("the client is gone or switched off"));
    }
}

// RFC 8725 §3.11: a client that kept its logout token cannot sign the person out with it.
#[tokio::test]
async fn a_logout_token_is_no_hint() {
    let t = app().await;
    t.person("ada").await;
    let receiver = Receiver::start().await;
    let client = told(&t, "web", &receiver).await;
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

// The job itself, on real time: told without waiting for anybody.
#[tokio::test]
async fn the_job_tells_what_was_rung_for() {
    let t = app().await;
    t.person("ada").await;
    let receiver = Receiver::start().await;
    let client = told(&t, "web", &receiver).await;
    let mut browser = t.browser_of("ada").await;
    let tokens = client.tokens(&mut browser, "openid").await;
    let jobs = Jobs::start(&t.app);
    logout(&t, &mut browser, &tokens).await;
    let received = receiver.next().await;
    assert_eq!(received.form[0].0, "logout_token");
    jobs.stop().await;
    let [logged] = log(&t).await.try_into().unwrap();
    assert!(logged.delivered_at.is_some());
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

// A client that lost its key is not told in clear text.
#[tokio::test]
async fn without_a_key_to_encrypt_to_nothing_is_sent() {
    let t = app().await;
    t.person("ada").await;
    let receiver = Receiver::start().await;
    let keys = crate::support::Loopback::serving(json!({"keys": [Recipient::new("ECDH-ES").jwk()]})).await;
    let metadata = json!({
        "id_token_encrypted_response_alg": "ECDH-ES",
        "jwks_uri": keys.url("/jwks"),
        "backchannel_logout_uri": receiver.url("/logout"),
    });
    let client = t.first_party("web", metadata).await;
    client.tokens(&mut t.browser_of("ada").await, "openid").await;
    keys.replace(&json!({"keys": []}));
    t.clock.advance(2 * 86_400);
    t.set_password("ada", "another good secret").await;
    round(&t).await;
    assert!(receiver.rest().await.is_empty());
    let [logged] = log(&t).await.try_into().unwrap();
    assert_eq!((logged.attempts, logged.delivered_at, logged.failed_at), (1, None, None));
    assert!(logged.last_error.unwrap().contains("cannot be encrypted"));
}
