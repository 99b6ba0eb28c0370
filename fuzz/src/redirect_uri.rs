//! The comparison of redirect URIs and the reading of web addresses, held against `url`.

use signet_protocol::base::url::{absolute, is_host_as_written, is_loopback, may_be_loopback, redirect_matches};
use url::Url;

use crate::model::{is_loopback_host, two_texts};

/// Two addresses.
pub fn run(data: &[u8]) {
    let Some((one, other)) = two_texts(data) else { return };
    let matches = redirect_matches(one, other);
    assert_eq!(matches, redirect_matches(other, one));
    assert!(redirect_matches(one, one));
    if matches && one != other {
        let bare = |text: &str| {
            let mut url = Url::parse(text).expect("a web address");
            assert_eq!(url.scheme(), "http");
            assert!(is_loopback(&url) && is_loopback_host(url.host_str().unwrap()), "{text}");
            assert!(url.username().is_empty() && url.password().is_none(), "{text}");
            url.set_port(None).unwrap();
            url
        };
        assert_eq!(bare(one), bare(other));
    }
    [one, other].into_iter().for_each(address);
}

fn address(text: &str) {
    let Some(url) = absolute(text) else { return };
    assert_eq!(Url::parse(text).as_ref(), Ok(&url));
    assert!(!text.contains(char::is_whitespace) && !text.contains('\\'), "{text:?}");
    assert!(!is_loopback(&url) || may_be_loopback(&url));
    let web = matches!(url.scheme(), "http" | "https");
    if web {
        assert!(!url.host_str().unwrap().is_empty(), "{text}");
    }
    if web && is_host_as_written(text, &url) && !text.contains('[') {
        assert!(text.to_lowercase().contains(&url.host_str().unwrap().to_lowercase()), "{text} is at {url}");
    }
}
