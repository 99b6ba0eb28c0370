//! What others publish at an address, kept: the one cache under key sets, pictures and documents.
//!
//! An entry holds what is known of an address, in the words of its kind. Whoever asks says whether that is good
//! enough; if not, one task fetches for all who wait. The task is not bound to any of them: whoever hangs up
//! neither aborts nor repeats it. What counts for how long is the business of the kind.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use moka::sync::Cache;

/// About how many bytes an address takes of which nothing is known.
const EMPTY: usize = 512;

/// What is known of an address, and who fetches it.
#[derive(Debug, Default)]
pub struct RemoteEntry<K> {
    known: Mutex<K>,
    /// Held by the one task that fetches.
    flight: Arc<tokio::sync::Mutex<()>>,
}

impl<K> RemoteEntry<K> {
    /// What is known.
    pub fn known(&self) -> MutexGuard<'_, K> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is known, by address. Cheap to clone.
pub struct RemoteCache<K> {
    entries: Cache<String, Arc<RemoteEntry<K>>>,
}

impl<K> fmt::Debug for RemoteCache<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RemoteCache").finish_non_exhaustive()
    }
}

impl<K> Clone for RemoteCache<K> {
    fn clone(&self) -> Self {
        Self { entries: self.entries.clone() }
    }
}

impl<K: Default + Send + 'static> RemoteCache<K> {
    /// Remembers so many addresses.
    pub fn of(most: u64) -> Self {
        Self { entries: Cache::new(most) }
    }

    /// Remembers what has room in so many bytes, where `weigh` says what is known of an address takes.
    pub fn weighing(most_bytes: u64, weigh: impl Fn(&K) -> usize + Send + Sync + 'static) -> Self {
        let weigher = move |address: &String, entry: &Arc<RemoteEntry<K>>| {
            u32::try_from(EMPTY + address.len() + weigh(&entry.known())).unwrap_or(u32::MAX)
        };
        Self { entries: Cache::builder().max_capacity(most_bytes).weigher(weigher).build() }
    }

    /// What is known of an address, if it was ever asked for.
    pub fn find(&self, address: &str) -> Option<Arc<RemoteEntry<K>>> {
        self.entries.get(address)
    }

    /// What is known of an address, once that is good enough or `fetch` has been tried. What was fetched says how
    /// what is known changes by it; a fetch that comes to no end leaves it as it was.
    pub async fn get<F, C>(
        &self,
        address: &str,
        is_enough: impl Fn(&K) -> bool,
        fetch: impl FnOnce() -> F,
    ) -> Arc<RemoteEntry<K>>
    where
        F: Future<Output = C> + Send + 'static,
        C: FnOnce(&mut K),
    {
        let entry = self.entries.get_with_by_ref(address, Arc::default);
        if is_enough(&entry.known()) {
            return entry;
        }
        let flight = Arc::clone(&entry.flight).lock_owned().await;
        // Whoever held the lock before may have brought what is wanted.
        if is_enough(&entry.known()) {
            return entry;
        }
        let (cache, fetched) = (self.clone(), Arc::clone(&entry));
        let (address, fetch) = (address.to_owned(), fetch());
        let task = tokio::spawn(async move {
            let change = fetch.await;
            change(&mut fetched.known());
            // Put in its place again, so that it is weighed with what was fetched.
            cache.entries.insert(address, fetched);
            drop(flight);
        });
        // A panic in the task leaves the entry as it was.
        let _ = task.await;
        entry
    }

    #[cfg(test)]
    pub(super) fn entries(&self) -> &Cache<String, Arc<RemoteEntry<K>>> {
        &self.entries
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::sync::Semaphore;

    use super::*;

    struct StubServer {
        asked: AtomicUsize,
        gate: Semaphore,
    }

    /// Asks for what is at `a`: anything will do. The site answers how often it was asked.
    async fn ask(cache: &RemoteCache<Option<usize>>, site: &Arc<StubServer>) -> Option<usize> {
        let fetch = || {
            let site = Arc::clone(site);
            async move {
                let asked = site.asked.fetch_add(1, Ordering::SeqCst) + 1;
                let _open = site.gate.acquire().await;
                move |known: &mut Option<usize>| *known = Some(asked)
            }
        };
        let entry = cache.get("a", Option::is_some, fetch).await;
        *entry.known()
    }

    fn site() -> Arc<StubServer> {
        Arc::new(StubServer { asked: AtomicUsize::new(0), gate: Semaphore::new(0) })
    }

    #[tokio::test]
    async fn one_task_fetches_for_all_and_outlives_whoever_began_it() {
        let (cache, site) = (RemoteCache::of(9), site());
        let first = tokio::spawn({
            let (cache, site) = (cache.clone(), Arc::clone(&site));
            async move { ask(&cache, &site).await }
        });
        while site.asked.load(Ordering::SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
        first.abort();
        assert!(first.await.unwrap_err().is_cancelled());
        site.gate.add_permits(1);
        let (one, two) = tokio::join!(ask(&cache, &site), ask(&cache, &site));
        assert_eq!((one, two, site.asked.load(Ordering::SeqCst)), (Some(1), Some(1), 1));
    }

    #[tokio::test]
    async fn a_fetch_that_panics_leaves_what_was_known_and_the_next_one_tries_again() {
        let (cache, site) = (RemoteCache::<Option<usize>>::of(9), site());
        let broken = || async { panic!("broken") as fn(&mut Option<usize>) };
        let entry = cache.get("a", Option::is_some, broken).await;
        assert_eq!(*entry.known(), None);
        site.gate.add_permits(1);
        assert_eq!(ask(&cache, &site).await, Some(1));
    }

    #[test]
    fn what_is_known_is_weighed() {
        let cache = RemoteCache::<usize>::weighing(3000, |known| *known);
        for address in ["a", "b", "c"] {
            cache.entries.insert(
                address.to_owned(),
                Arc::new(RemoteEntry { known: Mutex::new(1000), ..RemoteEntry::default() }),
            );
        }
        cache.entries.run_pending_tasks();
        assert_eq!(cache.entries.entry_count(), 1);
    }
}
