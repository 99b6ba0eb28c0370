//! New certificates while serving goes on.

use std::sync::Arc;

use axum::{Router, routing::get as route};
use signet::{
    base::time::Clock,
    config::tls::Profile,
    http::tls::{Look, follow},
};
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::watch,
};

use super::server::{Client, Pair, Server, get};
use crate::support::NOW;

fn routes() -> Router {
    Router::new().route("/", route(|| async { "hello" }))
}

#[tokio::test]
async fn a_new_pair_serves_new_connections_and_drops_no_old_one() {
    let (old, new) = (Pair::rsa(), Pair::ecdsa());
    let server = Server::start(Profile::Compatible, &old, routes()).await;
    let mut before = server.connect(&Client::of(&old).build()).await.unwrap();
    assert!(get(&mut before, "/").await.ends_with("hello"));
    assert_eq!(server.certificates.look(NOW), Look::Unchanged);

    server.write_certificate(&new.certificate);
    server.write_key(&new.key);
    assert!(server.answers(&old).await, "nobody has looked yet");
    assert_eq!(server.certificates.look(NOW), Look::Replaced);
    assert_eq!(server.certificates.look(NOW), Look::Unchanged);
    assert!(server.answers(&new).await);
    assert!(!server.answers(&old).await);
    assert!(get(&mut before, "/").await.ends_with("hello"), "the old connection goes on");
}

#[tokio::test]
async fn a_broken_pair_leaves_the_old_one_in_force() {
    let (old, new) = (Pair::ecdsa(), Pair::ecdsa());
    let server = Server::start(Profile::Compatible, &old, routes()).await;
    // The first of two files is there: its key still belongs to the old certificate.
    server.write_certificate(&new.certificate);
    assert_eq!(server.certificates.look(NOW), Look::Broken);
    assert_eq!(server.certificates.look(NOW), Look::Broken, "as long as it is");
    assert!(server.answers(&old).await && !server.answers(&new).await);

    for text in ["", "-----BEGIN PRIVATE KEY-----\n", &new.certificate] {
        server.write_key(text);
        assert_eq!(server.certificates.look(NOW), Look::Broken, "{text}");
        assert!(server.answers(&old).await);
    }
    server.write_key(&new.key);
    assert_eq!(server.certificates.look(NOW), Look::Replaced);
    assert!(server.answers(&new).await && !server.answers(&old).await);
}

#[tokio::test]
async fn a_hangup_makes_it_look_at_once() {
    let (old, new) = (Pair::ecdsa(), Pair::ecdsa());
    let server = Server::start(Profile::Compatible, &old, routes()).await;
    let hangup = signal(SignalKind::hangup()).unwrap();
    let (stop, stopped) = watch::channel(false);
    let following = tokio::spawn(follow(Arc::clone(&server.certificates), Clock::System, hangup, stopped));
    server.write_certificate(&new.certificate);
    server.write_key(&new.key);
    let own = std::process::id().to_string();
    assert!(std::process::Command::new("sh").args(["-c", "kill -HUP $0", &own]).status().unwrap().success());
    // Well before the ten seconds of the regular look.
    let seen = tokio::time::timeout(std::time::Duration::from_secs(8), async { while !server.answers(&new).await {} });
    seen.await.expect("the new pair in force");
    stop.send(true).unwrap();
    following.await.unwrap();
}
