//! How many connections there are at once: in all, because each takes a descriptor and memory, and of one address,
//! so that one that opens connections and says nothing does not keep others out.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use ipnet::IpNet;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::telemetry;

/// Most connections, however many descriptors there are: each costs memory, too.
const MOST: usize = 8_192;
/// One address has this part of them.
const PART: usize = 8;
/// What of an IPv6 address is counted as one: what a household is given (RFC 6177).
const IPV6_PREFIX: u32 = 56;
/// How often a full share is told.
const TELL: Duration = Duration::from_secs(60);

/// How many there may be.
#[derive(Debug, Clone)]
pub struct ConnectionLimits {
    /// In all.
    pub all: usize,
    /// Of one address.
    pub share: usize,
    /// Those that have no share of their own: whoever comes through a proxy shares its address.
    pub trusted_proxies: Vec<IpNet>,
}

impl ConnectionLimits {
    /// As many as there are descriptors for.
    pub fn within(descriptors: usize, trusted_proxies: Vec<IpNet>) -> Self {
        let all = descriptors.clamp(1, MOST);
        Self { all, share: (all / PART).max(1), trusted_proxies }
    }

    /// The same number for everybody.
    pub fn without_shares(all: usize) -> Self {
        Self { all, share: all, trusted_proxies: Vec::new() }
    }
}

/// The connections that there are.
#[derive(Debug)]
pub struct Connections {
    limits: ConnectionLimits,
    free: Arc<Semaphore>,
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    of: HashMap<IpAddr, usize>,
    warned_at: Option<Instant>,
}

impl Connections {
    /// None yet.
    pub fn new(limits: ConnectionLimits) -> Arc<Self> {
        let free = Arc::new(Semaphore::new(limits.all));
        Arc::new(Self { limits, free, held: Mutex::default() })
    }

    /// Waits until there is room for one more.
    pub async fn room(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.free).acquire_owned().await.ok()
    }

    /// Gives the room to a connection from this address, unless that has its share.
    pub fn admit(self: &Arc<Self>, peer: IpAddr, room: OwnedSemaphorePermit) -> Option<Admitted> {
        let peer = peer.to_canonical();
        if self.limits.trusted_proxies.iter().any(|proxy| proxy.contains(&peer)) {
            return Some(Admitted { _room: room, counted: None });
        }
        let address = counted_as(peer);
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let count = held.of.entry(address).or_default();
        if *count >= self.limits.share {
            metrics::counter!(telemetry::CONNECTIONS_REFUSED).increment(1);
            if held.warned_at.is_none_or(|at| at.elapsed() > TELL) {
                held.warned_at = Some(Instant::now());
                tracing::warn!(
                    %address,
                    share = self.limits.share,
                    "an address has its share of connections, and more of them are closed; if it is a proxy, name it \
                     in server.trusted_proxies"
                );
            }
            return None;
        }
        *count += 1;
        Some(Admitted { _room: room, counted: Some((Arc::clone(self), address)) })
    }

    fn leave(&self, address: IpAddr) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = held.of.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                held.of.remove(&address);
            }
        }
    }
}

/// A connection that is there, until this is dropped.
#[derive(Debug)]
pub struct Admitted {
    _room: OwnedSemaphorePermit,
    counted: Option<(Arc<Connections>, IpAddr)>,
}

impl Drop for Admitted {
    fn drop(&mut self) {
        if let Some((connections, address)) = &self.counted {
            connections.leave(*address);
        }
    }
}

fn counted_as(peer: IpAddr) -> IpAddr {
    match peer {
        IpAddr::V4(_) => peer,
        IpAddr::V6(ip) => Ipv6Addr::from_bits(ip.to_bits() & (u128::MAX << (128 - IPV6_PREFIX))).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Admitted, ConnectionLimits, Connections};
    use std::sync::Arc;

    fn come(connections: &Arc<Connections>, from: &str) -> Option<Admitted> {
        let room = Arc::clone(&connections.free).try_acquire_owned().expect("room");
        connections.admit(from.parse().unwrap(), room)
    }

    #[test]
    fn an_address_has_a_share_and_a_trusted_proxy_has_all() {
        let trusted = vec!["10.0.0.0/8".parse().unwrap()];
        let connections = Connections::new(ConnectionLimits { all: 20, share: 2, trusted_proxies: trusted });
        let first = come(&connections, "192.0.2.1").unwrap();
        let _second = come(&connections, "::ffff:192.0.2.1").unwrap();
        assert!(come(&connections, "192.0.2.1").is_none());
        let _other = come(&connections, "192.0.2.2").unwrap();
        // A household has many addresses, and they are one.
        let _near =
            [come(&connections, "2001:db8:1:200::1").unwrap(), come(&connections, "2001:db8:1:2ff::2").unwrap()];
        assert!(come(&connections, "2001:db8:1:210::3").is_none());
        let _far = come(&connections, "2001:db8:1:300::1").unwrap();
        let proxied: Vec<_> = (0..5).map(|_| come(&connections, "10.1.2.3").unwrap()).collect();
        assert_eq!(connections.free.available_permits(), 20 - 6 - proxied.len(), "what was refused took no room");
        drop(first);
        let _again = come(&connections, "192.0.2.1").unwrap();
        assert!(come(&connections, "192.0.2.1").is_none());
    }

    #[test]
    fn the_limits_follow_the_descriptors() {
        for (descriptors, all, share) in [(758, 758, 94), (1_000_000, 8_192, 1_024), (5, 5, 1), (0, 1, 1)] {
            let limits = ConnectionLimits::within(descriptors, Vec::new());
            assert_eq!((limits.all, limits.share), (all, share));
        }
    }

    #[test]
    fn nothing_is_kept_of_those_who_left() {
        let connections = Connections::new(ConnectionLimits::within(100, Vec::new()));
        drop((come(&connections, "192.0.2.1"), come(&connections, "2001:db8::1")));
        assert!(connections.held.lock().unwrap().of.is_empty());
    }
}
