//! `[limits]`: how often something may fail.

use ipnet::IpNet;
use toml::Value;

use super::{
    problem::InvalidValue,
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
        /// login_account_address (failed passwords for one name from one address),
        /// login_address (failed passwords from one address, whatever the account),
        /// login_account (failed passwords of one account in a row, from wherever they come; from
        /// then on one more in each `window`, and never more than 100 before),
        /// login_account_newcomer (failed passwords for one name from one network: fewer, and it is looked
        /// at although login_account is used up; a max of 0 looks at none, and strangers can then keep a
        /// person out of new browsers),
        /// factor_account (codes tried for one account as a further factor; a right one starts the count anew),
        /// recovery_address (links asked for from one address to set a password that was forgotten),
        /// recovery_account (such links mailed for one account; of more, nothing is told),
        /// mail_name_address (mails that one address asks for with one name), mail_address (mails that one address
        /// asks for), mail_account (mails to one account from everywhere; beyond it none is sent, and nobody is told),
        /// new_browser_address (browsers never seen before from one address; loopback is exempt), and
        /// registration_address (clients that one address registers).
        /// An address is an IPv4 address or an IPv6 /56; its IPv4 /24 or IPv6 /48 may fail ten times
        /// as often in all. A browser in which the person has signed in before is held by
        /// login_account_address and login_account for itself alone, so that no stranger locks it out.
        /// A rule that is left out keeps its default; an empty list switches all of them off.
        rules: Rules = Rules::default();
        /// Networks that are never limited, such as a monitoring system of your own.
        trusted: Vec<IpNet> = Vec::new();
    }
}

/// NIST SP 800-63B §3.2.2: no more than 100 consecutive failed attempts on a single account.
const MOST_IN_A_ROW: u32 = 100;

/// What a rule counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuleName {
    /// Failed passwords of one account from one address.
    LoginAccountAddress,
    /// Failed passwords from one address.
    LoginAddress,
    /// Failed passwords of one account in a row, over all addresses.
    LoginAccount,
    /// Failed passwords for one name from one network that is looked at although the account's streak is over.
    LoginAccountNewcomer,
    /// Codes tried for one account as a further factor.
    FactorAccount,
    /// Links to set a forgotten password, asked for from one address.
    RecoveryAddress,
    /// Links to set a forgotten password, mailed for one account.
    RecoveryAccount,
    /// Mails to sign in by that one address asks for with one name.
    MailNameAddress,
    /// Mails to sign in by that one address asks for.
    MailAddress,
    /// Mails to sign in by for one account, from everywhere.
    MailAccount,
    /// Browsers never seen before, from one address. Loopback is not counted.
    NewBrowserAddress,
    /// Clients registered from one address.
    RegistrationAddress,
}

impl RuleName {
    /// Every rule there is.
    pub const ALL: [Self; 12] = [
        Self::LoginAccountAddress,
        Self::LoginAddress,
        Self::LoginAccount,
        Self::LoginAccountNewcomer,
        Self::FactorAccount,
        Self::RecoveryAddress,
        Self::RecoveryAccount,
        Self::MailNameAddress,
        Self::MailAddress,
        Self::MailAccount,
        Self::NewBrowserAddress,
        Self::RegistrationAddress,
    ];

    /// The name as it stands in the configuration, the database and the metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LoginAccountAddress => "login_account_address",
            Self::LoginAddress => "login_address",
            Self::LoginAccount => "login_account",
            Self::LoginAccountNewcomer => "login_account_newcomer",
            Self::FactorAccount => "factor_account",
            Self::RecoveryAddress => "recovery_address",
            Self::RecoveryAccount => "recovery_account",
            Self::MailNameAddress => "mail_name_address",
            Self::MailAddress => "mail_address",
            Self::MailAccount => "mail_account",
            Self::NewBrowserAddress => "new_browser_address",
            Self::RegistrationAddress => "registration_address",
        }
    }

    const fn default_rule(self) -> Rule {
        match self {
            Self::LoginAccountAddress | Self::FactorAccount | Self::MailNameAddress => {
                Rule { rule: self, max: 5, window: Seconds::minutes(15) }
            }
            Self::LoginAddress | Self::MailAddress => Rule { rule: self, max: 20, window: Seconds::minutes(15) },
            Self::LoginAccount => Rule { rule: self, max: MOST_IN_A_ROW, window: Seconds::hours(1) },
            Self::LoginAccountNewcomer => Rule { rule: self, max: 3, window: Seconds::days(1) },
            Self::MailAccount => Rule { rule: self, max: 10, window: Seconds::hours(1) },
            Self::NewBrowserAddress => Rule { rule: self, max: 1000, window: Seconds::minutes(15) },
            Self::RecoveryAddress | Self::RegistrationAddress => {
                Rule { rule: self, max: 20, window: Seconds::hours(1) }
            }
            Self::RecoveryAccount => Rule { rule: self, max: 3, window: Seconds::hours(1) },
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
        for name in RuleName::ALL {
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
        let Some(rule) = RuleName::ALL.into_iter().find(|rule| rule.as_str() == name) else {
            let names = RuleName::ALL.map(RuleName::as_str);
            let remedy = nearest(&name, names).map_or_else(
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

fn check(limits: &Limits, at: &mut Checker<'_>) {
    for Rule { rule, max, window } in limits.rules.iter() {
        let is_none = *max == 0 && *rule != RuleName::LoginAccountNewcomer;
        if is_none || *window < Seconds(1) || *window > Seconds::days(31) {
            at.refuse(
                "rules",
                format!("{}: {max} failures in {} is no limit one can live with", rule.as_str(), print_length(*window)),
                "choose a max of at least 1 and a window of 1s to 31d",
            );
        }
    }
    let in_a_row = limits.rules.find(RuleName::LoginAccount).map_or(0, |rule| rule.max);
    if in_a_row > MOST_IN_A_ROW {
        at.refuse(
            "rules",
            format!("login_account: {in_a_row} failures in a row are too many for one account (NIST SP 800-63B)"),
            format!("choose a max of at most {MOST_IN_A_ROW}"),
        );
    }
    refuse_wide(&limits.trusted, "trusted", at);
}
