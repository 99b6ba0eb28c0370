//! The dialogue with a mail server, step by step.

use std::{future::Future, sync::OnceLock, time::Duration};

use lettre::{
    Address,
    transport::smtp::{
        Error,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::{ClientId, Extension, MailBodyParameter, MailParameter},
    },
};
use url::{Host, Url};

use super::{
    answer::{Failed, expect, ours, this_mail, within},
    token::TokenSource,
};
use crate::{
    base::{time::Clock, url::Issuer},
    config::{Config, mail::SmtpTls, secret::SecretText},
    http::Outbound,
    messages::{MessageVerdict, SenderError},
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

/// RFC 5321 §4.1.1.1: the name by which we are known, or the address where there is none.
fn hello(issuer: &Issuer) -> ClientId {
    let url = Url::parse(issuer.as_str()).ok();
    match url.as_ref().and_then(Url::host) {
        Some(Host::Domain(name)) => ClientId::Domain(name.to_owned()),
        Some(Host::Ipv4(address)) => ClientId::Ipv4(address),
        Some(Host::Ipv6(address)) => ClientId::Ipv6(address),
        None => ClientId::default(),
    }
}

impl Smtp {
    /// By the settings.
    pub fn new(config: &Config, http: &Outbound, clock: &Clock) -> Result<Self, SenderError> {
        let mail = &config.mail;
        let login = mail.smtp_username.as_ref().and_then(|user| {
            let proof = match &mail.smtp_password {
                Some(password) => Proof::Password(password.clone()),
                None => Proof::Token(Box::new(TokenSource::new(mail, http, clock)?)),
            };
            Some(Login { user: user.clone(), proof })
        });
        let mut authorities = Vec::new();
        for path in &config.outbound.extra_ca_files {
            let unusable =
                |why: String| SenderError { key: "mail.smtp_host", why: format!("{}: {why}", path.display()) };
            let pem = std::fs::read(path).map_err(|why| unusable(why.to_string()))?;
            authorities.push(Certificate::from_pem(&pem).map_err(|why| unusable(why.to_string()))?);
        }
        Ok(Self {
            host: mail.smtp_host.clone().ok_or_else(|| SenderError::missing("mail.smtp_host"))?,
            port: mail.port(),
            tls: mail.smtp_tls,
            authorities,
            parameters: OnceLock::new(),
            hello: hello(&config.issuer.url),
            login,
            timeout: mail.timeout.to_std(),
        })
    }

    /// Makes one try.
    pub async fn send(&self, from: &str, to: &str, message: &[u8]) -> MessageVerdict {
        match Box::pin(self.dialogue(from, to, message)).await {
            Ok(answer) => MessageVerdict::Sent(answer),
            Err(stopped) => stopped,
        }
    }

    async fn dialogue(&self, from: &str, to: &str, message: &[u8]) -> Result<String, MessageVerdict> {
        let address = |text: &str| text.parse::<Address>().map_err(|why| MessageVerdict::Refused(why.to_string()));
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

    async fn connect(&self) -> Result<AsyncSmtpConnection, MessageVerdict> {
        let implicit = if self.tls == SmtpTls::Implicit { Some(self.parameters()?) } else { None };
        let server = (self.host.as_str(), self.port);
        let opened = AsyncSmtpConnection::connect_tokio1(server, Some(self.timeout), &self.hello, implicit, None);
        let mut connection = self.step("connecting", opened).await.map_err(ours)?;
        if self.tls == SmtpTls::Starttls {
            if !connection.can_starttls() {
                return Err(MessageVerdict::down(
                    "the mail server offers no STARTTLS, and mail.smtp_tls is \"starttls\"",
                ));
            }
            let parameters = self.parameters()?;
            self.step("STARTTLS", connection.starttls(parameters, &self.hello)).await.map_err(ours)?;
        }
        Ok(connection)
    }

    async fn sign_in(&self, connection: &mut AsyncSmtpConnection) -> Result<(), MessageVerdict> {
        let Some(login) = &self.login else { return Ok(()) };
        let (mechanisms, secret): (&[Mechanism], String) = match &login.proof {
            Proof::Password(password) => (&[Mechanism::Plain, Mechanism::Login], password.expose().to_owned()),
            Proof::Token(source) => (&[Mechanism::Xoauth2], source.token().await.map_err(MessageVerdict::down)?),
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
    fn parameters(&self) -> Result<TlsParameters, MessageVerdict> {
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
        let built = built.map_err(|why| MessageVerdict::down(format!("TLS cannot be set up: {why}")))?;
        Ok(self.parameters.get_or_init(|| built).clone())
    }

    async fn step<T>(&self, what: &'static str, work: impl Future<Output = Result<T, Error>>) -> Result<T, Failed> {
        within(self.timeout, what, work).await
    }
}

/// RFC 6152 §2, RFC 6531 §3.4: what the mail needs of the server.
fn parameters(
    connection: &AsyncSmtpConnection,
    from: &Address,
    to: &Address,
    message: &[u8],
) -> Result<Vec<MailParameter>, MessageVerdict> {
    let knows = |extension| connection.server_info().supports_feature(extension);
    let mut parameters = Vec::new();
    let is_ascii = |address: &Address| AsRef::<str>::as_ref(address).is_ascii();
    if !is_ascii(from) || !is_ascii(to) {
        if !knows(Extension::SmtpUtfEight) {
            let why = "the address has letters beyond ASCII, which the mail server does not take (SMTPUTF8, RFC 6531)";
            return Err(MessageVerdict::Refused(why.to_owned()));
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if !message.is_ascii() {
        if !knows(Extension::EightBitMime) {
            return Err(MessageVerdict::Refused("the mail server takes no 8-bit mail (8BITMIME, RFC 6152)".to_owned()));
        }
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    Ok(parameters)
}
