//! A mail server (RFC 5321), with a connection for each mail.
//!
//! ```text
//!  connect ─▶ EHLO ─▶ STARTTLS, EHLO ─▶ AUTH ─▶ MAIL FROM ─▶ RCPT TO ─▶ DATA ─▶ the mail ─▶ 250: sent
//!  └────────────── any failure: later ──────────────────────┘ └─ 5xx: refused, else later ─┘
//! ```
//! Each answer must have the code that belongs to it: an answer that was slipped in before TLS began then never counts
//! as that to the mail.

use std::{future::Future, sync::OnceLock, time::Duration};

use lettre::{
    Address,
    transport::smtp::{
        Error,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::{ClientId, Extension, MailBodyParameter, MailParameter},
        response::Response,
    },
};

use super::{MailVerdict, MailerError, token::TokenSource};
use crate::{
    config::{Config, mail::SmtpTls, secret::SecretText},
    outbound::http::Outbound,
};

/// RFC 5321 §4.5.3.2.6: a server that has the mail may take this long to say so; whoever gives up before sends it twice.
const ANSWER_TO_THE_MAIL: Duration = Duration::from_secs(600);
/// How long a farewell may take.
const FAREWELL: Duration = Duration::from_secs(5);

enum Proof {
    Password(SecretText),
    Token(Box<TokenSource>),
}

struct Login {
    user: String,
    proof: Proof,
}

/// A mail server.
pub struct Smtp {
    host: String,
    port: u16,
    tls: SmtpTls,
    authorities: Vec<Certificate>,
    parameters: OnceLock<TlsParameters>,
    hello: ClientId,
    login: Option<Login>,
    timeout: Duration,
}

/// What stops a try.
type Stopped = MailVerdict;

fn later(why: impl Into<String>) -> Stopped {
    MailVerdict::Later { why: why.into(), down: true }
}

impl Smtp {
    /// By the settings.
    pub fn new(config: &Config, http: &Outbound) -> Result<Self, MailerError> {
        let mail = &config.mail;
        let missing = || MailerError { key: "smtp_host", why: "it is not set".to_owned() };
        let login = mail.smtp_username.as_ref().and_then(|user| {
            let proof = match &mail.smtp_password {
                Some(password) => Proof::Password(password.clone()),
                None => Proof::Token(Box::new(TokenSource::new(mail, http)?)),
            };
            Some(Login { user: user.clone(), proof })
        });
        let mut authorities = Vec::new();
        for path in &config.outbound.extra_ca_files {
            let unusable = |why: String| MailerError { key: "smtp_host", why: format!("{}: {why}", path.display()) };
            let pem = std::fs::read(path).map_err(|why| unusable(why.to_string()))?;
            authorities.push(Certificate::from_pem(&pem).map_err(|why| unusable(why.to_string()))?);
        }
        // RFC 5321 §4.1.1.1: the name by which we are known.
        let name = url::Url::parse(config.issuer.url.as_str()).ok().and_then(|url| url.host_str().map(str::to_owned));
        Ok(Self {
            host: mail.smtp_host.clone().ok_or_else(missing)?,
            port: mail.port(),
            tls: mail.smtp_tls,
            authorities,
            parameters: OnceLock::new(),
            hello: name.map_or_else(ClientId::default, ClientId::Domain),
            login,
            timeout: mail.timeout.to_std(),
        })
    }

    /// Makes one try.
    pub async fn send(&self, from: &str, to: &str, message: &[u8]) -> MailVerdict {
        match Box::pin(self.dialogue(from, to, message)).await {
            Ok(answer) => MailVerdict::Sent(answer),
            Err(stopped) => stopped,
        }
    }

    async fn dialogue(&self, from: &str, to: &str, message: &[u8]) -> Result<String, Stopped> {
        let address = |text: &str| text.parse::<Address>().map_err(|why| MailVerdict::Refused(why.to_string()));
        let (from, to) = (address(from)?, address(to)?);
        let mut connection = self.connect().await?;
        self.sign_in(&mut connection).await?;
        let parameters = parameters(&connection, &from, &to, message)?;
        // What is said of the sender is said of us, and may be put right.
        let answer =
            self.step("MAIL FROM", connection.command(Mail::new(Some(from), parameters))).await.map_err(ours)?;
        expect(&answer, 250, "MAIL FROM")?;
        let answer = self.step("RCPT TO", connection.command(Rcpt::new(to, Vec::new()))).await.map_err(this_mail)?;
        if !answer.has_code(251) {
            expect(&answer, 250, "RCPT TO")?;
        }
        let answer = self.step("DATA", connection.command(Data)).await.map_err(this_mail)?;
        expect(&answer, 354, "DATA")?;
        let answer = within(ANSWER_TO_THE_MAIL, "the mail", connection.message(message)).await.map_err(this_mail)?;
        expect(&answer, 250, "the mail")?;
        // It is sent, whatever follows: nobody waits for the farewell.
        tokio::spawn(async move { tokio::time::timeout(FAREWELL, connection.quit()).await.is_ok() });
        Ok(format!("{} {}", answer.code(), answer.first_line().unwrap_or_default()))
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Stopped> {
        let implicit = if self.tls == SmtpTls::Implicit { Some(self.parameters()?) } else { None };
        let server = (self.host.as_str(), self.port);
        let opened = AsyncSmtpConnection::connect_tokio1(server, Some(self.timeout), &self.hello, implicit, None);
        let mut connection = self.step("connecting", opened).await.map_err(ours)?;
        if self.tls == SmtpTls::Starttls {
            if !connection.can_starttls() {
                return Err(later("the mail server offers no STARTTLS, and mail.smtp_tls is \"starttls\""));
            }
            let parameters = self.parameters()?;
            self.step("STARTTLS", connection.starttls(parameters, &self.hello)).await.map_err(ours)?;
        }
        Ok(connection)
    }

    async fn sign_in(&self, connection: &mut AsyncSmtpConnection) -> Result<(), Stopped> {
        let Some(login) = &self.login else { return Ok(()) };
        let (mechanisms, secret): (&[Mechanism], String) = match &login.proof {
            Proof::Password(password) => (&[Mechanism::Plain, Mechanism::Login], password.expose().to_owned()),
            Proof::Token(source) => (&[Mechanism::Xoauth2], source.token().await.map_err(later)?),
        };
        let credentials = Credentials::new(login.user.clone(), secret);
        let answer = self.step("AUTH", connection.auth(mechanisms, &credentials)).await;
        if answer.is_err()
            && let Proof::Token(source) = &login.proof
        {
            source.forget();
        }
        expect(&answer.map_err(ours)?, 235, "AUTH")
    }

    /// What TLS is made with. Read at the first mail, so that a machine without authorities starts all the same.
    fn parameters(&self) -> Result<TlsParameters, Stopped> {
        if let Some(known) = self.parameters.get() {
            return Ok(known.clone());
        }
        let build = |store: CertificateStore| {
            let builder = TlsParameters::builder(self.host.clone()).certificate_store(store);
            self.authorities.iter().fold(builder, |builder, one| builder.add_root_certificate(one.clone())).build()
        };
        let built = match build(CertificateStore::Default) {
            Err(_) if !self.authorities.is_empty() => build(CertificateStore::None),
            built => built,
        };
        let built = built.map_err(|why| later(format!("TLS cannot be set up: {why}")))?;
        Ok(self.parameters.get_or_init(|| built).clone())
    }

    async fn step<T>(&self, what: &'static str, work: impl Future<Output = Result<T, Error>>) -> Result<T, Failed> {
        within(self.timeout, what, work).await
    }
}

/// Why a step failed.
struct Failed {
    why: String,
    /// The server has refused for good.
    is_permanent: bool,
    /// The server has answered.
    has_answered: bool,
}

async fn within<T>(
    limit: Duration,
    what: &'static str,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Failed> {
    match tokio::time::timeout(limit, work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(Failed {
            why: format!("{what}: {error}"),
            is_permanent: error.is_permanent(),
            has_answered: error.is_permanent() || error.is_transient(),
        }),
        Err(_) => {
            let why = format!("{what}: no answer within {} seconds", limit.as_secs());
            Err(Failed { why, is_permanent: false, has_answered: false })
        }
    }
}

/// What was said of us, or by nobody.
fn ours(failed: Failed) -> Stopped {
    later(failed.why)
}

/// What was said of this mail.
fn this_mail(failed: Failed) -> Stopped {
    if failed.is_permanent {
        MailVerdict::Refused(failed.why)
    } else {
        MailVerdict::Later { why: failed.why, down: !failed.has_answered }
    }
}

fn expect(answer: &Response, code: u16, what: &str) -> Result<(), Stopped> {
    if answer.has_code(code) { Ok(()) } else { Err(later(format!("{what}: {} instead of {code}", answer.code()))) }
}

/// RFC 6152 §2, RFC 6531 §3.4: what the mail needs of the server.
fn parameters(
    connection: &AsyncSmtpConnection,
    from: &Address,
    to: &Address,
    message: &[u8],
) -> Result<Vec<MailParameter>, Stopped> {
    let knows = |extension| connection.server_info().supports_feature(extension);
    let mut parameters = Vec::new();
    let is_ascii = |address: &Address| AsRef::<str>::as_ref(address).is_ascii();
    if !is_ascii(from) || !is_ascii(to) {
        if !knows(Extension::SmtpUtfEight) {
            let why = "the address has letters beyond ASCII, which the mail server does not take (SMTPUTF8, RFC 6531)";
            return Err(MailVerdict::Refused(why.to_owned()));
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if !message.is_ascii() {
        if !knows(Extension::EightBitMime) {
            return Err(MailVerdict::Refused("the mail server takes no 8-bit mail (8BITMIME, RFC 6152)".to_owned()));
        }
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    Ok(parameters)
}
