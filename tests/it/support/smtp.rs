//! A mail server of somebody else, on a real socket: speaks SMTP (RFC 5321) with STARTTLS or TLS, keeps what it gets, and
//! misbehaves where it is told to.

use std::{
    collections::{BTreeMap, VecDeque},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use data_encoding::BASE64;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::{ServerConfig, pki_types::PrivateKeyDer};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::TcpListener,
    sync::Notify,
};
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

impl SmtpMail {
    /// A header field, unfolded.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.message.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ");
        let field = format!("{}:", name.to_lowercase());
        head.split("\r\n")
            .find(|line| line.to_lowercase().starts_with(&field))
            .map(|line| line[field.len()..].trim().to_owned())
    }
}

/// The plain text of a mail, as a program that shows mail reads it.
pub fn plain_text(message: &str) -> String {
    let message = message.replace("\r\n", "\n");
    let part = message.split("Content-Type: text/plain").nth(1).expect("a plain part");
    let (head, rest) = part.split_once("\n\n").expect("a body");
    let body = rest.split("\n--=_").next().unwrap_or_default();
    let bytes = if head.contains("quoted-printable") {
        quoted_printable(body)
    } else if head.contains("base64") {
        BASE64.decode(body.replace('\n', "").as_bytes()).expect("base64")
    } else {
        body.as_bytes().to_vec()
    };
    String::from_utf8(bytes).expect("UTF-8").replace("\r\n", "\n")
}

/// RFC 2045 §6.7
fn quoted_printable(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text.replace("=\n", "").into_bytes().into_iter();
    while let Some(byte) = rest.next() {
        let byte = match byte {
            b'=' => {
                let digits: String = rest.by_ref().take(2).map(char::from).collect();
                u8::from_str_radix(&digits, 16).expect("two digits")
            }
            other => other,
        };
        out.push(byte);
    }
    out
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
        signet::outbound::http::install_crypto_provider();
        let mut params = CertificateParams::new(Vec::new()).expect("an authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority =
            CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority");
        let key = KeyPair::generate().expect("a key");
        let leaf = CertificateParams::new(vec!["localhost".to_owned()]).expect("a certificate");
        let leaf = leaf.signed_by(&key, &authority).expect("a certificate");
        let private = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
        let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![leaf.der().clone()], private);
        let tls = TlsAcceptor::from(Arc::new(config.expect("TLS")));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a socket");
        let port = listener.local_addr().expect("an address").port();
        let file = std::env::temp_dir().join(format!("signet-smtp-{}-{port}.pem", std::process::id()));
        std::fs::write(&file, authority.pem()).expect("a file");
        let shared = Shared {
            mails: Arc::default(),
            behavior: Arc::default(),
            arrived: Arc::default(),
            extensions: extensions.to_vec(),
            tls,
        };
        let serving = shared.clone();
        let server = tokio::spawn(async move {
            loop {
                let Ok((stream, _)) = listener.accept().await else { return };
                let shared = serving.clone();
                tokio::spawn(async move {
                    if implicit {
                        let Ok(stream) = shared.tls.accept(stream).await else { return };
                        Dialogue::new(shared, true).speak(BufReader::new(stream)).await;
                    } else {
                        let (stream, goes_on) =
                            Dialogue::new(shared.clone(), false).speak(BufReader::new(stream)).await;
                        if goes_on && let Ok(stream) = shared.tls.accept(stream.into_inner()).await {
                            Dialogue { greets: false, ..Dialogue::new(shared, true) }
                                .speak(BufReader::new(stream))
                                .await;
                        }
                    }
                });
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

struct Dialogue {
    shared: Shared,
    encrypted: bool,
    greets: bool,
    login: Option<String>,
}

impl Dialogue {
    fn new(shared: Shared, encrypted: bool) -> Self {
        Self { shared, encrypted, greets: true, login: None }
    }

    /// Answers the usual, or what was ordered; `None` ends the connection.
    async fn at(&self, step: SmtpStep, usual: &str) -> Option<String> {
        let act = {
            let mut behavior = self.shared.behavior.lock().expect("the behavior");
            match behavior.once.iter().position(|(at, _)| *at == step) {
                Some(place) => behavior.once.remove(place).map(|(_, act)| act),
                None => behavior.always.get(&step).cloned(),
            }
        };
        match act {
            None => Some(usual.to_owned()),
            Some(SmtpAct::Say(text)) => Some(text.to_owned()),
            Some(SmtpAct::Die) => None,
            Some(SmtpAct::Hold(until)) => {
                until.notified().await;
                Some(usual.to_owned())
            }
        }
    }

    /// Speaks until the end; answers the stream, and whether TLS is to begin on it.
    async fn speak<S: AsyncRead + AsyncWrite + Unpin>(mut self, mut stream: BufReader<S>) -> (BufReader<S>, bool) {
        let goes_on = self.lines(&mut stream).await.unwrap_or(false);
        (stream, goes_on)
    }

    async fn lines<S: AsyncRead + AsyncWrite + Unpin>(&mut self, stream: &mut BufReader<S>) -> Option<bool> {
        if self.greets {
            let greeting = self.at(SmtpStep::Greeting, "220 sink.example ESMTP").await?;
            say(stream, &greeting).await?;
        }
        let mut envelope = (String::new(), String::new(), String::new());
        loop {
            let line = line(stream).await?;
            let upper = line.to_uppercase();
            if upper.starts_with("EHLO") {
                let usual = self.extensions();
                say(stream, &self.at(SmtpStep::Ehlo, &usual).await?).await?;
            } else if upper == "STARTTLS" {
                let answer = self.at(SmtpStep::StartTls, "220 go ahead").await?;
                say(stream, &answer).await?;
                if answer.starts_with("220") {
                    return Some(true);
                }
            } else if upper.starts_with("AUTH") {
                self.auth(stream, &line).await?;
            } else if let Some(rest) = strip(&line, "MAIL FROM:") {
                let (address, parameters) = rest.split_once('>').unwrap_or((rest, ""));
                envelope.0 = address.trim_start_matches('<').to_owned();
                envelope.2 = parameters.trim().to_owned();
                say(stream, &self.at(SmtpStep::Mail, "250 2.1.0 fine").await?).await?;
            } else if let Some(rest) = strip(&line, "RCPT TO:") {
                envelope.1 = rest.trim_matches(['<', '>']).to_owned();
                say(stream, &self.at(SmtpStep::Rcpt, "250 2.1.5 fine").await?).await?;
            } else if upper == "DATA" {
                let answer = self.at(SmtpStep::Data, "354 go on").await?;
                say(stream, &answer).await?;
                if answer.starts_with("354") {
                    self.message(stream, &envelope).await?;
                }
            } else if upper == "QUIT" {
                say(stream, "221 bye").await;
                return None;
            } else {
                say(stream, "500 5.5.1 what?").await?;
            }
        }
    }

    fn extensions(&self) -> String {
        let offered = self.shared.extensions.iter().filter(|one| !(self.encrypted && **one == "STARTTLS"));
        let mut lines: Vec<String> =
            std::iter::once("sink.example").chain(offered.copied()).map(str::to_owned).collect();
        let last = lines.pop().unwrap_or_default();
        let mut lines: Vec<String> = lines.iter().map(|line| format!("250-{line}")).collect();
        lines.push(format!("250 {last}"));
        lines.join("\r\n")
    }

    async fn auth<S: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        stream: &mut BufReader<S>,
        command: &str,
    ) -> Option<()> {
        let mut words = command.split(' ').skip(1);
        let mechanism = words.next()?.to_owned();
        let decode =
            |text: &str| String::from_utf8(BASE64.decode(text.as_bytes()).unwrap_or_default()).unwrap_or_default();
        let said = match words.next() {
            Some(first) => decode(first),
            None => String::new(),
        };
        let login = format!("{mechanism} {}", said.replace(['\0', '\u{1}'], "|"));
        let answer = self.at(SmtpStep::Auth, "235 2.7.0 welcome").await?;
        if answer.starts_with("235") {
            self.login = Some(login);
        }
        say(stream, &answer).await
    }

    async fn message<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: &mut BufReader<S>,
        envelope: &(String, String, String),
    ) -> Option<()> {
        let mut message = String::new();
        loop {
            let line = line(stream).await?;
            if line == "." {
                break;
            }
            // RFC 5321 §4.5.2
            message.push_str(line.strip_prefix('.').unwrap_or(&line));
            message.push_str("\r\n");
        }
        let mail = SmtpMail {
            from: envelope.0.clone(),
            to: envelope.1.clone(),
            parameters: envelope.2.clone(),
            message,
            login: self.login.clone(),
            encrypted: self.encrypted,
            accepted: false,
        };
        let place = {
            let mut mails = self.shared.mails.lock().expect("the mails");
            mails.push(mail);
            mails.len() - 1
        };
        self.shared.arrived.notify_one();
        let answer = self.at(SmtpStep::Message, "250 2.0.0 taken").await?;
        self.shared.mails.lock().expect("the mails")[place].accepted = answer.starts_with("250");
        say(stream, &answer).await?;
        self.at(SmtpStep::Accepted, "").await.map(drop)
    }
}

fn strip<'a>(line: &'a str, command: &str) -> Option<&'a str> {
    let head = line.get(..command.len())?;
    head.eq_ignore_ascii_case(command).then(|| &line[command.len()..])
}

async fn line<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> Option<String> {
    let mut line = String::new();
    let read = stream.read_line(&mut line).await.ok()?;
    (read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned())
}

async fn say<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufReader<S>, text: &str) -> Option<()> {
    stream.get_mut().write_all(format!("{text}\r\n").as_bytes()).await.ok()?;
    stream.get_mut().flush().await.ok()
}
