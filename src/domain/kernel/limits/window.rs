//! Failures within a window of time: looked at before, counted when it failed, forgotten when it succeeds.

use std::net::IpAddr;

use super::{Exceeded, place::places};
use crate::{
    base::{secret::TokenHash, time::Timestamp},
    config::limits::{Rule, RuleName},
    domain::kernel::{Cx, Error, Work, ahead::is_ahead},
    store::limits::{self, Counted, Failures},
};

/// Failures counted from one moment to another.
#[derive(Debug, Clone)]
pub struct Window {
    /// The rule.
    pub rule: RuleName,
    /// How many are let through.
    pub max: i64,
    limit: Rule,
    hash: TokenHash,
    start: Timestamp,
    end: Timestamp,
}

impl Window {
    /// The present window of a rule for a key that has so many times its limit; none where the rule is off.
    pub fn of(cx: &Cx<'_>, name: RuleName, key: &str, times: u32) -> Option<Self> {
        Some(Self::under(cx, cx.app.config.limits.rules.find(name)?, key, times))
    }

    /// The present window of a rule that is set elsewhere.
    pub fn under(cx: &Cx<'_>, limit: Rule, key: &str, times: u32) -> Self {
        let start = limit.begin(cx.now);
        Self {
            rule: limit.rule,
            max: i64::from(limit.max) * i64::from(times),
            limit,
            hash: TokenHash::of(key),
            start,
            end: start + limit.window,
        }
    }

    /// What it is counted by.
    pub const fn key(&self) -> Counted<'_> {
        Counted { rule: self.rule.as_str(), hash: &self.hash }
    }

    /// Counts one more; answers how many there are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add(&self, work: &mut Work) -> Result<i64, Error> {
        Ok(limits::add(work, self.key(), self.start, self.end).await?)
    }

    /// Forgets them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn clear(&self, work: &mut Work) -> Result<(), Error> {
        Ok(limits::clear(work, self.key()).await?)
    }

    /// That it is full.
    pub fn exceeded(&self, cx: &Cx<'_>) -> Exceeded {
        Exceeded::new(self.limit, &self.hash, self.end - cx.now)
    }
}

/// The windows of a rule for an address and the network around it, the narrowest first.
pub fn windows(cx: &Cx<'_>, rule: RuleName, address: Option<IpAddr>) -> Vec<Window> {
    places(address).iter().filter_map(|place| Window::of(cx, rule, &place.name, place.times)).collect()
}

/// What has failed of some keys. What a clock that was ahead has counted does not count until then.
///
/// # Errors
/// When the database fails.
pub async fn failures(cx: &Cx<'_>, keys: &[Counted<'_>]) -> Result<Vec<Failures>, Error> {
    let mut found = Vec::new();
    if keys.is_empty() {
        return Ok(found);
    }
    let mut conn = cx.read().await?;
    for some in keys.chunks(limits::MOST) {
        found.extend(limits::list(&mut conn, some, cx.now).await?);
    }
    // A call may have waited long since it began, and others failed meanwhile.
    let now = cx.now.max(cx.app.clock.now());
    found.retain(|one| !is_ahead(one.window_start, now));
    Ok(found)
}

/// Counts one more in each; answers the one that keeps longest of those that are over.
///
/// # Errors
/// When the database fails.
pub async fn add_to_all<'w>(work: &mut Work, windows: &'w [Window]) -> Result<Option<&'w Window>, Error> {
    let mut over: Option<&Window> = None;
    for window in windows {
        if window.add(work).await? > window.max && over.is_none_or(|other| other.end < window.end) {
            over = Some(window);
        }
    }
    Ok(over)
}
