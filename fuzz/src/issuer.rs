//! Issuer identifiers, held against `url`.

use signet_protocol::base::url::{Issuer, ascii_host};
use url::Url;

use crate::model::{is_loopback_host, text};

/// A text that may be an issuer.
pub fn run(data: &[u8]) {
    let Some(text) = text(data) else { return };
    if let Some(host) = ascii_host(text) {
        assert_eq!(ascii_host(&host), Some(host.clone()), "{text}");
        assert!(host.is_ascii());
    }
    let Ok(issuer) = Issuer::parse(text) else { return };
    let url = Url::parse(text).unwrap();
    assert_eq!(issuer.as_str(), text);
    assert_eq!(issuer.origin(), url.origin().ascii_serialization());
    assert_eq!(issuer.path(), url.path().trim_end_matches('/'));
    assert_eq!(issuer.port(), url.port_or_known_default());
    assert!(issuer.is_https() || is_loopback_host(url.host_str().unwrap()), "{text}");
    assert!(url.query().is_none() && url.fragment().is_none() && url.username().is_empty() && url.password().is_none());
    assert!(issuer.is_at(&issuer.join("/authorize")));
    assert!(!text.ends_with('/') && !text.contains(char::is_whitespace));
}
