//! Failed passwords are limited per account and address, and per address. Successes never are.
//!
//! An attempt is counted before the password is looked at, so that a burst of parallel guesses
//! cannot slip through between looking and counting; a success takes its count back.

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

/// Counts of one attempt.
#[derive(Debug, Clone)]
pub struct Attempt {
    counted: Vec<(Rule, TokenHash, Timestamp)>,
}

/// Counts an attempt, or refuses it.
///
/// # Errors
/// [`Error::TooMany`] when a limit is reached.
pub async fn begin(app: &App, account_key: &str, ip: Option<&str>) -> Result<Attempt, Error> {
    let now = app.clock.now();
    let address = ip.and_then(|text| text.parse::<IpAddr>().ok());
    if address.is_some_and(|ip| app.config.limits.trusted.iter().any(|network| network.contains(&ip))) {
        return Ok(Attempt { counted: Vec::new() });
    }
    let place = network(address);
    // The address first: once it is blocked, guesses of ever new names write nothing.
    let keys =
        [(RuleName::LoginAddress, place.clone()), (RuleName::LoginAccountAddress, format!("{account_key}\0{place}"))];
    let windows: Vec<_> = keys.iter().filter_map(|(name, key)| window(app, *name, key)).collect();
    let mut tx = app.db.begin().await?;
    let outcome: Result<Result<Attempt, Seconds>, Error> = async {
        let mut counted = Vec::new();
        for (rule, hash, start) in windows {
            let end = start + rule.window;
            let count = limits::add(&mut tx, rule.rule.as_str(), &hash, start, end).await?;
            if count > i64::from(rule.max) {
                metrics::counter!(crate::telemetry::RATE_LIMITED, "rule" => rule.rule.as_str()).increment(1);
                return Ok(Err(end - now));
            }
            counted.push((rule, hash, start));
        }
        Ok(Ok(Attempt { counted }))
    }
    .await;
    match settle(tx, outcome).await? {
        Ok(attempt) => Ok(attempt),
        Err(retry_after) => Err(Error::TooMany { retry_after }),
    }
}

/// Counts a browser that was never seen before: each is a row that anybody can make.
///
/// # Errors
/// [`Error::TooMany`] when the address made too many.
pub async fn admit_stranger(app: &App, tx: &mut Tx, ip: Option<&str>) -> Result<(), Error> {
    let now = app.clock.now();
    let address = ip.and_then(|text| text.parse::<IpAddr>().ok());
    // Behind a proxy that is not declared everybody comes from loopback.
    let exempt = address.is_none_or(|ip| {
        ip.is_loopback() || ip.is_unspecified() || app.config.limits.trusted.iter().any(|network| network.contains(&ip))
    });
    let window = window(app, RuleName::NewBrowserAddress, &network(address)).filter(|_| !exempt);
    let Some((rule, hash, start)) = window else { return Ok(()) };
    let end = start + rule.window;
    if limits::count(tx, rule.rule.as_str(), &hash, now).await? >= i64::from(rule.max) {
        metrics::counter!(crate::telemetry::RATE_LIMITED, "rule" => rule.rule.as_str()).increment(1);
        return Err(Error::TooMany { retry_after: end - now });
    }
    limits::add(tx, rule.rule.as_str(), &hash, start, end).await?;
    Ok(())
}

fn window(app: &App, name: RuleName, key: &str) -> Option<(Rule, TokenHash, Timestamp)> {
    let rule = app.config.limits.rules.find(name)?;
    let now = app.clock.now();
    Some((rule, TokenHash::of(key), Timestamp(now.0 - now.0.rem_euclid(rule.window.0))))
}

/// The attempt was a success: it does not count, and the account's count starts anew, since
/// whoever knows the password is no guesser.
///
/// # Errors
/// When the database fails.
pub async fn succeeded(app: &App, attempt: &Attempt) -> Result<(), Error> {
    undo(app, attempt, true).await
}

/// The attempt was never looked at: it does not count.
///
/// # Errors
/// When the database fails.
pub async fn take_back(app: &App, attempt: &Attempt) -> Result<(), Error> {
    undo(app, attempt, false).await
}

async fn undo(app: &App, attempt: &Attempt, clear_account: bool) -> Result<(), Error> {
    if attempt.counted.is_empty() {
        return Ok(());
    }
    let mut tx = app.db.begin().await?;
    let outcome: Result<(), Error> = async {
        for (rule, hash, start) in &attempt.counted {
            if clear_account && rule.rule == RuleName::LoginAccountAddress {
                limits::clear(&mut tx, rule.rule.as_str(), hash).await?;
            } else {
                limits::take_back(&mut tx, rule.rule.as_str(), hash, *start).await?;
            }
        }
        Ok(())
    }
    .await;
    settle(tx, outcome).await
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
