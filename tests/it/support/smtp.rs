//! A mail server of somebody else, on a real socket: speaks SMTP (RFC 5321) with STARTTLS or TLS, keeps what it gets, and
//! misbehaves where it is told to.

mod dialogue;

use std::{
    collections::{BTreeMap, VecDeque},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::{ServerConfig, pki_types::PrivateKeyDer};
use signet::outbound::http::install_crypto_provider;
use tokio::{net::TcpListener, sync::Notify};
use tokio_rustls::TlsAcceptor;

/// Where in the dialogue something happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SmtpStep {
    Greeting,
    Ehlo,
    StartTls,
    Auth,
    Mail,
    Rcpt,
    Data,
    /// The whole mail has come and is not answered yet.
    Message,
    /// It was answered with 250.
    Accepted,
}

/// What happens there.
#[derive(Debug, Clone)]
pub enum SmtpAct {
    /// This answer instead of the usual one.
    Say(&'static str),
    /// The connection breaks.
    Die,
    /// Nothing, until the test says so.
    Hold(Arc<Notify>),
}

/// A mail that was taken, or that came whole before the server died.
#[derive(Debug, Clone)]
pub struct SmtpMail {
    pub from: String,
    pub to: String,
    /// What MAIL FROM asked for besides.
    pub parameters: String,
    pub message: String,
    /// Who had signed in, and by what.
    pub login: Option<String>,
    pub encrypted: bool,
    /// Whether it was answered with 250.
    pub accepted: bool,
}

#[derive(Default)]
struct Behavior {
    always: BTreeMap<SmtpStep, SmtpAct>,
    once: VecDeque<(SmtpStep, SmtpAct)>,
}

#[derive(Clone)]
struct Shared {
    mails: Arc<Mutex<Vec<SmtpMail>>>,
    behavior: Arc<Mutex<Behavior>>,
    arrived: Arc<Notify>,
    extensions: Vec<&'static str>,
    tls: TlsAcceptor,
}

/// The server. Gone when dropped.
pub struct SmtpSink {
    port: u16,
    shared: Shared,
    authority: PathBuf,
    server: tokio::task::JoinHandle<()>,
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        self.server.abort();
        std::fs::remove_file(&self.authority).ok();
    }
}

impl SmtpSink {
    /// One that offers STARTTLS, AUTH, 8BITMIME and SMTPUTF8.
    pub async fn start() -> Self {
        Self::with(&["8BITMIME", "SMTPUTF8", "STARTTLS", "AUTH PLAIN LOGIN XOAUTH2"], false).await
    }

    /// One with other extensions, or with TLS from the first byte.
    pub async fn with(extensions: &[&'static str], implicit: bool) -> Self {
        let (tls, authority) = certified();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a socket");
        let port = listener.local_addr().expect("an address").port();
        let file = std::env::temp_dir().join(format!("signet-smtp-{}-{port}.pem", std::process::id()));
        std::fs::write(&file, authority).expect("a file");
        let shared = Shared {
            mails: Arc::default(),
            behavior: Arc::default(),
            arrived: Arc::default(),
            extensions: extensions.to_vec(),
            tls,
        };
        let serving = shared.clone();
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(dialogue::serve(serving.clone(), stream, implicit));
            }
        });
        Self { port, shared, authority: file, server }
    }

    /// For `mail.smtp_port`; the host is `localhost`.
    pub fn port(&self) -> u32 {
        u32::from(self.port)
    }

    /// For `outbound.extra_ca_files`.
    pub fn authority(&self) -> &Path {
        &self.authority
    }

    /// What it does at a step from now on.
    pub fn always(&self, step: SmtpStep, act: SmtpAct) {
        self.shared.behavior.lock().expect("the behavior").always.insert(step, act);
    }

    /// It behaves again.
    pub fn well(&self) {
        *self.shared.behavior.lock().expect("the behavior") = Behavior::default();
    }

    /// What it does at a step the next time.
    pub fn once(&self, step: SmtpStep, act: SmtpAct) {
        self.shared.behavior.lock().expect("the behavior").once.push_back((step, act));
    }

    /// What it has got.
    pub fn mails(&self) -> Vec<SmtpMail> {
        self.shared.mails.lock().expect("the mails").clone()
    }

    /// Waits until a mail has come whole, answered or not.
    pub async fn arrival(&self) {
        self.shared.arrived.notified().await;
    }
}

/// TLS with a certificate for `localhost`, and its authority in PEM.
fn certified() -> (TlsAcceptor, String) {
    install_crypto_provider();
    let mut params = CertificateParams::new(Vec::new()).expect("an authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority");
    let key = KeyPair::generate().expect("a key");
    let leaf = CertificateParams::new(vec!["localhost".to_owned()]).expect("a certificate");
    let leaf = leaf.signed_by(&key, &authority).expect("a certificate");
    let private = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![leaf.der().clone()], private);
    (TlsAcceptor::from(Arc::new(config.expect("TLS"))), authority.pem())
}
