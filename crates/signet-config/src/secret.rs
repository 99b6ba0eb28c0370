//! A secret among the settings: a password, a key of a service.

use toml::Value;

use super::{
    problem::{InvalidValue, Source},
    value::{Given, Setting},
};
use crate::base::secret::Secret;

/// A text that nobody but the program sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretText(Secret<String>);

impl SecretText {
    /// The text itself.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl From<&str> for SecretText {
    fn from(text: &str) -> Self {
        Self(Secret::new(text.to_owned()))
    }
}

impl Setting for SecretText {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        if given.source == Source::Flag {
            return Err(InvalidValue::new(
                "everyone on this machine can read a secret on the command line",
                "set it by its environment variable, or name a file that holds it",
            ));
        }
        // A file ends with the end of a line, which is no part of the secret.
        let text = given.text().ok_or_else(|| given.unlike("text in quotes"))?.trim_end_matches(['\r', '\n']);
        if text.is_empty() || text.chars().any(char::is_control) {
            return Err(InvalidValue::new("it is empty, or holds more than one line", "write the secret on one line"));
        }
        Ok(Self::from(text))
    }
    fn shown(&self) -> Option<Value> {
        Some(Value::String("[redacted]".to_owned()))
    }
}
