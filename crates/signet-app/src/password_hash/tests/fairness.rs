//! The queue alone, without threads and with a time that the tests set: who is served when, and who finds a place.

use std::{collections::HashSet, fmt::Display, time::Duration};

use proptest::{prelude::*, sample::Index};

use super::super::{
    QueueLane, Share,
    lane::{Entry, Lane},
    queue::{FairQueue, Next},
};

const START: Duration = Duration::ZERO;
const ROOMY: usize = 1000;

fn share(lane: QueueLane, network: impl Display, account: impl Display) -> Share {
    Share::of(lane, network.to_string(), account.to_string())
}

fn new(network: impl Display, account: impl Display) -> Share {
    share(QueueLane::New, network, account)
}

/// Somebody who asked too often before.
fn asked(queue: &mut FairQueue<&'static str>, share: &Share, now: Duration) {
    for _ in 0..3 {
        let (ticket, entry) = queue.enter(share, now, "before");
        assert_eq!((ticket.lane, entry), (share.lane, Entry::Taken));
        assert_eq!(queue.leave(ticket), Some("before"));
    }
}

fn paused(network: &str, seconds: u64) -> Share {
    Share { pause: Duration::from_secs(seconds), ..share(QueueLane::Failed, network, "ada") }
}

/// A queue in which nobody is turned away.
struct Roomy {
    queue: FairQueue<&'static str>,
}

impl Roomy {
    fn new() -> Self {
        Self { queue: FairQueue::new(ROOMY) }
    }

    fn enter(&mut self, share: &Share, name: &'static str) {
        // Each of an address of its own: who asks too often has tests of its own.
        let share = &Share { address: self.queue.len().to_string(), ..share.clone() };
        assert_eq!(self.queue.enter(share, START, name).1, Entry::Taken);
    }

    /// The next so many.
    fn served(&mut self, count: usize) -> Vec<&'static str> {
        let mut served = Vec::new();
        for _ in 0..count {
            match self.queue.next(START) {
                Next::Serve(name) => served.push(name),
                other => panic!("{other:?} after {served:?}"),
            }
        }
        served
    }
}

#[test]
fn those_of_one_network_are_served_in_the_order_of_coming() {
    let mut queue = Roomy::new();
    for name in ["1", "2", "3"] {
        queue.enter(&new("a", name), name);
    }
    assert_eq!(queue.served(3), ["1", "2", "3"]);
    assert_eq!(queue.queue.next(START), Next::Nobody);
}

#[test]
fn a_thousand_networks_at_one_account_leave_another_account_two_turns_away() {
    let mut queue = Roomy::new();
    for network in 0..ROOMY - 1 {
        queue.enter(&new(network, "attacked"), "guess");
    }
    assert_eq!(queue.served(3), ["guess"; 3]);
    queue.enter(&new("elsewhere", "ada"), "ada");
    assert!(queue.served(2).contains(&"ada"));
}

#[test]
fn a_network_that_makes_up_names_leaves_another_network_two_turns_away() {
    let mut queue = Roomy::new();
    for name in 0..ROOMY - 1 {
        queue.enter(&new("a", name), "guess");
    }
    assert_eq!(queue.served(3), ["guess"; 3]);
    queue.enter(&new("elsewhere", "ada"), "ada");
    assert!(queue.served(2).contains(&"ada"));
}

/// One more who comes, from some network and for some account.
#[derive(Debug, Clone)]
struct Arrival {
    network: Index,
    account: Index,
}

impl Arrival {
    fn share(&self, networks: usize, accounts: usize) -> Share {
        new(self.network.index(networks), self.account.index(accounts))
    }
}

fn arrival() -> impl Strategy<Value = Arrival> {
    (any::<Index>(), any::<Index>()).prop_map(|(network, account)| Arrival { network, account })
}

/// What happens to a queue.
#[derive(Debug, Clone)]
enum Move {
    Comes { network: u8, account: u8 },
    OneIsServed,
    TheLastLeaves,
}

fn one_move() -> impl Strategy<Value = Move> {
    let comes = (0_u8..5, 0_u8..5).prop_map(|(network, account)| Move::Comes { network, account });
    prop_oneof![2 => comes, 1 => Just(Move::OneIsServed), 1 => Just(Move::TheLastLeaves)]
}

proptest! {
    // However much N networks bring for A accounts, before and after: fewer than twice the smaller of the two go first.
    #[test]
    fn a_newcomer_waits_for_less_than_two_turns_of_the_others(
        networks in 1_usize..8,
        accounts in 1_usize..8,
        // Nothing where one is served instead.
        moves in prop::collection::vec(prop::option::of(arrival()), 0..200),
        after in prop::collection::vec(arrival(), 0..60),
    ) {
        let mut lane = Lane::new(ROOMY);
        let mut number = 0;
        let mut enter = |lane: &mut Lane<bool>, share: &Share, is_newcomer: bool| {
            number += 1;
            assert_eq!(lane.enter(number, share, START, is_newcomer), Entry::Taken);
        };
        for comes in moves {
            if let Some(comes) = comes {
                enter(&mut lane, &comes.share(networks, accounts), false);
            } else {
                lane.next(START);
            }
        }
        enter(&mut lane, &new("elsewhere", "somebody"), true);
        let mut before = 0;
        let mut after = after.into_iter();
        while lane.next(START) == Some(false) {
            before += 1;
            if let Some(comes) = after.next() {
                enter(&mut lane, &comes.share(networks, accounts), false);
            }
        }
        prop_assert!(before < 2 * networks.min(accounts), "{before} before, of {networks} and {accounts}");
    }

    // Nobody is served twice or lost, and a full lane stays as full as it may be.
    #[test]
    fn everybody_is_served_or_told_once(moves in prop::collection::vec(one_move(), 1..300)) {
        let mut queue = FairQueue::new(6);
        let (mut came, mut gone, mut tickets) = (HashSet::new(), HashSet::new(), Vec::new());
        for (at, what) in moves.into_iter().enumerate() {
            let told = match what {
                Move::Comes { network, account } => {
                    came.insert(at);
                    let lane = QueueLane::ALL[usize::from(network) % 3];
                    let (ticket, entry) = queue.enter(&share(lane, network, account), START, at);
                    tickets.push(ticket);
                    match entry {
                        Entry::Taken => None,
                        Entry::InsteadOf(one) | Entry::Full(one) => Some(one),
                    }
                }
                Move::OneIsServed => match queue.next(START) { Next::Serve(one) => Some(one), _ => None },
                Move::TheLastLeaves => tickets.pop().and_then(|ticket| queue.leave(ticket)),
            };
            if let Some(one) = told {
                prop_assert!(gone.insert(one), "{one} twice");
            }
            prop_assert!(QueueLane::ALL.into_iter().all(|lane| queue.waiting(lane) <= 6));
        }
        while let Next::Serve(one) = queue.next(START) {
            prop_assert!(gone.insert(one), "{one} twice");
        }
        prop_assert_eq!(came, gone);
    }
}

#[test]
fn a_full_lane_takes_somebody_from_elsewhere_instead_of_the_last_of_the_network_that_fills_it() {
    let mut queue = FairQueue::new(3);
    for name in ["first", "second", "third"] {
        assert_eq!(queue.enter(&new("a", name), START, name).1, Entry::Taken);
    }
    // The network itself gets no more.
    assert_eq!(queue.enter(&new("a", "fourth"), START, "fourth").1, Entry::Full("fourth"));
    assert_eq!(queue.enter(&new("b", "ada"), START, "ada").1, Entry::InsteadOf("third"));
    // Two of one network and one of another: a third network gets its place, too, and then each has one.
    assert_eq!(queue.enter(&new("c", "bob"), START, "bob").1, Entry::InsteadOf("second"));
    assert_eq!(queue.enter(&new("d", "eve"), START, "eve").1, Entry::Full("eve"));
    assert_eq!(queue.waiting(QueueLane::New), 3);
}

#[test]
fn a_full_lane_takes_another_account_instead_of_the_last_guess_at_the_one_that_fills_it() {
    let mut queue = FairQueue::new(3);
    for network in ["a", "b", "c"] {
        assert_eq!(queue.enter(&new(network, "attacked"), START, network).1, Entry::Taken);
    }
    assert_eq!(queue.enter(&new("d", "attacked"), START, "d").1, Entry::Full("d"));
    assert_eq!(queue.enter(&new("e", "ada"), START, "ada").1, Entry::InsteadOf("c"));
}

#[test]
fn a_full_lane_takes_nothing_from_the_others() {
    let mut queue = FairQueue::new(1);
    for lane in QueueLane::ALL {
        assert_eq!(queue.enter(&share(lane, "a", "ada"), START, lane).1, Entry::Taken);
        assert_eq!(queue.enter(&share(lane, "a", "ada"), START, lane).1, Entry::Full(lane));
    }
}

#[test]
fn who_is_known_comes_first_and_leaves_strangers_their_part() {
    let mut queue = Roomy::new();
    for (lane, name) in [(QueueLane::Failed, "failed"), (QueueLane::New, "new"), (QueueLane::Known, "known")] {
        for number in 0..140 {
            queue.enter(&share(lane, number, number), name);
        }
    }
    let served = queue.served(140);
    let count = |name| served.iter().filter(|one| **one == name).count();
    assert_eq!((count("known"), count("new"), count("failed")), (80, 40, 20));
    assert_eq!(served[0], "known");
    // Nobody who is known waits for more than one stranger between two of them.
    assert!(served.windows(3).all(|three| three.contains(&"known")), "{served:?}");
}

#[test]
fn lanes_in_which_nobody_waits_cost_the_others_nothing() {
    let mut queue = Roomy::new();
    for number in 0..10 {
        queue.enter(&new(number, number), "new");
    }
    assert_eq!(queue.served(10), ["new"; 10]);
    queue.enter(&share(QueueLane::Failed, "a", "ada"), "failed");
    assert_eq!(queue.served(1), ["failed"]);
}

#[test]
fn who_has_to_pause_is_served_no_earlier_and_holds_up_nobody() {
    let mut queue = FairQueue::new(ROOMY);
    queue.enter(&paused("a", 2), START, "later");
    queue.enter(&paused("b", 1), START, "sooner");
    assert_eq!(queue.next(START), Next::At(Duration::from_secs(1)));
    queue.enter(&share(QueueLane::Failed, "c", "bob"), START, "at once");
    assert_eq!(queue.next(START), Next::Serve("at once"));
    assert_eq!(queue.next(Duration::from_millis(999)), Next::At(Duration::from_secs(1)));
    assert_eq!(queue.next(Duration::from_secs(1)), Next::Serve("sooner"));
    assert_eq!(queue.next(Duration::from_secs(2)), Next::Serve("later"));
    assert_eq!(queue.next(Duration::from_secs(2)), Next::Nobody);
}

#[test]
fn who_goes_away_is_not_served() {
    let mut queue = FairQueue::new(1);
    let (ticket, _) = queue.enter(&new("a", "ada"), START, "ada");
    assert_eq!(queue.leave(ticket), Some("ada"));
    assert_eq!(queue.leave(ticket), None);
    assert_eq!(queue.enter(&new("a", "bob"), START, "bob").1, Entry::Taken);
    assert_eq!(queue.next(START), Next::Serve("bob"));
}

// What never found a place is no failure; but who asks a fourth time within a minute waits behind those who are new.
#[test]
fn who_asks_again_and_again_is_not_new_any_more() {
    let mut queue = FairQueue::new(ROOMY);
    let guess = new("a", "ada");
    asked(&mut queue, &guess, START);
    assert_eq!(queue.enter(&guess, START, "guess").0.lane, QueueLane::Failed);
    // Neither somebody else at that address nor the owner elsewhere is concerned, nor a browser that is known.
    assert_eq!(queue.enter(&new("a", "bob"), START, "bob").0.lane, QueueLane::New);
    assert_eq!(queue.enter(&new("b", "ada"), START, "ada").0.lane, QueueLane::New);
    assert_eq!(queue.enter(&share(QueueLane::Known, "a", "ada"), START, "known").0.lane, QueueLane::Known);
    // It is forgotten after two minutes at the latest, and not before one.
    assert_eq!(queue.enter(&guess, Duration::from_secs(60), "later").0.lane, QueueLane::Failed);
    assert_eq!(queue.enter(&guess, Duration::from_secs(181), "much later").0.lane, QueueLane::New);
}

// However slowly passwords are hashed: a thousand addresses that ask and ask leave the lane of those who are new.
#[test]
fn after_their_first_tries_a_thousand_guessing_addresses_leave_the_owner_alone_in_the_lane_of_those_who_are_new() {
    let mut queue = FairQueue::new(16);
    for guess in 0..4000 {
        // A hundred guesses a second, and a hash of each hundred.
        let now = Duration::from_secs(guess / 100);
        queue.enter(&new(guess % 1000, "ada"), now, "guess");
        if guess % 100 == 0 {
            assert_eq!(queue.next(now), Next::Serve("guess"));
        }
    }
    let now = Duration::from_secs(40);
    while queue.waiting(QueueLane::New) > 0 {
        // Those who came before leave: waiting has an end (`Room::wait`).
        assert_eq!(queue.next(now), Next::Serve("guess"));
    }
    assert_eq!(queue.enter(&new("elsewhere", "ada"), now, "ada").1, Entry::Taken);
    let served: Vec<_> = (0..5).map(|_| queue.next(now)).collect();
    assert!(served.contains(&Next::Serve("ada")), "{served:?}");
}
