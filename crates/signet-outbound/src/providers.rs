//! What upstreams say of themselves, cached by address: their metadata, read. And requests to their other endpoints,
//! which have slots of their own.
//!
//! What is fresh is answered from memory. What is stale is fetched again by one task for all who wait. An address that
//! fails is left alone for a growing while, during which old metadata go on serving for a day.

use std::sync::Arc;

use super::{
    AtOnce,
    http::{FetchError, Outbound, Posted},
    remote::RemoteCache,
};
use crate::{
    base::time::{Clock, Seconds, Timestamp},
    protocol::upstream::{UpstreamRefusal, metadata::UpstreamMetadata},
};

/// How long metadata count as fresh: an endpoint that moves is found within the hour.
const FRESH: Seconds = Seconds::hours(1);
/// How long beyond that they serve while their address fails.
const STALE_IF_ERROR: Seconds = Seconds::days(1);
/// How long an address is left alone after a failure; doubles with each.
const BACKOFF: Seconds = Seconds(5);
/// The longest pause after failures.
const MOST_BACKOFF: Seconds = Seconds::minutes(5);
/// The largest document that is read, in bytes.
const MOST_BYTES: usize = 128 * 1024;
/// About how many bytes of memory all of them may take: more than those of a thousand upstreams.
const MOST_KEPT: u64 = 8 * 1024 * 1024;
/// Requests to endpoints at a time: an upstream that hangs leaves three quarters of them to the others.
const AT_ONCE: AtOnce = AtOnce { in_all: 128, a_host: 32 };

/// Why there are no metadata.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// They could not be fetched.
    #[error("the metadata of the upstream could not be fetched: {0}")]
    Fetch(#[from] FetchError),
    /// What was fetched are none.
    #[error("{0}")]
    Unreadable(#[from] UpstreamRefusal),
}

/// The cache. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Providers {
    outbound: Outbound,
    endpoints: Outbound,
    clock: Clock,
    entries: RemoteCache<Known>,
}

#[derive(Debug, Clone, Default)]
struct Known {
    held: Option<Held>,
    attempted_at: Option<Timestamp>,
    failures: u32,
    error: Option<ProviderError>,
}

#[derive(Debug, Clone)]
struct Held {
    metadata: Arc<UpstreamMetadata>,
    fresh_until: Timestamp,
}

impl Known {
    fn is_fresh(&self, now: Timestamp) -> bool {
        self.held.as_ref().is_some_and(|held| now < held.fresh_until)
    }

    /// Whether an address that failed is still left alone.
    fn rests(&self, now: Timestamp) -> bool {
        let doubled = BACKOFF.0.saturating_mul(1_i64 << self.failures.saturating_sub(1).min(20));
        let pause = Seconds(doubled.min(MOST_BACKOFF.0));
        self.failures > 0 && self.attempted_at.is_some_and(|at| now - at < pause)
    }

    /// The best answer without another fetch.
    fn settled(&self, now: Timestamp) -> Result<Arc<UpstreamMetadata>, ProviderError> {
        match &self.held {
            Some(held) if now < held.fresh_until + STALE_IF_ERROR => Ok(Arc::clone(&held.metadata)),
            _ => Err(self.error.clone().unwrap_or(ProviderError::Fetch(FetchError::Interrupted))),
        }
    }
}

impl Providers {
    /// An empty cache over the guarded client.
    pub fn new(outbound: &Outbound, clock: Clock) -> Self {
        let weigh = |known: &Known| known.held.as_ref().map_or(0, |held| held.metadata.weight());
        let (endpoints, outbound) = (outbound.with_own_slots(AT_ONCE), outbound.with_own_slots(AtOnce::default()));
        Self { outbound, endpoints, clock, entries: RemoteCache::weighing(MOST_KEPT, weigh) }
    }

    /// The metadata at an address.
    ///
    /// # Errors
    /// Why there are none.
    pub async fn get(&self, address: &str) -> Result<Arc<UpstreamMetadata>, ProviderError> {
        let now = self.clock.now();
        let is_enough = |known: &Known| known.is_fresh(now) || known.rests(now);
        let entry = self.entries.get(address, is_enough, || self.clone().fetch(address.to_owned())).await;
        entry.known().settled(now)
    }

    /// Asks an endpoint, and reads whatever it answers, as [`Outbound::ask`] does.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn ask(&self, url: &str, headers: &[(&str, &str)], body: Option<Vec<u8>>) -> Result<Posted, FetchError> {
        self.endpoints.ask(url, headers, body).await
    }

    async fn fetch(self, address: String) -> impl FnOnce(&mut Known) {
        let outcome = self.read(&address).await;
        let now = self.clock.now();
        move |known| {
            known.attempted_at = Some(now);
            match outcome {
                Ok(metadata) => {
                    let held = Held { metadata: Arc::new(metadata), fresh_until: now + FRESH };
                    *known = Known { held: Some(held), attempted_at: Some(now), ..Known::default() };
                }
                Err(error) => {
                    tracing::info!(%error, failures = known.failures + 1, "metadata of an upstream are not to be had");
                    known.failures = known.failures.saturating_add(1);
                    known.error = Some(error);
                }
            }
        }
    }

    async fn read(&self, address: &str) -> Result<UpstreamMetadata, ProviderError> {
        let fetched = self.outbound.get(address, "application/json").await?;
        if fetched.body.len() > MOST_BYTES {
            return Err(FetchError::TooLarge { limit: MOST_BYTES }.into());
        }
        Ok(UpstreamMetadata::read(&fetched.body)?)
    }
}

#[cfg(test)]
mod tests;
