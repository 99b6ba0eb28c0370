//! `[sms]`: how text messages are sent, to which countries, and how many.

use std::path::PathBuf;

use toml::Value;

use super::{
    branding::WebUrl,
    choice::choice,
    issuer::Issuer,
    problem::InvalidValue,
    secret::SecretText,
    section::{Checker, section},
    units::print_length,
    value::{Given, Setting, quoted},
};
use crate::{
    base::time::Seconds,
    protocol::phone::{NumberRange, PhoneNumber},
};

section! {
    /// How text messages are sent. Without a driver none is. On a developer's machine (a loopback issuer, no driver) they
    /// wait at /dev/mail for a browser on that machine. Each text costs money, and some are asked for only to be paid
    /// for: so they go to no country but those that are named, and no more of them than these keys and the rules sms_…
    /// of [limits] let through.
    Sms, check = check {
        /// "twilio": the HTTP API of Twilio. "http": a request of your own making to any other gateway. "file": a file for
        /// each text, in sms.directory. "log": the text in the log, for a loopback issuer only.
        driver: Option<SmsDriver> = None, example = "\"twilio\"";
        /// Where texts may go: countries by their two letters, such as "DE", or the digits that numbers begin with, such
        /// as "+49" or "+1242". "US" is the United States and Canada, without the other countries below +1. Needed with
        /// "twilio", "http" and "file".
        countries: Vec<NumberRange> = Vec::new();
        /// Most texts of a day (UTC) in all; beyond it none is sent, and whoever asks is told to wait.
        per_day: u32 = 500;
        /// Most texts of a day (UTC) to numbers with one code, such as +49 or +1876.
        per_day_to_country: u32 = 200;
        /// How long a text is tried that cannot be sent. One with a code is given up when that ends, if that is sooner.
        give_up: Seconds = Seconds::hours(1);
        /// Who texts are from: a number, or up to eleven letters where the country lets that be. "twilio" needs it, or
        /// sms.twilio_messaging_service.
        from: Option<String> = None, example = "\"+15005550006\"";
        /// "file": the folder in which each text becomes a file NAME.txt.
        directory: Option<PathBuf> = None, example = "\"texts\"";
        /// "twilio": the Account SID.
        twilio_account_sid: Option<String> = None, example = "\"ACxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"";
        /// "twilio": the SID of an API key; the account itself signs in when unset.
        twilio_api_key: Option<String> = None, example = "\"SKxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"";
        /// "twilio": the secret of the API key, or the Auth Token of the account.
        twilio_secret: Option<SecretText> = None, example = "\"<secret>\"", from_file = "twilio_secret_file";
        /// "twilio": the SID of a messaging service that chooses the sender, in the place of sms.from.
        twilio_messaging_service: Option<String> = None, example = "\"MGxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"";
        /// "twilio": another address of the service.
        twilio_url: Option<WebUrl> = None, example = "\"https://api.dublin.ie1.twilio.com\"";
        /// "http": where each text is posted.
        http_url: Option<WebUrl> = None, example = "\"https://sms.example.com/v1/messages\"";
        /// "http": whether the body is "json" or a "form" (application/x-www-form-urlencoded).
        http_format: BodyFormat = BodyFormat::Json;
        /// "http": the body. {to} is the number with its +, {digits} the number without, {text} the words, {from} is
        /// sms.from, {id} the same for each copy of a text; each is escaped as the format wants it.
        http_body: Option<String> = None, example = "'{\"to\": \"{to}\", \"text\": \"{text}\"}'";
        /// "http": the field Authorization.
        http_authorization: Option<SecretText> = None, example = "\"Bearer <token>\"", from_file = "http_authorization_file";
        /// "http": further fields, each as "Name: value"; they are not shown either.
        http_headers: Vec<SecretText> = Vec::new();
        /// "http": the status by which the gateway says that it has the text; any of 200 to 299 when unset.
        http_status: Option<u32> = None, example = "202";
    }
}

choice! {
    /// What sends texts.
    SmsDriver, "SMS driver" {
        /// Twilio's API.
        Twilio = "twilio",
        /// Any gateway that takes a request.
        Http = "http",
        /// Files.
        File = "file",
        /// The log.
        Log = "log",
    }
}

choice! {
    /// How a body is written.
    BodyFormat, "format of a body" {
        /// RFC 8259.
        Json = "json",
        /// As a browser sends a form.
        Form = "form",
    }
}

impl Setting for NumberRange {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let expected = "a country such as \"DE\", or the digits that numbers begin with, such as \"+49\"";
        let text = given.text().ok_or_else(|| given.unlike(expected))?;
        Self::parse(text).ok_or_else(|| {
            InvalidValue::new(format!("{} is no country with telephones", quoted(text)), format!("write {expected}"))
        })
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::String(self.to_string()))
    }
}

impl Sms {
    /// Whether texts go to this number. What leaves no machine may go anywhere.
    pub fn lets_through(&self, number: &PhoneNumber) -> bool {
        let leaves = !matches!(self.driver, None | Some(SmsDriver::Log));
        let is_named = || self.countries.iter().any(|range| range.holds(number));
        is_named() || (!leaves && self.countries.is_empty())
    }
}

/// Most letters of a sender that is no number (3GPP TS 23.040).
const SENDER_MAX: usize = 11;

fn check(sms: &Sms, at: &mut Checker<'_>) {
    at.within("give_up", sms.give_up, (Seconds::minutes(1), Seconds::days(1)), print_length);
    for (key, most) in [("per_day", sms.per_day), ("per_day_to_country", sms.per_day_to_country)] {
        at.within(key, most, (1, 10_000_000), |count| format!("{count} texts"));
    }
    if let Some(from) = &sms.from {
        let is_name = (1..=SENDER_MAX).contains(&from.chars().count())
            && from.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == ' ');
        if !is_name && PhoneNumber::parse(from).is_none() {
            at.refuse("from", "it is neither a number nor a short name", "write one such as +15005550006 or Northwind");
        }
    }
    let Some(driver) = sms.driver else { return };
    let mut need = |key: &str, is_there: bool| {
        if !is_there {
            at.refuse(key, format!("sms.driver is {:?}, which needs it", driver.as_str()), "set it");
        }
    };
    if driver != SmsDriver::Log {
        need("countries", !sms.countries.is_empty());
    }
    match driver {
        SmsDriver::Twilio => {
            need("twilio_account_sid", sms.twilio_account_sid.is_some());
            need("twilio_secret", sms.twilio_secret.is_some());
            need("from", sms.from.is_some() || sms.twilio_messaging_service.is_some());
        }
        SmsDriver::Http => {
            need("http_url", sms.http_url.is_some());
            need("http_body", sms.http_body.is_some());
        }
        SmsDriver::File => need("directory", sms.directory.is_some()),
        SmsDriver::Log => {}
    }
    match driver {
        SmsDriver::Twilio => check_twilio(sms, at),
        SmsDriver::Http => check_http(sms, at),
        SmsDriver::File | SmsDriver::Log => {}
    }
}

fn check_twilio(sms: &Sms, at: &mut Checker<'_>) {
    at.encrypted("twilio_url", sms.twilio_url.as_ref().map(WebUrl::as_str));
    for (key, sid, start) in [
        ("twilio_account_sid", &sms.twilio_account_sid, "AC"),
        ("twilio_api_key", &sms.twilio_api_key, "SK"),
        ("twilio_messaging_service", &sms.twilio_messaging_service, "MG"),
    ] {
        let fits = |sid: &String| sid.starts_with(start) && sid.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if sid.as_ref().is_some_and(|sid| !fits(sid)) {
            at.refuse(key, format!("it does not begin with {start}, as its SIDs do"), "copy it from Twilio's console");
        }
    }
}

fn check_http(sms: &Sms, at: &mut Checker<'_>) {
    at.encrypted("http_url", sms.http_url.as_ref().map(WebUrl::as_str));
    let has = |place: &str| sms.http_body.as_deref().unwrap_or_default().contains(place);
    if sms.http_body.is_some() && !(has("{text}") && (has("{to}") || has("{digits}"))) {
        at.refuse("http_body", "the text or the number is missing in it", "write {text}, and {to} or {digits}");
    }
    if has("{from}") && sms.from.is_none() {
        at.refuse("from", "sms.http_body names {from}", "set it, or take {from} out of sms.http_body");
    }
    if sms.http_status.is_some_and(|status| !(200..300).contains(&status)) {
        at.refuse("http_status", "no such status says that something was taken", "choose 200 to 299");
    }
    let is_field = |field: &SecretText| {
        let name = field.expose().split_once(':').map(|(name, _)| name);
        // RFC 9110 §5.6.2: what a name is made of.
        name.is_some_and(|name| {
            !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
        })
    };
    if !sms.http_headers.iter().all(is_field) {
        at.refuse("http_headers", "one of them is no field of HTTP", "write each as \"Name: value\"");
    }
}

/// Whoever reads the log could sign in.
pub fn check_issuer(sms: &Sms, issuer: &Issuer, at: &mut Checker<'_>) {
    if sms.driver == Some(SmsDriver::Log) && !issuer.url.is_loopback() {
        let why = "it writes codes to the log, and the issuer is not on this machine";
        at.refuse("driver", why, "choose another one; \"log\" is for a developer's machine");
    }
}
