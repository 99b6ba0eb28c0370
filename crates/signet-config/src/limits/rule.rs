//! A rule as it is configured, and the list of those in force.

use toml::Value;

use super::rule_name::RuleName;
use crate::{
    base::time::{Seconds, Timestamp},
    problem::InvalidValue,
    suggest::nearest,
    units::print_length,
    value::{Given, Setting, quoted},
};

/// At most `max` within `window`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// What is counted.
    pub rule: RuleName,
    /// How many are let through.
    pub max: u32,
    /// The time they are counted over.
    pub window: Seconds,
}

impl Rule {
    /// When the window began that this moment lies in.
    pub fn begin(&self, now: Timestamp) -> Timestamp {
        Timestamp(now.0 - now.0.rem_euclid(self.window.0))
    }
}

/// The rules in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules(Vec<Rule>);

impl Rules {
    /// The limit of a rule; `None` when it is switched off.
    pub fn find(&self, name: RuleName) -> Option<Rule> {
        self.0.iter().find(|rule| rule.rule == name).copied()
    }

    /// Every rule in force.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.0.iter()
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self(RuleName::ALL.iter().map(|name| name.default_rule()).collect())
    }
}

impl FromIterator<Rule> for Rules {
    fn from_iter<I: IntoIterator<Item = Rule>>(rules: I) -> Self {
        Self(rules.into_iter().collect())
    }
}

impl Setting for Rules {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let mut rules: Vec<Rule> = Vec::<Rule>::read(given)?;
        if rules.is_empty() {
            return Ok(Self(rules));
        }
        for name in RuleName::ALL.iter().copied() {
            match rules.iter().filter(|rule| rule.rule == name).count() {
                0 => rules.push(name.default_rule()),
                1 => {}
                _ => {
                    return Err(InvalidValue::new(
                        format!("the rule {} stands there twice", name.as_str()),
                        "keep one of the two",
                    ));
                }
            }
        }
        Ok(Self(rules))
    }
    fn shown(&self) -> Option<Value> {
        self.0.shown()
    }
}

impl Setting for Rule {
    fn read(given: &Given) -> Result<Self, InvalidValue> {
        let expected = "a table such as { rule = \"login_address\", max = 20, window = \"15m\" }";
        let Value::Table(table) = &given.value else { return Err(given.unlike(expected)) };
        if let Some(unknown) = table.keys().find(|key| !["rule", "max", "window"].contains(&key.as_str())) {
            return Err(InvalidValue::new(
                format!("there is no such key: {}", quoted(unknown)),
                format!("write {expected}"),
            ));
        }
        let part = |key: &str| {
            let value = table
                .get(key)
                .ok_or_else(|| InvalidValue::new(format!("{key} is missing"), format!("write {expected}")))?;
            Ok(Given { value: value.clone(), loose: false, source: given.source.clone() })
        };
        let name = String::read(&part("rule")?)?;
        let Some(rule) = RuleName::ALL.iter().copied().find(|rule| rule.as_str() == name) else {
            let names: Vec<&str> = RuleName::ALL.iter().map(|rule| rule.as_str()).collect();
            let remedy = nearest(&name, names.iter().copied()).map_or_else(
                || format!("choose one of {}", names.join(", ")),
                |meant| format!("did you mean {meant}?"),
            );
            return Err(InvalidValue::new(format!("there is no rule {}", quoted(&name)), remedy));
        };
        Ok(Self { rule, max: u32::read(&part("max")?)?, window: Seconds::read(&part("window")?)? })
    }
    fn shown(&self) -> Option<Value> {
        let mut table = toml::Table::new();
        table.insert("rule".to_owned(), Value::String(self.rule.as_str().to_owned()));
        table.insert("max".to_owned(), Value::Integer(i64::from(self.max)));
        table.insert("window".to_owned(), Value::String(print_length(self.window)));
        Some(Value::Table(table))
    }
}
