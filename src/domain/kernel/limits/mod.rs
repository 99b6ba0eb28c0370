//! How often something may happen: windows of time, counted for an address and the network around it.

mod admission;
pub mod place;

use std::net::IpAddr;

pub use admission::{admit_recovery, admit_registration, admit_stranger, places_of_stranger};

use super::{Cx, Error};
use crate::{
    base::{
        secret::TokenHash,
        time::{Seconds, Timestamp},
    },
    config::limits::{Rule, RuleName},
};

/// Failures counted from one moment to another.
#[derive(Debug, Clone)]
pub struct Window {
    /// The rule.
    pub rule: RuleName,
    /// How many are let through.
    pub max: i64,
    /// For whom.
    pub hash: TokenHash,
    /// From when.
    pub start: Timestamp,
    /// To when.
    pub end: Timestamp,
}

/// From which address a call came.
pub fn address(cx: &Cx<'_>) -> Option<IpAddr> {
    cx.origin.ip.as_deref().and_then(|text| text.parse().ok())
}

/// From which network a call came.
pub fn network(cx: &Cx<'_>) -> String {
    place::places(address(cx)).pop().map(|widest| widest.name).unwrap_or_default()
}

/// Whether the operator named the address as one that is not limited.
pub fn is_trusted(cx: &Cx<'_>, address: Option<IpAddr>) -> bool {
    address.is_some_and(|ip| cx.app.config.limits.trusted.iter().any(|network| network.contains(&ip)))
}

/// Counts and says that a limit was reached.
pub fn limited(rule: &'static str, retry_after: Seconds) -> Error {
    metrics::counter!(crate::telemetry::RATE_LIMITED, "rule" => rule).increment(1);
    Error::TooMany { retry_after }
}

/// The present window of a rule for a key that has so many times its limit.
pub fn window(cx: &Cx<'_>, name: RuleName, key: &str, times: u32) -> Option<Window> {
    let Rule { rule, max, window } = cx.app.config.limits.rules.find(name)?;
    let now = cx.now;
    let start = Timestamp(now.0 - now.0.rem_euclid(window.0));
    Some(Window { rule, max: i64::from(max) * i64::from(times), hash: TokenHash::of(key), start, end: start + window })
}
