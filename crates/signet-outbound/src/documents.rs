//! Small documents of others that are read again within moments, such as a request object for which
//! somebody opens the same address many times (OIDC Core §6.2).
//!
//! Kept for a few seconds, and fetched by one task for all who wait, so that a stranger who makes us ask
//! costs its host a request now and then and not one for each of his own. The fragment of an address
//! tells one version of the document from another: it is not sent, and it is no key of its own.

use std::sync::Arc;

use super::{
    AtOnce,
    http::{FetchError, Outbound},
    remote::RemoteCache,
};
use crate::base::{
    secret::sha256,
    time::{Clock, Seconds, Timestamp},
};

/// How long a document, or the reason why there is none, is kept.
const KEPT: Seconds = Seconds(5);
/// How long it is kept even for an address whose fragment names another version: what anybody who
/// writes a fragment can provoke.
const KEPT_FOR_ANY: Seconds = Seconds(1);
/// How many addresses are remembered.
const MOST: u64 = 500;
/// Fetches at a time.
const AT_ONCE: AtOnce = AtOnce { in_all: 32, a_host: 4 };

/// The documents. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Documents {
    outbound: Outbound,
    clock: Clock,
    entries: RemoteCache<Option<Known>>,
}

#[derive(Debug, Clone)]
struct Known {
    at: Timestamp,
    /// The fragment that it was fetched for.
    version: Option<String>,
    outcome: Result<Document, FetchError>,
}

#[derive(Debug, Clone)]
struct Document {
    text: Arc<str>,
    /// Its SHA-256 in base64url, as a fragment may name it.
    hash: String,
}

impl Known {
    /// Whether it answers for an address with this fragment.
    fn serves(&self, version: Option<&str>, now: Timestamp) -> bool {
        let age = now - self.at;
        // OIDC Core §6.2: a fragment that has changed says that what is kept is of no use. It should be the
        // hash of the content, and need not be.
        let same = match (&self.outcome, version) {
            (_, None) => true,
            (Ok(document), Some(version)) if document.hash == version => true,
            (_, version) => self.version.as_deref() == version,
        };
        Seconds(0) <= age && age < if same { KEPT } else { KEPT_FOR_ANY }
    }
}

impl Documents {
    /// Nothing yet, over the guarded client.
    pub fn new(outbound: &Outbound, clock: Clock) -> Self {
        Self { outbound: outbound.with_own_slots(AT_ONCE), clock, entries: RemoteCache::of(MOST) }
    }

    /// The text at `uri`, at most `limit` bytes of it.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn get(&self, uri: &str, accept: &'static str, limit: usize) -> Result<Arc<str>, FetchError> {
        let (address, version) = match uri.split_once('#') {
            Some((address, version)) => (address, Some(version)),
            None => (uri, None),
        };
        let serves =
            |known: &Option<Known>| known.as_ref().is_some_and(|known| known.serves(version, self.clock.now()));
        let fetch = || {
            let (documents, address, version) = (self.clone(), address.to_owned(), version.map(str::to_owned));
            async move {
                let outcome = documents.fetch(&address, accept, limit).await;
                let at = documents.clock.now();
                move |known: &mut Option<Known>| *known = Some(Known { at, version, outcome })
            }
        };
        let entry = self.entries.get(address, serves, fetch).await;
        let known = entry.known();
        let outcome = known.as_ref().map(|known| known.outcome.clone());
        outcome.unwrap_or(Err(FetchError::Interrupted)).map(|document| document.text)
    }

    async fn fetch(&self, address: &str, accept: &str, limit: usize) -> Result<Document, FetchError> {
        let fetched = self.outbound.get(address, accept).await?;
        if fetched.body.len() > limit {
            return Err(FetchError::TooLarge { limit });
        }
        let hash = data_encoding::BASE64URL_NOPAD.encode(&sha256(&fetched.body));
        let text = String::from_utf8(fetched.body).map_err(|_| FetchError::NotText)?;
        Ok(Document { text: text.trim().into(), hash })
    }
}

#[cfg(test)]
mod tests;
