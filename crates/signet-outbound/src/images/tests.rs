//! Against a real server on loopback whose answers the test changes.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    Router,
    extract::{Path, State},
    http::{StatusCode, header},
    response::IntoResponse,
    routing::get,
};

use tokio::sync::Semaphore;

use super::*;
use crate::{address::AllowPrivate, http::OutboundOptions};

#[derive(Clone)]
struct StubServer {
    answer: Arc<Mutex<(StatusCode, &'static str)>>,
    hits: Arc<AtomicUsize>,
    paths: Arc<Mutex<BTreeSet<String>>>,
    arrived: Arc<Semaphore>,
    gate: Arc<Semaphore>,
}

async fn answer(State(site): State<StubServer>, Path(path): Path<String>) -> impl IntoResponse {
    site.hits.fetch_add(1, Ordering::SeqCst);
    site.paths.lock().unwrap().insert(path);
    site.arrived.add_permits(1);
    let _open = site.gate.acquire().await.unwrap();
    let (status, kind) = *site.answer.lock().unwrap();
    (status, [(header::CONTENT_TYPE, kind)], "picture")
}

async fn start(open: bool) -> (StubServer, Images, Clock, String) {
    let site = StubServer {
        answer: Arc::new(Mutex::new((StatusCode::OK, "image/png; x=y"))),
        hits: Arc::default(),
        paths: Arc::default(),
        arrived: Arc::new(Semaphore::new(0)),
        gate: Arc::new(Semaphore::new(if open { 100 } else { 0 })),
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().route("/{path}", get(answer)).with_state(site.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let allow_private = AllowPrivate::parse(&["127.0.0.1"]).unwrap();
    let outbound = Outbound::new(OutboundOptions { allow_private, ..OutboundOptions::default() }).unwrap();
    let clock = Clock::manual(Timestamp(1_700_000_000));
    (site, Images::new(&outbound, clock.clone()), clock, url)
}

#[tokio::test]
async fn a_picture_is_kept_for_an_hour_and_a_failure_for_a_minute() {
    let (site, images, clock, url) = start(true).await;
    let url = format!("{url}/logo");
    for (status, kind) in [(StatusCode::OK, "text/html"), (StatusCode::NOT_FOUND, "image/png")] {
        *site.answer.lock().unwrap() = (status, kind);
        let before = site.hits.load(Ordering::SeqCst);
        assert_eq!(images.get(&url).await, None);
        clock.advance(59);
        assert_eq!(images.get(&url).await, None);
        assert_eq!(site.hits.load(Ordering::SeqCst), before + 1);
        clock.advance(1);
    }
    *site.answer.lock().unwrap() = (StatusCode::OK, "Image/PNG; x=y");
    assert_eq!(images.get(&url).await, Some(("image/png", Bytes::from("picture"))));
    *site.answer.lock().unwrap() = (StatusCode::NOT_FOUND, "image/png");
    clock.advance(3599);
    assert!(images.get(&url).await.is_some());
    clock.advance(1);
    assert_eq!(images.get(&url).await, None);
}

#[tokio::test]
async fn many_who_ask_at_once_provoke_one_fetch_and_two_to_one_host() {
    let (site, images, _, url) = start(false).await;
    let mut asking = tokio::task::JoinSet::new();
    for number in 0..24 {
        let (images, url) = (images.clone(), format!("{url}/{}", number % 6));
        asking.spawn(async move { images.get(&url).await });
    }
    site.arrived.acquire_many(2).await.unwrap().forget();
    // Two hold the host's slots and wait at the gate; another host is not kept waiting.
    let (swift, _, _, other) = start(true).await;
    let other = other.replace("127.0.0.1", "localhost");
    assert!(images.get(&format!("{other}/logo")).await.is_some());
    assert_eq!((site.hits.load(Ordering::SeqCst), swift.hits.load(Ordering::SeqCst)), (2, 1));
    site.gate.add_permits(100);
    while let Some(image) = asking.join_next().await {
        assert!(image.unwrap().is_some());
    }
    assert_eq!((site.hits.load(Ordering::SeqCst), site.paths.lock().unwrap().len()), (6, 6));
}
