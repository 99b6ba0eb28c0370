//! The limiter over the database, held against models that are simpler than it, for arrivals that look random and are
//! the same each time.

use std::collections::{HashMap, VecDeque};

use signet::{
    base::{entropy::Entropy, time::Seconds},
    config::limits::RuleName,
    domain::kernel::{
        Cx, Error,
        limits::{Allowance, Window},
    },
};

use super::limit;
use crate::support::on_both_engines;

const STEPS: usize = 250;

/// Numbers below a bound.
fn below(entropy: &Entropy, bound: u64) -> u64 {
    u64::from_be_bytes(entropy.bytes()) % bound
}

/// A queue with `max` places, from which one is served in each `interval`.
struct Queue {
    max: usize,
    interval: i64,
    served: VecDeque<i64>,
}

impl Queue {
    fn enter(&mut self, now: i64) -> bool {
        self.served.retain(|at| *at > now);
        let has_room = self.served.len() < self.max;
        if has_room {
            self.served.push_back(self.served.back().copied().unwrap_or(now) + self.interval);
        }
        has_room
    }
}

async fn takes(cx: &Cx<'_>, key: &str, times: u32) -> bool {
    let allowance = Allowance::of(cx, RuleName::RecoveryAccount, key, times).expect("a rule");
    let taken = cx.write(async |work| allowance.take(cx, work).await).await.expect("a database");
    if let Err(exceeded) = &taken {
        assert!(exceeded.retry_after >= Seconds(1));
    }
    taken.is_ok()
}

on_both_engines!(
    an_allowance_is_a_queue_that_is_served_evenly,
    |config| { limit(config, RuleName::RecoveryAccount, 4, Seconds(60)) },
    |t| {
        let entropy = Entropy::seeded(7);
        let mut queues: HashMap<String, Queue> = HashMap::new();
        let mut let_in = 0;
        for step in 0..STEPS {
            // Long pauses now and then.
            let pause = if below(&entropy, 20) == 0 { 40 } else { below(&entropy, 2) };
            t.clock.advance(i64::try_from(pause).unwrap());
            let times = u32::try_from(1 + below(&entropy, 2)).unwrap();
            let key = format!("{}/{times}", below(&entropy, 2));
            let max = 4 * times;
            let queue = queues.entry(key.clone()).or_insert_with(|| Queue {
                max: usize::try_from(max).unwrap(),
                interval: 60_000 / i64::from(max),
                served: VecDeque::new(),
            });
            let expected = queue.enter(t.now() * 1000);
            assert_eq!(takes(&t.cx(), &key, times).await, expected, "step {step}, {key}");
            let_in += usize::from(expected);
        }
        assert!(let_in > STEPS / 4 && let_in < STEPS * 9 / 10, "{let_in} of {STEPS}: the arrivals test nothing");
    }
);

// What a unit of work took that is undone was not taken.
on_both_engines!(
    what_is_undone_was_not_taken,
    |config| { limit(config, RuleName::RecoveryAccount, 1, Seconds(60)) },
    |t| {
        let cx = &t.cx();
        let allowance = Allowance::of(cx, RuleName::RecoveryAccount, "key", 1).unwrap();
        let undone = cx
            .write(async |work| {
                assert!(allowance.take(cx, work).await?.is_ok());
                Err::<(), _>(Error::Forbidden)
            })
            .await;
        assert!(matches!(undone, Err(Error::Forbidden)));
        assert!(takes(cx, "key", 1).await);
        assert!(!takes(cx, "key", 1).await);
    }
);

on_both_engines!(
    failures_are_counted_from_the_beginning_of_a_window_to_its_end,
    |config| { limit(config, RuleName::LoginAddress, 3, Seconds(60)) },
    |t| {
        let entropy = Entropy::seeded(8);
        let mut counts: HashMap<String, i64> = HashMap::new();
        for step in 0..STEPS {
            t.clock.advance(i64::try_from(below(&entropy, 15)).unwrap());
            let key = below(&entropy, 3).to_string();
            let cx = &t.cx();
            let window = Window::of(cx, RuleName::LoginAddress, &key, 1).unwrap();
            let seen = counts.entry(format!("{key}/{}", t.now() / 60)).or_default();
            if below(&entropy, 10) == 0 {
                cx.write(async |work| window.clear(work).await).await.unwrap();
                *seen = 0;
                continue;
            }
            *seen += 1;
            let count = cx.write(async |work| window.add(work).await).await.unwrap();
            assert_eq!((count, count > window.max), (*seen, *seen > 3), "step {step}, {key}");
        }
    }
);
