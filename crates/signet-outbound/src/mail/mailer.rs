//! The one that sends, and what comes of a try.
//!
//! Only what a server says of this mail is final; what it says of us (our name, our password, its own troubles) may be
//! put right, so the mail is tried again.

use std::path::PathBuf;

use super::{api::Api, message, smtp::Smtp};
use crate::{
    base::{
        text::printable,
        time::{Clock, Timestamp},
    },
    config::{Config, mail::MailDriver, mailbox::Mailbox},
    http::Outbound,
    messages::{self, Inbox, LONGEST_REASON, MessageVerdict, SenderError},
};

/// A mail on its way.
#[derive(Clone)]
pub struct OutgoingMail {
    /// What names it, here and in its Message-ID: each further copy has the same.
    pub id: String,
    /// When it was written.
    pub at: Timestamp,
    /// Who gets it; the domain in ASCII.
    pub to: String,
    /// One line.
    pub subject: String,
    /// For those who read no HTML.
    pub text: String,
    /// For the others.
    pub html: String,
}

enum Driver {
    Smtp(Box<Smtp>),
    Api(Api),
    Files(PathBuf),
    Log,
    Inbox(Inbox<OutgoingMail>),
}

/// Sends mail.
pub struct Mailer {
    name: &'static str,
    from: Mailbox,
    reply_to: Option<Mailbox>,
    driver: Driver,
}

impl Mailer {
    /// By the settings; none where nothing sends. `http` reaches the services and whoever hands out tokens.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn new(config: &Config, http: &Outbound, clock: &Clock) -> Result<Option<Self>, SenderError> {
        let mail = &config.mail;
        let issuer = &config.issuer.url;
        let Some(driver) = mail.driver else {
            // Whoever reaches the issuer sits at this machine, and so does whoever may read the mails.
            let from = Mailbox { name: Some(config.branding.name.clone()), address: "no-reply@localhost".to_owned() };
            let inbox = Self { name: "inbox", from, reply_to: None, driver: Driver::Inbox(Inbox::default()) };
            return Ok(issuer.is_loopback().then_some(inbox));
        };
        if driver == MailDriver::Log && !issuer.is_loopback() {
            let why =
                format!("\"log\" writes links and codes to the log, and the issuer {issuer} is not on this machine");
            return Err(SenderError { key: "mail.driver", why });
        }
        let missing = SenderError::missing;
        let name = driver.as_str();
        let driver = match driver {
            MailDriver::Smtp => Driver::Smtp(Box::new(Smtp::new(config, http, clock)?)),
            MailDriver::File => Driver::Files(mail.directory.clone().ok_or_else(|| missing("mail.directory"))?),
            MailDriver::Log => Driver::Log,
            MailDriver::Sendgrid | MailDriver::Resend | MailDriver::Ses => {
                Driver::Api(Api::new(mail, driver, http, clock)?)
            }
        };
        let from = mail.from.clone().ok_or_else(|| missing("mail.from"))?;
        Ok(Some(Self { name, from, reply_to: mail.reply_to.clone(), driver }))
    }

    /// The development inbox, where that is what mails go to.
    pub fn inbox(&self) -> Option<&Inbox<OutgoingMail>> {
        match &self.driver {
            Driver::Inbox(inbox) => Some(inbox),
            _ => None,
        }
    }

    /// What sends, in a word.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Makes one try.
    pub async fn send(&self, mail: &OutgoingMail) -> MessageVerdict {
        let message = match message::written(mail, &self.from, self.reply_to.as_ref()) {
            Ok(message) => message,
            Err(why) => return MessageVerdict::Refused(why),
        };
        let verdict = match &self.driver {
            Driver::Smtp(smtp) => smtp.send(&self.from.address, &mail.to, &message).await,
            Driver::Api(api) => Box::pin(api.send(mail, &self.from, self.reply_to.as_ref(), &message)).await,
            Driver::Files(folder) => {
                messages::write_file("mail.directory", folder, format!("{}.eml", mail.id), message).await
            }
            Driver::Log => {
                tracing::info!(to = mail.to, subject = mail.subject, "mail:\n{}", mail.text);
                MessageVerdict::Sent("written to the log".to_owned())
            }
            Driver::Inbox(inbox) => inbox.put(&mail.id, mail.clone()),
        };
        printable_verdict(verdict, &mail.to)
    }
}

/// What came of a try, without the person's address and anything that steers a terminal.
fn printable_verdict(verdict: MessageVerdict, to: &str) -> MessageVerdict {
    let clean = |text: String| {
        let text = without(&printable(&text, |_| false), to);
        text.chars().take(LONGEST_REASON).collect::<String>()
    };
    match verdict {
        MessageVerdict::Sent(answer) => MessageVerdict::Sent(clean(answer)),
        MessageVerdict::Refused(why) => MessageVerdict::Refused(clean(why)),
        MessageVerdict::Later { why, down } => MessageVerdict::Later { why: clean(why), down },
    }
}

/// A text without an address, however a server spells that.
fn without(text: &str, address: &str) -> String {
    let (lower, wanted) = (text.to_ascii_lowercase(), address.to_ascii_lowercase());
    let mut told = String::with_capacity(text.len());
    let mut from = 0;
    for (at, found) in lower.match_indices(&wanted) {
        told.push_str(&text[from..at]);
        told.push_str("<recipient>");
        from = at + found.len();
    }
    told.push_str(&text[from..]);
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says_is_told_without_the_address_and_what_steers_a_terminal() {
        let said = "550 <ada.l@example.com> \u{1b}[1m unknown, try ADA.L@EXAMPLE.COM";
        let told = printable_verdict(MessageVerdict::Refused(said.to_owned()), "Ada.L@example.com");
        let expected = "550 <<recipient>> \u{fffd}[1m unknown, try <recipient>";
        assert_eq!(told, MessageVerdict::Refused(expected.to_owned()));
    }
}
