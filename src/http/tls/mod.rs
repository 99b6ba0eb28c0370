//! TLS in the server itself: which versions and suites there are, and the handshake.

mod certificates;

use std::{io, sync::Arc, time::Duration};

use rustls::{
    ServerConfig, SupportedCipherSuite, SupportedProtocolVersion,
    crypto::{
        CryptoProvider,
        aws_lc_rs::{Ticketer, cipher_suite as suite, default_provider},
    },
    version::{TLS12, TLS13},
};
use tokio::net::TcpStream;
use tokio_rustls::{TlsAcceptor, server::TlsStream};

pub use certificates::{Certificates, Look, follow};

use crate::config::tls::Profile;

/// How long a handshake may take: longer is a client that only holds a connection open.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// In the order that clients without one of their own get. RFC 8446 §9.1.
const TLS13_SUITES: [SupportedCipherSuite; 3] =
    [suite::TLS13_AES_128_GCM_SHA256, suite::TLS13_AES_256_GCM_SHA384, suite::TLS13_CHACHA20_POLY1305_SHA256];

/// FAPI1 Advanced §8.5: of TLS 1.2 only these (and their DHE kin, which rustls does not have)
/// for an RSA certificate. RFC 9325 §4.2 recommends the same four. The certificate's key decides
/// which two of them exist. CHACHA20 is not among them.
const TLS12_SUITES: [SupportedCipherSuite; 4] = [
    suite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    suite::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    suite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    suite::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
];

const MODERN: &[&SupportedProtocolVersion] = &[&TLS13];
const COMPATIBLE: &[&SupportedProtocolVersion] = &[&TLS13, &TLS12];

/// Makes TLS of TCP, within bounds.
pub struct Handshakes {
    acceptor: TlsAcceptor,
    timeout: Duration,
}

impl Handshakes {
    /// For a profile, with whichever pair is in force when a client comes.
    ///
    /// # Errors
    /// When the cryptography cannot be set up.
    pub fn new(profile: Profile, certificates: Arc<Certificates>) -> Result<Self, rustls::Error> {
        // A client that knows both versions gets 1.3, and RFC 8446 §4.1.3 keeps others from
        // talking it down.
        let (versions, suites) = match profile {
            Profile::Modern => (MODERN, TLS13_SUITES.to_vec()),
            Profile::Compatible => (COMPATIBLE, [&TLS13_SUITES[..], &TLS12_SUITES[..]].concat()),
        };
        let provider = CryptoProvider { cipher_suites: suites, ..default_provider() };
        let mut config = ServerConfig::builder_with_provider(Arc::new(provider))
            .with_protocol_versions(versions)?
            .with_no_client_auth()
            .with_cert_resolver(certificates);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        // Sessions resume by tickets whose keys change every few hours, so that returning browsers cost
        // no memory. RFC 8446 §8: early data can be replayed, so there is none (the default).
        config.ticketer = Ticketer::new()?;
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), timeout: HANDSHAKE_TIMEOUT })
    }

    /// With another timeout than the usual one.
    #[must_use]
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// Shakes hands with a client. Whatever is not TLS is answered with an alert and given up.
    ///
    /// # Errors
    /// When the client speaks something else, offers nothing in common or takes too long.
    pub async fn handshake(&self, stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
        match tokio::time::timeout(self.timeout, self.acceptor.accept(stream)).await {
            Ok(accepted) => accepted,
            Err(_) => Err(io::Error::new(io::ErrorKind::TimedOut, "the client took too long")),
        }
    }
}
