//! Against a real server on loopback whose answers the test changes.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{Router, extract::State, http::StatusCode, response::IntoResponse, routing::get};
use serde_json::json;

use super::*;
use crate::{address::AllowPrivate, http::OutboundOptions};

#[derive(Clone)]
struct StubServer {
    answer: Arc<Mutex<(StatusCode, String)>>,
    hits: Arc<AtomicUsize>,
}

impl StubServer {
    fn set(&self, status: StatusCode, body: &str) {
        *self.answer.lock().unwrap() = (status, body.to_owned());
    }

    fn hits(&self) -> usize {
        self.hits.load(Ordering::SeqCst)
    }
}

async fn answer(State(site): State<StubServer>) -> impl IntoResponse {
    site.hits.fetch_add(1, Ordering::SeqCst);
    site.answer.lock().unwrap().clone()
}

async fn start() -> (StubServer, Providers, Clock, String) {
    let document = json!({"issuer": "https://up.example"}).to_string();
    let site = StubServer { answer: Arc::new(Mutex::new((StatusCode::OK, document))), hits: Arc::default() };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/metadata", listener.local_addr().unwrap());
    let router = Router::new().route("/metadata", get(answer)).with_state(site.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let allow_private = AllowPrivate::parse(&["127.0.0.1"]).unwrap();
    let outbound = Outbound::new(OutboundOptions { allow_private, ..OutboundOptions::default() }).unwrap();
    let clock = Clock::manual(Timestamp(1_700_000_000));
    (site, Providers::new(&outbound, clock.clone()), clock, url)
}

#[tokio::test]
async fn metadata_are_fetched_once_an_hour() {
    let (site, providers, clock, url) = start().await;
    for _ in 0..3 {
        assert_eq!(providers.get(&url).await.unwrap().issuer, "https://up.example");
    }
    assert_eq!(site.hits(), 1);
    clock.advance(3599);
    providers.get(&url).await.unwrap();
    assert_eq!(site.hits(), 1);
    clock.advance(1);
    providers.get(&url).await.unwrap();
    assert_eq!(site.hits(), 2);
}

#[tokio::test]
async fn an_address_that_fails_rests_and_old_metadata_serve_for_a_day() {
    let (site, providers, clock, url) = start().await;
    providers.get(&url).await.unwrap();
    clock.advance(3600);
    site.set(StatusCode::BAD_GATEWAY, "");
    for (pause, hits) in [(0, 2), (4, 2), (1, 3), (9, 3), (1, 4)] {
        clock.advance(pause);
        assert!(providers.get(&url).await.is_ok(), "stale ones serve");
        assert_eq!(site.hits(), hits, "{pause}");
    }
    clock.advance(86_400);
    let why = providers.get(&url).await.unwrap_err();
    assert_eq!(why.to_string(), "the metadata of the upstream could not be fetched: the answer has status 502");
    // It comes back: the pauses begin anew.
    clock.advance(300);
    site.set(StatusCode::OK, r#"{"issuer":"https://up.example"}"#);
    assert!(providers.get(&url).await.is_ok());
}

#[tokio::test]
async fn what_is_no_metadata_is_told_from_an_address_that_fails() {
    let (site, providers, _clock, url) = start().await;
    site.set(StatusCode::OK, "<html>");
    let why = providers.get(&url).await.unwrap_err();
    assert_eq!(
        why.to_string(),
        "the metadata are not a JSON object with each member once (OIDC Discovery section 4.2)"
    );
    let (site, providers, _clock, url) = start().await;
    site.set(StatusCode::OK, &" ".repeat(MOST_BYTES + 1));
    let why = providers.get(&url).await.unwrap_err();
    assert_eq!(why, ProviderError::Fetch(FetchError::TooLarge { limit: MOST_BYTES }));
}

#[tokio::test]
async fn an_upstream_that_hangs_holds_its_own_slots_and_neither_others_nor_metadata() {
    let (site, providers, _clock, url) = start().await;
    let arrived = Arc::new(tokio::sync::Semaphore::new(0));
    let hangs = Arc::clone(&arrived);
    let never = get(move || async move {
        hangs.add_permits(1);
        std::future::pending::<()>().await;
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let router = Router::new().route("/token", never).route("/me", get(|| async { "here" }));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let slow = format!("http://127.0.0.1:{port}/token");
    let ask_slow = || {
        let (providers, slow) = (providers.clone(), slow.clone());
        tokio::spawn(async move { providers.ask(&slow, &[], None).await.map(|answer| answer.status) })
    };
    let held: Vec<_> = (0..AT_ONCE.a_host).map(|_| ask_slow()).collect();
    let all = arrived.acquire_many(u32::try_from(AT_ONCE.a_host).unwrap()).await.unwrap();
    all.forget();
    // One more waits for its turn, and is not sent while another host answers.
    let waits = ask_slow();
    let other = providers.ask(&format!("http://localhost:{port}/me"), &[], None).await.unwrap();
    assert_eq!((other.status, other.body.as_slice()), (200, b"here".as_slice()));
    assert_eq!(providers.get(&url).await.unwrap().issuer, "https://up.example");
    assert_eq!(site.hits(), 1);
    assert!(!waits.is_finished() && arrived.available_permits() == 0, "it was sent or refused");
    // It is sent once one of those before it is given up.
    held[0].abort();
    let sent = tokio::time::timeout(Duration::from_secs(20), arrived.acquire()).await;
    sent.expect("it has a slot by now").unwrap().forget();
    assert!(!waits.is_finished(), "the upstream hangs");
}
