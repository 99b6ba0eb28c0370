//! What becomes of connections: whole applications, slow clients, plain HTTP, a stop.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, extract::ConnectInfo, routing::get as route};
use signet::config::tls::Profile;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::Notify,
};

use super::server::{Client, Pair, Server, ask, get, read_answer};
use crate::support::{Engine, TestApp};

const LONGEST_WAIT: Duration = Duration::from_secs(10);

fn routes() -> Router {
    Router::new()
        .route("/", route(|| async { "hello" }))
        .route("/peer", route(|ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.to_string() }))
}

#[tokio::test]
async fn an_https_issuer_is_reached_without_a_proxy() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let issuer = format!("https://localhost:{}", address.port());
    let t = TestApp::start(Engine::sqlite(), |config| {
        config.issuer.url = signet::base::url::Issuer::parse(&issuer).unwrap();
    })
    .await;
    let pair = Pair::ecdsa();
    let _server = Server::on(listener, Profile::Compatible, &pair, t.router(), LONGEST_WAIT);
    let trusted = reqwest::Certificate::from_pem(pair.certificate.as_bytes()).unwrap();
    let client = reqwest::Client::builder()
        .tls_certs_only([trusted])
        .resolve("localhost", address)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let metadata = client.get(format!("{issuer}/.well-known/openid-configuration")).send().await.unwrap();
    // RFC 6797 §6.1
    assert_eq!(metadata.headers()["strict-transport-security"], "max-age=31536000");
    let metadata: serde_json::Value = serde_json::from_str(&metadata.text().await.unwrap()).unwrap();
    assert_eq!(metadata["issuer"], issuer.as_str());
    // A page keeps its browser by a cookie that no other host or port can set.
    let page = client.get(format!("{issuer}/account")).send().await.unwrap();
    let page = match page.headers().get("location") {
        Some(to) => {
            let to = url::Url::parse(&issuer).unwrap().join(to.to_str().unwrap()).unwrap();
            client.get(to).send().await.unwrap()
        }
        None => page,
    };
    let cookies: Vec<_> = page.headers().get_all("set-cookie").iter().map(|one| one.to_str().unwrap()).collect();
    assert!(!cookies.is_empty());
    for cookie in cookies {
        assert!(cookie.starts_with("__Host-") && cookie.contains("Secure"), "{cookie}");
    }
}

#[tokio::test]
async fn the_address_of_the_client_is_passed_on() {
    let pair = Pair::ecdsa();
    let server = Server::start(Profile::Compatible, &pair, routes()).await;
    let mut stream = server.connect(&Client::of(&pair).build()).await.unwrap();
    let own = stream.get_ref().0.local_addr().unwrap().to_string();
    assert!(get(&mut stream, "/peer").await.ends_with(&own));
}

#[tokio::test]
async fn a_client_that_never_shakes_hands_loses_its_place() {
    let pair = Pair::ecdsa();
    let server = Server::patient(Profile::Compatible, &pair, routes(), Duration::from_millis(50)).await;
    let mut silent = TcpStream::connect(server.address).await.unwrap();
    let mut halting = TcpStream::connect(server.address).await.unwrap();
    // The head of a record that never comes.
    halting.write_all(&[0x16, 0x03, 0x01, 0x02, 0x00, 0x01]).await.unwrap();
    for stream in [&mut silent, &mut halting] {
        // An end or a reset: either way, nobody holds it any more.
        let ended = tokio::time::timeout(Duration::from_secs(5), stream.read(&mut [0; 16])).await.expect("an end");
        assert!(matches!(ended, Ok(0) | Err(_)), "{ended:?}");
    }
    assert!(server.answers(&pair).await);
}

#[tokio::test]
async fn plain_http_and_nonsense_are_turned_away_and_nobody_else_is_hurt() {
    let pair = Pair::ecdsa();
    let server = Server::start(Profile::Compatible, &pair, routes()).await;
    let long = vec![0x16; 100_000];
    for sent in
        [b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n".as_slice(), b"\r\n\r\n\r\n", b"\x00\xff\xff\xff\xff", &long]
    {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        // It may be gone before all of it is written.
        stream.write_all(sent).await.ok();
        let mut answer = Vec::new();
        let read = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut answer)).await;
        assert!(read.is_ok(), "it hangs on {:?}", &sent[..4]);
        assert!(!answer.starts_with(b"HTTP/"), "{answer:?}");
        assert!(server.answers(&pair).await);
    }
}

#[tokio::test]
async fn a_stop_finishes_the_request_in_flight_and_waits_for_nobody_else() {
    let (begun, finish) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (told, waits) = (Arc::clone(&begun), Arc::clone(&finish));
    let slow = route(move || async move {
        told.notify_one();
        waits.notified().await;
        "done"
    });
    let pair = Pair::ecdsa();
    let mut server = Server::start(Profile::Compatible, &pair, routes().route("/slow", slow)).await;
    // One that has not shaken hands, one that idles, and one that waits for its answer.
    let _silent = TcpStream::connect(server.address).await.unwrap();
    let mut idle = server.connect(&Client::of(&pair).build()).await.unwrap();
    assert!(get(&mut idle, "/").await.ends_with("hello"));
    let mut busy = server.connect(&Client::of(&pair).build()).await.unwrap();
    ask(&mut busy, "/slow").await;
    begun.notified().await;

    server.stop();
    assert_eq!(idle.read(&mut [0; 16]).await.unwrap(), 0, "it is closed, and as TLS wants it");
    finish.notify_one();
    let answer = read_answer(&mut busy).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("done"), "{answer}");
    server.stopped().await;
    assert!(TcpStream::connect(server.address).await.is_err(), "nobody listens any more");
}
