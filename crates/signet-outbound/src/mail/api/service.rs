//! Which service it is, and what its answers mean.

use super::{
    resend, sendgrid,
    ses::{self, Ses},
};
use crate::{
    base::time::Clock,
    config::{
        mail::{Mail, MailDriver},
        mailbox::Mailbox,
        secret::SecretText,
    },
    http::Outbound,
    mail::OutgoingMail,
    messages::{MessageVerdict, SenderError, said},
};

enum Service {
    Sendgrid(SecretText),
    Resend(SecretText),
    Ses(Ses),
}

/// A service, and how it is reached.
pub struct Api {
    service: Service,
    base: String,
    http: Outbound,
}

impl Api {
    /// By the settings.
    pub fn new(mail: &Mail, driver: MailDriver, http: &Outbound, clock: &Clock) -> Result<Self, SenderError> {
        let key = || mail.api_key.clone().ok_or_else(|| SenderError::missing("mail.api_key"));
        let (service, usual) = match driver {
            MailDriver::Sendgrid => (Service::Sendgrid(key()?), "https://api.sendgrid.com".to_owned()),
            MailDriver::Resend => (Service::Resend(key()?), "https://api.resend.com".to_owned()),
            _ => {
                let ses = Ses::new(mail, clock).ok_or_else(|| SenderError::missing("mail.ses_access_key_id"))?;
                let usual = ses.usual_address();
                (Service::Ses(ses), usual)
            }
        };
        let base = mail.api_url.as_ref().map_or(usual, |url| url.as_str().trim_end_matches('/').to_owned());
        Ok(Self { service, base, http: http.clone() })
    }

    /// Makes one try.
    pub async fn send(
        &self,
        mail: &OutgoingMail,
        from: &Mailbox,
        reply_to: Option<&Mailbox>,
        message: &[u8],
    ) -> MessageVerdict {
        let call = match &self.service {
            Service::Sendgrid(key) => sendgrid::call(&self.base, key, mail, from, reply_to),
            Service::Resend(key) => resend::call(&self.base, key, mail, from, reply_to),
            Service::Ses(ses) => ses.call(&self.base, &mail.to, from, message),
        };
        let headers: Vec<(&str, &str)> = call.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = match self.http.post(&call.url, &headers, call.body).await {
            Ok(answer) => answer,
            Err(why) => return MessageVerdict::unanswered(&self.base, &why),
        };
        if (200..300).contains(&answer.status) {
            return MessageVerdict::taken(&self.base, &answer);
        }
        let is_final = match &self.service {
            Service::Sendgrid(_) => sendgrid::is_final(answer.status),
            Service::Resend(_) => resend::is_final(answer.status),
            Service::Ses(_) => ses::is_final(&answer),
        };
        MessageVerdict::of_answer(&self.base, &answer, &said(&answer), is_final)
    }
}

/// A request to a service.
pub(super) struct Call {
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}
