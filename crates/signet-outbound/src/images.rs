//! Pictures of others (logos of clients), fetched once for all who want to see them.
//!
//! Anybody may ask for a logo, so what asking can provoke is bounded: one fetch per address at a
//! time, a few in all, and a pause after a failure.

use bytes::Bytes;

use super::{
    AtOnce,
    http::{Fetched, Outbound},
    remote::RemoteCache,
};
use crate::base::time::{Clock, Seconds, Timestamp};

/// Images that browsers show and that hold no script.
const KINDS: &[&str] = &["image/png", "image/jpeg", "image/webp", "image/gif", "image/svg+xml"];
/// Addresses remembered; each may hold a picture as large as an answer may be.
const MAX_URLS: u64 = 200;
/// Fetches at a time: a host that hangs, or a few of them, keep no other logo waiting.
const AT_ONCE: AtOnce = AtOnce { in_all: 32, a_host: 2 };
/// How long a picture is kept.
const KEPT: Seconds = Seconds::hours(1);
/// How long an address without a usable picture is left alone.
const PAUSE: Seconds = Seconds::minutes(1);

/// An image with its media type.
pub type Image = (&'static str, Bytes);

/// The cache. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Images {
    outbound: Outbound,
    clock: Clock,
    entries: RemoteCache<Option<Known>>,
}

#[derive(Debug, Clone)]
struct Known {
    image: Option<Image>,
    until: Timestamp,
}

impl Images {
    /// An empty cache over the guarded client.
    pub fn new(outbound: &Outbound, clock: Clock) -> Self {
        Self { outbound: outbound.with_own_slots(AT_ONCE), clock, entries: RemoteCache::of(MAX_URLS) }
    }

    /// The image at `url`; `None` where nothing usable is.
    pub async fn get(&self, url: &str) -> Option<Image> {
        let good = |known: &Option<Known>| known.as_ref().is_some_and(|known| self.clock.now() < known.until);
        let entry = self.entries.get(url, good, || self.clone().fetch(url.to_owned())).await;
        let known = entry.known();
        known.as_ref()?.image.clone()
    }

    async fn fetch(self, url: String) -> impl FnOnce(&mut Option<Known>) {
        let image = self.outbound.get(&url, "image/*").await.ok().and_then(usable);
        let until = self.clock.now() + if image.is_some() { KEPT } else { PAUSE };
        move |known| *known = Some(Known { image, until })
    }
}

fn usable(fetched: Fetched) -> Option<Image> {
    let kind = fetched.content_type.as_deref()?.split(';').next()?.trim().to_ascii_lowercase();
    let kind = KINDS.iter().find(|known| **known == kind)?;
    Some((kind, Bytes::from(fetched.body)))
}

#[cfg(test)]
mod tests;
