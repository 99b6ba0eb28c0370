//! Back-Channel Logout 1.0 §2.8: who tells, when, how often, and what happens when nobody answers.

use super::*;

// §2.8, and the pauses between tries.
on_both_engines!(
    a_client_that_does_not_answer_well_is_told_again_and_then_no_more,
    |config| { loopback(config) },
    |t| {
        let receiver = Receiver::start().await;
        let (mut browser, tokens) = signed_in(&t, &receiver).await;
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
        let remedy = "the answer has status 503: the app is overloaded or down: look at it if this goes on";
        assert_eq!(logged.last_error, Some(format!("{}: {remedy}", receiver.url(""))));
        assert_eq!(events(&t, "backchannel_logout.failed").await, 1);
        receiver.answer(200);
        t.clock.advance(3600);
        assert_eq!(round(&t).await, 0);
    }
);

#[tokio::test]
async fn a_client_that_recovers_is_told_in_the_end() {
    let t = app().await;
    let receiver = Receiver::start().await;
    let (mut browser, tokens) = signed_in(&t, &receiver).await;
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
    let receiver = Receiver::start().await;
    let (mut browser, tokens) = signed_in(&t, &receiver).await;
    receiver.answer(400);
    logout(&t, &mut browser, &tokens).await;
    round(&t).await;
    t.clock.advance(86_400);
    assert_eq!(round(&t).await, 0);
    let [logged] = log(&t).await.try_into().unwrap();
    assert_eq!((logged.attempts, logged.last_status), (1, Some(400)));
    assert!(logged.failed_at.is_some());
    let error = logged.last_error.unwrap();
    let told =
        format!("{}: the answer has status 400: the app refuses what was sent, and its log says why", receiver.url(""));
    assert!(error.starts_with(&told), "{error}");
}

// A redirect is not followed: the token was meant for the registered address.
#[tokio::test]
async fn a_client_that_cannot_be_reached_or_sends_elsewhere_is_tried_again() {
    let t = app().await;
    t.person("ada").await;
    let receiver = Receiver::start().await;
    receiver.answer(307);
    let elsewhere = format!(
        "{}: it answers with a redirect, which is not followed: register the address it leads to",
        receiver.url("")
    );
    let redirecting = notified_client(&t, "redirecting", &receiver).await;
    let gone = Receiver::start().await;
    let absent = notified_client(&t, "absent", &gone).await;
    let nobody = format!("{}: nobody answers there", gone.url(""));
    drop(gone);
    let mut browser = t.browser_of("ada").await;
    let tokens = redirecting.tokens(&mut browser, "openid").await;
    absent.tokens(&mut browser, "openid").await;
    logout(&t, &mut browser, &tokens).await;
    assert_eq!(round(&t).await, 2);
    for logged in log(&t).await {
        assert_eq!((logged.attempts, logged.failed_at, logged.delivered_at), (1, None, None));
        let expected = if logged.target == "absent" { &nobody } else { &elsewhere };
        assert!(logged.last_error.as_deref().is_some_and(|error| error.contains(expected)), "{:?}", logged.last_error);
        assert_eq!(logged.last_status, None);
    }
}

// Two instances look at the same moment: the client hears it once.
on_both_engines!(of_two_instances_one_tells, |config| { loopback(config) }, |t| {
    t.person("ada").await;
    let receiver = Receiver::start().await;
    let other = t.another_instance().await;
    let client = notified_client(&t, "web", &receiver).await;
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
    let receiver = Receiver::start().await;
    let (mut browser, tokens) = signed_in(&t, &receiver).await;
    logout(&t, &mut browser, &tokens).await;
    let lost = backchannel::claim(&t.cx(), 8, &BTreeMap::new()).await.unwrap();
    assert_eq!(lost.len(), 1);
    let other = t.another_instance().await;
    assert_eq!(round(&other).await, 0);
    t.clock.advance(40);
    assert_eq!(round(&other).await, 1);
    assert_eq!(receiver.rest().await.len(), 1);
    // It was not dead after all: it says so too late, and nothing is told or noted twice.
    receiver.answer(503);
    backchannel::deliver(&t.cx(), &lost[0]).await.unwrap();
    let [logged] = log(&t).await.try_into().unwrap();
    assert_eq!((logged.attempts, logged.last_status), (2, Some(200)));
    assert_eq!(events(&t, "backchannel_logout.delivered").await, 1);
});

// A clock that was ahead puts nothing off until that time comes.
on_both_engines!(a_logout_that_a_wrong_clock_put_off_is_told_soon, |config| { loopback(config) }, |t| {
    let receiver = Receiver::start().await;
    let (mut browser, tokens) = signed_in(&t, &receiver).await;
    receiver.answer(503);
    logout(&t, &mut browser, &tokens).await;
    let wrong = 70 * 86_400;
    t.clock.set_ahead(wrong);
    assert_eq!(round(&t).await, 1);
    let [logged] = log(&t).await.try_into().unwrap();
    assert_eq!((logged.next_at.0, logged.failed_at), (t.now() + 30, None));
    t.clock.set_ahead(-wrong);
    receiver.answer(200);
    // A try might be under way: after its lease.
    assert_eq!(round(&t).await, 0);
    t.clock.advance(35);
    assert_eq!(round(&t).await, 1);
    let [logged] = log(&t).await.try_into().unwrap();
    assert_eq!((logged.attempts, logged.last_status, logged.failed_at), (2, Some(200), None));
    assert_eq!(events(&t, "backchannel_logout.delivered").await, 1);
});

// A client that hangs must not keep the others waiting.
#[tokio::test]
async fn no_client_takes_all_the_places() {
    let t = app().await;
    t.person("ada").await;
    let receiver = Receiver::start().await;
    let (slow, quick) = (notified_client(&t, "slow", &receiver).await, notified_client(&t, "quick", &receiver).await);
    for at in 0..6 {
        let mut browser = t.browser_of("ada").await;
        let tokens = slow.tokens(&mut browser, "openid").await;
        if at == 5 {
            quick.tokens(&mut browser, "openid").await;
        }
        logout(&t, &mut browser, &tokens).await;
    }
    let claimed = backchannel::claim(&t.cx(), backchannel::AT_ONCE, &BTreeMap::new()).await.unwrap();
    let of = |name: &str| claimed.iter().filter(|one| one.target == name).count();
    assert_eq!((of("slow"), of("quick")), (4, 1));
    let busy = BTreeMap::from([("slow".to_owned(), 4)]);
    assert!(backchannel::claim(&t.cx(), backchannel::AT_ONCE, &busy).await.unwrap().is_empty());
    let busy = BTreeMap::from([("slow".to_owned(), 3)]);
    assert_eq!(backchannel::claim(&t.cx(), backchannel::AT_ONCE, &busy).await.unwrap().len(), 1);
}

// What has changed at the client since then counts.
#[tokio::test]
async fn a_client_that_went_meanwhile_is_not_told() {
    let t = app().await;
    t.person("ada").await;
    let receiver = Receiver::start().await;
    let (off, gone) = (notified_client(&t, "off", &receiver).await, notified_client(&t, "gone", &receiver).await);
    let mut browser = t.browser_of("ada").await;
    let tokens = off.tokens(&mut browser, "openid").await;
    gone.tokens(&mut browser, "openid").await;
    logout(&t, &mut browser, &tokens).await;
    off.set_disabled(true).await;
    clients::delete(&t.cx(), &gone.client.id).await.unwrap();
    assert_eq!(round(&t).await, 2);
    assert!(receiver.rest().await.is_empty());
    for logged in log(&t).await {
        assert!(logged.failed_at.is_some());
        assert_eq!(logged.last_error.as_deref(), Some("the client is gone or switched off"));
    }
}

// The job itself, on real time: told without waiting for anybody.
#[tokio::test]
async fn the_job_tells_what_was_rung_for() {
    let t = app().await;
    let receiver = Receiver::start().await;
    let (mut browser, tokens) = signed_in(&t, &receiver).await;
    let jobs = Jobs::start(&t.app);
    logout(&t, &mut browser, &tokens).await;
    let received = receiver.next().await;
    assert_eq!(received.form[0].0, "logout_token");
    jobs.stop().await;
    let [logged] = log(&t).await.try_into().unwrap();
    assert!(logged.delivered_at.is_some());
}

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

// On a developer's machine the apps are where the issuer is.
#[tokio::test]
async fn beside_a_loopback_issuer_an_app_is_told_with_no_setting() {
    let t = TestApp::sqlite().await;
    let receiver = Receiver::start().await;
    let (mut browser, tokens) = signed_in(&t, &receiver).await;
    logout(&t, &mut browser, &tokens).await;
    assert_eq!(round(&t).await, 1);
    assert_eq!(receiver.rest().await.len(), 1);
    // Nothing else of the machine is reached: what clients register to be fetched stays guarded.
    let keys = t.app.outbound.get(&receiver.url("/keys"), "*/*").await;
    assert_eq!(keys.unwrap_err(), signet::outbound::http::FetchError::SchemeRefused);
}

#[tokio::test]
async fn elsewhere_a_loopback_address_is_warned_of_and_its_failure_says_what_to_do() {
    let t = TestApp::start(crate::support::Engine::sqlite(), |config| {
        config.issuer.url = signet::base::url::Issuer::parse("https://op.example").unwrap();
    })
    .await;
    let receiver = Receiver::start().await;
    let (mut browser, tokens) = signed_in(&t, &receiver).await;
    let client = t.client("asking", json!({"backchannel_logout_uri": receiver.url("/asking")})).await;
    let warnings = clients::warnings(&t.cx(), &client.client.metadata);
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].starts_with("backchannel_logout_uri: ") && warnings[0].contains("outbound.allow_private"));
    let warned = |uri: &str| {
        let metadata = signet::protocol::client::ClientMetadata {
            backchannel_logout_uri: Some(uri.to_owned()),
            ..signet::protocol::client::ClientMetadata::default()
        };
        clients::warnings(&t.cx(), &metadata).len()
    };
    for loopback in
        ["https://localhost/bc", "https://localhost:8443/bc", "https://app.localhost/bc", "https://127.0.0.1/bc"]
    {
        assert_eq!(warned(loopback), 1, "{loopback}");
    }
    for public in ["https://app.example/bc", "https://localhost.example/bc"] {
        assert_eq!(warned(public), 0, "{public}");
    }
    logout(&t, &mut browser, &tokens).await;
    assert_eq!(round(&t).await, 1);
    let [logged] = log(&t).await.try_into().unwrap();
    let error = logged.last_error.unwrap();
    assert!(error.starts_with(&receiver.url("")) && error.contains("outbound.allow_private"), "{error}");
    assert!(!error.contains("/web/logout"), "the path is the client's own business: {error}");
    assert!(receiver.rest().await.is_empty());
}
