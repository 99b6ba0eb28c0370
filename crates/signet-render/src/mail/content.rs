//! What one mail is about.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::kind::{MailKind, MailPart};
use crate::base::time::{Seconds, Timestamp};

/// What a mail is about, kept sealed until it is sent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailContent {
    /// Which mail.
    pub kind: MailKind,
    /// What the person signs in with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Where to press: it may let somebody in, so it is secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// What to type, secret as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// When link and code end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    /// When what it tells of happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub happened_at: Option<Timestamp>,
    /// Where that was, in words in the language of the mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// How many recovery codes are left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codes_left: Option<i64>,
}

impl MailContent {
    /// A mail of this kind, its parts to be filled in.
    pub fn of(kind: MailKind) -> Self {
        Self {
            kind,
            account: None,
            link: None,
            code: None,
            ends_at: None,
            happened_at: None,
            place: None,
            codes_left: None,
        }
    }

    /// With something made up in each part, as of `now`: templates are tried and looked at with it. Its link is one of
    /// the issuer that leads nowhere, and its code opens nothing.
    pub fn sample(kind: MailKind, issuer: &str, now: Timestamp) -> Self {
        let text = |part: MailPart, sample: &str| kind.has(part).then(|| sample.to_owned());
        let link = format!("{issuer}/sample?token=Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYmE");
        Self {
            kind,
            account: text(MailPart::Account, "ada"),
            link: text(MailPart::Link, &link),
            code: text(MailPart::Code, "482913"),
            ends_at: kind.has(MailPart::EndsAt).then_some(now + Seconds::hours(1)),
            happened_at: kind.has(MailPart::HappenedAt).then_some(now),
            place: text(MailPart::Place, "Berlin"),
            codes_left: kind.has(MailPart::CodesLeft).then_some(7),
        }
    }
}

/// Without what is secret.
impl fmt::Debug for MailContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailContent").field("kind", &self.kind).finish_non_exhaustive()
    }
}
