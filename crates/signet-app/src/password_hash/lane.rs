//! One lane of the queue. Whoever waits in it takes turns, so that no network and no account fills it.
//!
//! A place gets the turn after the last one that its network or its account has in the lane, or after the turn
//! that is being served, whichever is later. Each turn therefore holds a network once and an account once, and
//! whoever comes first from a network and for an account waits for what is left of two turns, however much the
//! others bring: with N networks and A accounts fewer than twice the smaller of the two.

use std::{collections::HashMap, time::Duration};

use super::Share;

/// Somebody who waits.
#[derive(Debug)]
struct Waiting<T> {
    turn: u64,
    /// In the order of coming.
    number: u64,
    network: String,
    account: String,
    /// Not before.
    ready: Duration,
    job: T,
}

/// What became of one more who comes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Entry<T> {
    /// There was room.
    Taken,
    /// The lane was full, and another gave way: the last of those of whom it held most.
    InsteadOf(T),
    /// The lane is full, and nobody has more in it than the one who comes.
    Full(T),
}

/// Who waits, in turns.
#[derive(Debug)]
pub(super) struct Lane<T> {
    room: usize,
    /// The turn that is being served.
    turn: u64,
    places: Vec<Waiting<T>>,
}

impl<T> Lane<T> {
    pub(super) const fn new(room: usize) -> Self {
        Self { room, turn: 0, places: Vec::new() }
    }

    pub(super) const fn len(&self) -> usize {
        self.places.len()
    }

    /// Lets somebody in, `number` being larger than all before; served from `now` and the pause of `share` on.
    pub(super) fn enter(&mut self, number: u64, share: &Share, now: Duration, job: T) -> Entry<T> {
        let mut gave_way = None;
        if self.places.len() >= self.room {
            let Some(last) = self.one_too_many(share) else { return Entry::Full(job) };
            gave_way = Some(self.places.swap_remove(last).job);
        }
        let last = self.places.iter().filter(|place| place.network == share.network || place.account == share.account);
        let turn = last.map(|place| place.turn).fold(self.turn, u64::max) + 1;
        self.places.push(Waiting {
            turn,
            number,
            network: share.network.clone(),
            account: share.account.clone(),
            ready: now + share.pause,
            job,
        });
        gave_way.map_or(Entry::Taken, Entry::InsteadOf)
    }

    /// Who gives way to somebody who comes: of the network or the account with most places, the last in turn.
    /// Nobody where the one who comes would have as many.
    fn one_too_many(&self, comes: &Share) -> Option<usize> {
        let (mut networks, mut accounts) = (HashMap::new(), HashMap::new());
        for place in &self.places {
            *networks.entry(place.network.as_str()).or_insert(0_usize) += 1;
            *accounts.entry(place.account.as_str()).or_insert(0_usize) += 1;
        }
        let of = |network: &str, account: &str| {
            let held = |counts: &HashMap<&str, usize>, name: &str| counts.get(name).copied().unwrap_or_default();
            held(&networks, network).max(held(&accounts, account))
        };
        let own = of(&comes.network, &comes.account) + 1;
        let all = self.places.iter().enumerate();
        let most = all.max_by_key(|(_, place)| (of(&place.network, &place.account), place.turn, place.number));
        most.filter(|(_, place)| of(&place.network, &place.account) > own).map(|(at, _)| at)
    }

    /// Who is next.
    pub(super) fn next(&mut self, now: Duration) -> Option<T> {
        let ready = self.places.iter().enumerate().filter(|(_, place)| place.ready <= now);
        let (at, _) = ready.min_by_key(|(_, place)| (place.turn, place.number))?;
        let place = self.places.swap_remove(at);
        self.turn = self.turn.max(place.turn);
        Some(place.job)
    }

    /// From when on somebody can be served.
    pub(super) fn ready(&self) -> Option<Duration> {
        self.places.iter().map(|place| place.ready).min()
    }

    /// Lets somebody go.
    pub(super) fn leave(&mut self, number: u64) -> Option<T> {
        let at = self.places.iter().position(|place| place.number == number)?;
        Some(self.places.swap_remove(at).job)
    }
}
