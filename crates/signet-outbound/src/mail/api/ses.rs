//! Amazon Simple Email Service: `SendEmail` of its second API, with the mail as it goes over the wire.

use data_encoding::BASE64;
use serde_json::json;

use super::{
    service::Call,
    signature::{Credentials, Occasion, Unsigned},
};
use crate::{
    base::time::Clock,
    config::{mail::Mail, mailbox::Mailbox},
    http::Posted,
};

const PATH: &str = "/v2/email/outbound-emails";

/// Whose account it is, and where.
pub struct Ses {
    credentials: Credentials,
    region: String,
    clock: Clock,
}

impl Ses {
    /// By the settings, if they are complete.
    pub fn new(mail: &Mail, clock: &Clock) -> Option<Self> {
        let credentials =
            Credentials { id: mail.ses_access_key_id.clone()?, secret: mail.ses_secret_access_key.clone()? };
        Some(Self { credentials, region: mail.ses_region.clone()?, clock: clock.clone() })
    }

    /// Where the service is, unless another address is set.
    pub fn usual_address(&self) -> String {
        format!("https://email.{}.amazonaws.com", self.region)
    }

    pub(super) fn call(&self, base: &str, to: &str, from: &Mailbox, message: &[u8]) -> Call {
        let body = json!({
            "FromEmailAddress": from.address,
            "Destination": {"ToAddresses": [to]},
            "Content": {"Raw": {"Data": BASE64.encode(message)}},
        });
        let body = body.to_string().into_bytes();
        let rest = base.split_once("://").map_or(base, |(_, rest)| rest);
        let (host, path) = match rest.split_once('/') {
            Some((host, folder)) => (host, format!("/{folder}{PATH}")),
            None => (rest, PATH.to_owned()),
        };
        let signed = Occasion::new(self.clock.now(), &self.region, "ses");
        let headers = [("content-type", "application/json"), ("host", host), ("x-amz-date", signed.time())];
        let authorization = signed.authorization(
            &self.credentials,
            &Unsigned { method: "POST", path: &path, headers: &headers, body: &body },
        );
        Call {
            url: format!("{base}{PATH}"),
            headers: vec![
                ("content-type", "application/json".to_owned()),
                ("x-amz-date", signed.time().to_owned()),
                ("authorization", authorization),
            ],
            body,
        }
    }
}

/// A bad request is said of the mail. `MessageRejected` also stands for a sender that is not verified, which may be put
/// right.
pub(super) fn is_final(answer: &Posted) -> bool {
    let kind = answer.headers.get("x-amzn-errortype").and_then(|kind| kind.to_str().ok());
    answer.status == 400 && kind.is_some_and(|kind| kind.starts_with("BadRequestException"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{base::time::Timestamp, config::secret::SecretText};

    #[test]
    fn the_path_that_is_signed_is_the_one_that_is_asked_for() {
        let credentials =
            || Credentials { id: "AKIDEXAMPLE".to_owned(), secret: SecretText::from("wJalrXUtnFEMI/K7MDENG") };
        let now = Timestamp(1_440_938_160);
        let ses = Ses { credentials: credentials(), region: "eu-central-1".to_owned(), clock: Clock::manual(now) };
        let from = "no-reply@example.com".parse().unwrap();
        let call = ses.call("https://mail.example.com/eu", "ada@example.com", &from, b"message");
        assert_eq!(call.url, "https://mail.example.com/eu/v2/email/outbound-emails");
        let signed = Occasion::new(now, "eu-central-1", "ses");
        let headers =
            [("content-type", "application/json"), ("host", "mail.example.com"), ("x-amz-date", signed.time())];
        let path = "/eu/v2/email/outbound-emails";
        let request = Unsigned { method: "POST", path, headers: &headers, body: &call.body };
        assert_eq!(call.headers[2], ("authorization", signed.authorization(&credentials(), &request)));
    }
}
