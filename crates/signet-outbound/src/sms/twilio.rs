//! Twilio's Programmable Messaging, API of 2010-04-01: `POST …/Accounts/{SID}/Messages.json`.

use data_encoding::BASE64;
use serde_json::Value;
use url::form_urlencoded::Serializer;

use super::{OutgoingText, texter::not_taken};
use crate::{
    config::{secret::SecretText, sms::Sms},
    http::{Outbound, Posted},
    messages::{MessageVerdict, SenderError},
};

/// Where the service is, unless another address is set.
const USUAL: &str = "https://api.twilio.com";
/// For how long, in seconds, the service takes it upon itself to try (`ValidityPeriod`).
const VALIDITY: (i64, i64) = (1, 14_400);
/// What is said of the number or the words, and stays so: no such number (21211, 21217, 21401), one that cannot be
/// reached (21214, 21612), that wants no more texts (21610), that is no mobile one (21614), words that are too long (21617).
const FINAL: [i64; 8] = [21211, 21214, 21217, 21401, 21610, 21612, 21614, 21617];

/// An account of the service.
pub struct Twilio {
    base: String,
    url: String,
    user: String,
    secret: SecretText,
    sender: Sender,
    http: Outbound,
}

/// Who texts are from.
enum Sender {
    From(String),
    Service(String),
}

impl Twilio {
    /// By the settings.
    pub fn new(sms: &Sms, http: &Outbound) -> Result<Self, SenderError> {
        let account = sms.twilio_account_sid.clone().ok_or_else(|| SenderError::missing("sms.twilio_account_sid"))?;
        let base = sms.twilio_url.as_ref().map_or(USUAL, |url| url.as_str()).trim_end_matches('/').to_owned();
        let sender = match (&sms.twilio_messaging_service, &sms.from) {
            (Some(service), _) => Sender::Service(service.clone()),
            (None, Some(from)) => Sender::From(from.clone()),
            (None, None) => return Err(SenderError::missing("sms.from")),
        };
        Ok(Self {
            url: format!("{base}/2010-04-01/Accounts/{account}/Messages.json"),
            base,
            user: sms.twilio_api_key.clone().unwrap_or(account),
            secret: sms.twilio_secret.clone().ok_or_else(|| SenderError::missing("sms.twilio_secret"))?,
            sender,
            http: http.clone(),
        })
    }

    /// Makes one try.
    pub async fn send(&self, text: &OutgoingText) -> MessageVerdict {
        let (field, sender) = match &self.sender {
            Sender::From(from) => ("From", from),
            Sender::Service(service) => ("MessagingServiceSid", service),
        };
        let body = Serializer::new(String::new())
            .append_pair("To", &text.to)
            .append_pair(field, sender)
            .append_pair("Body", &text.text)
            // A code that arrives when it has ended helps nobody.
            .append_pair("ValidityPeriod", &text.good_for.0.clamp(VALIDITY.0, VALIDITY.1).to_string())
            .finish();
        // RFC 7617 §2: name and secret, with a colon between them.
        let basic = BASE64.encode(format!("{}:{}", self.user, self.secret.expose()).as_bytes());
        let authorization = format!("Basic {basic}");
        let headers =
            [("authorization", authorization.as_str()), ("content-type", "application/x-www-form-urlencoded")];
        match self.http.post(&self.url, &headers, body.into_bytes()).await {
            Ok(answer) if (200..300).contains(&answer.status) => MessageVerdict::taken(&self.base, &answer),
            Ok(answer) => not_taken(&self.base, &answer, is_final(&answer)),
            Err(why) => MessageVerdict::unanswered(&self.base, &why),
        }
    }
}

/// 401 and 403 are said of the account, and most of 400 of what the operator can put right.
fn is_final(answer: &Posted) -> bool {
    let said: Option<Value> = serde_json::from_slice(&answer.body).ok();
    let code = said.and_then(|said| said.get("code").and_then(Value::as_i64));
    answer.status == 400 && code.is_some_and(|code| FINAL.contains(&code))
}
