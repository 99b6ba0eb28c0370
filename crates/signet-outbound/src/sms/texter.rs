//! The one that sends texts, and what comes of a try.
//!
//! Only what a gateway says of this number or these words is final; what it says of us may be put right, so the text is
//! tried again.

use std::path::PathBuf;

use super::{gateway::Gateway, twilio::Twilio};
use crate::{
    base::{
        text::printable,
        time::{Seconds, Timestamp},
    },
    config::{Config, sms::SmsDriver},
    http::{Outbound, Posted},
    messages::{self, Inbox, LONGEST_REASON, MessageVerdict, SenderError, said},
};

/// A text on its way.
#[derive(Clone)]
pub struct OutgoingText {
    /// What names it: each further copy has the same.
    pub id: String,
    /// When it was written.
    pub at: Timestamp,
    /// The number, `+` and digits.
    pub to: String,
    /// The words.
    pub text: String,
    /// How much longer it is of use.
    pub good_for: Seconds,
}

enum Driver {
    Twilio(Twilio),
    Gateway(Gateway),
    Files(PathBuf),
    Log,
    Inbox(Inbox<OutgoingText>),
}

/// Sends texts.
pub struct Texter {
    name: &'static str,
    driver: Driver,
}

impl Texter {
    /// By the settings; none where nothing sends. `http` reaches the services.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn new(config: &Config, http: &Outbound) -> Result<Option<Self>, SenderError> {
        let (sms, issuer) = (&config.sms, &config.issuer.url);
        let Some(driver) = sms.driver else {
            // Whoever reaches the issuer sits at this machine, and so does whoever may read the texts.
            let inbox = Self { name: "inbox", driver: Driver::Inbox(Inbox::default()) };
            return Ok(issuer.is_loopback().then_some(inbox));
        };
        if driver == SmsDriver::Log && !issuer.is_loopback() {
            let why = format!("\"log\" writes codes to the log, and the issuer {issuer} is not on this machine");
            return Err(SenderError { key: "sms.driver", why });
        }
        let name = driver.as_str();
        let driver = match driver {
            SmsDriver::Twilio => Driver::Twilio(Twilio::new(sms, http)?),
            SmsDriver::Http => Driver::Gateway(Gateway::new(sms, http)?),
            SmsDriver::File => {
                Driver::Files(sms.directory.clone().ok_or_else(|| SenderError::missing("sms.directory"))?)
            }
            SmsDriver::Log => Driver::Log,
        };
        Ok(Some(Self { name, driver }))
    }

    /// The development inbox, where that is what texts go to.
    pub fn inbox(&self) -> Option<&Inbox<OutgoingText>> {
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
    pub async fn send(&self, text: &OutgoingText) -> MessageVerdict {
        match &self.driver {
            Driver::Twilio(twilio) => Box::pin(twilio.send(text)).await,
            Driver::Gateway(gateway) => Box::pin(gateway.send(text)).await,
            Driver::Files(folder) => {
                let content = format!("To: {}\n\n{}\n", text.to, text.text).into_bytes();
                messages::write_file("sms.directory", folder, format!("{}.txt", text.id), content).await
            }
            Driver::Log => {
                tracing::info!(to = text.to, "text:\n{}", text.text);
                MessageVerdict::Sent("written to the log".to_owned())
            }
            Driver::Inbox(inbox) => inbox.put(&text.id, text.clone()),
        }
    }
}

/// So many digits in a row are a number or a code.
const SECRET_DIGITS: usize = 6;
/// What parts the digits of a number.
const SEPARATORS: [char; 5] = [' ', '-', '.', '(', ')'];

/// Another answer than that the text is taken: told without number, code and anything that steers a terminal, since a
/// gateway may repeat what it got.
pub(super) fn not_taken(base: &str, answer: &Posted, is_final: bool) -> MessageVerdict {
    let told = without_digits(&printable(&said(answer), |_| false));
    let told: String = told.chars().take(LONGEST_REASON).collect();
    MessageVerdict::of_answer(base, answer, &told, is_final)
}

/// A text whose long rows of digits, in whatever groups, are left out.
fn without_digits(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut row = String::new();
    for letter in text.chars() {
        let goes_on = letter.is_ascii_digit()
            || (letter == '+' && row.is_empty())
            || (!row.is_empty() && SEPARATORS.contains(&letter));
        if goes_on {
            row.push(letter);
        } else {
            out.push_str(&shown(&row));
            out.push(letter);
            row.clear();
        }
    }
    out.push_str(&shown(&row));
    out
}

/// A row of digits, if it is too short to be a number or a code.
fn shown(row: &str) -> String {
    if row.chars().filter(char::is_ascii_digit).count() < SECRET_DIGITS {
        return row.to_owned();
    }
    // What stands behind the last digit parts it from the next word.
    format!("<digits>{}", &row[row.trim_end_matches(SEPARATORS).len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_gateway_says_is_told_without_number_and_code() {
        let said = "{\"code\": 21211, \"message\": \"'To' +49 (151) 23456-789 got 482913.\"} 3 times";
        let told = "{\"code\": 21211, \"message\": \"'To' <digits> got <digits>.\"} 3 times";
        assert_eq!(without_digits(said), told);
        assert_eq!(without_digits("+491512345678"), "<digits>");
    }
}
