//! What this instance remembers of the last while: for a key, until when. Bounded; what no longer fits counts as
//! nothing.

use std::{
    collections::{HashMap, hash_map::RandomState},
    hash::{BuildHasher, Hash},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Most that is kept.
const ROOM: usize = 65_536;

/// Moments by key, in whatever unit of time its user takes.
#[derive(Debug, Default)]
pub struct Recent {
    /// Keyed, so that nobody can look for others to be taken for.
    state: RandomState,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    until: HashMap<u64, i64>,
    /// When the last look for what is over was.
    swept: i64,
}

impl Recent {
    /// Looks at the moment of a key, and changes it; 0 where there is none, or none that is still to come.
    pub fn update<T>(&self, key: impl Hash, now: i64, act: impl FnOnce(&mut i64) -> T) -> T {
        let key = self.state.hash_one(key);
        let mut kept = self.lock();
        let mut until = kept.until.get(&key).copied().filter(|until| *until > now).unwrap_or_default();
        let outcome = act(&mut until);
        if until <= now {
            kept.until.remove(&key);
        } else if kept.has_room_for(key, now) {
            kept.until.insert(key, until);
        }
        outcome
    }

    /// Whether nothing is remembered, be it over by now.
    pub fn is_empty(&self) -> bool {
        self.lock().until.is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn has_room_for(&mut self, key: u64, now: i64) -> bool {
        // Once for each moment: a flood does not make each of its requests a walk.
        if self.until.len() >= ROOM && self.swept < now {
            self.until.retain(|_, until| *until > now);
            self.swept = now;
        }
        self.until.len() < ROOM || self.until.contains_key(&key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_known_until_it_is_over_and_what_does_not_fit_is_not() {
        let recent = Recent::default();
        assert!(recent.is_empty());
        let look = |key: &str, now| recent.update(key, now, |until| *until);
        assert_eq!(look("a", 0), 0);
        recent.update("a", 0, |until| *until = 10);
        assert_eq!((look("a", 9), look("b", 9), look("a", 10)), (10, 0, 0));
        assert_eq!(recent.lock().until.len(), 0, "what is over is not kept");
        for number in 0..ROOM + 5 {
            recent.update(number, 20, |until| *until = 30);
        }
        assert_eq!(recent.lock().until.len(), ROOM);
        assert_eq!(recent.update(ROOM + 1, 20, |until| *until), 0);
        recent.update(1_usize, 20, |until| *until = 40);
        assert_eq!(recent.update(1_usize, 39, |until| *until), 40, "what is known stays so while there is no room");
        recent.update("late", 30, |until| *until = 50);
        assert_eq!(recent.lock().until.len(), 2, "the others were over");
    }
}
