//! Failed passwords are limited by name and address, by address, and by account. Successes never are.
//!
//! Only what failed is counted, so that people who know their passwords cannot lock each other
//! out behind one address. A burst of guesses that all began before the first of them failed gains
//! nothing: the limits are looked at again before any of them is answered, right or wrong.
//!
//! A browser that the person has signed in with before is held by its own failures alone: whatever
//! strangers do from the same network or elsewhere, it keeps its way in.

mod streak;

use std::net::IpAddr;

use streak::{State, Streak};

use crate::{
    base::{id::UserId, time::Seconds},
    config::limits::RuleName,
    domain::{
        kernel::{
            Cx, Error, Work,
            limits::{Window, address, is_trusted, limited, place::places, window},
        },
        sessions::Browser,
    },
    store::{limits, sessions},
};

/// Who tries to sign in, as far as it is known.
#[derive(Debug, Clone, Copy)]
pub struct Who<'a> {
    /// What was typed, folded.
    pub name: &'a str,
    /// The account that has this name.
    pub user: Option<&'a UserId>,
    /// In which browser.
    pub browser: Option<&'a Browser>,
}

/// The counters that an attempt belongs to.
#[derive(Debug, Clone, Default)]
pub struct Attempt {
    windows: Vec<Window>,
    streaks: Vec<Streak>,
    /// Streaks that were over when the attempt began, about which nothing is told.
    closed: Vec<Streak>,
}

impl Attempt {
    /// Whether a right password counts as one: not where strangers have used up what the account may
    /// fail, of which nothing is told.
    pub fn is_looked_at(&self) -> bool {
        self.closed.is_empty()
    }
}

/// Looks at the limits before a password is looked at.
///
/// # Errors
/// [`Error::TooMany`] when one is reached that is told.
pub async fn begin(cx: &Cx<'_>, who: &Who<'_>) -> Result<Attempt, Error> {
    let address = address(cx);
    if is_trusted(cx, address) {
        return Ok(Attempt::default());
    }
    let mut attempt = match known(cx, who).await? {
        Some((user, browser)) => of_known_browser(cx, user, browser),
        None => of_stranger(cx, who, address),
    };
    check_windows(cx, &attempt.windows).await?;
    attempt.closed = closed_streaks(cx, &attempt.streaks).await?.closed;
    if let Some(closed) = attempt.closed.first() {
        metrics::counter!(crate::telemetry::RATE_LIMITED, "rule" => closed.rule()).increment(1);
    }
    // What is not looked at makes no streak longer.
    attempt.streaks.retain(|streak| streak.is_told || attempt.closed.is_empty());
    Ok(attempt)
}

/// The account, where its person has signed in with this browser before.
async fn known<'a>(cx: &Cx<'_>, who: &Who<'a>) -> Result<Option<(&'a UserId, &'a Browser)>, Error> {
    let Some(browser) = who.browser else { return Ok(None) };
    let mut conn = cx.read().await?;
    // Looked up for a name that nobody has, too: it takes the same time.
    let nobody = UserId::from_stored("");
    let is_known = sessions::is_known(&mut conn, &browser.id, who.user.unwrap_or(&nobody)).await?;
    Ok(who.user.filter(|_| is_known).map(|user| (user, browser)))
}

fn of_known_browser(cx: &Cx<'_>, user: &UserId, browser: &Browser) -> Attempt {
    let key = format!("browser\0{user}\0{}", browser.id);
    let streak = cx.app.config.limits.rules.find(RuleName::LoginAccount);
    Attempt {
        windows: window(cx, RuleName::LoginAccountAddress, &key, 1).into_iter().collect(),
        streaks: streak.map(|rule| Streak::of_known_browser(rule, user, &browser.id)).into_iter().collect(),
        closed: Vec::new(),
    }
}

fn of_stranger(cx: &Cx<'_>, who: &Who<'_>, address: Option<IpAddr>) -> Attempt {
    let mut windows = Vec::new();
    for place in places(address) {
        windows.extend(window(cx, RuleName::LoginAddress, &place.name, place.times));
        // By what was typed, and not by the account: whoever sees the limit reached learns nothing of other
        // names that the account may have.
        let key = format!("{}\0{}", who.name, place.name);
        windows.extend(window(cx, RuleName::LoginAccountAddress, &key, place.times));
    }
    let streaks = cx.app.config.limits.rules.find(RuleName::LoginAccount).map(|rule| {
        let of_account = who.user.map(|user| Streak::of_account(rule, user));
        // A name that nobody has costs as much, and so takes as long.
        vec![Streak::of_name(rule, who.name), of_account.unwrap_or_else(|| Streak::of_nobody(rule, who.name))]
    });
    Attempt { windows, streaks: streaks.unwrap_or_default(), closed: Vec::new() }
}

/// Whether too much has failed already; answers whether anything has.
async fn check_windows(cx: &Cx<'_>, windows: &[Window]) -> Result<bool, Error> {
    let now = cx.now;
    let mut any = false;
    let mut conn = cx.read().await?;
    for window in windows {
        let failed = limits::count(&mut conn, window.rule.as_str(), &window.hash, now).await?;
        if failed >= window.max {
            return Err(limited(window.rule.as_str(), window.end - now));
        }
        any |= failed > 0;
    }
    Ok(any)
}

/// What is found out about streaks.
struct Streaks {
    /// Those that are over and about which nothing is told.
    closed: Vec<Streak>,
    /// Whether anything failed.
    any: bool,
}

async fn closed_streaks(cx: &Cx<'_>, streaks: &[Streak]) -> Result<Streaks, Error> {
    let now = cx.now;
    let mut found = Streaks { closed: Vec::new(), any: false };
    let mut conn = cx.read().await?;
    for streak in streaks {
        match streak.state(&mut conn, now).await? {
            State::Open(any) => found.any |= any,
            State::Closed(wait) if streak.is_told => return Err(limited(streak.rule(), wait)),
            State::Closed(_) => found.closed.push(streak.clone()),
        }
    }
    Ok(found)
}

/// The password was wrong: it counts. Inside the transaction that records it; answers how long to
/// wait when a limit was passed meanwhile, so that a burst learns no more than a slow guesser.
///
/// # Errors
/// When the database fails.
pub async fn failed(cx: &Cx<'_>, work: &mut Work, attempt: &Attempt) -> Result<Option<Seconds>, Error> {
    let now = cx.now;
    let mut wait = None;
    for window in &attempt.windows {
        let count = limits::add(work, window.rule.as_str(), &window.hash, window.start, window.end).await?;
        if count > window.max {
            wait = wait.max(Some(window.end - now));
        }
    }
    for streak in &attempt.streaks {
        let over = streak.add(work, now).await?;
        wait = wait.max(over.filter(|_| streak.is_told));
    }
    Ok(wait)
}

/// The password was right: the account's counts start anew, since whoever knows the password is
/// no guesser. Answers `false` where strangers have meanwhile used up what the account may fail: it must
/// look like a wrong one.
///
/// # Errors
/// [`Error::TooMany`] when a limit that is told was used up while this one was being looked at.
pub async fn succeeded(cx: &Cx<'_>, attempt: &Attempt) -> Result<bool, Error> {
    let any = check_windows(cx, &attempt.windows).await?;
    let streaks = closed_streaks(cx, &attempt.streaks).await?;
    if !streaks.closed.is_empty() {
        return Ok(false);
    }
    if !any && !streaks.any {
        return Ok(true);
    }
    cx.write(async |work| {
        for window in attempt.windows.iter().filter(|window| window.rule == RuleName::LoginAccountAddress) {
            limits::clear(work, window.rule.as_str(), &window.hash).await?;
        }
        for streak in &attempt.streaks {
            streak.clear(work).await?;
        }
        Ok(true)
    })
    .await
}
