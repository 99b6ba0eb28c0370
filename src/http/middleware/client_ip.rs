//! The address of the client behind trusted proxies.
//!
//! Each proxy appends the address it was called from, so the list is only as true as the
//! hops at its right end: it is read from the right while the hops are proxies of ours,
//! and the first other address is the client. What stands further left is the client's
//! own claim.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderName, header};
use ipnet::IpNet;

use crate::protocol::field::forwarded;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Who is calling, as far as it can be known. For limits and audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientIp(pub IpAddr);

/// The client's address, given the peer of the connection and the request's headers.
pub fn client_ip(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let peer = peer.to_canonical();
    if !is_trusted(peer, trusted) {
        return peer;
    }
    let plain = headers.contains_key(&X_FORWARDED_FOR).then(|| walk(peer, hops(headers, &X_FORWARDED_FOR), trusted));
    let standard = headers.contains_key(header::FORWARDED).then(|| {
        let nodes = nodes(headers);
        walk(peer, nodes.iter().map(String::as_str), trusted)
    });
    match (plain, standard) {
        (Some(one), None) | (None, Some(one)) => one,
        (Some(plain), Some(standard)) if plain == standard => plain,
        // A proxy writes one of them and passes the other on as the client made it up.
        // Which one cannot be told, so neither is believed.
        _ => peer,
    }
}

/// The entries of a list header from right to left, over all its lines.
fn hops<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    let lines: Vec<&str> = headers.get_all(name).iter().map(|line| line.to_str().unwrap_or("")).collect();
    lines.into_iter().rev().flat_map(|line| line.rsplit(',')).map(str::trim)
}

/// What `Forwarded` says from right to left, over all its lines. A line that breaks the grammar names nobody: what a
/// client wrote in it cannot be told from what a proxy wrote behind it.
fn nodes(headers: &HeaderMap) -> Vec<String> {
    let mut all = Vec::new();
    for line in headers.get_all(header::FORWARDED) {
        match line.to_str().ok().and_then(forwarded::nodes) {
            Some(nodes) => all.extend(nodes),
            None => all.push(String::new()),
        }
    }
    all.reverse();
    all
}

fn walk<'a>(peer: IpAddr, hops: impl Iterator<Item = &'a str>, trusted: &[IpNet]) -> IpAddr {
    let mut nearest = peer;
    for hop in hops {
        // What is no address (`unknown`, `_hidden`, nonsense) ends what can be known.
        let Some(address) = address(hop) else { break };
        nearest = address;
        if !is_trusted(address, trusted) {
            break;
        }
    }
    nearest
}

fn is_trusted(address: IpAddr, trusted: &[IpNet]) -> bool {
    trusted.iter().any(|network| network.contains(&address))
}

/// An address with or without port, IPv6 with or without brackets.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let address = bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    address.map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, lines: &[(&'static str, &str)], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().unwrap());
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|network| network.parse().unwrap()).collect();
        client_ip(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn nobody_is_believed_without_being_trusted() {
        let lines = [("x-forwarded-for", "198.51.100.1"), ("forwarded", "for=198.51.100.1")];
        assert_eq!(seen("203.0.113.5", &lines, &[]), "203.0.113.5");
        assert_eq!(seen("203.0.113.5", &lines, &["10.0.0.0/8"]), "203.0.113.5");
    }

    #[test]
    fn the_rightmost_address_that_is_no_proxy_is_the_client() {
        let trusted = &["10.0.0.0/8", "fd00::/8"];
        for (value, expected) in [
            ("198.51.100.7", "198.51.100.7"),
            ("1.2.3.4, 198.51.100.7", "198.51.100.7"),
            ("1.2.3.4, 198.51.100.7, 10.0.0.9", "198.51.100.7"),
            ("198.51.100.7:4711, 10.0.0.9:80", "198.51.100.7"),
            ("[2001:db8::1]:4711, fd00::1", "2001:db8::1"),
            ("::ffff:198.51.100.7", "198.51.100.7"),
            // All of them ours: the farthest.
            ("10.0.0.7, 10.0.0.8", "10.0.0.7"),
            // Nonsense hides what lies behind it.
            ("198.51.100.7, unknown, 10.0.0.9", "10.0.0.9"),
            ("198.51.100.7, ", "10.0.0.1"),
            ("", "10.0.0.1"),
        ] {
            assert_eq!(seen("10.0.0.1", &[("x-forwarded-for", value)], trusted), expected, "{value}");
        }
        // Several lines are one list; the peer may be an IPv4 address written as an IPv6 one.
        let lines = [("x-forwarded-for", "1.2.3.4"), ("x-forwarded-for", "198.51.100.7, 10.0.0.2")];
        assert_eq!(seen("::ffff:10.0.0.1", &lines, trusted), "198.51.100.7");
    }

    // RFC 7239 §4, §6
    #[test]
    fn the_standard_header_is_read_too() {
        for (value, expected) in [
            ("for=198.51.100.7", "198.51.100.7"),
            ("for=1.2.3.4, For=\"198.51.100.7:80\";proto=https;by=10.0.0.1", "198.51.100.7"),
            ("proto=https; for=\"[2001:db8::1]:4711\"", "2001:db8::1"),
            ("for=198.51.100.7, for=_hidden", "10.0.0.1"),
            ("proto=https", "10.0.0.1"),
            // What a client wrote in quotes is not what a proxy wrote.
            ("for=198.51.100.7;host=\"a,for=6.6.6.6\"", "198.51.100.7"),
            ("for=6.6.6.6;host=\"a, for=198.51.100.7", "10.0.0.1"),
            ("for=6.6.6.6;host=\"a, for=\"198.51.100.7:80\"", "10.0.0.1"),
        ] {
            assert_eq!(seen("10.0.0.1", &[("forwarded", value)], &["10.0.0.1/32"]), expected, "{value}");
        }
        // A line that nobody can read hides what lies behind it, and not what a proxy wrote on its own.
        for (first, expected) in [("for=6.6.6.6;x=\"", "10.0.0.2"), ("for=198.51.100.7", "198.51.100.7")] {
            let lines = [("forwarded", first), ("forwarded", "for=10.0.0.2")];
            assert_eq!(seen("10.0.0.1", &lines, &["10.0.0.0/8"]), expected, "{first}");
        }
    }

    #[test]
    fn two_headers_that_disagree_are_both_disbelieved() {
        let both = |plain, standard| {
            seen("10.0.0.1", &[("x-forwarded-for", plain), ("forwarded", standard)], &["10.0.0.1/32"])
        };
        assert_eq!(both("198.51.100.7", "for=198.51.100.7"), "198.51.100.7");
        assert_eq!(both("198.51.100.7", "for=1.2.3.4"), "10.0.0.1");
    }
}
