//! Failed passwords are limited by name and address, by address, and by account. Successes never are.
//!
//! Only what failed is counted, so that people who know their passwords cannot lock each other
//! out behind one address. A burst of guesses that all began before the first of them failed gains
//! nothing: the limits are looked at again before any of them is answered, right or wrong.
//!
//! A browser that the person has signed in with before is held by its own failures alone: whatever
//! strangers do from the same network or elsewhere, it keeps its way in.
//!
//! What is looked at anyway says where an attempt waits for its hash, too: a browser that is known in a lane of its
//! own, an address that has failed lately behind those that have not.

mod streak;

use std::net::IpAddr;

use streak::Streak;

use crate::{
    app::password_hash::{QueueLane, Share},
    base::{id::UserId, time::Seconds},
    config::limits::RuleName,
    domain::{
        kernel::{
            Cx, Error, Work,
            limits::{Window, address, is_trusted, limited, network, place::places, window},
        },
        sessions::Browser,
    },
    store::limits,
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
    /// Whether the person has signed in with this browser before.
    pub is_known: bool,
}

/// The counters that an attempt belongs to.
#[derive(Debug, Clone)]
pub struct Attempt {
    windows: Vec<Window>,
    streaks: Vec<Streak>,
    /// Streaks that were over when the attempt began, about which nothing is told.
    closed: Vec<Streak>,
    share: Share,
}

impl Attempt {
    /// Whose share of the hashing threads it uses.
    pub const fn share(&self) -> &Share {
        &self.share
    }

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
    let mut attempt = match (who.user, who.browser) {
        _ if is_trusted(cx, address) => Attempt::of(cx, who, QueueLane::New),
        (Some(user), Some(browser)) if who.is_known => of_known_browser(cx, who, user, browser),
        _ => of_stranger(cx, who, address),
    };
    let found = attempt.look(cx).await?;
    attempt.closed = found.closed;
    if attempt.share.lane == QueueLane::New && found.from_here {
        attempt.share.lane = QueueLane::Failed;
    }
    if let Some(closed) = attempt.closed.first() {
        metrics::counter!(crate::telemetry::RATE_LIMITED, "rule" => closed.rule()).increment(1);
    }
    // What is not looked at makes no streak longer.
    attempt.streaks.retain(|streak| streak.is_told || attempt.closed.is_empty());
    Ok(attempt)
}

impl Attempt {
    /// One that no counter belongs to.
    fn of(cx: &Cx<'_>, who: &Who<'_>, lane: QueueLane) -> Self {
        // By what was typed, as in the counters: two names of one account do not wait for each other.
        let share = Share::of(lane, network(cx), who.name);
        Self { windows: Vec::new(), streaks: Vec::new(), closed: Vec::new(), share }
    }
}

fn of_known_browser(cx: &Cx<'_>, who: &Who<'_>, user: &UserId, browser: &Browser) -> Attempt {
    let key = format!("browser\0{user}\0{}", browser.id);
    let streak = cx.app.config.limits.rules.find(RuleName::LoginAccount);
    Attempt {
        windows: window(cx, RuleName::LoginAccountAddress, &key, 1).into_iter().collect(),
        streaks: streak.map(|rule| Streak::of_known_browser(rule, user, &browser.id)).into_iter().collect(),
        ..Attempt::of(cx, who, QueueLane::Known)
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
    Attempt { windows, streaks: streaks.unwrap_or_default(), ..Attempt::of(cx, who, QueueLane::New) }
}

/// What has failed so far.
struct Found {
    /// Streaks that are over and about which nothing is told.
    closed: Vec<Streak>,
    /// Whether anything failed that a right password clears.
    any: bool,
    /// Whether the very address has failed lately, at whatever account.
    from_here: bool,
}

fn counted(window: &Window) -> limits::Counted<'_> {
    limits::Counted { rule: window.rule.as_str(), hash: &window.hash }
}

/// Whether a right password clears what was counted: what somebody typed, and not where they are.
fn is_cleared(window: &Window) -> bool {
    window.rule == RuleName::LoginAccountAddress
}

impl Attempt {
    /// Looks at all its counters at once.
    async fn look(&self, cx: &Cx<'_>) -> Result<Found, Error> {
        let windows = self.windows.iter().map(counted);
        let keys: Vec<limits::Counted<'_>> = windows.chain(self.streaks.iter().map(Streak::key)).collect();
        let mut failures = Vec::new();
        if keys.is_empty() {
            return Ok(Found { closed: Vec::new(), any: false, from_here: false });
        }
        let mut conn = cx.read().await?;
        for some in keys.chunks(limits::MOST) {
            failures.extend(limits::list(&mut conn, some, cx.now).await?);
        }
        drop(conn);
        let of = |key: limits::Counted<'_>| {
            failures.iter().find(|failed| failed.rule == key.rule && failed.hash == *key.hash)
        };
        for window in &self.windows {
            let failed = of(counted(window));
            if failed.is_some_and(|failed| failed.count >= window.max) {
                return Err(limited(window.rule.as_str(), window.end - cx.now));
            }
        }
        let mut closed = Vec::new();
        for streak in &self.streaks {
            match of(streak.key()).and_then(|failures| streak.wait(failures, cx.now)) {
                Some(wait) if streak.is_told => return Err(limited(streak.rule(), wait)),
                Some(_) => closed.push(streak.clone()),
                None => {}
            }
        }
        let any = self.streaks.iter().any(|streak| of(streak.key()).is_some())
            || self.windows.iter().any(|window| is_cleared(window) && of(counted(window)).is_some());
        // The windows of the address itself come before those of its network.
        let of_address = self.windows.iter().find(|window| window.rule == RuleName::LoginAddress);
        let from_here = of_address.is_some_and(|window| of(counted(window)).is_some());
        Ok(Found { closed, any, from_here })
    }
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
    let found = attempt.look(cx).await?;
    if !found.closed.is_empty() {
        return Ok(false);
    }
    if !found.any {
        return Ok(true);
    }
    cx.write(async |work| {
        for window in attempt.windows.iter().filter(|window| is_cleared(window)) {
            limits::clear(work, window.rule.as_str(), &window.hash).await?;
        }
        for streak in &attempt.streaks {
            streak.clear(work).await?;
        }
        Ok(true)
    })
    .await
}
