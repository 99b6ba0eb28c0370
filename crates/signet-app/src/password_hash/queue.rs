//! The queue before the threads: a lane for each standing, served by turns of unequal number.
//!
//! It knows neither threads nor a clock. Time is what has passed since the pool was started.

use std::time::Duration;

use super::{
    QueueLane, Share,
    asks::Asks,
    lane::{Entry, Lane},
};

/// In which order the lanes are served while all of them are waited in. A lane in which nobody waits is left out.
/// Who is known comes first and yet leaves three of seven to strangers.
const ORDER: [QueueLane; 7] = [
    QueueLane::Known,
    QueueLane::Known,
    QueueLane::New,
    QueueLane::Known,
    QueueLane::New,
    QueueLane::Known,
    QueueLane::Failed,
];

/// Who waits.
#[derive(Debug)]
pub(super) struct FairQueue<T> {
    lanes: [Lane<T>; QueueLane::ALL.len()],
    /// Where in [`ORDER`] the search for the next begins.
    at: usize,
    asks: Asks,
    numbers: u64,
}

/// A place in the queue, to be given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ticket {
    pub(super) lane: QueueLane,
    number: u64,
}

/// Who is next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next<T> {
    /// Somebody.
    Serve(T),
    /// Nobody before this moment.
    At(Duration),
    /// Nobody.
    Nobody,
}

impl<T> FairQueue<T> {
    /// With so much room in each lane.
    pub(super) fn new(room: usize) -> Self {
        Self { lanes: QueueLane::ALL.map(|_| Lane::new(room)), at: 0, asks: Asks::default(), numbers: 0 }
    }

    fn lane(&mut self, lane: QueueLane) -> &mut Lane<T> {
        &mut self.lanes[lane as usize]
    }

    /// How many wait in a lane.
    pub(super) const fn waiting(&self, lane: QueueLane) -> usize {
        self.lanes[lane as usize].len()
    }

    /// How many wait.
    pub(super) fn len(&self) -> usize {
        self.lanes.iter().map(Lane::len).sum()
    }

    /// Lets somebody in. Whoever asks again and again is not new any more.
    pub(super) fn enter(&mut self, share: &Share, now: Duration, waiting: T) -> (Ticket, Entry<T>) {
        self.numbers += 1;
        let lane = match share.lane {
            QueueLane::New if self.asks.too_many(share, now) => QueueLane::Failed,
            lane => lane,
        };
        let ticket = Ticket { lane, number: self.numbers };
        let entry = self.lane(lane).enter(ticket.number, share, now, waiting);
        (ticket, entry)
    }

    /// Takes out who is next.
    pub(super) fn next(&mut self, now: Duration) -> Next<T> {
        for step in 0..ORDER.len() {
            let at = (self.at + step) % ORDER.len();
            if let Some(next) = self.lane(ORDER[at]).next(now) {
                self.at = at + 1;
                return Next::Serve(next);
            }
        }
        self.lanes.iter().filter_map(Lane::ready).min().map_or(Next::Nobody, Next::At)
    }

    /// Lets somebody go who has not been served.
    pub(super) fn leave(&mut self, ticket: Ticket) -> Option<T> {
        self.lane(ticket.lane).leave(ticket.number)
    }
}
