//! Lists that strangers send, each member once. Anybody may send thousands, so each is looked at once,
//! and no more are taken than a list may hold.

use std::{collections::HashSet, hash::Hash};

/// A list holds more distinct members than it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany;

/// The members in the order of their first appearance.
///
/// # Errors
/// [`TooMany`] as soon as there are more than `most`; what follows is not looked at.
pub fn distinct<T: Eq + Hash + Copy>(members: impl IntoIterator<Item = T>, most: usize) -> Result<Vec<T>, TooMany> {
    let mut seen = HashSet::new();
    let mut kept = Vec::new();
    for one in members {
        if !seen.insert(one) {
            continue;
        }
        if kept.len() == most {
            return Err(TooMany);
        }
        kept.push(one);
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use std::{
        cell::Cell,
        hash::{Hash, Hasher},
    };

    use super::*;

    /// A member that counts how often it is compared.
    #[derive(Clone, Copy)]
    struct Counted<'a>(usize, &'a Cell<usize>);

    impl PartialEq for Counted<'_> {
        fn eq(&self, other: &Self) -> bool {
            self.1.set(self.1.get() + 1);
            self.0 == other.0
        }
    }
    impl Eq for Counted<'_> {}
    impl Hash for Counted<'_> {
        fn hash<H: Hasher>(&self, state: &mut H) {
            self.0.hash(state);
        }
    }

    #[test]
    fn a_list_costs_one_look_a_member_and_ends_at_its_limit() {
        let compared = Cell::new(0);
        let list = (0..30_000).map(|at| Counted(at % 100, &compared));
        let kept: Vec<usize> = distinct(list, 100).unwrap_or_default().iter().map(|one| one.0).collect();
        assert_eq!(kept, (0..100).collect::<Vec<_>>());
        // One comparison for each repeated member, and a few where hashes share a place.
        assert!(compared.get() < 40_000, "{} comparisons", compared.get());

        let taken = Cell::new(0);
        let endless = (0_usize..).inspect(|_| taken.set(taken.get() + 1));
        assert_eq!(distinct(endless, 100), Err(TooMany));
        assert_eq!(taken.get(), 101);
    }
}
