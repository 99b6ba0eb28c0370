//! Lengths of time and sizes, as people write them.

use toml::Value;

use super::{
    problem::InvalidValue,
    value::{Given, Setting, whole},
};
use crate::base::time::Seconds;

impl Setting for Seconds {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let expected = "seconds, or a length of time such as \"90s\", \"15m\", \"1h30m\" or \"30d\"";
        let length = match (whole(given), given.text()) {
            (Some(seconds), _) => Some(seconds).filter(|seconds| *seconds >= 0),
            (None, Some(text)) => parse_length(text),
            (None, None) => return Err(given.unlike(expected)),
        };
        length.map(Self).ok_or_else(|| InvalidValue::new("it is not a length of time", format!("write {expected}")))
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::String(print_length(*self)))
    }
}

const UNITS: [(char, i64); 5] = [('w', 604_800), ('d', 86_400), ('h', 3600), ('m', 60), ('s', 1)];

/// `1h30m` as seconds.
pub fn parse_length(text: &str) -> Option<i64> {
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

/// Seconds as `1h30m`: what `parse_length` reads.
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
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let expected = "a number of bytes, or a size such as \"64KiB\" or \"1MiB\"";
        let size = match (whole(given), given.text()) {
            (Some(bytes), _) => usize::try_from(bytes).ok(),
            (None, Some(text)) => parse_size(text),
            (None, None) => return Err(given.unlike(expected)),
        };
        size.map(Self).ok_or_else(|| InvalidValue::new("it is not a size", format!("write {expected}")))
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
