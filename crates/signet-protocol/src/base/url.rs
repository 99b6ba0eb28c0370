//! The issuer, and the comparison of redirect URIs.

use std::{fmt, net::IpAddr};

use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// An issuer identifier: compared byte for byte, so it is kept exactly as configured.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Issuer(String);

/// Why a text cannot be an issuer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidIssuer {
    /// Not an absolute URL.
    #[error("it is not an absolute URL")]
    NotAUrl,
    /// Neither https nor loopback http.
    #[error("it must use https (plain http is accepted for loopback hosts only)")]
    NotHttps,
    /// RFC 8414 §2: no query, no fragment.
    #[error("it must have no query, no fragment and no user information (RFC 8414 section 2)")]
    Extra,
    /// A trailing slash makes two spellings of one issuer.
    #[error("it must not end with a slash: the issuer is compared byte for byte")]
    TrailingSlash,
    /// RFC 1035 §2.3.1: two dots in a row, or one in front.
    #[error("its host must be a name without empty parts (RFC 1035 section 2.3.1)")]
    EmptyLabel,
    /// Upper-case host, default port, dot segments and the like.
    #[error("it must be in normal form; write {0}")]
    NotNormal(String),
}

impl Issuer {
    /// Checks and takes an issuer. RFC 8414 §2; http only on loopback.
    pub fn parse(text: &str) -> Result<Self, InvalidIssuer> {
        let url = Url::parse(text).map_err(|_| InvalidIssuer::NotAUrl)?;
        if url.host().is_none() {
            return Err(InvalidIssuer::NotAUrl);
        }
        if !is_https_or_loopback(&url) {
            return Err(InvalidIssuer::NotHttps);
        }
        if has_empty_label(&url) {
            return Err(InvalidIssuer::EmptyLabel);
        }
        if url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() || url.password().is_some() {
            return Err(InvalidIssuer::Extra);
        }
        if text.ends_with('/') {
            return Err(InvalidIssuer::TrailingSlash);
        }
        let normal = url.as_str().trim_end_matches('/');
        if normal != text {
            return Err(InvalidIssuer::NotNormal(normal.to_owned()));
        }
        Ok(Self(text.to_owned()))
    }

    /// The identifier, exactly as it appears in `iss`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// An absolute URL below the issuer; `path` starts with a slash.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// The issuer's path without trailing slash: empty, or `/something`.
    pub fn path(&self) -> &str {
        let after_scheme = self.0.find("://").map_or(0, |at| at + 3);
        self.0[after_scheme..].find('/').map_or("", |at| &self.0[after_scheme + at..])
    }

    /// Scheme, host and port: the web origin of the hosted pages.
    pub fn origin(&self) -> &str {
        &self.0[..self.0.len() - self.path().len()]
    }

    /// Whether it is served over TLS.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// The port that browsers connect to.
    pub fn port(&self) -> Option<u16> {
        Url::parse(&self.0).ok()?.port_or_known_default()
    }

    /// Whether an address is one of this server itself: of its origin, or of the same port however loopback is
    /// spelled.
    pub fn is_at(&self, address: &str) -> bool {
        let (Ok(own), Ok(other)) = (Url::parse(&self.0), Url::parse(address)) else { return false };
        let same_port = own.port_or_known_default() == other.port_or_known_default();
        own.origin() == other.origin() || may_be_loopback(&own) && may_be_loopback(&other) && same_port
    }

    /// Whether its host is a domain, and no address of digits.
    pub fn has_domain(&self) -> bool {
        Url::parse(&self.0).is_ok_and(|url| url.domain().is_some())
    }

    /// Whether its host is loopback.
    pub fn is_loopback(&self) -> bool {
        Url::parse(&self.0).is_ok_and(|url| is_loopback(&url))
    }
}

impl TryFrom<String> for Issuer {
    type Error = InvalidIssuer;
    fn try_from(text: String) -> Result<Self, InvalidIssuer> {
        Self::parse(&text)
    }
}
impl From<Issuer> for String {
    fn from(issuer: Issuer) -> Self {
        issuer.0
    }
}
impl fmt::Display for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads an absolute URI in which a web address names its host as RFC 3986 §3.2 writes it. A parser of the
/// web makes a host out of `https:///cb` and `https:cb`, too, and throws white space away.
pub fn absolute(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let plain = !text.chars().any(|c| c.is_whitespace() || c.is_control() || c == '\\');
    let web = matches!(url.scheme(), "https" | "http");
    let host_follows = || {
        let authority = text.get(url.scheme().len()..).and_then(|rest| rest.strip_prefix("://"));
        authority.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', '#', ':', '@']))
    };
    (plain && (!web || host_follows() && !has_empty_label(&url))).then_some(url)
}

/// Whether the host of a web address is the one that its parser found, but for upper case and the spellings of IPv6.
///
/// A parser of the web reads `127.1`, `0x7f.1` and `%31%32%37.0.0.1` as 127.0.0.1 (RFC 3986 §3.2.2 has one way to
/// write an IPv4 address). Whoever compares the text does not.
pub fn is_host_as_written(text: &str, url: &Url) -> bool {
    let Some((_, rest)) = text.split_once("://") else { return false };
    let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let behind_user = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    match url.host() {
        Some(Host::Ipv6(ip)) => {
            let inner = behind_user.strip_prefix('[').and_then(|rest| rest.split_once(']'));
            inner.is_some_and(|(address, _)| address.parse() == Ok(ip))
        }
        Some(Host::Ipv4(ip)) => without_port(behind_user) == ip.to_string(),
        Some(Host::Domain(name)) => without_port(behind_user).eq_ignore_ascii_case(name),
        None => false,
    }
}

fn without_port(authority: &str) -> &str {
    authority.split_once(':').map_or(authority, |(host, _)| host)
}

/// Whether its host is a name with an empty label, such as `a..b` or `.b`; the root's, at the end, is none.
fn has_empty_label(url: &Url) -> bool {
    let Some(Host::Domain(name)) = url.host() else { return false };
    // RFC 1035 §2.3.1: a label has one letter or digit at least (RFC 1123 §2.1).
    name.strip_suffix('.').unwrap_or(name).split('.').any(str::is_empty)
}

/// The one form of a host name for comparison, with internationalized names in their ASCII form
/// (RFC 5891 §4, Unicode Technical Standard 46); none for what is no name, such as an IP address.
pub fn ascii_host(name: &str) -> Option<String> {
    // The parser would decode these first.
    let Ok(Host::Domain(ascii)) = Host::parse(name) else { return None };
    (!name.contains('%')).then_some(ascii)
}

/// Whether what is sent to an http(s) URL crosses no network in clear.
pub fn is_https_or_loopback(url: &Url) -> bool {
    url.scheme() == "https" || url.scheme() == "http" && is_loopback(url)
}

/// Whether a URL's host is loopback: 127.0.0.0/8, `[::1]`, `localhost` or below it.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

/// Whether a URL may lead to a program on the device that opens it, however its host is spelled.
pub fn may_be_loopback(url: &Url) -> bool {
    let is_here = |ip: IpAddr| ip.to_canonical().is_loopback() || ip.to_canonical().is_unspecified();
    match url.host() {
        Some(Host::Ipv4(ip)) => is_here(ip.into()),
        Some(Host::Ipv6(ip)) => is_here(ip.into()),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
        None => false,
    }
}

/// Whether `presented` is the registered redirect URI of a native app.
///
/// RFC 9700 §2.1: exact string comparison, except the port of a loopback IP literal
/// (RFC 8252 §7.3) or, for the tools that use it, `localhost` (RFC 8252 §8.3).
pub fn redirect_matches(registered: &str, presented: &str) -> bool {
    if registered == presented {
        return true;
    }
    let (Some(left), Some(right)) = (without_loopback_port(registered), without_loopback_port(presented)) else {
        return false;
    };
    left == right
}

/// `http://127.0.0.1:49152/cb?x` without its port, if it is plain http on loopback.
/// Works on the text, so that nothing is normalized on the way.
fn without_loopback_port(uri: &str) -> Option<String> {
    let rest = uri.strip_prefix("http://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at(end);
    let (host, port) = match authority.rfind(':') {
        Some(at) if !authority[at..].contains(']') => (&authority[..at], &authority[at + 1..]),
        _ => (authority, ""),
    };
    if !port.is_empty() && (port.len() > 5 || port.parse::<u16>().is_err() || !port.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
    let loopback = bare == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    loopback.then(|| format!("http://{host}{tail}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_kept_byte_for_byte_or_refused() {
        assert_eq!(Issuer::parse("https://id.example.com").map(|i| i.path().to_owned()), Ok(String::new()));
        assert_eq!(Issuer::parse("https://id.example.com/a/b").map(|i| i.path().to_owned()), Ok("/a/b".to_owned()));
        assert_eq!(
            Issuer::parse("https://id.example.com/a").map(|i| i.origin().to_owned()),
            Ok("https://id.example.com".to_owned())
        );
        assert_eq!(Issuer::parse("http://localhost:8080").map(|i| i.is_loopback()), Ok(true));
        assert_eq!(Issuer::parse("http://id.example.com"), Err(InvalidIssuer::NotHttps));
        assert_eq!(Issuer::parse("https://id.example.com/"), Err(InvalidIssuer::TrailingSlash));
        assert_eq!(Issuer::parse("https://id.example.com?x"), Err(InvalidIssuer::Extra));
        assert_eq!(
            Issuer::parse("https://ID.example.com:443"),
            Err(InvalidIssuer::NotNormal("https://id.example.com".into()))
        );
        for empty in ["https://a..example", "https://.example.com"] {
            assert_eq!(Issuer::parse(empty), Err(InvalidIssuer::EmptyLabel), "{empty}");
        }
        assert_eq!(Issuer::parse("nonsense"), Err(InvalidIssuer::NotAUrl));
    }

    // RFC 3986 §3.2
    #[test]
    fn a_web_address_names_its_host() {
        for fine in [
            "https://a.example/cb",
            "https://a.example./cb",
            "http://127.0.0.1:1/cb",
            "https://u@a.example",
            "com.example.app:/cb",
            "urn:x:y",
        ] {
            assert!(absolute(fine).is_some(), "{fine}");
        }
        let broken = [
            "https:///cb",
            "https:////cb",
            "https:cb",
            "https:/cb",
            "https://",
            "https://?x",
            "https://#x",
            "https://:443/cb",
            "https://@a.example/cb",
            "https://..",
            "https://./cb",
            "https://a..b/",
            "https://.example/cb",
            "https://a.example../cb",
            "http://a。。b/",
            "http:///127.0.0.1/cb",
            "HTTPS:///cb",
            "https:\\\\a.example",
            "https:/\\a.example",
            " https://a.example",
            "https://a.exa\tmple/",
            "/cb",
            "cb",
        ];
        for bad in broken {
            assert_eq!(absolute(bad), None, "{bad}");
        }
    }

    // RFC 3986 §3.2.2
    #[test]
    fn a_host_stands_as_it_is_compared() {
        for (text, expected) in [
            ("http://127.0.0.1:1/cb", true),
            ("https://A.example:8443", true),
            ("https://u@a.example?x", true),
            ("http://[::1]:1/cb", true),
            ("http://[0:0::1]/cb", true),
            ("http://127.1/cb", false),
            ("http://127.0.0.1./cb", false),
            ("http://127.0.0.01/cb", false),
            ("http://0x7f000001/cb", false),
            ("http://2130706433:80/cb", false),
            ("http://017700000001/cb", false),
            ("http://%31%32%37.0.0.1/cb", false),
            ("https://%61.example/cb", false),
            ("https://1/cb", false),
        ] {
            assert_eq!(is_host_as_written(text, &Url::parse(text).unwrap()), expected, "{text}");
        }
    }

    // RFC 5891 §4
    #[test]
    fn a_host_name_has_one_form() {
        for name in
            ["bücher.example", "BÜCHER.example", "xn--bcher-kva.example", "bu\u{308}cher.example", "bücher。example"]
        {
            assert_eq!(ascii_host(name).as_deref(), Some("xn--bcher-kva.example"), "{name}");
        }
        assert_eq!(ascii_host("straße.example").as_deref(), Some("xn--strae-oqa.example"));
        for none in ["127.0.0.1", "[::1]", "a%2eexample", "a b", "", "xn--a.example"] {
            assert_eq!(ascii_host(none), None, "{none}");
        }
    }

    // RFC 9700 §2.1, RFC 8252 §7.3
    #[test]
    fn redirects_match_exactly_but_for_a_loopback_port() {
        assert!(redirect_matches("https://a.example/cb?x=1", "https://a.example/cb?x=1"));
        assert!(redirect_matches("http://127.0.0.1/cb", "http://127.0.0.1:49152/cb"));
        assert!(redirect_matches("http://[::1]:1/cb", "http://[::1]:2/cb"));
        for (registered, presented) in [
            ("https://a.example/cb", "https://a.example/cb/"),
            ("https://a.example/cb", "https://A.example/cb"),
            ("https://a.example/cb", "https://a.example/cb%2f"),
            ("https://a.example:1/cb", "https://a.example:2/cb"),
            ("http://127.0.0.1/cb", "http://127.0.0.2/cb"),
            ("http://127.0.0.1/cb", "http://127.0.0.1:80@evil.example/cb"),
            ("http://127.0.0.1/cb", "http://127.0.0.1.evil.example:80/cb"),
            ("http://127.0.0.1/cb", "http://127.0.0.1:/cb#x"),
            ("https://127.0.0.1/cb", "https://127.0.0.1:444/cb"),
        ] {
            assert!(!redirect_matches(registered, presented), "{registered} must not match {presented}");
        }
    }
}
