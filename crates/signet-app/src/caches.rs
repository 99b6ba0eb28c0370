//! In-process copies of what every request reads, dropped when a version row rises.
//!
//! Each instance polls `cache_versions` twice a second, so a change made by the command line
//! or by another instance is seen within a second. Nothing that decides revocation is kept
//! longer than that bound.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use moka::sync::Cache;
use serde_json::Value;

use super::{upstreams::Upstreams, verified_tokens::VerifiedTokens, weight::weight};
use crate::{
    base::time::Timestamp,
    protocol::{
        claims::attribute::Attribute,
        client::{Client, ClientId},
        jose::{jwk::JwkSet, key::VerifyingKey},
        resource::ResourceServer,
    },
};

/// Bytes that cached clients take at most: tens of thousands of usual ones. Strangers register as much as a request
/// may hold.
const CLIENT_BYTES: u64 = 64 * 1024 * 1024;
/// Clients whose last use is remembered at once.
const CLIENTS: u64 = 10_000;
/// Web origins kept at once.
const ORIGINS: u64 = 10_000;
/// How long a client is kept at most, whatever happens.
const CLIENT_AGE: Duration = Duration::from_secs(60);

/// A client with its registered keys made ready.
#[derive(Debug)]
pub struct CachedClient {
    /// The registration.
    pub client: Client,
    keys: OnceLock<Vec<VerifyingKey>>,
}

impl CachedClient {
    /// Wraps a loaded client.
    pub fn new(client: Client) -> Self {
        Self { client, keys: OnceLock::new() }
    }

    /// About how many bytes it takes in memory, its keys made ready included.
    fn weight(&self) -> usize {
        let listed = self.client.metadata.jwks.as_ref().and_then(|set| set["keys"].as_array());
        let ready = |key: &Value| match (key["kty"] == "RSA", key["alg"].is_string()) {
            (true, true) => 4096,
            // One for each algorithm that it may serve.
            (true, false) => 6 * 4096,
            (false, _) => 1024,
        };
        let keys: usize = listed.map_or(0, |all| all.iter().map(ready).sum());
        let members = serde_json::to_value(&self.client.metadata).map_or(0, |all| weight(&all));
        let word: usize = self.client.operator_set.values().map(|value| 256 + weight(value)).sum();
        1024 + keys + members + word
    }

    /// The keys registered by value, parsed once.
    pub fn keys(&self) -> &[VerifyingKey] {
        self.keys.get_or_init(|| {
            let set = self.client.metadata.jwks.as_ref().and_then(|value| JwkSet::from_value(value).ok());
            set.map(|set| VerifyingKey::all_of(&set)).unwrap_or_default()
        })
    }
}

/// The caches.
pub struct Caches {
    /// By `client_id`; an unknown one is kept as `None`, so that guessing costs no query.
    pub clients: Cache<ClientId, Option<Arc<CachedClient>>>,
    /// Every resource server; few by nature.
    pub resource_servers: CachedValue<Vec<ResourceServer>>,
    /// Every attribute that the operator declared; few by nature.
    pub attributes: CachedValue<Vec<Attribute>>,
    /// The features that were switched, as last loaded.
    pub switches: CachedValue<BTreeMap<String, bool>>,
    /// Web origins that some client registered, as far as they were asked for.
    pub origins: Cache<String, ()>,
    /// When the use of a client was last written down here.
    noted: Cache<ClientId, Timestamp>,
    epoch: AtomicU64,
    /// Whether anybody vouches for claims about people here (OIDC Core §5.6.2); nobody does nearly everywhere.
    pub claim_sources: CachedValue<bool>,
    /// Access tokens that were verified a moment ago.
    pub tokens: VerifiedTokens,
    /// As they were read last; none before the first look.
    versions: Mutex<Option<HashMap<String, i64>>>,
}

impl Default for Caches {
    fn default() -> Self {
        Self {
            clients: Cache::builder()
                .max_capacity(CLIENT_BYTES)
                .weigher(|_, client: &Option<Arc<CachedClient>>| {
                    let weight = client.as_ref().map_or(0, |client| client.weight());
                    u32::try_from(512 + weight).unwrap_or(u32::MAX)
                })
                .time_to_live(CLIENT_AGE)
                .build(),
            noted: Cache::builder().max_capacity(CLIENTS).build(),
            epoch: AtomicU64::new(0),
            resource_servers: CachedValue::default(),
            attributes: CachedValue::default(),
            switches: CachedValue::default(),
            origins: Cache::builder().max_capacity(ORIGINS).time_to_live(CLIENT_AGE).build(),
            claim_sources: CachedValue::default(),
            tokens: VerifiedTokens::default(),
            versions: Mutex::default(),
        }
    }
}

impl Caches {
    /// Takes the versions just read and says which of them rose since the last time.
    pub fn risen(&self, read: Vec<(String, i64)>) -> Vec<String> {
        let mut versions = self.versions.lock().unwrap_or_else(PoisonError::into_inner);
        // The first look only learns; a row that comes later has risen from nothing.
        let learning = versions.is_none();
        let known = versions.get_or_insert_default();
        read.into_iter()
            .filter_map(|(name, version)| {
                let before = known.insert(name.clone(), version);
                (!learning && before != Some(version)).then_some(name)
            })
            .collect()
    }

    /// Lets a version rise once more at the next look: what it is about could not be read.
    pub fn read_again(&self, name: &str) {
        let mut versions = self.versions.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = versions.as_mut() {
            known.remove(name);
        }
    }

    /// Whether the use of a client is to be written down again: not more often than every `pause`
    /// seconds. Answers `true` once for each pause.
    pub fn is_due(&self, client: &ClientId, now: Timestamp, pause: i64) -> bool {
        let due = self.noted.get(client).is_none_or(|at| now.0 - at.0 >= pause);
        if due {
            self.noted.insert(client.clone(), now);
        }
        due
    }

    /// Rises with every change of clients: what was loaded in an earlier epoch may be stale.
    pub fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::SeqCst)
    }

    /// Forgets everything derived from clients.
    pub fn forget_clients(&self) {
        self.tokens.forget_all();
        self.epoch.fetch_add(1, Ordering::SeqCst);
        self.clients.invalidate_all();
        self.origins.invalidate_all();
    }

    /// Forgets the attributes and what is derived from them: whose a scope is.
    pub fn forget_attributes(&self) {
        self.attributes.clear();
        self.resource_servers.clear();
    }
}

/// What every request at an issuer reads, and the documents that it publishes.
#[derive(Default)]
pub struct IssuerCaches {
    /// The metadata document as bytes.
    pub discovery: CachedValue<bytes::Bytes>,
    /// The key set as bytes, and when time alone will change it.
    pub jwks: CachedValue<(bytes::Bytes, Option<Timestamp>)>,
    /// Every upstream, with or without people who use it.
    pub upstreams: CachedValue<Upstreams>,
}

/// One value that is loaded when it is missing.
pub struct CachedValue<T>(Mutex<Kept<T>>);

struct Kept<T> {
    value: Option<Arc<T>>,
    /// Rises each time that it is forgotten.
    generation: u64,
}

impl<T> Default for CachedValue<T> {
    fn default() -> Self {
        Self(Mutex::new(Kept { value: None, generation: 0 }))
    }
}

impl<T> CachedValue<T> {
    fn lock(&self) -> MutexGuard<'_, Kept<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// The value, if it is there.
    pub fn get(&self) -> Option<Arc<T>> {
        self.lock().value.clone()
    }
    /// Puts a value in place.
    pub fn put(&self, value: T) -> Arc<T> {
        let value = Arc::new(value);
        self.lock().value = Some(Arc::clone(&value));
        value
    }
    /// What to hand to [`CachedValue::put_since`]; taken before the value is loaded.
    pub fn generation(&self) -> u64 {
        self.lock().generation
    }
    /// Puts a value in place that was loaded since then, unless the slot was cleared meanwhile: the value may
    /// be older than the change.
    pub fn put_since(&self, generation: u64, value: T) -> Arc<T> {
        let value = Arc::new(value);
        let mut kept = self.lock();
        if kept.generation == generation {
            kept.value = Some(Arc::clone(&value));
        }
        value
    }
    /// Forgets it.
    pub fn clear(&self) {
        let mut kept = self.lock();
        kept.value = None;
        kept.generation += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::id::IssuerId,
        protocol::client::{ClientMetadata, ClientSource},
    };

    fn client(number: usize, members: usize) -> (ClientId, Option<Arc<CachedClient>>) {
        let id = ClientId::new(format!("cli_{number}"));
        let extra = (0..members).map(|one| (format!("client_name#{one:x}"), Value::from("n"))).collect();
        let metadata = ClientMetadata { extra, ..ClientMetadata::default() };
        let client =
            Client::new(id.clone(), IssuerId::from_stored("iss_1"), metadata, ClientSource::Registered, Timestamp(0));
        (id, Some(Arc::new(CachedClient::new(client))))
    }

    #[test]
    fn what_could_not_be_read_rises_once_more() {
        let caches = Caches::default();
        let read = |version| vec![("features".to_owned(), version)];
        assert_eq!(caches.risen(read(1)), Vec::<String>::new());
        assert_eq!(caches.risen(read(2)), ["features"]);
        assert_eq!(caches.risen(read(2)), Vec::<String>::new());
        caches.read_again("features");
        assert_eq!(caches.risen(read(2)), ["features"]);
        assert_eq!(caches.risen(read(2)), Vec::<String>::new());
    }

    // Measured: 503 KiB for a client with 2,800 members.
    #[test]
    fn clients_that_strangers_fill_up_are_weighed() {
        let (_, big) = client(0, 2800);
        let weight = big.unwrap().weight();
        assert!((400_000..800_000).contains(&weight), "{weight}");
        let (_, usual) = client(0, 0);
        assert!(usual.unwrap().weight() < 8_000);
        let caches = Caches::default();
        for number in 0..1000 {
            let (id, client) = client(number, 2800);
            caches.clients.insert(id, client);
        }
        caches.clients.run_pending_tasks();
        assert!(caches.clients.weighted_size() <= CLIENT_BYTES);
        assert!((50..150).contains(&caches.clients.entry_count()), "{}", caches.clients.entry_count());
    }
}
