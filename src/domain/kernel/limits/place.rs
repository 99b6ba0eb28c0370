//! From where somebody tries: an address, and the network around it.
//!
//! Whoever has an IPv6 address has many: a household is given a /56 or a /64 of it, a site a /48 (RFC 6177,
//! RIPE-690). Whoever rents machines has neighbours in an IPv4 /24. So both are counted, the network with
//! more room.

use std::net::{IpAddr, Ipv6Addr};

/// How much more a network may fail than an address.
const NETWORK: u32 = 10;

/// Something that is counted as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressRange {
    /// What it is called in keys.
    pub name: String,
    /// How many times the limit of an address it has.
    pub times: u32,
}

/// The places that an address lies in, the narrowest first.
pub fn places(address: Option<IpAddr>) -> Vec<AddressRange> {
    let (near, wide) = match address.map(|ip| ip.to_canonical()) {
        Some(IpAddr::V4(ip)) => {
            let [a, b, c, _] = ip.octets();
            (ip.to_string(), format!("{a}.{b}.{c}.0/24"))
        }
        Some(IpAddr::V6(ip)) => (prefix(ip, 56), prefix(ip, 48)),
        None => return vec![AddressRange { name: "unknown".to_owned(), times: 1 }],
    };
    vec![AddressRange { name: near, times: 1 }, AddressRange { name: wide, times: NETWORK }]
}

fn prefix(ip: Ipv6Addr, bits: u32) -> String {
    let mask = u128::MAX << (128 - bits);
    format!("{}/{bits}", Ipv6Addr::from_bits(ip.to_bits() & mask))
}

#[cfg(test)]
mod tests {
    use super::places;

    fn names(address: &str) -> Vec<String> {
        places(address.parse().ok()).into_iter().map(|place| place.name).collect()
    }

    #[test]
    fn an_address_counts_for_itself_and_for_its_network() {
        assert_eq!(names("2001:db8:1:2ab:3::4"), ["2001:db8:1:200::/56", "2001:db8:1::/48"]);
        assert_eq!(names("192.0.2.1"), ["192.0.2.1", "192.0.2.0/24"]);
        assert_eq!(names("::ffff:192.0.2.1"), ["192.0.2.1", "192.0.2.0/24"]);
        assert_eq!(names("nonsense"), ["unknown"]);
        let times: Vec<u32> = places("192.0.2.1".parse().ok()).iter().map(|place| place.times).collect();
        assert_eq!(times, [1, 10]);
    }
}
