//! Typed readings of single values, and how they are written back.

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use ipnet::IpNet;
use toml::Value;

use super::problem::{InvalidValue, Source};
use crate::base::url::Issuer;

/// A value before it is typed: it may be a secret, so it has no `Debug`.
#[derive(Clone)]
pub struct Given {
    /// As TOML sees it; text when it is loose.
    pub value: Value,
    /// Environment variables and flags know text only: `5`, `true` and `a,b` are read as
    /// what the key wants.
    pub loose: bool,
    /// Where it came from.
    pub source: Source,
}

impl Given {
    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        self.value.as_str()
    }

    /// The items of a list; loose text is split at commas or read as a TOML list.
    fn items(&self) -> Result<Vec<Self>, InvalidValue> {
        let item = |value, loose| Self { value, loose, source: self.source.clone() };
        match &self.value {
            Value::Array(items) => Ok(items.iter().map(|value| item(value.clone(), false)).collect()),
            Value::String(text) if self.loose && text.trim_start().starts_with('[') => {
                let broken = || InvalidValue::new("it is not a TOML list", "write it as [\"a\", \"b\"], or as a,b");
                let table: toml::Table = format!("items = {text}").parse().map_err(|_| broken())?;
                let Some(Value::Array(items)) = table.get("items") else { return Err(broken()) };
                Ok(items.iter().map(|value| item(value.clone(), false)).collect())
            }
            Value::String(text) if self.loose => Ok(text
                .split(',')
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .map(|part| item(Value::String(part.to_owned()), true))
                .collect()),
            _ => Err(self.unlike("a list, such as [\"a\", \"b\"]")),
        }
    }

    /// The refusal of a value of the wrong type. Names the type found, never the value.
    pub fn unlike(&self, expected: &str) -> InvalidValue {
        let found = match &self.value {
            Value::String(_) if self.loose => "text that cannot be read as that",
            Value::String(_) => "text",
            Value::Integer(_) => "an integer",
            Value::Float(_) => "a fraction",
            Value::Boolean(_) => "a boolean",
            Value::Datetime(_) => "a date",
            Value::Array(_) => "a list",
            Value::Table(_) => "a table",
        };
        InvalidValue::new(format!("wrong type: found {found}"), format!("write {expected}"))
    }
}

/// A text as a problem may repeat it. What is long or has several lines is more likely a
/// quote that was never closed, with a secret in what follows.
pub fn quoted(text: &str) -> String {
    let short = text.chars().count() <= 60 && !text.contains(char::is_control);
    if short { format!("{text:?}") } else { "this text".to_owned() }
}

/// A type that a key can have.
pub trait Setting: Sized {
    /// Reads a value. A refusal of a secret must not repeat it.
    fn read(given: &Given) -> Result<Self, InvalidValue>;

    /// The value as `config show` and the reference print it: secrets redacted, `None` when unset.
    fn shown(&self) -> Option<Value>;
}

impl<T: Setting> Setting for Option<T> {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        if given.loose && given.text() == Some("") { Ok(None) } else { T::read(given).map(Some) }
    }
    fn shown(&self) -> Option<Value> {
        self.as_ref().and_then(Setting::shown)
    }
}

impl<T: Setting> Setting for Vec<T> {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let items = given.items()?;
        items
            .iter()
            .enumerate()
            .map(|(index, item)| {
                T::read(item).map_err(|InvalidValue { problem, remedy }| {
                    InvalidValue::new(format!("item {}: {problem}", index + 1), remedy)
                })
            })
            .collect()
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::Array(self.iter().filter_map(Setting::shown).collect()))
    }
}

impl Setting for bool {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        match (&given.value, given.loose) {
            (Value::Boolean(value), _) => Ok(*value),
            (Value::String(text), true) if text == "true" => Ok(true),
            (Value::String(text), true) if text == "false" => Ok(false),
            _ => Err(given.unlike("true or false")),
        }
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::Boolean(*self))
    }
}

/// A whole number, from TOML or from loose text.
pub(super) fn whole(given: &Given) -> Option<i64> {
    match &given.value {
        Value::Integer(number) => Some(*number),
        Value::String(text) if given.loose => text.trim().parse().ok(),
        _ => None,
    }
}

impl Setting for u32 {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let number = whole(given).ok_or_else(|| given.unlike("a whole number, such as 8"))?;
        Self::try_from(number)
            .map_err(|_| InvalidValue::new(format!("{number} is out of range"), format!("choose 0 to {}", Self::MAX)))
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::Integer(i64::from(*self)))
    }
}

impl Setting for String {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        given.text().map(str::to_owned).ok_or_else(|| given.unlike("text in quotes"))
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::String(self.clone()))
    }
}

impl Setting for PathBuf {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        match given.text() {
            Some("") => Err(InvalidValue::new("it is empty", "name a file, or remove the key")),
            Some(path) => Ok(Self::from(path)),
            None => Err(given.unlike("a path in quotes")),
        }
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::String(self.display().to_string()))
    }
}

impl Setting for Issuer {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let text = given.text().ok_or_else(|| given.unlike("a URL in quotes"))?;
        Self::parse(text).map_err(|why| {
            InvalidValue::new(
                why.to_string(),
                "write the address under which browsers reach Signet, such as https://id.example.com",
            )
        })
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::String(self.as_str().to_owned()))
    }
}

impl Setting for SocketAddr {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let expected = "an IP address and a port, such as 127.0.0.1:8080, [::1]:8080 or 0.0.0.0:8080";
        let text = given.text().ok_or_else(|| given.unlike(expected))?;
        text.parse().map_err(|_| {
            InvalidValue::new(format!("{} is not an IP address with a port", quoted(text)), format!("write {expected}"))
        })
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::String(self.to_string()))
    }
}

/// Reads an address or a network; a bare address is a network of one.
pub fn network(text: &str) -> Option<IpNet> {
    let net = text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))?;
    Some(net.trunc())
}

impl Setting for IpNet {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let expected = "a network such as 10.0.0.0/8, or one address";
        let text = given.text().ok_or_else(|| given.unlike(expected))?;
        network(text).ok_or_else(|| {
            InvalidValue::new(
                format!("{} is not a network in CIDR notation", quoted(text)),
                format!("write {expected}"),
            )
        })
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::String(self.to_string()))
    }
}
