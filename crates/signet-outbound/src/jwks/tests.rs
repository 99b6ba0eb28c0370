//! Against a real server on loopback whose answers the test changes.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
    routing::get,
};
use serde_json::json;

use super::*;
use crate::{address::AllowPrivate, http::OutboundOptions};

type Answer = (StatusCode, String, String);

fn has_kid(keys: &KeySet, kid: &str) -> bool {
    keys.has_kid(kid)
}

#[derive(Clone)]
struct StubServer {
    answer: Arc<Mutex<Answer>>,
    hits: Arc<AtomicUsize>,
    gate: Arc<tokio::sync::Semaphore>,
}

impl StubServer {
    fn set(&self, status: StatusCode, cache_control: &str, body: &impl ToString) {
        *self.answer.lock().unwrap() = (status, cache_control.to_owned(), body.to_string());
    }

    fn keys(&self, kids: &[&str]) {
        let keys: Vec<Value> = kids.iter().map(|kid| json!({"kty": "OKP", "kid": kid})).collect();
        self.set(StatusCode::OK, "", &json!({ "keys": keys }));
    }

    fn hits(&self) -> usize {
        self.hits.load(Ordering::SeqCst)
    }
}

async fn answer(State(site): State<StubServer>) -> impl IntoResponse {
    site.hits.fetch_add(1, Ordering::SeqCst);
    site.gate.acquire().await.unwrap().forget();
    site.gate.add_permits(1);
    let (status, cache_control, body) = site.answer.lock().unwrap().clone();
    (status, [(header::CACHE_CONTROL, cache_control)], body)
}

async fn start(options: JwksOptions) -> (StubServer, RemoteJwks, Clock, String) {
    let site = StubServer {
        answer: Arc::new(Mutex::new((StatusCode::OK, String::new(), String::new()))),
        hits: Arc::default(),
        gate: Arc::new(tokio::sync::Semaphore::new(1)),
    };
    site.keys(&["a"]);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/jwks", listener.local_addr().unwrap());
    let router = Router::new().route("/jwks", get(answer)).with_state(site.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let allow_private = AllowPrivate::parse(&["127.0.0.1"]).unwrap();
    let outbound = Outbound::new(OutboundOptions { allow_private, ..OutboundOptions::default() }).unwrap();
    let clock = Clock::manual(Timestamp(1_700_000_000));
    (site, RemoteJwks::new(&outbound, clock.clone(), options), clock, url)
}

#[tokio::test]
async fn a_fresh_set_is_answered_from_memory_until_it_ages() {
    let (site, cache, clock, url) = start(JwksOptions::default()).await;
    for _ in 0..3 {
        assert!(cache.get(&url, Some("a")).await.unwrap().has_kid("a"));
    }
    assert_eq!(site.hits(), 1);
    clock.advance(3599);
    cache.get(&url, None).await.unwrap();
    assert_eq!(site.hits(), 1);
    clock.advance(1);
    cache.get(&url, None).await.unwrap();
    assert_eq!(site.hits(), 2);
    // A client that changed has its keys fetched anew, and no sooner than any other.
    cache.expire(&url);
    cache.get(&url, None).await.unwrap();
    assert_eq!(site.hits(), 2);
    clock.advance(30);
    cache.get(&url, None).await.unwrap();
    assert_eq!(site.hits(), 3);
}

#[tokio::test]
async fn cache_control_shortens_the_life_within_our_bounds() {
    for (directive, still_fresh, stale) in
        [("max-age=100", 99, 1), ("public, Max-Age=1", 29, 1), ("no-store", 29, 1), ("max-age=999999", 3599, 1)]
    {
        let (site, cache, clock, url) = start(JwksOptions::default()).await;
        site.set(StatusCode::OK, directive, &json!({"keys": []}));
        cache.get(&url, None).await.unwrap();
        clock.advance(still_fresh);
        cache.get(&url, None).await.unwrap();
        assert_eq!(site.hits(), 1, "{directive}");
        clock.advance(stale);
        cache.get(&url, None).await.unwrap();
        assert_eq!(site.hits(), 2, "{directive}");
    }
}

#[tokio::test]
async fn an_unknown_kid_fetches_again_but_not_more_often_than_permitted() {
    let (site, cache, clock, url) = start(JwksOptions::default()).await;
    cache.get(&url, None).await.unwrap();
    site.keys(&["a", "b"]);
    // Too soon: the old set is the answer.
    assert!(!has_kid(&cache.get(&url, Some("b")).await.unwrap(), "b"));
    clock.advance(30);
    assert!(has_kid(&cache.get(&url, Some("b")).await.unwrap(), "b"));
    for _ in 0..10 {
        assert!(!has_kid(&cache.get(&url, Some("nobody")).await.unwrap(), "nobody"));
    }
    assert_eq!(site.hits(), 2);
}

#[tokio::test]
async fn one_fetch_serves_all_who_wait_and_outlives_its_caller() {
    let (site, cache, _clock, url) = start(JwksOptions::default()).await;
    site.gate.acquire().await.unwrap().forget();
    let callers: Vec<_> = (0..20)
        .map(|_| {
            let (cache, url) = (cache.clone(), url.clone());
            tokio::spawn(async move { cache.get(&url, Some("a")).await })
        })
        .collect();
    // The first request has arrived and is held at the gate; its caller hangs up.
    while site.hits() == 0 {
        tokio::task::yield_now().await;
    }
    let mut callers = callers.into_iter();
    callers.next().unwrap().abort();
    site.gate.add_permits(1);
    for caller in callers {
        assert!(has_kid(&caller.await.unwrap().unwrap(), "a"));
    }
    assert_eq!(site.hits(), 1);
}

#[tokio::test]
async fn a_failing_url_rests_and_old_keys_serve_meanwhile() {
    let (site, cache, clock, url) = start(JwksOptions::default()).await;
    cache.get(&url, None).await.unwrap();
    site.set(StatusCode::BAD_GATEWAY, "", &"");
    clock.advance(3600);
    assert!(has_kid(&cache.get(&url, Some("a")).await.unwrap(), "a"));
    assert_eq!(site.hits(), 2);
    // Resting for 5 s after the first failure, 10 s after the second.
    for (seconds, hits) in [(4, 2), (1, 3), (9, 3), (1, 4)] {
        clock.advance(seconds);
        cache.get(&url, None).await.unwrap();
        assert_eq!(site.hits(), hits);
    }
    clock.advance(86_400);
    assert_eq!(cache.get(&url, None).await.unwrap_err(), JwksError::Fetch(FetchError::Status(502)));
    site.keys(&["c"]);
    clock.advance(300);
    assert!(has_kid(&cache.get(&url, Some("c")).await.unwrap(), "c"));
}

#[tokio::test]
async fn keys_that_did_not_help_are_fetched_again_but_not_more_often_than_permitted() {
    let (site, cache, clock, url) = start(JwksOptions::default()).await;
    let seen = cache.get(&url, None).await.unwrap();
    assert!(Arc::ptr_eq(&cache.get_other(&url, &seen).await.unwrap(), &seen), "too soon");
    clock.advance(30);
    // The address fails: no reason to ask it sooner, and the keys at hand are the answer.
    site.set(StatusCode::BAD_GATEWAY, "", &"");
    for (seconds, hits) in [(0, 2), (29, 2), (1, 3)] {
        clock.advance(seconds);
        assert!(Arc::ptr_eq(&cache.get_other(&url, &seen).await.unwrap(), &seen));
        assert_eq!(site.hits(), hits);
    }
    site.keys(&["b"]);
    clock.advance(30);
    let other = cache.get_other(&url, &seen).await.unwrap();
    assert!(has_kid(&other, "b"));
    // Whoever had looked at the old ones gets the same, without another fetch.
    assert!(Arc::ptr_eq(&cache.get_other(&url, &seen).await.unwrap(), &other));
    assert_eq!(site.hits(), 4);
}

#[tokio::test]
async fn what_is_not_a_jwk_set_or_too_large_is_refused_and_remembered() {
    let (site, cache, clock, url) = start(JwksOptions { max_keys: 2, ..JwksOptions::default() }).await;
    for (body, expected) in [
        ("<html>".to_owned(), JwksError::NotAJwkSet),
        (json!({"keys": "none"}).to_string(), JwksError::NotAJwkSet),
        (json!({"keys": null}).to_string(), JwksError::NotAJwkSet),
        (json!({"keys": [{}, {}, {}]}).to_string(), JwksError::TooManyKeys { limit: 2 }),
    ] {
        site.set(StatusCode::OK, "", &body);
        let before = site.hits();
        assert_eq!(cache.get(&url, None).await.unwrap_err(), expected);
        assert_eq!(cache.get(&url, None).await.unwrap_err(), expected);
        assert_eq!(site.hits(), before + 1);
        clock.advance(300);
    }
    // RFC 7517 §5: members that are no keys are nobody's concern but the reader's.
    site.set(StatusCode::OK, "", &json!({"keys": [null, {"kty": "OKP", "kid": "a"}]}));
    assert!(has_kid(&cache.get(&url, Some("a")).await.unwrap(), "a"));
    let refused = tokio::time::timeout(Duration::from_secs(5), cache.get("http://10.0.0.1/jwks", None)).await.unwrap();
    assert_eq!(refused.unwrap_err(), JwksError::Fetch(FetchError::SchemeRefused));
}

#[tokio::test]
async fn many_sets_take_a_bounded_space_and_none_keeps_its_document() {
    let (site, cache, _, url) = start(JwksOptions { max_bytes: 20_000, ..JwksOptions::default() }).await;
    let junk = "x".repeat(100_000);
    let key = json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "kid": "a"});
    site.set(StatusCode::OK, "", &json!({"keys": [key], "junk": junk}));
    for number in 0..40 {
        let keys = cache.get(&format!("{url}?{number}"), Some("a")).await.unwrap();
        assert!(keys.has_kid("a") && keys.weight() < 3000, "{}", keys.weight());
    }
    let entries = cache.entries.entries();
    entries.run_pending_tasks();
    assert!((1..=20_000).contains(&entries.weighted_size()), "{}", entries.weighted_size());
    assert_eq!(site.hits(), 40);
}
