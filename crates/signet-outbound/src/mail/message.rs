//! A mail as it goes over the wire (RFC 5322), the same bytes for each copy of it.

use std::time::{Duration, SystemTime};

use lettre::{
    Address, Message,
    message::{
        Mailbox as Named, MultiPart, MultiPartKind, SinglePart,
        header::{HeaderName, HeaderValue},
    },
};

use super::OutgoingMail;
use crate::config::mailbox::Mailbox;

/// What each mail says of itself. No List-… (RFC 2369, RFC 8058): each is about one account, to which nobody subscribes.
pub(super) const HEADERS: [(&str, &str); 2] = [
    // RFC 3834 §5: nobody's absence notice answers it.
    ("Auto-Submitted", "auto-generated"),
    // What Exchange looks at instead.
    ("X-Auto-Response-Suppress", "All"),
];

/// The bytes, or why there can be none.
pub fn written(mail: &OutgoingMail, from: &Mailbox, reply_to: Option<&Mailbox>) -> Result<Vec<u8>, String> {
    let to = mail.to.parse::<Address>().map_err(|why| format!("there is no mail to such an address: {why}"))?;
    let since = Duration::from_secs(u64::try_from(mail.at.0).unwrap_or_default());
    let mut message = Message::builder()
        .from(named(from)?)
        .to(Named::new(None, to))
        .subject(&mail.subject)
        .date(SystemTime::UNIX_EPOCH + since)
        // RFC 5322 §3.6.4: the copy of a mail that is sent again is the same mail.
        .message_id(Some(format!("<{}@{}>", mail.id, from.domain())));
    if let Some(reply_to) = reply_to {
        message = message.reply_to(named(reply_to)?);
    }
    for (name, value) in HEADERS {
        message = message.raw_header(HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned()));
    }
    let both = MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        .boundary(format!("=_{}", mail.id))
        .singlepart(SinglePart::plain(mail.text.clone()))
        .singlepart(SinglePart::html(mail.html.clone()));
    let message = message.multipart(both).map_err(|why| format!("it cannot be written: {why}"))?;
    Ok(message.formatted())
}

fn named(mailbox: &Mailbox) -> Result<Named, String> {
    let address = mailbox.address.parse::<Address>().map_err(|why| format!("mail.from or mail.reply_to: {why}"))?;
    // A control character stands in no name.
    let name = mailbox.name.as_deref().map(|name| name.replace(char::is_control, " "));
    Ok(Named::new(name, address))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::Timestamp;

    fn mail() -> OutgoingMail {
        OutgoingMail {
            id: "out_01".to_owned(),
            at: Timestamp(1_800_000_000),
            to: "ada@example.com".to_owned(),
            subject: "Passwort für Northwind".to_owned(),
            text: "Grüße\nhttps://id.example/x?token=y\n".to_owned(),
            html: "<p>Grüße</p>".to_owned(),
        }
    }

    fn from() -> Mailbox {
        "Northwind & Söhne <no-reply@example.com>".parse().unwrap()
    }

    #[test]
    fn a_copy_has_the_same_bytes() {
        let one = written(&mail(), &from(), None).unwrap();
        assert_eq!(one, written(&mail(), &from(), None).unwrap());
        let text = String::from_utf8(one).unwrap();
        for line in [
            "To: ada@example.com",
            "Date: Fri, 15 Jan 2027 08:00:00 +0000",
            "Message-ID: <out_01@example.com>",
            "Auto-Submitted: auto-generated",
            "X-Auto-Response-Suppress: All",
            "Content-Type: multipart/alternative; boundary=\"=_out_01\"",
            "MIME-Version: 1.0",
        ] {
            assert!(text.split("\r\n").any(|one| one.trim_end() == line), "{line} in\n{text}");
        }
        assert!(text.is_ascii() && !text.contains("List-"), "{text}");
        assert!(text.split("\r\n").all(|line| line.len() < 998 && !line.contains('\n') && !line.contains('\r')));
    }

    #[test]
    fn nothing_that_is_told_becomes_a_header() {
        let evil = "x\r\nBcc: eve@example.com\r\n\r\nbody";
        let mail = OutgoingMail { subject: evil.to_owned(), ..mail() };
        let from = Mailbox { name: Some(evil.to_owned()), ..from() };
        let text = String::from_utf8(written(&mail, &from, Some(&from)).unwrap()).unwrap();
        assert!(!text.split("\r\n").any(|line| line.starts_with("Bcc")), "{text}");
        let mail = OutgoingMail { to: evil.to_owned(), ..mail };
        let refused = written(&mail, &from, None).unwrap_err();
        assert_eq!(refused, "there is no mail to such an address: Invalid email user");
    }
}
