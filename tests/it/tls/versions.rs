//! Versions, suites and protocols: what is agreed upon, and with whom nothing is.

use std::collections::BTreeSet;

use axum::{Router, routing::get as route};
use rustls::{
    AlertDescription, CipherSuite, HandshakeKind, ProtocolVersion, SupportedCipherSuite,
    crypto::aws_lc_rs::{ALL_CIPHER_SUITES, cipher_suite as suite},
};
use signet::config::tls::Profile;

use super::server::{Client, Pair, Server, agreed, get};

fn routes() -> Router {
    Router::new().route("/", route(|| async { "hello" }))
}

/// The alert that ended a handshake.
fn alert(error: &std::io::Error) -> AlertDescription {
    let why = error.get_ref().and_then(|why| why.downcast_ref::<rustls::Error>());
    let Some(rustls::Error::AlertReceived(alert)) = why else { panic!("no alert: {error:?}") };
    *alert
}

// RFC 8446 §4.2.1
#[tokio::test]
async fn a_client_that_knows_both_versions_gets_tls_1_3() {
    let pair = Pair::ecdsa();
    for profile in [Profile::Compatible, Profile::Modern] {
        let server = Server::start(profile, &pair, routes()).await;
        let mut stream = server.connect(&Client::of(&pair).build()).await.unwrap();
        assert_eq!(agreed(&stream).0, ProtocolVersion::TLSv1_3);
        let answer = get(&mut stream, "/").await;
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("hello"), "{answer}");
        // The connection stays for further requests.
        assert!(get(&mut stream, "/").await.ends_with("hello"));
    }
}

/// The suites of TLS 1.2 that a server under this certificate agrees to, of all that rustls knows.
async fn tls12_suites(profile: Profile, pair: &Pair) -> BTreeSet<String> {
    let server = Server::start(profile, pair, routes()).await;
    let mut taken = BTreeSet::new();
    let known: Vec<SupportedCipherSuite> =
        ALL_CIPHER_SUITES.iter().filter(|suite| suite.tls13().is_none()).copied().collect();
    assert_eq!(known.len(), 6);
    for one in known {
        match server.connect(&Client::of(pair).only_tls12(one).build()).await {
            Ok(mut stream) => {
                assert_eq!(agreed(&stream), (ProtocolVersion::TLSv1_2, one.suite()));
                assert!(get(&mut stream, "/").await.ends_with("hello"));
                taken.insert(format!("{:?}", one.suite()));
            }
            Err(error) => {
                let expected = match profile {
                    Profile::Compatible => AlertDescription::HandshakeFailure,
                    Profile::Modern => AlertDescription::ProtocolVersion,
                };
                assert_eq!(alert(&error), expected, "{one:?}");
            }
        }
    }
    taken
}

// FAPI1 Advanced §8.5, RFC 9325 §4.2
#[tokio::test]
async fn of_tls_1_2_only_ecdhe_with_aes_gcm_is_left() {
    let names = |suites: [CipherSuite; 2]| suites.map(|suite| format!("{suite:?}")).into_iter().collect();
    let rsa: BTreeSet<String> =
        names([CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, CipherSuite::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384]);
    assert_eq!(tls12_suites(Profile::Compatible, &Pair::rsa()).await, rsa);
    let ecdsa: BTreeSet<String> = names([
        CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    ]);
    assert_eq!(tls12_suites(Profile::Compatible, &Pair::ecdsa()).await, ecdsa);
}

#[tokio::test]
async fn the_modern_profile_knows_no_tls_1_2() {
    assert_eq!(tls12_suites(Profile::Modern, &Pair::rsa()).await, BTreeSet::new());
}

#[tokio::test]
async fn a_client_with_chacha20_on_tls_1_2_alone_is_turned_away() {
    for (pair, chacha20) in [
        (Pair::rsa(), suite::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256),
        (Pair::ecdsa(), suite::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256),
    ] {
        let server = Server::start(Profile::Compatible, &pair, routes()).await;
        let refused = server.connect(&Client::of(&pair).only_tls12(chacha20).build()).await.unwrap_err();
        assert_eq!(alert(&refused), AlertDescription::HandshakeFailure);
        assert!(server.answers(&pair).await, "and the next client is served");
    }
}

// RFC 7301 §3.2
#[tokio::test]
async fn http_1_1_is_the_protocol_agreed_upon() {
    let pair = Pair::ecdsa();
    let server = Server::start(Profile::Compatible, &pair, routes()).await;
    let stream = server.connect(&Client::of(&pair).speaking(&["h2", "http/1.1"]).build()).await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(b"http/1.1".as_slice()));
    let refused = server.connect(&Client::of(&pair).speaking(&["h2"]).build()).await.unwrap_err();
    assert_eq!(alert(&refused), AlertDescription::NoApplicationProtocol);
    let silent = server.connect(&Client::of(&pair).build()).await.unwrap();
    assert_eq!(silent.get_ref().1.alpn_protocol(), None, "who names none is served, too");
}

#[tokio::test]
async fn a_client_that_returns_resumes_its_session() {
    let pair = Pair::ecdsa();
    let server = Server::start(Profile::Compatible, &pair, routes()).await;
    let client = Client::of(&pair).build();
    for expected in [HandshakeKind::Full, HandshakeKind::Resumed] {
        let mut stream = server.connect(&client).await.unwrap();
        // The tickets come with the first answer.
        get(&mut stream, "/").await;
        assert_eq!(stream.get_ref().1.handshake_kind(), Some(expected));
    }
}
