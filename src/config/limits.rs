//! `[limits]`: how often something may fail.

use ipnet::IpNet;
use toml::Value;

use super::{
    problem::Refusal,
    section::{Checker, section},
    server::refuse_wide,
    suggest::nearest,
    units::print_length,
    value::{Given, Setting, quoted},
};
use crate::base::time::Seconds;

section! {
    /// How often something may fail before it has to wait. Failures count, successes never do.
    Limits, check = check {
        /// At most `max` failures within `window` for each rule. Rules:
        /// login_account_address (failed passwords of one account from one address) and
        /// login_address (failed passwords from one address, whatever the account), and
        /// new_browser_address (browsers never seen before from one address; loopback is exempt), and
        /// registration_address (clients that one address registers).
        /// A rule that is left out keeps its default; an empty list switches all of them off.
        rules: Rules = Rules::default();
        /// Networks that are never limited, such as a monitoring system of your own.
        trusted: Vec<IpNet> = Vec::new();
    }
}

/// What a rule counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuleName {
    /// Failed passwords of one account from one address.
    LoginAccountAddress,
    /// Failed passwords from one address.
    LoginAddress,
    /// Browsers never seen before, from one address. Loopback is not counted.
    NewBrowserAddress,
    /// Clients registered from one address.
    RegistrationAddress,
}

impl RuleName {
    /// Every rule there is.
    pub const ALL: [Self; 4] =
        [Self::LoginAccountAddress, Self::LoginAddress, Self::NewBrowserAddress, Self::RegistrationAddress];

    /// The name as it stands in the configuration, the database and the metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LoginAccountAddress => "login_account_address",
            Self::LoginAddress => "login_address",
            Self::NewBrowserAddress => "new_browser_address",
            Self::RegistrationAddress => "registration_address",
        }
    }

    const fn default_rule(self) -> Rule {
        match self {
            Self::LoginAccountAddress => Rule { rule: self, max: 5, window: Seconds::minutes(15) },
            Self::LoginAddress => Rule { rule: self, max: 20, window: Seconds::minutes(15) },
            Self::NewBrowserAddress => Rule { rule: self, max: 1000, window: Seconds::minutes(15) },
            Self::RegistrationAddress => Rule { rule: self, max: 20, window: Seconds::hours(1) },
        }
    }
}

/// At most `max` failures within `window`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// What is counted.
    pub rule: RuleName,
    /// Failures that are let through.
    pub max: u32,
    /// The time they are counted over.
    pub window: Seconds,
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
        Self(RuleName::ALL.map(RuleName::default_rule).to_vec())
    }
}

impl Setting for Rules {
    fn read(given: &Given) -> Result<Self, Refusal> {
        let mut rules: Vec<Rule> = Vec::<Rule>::read(given)?;
        if rules.is_empty() {
            return Ok(Self(rules));
        }
        for name in RuleName::ALL {
            match rules.iter().filter(|rule| rule.rule == name).count() {
                0 => rules.push(name.default_rule()),
                1 => {}
                _ => {
                    return Err(Refusal::new(
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
    fn read(given: &Given) -> Result<Self, Refusal> {
        let expected = "a table such as { rule = \"login_address\", max = 20, window = \"15m\" }";
        let Value::Table(table) = &given.value else { return Err(given.unlike(expected)) };
        if let Some(unknown) = table.keys().find(|key| !["rule", "max", "window"].contains(&key.as_str())) {
            return Err(Refusal::new(
                format!("there is no such key: {}", quoted(unknown)),
                format!("write {expected}"),
            ));
        }
        let part = |key: &str| {
            let value =
                table.get(key).ok_or_else(|| Refusal::new(format!("{key} is missing"), format!("write {expected}")))?;
            Ok(Given { value: value.clone(), loose: false, source: given.source.clone() })
        };
        let name = String::read(&part("rule")?)?;
        let Some(rule) = RuleName::ALL.into_iter().find(|rule| rule.as_str() == name) else {
            let names = RuleName::ALL.map(RuleName::as_str);
            let remedy = nearest(&name, names).map_or_else(
                || format!("choose one of {}", names.join(", ")),
                |meant| format!("did you mean {meant}?"),
            );
            return Err(Refusal::new(format!("there is no rule {}", quoted(&name)), remedy));
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

fn check(limits: &Limits, at: &mut Checker<'_>) {
    for Rule { rule, max, window } in limits.rules.iter() {
        if *max == 0 || *window < Seconds(1) || *window > Seconds::days(31) {
            at.refuse(
                "rules",
                format!("{}: {max} failures in {} is no limit one can live with", rule.as_str(), print_length(*window)),
                "choose a max of at least 1 and a window of 1s to 31d",
            );
        }
    }
    refuse_wide(&limits.trusted, "trusted", at);
}
