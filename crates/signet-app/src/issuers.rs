//! The issuers that an installation serves, each with what belongs to it alone.
//!
//! An [`IssuerHandle`] is resolved once, where a call comes in; nothing below `http`, `jobs` and `cli` asks
//! which issuer there is. Cloning one is cheap: the copies share keys and documents.

use std::sync::{Arc, PoisonError, RwLock};

use super::{App, caches::IssuerCaches};
use crate::{
    base::{id::IssuerId, time::Timestamp, url::Issuer},
    protocol::{jose::key_ring::KeyRing, policy::Policy},
    render::Branding,
};

/// An issuer that is served here.
#[derive(Clone)]
pub struct IssuerHandle {
    /// Its row.
    pub id: IssuerId,
    /// Its identifier.
    pub url: Issuer,
    /// The settings that rules depend on.
    pub policy: Arc<Policy>,
    /// How its pages look.
    pub branding: Arc<Branding>,
    /// The documents that it publishes, as bytes.
    pub caches: Arc<IssuerCaches>,
    keys: Arc<Keys>,
}

/// The keys of an issuer as they were last loaded.
#[derive(Default)]
struct Keys {
    ring: RwLock<Arc<KeyRing>>,
    /// When they were last loaded because one was named that was not known; held while they are.
    reloaded_for_unknown: tokio::sync::Mutex<Option<Timestamp>>,
}

impl App {
    /// Every issuer that is served here.
    pub fn issuers(&self) -> &[IssuerHandle] {
        std::slice::from_ref(&self.issuer)
    }
}

impl IssuerHandle {
    /// An issuer whose keys are not loaded yet.
    pub fn new(id: IssuerId, url: Issuer, policy: Policy, branding: Branding) -> Self {
        let (policy, branding) = (Arc::new(policy), Arc::new(branding));
        Self { id, url, policy, branding, caches: Arc::default(), keys: Arc::default() }
    }

    /// Our keys as last loaded.
    pub fn keys(&self) -> Arc<KeyRing> {
        Arc::clone(&self.keys.ring.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts a newly loaded key ring in place.
    pub fn replace_keys(&self, ring: KeyRing) {
        *self.keys.ring.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(ring);
        self.caches.jwks.clear();
    }

    /// When the keys were last loaded because one was named that was not known; whoever holds it loads them.
    pub async fn reloaded_for_unknown(&self) -> tokio::sync::MutexGuard<'_, Option<Timestamp>> {
        self.keys.reloaded_for_unknown.lock().await
    }

    /// The same issuer under the row that it had before its address changed.
    #[must_use]
    pub fn under_row(&self, id: IssuerId) -> Self {
        Self { id, ..self.clone() }
    }
}

/// A call named a host that none of several issuers has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no issuer has this host")]
pub struct Misdirected;

/// The issuer that a call to `host` is for. One issuer alone gets every call: a proxy may name any host.
///
/// # Errors
/// [`Misdirected`] where several issuers are served and none of them has the host.
pub fn of_host<'a>(issuers: &'a [IssuerHandle], host: Option<&str>) -> Result<&'a IssuerHandle, Misdirected> {
    match issuers {
        [only] => Ok(only),
        several => {
            let authority =
                |issuer: &IssuerHandle| issuer.url.origin().split_once("://").map(|(_, host)| host.to_owned());
            let named = host.map(str::to_ascii_lowercase).ok_or(Misdirected)?;
            several.iter().find(|one| authority(one).is_some_and(|host| host == named)).ok_or(Misdirected)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::id::Id,
        render::{Brand, Theme},
    };

    fn issuer(url: &str) -> IssuerHandle {
        let branding = Branding::new(Brand::named("N"), "", &Theme::default());
        IssuerHandle::new(Id::from_stored(url), Issuer::parse(url).unwrap(), Policy::default(), branding)
    }

    #[test]
    fn one_issuer_alone_gets_every_call_and_several_get_their_own() {
        let one = [issuer("https://id.example.com")];
        for host in [None, Some("id.example.com"), Some("elsewhere.example")] {
            assert_eq!(of_host(&one, host).map(|issuer| issuer.url.as_str()), Ok("https://id.example.com"));
        }
        let two = [issuer("https://id.example.com"), issuer("https://login.example.org:8443")];
        assert_eq!(of_host(&two, Some("ID.example.com")).map(|one| one.url.as_str()), Ok("https://id.example.com"));
        let second = of_host(&two, Some("login.example.org:8443"));
        assert_eq!(second.map(|one| one.url.as_str()), Ok("https://login.example.org:8443"));
        for host in [None, Some("login.example.org"), Some("elsewhere.example")] {
            assert_eq!(
                of_host(&two, host).map(|one| one.url.as_str()).unwrap_err().to_string(),
                "no issuer has this host"
            );
        }
    }
}
