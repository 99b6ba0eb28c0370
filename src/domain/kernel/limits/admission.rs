//! Who may make a row that anybody can make: a browser never seen before, a client that registers itself, a link that
//! somebody asks for.

use std::net::IpAddr;

use super::{
    Window, address, is_trusted, limited,
    place::{AddressRange, places},
    window,
};
use crate::{
    config::limits::RuleName,
    domain::kernel::{Cx, Error, Work},
    store::limits,
};

/// Counts a browser that was never seen before: each is a row that anybody can make.
///
/// # Errors
/// [`Error::TooMany`] when the address made too many.
pub async fn admit_stranger(cx: &Cx<'_>, work: &mut Work) -> Result<(), Error> {
    let Some(address) = counted(cx) else { return Ok(()) };
    admit(cx, work, &windows(cx, RuleName::NewBrowserAddress, Some(address))).await
}

/// Counts in each window, unless one is full: then in none.
async fn admit(cx: &Cx<'_>, work: &mut Work, windows: &[Window]) -> Result<(), Error> {
    for window in windows {
        if limits::count(work, window.rule.as_str(), &window.hash, cx.now).await? >= window.max {
            return Err(limited(window.rule.as_str(), window.end - cx.now));
        }
    }
    for window in windows {
        limits::add(work, window.rule.as_str(), &window.hash, window.start, window.end).await?;
    }
    Ok(())
}

/// Counts a link that somebody asks for who forgot a password.
///
/// # Errors
/// [`Error::TooMany`] when the address asked for too many.
pub async fn admit_recovery(cx: &Cx<'_>, work: &mut Work) -> Result<(), Error> {
    let address = address(cx);
    if is_trusted(cx, address) {
        return Ok(());
    }
    admit(cx, work, &windows(cx, RuleName::RecoveryAddress, address)).await
}

/// The address of a stranger, where it says who is who.
fn counted(cx: &Cx<'_>) -> Option<IpAddr> {
    let address = address(cx)?;
    // Behind a proxy that is not declared everybody comes from loopback.
    let is_counted = !address.is_loopback() && !address.is_unspecified() && !is_trusted(cx, Some(address));
    is_counted.then_some(address)
}

/// The places to which what a stranger leaves behind is counted, the narrowest first; none where an address says
/// nothing.
pub fn places_of_stranger(cx: &Cx<'_>) -> Vec<AddressRange> {
    counted(cx).map(|address| places(Some(address))).unwrap_or_default()
}

/// Counts a client that registers itself: each is a row that anybody can make.
///
/// # Errors
/// [`Error::TooMany`] when the address registered too many.
pub async fn admit_registration(cx: &Cx<'_>) -> Result<(), Error> {
    let address = address(cx);
    if is_trusted(cx, address) {
        return Ok(());
    }
    let now = cx.now;
    cx.write(async |work| {
        for window in windows(cx, RuleName::RegistrationAddress, address) {
            let count = limits::add(work, window.rule.as_str(), &window.hash, window.start, window.end).await?;
            if count > window.max {
                return Ok(Some(limited(window.rule.as_str(), window.end - now)));
            }
        }
        Ok(None)
    })
    .await?
    .map_or(Ok(()), Err)
}

fn windows(cx: &Cx<'_>, rule: RuleName, address: Option<IpAddr>) -> Vec<Window> {
    places(address).iter().filter_map(|place| window(cx, rule, &place.name, place.times)).collect()
}
