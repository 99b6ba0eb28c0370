//! `[issuer]`: who Signet says it is.

use std::net::SocketAddr;

use super::section::section;
use crate::base::url::Issuer as Url;

section! {
    /// Who Signet says it is.
    Issuer {
        /// The address under which browsers and clients reach Signet: the `iss` of every token,
        /// compared byte for byte, so write it without a slash at the end. https, or http on
        /// loopback for trying things out. A path is welcome. Changing it later invalidates every
        /// token and every client's configuration. Where it is not set, the issuer that the database
        /// holds counts; a database without one gets http://localhost with the port of
        /// server.listen (https with a certificate).
        url: Url = default_url();
    }
}

fn default_url() -> Url {
    // A constant that the tests parse, too.
    Url::parse("http://localhost:8080").unwrap_or_else(|_| unreachable!("the default issuer is valid"))
}

/// The issuer of a server that listens at an address, where nobody names one: `localhost` for loopback
/// and for every address of the machine. Another address has none: it is nothing that https could be
/// had for, and plain http is for loopback.
pub fn default_for(listen: SocketAddr, tls: bool) -> Option<Url> {
    let ip = listen.ip().to_canonical();
    if !ip.is_loopback() && !ip.is_unspecified() {
        return None;
    }
    let (scheme, usual) = if tls { ("https", 443) } else { ("http", 80) };
    let port = listen.port();
    let text = if port == usual { format!("{scheme}://localhost") } else { format!("{scheme}://localhost:{port}") };
    Url::parse(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_follows_the_listener() {
        let default = |listen: &str, tls| default_for(listen.parse().unwrap(), tls).map(|url| url.as_str().to_owned());
        for (listen, tls, expected) in [
            ("127.0.0.1:8080", false, Some("http://localhost:8080")),
            ("127.0.0.1:9000", false, Some("http://localhost:9000")),
            ("[::1]:9000", false, Some("http://localhost:9000")),
            ("0.0.0.0:8081", false, Some("http://localhost:8081")),
            ("[::]:8081", false, Some("http://localhost:8081")),
            ("[::ffff:127.0.0.1]:8081", false, Some("http://localhost:8081")),
            ("0.0.0.0:80", false, Some("http://localhost")),
            ("0.0.0.0:443", true, Some("https://localhost")),
            ("127.0.0.1:80", true, Some("https://localhost:80")),
            ("192.168.1.5:8080", false, None),
            ("192.168.1.5:8443", true, None),
        ] {
            assert_eq!(default(listen, tls).as_deref(), expected, "{listen} {tls}");
        }
    }
}
