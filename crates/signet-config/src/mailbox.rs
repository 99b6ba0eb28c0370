//! An address with a name, as mail shows its sender: `Example <no-reply@example.com>`.

use std::{fmt, str::FromStr};

use toml::Value;

use super::{
    problem::InvalidValue,
    value::{Given, Setting, quoted},
};
use crate::base::{email::deliverable, text::is_name};

/// Longest name of a sender, in characters.
const NAME_MAX: usize = 60;

/// Who a mail is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// What stands before the address.
    pub name: Option<String>,
    /// The address, its domain in ASCII.
    pub address: String,
}

/// What is no mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is no e-mail address, with a name before it or without one")]
pub struct NotAMailbox;

impl Mailbox {
    /// What follows the `@`.
    pub fn domain(&self) -> &str {
        self.address.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

impl FromStr for Mailbox {
    type Err = NotAMailbox;

    fn from_str(text: &str) -> Result<Self, NotAMailbox> {
        let text = text.trim();
        let (name, address) = match text.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
            Some((name, address)) => (unquoted(name.trim()), address),
            None => (String::new(), text),
        };
        let address = deliverable(address).ok_or(NotAMailbox)?;
        if name.is_empty() {
            return Ok(Self { name: None, address });
        }
        if is_name(&name, NAME_MAX) { Ok(Self { name: Some(name), address }) } else { Err(NotAMailbox) }
    }
}

/// RFC 5322 §3.2.3: what stands in a name between quotes alone.
const SPECIALS: &str = "()<>[]:;@\\,.\"";

/// RFC 5322 §3.2.4: a name without the quotes around it.
fn unquoted(name: &str) -> String {
    match name.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => inner.replace("\\\"", "\"").replace("\\\\", "\\").trim().to_owned(),
        None => name.to_owned(),
    }
}

impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) if name.contains(|c: char| SPECIALS.contains(c)) => {
                write!(f, "\"{}\" <{}>", name.replace('\\', "\\\\").replace('"', "\\\""), self.address)
            }
            Some(name) => write!(f, "{name} <{}>", self.address),
            None => f.write_str(&self.address),
        }
    }
}

impl Setting for Mailbox {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let expected = "an address such as no-reply@example.com or \"Example <no-reply@example.com>\"";
        let text = given.text().ok_or_else(|| given.unlike(expected))?;
        text.parse().map_err(|why| InvalidValue::new(format!("{}: {why}", quoted(text)), format!("write {expected}")))
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::String(self.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_is_an_address_with_or_without_a_name() {
        let read = |text: &str| text.parse::<Mailbox>().map(|one| (one.name, one.address));
        let address = || "no-reply@example.com".to_owned();
        assert_eq!(read(" no-reply@example.com "), Ok((None, address())));
        assert_eq!(read("<no-reply@example.com>"), Ok((None, address())));
        for text in ["Tea & Cake <no-reply@example.com>", "\"Tea & Cake\" <no-reply@example.com>"] {
            assert_eq!(read(text), Ok((Some("Tea & Cake".to_owned()), address())), "{text}");
        }
        for text in ["\"Tea, Cake\" <no-reply@example.com>", "\"Tea \\\"Inc.\\\" \\\\\" <no-reply@example.com>"] {
            assert_eq!(text.parse::<Mailbox>().unwrap().to_string(), text);
        }
        assert_eq!(read("Tea, Cake <no-reply@example.com>"), Ok((Some("Tea, Cake".to_owned()), address())));
        for bad in
            ["", "Example", "Example <>", "a@b@c", "Exa\r\nBcc: x <a@example.com>", "a@example.com <b@example.com"]
        {
            assert_eq!(read(bad), Err(NotAMailbox), "{bad:?}");
        }
        assert_eq!(
            "Ada <ada@bücher.example>".parse::<Mailbox>().unwrap().to_string(),
            "Ada <ada@xn--bcher-kva.example>"
        );
    }
}
