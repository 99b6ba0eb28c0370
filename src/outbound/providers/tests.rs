//! Against a real server on loopback whose answers the test changes.

use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

use axum::{Router, extract::State, http::StatusCode, response::IntoResponse, routing::get};
use serde_json::json;

use super::*;
use crate::outbound::{address::AllowPrivate, http::OutboundOptions};

#[derive(Clone)]
struct Site {
    answer: Arc<Mutex<(StatusCode, String)>>,
    hits: Arc<AtomicUsize>,
}

impl Site {
    fn set(&self, status: StatusCode, body: &str) {
        *self.answer.lock().unwrap() = (status, body.to_owned());
    }

    fn hits(&self) -> usize {
        self.hits.load(Ordering::SeqCst)
    }
}

async fn answer(State(site): State<Site>) -> impl IntoResponse {
    site.hits.fetch_add(1, Ordering::SeqCst);
    site.answer.lock().unwrap().clone()
}

async fn start() -> (Site, Providers, Clock, String) {
    let document = json!({"issuer": "https://up.example"}).to_string();
    let site = Site { answer: Arc::new(Mutex::new((StatusCode::OK, document))), hits: Arc::default() };
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
