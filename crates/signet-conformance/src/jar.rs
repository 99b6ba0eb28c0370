//! Cookies of one browser (RFC 6265 §5).
//!
//! There is no list of public suffixes: the only pages visited are the provider's own.

use std::{borrow::Cow, cmp::Reverse};

use cookie_store::CookieStore;
use url::Url;

use super::metadata::is_local_http;

/// A browser's cookies.
#[derive(Debug, Default)]
pub struct Jar(CookieStore);

impl Jar {
    /// Takes a `Set-Cookie` header of an answer from `url`.
    pub fn take(&mut self, url: &Url, header: &str) {
        // RFC 6265 §5.2, §5.3: a cookie that is broken, or not this host's to set, is ignored.
        let _ = self.0.parse(header, &secure(url));
    }

    /// The `Cookie` header for a request to `url`.
    pub fn header(&self, url: &Url) -> Option<String> {
        let mut sent = self.0.matches(&secure(url));
        // RFC 6265 §5.4: longer paths first.
        sent.sort_by_key(|cookie| Reverse(cookie.path.len()));
        let pairs: Vec<String> = sent.iter().map(|cookie| format!("{}={}", cookie.name(), cookie.value())).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

/// As browsers do, loopback counts as secure, whatever its name below `localhost`.
fn secure(url: &Url) -> Cow<'_, Url> {
    let mut url = Cow::Borrowed(url);
    if is_local_http(url.as_str()) {
        // Between two schemes of the web this cannot fail.
        let _ = url.to_mut().set_scheme("https");
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(headers: &[&str], url: &str) -> Option<String> {
        let mut jar = Jar::default();
        for header in headers {
            jar.take(&Url::parse("https://id.op.example/a/login").unwrap(), header);
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
        assert_eq!(after(&["s=\"1 2\"; HttpOnly"], here).as_deref(), Some("s=\"1 2\""));
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

    #[test]
    fn loopback_counts_as_secure() {
        for url in ["http://localhost:8080/", "http://op.localhost/", "http://127.0.0.1:1/", "http://[::1]/"] {
            let (mut jar, url) = (Jar::default(), Url::parse(url).unwrap());
            jar.take(&url, "__Host-s=1; Path=/; Secure; HttpOnly");
            assert_eq!(jar.header(&url).as_deref(), Some("__Host-s=1"), "{url}");
        }
    }
}
