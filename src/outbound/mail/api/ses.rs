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
    outbound::http::Posted,
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
        let host = base.split_once("://").map_or(base, |(_, rest)| rest).split('/').next().unwrap_or_default();
        let signed = Occasion::new(self.clock.now(), &self.region, "ses");
        let headers = [("content-type", "application/json"), ("host", host), ("x-amz-date", signed.time())];
        let authorization = signed
            .authorization(&self.credentials, &Unsigned { method: "POST", path: PATH, headers: &headers, body: &body });
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
