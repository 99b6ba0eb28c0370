//! Who may make a row that anybody can make: a browser never seen before, a client that registers itself.

use std::net::IpAddr;

use super::{Window, is_trusted, limited, place::places, window};
use crate::{
    app::App,
    config::limits::RuleName,
    domain::error::{Error, settle},
    store::{Tx, limits},
};

/// Counts a browser that was never seen before: each is a row that anybody can make.
///
/// # Errors
/// [`Error::TooMany`] when the address made too many.
pub async fn admit_stranger(app: &App, tx: &mut Tx, ip: Option<&str>) -> Result<(), Error> {
    let address = ip.and_then(|text| text.parse::<IpAddr>().ok());
    // Behind a proxy that is not declared everybody comes from loopback.
    if address.is_none_or(|ip| ip.is_loopback() || ip.is_unspecified()) || is_trusted(app, address) {
        return Ok(());
    }
    let now = app.clock.now();
    let windows = windows(app, RuleName::NewBrowserAddress, address);
    for window in &windows {
        if limits::count(tx, window.rule.as_str(), &window.hash, now).await? >= window.max {
            return Err(limited(window.rule.as_str(), window.end - now));
        }
    }
    for window in &windows {
        limits::add(tx, window.rule.as_str(), &window.hash, window.start, window.end).await?;
    }
    Ok(())
}

/// Counts a client that registers itself: each is a row that anybody can make.
///
/// # Errors
/// [`Error::TooMany`] when the address registered too many.
pub async fn admit_registration(app: &App, ip: Option<&str>) -> Result<(), Error> {
    let address = ip.and_then(|text| text.parse::<IpAddr>().ok());
    if is_trusted(app, address) {
        return Ok(());
    }
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let outcome: Result<Option<Error>, Error> = async {
        for window in windows(app, RuleName::RegistrationAddress, address) {
            let count = limits::add(&mut tx, window.rule.as_str(), &window.hash, window.start, window.end).await?;
            if count > window.max {
                return Ok(Some(limited(window.rule.as_str(), window.end - now)));
            }
        }
        Ok(None)
    }
    .await;
    settle(tx, outcome).await?.map_or(Ok(()), Err)
}

fn windows(app: &App, rule: RuleName, address: Option<IpAddr>) -> Vec<Window> {
    places(address).iter().filter_map(|place| window(app, rule, &place.name, place.times)).collect()
}
