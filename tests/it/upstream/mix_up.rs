//! The mix-up attack (RFC 9700 §4.4): the answer of one upstream in the sign-in at another.

use serde_json::json;
use signet::domain::login::upstream::UpstreamAsk;

use super::{services::service, *};

/// Two upstreams, of which one is the attacker's.
async fn two(t: &TestApp) -> (StubUpstream, StubUpstream) {
    let (honest, evil) = (StubUpstream::start(t.now()).await, StubUpstream::start(t.now()).await);
    registered(t, "honest", &honest, &[]).await;
    registered(t, "evil", &evil, &[]).await;
    (honest, evil)
}

#[tokio::test]
async fn an_answer_at_the_address_of_another_upstream_is_refused() {
    let t = app().await;
    let (honest, evil) = two(&t).await;
    let browser = browser(&t).await;
    // The person chose the attacker's, which sent them on to the honest one.
    let address = leave(&t, "evil", &browser, UpstreamAsk::default()).await.unwrap();
    let (state, code) = (sent(&address, "state").unwrap(), honest.code_for(&address));
    let answer =
        UpstreamAnswer { upstream: "honest", state: Some(&state), code: Some(&code), ..UpstreamAnswer::default() };
    let mixed = "the answer came to the address of another upstream (RFC 9700 section 4.4)";
    untrusted(back(&t, &browser, answer).await, mixed);
    // The code reached nobody, and the state is spent.
    assert_eq!((honest.hits("/token"), evil.hits("/token")), (0, 0));
    assert_eq!(t.count("SELECT COUNT(*) FROM upstream_sign_ins").await, 0);
    assert_eq!(t.count("SELECT COUNT(*) FROM audit_events WHERE kind = 'upstream.refused'").await, 1);
}

// RFC 9207 §2.4
#[tokio::test]
async fn an_answer_that_names_another_issuer_is_refused() {
    let t = app().await;
    let (honest, evil) = two(&t).await;
    let browser = browser(&t).await;
    let answered = async |iss: Option<&str>| {
        let address = leave(&t, "evil", &browser, UpstreamAsk::default()).await.unwrap();
        let (state, code) = (sent(&address, "state").unwrap(), honest.code_for(&address));
        let answer = UpstreamAnswer {
            upstream: "evil",
            state: Some(&state),
            code: Some(&code),
            iss,
            ..UpstreamAnswer::default()
        };
        back(&t, &browser, answer).await
    };
    let other = "iss of the answer is not the upstream that was asked (RFC 9207 section 2.4)";
    untrusted(answered(Some(&honest.issuer())).await, other);
    assert_eq!((honest.hits("/token"), evil.hits("/token")), (0, 0));
    // One that says that it names itself has to.
    evil.acts().metadata = json!({"authorization_response_iss_parameter_supported": true});
    t.clock.advance(3600);
    evil.set_now(t.now());
    let lacking = "the answer lacks iss, which the upstream says it sends (RFC 9207 section 2.4)";
    untrusted(answered(None).await, lacking);
    assert_eq!((honest.hits("/token"), evil.hits("/token")), (0, 0));
}

/// An error is an answer as well: whoever mixes it up ends no sign-in in the name of another.
#[tokio::test]
async fn an_error_of_another_issuer_is_refused() {
    let t = app().await;
    let (honest, _evil) = two(&t).await;
    let browser = browser(&t).await;
    let address = leave(&t, "evil", &browser, UpstreamAsk::default()).await.unwrap();
    let state = sent(&address, "state").unwrap();
    let issuer = honest.issuer();
    let answer = UpstreamAnswer {
        upstream: "evil",
        state: Some(&state),
        error: Some("access_denied"),
        iss: Some(&issuer),
        ..UpstreamAnswer::default()
    };
    untrusted(
        back(&t, &browser, answer).await,
        "iss of the answer is not the upstream that was asked (RFC 9207 section 2.4)",
    );
}

/// The attacker's metadata name the endpoints of the honest one: a code of the honest one is not redeemed for a token
/// that the attacker could have made.
#[tokio::test]
async fn metadata_that_borrow_endpoints_gain_nothing() {
    let t = app().await;
    let (honest, evil) = two(&t).await;
    let endpoint = |path: &str| format!("{}{path}", honest.issuer());
    evil.acts().metadata = json!({
        "authorization_endpoint": endpoint("/auth"), "token_endpoint": endpoint("/token"), "jwks_uri": endpoint("/jwks"),
    });
    let browser = browser(&t).await;
    let address = leave(&t, "evil", &browser, UpstreamAsk::default()).await.unwrap();
    let (state, code) = (sent(&address, "state").unwrap(), honest.code_for(&address));
    let answer =
        UpstreamAnswer { upstream: "evil", state: Some(&state), code: Some(&code), ..UpstreamAnswer::default() };
    untrusted(
        back(&t, &browser, answer).await,
        "iss of the token is not the issuer of the upstream (OIDC Core section 3.1.3.7, rule 2)",
    );
}

/// RFC 9700 §4.4.1: the attacker's metadata lead people to the honest one, and the code is to come to the attacker's
/// token endpoint. The honest one knows no such address of ours, and where it answers all the same, its name tells.
#[tokio::test]
async fn metadata_that_borrow_the_sign_in_page_fetch_no_code() {
    let t = app().await;
    let (honest, evil) = two(&t).await;
    evil.acts().metadata = json!({"authorization_endpoint": format!("{}/auth", honest.issuer())});
    let browser = browser(&t).await;
    let address = leave(&t, "evil", &browser, UpstreamAsk::default()).await.unwrap();
    assert!(address.as_str().starts_with(&honest.issuer()), "{address}");
    // RFC 9700 §4.4.2.2: the address of the attacker, which the honest one compares exactly (§4.1.3).
    assert_eq!(sent(&address, "redirect_uri"), Some(t.url("/sign-in/upstream/evil/callback")));
    let (state, code, issuer) = (sent(&address, "state").unwrap(), honest.code_for(&address), honest.issuer());
    let answer = UpstreamAnswer {
        upstream: "evil",
        state: Some(&state),
        code: Some(&code),
        iss: Some(&issuer),
        ..UpstreamAnswer::default()
    };
    let other = "iss of the answer is not the upstream that was asked (RFC 9207 section 2.4)";
    untrusted(back(&t, &browser, answer).await, other);
    assert_eq!((honest.hits("/token"), evil.hits("/token")), (0, 0));
}

/// An OAuth 2 service has no metadata that say whether it names itself: its address tells, and its name where it sends
/// one and the operator, or its preset, knows it.
#[tokio::test]
async fn answers_of_services_without_id_tokens_are_not_mixed_up_either() {
    let t = app().await;
    let named = [("issuer", "https://svc.example/oauth")];
    let (one, two) = (service(&t, "one", &named).await, service(&t, "two", &[]).await);
    let browser = browser(&t).await;
    let answered = async |asked: &'static str, at: &'static str, iss: Option<&'static str>| {
        let address = leave(&t, asked, &browser, UpstreamAsk::default()).await.unwrap();
        let (state, code) = (sent(&address, "state").unwrap(), one.code_for(&address));
        let answer =
            UpstreamAnswer { upstream: at, state: Some(&state), code: Some(&code), iss, ..UpstreamAnswer::default() };
        back(&t, &browser, answer).await
    };
    let mixed = "the answer came to the address of another upstream (RFC 9700 section 4.4)";
    untrusted(answered("two", "one", None).await, mixed);
    untrusted(answered("one", "two", Some("https://svc.example/oauth")).await, mixed);
    let other = "iss of the answer is not the upstream that was asked (RFC 9207 section 2.4)";
    for iss in ["https://svc.example", "https://svc.example/oauth/", "https://evil.example"] {
        untrusted(answered("one", "one", Some(iss)).await, other);
    }
    assert_eq!((one.hits("/token"), two.hits("/token")), (0, 0));
    let came = answered("one", "one", Some("https://svc.example/oauth")).await.unwrap();
    assert_eq!((came.person.iss.as_str(), came.person.sub.as_str()), ("https://svc.example/oauth", "42"));
    assert!(answered("one", "one", None).await.is_ok(), "it sends its name at times");
}
