//! How many requests run at the same time, in all and to one host.
//!
//! Strangers name the hosts that are fetched from, and a host may hang. Each purpose has slots of its
//! own, so that slow pictures hold up no keys.

use std::sync::Arc;

use moka::sync::Cache;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Hosts remembered at a time.
const HOSTS: u64 = 10_000;

/// How many requests may run at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtOnce {
    /// In all.
    pub in_all: usize,
    /// To one host: one that hangs holds no more.
    pub a_host: usize,
}

impl Default for AtOnce {
    fn default() -> Self {
        Self { in_all: 128, a_host: 8 }
    }
}

/// The slots of one purpose. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Slots {
    at_once: AtOnce,
    all: Arc<Semaphore>,
    hosts: Cache<String, Arc<Semaphore>>,
}

/// A slot that is free again when it is dropped.
#[derive(Debug)]
pub struct Slot {
    _host: OwnedSemaphorePermit,
    _all: OwnedSemaphorePermit,
}

impl Slots {
    /// All of them free.
    pub fn new(at_once: AtOnce) -> Self {
        Self { at_once, all: Arc::new(Semaphore::new(at_once.in_all)), hosts: Cache::new(HOSTS) }
    }

    /// Waits for a slot. Who waits for a host holds none of those that others could have.
    pub async fn take(&self, host: &str) -> Option<Slot> {
        let host = self.hosts.get_with_by_ref(host, || Arc::new(Semaphore::new(self.at_once.a_host)));
        let host = host.acquire_owned().await.ok()?;
        let all = Arc::clone(&self.all).acquire_owned().await.ok()?;
        Some(Slot { _host: host, _all: all })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// A slot, if one is free.
    async fn free(slots: &Slots, host: &str) -> Option<Slot> {
        tokio::time::timeout(Duration::ZERO, slots.take(host)).await.ok().flatten()
    }

    #[tokio::test]
    async fn a_host_that_hangs_holds_its_own_slots_and_no_others() {
        let slots = Slots::new(AtOnce { in_all: 3, a_host: 2 });
        let held = [free(&slots, "slow").await, free(&slots, "slow").await];
        assert!(held.iter().all(Option::is_some) && free(&slots, "slow").await.is_none());
        let other = free(&slots, "other").await;
        assert!(other.is_some() && free(&slots, "third").await.is_none(), "three in all");
        drop(held);
        assert!(free(&slots, "slow").await.is_some() && free(&slots, "third").await.is_some());
    }

    #[tokio::test]
    async fn another_purpose_has_slots_of_its_own() {
        let (pictures, keys) = (Slots::new(AtOnce { in_all: 1, a_host: 1 }), Slots::new(AtOnce::default()));
        let _held = free(&pictures, "host").await;
        assert!(free(&pictures, "host").await.is_none() && free(&keys, "host").await.is_some());
    }
}
