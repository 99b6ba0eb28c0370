//! A listener with a certificate made for the test, and clients that say what they offer.

use std::{
    io,
    net::SocketAddr,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use axum::Router;
use rcgen::{CertificateParams, KeyPair, PKCS_RSA_SHA256, RsaKeySize};
use rustls::{
    ClientConfig, ProtocolVersion, RootCertStore, SupportedCipherSuite, SupportedProtocolVersion,
    crypto::{CryptoProvider, aws_lc_rs},
    pki_types::{CertificateDer, ServerName},
    version::{TLS12, TLS13},
};
use signet::{
    base::url::Issuer,
    config::tls::{Profile, pair::PairFiles},
    http::{
        connections::ConnectionLimits,
        listen::listen,
        tls::{Certificates, Handshakes},
    },
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};
use tokio_rustls::{TlsConnector, client::TlsStream};

use crate::support::NOW;

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A certificate for `localhost`, its own authority, and its key.
pub struct Pair {
    /// In PEM.
    pub certificate: String,
    /// In PEM.
    pub key: String,
    /// For clients to trust.
    pub der: CertificateDer<'static>,
}

impl Pair {
    /// ECDSA P-256.
    pub fn ecdsa() -> Self {
        Self::of(&KeyPair::generate().unwrap())
    }

    /// RSA, 2048 bits.
    pub fn rsa() -> Self {
        Self::of(&KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap())
    }

    fn of(key: &KeyPair) -> Self {
        let made = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().self_signed(key).unwrap();
        Self { certificate: made.pem(), key: key.serialize_pem(), der: made.der().clone() }
    }
}

/// A listener that speaks TLS.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    /// The pair in force.
    pub certificates: Arc<Certificates>,
    files: PairFiles,
    directory: PathBuf,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Server {
    /// Serves these routes under this pair.
    pub async fn start(profile: Profile, pair: &Pair, routes: Router) -> Self {
        Self::patient(profile, pair, routes, Duration::from_secs(10)).await
    }

    /// With this much patience for handshakes.
    pub async fn patient(profile: Profile, pair: &Pair, routes: Router, patience: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self::on(listener, profile, pair, routes, patience)
    }

    /// On a socket that was bound before.
    pub fn on(listener: TcpListener, profile: Profile, pair: &Pair, routes: Router, patience: Duration) -> Self {
        let name = format!("signet-it-tls-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let directory = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&directory).unwrap();
        let files = PairFiles { certificate: directory.join("chain.pem"), key: directory.join("key.pem") };
        std::fs::write(&files.certificate, &pair.certificate).unwrap();
        std::fs::write(&files.key, &pair.key).unwrap();
        let issuer = Issuer::parse("https://localhost:8443").unwrap();
        let certificates = Arc::new(Certificates::load(files.clone(), &issuer, NOW).unwrap());
        let handshakes = Handshakes::new(profile, Arc::clone(&certificates)).unwrap().timeout(patience);
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = watch::channel(false);
        let limits = ConnectionLimits::without_shares(100);
        let task = tokio::spawn(listen(listener, Some(Arc::new(handshakes)), routes, limits, stopped));
        Self { address, certificates, files, directory, stop, task }
    }

    /// Puts another chain into its file.
    pub fn write_certificate(&self, text: &str) {
        std::fs::write(&self.files.certificate, text).unwrap();
    }

    /// Puts another key into its file.
    pub fn write_key(&self, text: &str) {
        std::fs::write(&self.files.key, text).unwrap();
    }

    /// Asks it to stop.
    pub fn stop(&self) {
        self.stop.send(true).unwrap();
    }

    /// Waits until it has stopped.
    pub async fn stopped(&mut self) {
        tokio::time::timeout(Duration::from_secs(5), &mut self.task).await.expect("an end").unwrap();
    }

    /// A connection of a client that offers what it likes.
    pub async fn connect(&self, client: &Client) -> io::Result<TlsStream<TcpStream>> {
        let stream = TcpStream::connect(self.address).await?;
        let name = ServerName::try_from("localhost").unwrap();
        TlsConnector::from(Arc::clone(&client.0)).connect(name, stream).await
    }

    /// What a new connection that trusts this certificate gets as an answer.
    pub async fn answers(&self, trusted: &Pair) -> bool {
        match self.connect(&Client::of(trusted).build()).await {
            Ok(mut stream) => get(&mut stream, "/").await.starts_with("HTTP/1.1 200"),
            Err(_) => false,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
        std::fs::remove_dir_all(&self.directory).ok();
    }
}

/// A client, its sessions kept from connection to connection.
pub struct Client(Arc<ClientConfig>);

/// What a client offers.
pub struct Offer {
    trusted: CertificateDer<'static>,
    versions: Vec<&'static SupportedProtocolVersion>,
    suites: Vec<SupportedCipherSuite>,
    protocols: Vec<Vec<u8>>,
}

impl Client {
    /// One that trusts this certificate and offers all there is.
    pub fn of(trusted: &Pair) -> Offer {
        let suites = aws_lc_rs::ALL_CIPHER_SUITES.to_vec();
        Offer { trusted: trusted.der.clone(), versions: vec![&TLS13, &TLS12], suites, protocols: Vec::new() }
    }
}

impl Offer {
    /// TLS 1.2 only, with this suite only.
    pub fn only_tls12(mut self, suite: SupportedCipherSuite) -> Self {
        (self.versions, self.suites) = (vec![&TLS12], vec![suite]);
        self
    }

    /// Names these protocols (ALPN).
    pub fn speaking(mut self, protocols: &[&str]) -> Self {
        self.protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
        self
    }

    /// The client.
    pub fn build(self) -> Client {
        let mut roots = RootCertStore::empty();
        roots.add(self.trusted).unwrap();
        let provider = CryptoProvider { cipher_suites: self.suites, ..aws_lc_rs::default_provider() };
        let config = ClientConfig::builder_with_provider(Arc::new(provider)).with_protocol_versions(&self.versions);
        let mut config = config.unwrap().with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols = self.protocols;
        Client(Arc::new(config))
    }
}

/// Version and suite that were agreed upon.
pub fn agreed(stream: &TlsStream<TcpStream>) -> (ProtocolVersion, rustls::CipherSuite) {
    let connection = stream.get_ref().1;
    (connection.protocol_version().unwrap(), connection.negotiated_cipher_suite().unwrap().suite())
}

/// Sends one request and reads the head and the body of its answer, which must name its length.
pub async fn get(stream: &mut TlsStream<TcpStream>, path: &str) -> String {
    ask(stream, path).await;
    read_answer(stream).await
}

/// Sends one request.
pub async fn ask(stream: &mut TlsStream<TcpStream>, path: &str) {
    stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n").as_bytes()).await.unwrap();
    stream.flush().await.unwrap();
}

/// Reads the head and the body of one answer.
pub async fn read_answer(stream: &mut TlsStream<TcpStream>) -> String {
    let mut text = String::new();
    loop {
        let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
        if let (Some(length), Some((_, body))) = (length, text.split_once("\r\n\r\n"))
            && body.len() >= length
        {
            return text;
        }
        let mut part = [0; 4096];
        let read = stream.read(&mut part).await.unwrap();
        assert!(read > 0, "it ended after {text:?}");
        text.push_str(std::str::from_utf8(&part[..read]).unwrap());
    }
}
