//! Failed passwords of one account in a row, from wherever they come (NIST SP 800-63B §3.2.2).
//!
//! After `max` of them, one more is looked at in each `window`: whoever guesses from a thousand addresses
//! is slowed like one. Only a network that has hardly failed at the account is still looked at, as a newcomer
//! (`login_account_newcomer`), which makes the streak no longer. A browser that the person has signed in with
//! has a streak of its own, so nobody is locked out of it by strangers.
//!
//! Two streaks belong to an attempt of a stranger:
//!
//! | streak | of | when it is over |
//! |---|---|---|
//! | of the name | what was typed, whether an account has it or not | the person is told to wait |
//! | of the account | the account, whichever of its names was typed | the attempt fails as with a wrong password |
//!
//! What is told hangs from the name alone, and a name that nobody has behaves like any other. So no answer
//! says that a user name and an address are one account, or that there is one. An account whose streak is
//! over answers the right password as a wrong one: to say more would tell a guesser that it is the right
//! one.

use crate::{
    base::{
        id::UserId,
        secret::TokenHash,
        time::{Seconds, Timestamp},
    },
    config::limits::Rule,
    domain::kernel::{Error, Work, device::Device, limits::Exceeded},
    store::limits::{self, Counted, Failures},
};

/// How long the failures of an account are remembered after the last of them.
const KEEP: Seconds = Seconds::days(31);
/// The same for a name that was typed: anybody can make them up.
const KEEP_NAME: Seconds = Seconds::days(1);

/// How a streak stands for an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// One more is looked at.
    Open,
    /// It is over, and this attempt is looked at because its network is a newcomer.
    OpenToNewcomers,
    /// It is over, and nothing is told.
    Closed,
}

/// A streak that an attempt belongs to.
#[derive(Debug, Clone)]
pub struct Streak {
    rule: Rule,
    hash: TokenHash,
    keep: Seconds,
    /// Whether somebody is told that it is over.
    pub is_told: bool,
    /// How it stood when the attempt began.
    pub(super) stands: Standing,
}

impl Streak {
    fn of(rule: Rule, counted: &str, keep: Seconds, is_told: bool) -> Self {
        Self { rule, hash: TokenHash::of(counted), keep, is_told, stands: Standing::Open }
    }

    /// The streak of what was typed.
    pub fn of_name(rule: Rule, name: &str) -> Self {
        Self::of(rule, &format!("name\0{name}"), KEEP_NAME, true)
    }

    /// The streak of an account, for strangers.
    pub fn of_account(rule: Rule, user: &UserId) -> Self {
        Self::of(rule, &format!("account\0{user}"), KEEP, false)
    }

    /// The streak of an account that there is not, for a name that was typed.
    pub fn of_nobody(rule: Rule, name: &str) -> Self {
        Self::of(rule, &format!("nobody\0{name}"), KEEP_NAME, false)
    }

    /// The streak of an account in a browser that the person has signed in with.
    pub fn of_known_browser(rule: Rule, user: &UserId, device: &Device) -> Self {
        Self::of(rule, &format!("device\0{user}\0{}", device.as_str()), KEEP, true)
    }

    /// What it is counted by.
    pub fn key(&self) -> Counted<'_> {
        Counted { rule: self.rule.rule.as_str(), hash: &self.hash }
    }

    /// That it is over.
    pub(super) fn exceeded(&self, wait: Seconds) -> Exceeded {
        Exceeded::new(self.rule, &self.hash, wait)
    }

    /// How long nothing is looked at, if it is over.
    pub fn wait(&self, failures: &Failures, now: Timestamp) -> Option<Seconds> {
        let next = failures.window_start + self.rule.window;
        (failures.count >= i64::from(self.rule.max) && now < next).then(|| next - now)
    }

    /// Counts a failure, of a newcomer or not; answers how long to wait where there were too many. What was not
    /// looked at makes no streak longer, nor does a newcomer where it is over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn fail(&self, work: &mut Work, now: Timestamp, is_newcomer: bool) -> Result<Option<Seconds>, Error> {
        let is_over = match self.stands {
            Standing::Closed => false,
            Standing::OpenToNewcomers => true,
            Standing::Open => {
                let count = limits::add_to_streak(work, self.key(), now, now + self.keep).await?;
                count > i64::from(self.rule.max)
            }
        };
        Ok((is_over && !is_newcomer).then_some(self.rule.window))
    }

    /// Forgets the failures.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn clear(&self, work: &mut Work) -> Result<(), Error> {
        Ok(limits::clear(work, self.key()).await?)
    }
}
