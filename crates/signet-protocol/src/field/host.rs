//! `Host` (RFC 9110 §7.2): for whom a request is.

use std::net::Ipv6Addr;

/// Whether a value is a host with or without a port.
///
/// An empty one is none: no web address has an empty host (RFC 9110 §4.2.1).
pub fn is_host(value: &str) -> bool {
    let (host, port) = match value.strip_prefix('[').map(|rest| rest.split_once(']')) {
        // RFC 3986 §3.2.2: an IP-literal; there is no version of them but the sixth.
        Some(Some((address, rest))) => (address.parse::<Ipv6Addr>().is_ok(), rest),
        Some(None) => (false, ""),
        None => {
            let end = value.find(':').unwrap_or(value.len());
            (is_name(&value[..end]), &value[end..])
        }
    };
    host && is_port(port)
}

/// RFC 3986 §3.2.2: an IPv4address or a reg-name.
fn is_name(name: &str) -> bool {
    let mut rest = name.as_bytes();
    while let [first, behind @ ..] = rest {
        rest = match (first, behind) {
            (b'%', [high, low, behind @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => behind,
            (b, behind) if b.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(b) => behind,
            _ => return false,
        };
    }
    !name.is_empty()
}

/// RFC 3986 §3.2.3: nothing, or a colon and digits.
fn is_port(port: &str) -> bool {
    let Some(digits) = port.strip_prefix(':') else { return port.is_empty() };
    digits.is_empty() || digits.bytes().all(|b| b.is_ascii_digit()) && digits.parse::<u16>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 9112 §3.2, RFC 3986 §3.2
    #[test]
    fn a_host_is_an_address_or_a_name_with_or_without_a_port() {
        for fine in
            ["id.example", "ID.example.:443", "127.0.0.1:8080", "[::1]", "[::1]:1", "a_b", "x:", "a%2db", "id:0"]
        {
            assert!(is_host(fine), "{fine}");
        }
        for broken in [
            "",
            ":80",
            "a b",
            " a",
            "a/b",
            "a@b",
            "https://a",
            "a:b",
            "a:1:2",
            "a:65536",
            "a:+1",
            "a:٣",
            "[::1",
            "[::1]x",
            "[::1]80",
            "[x]",
            "[v1.x]",
            "::1",
            "a%2",
            "a%zz",
            "ä",
            "a\"b",
            "a,b\u{0}",
            "a?b",
            "a#b",
            "a\\b",
        ] {
            assert!(!is_host(broken), "{broken}");
        }
    }
}
