//! What may be asked for: so many at once, then evenly ([`Gcra`]). Taken by one conditional statement, or refused by it.

use std::net::IpAddr;

use super::{
    Exceeded,
    gcra::{Gcra, seconds},
    place::places,
};
use crate::{
    base::{
        secret::TokenHash,
        time::{Seconds, Timestamp},
    },
    config::limits::{Rule, RuleName},
    domain::kernel::{Cx, Error, Work},
    store::{
        Conn,
        limits::{self, Counted, Taking},
    },
};

/// What somebody may still ask for.
#[derive(Debug, Clone)]
pub struct Allowance {
    limit: Rule,
    hash: TokenHash,
    gcra: Gcra,
}

/// How an allowance stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remaining {
    /// The rule.
    pub limit: Rule,
    /// How many may still be asked for at once.
    pub left: i64,
    /// Until all of it may be.
    pub reset: Seconds,
}

/// As the algorithm counts.
const fn millis(at: Timestamp) -> i64 {
    at.0.saturating_mul(1000)
}

impl Allowance {
    /// Of a rule, for a key that has so many times its limit; none where the rule is off.
    pub fn of(cx: &Cx<'_>, name: RuleName, key: &str, times: u32) -> Option<Self> {
        let limit = cx.app.config.limits.rules.find(name)?;
        let gcra = Gcra::of(i64::from(limit.max) * i64::from(times), limit.window);
        Some(Self { limit, hash: TokenHash::of(key), gcra })
    }

    const fn key(&self) -> Counted<'_> {
        Counted { rule: self.limit.rule.as_str(), hash: &self.hash }
    }

    /// Takes one, over all instances, as long as this unit of work is not undone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take(&self, cx: &Cx<'_>, work: &mut Work) -> Result<Result<Remaining, Exceeded>, Error> {
        let now = millis(cx.now);
        let Gcra { interval, burst } = self.gcra;
        let taking = Taking { now, interval, burst, furthest: self.gcra.furthest(now) };
        match limits::take(work, self.key(), taking).await? {
            Some(worked_off) => Ok(Ok(self.remaining(worked_off, now))),
            None => Ok(Err(self.look(cx, work).await?.err().unwrap_or_else(|| self.exceeded(1)))),
        }
    }

    /// Whether one could be taken.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn look(&self, cx: &Cx<'_>, conn: &mut Conn) -> Result<Result<Remaining, Exceeded>, Error> {
        let worked_off = limits::find_worked_off(conn, self.key()).await?;
        Ok(self.could_take(worked_off.unwrap_or_default(), millis(cx.now)))
    }

    /// Takes one of what this instance counts for itself.
    ///
    /// # Errors
    /// That there is none.
    pub fn take_here(&self, cx: &Cx<'_>) -> Result<Remaining, Exceeded> {
        let now = millis(cx.now);
        cx.app.taken.update(self.here(), now, |worked_off| match self.gcra.take(*worked_off, now) {
            Ok(next) => {
                *worked_off = next;
                Ok(self.remaining(next, now))
            }
            Err(wait) => Err(self.exceeded(wait)),
        })
    }

    /// Whether [`Self::take_here`] would take one.
    ///
    /// # Errors
    /// That there is none.
    pub fn look_here(&self, cx: &Cx<'_>) -> Result<Remaining, Exceeded> {
        let now = millis(cx.now);
        cx.app.taken.update(self.here(), now, |worked_off| self.could_take(*worked_off, now))
    }

    const fn here(&self) -> (&'static str, &TokenHash) {
        (self.limit.rule.as_str(), &self.hash)
    }

    fn could_take(&self, worked_off: i64, now: i64) -> Result<Remaining, Exceeded> {
        match self.gcra.take(worked_off, now) {
            Ok(_) => Ok(self.remaining(worked_off, now)),
            Err(wait) => Err(self.exceeded(wait)),
        }
    }

    fn remaining(&self, worked_off: i64, now: i64) -> Remaining {
        let (left, reset) = (self.gcra.left(worked_off, now), seconds(self.gcra.reset(worked_off, now)));
        Remaining { limit: self.limit, left, reset }
    }

    fn exceeded(&self, wait: i64) -> Exceeded {
        Exceeded::new(self.limit, &self.hash, seconds(wait))
    }
}

/// The allowances of a rule for an address and the network around it, the narrowest first.
pub fn allowances(cx: &Cx<'_>, rule: RuleName, address: Option<IpAddr>) -> Vec<Allowance> {
    places(address).iter().filter_map(|place| Allowance::of(cx, rule, &place.name, place.times)).collect()
}

/// Takes one of each; answers how the first stands, if there is one. Where one is used up, the unit of work is undone.
///
/// # Errors
/// [`Error::TooMany`].
pub async fn take_all(cx: &Cx<'_>, work: &mut Work, all: &[Allowance]) -> Result<Option<Remaining>, Error> {
    let mut first = None;
    for allowance in all {
        match allowance.take(cx, work).await? {
            Ok(remaining) => first = first.or(Some(remaining)),
            Err(exceeded) => return Err(work.refuse(exceeded)),
        }
    }
    Ok(first)
}
