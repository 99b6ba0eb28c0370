//! Failed passwords are limited by name and address, by address, and by account. Successes never are.
//!
//! Only what failed is counted, so that people who know their passwords cannot lock each other
//! out behind one address. A burst of guesses that all began before the first of them failed gains
//! nothing: the limits are looked at again before any of them is answered, right or wrong.
//!
//! A browser that the person has signed in with before is held by its own failures alone: whatever
//! strangers do from the same network or elsewhere, it keeps its way in.
//!
//! Where strangers have used up what an account may fail, a network that has not failed at it, or hardly, is looked
//! at all the same: whoever fails from everywhere does not keep the owner out of a new browser.
//!
//! What is looked at anyway says where an attempt waits for its hash, too: a browser that is known in a lane of its
//! own, an address that has failed lately behind those that have not, and at an account under attack after a pause.

mod attempt;
mod streak;

pub use attempt::Attempt;

use self::streak::Streak;
use crate::{
    base::id::UserId,
    config::limits::RuleName,
    domain::kernel::{
        Cx, Error, Work,
        device::Device,
        limits::{Exceeded, add_to_all, address, is_trusted, refuse},
    },
    store::{
        limits::{self, Counted},
        users::User,
    },
};

/// Who tries to sign in, as far as it is known.
#[derive(Debug, Clone, Copy)]
pub struct Who<'a> {
    /// What was typed, folded.
    pub name: &'a str,
    /// The account that has this name.
    pub user: Option<&'a UserId>,
    /// The browser, where the person has signed in with it before.
    pub device: Option<&'a Device>,
}

/// Looks at the limits before a password is looked at.
///
/// # Errors
/// [`Error::TooMany`] when one is reached that is told.
pub async fn begin(cx: &Cx<'_>, who: &Who<'_>) -> Result<Attempt, Error> {
    let mut attempt = attempt_of(cx, who);
    match attempt.look(cx).await? {
        Ok(found) => attempt.take_in(cx, found, who.user).await,
        Err(exceeded) => return Err(refuse(cx, exceeded).await),
    }
    Ok(attempt)
}

fn attempt_of(cx: &Cx<'_>, who: &Who<'_>) -> Attempt {
    let address = address(cx);
    match (who.user, who.device) {
        _ if is_trusted(cx, address) => Attempt::unlimited(cx, who),
        (Some(user), Some(device)) => Attempt::of_known_browser(cx, who, user, device),
        _ => Attempt::of_stranger(cx, who, address),
    }
}

/// Whether somebody calculates something before their next password is looked at: after failures, and not in a browser
/// of their own. Where a limit is reached, it is not looked at anyway.
///
/// # Errors
/// When the database fails.
pub async fn wants_work(cx: &Cx<'_>, who: &Who<'_>) -> Result<bool, Error> {
    Ok(who.device.is_none() && attempt_of(cx, who).look(cx).await?.is_ok_and(|found| found.wants_work))
}

/// The password was wrong: it counts. Inside the transaction that records it; answers the limit that was passed
/// meanwhile and keeps longest, so that a burst learns no more than a slow guesser.
///
/// # Errors
/// When the database fails.
pub async fn failed(cx: &Cx<'_>, work: &mut Work, attempt: &Attempt) -> Result<Option<Exceeded>, Error> {
    let full = add_to_all(work, attempt.windows()).await?;
    let mut over: Vec<Exceeded> = full.map(|window| window.exceeded(cx)).into_iter().collect();
    let mut is_newcomer = false;
    if let Some(window) = attempt.newcomer() {
        is_newcomer = window.add(work).await? <= window.max;
    }
    for streak in attempt.streaks() {
        let wait = streak.fail(work, cx.now, is_newcomer).await?;
        over.extend(wait.filter(|_| streak.is_told).map(|wait| streak.exceeded(wait)));
    }
    Ok(over.into_iter().max_by_key(|one| one.retry_after))
}

/// What had failed before a password that was right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FailedBefore {
    /// How often in a row, at this account or, in a browser of the person, there.
    pub in_a_row: i64,
    /// Whether anything failed that it clears.
    any: bool,
}

/// The password was right: answers what had failed before; nothing where strangers have meanwhile used up what the
/// account may fail: it must look like a wrong one.
///
/// # Errors
/// [`Error::TooMany`] when a limit that is told was used up while this one was being looked at.
pub async fn succeeded(cx: &Cx<'_>, attempt: &Attempt) -> Result<Option<FailedBefore>, Error> {
    let found = match attempt.look(cx).await? {
        Ok(found) => found,
        Err(exceeded) => return Err(refuse(cx, exceeded).await),
    };
    let before = FailedBefore { in_a_row: found.in_a_row, any: found.any };
    Ok((!found.is_closed()).then_some(before))
}

/// The account's counts start anew, since whoever knows the password is no guesser.
///
/// # Errors
/// When the database fails.
pub async fn forget(cx: &Cx<'_>, attempt: &Attempt, before: FailedBefore) -> Result<(), Error> {
    if !before.any {
        return Ok(());
    }
    cx.write(async |work| {
        for window in attempt.cleared() {
            window.clear(work).await?;
        }
        for streak in attempt.streaks() {
            streak.clear(work).await?;
        }
        Ok(())
    })
    .await
}

/// Somebody has proven more than the password: what strangers failed at the account is held against it no more.
///
/// # Errors
/// When the database fails.
pub async fn forget_account(cx: &Cx<'_>, work: &mut Work, user: &UserId) -> Result<(), Error> {
    match cx.app.config.limits.rules.find(RuleName::LoginAccount) {
        Some(rule) => Streak::of_account(rule, user).clear(work).await,
        None => Ok(()),
    }
}

/// Forgets what failed in a row at the account of a person and under their names; answers whether anything did.
///
/// # Errors
/// When the database fails.
pub async fn forget_person(cx: &Cx<'_>, work: &mut Work, person: &User) -> Result<bool, Error> {
    let Some(rule) = cx.app.config.limits.rules.find(RuleName::LoginAccount) else { return Ok(false) };
    let names = [Some(&person.username_key), person.email_key.as_ref()];
    let mut streaks: Vec<Streak> = names.into_iter().flatten().map(|name| Streak::of_name(rule, name)).collect();
    streaks.push(Streak::of_account(rule, &person.id));
    let keys: Vec<Counted<'_>> = streaks.iter().map(Streak::key).collect();
    let were_any = !limits::list(work, &keys, cx.now).await?.is_empty();
    for streak in &streaks {
        streak.clear(work).await?;
    }
    Ok(were_any)
}
