//! Which addresses an outbound request may reach.
//!
//! Clients register URLs that this server fetches (`jwks_uri`, `request_uri`, logout
//! endpoints). Without a guard such a URL is a way into the operator's own network
//! (OWASP SSRF), so only globally reachable unicast addresses are accepted, however they
//! are written, unless the operator lists them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

/// The private destinations an operator permits: networks, and host names whatever they
/// resolve to.
#[derive(Debug, Clone, Default)]
pub struct AllowPrivate {
    networks: Vec<IpNet>,
    hosts: Vec<String>,
}

impl AllowPrivate {
    /// Reads entries such as `10.1.0.0/16`, `127.0.0.1`, `::1` or `keys.internal`.
    ///
    /// On failure: the first entry that is none of them.
    pub fn parse<S: AsRef<str>>(entries: &[S]) -> Result<Self, String> {
        let mut allowed = Self::default();
        for entry in entries.iter().map(AsRef::as_ref) {
            if let Ok(network) = entry.parse::<IpNet>() {
                allowed.networks.push(network);
            } else if let Ok(address) = entry.parse::<IpAddr>() {
                allowed.networks.push(address.into());
            } else if is_host_name(entry) {
                allowed.hosts.push(entry.trim_end_matches('.').to_ascii_lowercase());
            } else {
                return Err(entry.to_owned());
            }
        }
        Ok(allowed)
    }

    /// Whether `host` is listed by name.
    pub fn host(&self, host: &str) -> bool {
        let host = host.trim_end_matches('.');
        self.hosts.iter().any(|listed| listed.eq_ignore_ascii_case(host))
    }

    /// Whether `address` lies in a listed network.
    pub fn network(&self, address: IpAddr) -> bool {
        let plain = address.to_canonical();
        self.networks.iter().any(|network| network.contains(&plain) || network.contains(&address))
    }

    /// Whether a connection to `address`, reached under `host` if by name, may be made.
    pub fn permits(&self, host: Option<&str>, address: IpAddr) -> bool {
        is_global(address) || self.network(address) || host.is_some_and(|host| self.host(host))
    }
}

fn is_host_name(text: &str) -> bool {
    let name = text.trim_end_matches('.');
    !name.is_empty()
        && name.len() <= 253
        && name.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        })
        // All-digit last labels are read as IPv4 addresses by URL parsers.
        && !name.rsplit('.').next().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether an address is globally reachable unicast, by the IANA special-purpose
/// registries (RFC 6890); addresses that carry another inside are judged by that one.
pub fn is_global(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_global_v4(address),
        IpAddr::V6(address) => is_global_v6(address),
    }
}

fn is_global_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(a == 0                                        // RFC 791 §3.2: "this network"
        || address.is_private()                     // RFC 1918
        || a == 100 && (b & 0xc0) == 64             // RFC 6598: carrier-grade NAT
        || address.is_loopback()                    // RFC 1122 §3.2.1.3
        || address.is_link_local()                  // RFC 3927, and cloud metadata services
        || a == 192 && b == 0 && c == 0             // RFC 6890: protocol assignments
        || address.is_documentation()               // RFC 5737
        || a == 192 && b == 31 && c == 196          // RFC 7535: AS112
        || a == 192 && b == 52 && c == 193          // RFC 7450: AMT
        || a == 192 && b == 88 && c == 99           // RFC 7526: 6to4 relays, withdrawn
        || a == 192 && b == 175 && c == 48          // RFC 7534: AS112
        || a == 198 && (b & 0xfe) == 18             // RFC 2544: benchmarking
        || a >= 224) // RFC 5771 multicast, RFC 1112 reserved, broadcast
}

fn is_global_v6(address: Ipv6Addr) -> bool {
    let words = address.segments();
    let [.., a, b, c, d] = address.octets();
    let tail = Ipv4Addr::new(a, b, c, d);
    match words {
        // What a kernel or gateway unwraps is judged by the IPv4 address inside:
        // RFC 4291 §2.5.5.2 mapped, §2.5.5.1 compatible; RFC 2765 §2.1 translated;
        // RFC 6052 §2.1 the well-known NAT64 prefix.
        [0, 0, 0, 0, 0, 0xffff | 0, _, _] | [0, 0, 0, 0, 0xffff, 0, _, _] | [0x64, 0xff9b, 0, 0, 0, 0, _, _] => {
            is_global_v4(tail)
        }
        // RFC 3056 §2: 6to4 carries the address after 2002; below such a prefix, ISATAP another.
        [0x2002, high, low, _, group, kind, ..] => {
            let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
            let is_isatap = matches!((group, kind), (0 | 0x0200, 0x5efe));
            is_global_v4(Ipv4Addr::new(a, b, c, d)) && (!is_isatap || is_global_v4(tail))
        }
        // RFC 2928: Teredo, ORCHID, benchmarking; RFC 3849 and RFC 9637: documentation; RFC 7534: AS112.
        [0x2001, 0..0x0200 | 0x0db8, ..] | [0x3fff, 0..0x1000, ..] | [0x2620, 0x004f, 0x8000, ..] => false,
        // RFC 5214 §6.1: an ISATAP identifier carries an address below any prefix.
        [0x2000..0x4000, _, _, _, 0 | 0x0200, 0x5efe, _, _] => is_global_v4(tail),
        // RFC 4291 §2.4: what is not in 2000::/3 is loopback, link-local, unique-local,
        // multicast, discard-only, local NAT64 (RFC 8215) or unassigned.
        _ => (words[0] & 0xe000) == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_globally_reachable_unicast_counts_as_global() {
        for text in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.255",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "::ffff:0:10.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::a9fe:a9fe",
            "100::1",
            "2001::1",
            "2001:10::1",
            "2001:20::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:c0a8:101::1",
            "2002:101:101::5efe:a00:1",
            "3fff::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "fe80::5efe:101:101",
            "ff02::1",
            "2a00:1450::5efe:a00:1",
            "4000::1",
        ] {
            let address: IpAddr = text.parse().unwrap();
            assert!(!is_global(address), "{text} must not be reachable");
        }
        for text in [
            "1.1.1.1",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450:4001::1",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
            "2002:101:101::1",
        ] {
            let address: IpAddr = text.parse().unwrap();
            assert!(is_global(address), "{text} must be reachable");
        }
    }

    #[test]
    fn the_allow_list_takes_networks_addresses_and_names() {
        let allowed = AllowPrivate::parse(&["10.1.0.0/16", "::1", "Keys.Internal."]).unwrap();
        let permits = |host: Option<&str>, address: &str| allowed.permits(host, address.parse().unwrap());
        assert!(permits(None, "10.1.2.3"));
        assert!(permits(None, "::ffff:10.1.2.3"));
        assert!(!permits(None, "10.2.0.1"));
        assert!(permits(None, "::1"));
        assert!(permits(Some("keys.internal"), "192.168.0.1"));
        assert!(!permits(Some("other.internal"), "192.168.0.1"));
        assert_eq!(AllowPrivate::parse(&["10.0.0.0/33"]).unwrap_err(), "10.0.0.0/33");
        assert_eq!(AllowPrivate::parse(&["http://x"]).unwrap_err(), "http://x");
    }
}
