//! Failed passwords are limited per account and address, and per address. Successes never are.
//!
//! Only what failed is counted, so that people who know their passwords cannot lock each other
//! out behind one address. A burst of guesses that all began before the first of them failed gains
//! nothing: the limit is looked at again before any of them is answered, right or wrong.

use std::net::{IpAddr, Ipv6Addr};

use crate::{
    app::App,
    base::{
        secret::TokenHash,
        time::{Seconds, Timestamp},
    },
    config::limits::{Rule, RuleName},
    domain::error::{Error, settle},
    store::{Tx, limits},
};

/// The windows that an attempt belongs to.
#[derive(Debug, Clone)]
pub struct Attempt {
    windows: Vec<(Rule, TokenHash, Timestamp)>,
}

/// Looks at the limits before a password is looked at.
///
/// # Errors
/// [`Error::TooMany`] when one is reached.
pub async fn begin(app: &App, account_key: &str, ip: Option<&str>) -> Result<Attempt, Error> {
    let address = ip.and_then(|text| text.parse::<IpAddr>().ok());
    if is_trusted(app, address) {
        return Ok(Attempt { windows: Vec::new() });
    }
    let place = network(address);
    let keys =
        [(RuleName::LoginAddress, place.clone()), (RuleName::LoginAccountAddress, format!("{account_key}\0{place}"))];
    let attempt = Attempt { windows: keys.iter().filter_map(|(name, key)| window(app, *name, key)).collect() };
    check(app, &attempt).await?;
    Ok(attempt)
}

/// Whether too much has failed already; answers whether anything has.
async fn check(app: &App, attempt: &Attempt) -> Result<bool, Error> {
    let now = app.clock.now();
    let mut any = false;
    let mut conn = app.db.read().await?;
    for (rule, hash, start) in &attempt.windows {
        let failed = limits::count(&mut conn, rule.rule.as_str(), hash, now).await?;
        if failed >= i64::from(rule.max) {
            return Err(limited(rule, *start, now));
        }
        any |= failed > 0;
    }
    Ok(any)
}

/// The password was wrong: it counts. Inside the transaction that records it; answers how long to
/// wait when a limit was passed meanwhile, so that a burst learns no more than a slow guesser.
///
/// # Errors
/// When the database fails.
pub async fn failed(tx: &mut Tx, attempt: &Attempt, now: Timestamp) -> Result<Option<Seconds>, Error> {
    let mut wait = None;
    for (rule, hash, start) in &attempt.windows {
        let end = *start + rule.window;
        let count = limits::add(tx, rule.rule.as_str(), hash, *start, end).await?;
        if count > i64::from(rule.max) {
            wait = wait.max(Some(end - now));
        }
    }
    Ok(wait)
}

/// The password was right: the account's count starts anew, since whoever knows the password is
/// no guesser, unless others have used up the limit while this one was being looked at.
///
/// # Errors
/// [`Error::TooMany`] in that case.
pub async fn succeeded(app: &App, attempt: &Attempt) -> Result<(), Error> {
    if !check(app, attempt).await? {
        return Ok(());
    }
    let mut tx = app.db.begin().await?;
    let outcome: Result<(), Error> = async {
        for (rule, hash, _) in attempt.windows.iter().filter(|(rule, ..)| rule.rule == RuleName::LoginAccountAddress) {
            limits::clear(&mut tx, rule.rule.as_str(), hash).await?;
        }
        Ok(())
    }
    .await;
    settle(tx, outcome).await
}

/// Counts a browser that was never seen before: each is a row that anybody can make.
///
/// # Errors
/// [`Error::TooMany`] when the address made too many.
pub async fn admit_stranger(app: &App, tx: &mut Tx, ip: Option<&str>) -> Result<(), Error> {
    let now = app.clock.now();
    let address = ip.and_then(|text| text.parse::<IpAddr>().ok());
    // Behind a proxy that is not declared everybody comes from loopback.
    let exempt = address.is_none_or(|ip| ip.is_loopback() || ip.is_unspecified()) || is_trusted(app, address);
    let window = window(app, RuleName::NewBrowserAddress, &network(address)).filter(|_| !exempt);
    let Some((rule, hash, start)) = window else { return Ok(()) };
    if limits::count(tx, rule.rule.as_str(), &hash, now).await? >= i64::from(rule.max) {
        return Err(limited(&rule, start, now));
    }
    limits::add(tx, rule.rule.as_str(), &hash, start, start + rule.window).await?;
    Ok(())
}

/// Counts a client that registers itself: each is a row that anybody can make.
///
/// # Errors
/// [`Error::TooMany`] when the address registered too many.
pub async fn admit_registration(app: &App, ip: Option<&str>) -> Result<(), Error> {
    let address = ip.and_then(|text| text.parse::<IpAddr>().ok());
    let window = window(app, RuleName::RegistrationAddress, &network(address)).filter(|_| !is_trusted(app, address));
    let Some((rule, hash, start)) = window else { return Ok(()) };
    let mut tx = app.db.begin().await?;
    let outcome = limits::add(&mut tx, rule.rule.as_str(), &hash, start, start + rule.window).await;
    let count = settle(tx, outcome.map_err(Error::from)).await?;
    if count > i64::from(rule.max) { Err(limited(&rule, start, app.clock.now())) } else { Ok(()) }
}

/// Whether the operator named the address as one that is not limited.
fn is_trusted(app: &App, address: Option<IpAddr>) -> bool {
    address.is_some_and(|ip| app.config.limits.trusted.iter().any(|network| network.contains(&ip)))
}

/// Counts and says that a limit was reached.
fn limited(rule: &Rule, start: Timestamp, now: Timestamp) -> Error {
    metrics::counter!(crate::telemetry::RATE_LIMITED, "rule" => rule.rule.as_str()).increment(1);
    Error::TooMany { retry_after: start + rule.window - now }
}

fn window(app: &App, name: RuleName, key: &str) -> Option<(Rule, TokenHash, Timestamp)> {
    let rule = app.config.limits.rules.find(name)?;
    let now = app.clock.now();
    Some((rule, TokenHash::of(key), Timestamp(now.0 - now.0.rem_euclid(rule.window.0))))
}

/// One household has a whole IPv6 /64: limiting single addresses there would limit nobody.
fn network(address: Option<IpAddr>) -> String {
    match address {
        Some(IpAddr::V6(ip)) if ip.to_ipv4_mapped().is_none() => {
            let segments = ip.segments();
            Ipv6Addr::new(segments[0], segments[1], segments[2], segments[3], 0, 0, 0, 0).to_string()
        }
        Some(IpAddr::V6(ip)) => ip.to_ipv4_mapped().map(|ip| ip.to_string()).unwrap_or_default(),
        Some(IpAddr::V4(ip)) => ip.to_string(),
        None => "unknown".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::network;

    #[test]
    fn an_ipv6_household_is_one_place() {
        assert_eq!(network("2001:db8:1:2:3::4".parse().ok()), "2001:db8:1:2::");
        assert_eq!(network("::ffff:192.0.2.1".parse().ok()), "192.0.2.1");
    }
}
