//! Who may make a row that anybody can make: a browser never seen before, a client that registers itself, a link that
//! somebody asks for, an account; and which programs are answered.

use std::net::IpAddr;

use super::{
    Allowance, Remaining, address,
    allowance::take_all,
    allowances, is_trusted,
    place::{AddressRange, places},
};
use crate::{
    base::id::UserId,
    config::limits::RuleName,
    domain::kernel::{Cx, Error, Work},
    protocol::client::ClientId,
};

/// Counts a browser that was never seen before: each is a row that anybody can make.
///
/// # Errors
/// [`Error::TooMany`] when the address made too many.
pub async fn admit_stranger(cx: &Cx<'_>, work: &mut Work) -> Result<(), Error> {
    take_all(cx, work, &of_stranger(cx, RuleName::NewBrowserAddress)).await.map(drop)
}

/// Counts a link that somebody asks for who forgot a password.
///
/// # Errors
/// [`Error::TooMany`] when the address asked for too many.
pub async fn admit_recovery(cx: &Cx<'_>, work: &mut Work) -> Result<(), Error> {
    take_all(cx, work, &of_address(cx, RuleName::RecoveryAddress)).await.map(drop)
}

/// Counts a client that registers itself: each is a row that anybody can make. Answers what is left.
///
/// # Errors
/// [`Error::TooMany`] when the address registered too many.
pub async fn admit_registration(cx: &Cx<'_>) -> Result<Option<Remaining>, Error> {
    let all = of_address(cx, RuleName::RegistrationAddress);
    if all.is_empty() {
        return Ok(None);
    }
    cx.write(async |work| take_all(cx, work, &all).await).await
}

/// Whether an account could be made from here: asked before anybody is mailed for it.
///
/// # Errors
/// [`Error::TooMany`] when as many were made from here as may be.
pub async fn may_sign_up(cx: &Cx<'_>, work: &mut Work) -> Result<(), Error> {
    for allowance in of_stranger(cx, RuleName::SignUpAddress) {
        if let Err(exceeded) = allowance.look(cx, work).await? {
            return Err(work.refuse(exceeded));
        }
    }
    Ok(())
}

/// Counts an account that somebody makes for themselves.
///
/// # Errors
/// As [`may_sign_up`].
pub async fn admit_sign_up(cx: &Cx<'_>, work: &mut Work) -> Result<(), Error> {
    take_all(cx, work, &of_stranger(cx, RuleName::SignUpAddress)).await.map(drop)
}

/// Counts a user name that somebody tries who makes an account: whether it is taken is told. Whoever is invited is counted
/// by their mailbox alone: an operator named it, and many of them share an address.
///
/// # Errors
/// [`Error::TooMany`] when as many were tried with this mailbox, or from here, as may be.
pub async fn admit_username(cx: &Cx<'_>, work: &mut Work, email_key: &str, is_invited: bool) -> Result<(), Error> {
    let mut all = if is_invited { Vec::new() } else { of_stranger(cx, RuleName::UsernameAddress) };
    all.extend(Allowance::of(cx, RuleName::UsernameMailbox, email_key, 1));
    take_all(cx, work, &all).await.map(drop)
}

/// Counts an answer of an upstream that is taken: for each the upstream is called, by whomever it was sent.
///
/// # Errors
/// [`Error::TooMany`] when too many came from the address.
pub async fn admit_upstream(cx: &Cx<'_>, work: &mut Work) -> Result<(), Error> {
    take_all(cx, work, &of_stranger(cx, RuleName::UpstreamAddress)).await.map(drop)
}

/// Counts what a person asks for of their own account and costs much.
///
/// # Errors
/// [`Error::TooMany`] when they asked for too much of it.
pub async fn admit_person(cx: &Cx<'_>, work: &mut Work, rule: RuleName, user: &UserId) -> Result<(), Error> {
    take_all(cx, work, Allowance::of(cx, rule, user.as_str(), 1).as_slice()).await.map(drop)
}

/// What the endpoints where clients authenticate may refuse to this client from here, whether there is such a client or
/// not; none where that is not counted.
pub fn of_client(cx: &Cx<'_>, claimed: Option<&ClientId>) -> Option<Allowance> {
    let here = here(cx)?;
    let client = claimed.map_or("", ClientId::as_str);
    Allowance::of(cx, RuleName::TokenClientAddress, &format!("{client}\0{}", here.name), here.times)
}

/// What an address may ask of the endpoints where programs manage something; none where that is not counted.
pub fn of_api(cx: &Cx<'_>) -> Option<Allowance> {
    let here = here(cx)?;
    Allowance::of(cx, RuleName::ApiAddress, &here.name, here.times)
}

/// The narrowest place of a stranger: where an address says nothing, one of many programs would use up what all may.
fn here(cx: &Cx<'_>) -> Option<AddressRange> {
    places_of_stranger(cx).into_iter().next()
}

/// The allowances of an address; none where it is trusted.
fn of_address(cx: &Cx<'_>, rule: RuleName) -> Vec<Allowance> {
    let address = address(cx);
    if is_trusted(cx, address) { Vec::new() } else { allowances(cx, rule, address) }
}

/// The allowances of the address of a stranger; none where it says nothing.
fn of_stranger(cx: &Cx<'_>, rule: RuleName) -> Vec<Allowance> {
    counted(cx).map(|address| allowances(cx, rule, Some(address))).unwrap_or_default()
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
