//! Cookies of one browser (RFC 6265 §5), as far as a sign-in needs them.
//!
//! There is no list of public suffixes: the only pages visited are the provider's own.

use url::Url;

use crate::base::{time::Timestamp, url::is_loopback};

/// A browser's cookies.
#[derive(Debug, Default)]
pub struct Jar(Vec<Cookie>);

#[derive(Debug, PartialEq)]
struct Cookie {
    name: String,
    value: String,
    host: String,
    /// Only for the very host that set it.
    host_only: bool,
    path: String,
    secure: bool,
}

impl Jar {
    /// Takes a `Set-Cookie` header of an answer from `url`.
    pub fn take(&mut self, url: &Url, header: &str, now: Timestamp) {
        let mut parts = header.split(';');
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { return };
        let Some(from) = url.host_str() else { return };
        let mut cookie = Cookie {
            name: name.trim().to_owned(),
            value: value.trim().to_owned(),
            host: from.to_owned(),
            host_only: true,
            path: default_path(url),
            secure: false,
        };
        let (mut max_age, mut expires) = (None, None);
        for attribute in parts {
            let (name, value) = attribute.split_once('=').unwrap_or((attribute, ""));
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "secure" => cookie.secure = true,
                "path" if value.starts_with('/') => value.clone_into(&mut cookie.path),
                "max-age" => max_age = value.parse::<i64>().ok(),
                "expires" => expires = http_date(value),
                "domain" if !value.is_empty() => {
                    let domain = value.trim_start_matches('.').to_ascii_lowercase();
                    // RFC 6265 §5.3: a host may not set cookies for another.
                    if !within(from, &domain) {
                        return;
                    }
                    (cookie.host, cookie.host_only) = (domain, false);
                }
                _ => {}
            }
        }
        let same = |one: &Cookie| one.name == cookie.name && one.host == cookie.host && one.path == cookie.path;
        self.0.retain(|one| !same(one));
        // RFC 6265 §5.3: Max-Age stands above Expires.
        let gone = max_age.map_or_else(|| expires.is_some_and(|at| at <= now), |seconds| seconds <= 0);
        if !gone {
            self.0.push(cookie);
        }
    }

    /// The `Cookie` header for a request to `url`.
    pub fn header(&self, url: &Url) -> Option<String> {
        let host = url.host_str()?;
        // As browsers do, loopback counts as secure.
        let secure = url.scheme() == "https" || is_loopback(url);
        let mut sent: Vec<&Cookie> = self
            .0
            .iter()
            .filter(|one| if one.host_only { one.host == host } else { within(host, &one.host) })
            .filter(|one| path_matches(url.path(), &one.path) && (secure || !one.secure))
            .collect();
        // RFC 6265 §5.4: longer paths first.
        sent.sort_by_key(|one| std::cmp::Reverse(one.path.len()));
        let pairs: Vec<String> = sent.iter().map(|one| format!("{}={}", one.name, one.value)).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

/// RFC 6265 §5.1.3
fn within(host: &str, domain: &str) -> bool {
    host == domain || (host.ends_with(domain) && host[..host.len() - domain.len()].ends_with('.'))
}

/// RFC 6265 §5.1.4
fn default_path(url: &Url) -> String {
    match url.path().rfind('/') {
        Some(at) if at > 0 => url.path()[..at].to_owned(),
        _ => "/".to_owned(),
    }
}

fn path_matches(path: &str, cookie: &str) -> bool {
    path.strip_prefix(cookie).is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || cookie.ends_with('/'))
}

fn http_date(text: &str) -> Option<Timestamp> {
    let text = text.replace(" GMT", " +0000").replace('-', " ");
    let time = jiff::fmt::rfc2822::parse(&text).ok()?;
    Some(Timestamp(time.timestamp().as_second()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(headers: &[&str], url: &str) -> Option<String> {
        let mut jar = Jar::default();
        for header in headers {
            jar.take(&Url::parse("https://id.op.example/a/login").unwrap(), header, Timestamp(1_800_000_000));
        }
        jar.header(&Url::parse(url).unwrap())
    }

    #[test]
    fn a_cookie_goes_where_it_may_and_nowhere_else() {
        let here = "https://id.op.example/a/x";
        assert_eq!(after(&["s=1; Path=/; Secure"], here).as_deref(), Some("s=1"));
        assert_eq!(after(&["s=1; Path=/; Secure"], "http://id.op.example/"), None);
        assert_eq!(after(&["s=1; Path=/"], "https://op.example/"), None);
        assert_eq!(after(&["s=1; Path=/; Domain=.op.example"], "https://x.op.example/").as_deref(), Some("s=1"));
        assert_eq!(after(&["s=1; Path=/; Domain=evil.example"], "https://evil.example/"), None);
        assert_eq!(after(&["s=1; Path=/; Domain=p.example"], "https://p.example/"), None);
        assert_eq!(after(&["s=1"], here).as_deref(), Some("s=1"));
        assert_eq!(after(&["s=1"], "https://id.op.example/ab"), None);
        assert_eq!(after(&["a=1; path=/", "b=2; path=/a"], here).as_deref(), Some("b=2; a=1"));
    }

    #[test]
    fn a_cookie_is_replaced_and_taken_back() {
        let here = "https://id.op.example/";
        assert_eq!(after(&["s=1; Path=/", "s=2; Path=/"], here).as_deref(), Some("s=2"));
        assert_eq!(after(&["s=1; Path=/", "s=; Path=/; Max-Age=0"], here), None);
        assert_eq!(after(&["s=1; Path=/", "s=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT"], here), None);
        assert_eq!(after(&["s=1; Path=/; Expires=Fri, 01-Jan-2100 00:00:00 GMT"], here).as_deref(), Some("s=1"));
        assert_eq!(after(&["nonsense", "=; x"], here).as_deref(), None);
    }
}
