//! How often somebody asked for a hash lately, whatever came of it.
//!
//! A guess that found no place is no failure, and yet whoever asks again and again is no newcomer. Counted is by
//! address and account, so that people behind one address do not count for each other. What is kept is bounded; what
//! no longer fits counts as nothing.

use std::{
    collections::{HashMap, hash_map::RandomState},
    hash::BuildHasher,
    mem,
    time::Duration,
};

use super::Share;

/// How often somebody who is new may ask within [`PERIOD`]: the first try, and some that the page offers.
const MOST: u32 = 3;
/// How long it is counted: between one and two of these.
const PERIOD: Duration = Duration::from_secs(60);
/// Most that are kept of each period.
const ROOM: usize = 65_536;

/// What was asked in this period and in the one before.
#[derive(Debug, Default)]
pub(super) struct Asks {
    /// Keyed, so that nobody can look for others to be taken for.
    state: RandomState,
    began: Duration,
    now: HashMap<u64, u32>,
    before: HashMap<u64, u32>,
}

impl Asks {
    /// Counts one more; answers whether there were too many for somebody who is new.
    pub(super) fn too_many(&mut self, share: &Share, now: Duration) -> bool {
        if now >= self.began + PERIOD {
            self.before = if now >= self.began + 2 * PERIOD { HashMap::new() } else { mem::take(&mut self.now) };
            self.now.clear();
            self.began = now;
        }
        let key = self.state.hash_one((&share.address, &share.account));
        let before = self.before.get(&key).copied().unwrap_or_default();
        if self.now.len() >= ROOM && !self.now.contains_key(&key) {
            return before >= MOST;
        }
        let count = self.now.entry(key).or_default();
        *count = count.saturating_add(1);
        before.saturating_add(*count) > MOST
    }
}
