//! Remote JWK sets (`jwks_uri`), cached by URL: their keys, not the documents that they came in.
//!
//! Fresh keys are answered from memory. A stale set, or one without the wanted `kid`, is
//! fetched again by one task for all callers who wait; that task is not bound to any of
//! them, so a caller who hangs up neither aborts nor repeats it. A URL that fails is left
//! alone for a growing while, during which old keys keep serving.

use std::sync::Arc;

use serde_json::Value;

use super::{
    AtOnce,
    http::{FetchError, Fetched, Outbound},
    remote::RemoteCache,
};
use crate::{
    base::time::{Clock, Seconds, Timestamp},
    protocol::jose::{jwk::JwkSet, key_set::KeySet},
};

/// Bounds of the cache.
#[derive(Debug, Clone)]
pub struct JwksOptions {
    /// The longest that a set counts as fresh; `Cache-Control: max-age` may shorten it.
    pub max_age: Seconds,
    /// The least time between two fetches of one URL: what an unknown `kid` can provoke.
    pub min_refetch: Seconds,
    /// How long after a failure the URL is left alone; doubles with each, up to `max_backoff`.
    pub backoff: Seconds,
    /// The longest pause after failures.
    pub max_backoff: Seconds,
    /// How long beyond its freshness a set may serve while its URL fails.
    pub stale_if_error: Seconds,
    /// About how many bytes of memory all sets may take; those that are used least go first.
    pub max_bytes: u64,
    /// The most keys that one set may hold.
    pub max_keys: usize,
}

impl Default for JwksOptions {
    fn default() -> Self {
        Self {
            max_age: Seconds::hours(1),
            min_refetch: Seconds(30),
            backoff: Seconds(5),
            max_backoff: Seconds::minutes(5),
            stale_if_error: Seconds::days(1),
            max_bytes: 64 * 1024 * 1024,
            max_keys: 50,
        }
    }
}

/// Why there are no keys. The texts may be shown to clients.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JwksError {
    /// The set could not be fetched.
    #[error("{0}")]
    Fetch(#[from] FetchError),
    /// RFC 7517 §5: a JSON object with an array `keys`.
    #[error("the answer is not a JWK set (RFC 7517 section 5)")]
    NotAJwkSet,
    /// More keys than accepted.
    #[error("the JWK set holds more than {limit} keys")]
    TooManyKeys {
        /// The permitted number.
        limit: usize,
    },
}

/// The cache. Cheap to clone.
#[derive(Debug, Clone)]
pub struct RemoteJwks {
    outbound: Outbound,
    clock: Clock,
    options: Arc<JwksOptions>,
    entries: RemoteCache<Known>,
}

#[derive(Debug, Clone, Default)]
struct Known {
    set: Option<Held>,
    attempted_at: Option<Timestamp>,
    failures: u32,
    error: Option<JwksError>,
}

#[derive(Debug, Clone)]
struct Held {
    keys: Arc<KeySet>,
    fresh_until: Timestamp,
}

/// What a caller looks for in a set.
#[derive(Clone, Copy)]
enum Want<'a> {
    /// Whatever stands there.
    Any,
    /// A key of this name.
    Kid(&'a str),
    /// Another set than this one, which did not help.
    Other(&'a Arc<KeySet>),
}

impl Want<'_> {
    fn is_met_by(self, keys: &Arc<KeySet>) -> bool {
        match self {
            Self::Any => true,
            Self::Kid(kid) => keys.has_kid(kid),
            Self::Other(seen) => !Arc::ptr_eq(keys, seen),
        }
    }
}

impl RemoteJwks {
    /// An empty cache over the guarded client.
    pub fn new(outbound: &Outbound, clock: Clock, options: JwksOptions) -> Self {
        let weigh = |known: &Known| known.set.as_ref().map_or(0, |held| held.keys.weight());
        let entries = RemoteCache::weighing(options.max_bytes, weigh);
        let outbound = outbound.with_own_slots(AtOnce::default());
        Self { outbound, clock, options: Arc::new(options), entries }
    }

    /// The keys at `url`.
    ///
    /// When `kid` is given and a fresh set lacks it, the set is fetched again, at most once
    /// per `min_refetch`; the answer may still lack it.
    pub async fn get(&self, url: &str, kid: Option<&str>) -> Result<Arc<KeySet>, JwksError> {
        self.look(url, kid.map_or(Want::Any, Want::Kid)).await
    }

    /// The set at `url` after `seen` did not help: its keys may have been replaced by others of the
    /// same name, or of none. Fetched again at most once per `min_refetch`; `seen` itself otherwise.
    pub async fn get_other(&self, url: &str, seen: &Arc<KeySet>) -> Result<Arc<KeySet>, JwksError> {
        self.look(url, Want::Other(seen)).await
    }

    async fn look(&self, url: &str, want: Want<'_>) -> Result<Arc<KeySet>, JwksError> {
        let entry =
            self.entries.get(url, |known| !self.is_due(known, want), || self.clone().fetch(url.to_owned())).await;
        self.settled(&entry.known())
    }

    /// Has a URL fetched anew when it is next asked for, after a client's metadata changed; within
    /// the same limits as ever, since others may share the URL, and the change may be a stranger's.
    pub fn expire(&self, url: &str) {
        if let Some(entry) = self.entries.find(url) {
            let mut known = entry.known();
            let rested = known.attempted_at.map(|at| at + self.options.min_refetch);
            if let (Some(held), Some(rested)) = (&mut known.set, rested) {
                held.fresh_until = held.fresh_until.min(rested);
            }
        }
    }

    /// Whether the set is fetched for a caller at this moment.
    fn is_due(&self, known: &Known, want: Want<'_>) -> bool {
        let now = self.clock.now();
        let since = known.attempted_at.map(|at| now - at);
        let rested = |pause: Seconds| since.is_none_or(|since| since >= pause);
        let due = match &known.set {
            // With keys at hand, failing is no reason to be asked sooner.
            Some(held) if known.failures > 0 && now < held.fresh_until => {
                rested(self.pause(known.failures).max(self.options.min_refetch))
            }
            _ if known.failures > 0 => rested(self.pause(known.failures)),
            Some(held) if now < held.fresh_until => !want.is_met_by(&held.keys) && rested(self.options.min_refetch),
            _ => true,
        };
        // While a failing URL rests, fresh keys still answer.
        due && !(known.failures > 0 && serves(known, want, now))
    }

    /// The best answer without another fetch: keys that are fresh or stale within bounds.
    fn settled(&self, known: &Known) -> Result<Arc<KeySet>, JwksError> {
        let now = self.clock.now();
        match &known.set {
            Some(held) if now < held.fresh_until + self.options.stale_if_error => Ok(held.keys.clone()),
            _ => Err(known.error.clone().unwrap_or(JwksError::Fetch(FetchError::Interrupted))),
        }
    }

    fn pause(&self, failures: u32) -> Seconds {
        let doubled = self.options.backoff.0.saturating_mul(1_i64 << failures.saturating_sub(1).min(20));
        Seconds(doubled.min(self.options.max_backoff.0))
    }

    async fn fetch(self, url: String) -> impl FnOnce(&mut Known) {
        let outcome = match self.outbound.get(&url, "application/jwk-set+json, application/json").await {
            Ok(fetched) => self.parse(&fetched).map(|keys| (Arc::new(keys), self.lifetime(&fetched))),
            Err(error) => Err(error.into()),
        };
        let now = self.clock.now();
        move |known| {
            known.attempted_at = Some(now);
            match outcome {
                Ok((keys, lifetime)) => {
                    known.set = Some(Held { keys, fresh_until: now + lifetime });
                    known.failures = 0;
                    known.error = None;
                }
                Err(error) => {
                    tracing::info!(%error, failures = known.failures + 1, "a remote JWK set could not be fetched");
                    known.failures = known.failures.saturating_add(1);
                    known.error = Some(error);
                }
            }
        }
    }

    fn parse(&self, fetched: &Fetched) -> Result<KeySet, JwksError> {
        let set: Value = serde_json::from_slice(&fetched.body).map_err(|_| JwksError::NotAJwkSet)?;
        // RFC 7517 §5.1: "keys" is required and an array.
        let keys = set.get("keys").and_then(Value::as_array).ok_or(JwksError::NotAJwkSet)?;
        let limit = self.options.max_keys;
        if keys.len() > limit {
            return Err(JwksError::TooManyKeys { limit });
        }
        let set = JwkSet::from_value(&set).map_err(|_| JwksError::NotAJwkSet)?;
        Ok(KeySet::new(&set))
    }

    /// RFC 9111 §4.2.1: `max-age` less `Age`, within our own bounds.
    fn lifetime(&self, fetched: &Fetched) -> Seconds {
        let directives = fetched.cache_control.as_deref().unwrap_or("").to_ascii_lowercase();
        let mut asked = self.options.max_age.0;
        for directive in directives.split(',').map(str::trim) {
            if directive == "no-store" || directive == "no-cache" {
                asked = 0;
            } else if let Some(seconds) =
                directive.strip_prefix("max-age=").and_then(|text| text.trim_matches('"').parse::<i64>().ok())
            {
                asked = asked.min(seconds.saturating_sub(fetched.age.unwrap_or(0)));
            }
        }
        Seconds(asked.max(self.options.min_refetch.0).min(self.options.max_age.0))
    }
}

/// Whether a fresh set holds what is wanted.
fn serves(known: &Known, want: Want<'_>, now: Timestamp) -> bool {
    let wanted = |held: &Held| now < held.fresh_until && want.is_met_by(&held.keys);
    known.set.as_ref().is_some_and(wanted)
}

#[cfg(test)]
mod tests;
