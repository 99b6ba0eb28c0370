//! Small documents of others that are read again within moments, such as a request object for which
//! somebody opens the same address many times (OIDC Core §6.2).
//!
//! Kept for a few seconds, so that a stranger who makes us ask costs its host one request and not one
//! for each of his own.

use std::sync::Arc;

use moka::sync::Cache;

use super::http::{FetchError, Outbound};
use crate::base::time::{Clock, Seconds, Timestamp};

/// How long a document is kept.
const KEPT: Seconds = Seconds(5);
/// How many are kept.
const MOST: u64 = 500;

/// The documents. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Documents {
    outbound: Outbound,
    clock: Clock,
    known: Cache<String, (Timestamp, Arc<str>)>,
}

impl Documents {
    /// Nothing yet, over the guarded client.
    pub fn new(outbound: Outbound, clock: Clock) -> Self {
        Self { outbound, clock, known: Cache::new(MOST) }
    }

    /// The text at `url`, at most `limit` bytes of it; `mark` tells one version from another.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn get(&self, (url, mark): (&str, &str), accept: &str, limit: usize) -> Result<Arc<str>, FetchError> {
        let now = self.clock.now();
        if let Some((at, text)) = self.known.get(mark).filter(|(at, _)| now - *at < KEPT && now >= *at) {
            tracing::debug!(age = (now - at).0, "a document was read again within moments");
            return Ok(text);
        }
        let fetched = self.outbound.get(url, accept).await?;
        if fetched.body.len() > limit {
            return Err(FetchError::TooLarge { limit });
        }
        let text: Arc<str> = String::from_utf8(fetched.body).map_err(|_| FetchError::NotText)?.trim().into();
        self.known.insert(mark.to_owned(), (now, Arc::clone(&text)));
        Ok(text)
    }
}
