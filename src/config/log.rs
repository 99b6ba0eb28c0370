//! `[log]`: what is written to standard error.

use toml::Value;

use super::{
    problem::InvalidValue,
    section::{Checker, section},
    suggest::nearest,
    value::{Given, Setting, quoted},
};

section! {
    /// What is written to standard error.
    Log, check = check {
        /// "text" for people, "json" (one object a line) for a log collector.
        format: LogFormat = LogFormat::Text;
        /// The least level that is written: error, warn, info, debug or trace; also by module,
        /// such as "info,signet::outbound=debug".
        level: String = "info".to_owned();
        /// Writes a line for every request. Without it, only what is refused and what fails is
        /// written, each with its request id; a reverse proxy usually keeps the rest.
        requests: bool = false;
    }
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Setting for LogFormat {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let expected = "\"text\" or \"json\"";
        match given.text() {
            Some("text") => Ok(Self::Text),
            Some("json") => Ok(Self::Json),
            Some(other) => {
                Err(InvalidValue::new(format!("there is no format {}", quoted(other)), format!("write {expected}")))
            }
            None => Err(given.unlike(expected)),
        }
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::String(match self {
            Self::Text => "text".to_owned(),
            Self::Json => "json".to_owned(),
        }))
    }
}

const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

fn check(log: &Log, at: &mut Checker<'_>) {
    for directive in log.level.split(',').map(str::trim) {
        let level = directive.rsplit_once('=').map_or(directive, |(_, level)| level);
        if !LEVELS.contains(&level) {
            let remedy = nearest(level, LEVELS).map_or_else(
                || format!("choose one of {}", LEVELS.join(", ")),
                |meant| format!("did you mean {meant}?"),
            );
            at.refuse("level", format!("there is no level {}", quoted(level)), remedy);
        }
    }
}
