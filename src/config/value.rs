//! Typed readings of single values, and how they are written back.

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use ipnet::IpNet;
use toml::Value;

use super::problem::{Refusal, Source};
use crate::base::{time::Seconds, url::Issuer};

/// A value before it is typed.
#[derive(Debug, Clone)]
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
    fn items(&self) -> Result<Vec<Self>, Refusal> {
        let item = |value, loose| Self { value, loose, source: self.source.clone() };
        match &self.value {
            Value::Array(items) => Ok(items.iter().map(|value| item(value.clone(), false)).collect()),
            Value::String(text) if self.loose && text.trim_start().starts_with('[') => {
                let broken = || Refusal::new("it is not a TOML list", "write it as [\"a\", \"b\"], or as a,b");
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
    pub fn unlike(&self, expected: &str) -> Refusal {
        let found = match &self.value {
            Value::String(_) if self.loose => "text that cannot be read as that",
            Value::String(_) => "text",
            Value::Integer(_) => "an integer",
            Value::Float(_) => "a fraction",
            Value::Boolean(_) => "true or false",
            Value::Datetime(_) => "a date",
            Value::Array(_) => "a list",
            Value::Table(_) => "a table",
        };
        Refusal::new(format!("wrong type: found {found}"), format!("write {expected}"))
    }
}

/// A type that a key can have.
pub trait Setting: Sized {
    /// Reads a value. A refusal of a secret must not repeat it.
    fn read(given: &Given) -> Result<Self, Refusal>;

    /// The value as `config show` and the reference print it: secrets redacted, `None` when unset.
    fn shown(&self) -> Option<Value>;
}

impl<T: Setting> Setting for Option<T> {
    fn read(given: &Given) -> Result<Self, Refusal> {
        if given.loose && given.text() == Some("") { Ok(None) } else { T::read(given).map(Some) }
    }
    fn shown(&self) -> Option<Value> {
        self.as_ref().and_then(Setting::shown)
    }
}

impl<T: Setting> Setting for Vec<T> {
    fn read(given: &Given) -> Result<Self, Refusal> {
        let items = given.items()?;
        items
            .iter()
            .enumerate()
            .map(|(index, item)| {
                T::read(item).map_err(|Refusal { problem, remedy }| {
                    Refusal::new(format!("item {}: {problem}", index + 1), remedy)
                })
            })
            .collect()
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::Array(self.iter().filter_map(Setting::shown).collect()))
    }
}

impl Setting for bool {
    fn read(given: &Given) -> Result<Self, Refusal> {
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
fn whole(given: &Given) -> Option<i64> {
    match &given.value {
        Value::Integer(number) => Some(*number),
        Value::String(text) if given.loose => text.trim().parse().ok(),
        _ => None,
    }
}

impl Setting for u32 {
    fn read(given: &Given) -> Result<Self, Refusal> {
        let number = whole(given).ok_or_else(|| given.unlike("a whole number, such as 8"))?;
        Self::try_from(number)
            .map_err(|_| Refusal::new(format!("{number} is out of range"), format!("choose 0 to {}", Self::MAX)))
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::Integer(i64::from(*self)))
    }
}

impl Setting for String {
    fn read(given: &Given) -> Result<Self, Refusal> {
        given.text().map(str::to_owned).ok_or_else(|| given.unlike("text in quotes"))
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::String(self.clone()))
    }
}

impl Setting for PathBuf {
    fn read(given: &Given) -> Result<Self, Refusal> {
        match given.text() {
            Some("") => Err(Refusal::new("it is empty", "name a file, or remove the key")),
            Some(path) => Ok(Self::from(path)),
            None => Err(given.unlike("a path in quotes")),
        }
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::String(self.display().to_string()))
    }
}

impl Setting for Issuer {
    fn read(given: &Given) -> Result<Self, Refusal> {
        let text = given.text().ok_or_else(|| given.unlike("a URL in quotes"))?;
        Self::parse(text).map_err(|why| {
            Refusal::new(
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
    fn read(given: &Given) -> Result<Self, Refusal> {
        let expected = "an IP address and a port, such as 127.0.0.1:8080, [::1]:8080 or 0.0.0.0:8080";
        let text = given.text().ok_or_else(|| given.unlike(expected))?;
        text.parse().map_err(|_| {
            Refusal::new(format!("{text:?} is not an IP address with a port"), format!("write {expected}"))
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
    fn read(given: &Given) -> Result<Self, Refusal> {
        let expected = "a network such as 10.0.0.0/8, or one address";
        let text = given.text().ok_or_else(|| given.unlike(expected))?;
        network(text).ok_or_else(|| {
            Refusal::new(format!("{text:?} is not a network in CIDR notation"), format!("write {expected}"))
        })
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::String(self.to_string()))
    }
}

impl Setting for Seconds {
    fn read(given: &Given) -> Result<Self, Refusal> {
        let expected = "seconds, or a length of time such as \"90s\", \"15m\", \"1h30m\" or \"30d\"";
        let length = match (whole(given), given.text()) {
            (Some(seconds), _) => Some(seconds).filter(|seconds| *seconds >= 0),
            (None, Some(text)) => parse_length(text),
            (None, None) => return Err(given.unlike(expected)),
        };
        length.map(Self).ok_or_else(|| Refusal::new("it is not a length of time", format!("write {expected}")))
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::String(print_length(*self)))
    }
}

const UNITS: [(char, i64); 5] = [('w', 604_800), ('d', 86_400), ('h', 3600), ('m', 60), ('s', 1)];

/// `1h30m` as seconds.
fn parse_length(text: &str) -> Option<i64> {
    let mut rest = text.trim();
    let mut total: i64 = 0;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: i64 = rest[..digits].parse().ok()?;
        let unit = rest[digits..].trim_start();
        let (_, seconds) = UNITS.into_iter().find(|(name, _)| unit.starts_with(*name))?;
        total = total.checked_add(number.checked_mul(seconds)?)?;
        rest = unit[1..].trim_start();
    }
    Some(total)
}

/// Seconds as `1h30m`: what [`parse_length`] reads.
pub fn print_length(Seconds(mut left): Seconds) -> String {
    let mut parts = Vec::new();
    // Weeks are read but not printed: `30d` says more than `4w2d`.
    for (name, seconds) in UNITS.into_iter().skip(1) {
        if left >= seconds {
            parts.push(format!("{}{name}", left / seconds));
            left %= seconds;
        }
    }
    if parts.is_empty() { "0s".to_owned() } else { parts.concat() }
}

/// A number of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByteSize(pub usize);

impl Setting for ByteSize {
    fn read(given: &Given) -> Result<Self, Refusal> {
        let expected = "a number of bytes, or a size such as \"64KiB\" or \"1MiB\"";
        let size = match (whole(given), given.text()) {
            (Some(bytes), _) => usize::try_from(bytes).ok(),
            (None, Some(text)) => parse_size(text),
            (None, None) => return Err(given.unlike(expected)),
        };
        size.map(Self).ok_or_else(|| Refusal::new("it is not a size", format!("write {expected}")))
    }
    fn shown(&self) -> Option<Value> {
        let text = [("MiB", 1 << 20), ("KiB", 1 << 10)]
            .into_iter()
            .find(|(_, unit)| self.0 > 0 && self.0.is_multiple_of(*unit))
            .map(|(name, unit)| Value::String(format!("{}{name}", self.0 / unit)));
        text.or_else(|| i64::try_from(self.0).ok().map(Value::Integer))
    }
}

fn parse_size(text: &str) -> Option<usize> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let unit = match text[digits..].trim_start() {
        "" | "B" => 1,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        _ => return None,
    };
    text[..digits].parse::<usize>().ok()?.checked_mul(unit)
}
