//! Against a real server on loopback that counts how often it is asked.

use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

use axum::{Router, extract::State, routing::get};

use super::*;
use crate::{address::AllowPrivate, http::OutboundOptions};

#[derive(Clone)]
struct StubServer {
    text: Arc<Mutex<String>>,
    hits: Arc<AtomicUsize>,
    gate: Arc<tokio::sync::Semaphore>,
}

async fn answer(State(site): State<StubServer>) -> String {
    site.hits.fetch_add(1, Ordering::SeqCst);
    let _open = site.gate.acquire().await.unwrap();
    site.text.lock().unwrap().clone()
}

async fn start() -> (StubServer, Documents, Clock, String) {
    let site = StubServer {
        text: Arc::new(Mutex::new("one\n".to_owned())),
        hits: Arc::default(),
        gate: Arc::new(tokio::sync::Semaphore::new(1)),
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/object", listener.local_addr().unwrap());
    let router = Router::new().route("/object", get(answer)).with_state(site.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let allow_private = AllowPrivate::parse(&["127.0.0.1"]).unwrap();
    let outbound = Outbound::new(OutboundOptions { allow_private, ..OutboundOptions::default() }).unwrap();
    let clock = Clock::manual(Timestamp(1_700_000_000));
    (site, Documents::new(&outbound, clock.clone()), clock, url)
}

async fn read(documents: &Documents, uri: &str) -> Result<String, FetchError> {
    documents.get(uri, "*/*", 1000).await.map(|text| text.to_string())
}

#[tokio::test]
async fn however_many_fragments_are_made_up_the_host_is_asked_once_a_second() {
    let (site, documents, clock, url) = start().await;
    let closed = site.gate.acquire().await.unwrap();
    let mut asking = tokio::task::JoinSet::new();
    for number in 0..50 {
        let (documents, uri) = (documents.clone(), format!("{url}#{number}"));
        asking.spawn(async move { read(&documents, &uri).await });
    }
    while site.hits.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    drop(closed);
    while let Some(text) = asking.join_next().await {
        assert_eq!(text.unwrap().unwrap(), "one");
    }
    assert_eq!(site.hits.load(Ordering::SeqCst), 1);
    clock.advance(1);
    for number in 50..100 {
        read(&documents, &format!("{url}#{number}")).await.unwrap();
    }
    assert_eq!(site.hits.load(Ordering::SeqCst), 2);
    assert_eq!(documents.entries.entries().iter().count(), 1);
}

// OIDC Core §6.2
#[tokio::test]
async fn a_changed_fragment_brings_the_new_content_and_the_hash_of_what_is_there_does_not_ask() {
    let (site, documents, clock, url) = start().await;
    assert_eq!(read(&documents, &format!("{url}#first")).await.unwrap(), "one");
    *site.text.lock().unwrap() = "two\n".to_owned();
    clock.advance(1);
    assert_eq!(read(&documents, &format!("{url}#first")).await.unwrap(), "one");
    assert_eq!(read(&documents, &url).await.unwrap(), "one");
    assert_eq!(read(&documents, &format!("{url}#second")).await.unwrap(), "two");
    clock.advance(1);
    let hash = data_encoding::BASE64URL_NOPAD.encode(&sha256(b"two\n"));
    assert_eq!(read(&documents, &format!("{url}#{hash}")).await.unwrap(), "two");
    assert_eq!(site.hits.load(Ordering::SeqCst), 2);
    clock.advance(4);
    read(&documents, &format!("{url}#{hash}")).await.unwrap();
    assert_eq!(site.hits.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_failure_is_remembered_as_long() {
    let (site, documents, clock, url) = start().await;
    *site.text.lock().unwrap() = "x".repeat(1001);
    for _ in 0..3 {
        assert_eq!(read(&documents, &url).await, Err(FetchError::TooLarge { limit: 1000 }));
    }
    assert_eq!(site.hits.load(Ordering::SeqCst), 1);
    *site.text.lock().unwrap() = "short".to_owned();
    clock.advance(5);
    assert_eq!(read(&documents, &url).await.unwrap(), "short");
}
