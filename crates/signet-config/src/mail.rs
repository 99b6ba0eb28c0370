//! `[mail]`: how mail is sent.

use std::path::PathBuf;

use super::{
    branding::WebUrl,
    choice::choice,
    issuer::Issuer,
    mailbox::Mailbox,
    secret::SecretText,
    section::{Checker, section},
    units::print_length,
};
use crate::base::time::Seconds;

section! {
    /// How mail is sent. Without a driver none is: what needs mail is refused, and notices are left out. On a
    /// developer's machine (a loopback issuer, no driver) mails wait at /dev/mail for a browser on that machine.
    Mail, check = check {
        /// "smtp": a mail server. "sendgrid", "resend", "ses": the HTTP API of one of these services. "file": a file for
        /// each mail, in mail.directory. "log": the text of each mail in the log, for a loopback issuer only.
        driver: Option<MailDriver> = None, example = "\"smtp\"";
        /// Who mails are from. Needed with a driver.
        from: Option<Mailbox> = None, example = "\"Example <no-reply@example.com>\"";
        /// Where answers go; to mail.from when unset.
        reply_to: Option<Mailbox> = None, example = "\"Example help <help@example.com>\"";
        /// Whether people get a mail that welcomes them, once, after they have proven the address of their account for the
        /// first time. None for an address that an operator vouches for.
        welcome: bool = true;
        /// How long a mail is tried that cannot be sent, such as while the mail server is down. One with a link or a code
        /// is given up when that ends, if that is sooner.
        give_up: Seconds = Seconds::days(1);
        /// Longest time one step of sending may take: connecting, each answer of a server. Only for the answer to the
        /// mail itself is waited longer, ten minutes (RFC 5321 section 4.5.3.2.6), so that none is sent twice.
        timeout: Seconds = Seconds(30);
        /// Folder with templates that take the place of ours; `signet config check` reads and tries them.
        templates: Option<PathBuf> = None, example = "\"branding/mail\"";
        /// "file": the folder in which each mail becomes a file NAME.eml.
        directory: Option<PathBuf> = None, example = "\"mail\"";
        /// "smtp": the mail server, a host name.
        smtp_host: Option<String> = None, example = "\"mail.example.com\"";
        /// "smtp": its port; when unset, 587 for "starttls", 465 for "implicit", 25 for "none".
        smtp_port: Option<u32> = None, example = "587";
        /// "smtp": "starttls" begins in clear and goes on only with TLS (RFC 3207), "implicit" is TLS from the first byte
        /// (RFC 8314). "none" sends links and codes in clear, for a server on this machine or in a network of your own.
        /// The certificate is checked against the system's authorities and outbound.extra_ca_files.
        smtp_tls: SmtpTls = SmtpTls::Starttls;
        /// "smtp": who signs in to the mail server; nobody when unset.
        smtp_username: Option<String> = None, example = "\"signet\"";
        /// "smtp": the password of that user.
        smtp_password: Option<SecretText> = None, example = "\"<password>\"", from_file = "smtp_password_file";
        /// "smtp": sign in with OAuth 2.0 (XOAUTH2) instead of a password: where access tokens come from, such as
        /// https://oauth2.googleapis.com/token. Asked with smtp_refresh_token when there is one (RFC 6749 section 6), else
        /// with the client's own credentials (section 4.4).
        smtp_token_url: Option<WebUrl> = None, example = "\"https://login.example.com/token\"";
        /// XOAUTH2: the client_id for that address.
        smtp_client_id: Option<String> = None, example = "\"signet-mail\"";
        /// XOAUTH2: the client_secret for that address.
        smtp_client_secret: Option<SecretText> = None, example = "\"<secret>\"", from_file = "smtp_client_secret_file";
        /// XOAUTH2: the refresh token of the mailbox.
        smtp_refresh_token: Option<SecretText> = None, example = "\"<token>\"", from_file = "smtp_refresh_token_file";
        /// XOAUTH2: the scope to ask for.
        smtp_scope: Option<String> = None, example = "\"https://mail.example.com/.default\"";
        /// "sendgrid", "resend": the API key.
        api_key: Option<SecretText> = None, example = "\"<key>\"", from_file = "api_key_file";
        /// "ses": the region, such as eu-central-1.
        ses_region: Option<String> = None, example = "\"eu-central-1\"";
        /// "ses": the access key id.
        ses_access_key_id: Option<String> = None, example = "\"AKIAIOSFODNN7EXAMPLE\"";
        /// "ses": the secret access key.
        ses_secret_access_key: Option<SecretText> = None, example = "\"<key>\"", from_file = "ses_secret_access_key_file";
        /// "sendgrid", "resend", "ses": another address of the service, such as that of its servers in Europe.
        api_url: Option<WebUrl> = None, example = "\"https://api.eu.sendgrid.com\"";
    }
}

choice! {
    /// What sends.
    MailDriver, "mail driver" {
        /// A mail server.
        Smtp = "smtp",
        /// Files.
        File = "file",
        /// The log.
        Log = "log",
        /// SendGrid's API.
        Sendgrid = "sendgrid",
        /// Resend's API.
        Resend = "resend",
        /// Amazon's API.
        Ses = "ses",
    }
}

choice! {
    /// How a connection to a mail server is protected.
    SmtpTls, "way to protect a connection" {
        /// RFC 3207.
        Starttls = "starttls",
        /// RFC 8314 §3.
        Implicit = "implicit",
        /// Not at all.
        None = "none",
    }
}

impl Mail {
    /// The port of the mail server.
    pub fn port(&self) -> u16 {
        let usual = match self.smtp_tls {
            SmtpTls::Starttls => 587,
            SmtpTls::Implicit => 465,
            SmtpTls::None => 25,
        };
        self.smtp_port.and_then(|port| u16::try_from(port).ok()).unwrap_or(usual)
    }
}

fn check(mail: &Mail, at: &mut Checker<'_>) {
    at.within("give_up", mail.give_up, (Seconds::minutes(5), Seconds::days(5)), print_length);
    at.within("timeout", mail.timeout, (Seconds(1), Seconds::minutes(5)), print_length);
    let Some(driver) = mail.driver else { return };
    let mut need = |key: &str, is_there: bool| {
        if !is_there {
            at.refuse(key, format!("mail.driver is {:?}, which needs it", driver.as_str()), "set it");
        }
    };
    need("from", mail.from.is_some());
    match driver {
        MailDriver::Smtp => need("smtp_host", mail.smtp_host.is_some()),
        MailDriver::File => need("directory", mail.directory.is_some()),
        MailDriver::Log => {}
        MailDriver::Sendgrid | MailDriver::Resend => need("api_key", mail.api_key.is_some()),
        MailDriver::Ses => {
            need("ses_region", mail.ses_region.is_some());
            need("ses_access_key_id", mail.ses_access_key_id.is_some());
            need("ses_secret_access_key", mail.ses_secret_access_key.is_some());
        }
    }
    at.encrypted("api_url", mail.api_url.as_ref().map(WebUrl::as_str));
    if driver == MailDriver::Smtp {
        check_smtp(mail, at);
    }
}

/// Whoever reads the log could sign in.
pub fn check_issuer(mail: &Mail, issuer: &Issuer, at: &mut Checker<'_>) {
    if mail.driver == Some(MailDriver::Log) && !issuer.url.is_loopback() {
        let why = "it writes links and codes to the log, and the issuer is not on this machine";
        at.refuse("driver", why, "choose another one; \"log\" is for a developer's machine");
    }
}

fn check_smtp(mail: &Mail, at: &mut Checker<'_>) {
    at.encrypted("smtp_token_url", mail.smtp_token_url.as_ref().map(WebUrl::as_str));
    if mail.smtp_host.as_deref().is_some_and(|host| !is_host(host)) {
        at.refuse("smtp_host", "it is no host name", "write one such as mail.example.com, without a port");
    }
    if mail.smtp_port.is_some_and(|port| port == 0 || u16::try_from(port).is_err()) {
        at.refuse("smtp_port", "there is no such port", "choose 1 to 65535");
    }
    let (password, token) = (mail.smtp_password.is_some(), mail.smtp_token_url.is_some());
    if password && token {
        at.refuse("smtp_token_url", "mail.smtp_password is set, too", "keep one of the two");
    }
    if mail.smtp_username.is_some() != (password || token) {
        let remedy = "set mail.smtp_username with mail.smtp_password or mail.smtp_token_url, or none of them";
        at.refuse("smtp_username", "signing in takes a name and a password or token", remedy);
    }
    if token && mail.smtp_client_id.is_none() {
        at.refuse("smtp_client_id", "mail.smtp_token_url is set, which needs it", "set it");
    }
    if token && mail.smtp_refresh_token.is_none() && mail.smtp_client_secret.is_none() {
        at.refuse("smtp_client_secret", "there is nothing to get a token with", "set it, or mail.smtp_refresh_token");
    }
    if mail.smtp_tls == SmtpTls::None && (password || token) {
        at.refuse("smtp_tls", "the password would go over the network in clear", "choose \"starttls\" or \"implicit\"");
    }
}

/// A host name or an IP address.
fn is_host(text: &str) -> bool {
    let label =
        |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    text.parse::<std::net::IpAddr>().is_ok() || (text.len() <= 253 && text.split('.').all(label))
}
