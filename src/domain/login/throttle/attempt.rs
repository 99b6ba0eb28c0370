//! One attempt: the counters that it belongs to, what they say, and where it waits for its hash.

use std::{net::IpAddr, time::Duration};

use super::{
    Who,
    streak::{Standing, Streak},
};
use crate::{
    app::password_hash::{QueueLane, Share},
    base::{id::UserId, time::Seconds},
    config::limits::RuleName,
    domain::kernel::{
        Cx, Error,
        device::Device,
        limits::{
            Exceeded, Window, address, failures,
            place::{AddressRange, places},
            write_down,
        },
    },
    store::limits::{self, Failures},
};

/// After how many failures of strangers in a row an account is under attack: more than a person makes who has
/// forgotten a password.
const ATTACK: i64 = 20;
/// After how many failures of an address, whatever the name, its browsers calculate something.
const WORK: i64 = 3;

/// The counters that an attempt belongs to.
#[derive(Debug, Clone)]
pub struct Attempt {
    windows: Vec<Window>,
    streaks: Vec<Streak>,
    /// How often a network may fail at an account although strangers have used up what it may fail.
    newcomer: Option<Window>,
    share: Share,
}

/// What has failed so far.
#[derive(Debug)]
pub(super) struct Found {
    /// How the streaks stand, in their order.
    streaks: Vec<Standing>,
    /// Whether anything failed that a right password clears.
    pub(super) any: bool,
    /// How often the account failed in a row; in a browser of the person, there.
    pub(super) in_a_row: i64,
    /// Whether the very address has failed lately, at whatever account.
    failed_here: bool,
    /// Whether a stranger calculates something first. It hangs from what was typed and from the address, never from
    /// whether there is such an account.
    pub(super) wants_work: bool,
    /// How long the address waits, for what it has failed at an account under attack.
    pause: Duration,
}

impl Found {
    /// Whether a streak is over of which nothing is told.
    pub(super) fn is_closed(&self) -> bool {
        self.streaks.contains(&Standing::Closed)
    }
}

/// Whether a right password clears what was counted: what somebody typed, and not where they are.
fn is_cleared(window: &Window) -> bool {
    matches!(window.rule, RuleName::LoginAccountAddress | RuleName::LoginAccountNewcomer)
}

impl Attempt {
    fn of(cx: &Cx<'_>, who: &Who<'_>, lane: QueueLane) -> Self {
        // By what was typed, as in the counters: two names of one account do not wait for each other.
        let ranges = places(address(cx));
        let name = |range: Option<&AddressRange>| range.map(|range| range.name.clone()).unwrap_or_default();
        let share = Share {
            lane,
            address: name(ranges.first()),
            network: name(ranges.last()),
            account: who.name.to_owned(),
            pause: Duration::ZERO,
        };
        Self { windows: Vec::new(), streaks: Vec::new(), newcomer: None, share }
    }

    /// One that no counter belongs to.
    pub(super) fn unlimited(cx: &Cx<'_>, who: &Who<'_>) -> Self {
        Self::of(cx, who, QueueLane::New)
    }

    pub(super) fn of_known_browser(cx: &Cx<'_>, who: &Who<'_>, user: &UserId, device: &Device) -> Self {
        let key = format!("device\0{user}\0{}", device.as_str());
        let streak = cx.app.config.limits.rules.find(RuleName::LoginAccount);
        Self {
            windows: Window::of(cx, RuleName::LoginAccountAddress, &key, 1).into_iter().collect(),
            streaks: streak.map(|rule| Streak::of_known_browser(rule, user, device)).into_iter().collect(),
            ..Self::of(cx, who, QueueLane::Known)
        }
    }

    pub(super) fn of_stranger(cx: &Cx<'_>, who: &Who<'_>, address: Option<IpAddr>) -> Self {
        let mut windows = Vec::new();
        let mut newcomer = None;
        for place in places(address) {
            windows.extend(Window::of(cx, RuleName::LoginAddress, &place.name, place.times));
            // By what was typed, and not by the account: whoever sees the limit reached learns nothing of other
            // names that the account may have.
            let key = format!("{}\0{}", who.name, place.name);
            windows.extend(Window::of(cx, RuleName::LoginAccountAddress, &key, place.times));
            // The network counts, which comes last: neighbours are one newcomer.
            newcomer = Window::of(cx, RuleName::LoginAccountNewcomer, &key, 1);
        }
        let streaks = cx.app.config.limits.rules.find(RuleName::LoginAccount).map(|rule| {
            let of_account = who.user.map(|user| Streak::of_account(rule, user));
            // A name that nobody has costs as much, and so takes as long.
            vec![Streak::of_name(rule, who.name), of_account.unwrap_or_else(|| Streak::of_nobody(rule, who.name))]
        });
        Self { windows, streaks: streaks.unwrap_or_default(), newcomer, ..Self::of(cx, who, QueueLane::New) }
    }

    /// Whose share of the hashing threads it uses.
    pub const fn share(&self) -> &Share {
        &self.share
    }

    /// Whether a right password counts as one: not where strangers have used up what the account may
    /// fail, of which nothing is told.
    pub fn is_looked_at(&self) -> bool {
        !self.streaks.iter().any(|streak| streak.stands == Standing::Closed)
    }

    pub(super) fn windows(&self) -> &[Window] {
        &self.windows
    }

    pub(super) fn streaks(&self) -> &[Streak] {
        &self.streaks
    }

    pub(super) const fn newcomer(&self) -> Option<&Window> {
        self.newcomer.as_ref()
    }

    /// What a right password clears, besides the streaks.
    pub(super) fn cleared(&self) -> impl Iterator<Item = &Window> {
        self.windows.iter().chain(&self.newcomer).filter(|window| is_cleared(window))
    }

    /// Looks at all its counters at once.
    ///
    /// # Errors
    /// When the database fails. Within: the limit that is reached, where that is told.
    pub(super) async fn look(&self, cx: &Cx<'_>) -> Result<Result<Found, Exceeded>, Error> {
        let windows = self.windows.iter().chain(&self.newcomer).map(Window::key);
        let keys: Vec<limits::Counted<'_>> = windows.chain(self.streaks.iter().map(Streak::key)).collect();
        let failures = failures(cx, &keys).await?;
        Ok(self.weigh(cx, &failures))
    }

    fn weigh(&self, cx: &Cx<'_>, failures: &[Failures]) -> Result<Found, Exceeded> {
        let of = |key: limits::Counted<'_>| failures.iter().find(|one| one.rule == key.rule && one.hash == *key.hash);
        let count = |window: &Window| of(window.key()).map_or(0, |failed| failed.count);
        if let Some(full) = self.windows.iter().find(|window| count(window) >= window.max) {
            return Err(full.exceeded(cx));
        }
        let is_newcomer = self.newcomer.as_ref().is_some_and(|window| count(window) < window.max);
        let mut streaks = Vec::new();
        for streak in &self.streaks {
            streaks.push(match of(streak.key()).and_then(|failures| streak.wait(failures, cx.now)) {
                None => Standing::Open,
                Some(_) if is_newcomer => Standing::OpenToNewcomers,
                Some(wait) if streak.is_told => return Err(streak.exceeded(wait)),
                Some(_) => Standing::Closed,
            });
        }
        let any = self.streaks.iter().any(|streak| of(streak.key()).is_some())
            || self.windows.iter().any(|window| is_cleared(window) && count(window) > 0);
        // The windows of the address itself come before those of its network.
        let here = |rule| self.windows.iter().find(|window| window.rule == rule).map_or(0, count);
        // By the name that was typed: how long somebody waits must not tell which account has it.
        let in_a_row = self.streaks.iter().filter(|streak| streak.is_told).find_map(|streak| of(streak.key()));
        let attacked = in_a_row.is_some_and(|failures| failures.count >= ATTACK);
        let seconds = if attacked { here(RuleName::LoginAccountAddress).unsigned_abs() } else { 0 };
        let failed = here(RuleName::LoginAddress);
        let wants_work = attacked || failed >= WORK;
        // The last streak is the account's, or that of its browser.
        let of_account = self.streaks.last().and_then(|streak| of(streak.key())).map_or(0, |failures| failures.count);
        Ok(Found {
            streaks,
            any,
            in_a_row: of_account,
            failed_here: failed > 0,
            wants_work,
            pause: Duration::from_secs(seconds),
        })
    }

    /// Takes in what was found before the password is looked at.
    pub(super) async fn take_in(&mut self, cx: &Cx<'_>, found: Found, user: Option<&UserId>) {
        let closed = found.streaks.iter().zip(&self.streaks).find(|(stands, _)| **stands == Standing::Closed);
        if let Some((_, streak)) = closed {
            // Nobody is told, and a name that nobody has costs as much.
            let exceeded = streak.exceeded(Seconds(1)).about(user);
            Box::pin(write_down(cx, vec![exceeded])).await;
        }
        for (streak, stands) in self.streaks.iter_mut().zip(found.streaks) {
            streak.stands = stands;
        }
        if self.share.lane == QueueLane::New {
            self.share.pause = found.pause;
            if found.failed_here {
                self.share.lane = QueueLane::Failed;
            }
        }
    }
}
