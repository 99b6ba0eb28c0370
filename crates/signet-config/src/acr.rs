//! `login.acr`: how strong a sign-in can be, as an ordered list of `acr` values.

use toml::Value;

use super::{
    problem::InvalidValue,
    value::{Given, Setting, quoted},
};
use crate::protocol::acr::{Ladder, Level, METHODS};

/// Every `acr` value, the weakest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AcrLevels(pub Ladder);

const EXPECTED: &str = "a table such as { value = \"urn:example:gold\", factors = 2, methods = [\"pwd\"] }";
const KEYS: [&str; 3] = ["value", "factors", "methods"];

impl Setting for AcrLevels {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let levels: Vec<AcrLevel> = Vec::read(given)?;
        let levels: Vec<Level> = levels.into_iter().map(|level| level.0).collect();
        if levels.is_empty() {
            return Err(InvalidValue::new("no sign-in would have an acr", "leave it out, or list at least one level"));
        }
        for (at, level) in levels.iter().enumerate() {
            if levels[..at].iter().any(|before| before.value == level.value) {
                return Err(InvalidValue::new(
                    format!("the value {} stands there twice", quoted(&level.value)),
                    "keep one of the two",
                ));
            }
        }
        Ok(Self(Ladder(levels)))
    }
    fn shown(&self) -> Option<Value> {
        let levels: Vec<AcrLevel> = self.0.0.iter().cloned().map(AcrLevel).collect();
        levels.shown()
    }
}

/// One level.
struct AcrLevel(Level);

impl Setting for AcrLevel {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let Value::Table(table) = &given.value else { return Err(given.unlike(EXPECTED)) };
        if let Some(unknown) = table.keys().find(|key| !KEYS.contains(&key.as_str())) {
            return Err(InvalidValue::new(
                format!("there is no such key: {}", quoted(unknown)),
                format!("write {EXPECTED}"),
            ));
        }
        let part = |key: &str| {
            let value = table.get(key)?;
            Some(Given { value: value.clone(), loose: false, source: given.source.clone() })
        };
        let value = part("value").ok_or_else(|| InvalidValue::new("value is missing", format!("write {EXPECTED}")))?;
        let value = String::read(&value)?;
        // OIDC Core §3.1.2.1: acr_values are separated by spaces.
        if value.is_empty() || value.contains(char::is_whitespace) {
            return Err(InvalidValue::new(
                format!("{} is no acr value", quoted(&value)),
                "choose a value without spaces (OIDC Core section 3.1.2.1)",
            ));
        }
        let factors = part("factors").map(|factors| u32::read(&factors)).transpose()?.unwrap_or(1);
        if !(1..=3).contains(&factors) {
            return Err(InvalidValue::new(
                format!("{}: there are three kinds of factors", quoted(&value)),
                "choose factors of 1, 2 or 3",
            ));
        }
        let methods: Vec<String> = part("methods").map(|methods| Vec::read(&methods)).transpose()?.unwrap_or_default();
        if let Some(unknown) = methods.iter().find(|method| !METHODS.contains(&method.as_str())) {
            return Err(InvalidValue::new(
                format!("{}: {} is no method that anybody can prove here", quoted(&value), quoted(unknown)),
                format!("choose among {}", METHODS.join(", ")),
            ));
        }
        Ok(Self(Level { value, factors, methods }))
    }
    fn shown(&self) -> Option<Value> {
        let mut table = toml::Table::new();
        table.insert("value".to_owned(), Value::String(self.0.value.clone()));
        table.insert("factors".to_owned(), Value::Integer(i64::from(self.0.factors)));
        if !self.0.methods.is_empty() {
            table.insert("methods".to_owned(), self.0.methods.shown()?);
        }
        Some(Value::Table(table))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Source;

    fn read(text: &str) -> Result<AcrLevels, InvalidValue> {
        let table: toml::Table = format!("acr = {text}").parse().unwrap();
        AcrLevels::read(&Given { value: table["acr"].clone(), loose: false, source: Source::Default })
    }

    #[test]
    fn a_ladder_is_read_and_shown_as_it_was_written() {
        let text = "[{ value = \"bronze\" }, { value = \"gold\", factors = 2, methods = [\"pwd\"] }]";
        let read = read(text).unwrap_or_else(|_| panic!("refused"));
        let gold = Level { methods: vec!["pwd".to_owned()], ..Level::of("gold", 2) };
        assert_eq!(read.0, Ladder(vec![Level::of("bronze", 1), gold]));
        assert!(read.shown().is_some_and(|shown| shown.to_string().contains("gold")));
    }

    #[test]
    fn every_method_that_can_be_proven_makes_a_level() {
        for method in METHODS {
            let read = read(&format!("[{{ value = \"a\", methods = [\"{method}\"] }}]"));
            let level = Level { methods: vec![method.to_owned()], ..Level::of("a", 1) };
            assert_eq!(read.ok(), Some(AcrLevels(Ladder(vec![level]))), "{method}");
        }
    }

    #[test]
    fn what_makes_no_ladder_is_refused_with_a_remedy() {
        for (text, problem) in [
            ("[]", "no sign-in would have an acr"),
            ("[{ value = \"a\" }, { value = \"a\" }]", "the value \"a\" stands there twice"),
            ("[{ value = \"a b\" }]", "item 1: \"a b\" is no acr value"),
            ("[{ value = \"a\", factors = 4 }]", "item 1: \"a\": there are three kinds of factors"),
            ("[{ factors = 1 }]", "item 1: value is missing"),
            (
                "[{ value = \"a\", methods = [\"pwd\", \"totp\"] }]",
                "item 1: \"a\": \"totp\" is no method that anybody can prove here",
            ),
            ("[{ value = \"a\", kinds = 1 }]", "item 1: there is no such key: \"kinds\""),
        ] {
            assert_eq!(read(text).err().map(|refusal| refusal.problem).as_deref(), Some(problem), "{text}");
        }
    }
}
