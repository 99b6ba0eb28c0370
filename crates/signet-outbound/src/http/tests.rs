//! Against real servers on loopback.

use std::{
    io::{Read as _, Write as _},
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
};

use axum::{
    Router,
    http::{HeaderMap, StatusCode, header},
    response::Redirect,
    routing::{get, post},
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};

use super::*;

async fn serve(router: Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

fn allowing(entries: &[&str]) -> OutboundOptions {
    OutboundOptions { allow_private: AllowPrivate::parse(entries).unwrap(), ..OutboundOptions::default() }
}

fn client(options: OutboundOptions) -> Outbound {
    Outbound::new(options).unwrap()
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/fixtures").join(name)
}

#[tokio::test]
async fn private_addresses_are_refused_by_default_however_they_are_written() {
    let hits = Arc::new(AtomicUsize::new(0));
    let counted = hits.clone();
    let server = serve(Router::new().fallback(get(move || async move {
        counted.fetch_add(1, Ordering::SeqCst);
    })))
    .await;
    let outbound = client(OutboundOptions::default());
    let port = server.port();
    for host in ["127.0.0.1", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"] {
        let refused = outbound.get(&format!("https://{host}:{port}/"), "*/*").await.unwrap_err();
        assert_eq!(refused, FetchError::AddressRefused, "{host}");
    }
    let refused = outbound.get("https://169.254.169.254/latest/meta-data", "*/*").await.unwrap_err();
    assert_eq!(refused, FetchError::AddressRefused);
    // Plain http is not even looked up.
    for url in [format!("http://127.0.0.1:{port}/"), format!("http://localhost:{port}/")] {
        assert_eq!(outbound.get(&url, "*/*").await.unwrap_err(), FetchError::SchemeRefused);
    }
    assert_eq!(
        outbound.post_form(&format!("https://127.0.0.1:{port}/"), &[]).await.unwrap_err(),
        FetchError::AddressRefused
    );
    assert_eq!(hits.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_name_that_resolves_to_loopback_is_refused_by_the_resolver() {
    let server = serve(Router::new().fallback(get(|| async { "inside" }))).await;
    let url = format!("https://localhost:{}/", server.port());
    assert_eq!(client(OutboundOptions::default()).get(&url, "*/*").await.unwrap_err(), FetchError::AddressRefused);
    // A list without this address does not help.
    assert_eq!(client(allowing(&["10.0.0.0/8"])).get(&url, "*/*").await.unwrap_err(), FetchError::AddressRefused);
    // A label of 64 characters cannot exist, so no name server is asked (RFC 1035 §2.3.4).
    let impossible = format!("http://{}.localhost/", "x".repeat(64));
    let unknown = client(allowing(&["127.0.0.1"])).get(&impossible, "*/*").await.unwrap_err();
    assert_eq!(unknown, FetchError::Unresolvable);
    assert_eq!(unknown.to_string(), FetchError::AddressRefused.to_string());
}

#[tokio::test]
async fn the_allow_list_opens_networks_and_names() {
    let server = serve(Router::new().route(
        "/keys",
        get(|headers: HeaderMap| async move {
            let agent = headers[header::USER_AGENT].to_str().unwrap().to_owned();
            ([(header::CACHE_CONTROL, "max-age=60"), (header::AGE, "7")], agent)
        }),
    ))
    .await;
    for (entry, host) in [("127.0.0.0/8", "127.0.0.1"), ("127.0.0.1", "localhost"), ("localhost", "localhost")] {
        let fetched = client(allowing(&[entry])).get(&format!("http://{host}:{}/keys", server.port()), "*/*").await;
        let fetched = fetched.unwrap();
        assert_eq!((fetched.status, fetched.age), (200, Some(7)));
        assert_eq!(fetched.cache_control.as_deref(), Some("max-age=60"));
        assert_eq!(fetched.body, concat!("Signet/", env!("CARGO_PKG_VERSION")).as_bytes());
    }
    // A host that is listed but not loopback still needs https.
    let refused = client(allowing(&["keys.internal"])).get("http://keys.internal/", "*/*").await.unwrap_err();
    assert_eq!(refused, FetchError::SchemeRefused);
}

#[tokio::test]
async fn redirects_are_followed_only_when_permitted_and_checked_each_time() {
    let server = serve(
        Router::new()
            .route("/once", get(|| async { Redirect::temporary("/here") }))
            .route("/twice", get(|| async { Redirect::temporary("/once") }))
            .route("/here", get(|| async { "arrived" }))
            .route("/metadata", get(|| async { Redirect::temporary("https://169.254.169.254/") }))
            .route("/plain", get(|| async { Redirect::temporary("http://example.com/") }))
            .route("/file", get(|| async { Redirect::temporary("file:///etc/passwd") })),
    )
    .await;
    let at = |path: &str| format!("http://127.0.0.1:{}{path}", server.port());
    let never = client(allowing(&["127.0.0.1"]));
    assert_eq!(never.get(&at("/once"), "*/*").await.unwrap_err(), FetchError::Redirected);
    let once = client(OutboundOptions { max_redirects: 1, ..allowing(&["127.0.0.1"]) });
    assert_eq!(once.get(&at("/once"), "*/*").await.unwrap().body, b"arrived");
    assert_eq!(once.get(&at("/twice"), "*/*").await.unwrap_err(), FetchError::Redirected);
    assert_eq!(once.get(&at("/metadata"), "*/*").await.unwrap_err(), FetchError::AddressRefused);
    assert_eq!(once.get(&at("/plain"), "*/*").await.unwrap_err(), FetchError::SchemeRefused);
    assert!(matches!(
        once.get(&at("/file"), "*/*").await.unwrap_err(),
        FetchError::SchemeRefused | FetchError::InvalidUrl
    ));
}

#[tokio::test]
async fn an_oversize_body_is_cut_whether_announced_or_streamed() {
    let announced = serve(
        Router::new()
            .route("/exact", get(|| async { vec![0u8; 1000] }))
            .route("/more", get(|| async { vec![0u8; 1001] })),
    )
    .await;
    // Never ends; stops when the reader hangs up.
    let endless = raw_server(|_, stream| {
        let _ = stream.read(&mut [0u8; 1024]);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
        while stream.write_all(b"4\r\nmore\r\n").is_ok() {}
    });
    let outbound = client(OutboundOptions { max_body: 1000, ..allowing(&["127.0.0.1"]) });
    assert_eq!(outbound.get(&format!("http://{announced}/exact"), "*/*").await.unwrap().body.len(), 1000);
    for url in [format!("http://{announced}/more"), format!("http://{endless}/")] {
        assert_eq!(outbound.get(&url, "*/*").await.unwrap_err(), FetchError::TooLarge { limit: 1000 }, "{url}");
    }
}

/// A server below HTTP: `answer` gets each accepted connection, numbered, on a thread.
fn raw_server(answer: impl Fn(usize, &mut std::net::TcpStream) + Send + 'static) -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        for (count, stream) in listener.incoming().enumerate() {
            let mut stream = stream.unwrap();
            answer(count, &mut stream);
            kept.push(stream);
        }
    });
    address
}

#[tokio::test]
async fn a_slow_server_times_out_before_and_within_the_body() {
    let server = raw_server(|count, stream| {
        if count == 1 {
            let _ = stream.read(&mut [0u8; 1024]);
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf").unwrap();
        }
    });
    let outbound = client(OutboundOptions { timeout: Duration::from_millis(200), ..allowing(&["127.0.0.1"]) });
    for _ in 0..2 {
        assert_eq!(outbound.get(&format!("http://{server}/"), "*/*").await.unwrap_err(), FetchError::TimedOut);
    }
}

#[tokio::test]
async fn other_statuses_and_broken_answers_are_named() {
    let server = serve(
        Router::new()
            .route("/gone", get(|| async { StatusCode::GONE }))
            .route("/form", post(|body: String| async move { (StatusCode::OK, body) })),
    )
    .await;
    let outbound = client(allowing(&["127.0.0.1"]));
    let gone = outbound.get(&format!("http://{server}/gone"), "*/*").await.unwrap_err();
    assert_eq!((gone.to_string().as_str(), gone), ("the answer has status 410", FetchError::Status(410)));
    for (error, told) in [
        (
            FetchError::Status(404),
            "the answer has status 404: the app does not take it there: register the address of its own endpoint",
        ),
        (
            FetchError::Status(500),
            "the answer has status 500: the app or a proxy before it failed: see its log at this time",
        ),
        (
            FetchError::Status(401),
            "the answer has status 401: something before the app asks for a sign-in: let requests to this path through without one",
        ),
        (
            FetchError::Status(202),
            "the answer has status 202: the app answers with neither 200 nor 204: see that the address is its own endpoint for this",
        ),
        (FetchError::NotText, "the answer is not text in UTF-8: see that the address is the one meant for this"),
    ] {
        assert_eq!(error.for_operator(), told);
    }
    let posted = outbound.post_form(&format!("http://{server}/form"), &[("logout_token", "a b&c")]).await.unwrap();
    assert_eq!(posted.body, b"logout_token=a+b%26c");
    for (url, expected) in [
        ("https://user:secret@example.com/", FetchError::InvalidUrl),
        ("nonsense", FetchError::InvalidUrl),
        ("data:application/json,{}", FetchError::InvalidUrl),
        ("ftp://example.com/", FetchError::SchemeRefused),
    ] {
        assert_eq!(outbound.get(url, "*/*").await.unwrap_err(), expected, "{url}");
    }
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert_eq!(outbound.get(&format!("http://{closed}/"), "*/*").await.unwrap_err(), FetchError::Connect);
}

/// Answers one TLS connection after another, on a thread, until the test process ends.
fn tls_server() -> SocketAddr {
    install_crypto_provider();
    let chain = vec![CertificateDer::from_pem_file(fixture("localhost.pem")).unwrap()];
    let key = PrivateKeyDer::from_pem_file(fixture("localhost.key")).unwrap();
    let config = rustls::ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key).unwrap();
    let config = Arc::new(config);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut connection = rustls::ServerConnection::new(config.clone()).unwrap();
            let mut socket = stream.unwrap();
            let mut tls = rustls::Stream::new(&mut connection, &mut socket);
            if tls.read(&mut [0u8; 2048]).is_ok() {
                let _ = tls.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\nconnection: close\r\n\r\nsecret");
                connection.send_close_notify();
                let _ = connection.write_tls(&mut socket);
            }
        }
    });
    address
}

#[tokio::test]
async fn https_trusts_the_extra_authorities_and_nobody_else() {
    let url = format!("https://localhost:{}/", tls_server().port());
    let trusting = OutboundOptions { ca_files: vec![fixture("ca.pem")], ..allowing(&["127.0.0.1", "::1"]) };
    assert_eq!(client(trusting.clone()).get(&url, "*/*").await.unwrap().body, b"secret");
    let refused = client(allowing(&["127.0.0.1"])).get(&url, "*/*").await.unwrap_err();
    assert_eq!(refused, FetchError::Untrusted(Untrusted::UnknownIssuer));
    // Whoever named the address is told no more than before; the operator is.
    assert_eq!(refused.to_string(), "no secure connection could be made");
    assert!(refused.for_operator().contains("outbound.extra_ca_files"), "{}", refused.for_operator());
    // The certificate is for the name, not for the address.
    let by_address = url.replace("localhost", "127.0.0.1");
    let refused = client(trusting).get(&by_address, "*/*").await.unwrap_err();
    assert_eq!(refused, FetchError::Untrusted(Untrusted::WrongName));
}

#[tokio::test]
async fn an_authority_that_serves_by_its_own_certificate_is_told_from_a_stranger() {
    let authority = Untrusted::AuthorityAsServer;
    assert!(FetchError::Untrusted(authority).for_operator().contains("CA:TRUE"));
    for (why, expected) in [
        (rustls::CertificateError::Expired, Untrusted::Expired),
        (rustls::CertificateError::NotValidYet, Untrusted::NotYetValid),
        (rustls::CertificateError::Revoked, Untrusted::Revoked),
        (rustls::CertificateError::BadSignature, Untrusted::Other),
        (
            rustls::CertificateError::Other(rustls::OtherError(Arc::new(AsServer("CaUsedAsEndEntity")))),
            Untrusted::AuthorityAsServer,
        ),
    ] {
        // As an IO error wraps it, which names none of its sources.
        let wrapped = std::io::Error::other(rustls::Error::InvalidCertificate(why));
        assert_eq!(Untrusted::among(&std::io::Error::other(wrapped)), Some(expected));
    }
    assert_eq!(Untrusted::among(&std::io::Error::other("something else")), None);
}

#[derive(Debug)]
struct AsServer(&'static str);

impl std::fmt::Display for AsServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl StdError for AsServer {}

#[test]
fn a_file_without_certificates_is_refused_at_start() {
    let options = |name: &str| OutboundOptions { ca_files: vec![fixture(name)], ..OutboundOptions::default() };
    assert!(matches!(Outbound::new(options("absent.pem")), Err(OutboundError::CaFile { .. })));
    assert!(matches!(Outbound::new(options("README.md")), Err(OutboundError::CaContent { .. })));
}
